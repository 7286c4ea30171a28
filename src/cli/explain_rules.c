/* explain: the rules in a sentence, those that fired and those that did not. */
#include "explain.h"

/* A match, with what came of it. */
typedef struct Fired {
    BoundMatch bound;
    const Rule *stronger; /* a frame of higher priority takes the clause; or NULL */
} Fired;

typedef VEC(Fired) FiredVec;

static void add_phrases(const Study *study, uint32_t sentence, FiredVec *out) {
    const BoundMatchList *phrases = &study->analysis.entities.phrases[sentence];
    for (uint32_t i = 0; i < phrases->count; i++) {
        vec_push(out, (Fired){.bound = phrases->items[i]});
    }
}

static void add_patterns(Study *study, uint32_t sentence, FiredVec *out) {
    Lattice lattice;
    BoundMatch *matches;
    study_lattice(study, RULE_PATTERN, sentence, 0, &lattice);
    const uint32_t count = study_matches(study, &lattice, RULE_PATTERN, NULL, &matches);
    for (uint32_t i = 0; i < count; i++) {
        vec_push(out, (Fired){.bound = matches[i]});
    }
}

/* Frames that fit one clause; those of less than the highest priority know who is stronger. */
static void add_clause_frames(const Study *study, const Lattice *lattice, const ClauseList *clauses,
                              const Clause *clause, FiredVec *out) {
    const FrameSite site = {&study->analysis.entities, lattice, clauses};
    const size_t before = out->count;
    const Rule *strongest = NULL;
    for (uint32_t r = 0; r < study->ruleset->rule_count; r++) {
        const Rule *rule = &study->ruleset->rules[r];
        Fired fired = {0};
        uint32_t failed = 0;
        if (rule->kind == RULE_FRAME && frame_fits(&site, clause, rule, &fired.bound, &failed)) {
            strongest = !strongest || rule->priority > strongest->priority ? rule : strongest;
            vec_push(out, fired);
        }
    }
    for (size_t i = before; i < out->count; i++) {
        const bool weaker = out->items[i].bound.rule->priority < strongest->priority;
        out->items[i].stronger = weaker ? strongest : NULL;
    }
}

static void add_frames(Study *study, uint32_t sentence, FiredVec *out) {
    Lattice lattice;
    ClauseList clauses;
    study_lattice(study, RULE_PATTERN, sentence, 0, &lattice);
    clause_find(&clauses, &lattice, &study->arena);
    for (uint32_t c = 0; c < clauses.clause_count; c++) {
        add_clause_frames(study, &lattice, &clauses, &clauses.clauses[c], out);
    }
}

/* ---- Printing ---- */

static void show_rule_name(Page *page, const Rule *rule) {
    page_add(page, STYLE_PLAIN, STR("  "));
    page_add(page, STYLE_PLAIN, rule_kind_name(rule->kind));
    page_add(page, STYLE_PLAIN, STR(" "));
    page_add(page, STYLE_RULE, rule->name);
    page_add(page, STYLE_PLAIN, STR("  "));
    page_add(page, STYLE_FAINT, rule->place_text);
    page_line_end(page);
}

static void show_captures(Page *page, Study *study, const BoundMatch *bound) {
    const Rule *rule = bound->rule;
    page_add(page, STYLE_PLAIN, STR("    "));
    page_quoted(page, STYLE_PLAIN, study_words(study, bound->first, bound->count));
    const char *between = ":";
    for (uint32_t i = 0; i < rule->capture_count && i < CAPTURES_MAX; i++) {
        const BoundCapture *capture = &bound->captures[i];
        if (capture->count == 0) {
            continue;
        }
        page_printf(page, "%s %.*s = ", between, STR_ARG(rule->captures[i]));
        page_quoted(page, STYLE_NAME, study_words(study, capture->first, capture->count));
        between = ",";
    }
    page_line_end(page);
}

