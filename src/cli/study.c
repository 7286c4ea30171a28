#include "study.h"

void study_begin(Study *study, Str text) {
    arena_reset(&study->arena);
    study->document = (Document){.id = STR("text"), .text = text};
    study->analysis = (Analysis){0};
    pipeline_analyse(&study->analysis, &study->document, study->ruleset, &study->scratch,
                     &study->arena);
}

void study_free(Study *study) {
    scratch_free(&study->scratch);
    arena_free(&study->arena);
}

Str rule_kind_name(RuleKind kind) {
    static const char *const names[] = {"entity", "phrase", "pattern", "frame"};
    return str_from(names[kind]);
}

Str study_words(Study *study, uint32_t first, uint32_t count) {
    if (count == 0) {
        return STR_NONE;
    }
    const TokenList *tokens = &study->analysis.tokens;
    return text_line(tokens->text, tokens->tokens[first].start,
                     tokens->tokens[first + count - 1].end, &study->arena);
}

Str study_mention(Study *study, uint32_t mention) {
    const EntityList *entities = &study->analysis.entities;
    return mention_text(entities, &entities->mentions[mention], &study->arena);
}

ClaimList study_claims(Study *study, const Rule *rule) {
    ClaimList out;
    relation_find_by(&out, &study->analysis.entities, study->ruleset, &study->scratch.matcher, rule,
                     &study->arena);
    return out;
}

void add_claim_text(Study *study, const Claim *claim, Buffer *out) {
    if (claim->modality != MODALITY_ASSERTED) {
        buffer_add(out, modality_name(claim->modality));
        buffer_byte(out, ' ');
    }
    buffer_add(out, study_mention(study, claim->subject));
    buffer_byte(out, ' ');
    buffer_add(out, study->ruleset->relations[claim->relation].name);
    buffer_byte(out, ' ');
    buffer_add(out, study_mention(study, claim->object));
}

uint32_t study_matches(Study *study, const Lattice *lattice, RuleKind kind, const Rule *only,
                       BoundMatch **out) {
    MatchList matches = {0};
    uint32_t count = 0;
    match_rules(&study->scratch.matcher, lattice, kind, &matches);
    BoundMatch *bound = arena_array(&study->arena, BoundMatch, matches.count + 1);
    for (size_t i = 0; i < matches.count; i++) {
        if (!only || matches.items[i].rule == only) {
            match_bind(&bound[count++], &matches.items[i], lattice);
        }
    }
    vec_free(&matches);
    *out = bound;
    return count;
}

uint32_t study_lattice_count(const Study *study, RuleKind kind, uint32_t sentence) {
    return kind == RULE_PHRASE ? study->analysis.entities.rounds[sentence].count : 1;
}

void study_lattice(Study *study, RuleKind kind, uint32_t sentence, uint32_t index, Lattice *out) {
    const EntityList *entities = &study->analysis.entities;
    if (kind == RULE_ENTITY) {
        entity_lattice(out, &study->analysis.tokens, study->ruleset, sentence, &study->arena);
    } else {
        *out = kind == RULE_PHRASE ? entities->rounds[sentence].items[index]
                                   : entities->lattices[sentence];
    }
}

/* ---- Why not ---- */

static void add_quoted(Buffer *out, Str text) {
    buffer_byte(out, '"');
    buffer_add(out, text);
    buffer_byte(out, '"');
}

static bool holds_class(const Study *study, uint32_t sentence, ClassId class_id) {
    const Sentence *place = &study->analysis.tokens.sentences[sentence];
    const uint32_t end = place->first + place->count;
    for (uint32_t at = place->first; at < end; at++) {
        if (token_class_at(&study->analysis.tokens, study->ruleset, at, end, class_id) > 0) {
            return true;
        }
    }
    return false;
}

static void next_reason(Buffer *out) {
    if (out->count > 0) {
        buffer_byte(out, '\n');
    }
}

static void add_furthest(Study *study, const Sentence *sentence, uint32_t token, Buffer *out) {
    if (token == sentence->first) {
        buffer_add(out, STR("nothing begins with "));
    } else if (token == sentence->first + sentence->count) {
        buffer_add(out, STR("at the end of the sentence: expected "));
    } else {
        buffer_add(out, STR("at "));
        add_quoted(out, study_words(study, token, 1));
        buffer_add(out, STR(": expected "));
    }
}

