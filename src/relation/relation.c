#include "internal.h"

/* The phrase of the lexicon that is the verb of the clause, or NULL. */
static const LexEntry *verb_entry(const Lattice *lattice, const Clause *clause) {
    const TokenList *tokens = lattice->tokens;
    const uint32_t at = clause->verb_first;
    for (uint32_t p = tokens->phrase_at[at]; p < tokens->phrase_at[at + 1]; p++) {
        if (tokens->phrases[p].count == clause->verb_count) {
            return &lattice->ruleset->entries[tokens->phrases[p].entry];
        }
    }
    return NULL;
}

/* Frames of the highest priority that fit a clause, all of them. */
static void run_frames(Linker *linker, const Lattice *lattice, const Clause *clause) {
    const FrameSite site = {linker->entities, lattice, &linker->clauses};
    const LexEntry *verb = verb_entry(lattice, clause);
    if (!verb) {
        return;
    }
    const Ruleset *ruleset = linker->ruleset;
    BoundVec *fitting = &linker->fitting;
    vec_clear(fitting);
    int best = 0;
    for (uint32_t f = ruleset->frame_at[verb->class_set];
         f < ruleset->frame_at[verb->class_set + 1]; f++) {
        const Rule *rule = &ruleset->rules[ruleset->frames[f]];
        BoundMatch bound;
        uint32_t failed = 0;
        if (frame_fits(&site, clause, rule, &bound, &failed)) {
            best = fitting->count == 0 || rule->priority > best ? rule->priority : best;
            vec_push(fitting, bound);
        }
    }
    for (size_t i = 0; i < fitting->count; i++) {
        if (fitting->items[i].rule->priority == best) {
            add_claims(linker, &fitting->items[i], clause->modality);
        }
    }
}

/* A statement by a pattern is as sure as the least sure of the verbs in it, and of the clause that
 * it is inside. */
static Modality modality_around(const ClauseList *clauses, const BoundMatch *bound) {
    Modality weakest = MODALITY_ASSERTED;
    const uint32_t end = bound->first + bound->count;
    for (uint32_t i = 0; i < clauses->clause_count; i++) {
        const Clause *clause = &clauses->clauses[i];
        const bool around =
            clause->verb_first < bound->first && bound->first < clause->first + clause->count;
        const bool inside = clause->verb_first >= bound->first && clause->verb_first < end;
        if ((around || inside) && clause->modality != MODALITY_REPORTED &&
            clause->modality > weakest) {
            weakest = clause->modality;
        }
    }
    return weakest;
}

static void add_pattern_claims(Linker *linker, const Lattice *lattice, const MatchList *matches) {
    for (size_t i = 0; i < matches->count; i++) {
        BoundMatch bound;
        match_bind(&bound, &matches->items[i], lattice);
        add_claims(linker, &bound, modality_around(&linker->clauses, &bound));
    }
}

/* Whether a word of the sentence is the verb of some frame. */
static bool has_frames(const Ruleset *ruleset, const Lattice *lattice) {
    const TokenList *tokens = lattice->tokens;
    const uint32_t end = tokens->phrase_at[lattice->end];
    for (uint32_t p = tokens->phrase_at[lattice->first]; p < end; p++) {
        const uint32_t set = ruleset->entries[tokens->phrases[p].entry].class_set;
        if (ruleset->frame_at[set] < ruleset->frame_at[set + 1]) {
            return true;
        }
    }
    return false;
}