/* The rule that the claim has after merging, if it is another. */
static const Rule *surer_rule(const Study *study, const Claim *claim) {
    const ClaimList *all = &study->analysis.claims;
    for (uint32_t i = 0; i < all->claim_count; i++) {
        const Claim *other = &all->claims[i];
        if (other->sentence == claim->sentence && other->subject == claim->subject &&
            other->object == claim->object && other->relation == claim->relation &&
            other->modality == claim->modality) {
            return other->rule == claim->rule ? NULL : other->rule;
        }
    }
    return NULL;
}

static void show_claim(Page *page, Study *study, const Claim *claim) {
    Buffer text = {0};
    add_claim_text(study, claim, &text);
    page_add(page, STYLE_PLAIN, STR("    => "));
    page_add(page, STYLE_GOOD, buffer_str(&text));
    buffer_free(&text);
    page_printf(page, "  %.2f", claim->confidence);
    if (claim->date.len > 0) {
        page_printf(page, ", date %.*s", STR_ARG(claim->date));
    }
    for (uint32_t i = 0; i < claim->attribute_count; i++) {
        const ClaimAttribute *attribute = &claim->attributes[i];
        page_add(page, STYLE_PLAIN, STR(", "));
        page_add(page, STYLE_PLAIN, attribute->key);
        page_add(page, STYLE_PLAIN, STR(" "));
        page_quoted(page, STYLE_PLAIN, attribute->value);
    }
    const Rule *surer = surer_rule(study, claim);
    if (surer) {
        page_printf(page, "; `%.*s` states it more surely", STR_ARG(surer->name));
    }
    page_line_end(page);
}

static void show_claims(Page *page, Study *study, const Rule *rule, uint32_t sentence) {
    const ClaimList claims = study_claims(study, rule);
    bool any = false;
    for (uint32_t i = 0; i < claims.claim_count; i++) {
        if (claims.claims[i].sentence == sentence) {
            show_claim(page, study, &claims.claims[i]);
            any = true;
        }
    }
    if (!any && rule->triple_count > 0) {
        page_add(page, STYLE_BAD,
                 STR("    no triple: an end is missing, unknown, or of a type that the relation "
                     "does not take"));
        page_line_end(page);
    }
}

static void show_stronger(Page *page, const Rule *stronger) {
    if (stronger) {
        page_add(page, STYLE_BAD, STR("    passed over: "));
        page_printf(page, "`%.*s` fits too and has a higher priority\n", STR_ARG(stronger->name));
    }
}

static bool is_last_of_rule(const FiredVec *fired, size_t index) {
    for (size_t i = index + 1; i < fired->count; i++) {
        if (fired->items[i].bound.rule == fired->items[index].bound.rule) {
            return false;
        }
    }
    return true;
}

static void show_fired(Page *page, Study *study, const FiredVec *fired, uint32_t sentence) {
    for (size_t i = 0; i < fired->count; i++) {
        const Fired *item = &fired->items[i];
        const Rule *rule = item->bound.rule;
        if (i == 0 || fired->items[i - 1].bound.rule != rule) {
            show_rule_name(page, rule);
        }
        show_captures(page, study, &item->bound);
        show_stronger(page, item->stronger);
        if (!item->stronger && is_last_of_rule(fired, i)) {
            show_claims(page, study, rule, sentence);
        }
    }
}

void explain_rules(Page *page, Study *study, uint32_t sentence) {
    FiredVec fired = {0};
    add_phrases(study, sentence, &fired);
    add_patterns(study, sentence, &fired);
    add_frames(study, sentence, &fired);
    page_add(page, STYLE_HEADING, STR("rules that fired\n"));
    if (fired.count == 0) {
        page_add(page, STYLE_PLAIN, STR("  none\n"));
    }
    show_fired(page, study, &fired, sentence);
    vec_free(&fired);
}

/* ---- One rule ---- */

static void show_reasons(Page *page, Str reasons) {
    while (reasons.len > 0) {
        page_add(page, STYLE_BAD, STR("    does not match: "));
        page_add(page, STYLE_PLAIN, str_split(&reasons, '\n'));
        page_line_end(page);
    }
}

