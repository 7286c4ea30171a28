#include "internal.h"

/* How many tokens of a noun phrase may stand before its head noun: quantifiers, classifiers. */
enum { BEFORE_HEAD = 4 };

typedef struct Fit {
    const EntityList *entities;
    const Lattice *lattice;
    const ClauseList *clauses;
    Arena *arena;
} Fit;

static bool has_class(const Fit *fit, uint32_t at, uint32_t limit, ClassId class_id) {
    return at < limit &&
           token_class_at(fit->lattice->tokens, fit->lattice->ruleset, at, limit, class_id) > 0;
}

/* Whether the head noun of the phrase is of the class: one of its first words. */
static bool head_in_class(const Fit *fit, const NounPhrase *phrase, ClassId class_id) {
    const uint32_t end = phrase->first + phrase->count;
    for (uint32_t i = 0; i < BEFORE_HEAD; i++) {
        if (has_class(fit, phrase->first + i, end, class_id)) {
            return true;
        }
    }
    return false;
}

static bool any_head_is(const Fit *fit, const Element *element, TypeSet types) {
    for (uint32_t i = 0; i < element->head_count; i++) {
        const TypeId type = fit->entities->mentions[element->heads[i]].type;
        if (type != 0 && type_is(fit->lattice->ruleset, type, types)) {
            return true;
        }
    }
    return false;
}

static bool accepts(const Fit *fit, const Restriction *wanted, const NounPhrase *phrase) {
    if (wanted->types == 0) {
        return wanted->head_class == 0 || head_in_class(fit, phrase, wanted->head_class);
    }
    if (phrase->element == NO_ELEMENT) {
        return false;
    }
    const Element *element = &fit->lattice->elements[phrase->element];
    if (!any_head_is(fit, element, wanted->types)) {
        return false;
    }
    const uint32_t end = element->first + element->count;
    return wanted->head_class == 0 || has_class(fit, element->first, end, wanted->head_class) ||
           has_class(fit, element->head_first, end, wanted->head_class);
}

static const NounPhrase *slot_filler(const Fit *fit, const Clause *clause, const FrameSlot *slot) {
    for (uint32_t i = 0; i < clause->role_count; i++) {
        const RoleFill *fill = &clause->roles[i];
        const NounPhrase *phrase = &fit->clauses->phrases[fill->phrase];
        if ((slot->roles >> fill->role & 1) != 0 && accepts(fit, &slot->accepts, phrase)) {
            return phrase;
        }
    }
    return NULL;
}

static void bind(const Fit *fit, const FrameSlot *slot, const NounPhrase *phrase, BoundMatch *out) {
    if (slot->capture == NO_CAPTURE) {
        return;
    }
    BoundCapture *capture = &out->captures[slot->capture];
    capture->first = phrase->first;
    capture->count = phrase->count;
    if (phrase->element != NO_ELEMENT) {
        const Element *element = &fit->lattice->elements[phrase->element];
        capture->heads = element->heads;
        capture->head_count = element->head_count;
    }
}

bool frame_fits(const EntityList *entities, const Lattice *lattice, const ClauseList *clauses,
                const Clause *clause, const Rule *frame_rule, BoundMatch *out, uint32_t *failed) {
    const Fit fit = {.entities = entities, .lattice = lattice, .clauses = clauses};
    const Frame *frame = frame_rule->frame;
    const uint32_t verb_end = clause->verb_first + clause->verb_count;
    *failed = frame->slot_count;
    if (token_class_at(lattice->tokens, lattice->ruleset, clause->verb_first, verb_end,
                       frame->verb) != clause->verb_count) {
        return false;
    }
    if ((frame->voice == VOICE_ACTIVE && clause->passive) ||
        (frame->voice == VOICE_PASSIVE && !clause->passive)) {
        return false;
    }
    *out = (BoundMatch){.rule = frame_rule, .first = clause->first, .count = clause->count};
    for (uint32_t i = 0; i < frame->slot_count; i++) {
        const FrameSlot *slot = &frame->slots[i];
        const NounPhrase *phrase = slot_filler(&fit, clause, slot);
        if ((slot->kind == SLOT_REQUIRED && !phrase) || (slot->kind == SLOT_FORBIDDEN && phrase)) {
            *failed = i;
            return false;
        }
        if (phrase && slot->kind != SLOT_FORBIDDEN) {
            bind(&fit, slot, phrase, out);
        }
    }
    return true;
}