/* The furthest that the program got over any of the lattices. */
static bool program_why_not(Study *study, const Rule *rule, uint32_t sentence, Buffer *out) {
    uint32_t furthest = 0;
    Buffer best = {0};
    Buffer expected = {0};
    Lattice lattice;
    const uint32_t count = study_lattice_count(study, rule->kind, sentence);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t token = 0;
        study_lattice(study, rule->kind, sentence, i, &lattice);
        buffer_clear(&expected);
        if (!match_why_not(&study->scratch.matcher, &lattice, rule, &token, &expected)) {
            buffer_free(&best);
            buffer_free(&expected);
            return false;
        }
        if (i == 0 || token > furthest) {
            furthest = token;
            buffer_clear(&best);
            buffer_add(&best, buffer_str(&expected));
        }
    }
    next_reason(out);
    if (rule->trigger != 0 && !holds_class(study, sentence, rule->trigger)) {
        buffer_add(out, STR("nothing in the sentence is "));
        buffer_add(out, intern_str(&study->ruleset->class_names, rule->trigger));
    } else {
        const Sentence *place = &study->analysis.tokens.sentences[sentence];
        add_furthest(study, place, furthest, out);
        buffer_add(out, best.count > 0 ? buffer_str(&best) : STR("something else"));
    }
    buffer_free(&best);
    buffer_free(&expected);
    return true;
}

/* Source text of a rule, its columns closed up. */
static void add_source(Buffer *out, Str source) {
    while (source.len > 0) {
        const Str word = str_split(&source, ' ');
        if (word.len > 0) {
            buffer_add(out, word);
            buffer_add(out, source.len > 0 ? STR(" ") : STR_NONE);
        }
    }
}

/* What stands in the roles of a slot. */
static void add_fillers(Study *study, const ClauseList *clauses, const Clause *clause,
                        const FrameSlot *slot, Buffer *out) {
    bool any = false;
    for (uint32_t i = 0; i < clause->role_count; i++) {
        const RoleFill *fill = &clause->roles[i];
        if ((slot->roles >> fill->role & 1) != 0) {
            const NounPhrase *phrase = &clauses->phrases[fill->phrase];
            buffer_add(out, any ? STR(", ") : STR(": there is "));
            add_quoted(out, study_words(study, phrase->first, phrase->count));
            any = true;
        }
    }
    if (!any) {
        buffer_add(out, STR(": nothing stands there"));
    }
}

static void add_frame_reason(Study *study, const ClauseList *clauses, const Clause *clause,
                             const Rule *rule, uint32_t failed, Buffer *out) {
    const Frame *frame = rule->frame;
    next_reason(out);
    add_quoted(out, study_words(study, clause->verb_first, clause->verb_count));
    if (failed == frame->slot_count) {
        buffer_add(out, clause->passive ? STR(" is passive") : STR(" is active"));
        return;
    }
    const FrameSlot *slot = &frame->slots[failed];
    const bool forbidden = slot->kind == SLOT_FORBIDDEN;
    buffer_add(out, forbidden ? STR(" has what `") : STR(" lacks `"));
    add_source(out, slot->source);
    buffer_add(out, forbidden ? STR("` excludes") : STR("`"));
    add_fillers(study, clauses, clause, slot, out);
}

static bool has_verb(const Study *study, const Clause *clause, ClassId verb) {
    return token_class_at(&study->analysis.tokens, study->ruleset, clause->verb_first,
                          clause->verb_first + clause->verb_count, verb) == clause->verb_count;
}

static void add_verbs(Study *study, const ClauseList *clauses, ClassId verb, Buffer *out) {
    next_reason(out);
    buffer_add(out, STR("no verb is "));
    buffer_add(out, intern_str(&study->ruleset->class_names, verb));
    for (uint32_t i = 0; i < clauses->clause_count; i++) {
        buffer_add(out, i == 0 ? STR("; the verbs are ") : STR(", "));
        add_quoted(out, study_words(study, clauses->clauses[i].verb_first,
                                    clauses->clauses[i].verb_count));
    }
    if (clauses->clause_count == 0) {
        buffer_add(out, STR("; the sentence has no clause"));
    }
}

static bool frame_why_not(Study *study, const Rule *rule, uint32_t sentence, Buffer *out) {
    const EntityList *entities = &study->analysis.entities;
    const Lattice *lattice = &entities->lattices[sentence];
    const size_t before = out->count;
    ClauseList clauses;
    clause_find(&clauses, lattice, &study->arena);
    const FrameSite site = {entities, lattice, &clauses};
    for (uint32_t i = 0; i < clauses.clause_count; i++) {
        const Clause *clause = &clauses.clauses[i];
        BoundMatch bound;
        uint32_t failed = 0;
        if (frame_fits(&site, clause, rule, &bound, &failed)) {
            out->count = before;
            return false;
        }
        if (has_verb(study, clause, rule->frame->verb)) {
            add_frame_reason(study, &clauses, clause, rule, failed, out);
        }
    }
    if (out->count == before) {
        add_verbs(study, &clauses, rule->frame->verb, out);
    }
    return true;
}

bool study_why_not(Study *study, const Rule *rule, uint32_t sentence, Buffer *out) {
    return rule->frame ? frame_why_not(study, rule, sentence, out)
                       : program_why_not(study, rule, sentence, out);
}