static bool overlaps(uint32_t first, uint32_t count, const BoundMatch *bound) {
    return first < bound->first + bound->count && bound->first < first + count;
}

/* What became of a match of an entity rule: the mentions that there are in its place. */
static void show_mentions_there(Page *page, Study *study, const BoundMatch *bound) {
    const EntityList *entities = &study->analysis.entities;
    for (uint32_t i = 0; i < entities->mention_count; i++) {
        const Mention *mention = &entities->mentions[i];
        if (!overlaps(mention->first, mention->count, bound)) {
            continue;
        }
        page_add(page, STYLE_PLAIN, STR("    => "));
        page_add(page, mention->rule == bound->rule ? STYLE_GOOD : STYLE_BAD,
                 study->ruleset->types[mention->type].name);
        page_add(page, STYLE_PLAIN, STR(" "));
        page_quoted(page, STYLE_NAME, study_mention(study, i));
        if (mention->rule != bound->rule) {
            page_add(page, STYLE_PLAIN, STR(" instead, by "));
            page_add(page, STYLE_RULE, mention->rule ? mention->rule->name : STR("the gazetteer"));
        }
        page_line_end(page);
    }
}

/* Why a phrase that matched is not among those applied. */
static void show_phrase_instead(Page *page, Study *study, const BoundMatch *bound,
                                uint32_t sentence) {
    const BoundMatchList *phrases = &study->analysis.entities.phrases[sentence];
    const Rule *other = NULL;
    for (uint32_t i = 0; i < phrases->count; i++) {
        const BoundMatch *phrase = &phrases->items[i];
        if (phrase->rule == bound->rule && phrase->first == bound->first &&
            phrase->count == bound->count) {
            return;
        }
        other = overlaps(phrase->first, phrase->count, bound) ? phrase->rule : other;
    }
    page_add(page, STYLE_BAD, STR("    not applied: "));
    if (other) {
        page_printf(page, "`%.*s` took its words", STR_ARG(other->name));
    } else {
        page_add(page, STYLE_PLAIN, STR("its words are one element already, or its head is none"));
    }
    page_line_end(page);
}

static void explain_program(Page *page, Study *study, const Rule *rule, uint32_t sentence) {
    const uint32_t rounds = study_lattice_count(study, rule->kind, sentence);
    for (uint32_t round = 0; round < rounds; round++) {
        Lattice lattice;
        BoundMatch *matches;
        study_lattice(study, rule->kind, sentence, round, &lattice);
        const uint32_t count = study_matches(study, &lattice, rule->kind, rule, &matches);
        for (uint32_t i = 0; i < count; i++) {
            show_captures(page, study, &matches[i]);
            if (rule->kind == RULE_ENTITY) {
                show_mentions_there(page, study, &matches[i]);
            } else if (rule->kind == RULE_PHRASE) {
                show_phrase_instead(page, study, &matches[i], sentence);
            }
        }
    }
    if (rule->kind != RULE_ENTITY) {
        show_claims(page, study, rule, sentence);
    }
}

static void explain_frame(Page *page, Study *study, const Rule *rule, uint32_t sentence) {
    FiredVec all = {0};
    bool runs = false;
    add_frames(study, sentence, &all);
    for (size_t i = 0; i < all.count; i++) {
        const Fired *item = &all.items[i];
        if (item->bound.rule == rule) {
            show_captures(page, study, &item->bound);
            show_stronger(page, item->stronger);
            runs = runs || !item->stronger;
        }
    }
    vec_free(&all);
    if (runs) {
        show_claims(page, study, rule, sentence);
    }
}

void explain_rule(Page *page, Study *study, const Rule *rule, uint32_t sentence) {
    Buffer reasons = {0};
    show_rule_name(page, rule);
    if (study_why_not(study, rule, sentence, &reasons)) {
        show_reasons(page, buffer_str(&reasons));
    } else if (rule->frame) {
        explain_frame(page, study, rule, sentence);
    } else {
        explain_program(page, study, rule, sentence);
    }
    buffer_free(&reasons);
}