/* The claims of one sentence. Nothing is said of actors where there is no element. */
static void link_sentence(Linker *linker, const Lattice *lattice, MatchList *matches) {
    if (lattice->element_count == 0) {
        return;
    }
    vec_clear(matches);
    match_rules(linker->matcher, lattice, RULE_PATTERN, matches);
    const bool frames = has_frames(linker->ruleset, lattice);
    if (frames || matches->count > 0) {
        clause_find(&linker->clauses, lattice, linker->arena);
    }
    for (uint32_t c = 0; frames && c < linker->clauses.clause_count; c++) {
        run_frames(linker, lattice, &linker->clauses.clauses[c]);
    }
    add_pattern_claims(linker, lattice, matches);
    const BoundMatchList *phrases = &linker->entities->phrases[linker->sentence];
    for (uint32_t p = 0; p < phrases->count; p++) {
        add_claims(linker, &phrases->items[p],
                   MODALITY_ASSERTED); /* said in passing, whatever the clause says */
    }
}

static int by_place(const void *left, const void *right) {
    const Claim *a = left;
    const Claim *b = right;
    const uint32_t keys[][2] = {{a->sentence, b->sentence},
                                {a->subject, b->subject},
                                {a->relation, b->relation},
                                {a->object, b->object},
                                {(uint32_t)a->modality, (uint32_t)b->modality}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i][0] != keys[i][1]) {
            return keys[i][0] < keys[i][1] ? -1 : 1;
        }
    }
    if (a->confidence > b->confidence || a->confidence < b->confidence) {
        return a->confidence > b->confidence ? -1 : 1;
    }
    return (a->rule > b->rule) - (a->rule < b->rule);
}

static bool same_claim(const Claim *a, const Claim *b) {
    return a->sentence == b->sentence && a->subject == b->subject && a->relation == b->relation &&
           a->object == b->object && a->modality == b->modality;
}

static bool same_name(const Linker *linker, uint32_t a, uint32_t b) {
    const Mention *mentions = linker->entities->mentions;
    return a == b || (mentions[a].type == mentions[b].type &&
                      str_equal(mention_text(linker->entities, &mentions[a], linker->arena),
                                mention_text(linker->entities, &mentions[b], linker->arena)));
}

/* Whether a claim of a fallback rule is idle: another rule states the relation of its subject. */
static bool is_idle(const Linker *linker, const Claim *claim) {
    for (size_t i = 0; claim->rule->fallback != NO_CAPTURE && i < linker->claims.count; i++) {
        const Claim *other = &linker->claims.items[i];
        if (other->rule->fallback == NO_CAPTURE && other->relation == claim->relation &&
            same_name(linker, other->subject, claim->subject)) {
            return true;
        }
    }
    return false;
}

static void finish(Linker *linker, ClaimList *out) {
    Claim *claims = arena_array(linker->arena, Claim, linker->claims.count);
    uint32_t count = 0;
    if (linker->claims.count > 0) {
        qsort(linker->claims.items, linker->claims.count, sizeof(Claim), by_place);
    }
    for (size_t i = 0; i < linker->claims.count; i++) {
        const Claim *claim = &linker->claims.items[i];
        if ((count == 0 || !same_claim(&claims[count - 1], claim)) && !is_idle(linker, claim)) {
            claims[count++] = *claim;
        }
    }
    *out = (ClaimList){claims, count};
    vec_free(&linker->claims);
}

void relation_find(ClaimList *out, const EntityList *entities, const Ruleset *ruleset,
                   Matcher *matcher, Arena *arena) {
    relation_find_by(out, entities, ruleset, matcher, NULL, arena);
}

void relation_find_by(ClaimList *out, const EntityList *entities, const Ruleset *ruleset,
                      Matcher *matcher, const Rule *rule, Arena *arena) {
    Linker linker = {.entities = entities,
                     .ruleset = ruleset,
                     .matcher = matcher,
                     .arena = arena,
                     .unknown = ruleset_type(ruleset, STR("Thing")),
                     .only = rule};
    MatchList matches = {0};
    for (uint32_t s = 0; s < entities->tokens->sentence_count; s++) {
        linker.sentence = s;
        link_sentence(&linker, &entities->lattices[s], &matches);
    }
    vec_free(&matches);
    vec_free(&linker.fitting);
    finish(&linker, out);
}
