#include "internal.h"

/* How many tokens of a noun phrase may stand before its head noun: quantifiers, classifiers. */
enum { BEFORE_HEAD = 4 };

static bool has_class(const FrameSite *site, uint32_t at, uint32_t limit, ClassId class_id) {
    return at < limit &&
           token_class_at(site->lattice->tokens, site->lattice->ruleset, at, limit, class_id) > 0;
}

/* Whether the head noun of the phrase is of the class: one of its first words. */
static bool head_in_class(const FrameSite *site, const NounPhrase *phrase, ClassId class_id) {
    const uint32_t end = phrase->first + phrase->count;
    for (uint32_t i = 0; i < BEFORE_HEAD; i++) {
        if (has_class(site, phrase->first + i, end, class_id)) {
            return true;
        }
    }
    return false;
}

static bool any_head_is(const FrameSite *site, const Element *element, TypeSet types) {
    for (uint32_t i = 0; i < element->head_count; i++) {
        const TypeId type = site->entities->mentions[element->heads[i]].type;
        if (type != 0 && type_is(site->lattice->ruleset, type, types)) {
            return true;
        }
    }
    return false;
}

static bool is_unknown(const FrameSite *site, const Element *element) {
    const TypeId unknown = ruleset_type(site->lattice->ruleset, STR("Thing"));
    for (uint32_t i = 0; i < element->head_count; i++) {
        if (site->entities->mentions[element->heads[i]].type != unknown) {
            return false;
        }
    }
    return unknown != 0;
}

static bool accepts(const FrameSite *site, const FrameSlot *slot, const NounPhrase *phrase) {
    const Restriction *wanted = &slot->accepts;
    if (wanted->types == 0) {
        return wanted->head_class == 0 || head_in_class(site, phrase, wanted->head_class);
    }
    if (phrase->element == NO_ELEMENT) {
        return false;
    }
    const Element *element = &site->lattice->elements[phrase->element];
    if (!any_head_is(site, element, wanted->types) &&
        !(slot->inferred != 0 && is_unknown(site, element))) {
        return false;
    }
    const uint32_t end = element->first + element->count;
    return wanted->head_class == 0 || has_class(site, element->first, end, wanted->head_class) ||
           has_class(site, element->head_first, end, wanted->head_class);
}

static const NounPhrase *slot_filler(const FrameSite *site, const Clause *clause,
                                     const FrameSlot *slot) {
    const NounPhrase *phrases = site->clauses->phrases;
    for (uint32_t i = 0; i < clause->role_count; i++) {
        const RoleFill *fill = &clause->roles[i];
        if (!phrases) {
            break;
        }
        const NounPhrase *phrase = &phrases[fill->phrase];
        if ((slot->roles >> fill->role & 1) != 0 && accepts(site, slot, phrase)) {
            return phrase;
        }
    }
    return NULL;
}

static void bind(const FrameSite *site, const FrameSlot *slot, const NounPhrase *phrase,
                 BoundMatch *out) {
    if (slot->capture == NO_CAPTURE) {
        return;
    }
    BoundCapture *capture = &out->captures[slot->capture];
    capture->inferred = slot->inferred;
    capture->first = phrase->first;
    capture->count = phrase->count;
    if (phrase->element != NO_ELEMENT) {
        const Element *element = &site->lattice->elements[phrase->element];
        capture->heads = element->heads;
        capture->head_count = element->head_count;
    }
}

bool frame_fits(const FrameSite *site, const Clause *clause, const Rule *frame_rule,
                BoundMatch *out, uint32_t *failed) {
    const Lattice *lattice = site->lattice;
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
    for (uint32_t i = 0; i < frame->slot_count; i++) {
        const FrameSlot *slot = &frame->slots[i];
        if (slot->kind != SLOT_OPTIONAL &&
            (slot_filler(site, clause, slot) == NULL) == (slot->kind == SLOT_REQUIRED)) {
            *failed = i;
            return false;
        }
    }
    *out = (BoundMatch){.rule = frame_rule, .first = clause->first, .count = clause->count};
    for (uint32_t i = 0; i < frame->slot_count; i++) {
        const FrameSlot *slot = &frame->slots[i];
        const NounPhrase *phrase =
            slot->kind == SLOT_FORBIDDEN ? NULL : slot_filler(site, clause, slot);
        if (phrase) {
            bind(site, slot, phrase, out);
        }
    }
    return true;
}
