#include "score.h"

#include "names.h"

typedef struct NodeNames {
    const Str *words; /* label and aliases as name_words() gives them */
    uint32_t count;
} NodeNames;

/* One network against its gold. */
typedef struct Scoring {
    Score *score;
    const Network *network;
    const Gold *gold;
    Arena arena;
    NodeNames *names;             /* [node] */
    bool *is_subject, *is_object; /* [node] of the gold triple at hand */
    bool *right, *right_pair;     /* [edge] */
    bool *counted;                /* [edge] */
} Scoring;

double tally_precision(const Tally *tally) {
    return tally->edges > 0 ? (double)tally->right / tally->edges : 0.0;
}

double tally_recall(const Tally *tally) {
    return tally->must > 0 ? (double)tally->found / tally->must : 0.0;
}

double tally_f1(const Tally *tally) {
    const double precision = tally_precision(tally);
    const double recall = tally_recall(tally);
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0.0;
}

static NodeNames node_names(Scoring *match, const NetworkNode *node) {
    Str *words = arena_array(&match->arena, Str, (size_t)node->alias_count + 1);
    words[0] = name_words_in(&match->arena, node->label);
    for (uint32_t i = 0; i < node->alias_count; i++) {
        words[i + 1] = name_words_in(&match->arena, node->aliases[i]);
    }
    return (NodeNames){words, node->alias_count + 1};
}

static bool contains(Str text, Str part) {
    return part.len == 0 || memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

static bool is_named(const NodeNames *names, const GoldNames *wanted) {
    for (uint32_t w = 0; w < wanted->count; w++) {
        const GoldName *name = &wanted->items[w];
        for (uint32_t i = 0; i < names->count; i++) {
            if (name->is_part ? contains(names->words[i], name->words)
                              : str_equal(names->words[i], name->words)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- Sums ---- */

static Tally *relation_tally(Score *score, RelationId relation) {
    while (score->relations.count < score->ruleset->relation_count) {
        vec_push(&score->relations, (Tally){0});
    }
    return &score->relations.items[relation];
}

/* The name of a rule behind its place; "?" for none. */
static Str rule_of(const NetworkEdge *edge) {
    const Str rule = edge->evidence_count > 0 ? edge->evidence[edge->best].rule : STR_NONE;
    size_t start = rule.len;
    while (start > 0 && rule.ptr[start - 1] != ' ') {
        start--;
    }
    return rule.len > 0 ? str_sub(rule, start, rule.len) : STR("?");
}

static Tally *rule_tally(Score *score, Str rule) {
    const uint32_t id = intern_add(&score->rules, rule);
    while (score->by_rule.count < id) {
        vec_push(&score->by_rule, (Tally){0});
    }
    return &score->by_rule.items[id - 1];
}

static void count_edges(Scoring *match) {
    Score *score = match->score;
    for (uint32_t e = 0; e < match->network->edge_count; e++) {
        const NetworkEdge *edge = &match->network->edges[e];
        if (!match->counted[e]) {
            continue;
        }
        Tally *tallies[] = {&score->strict, relation_tally(score, edge->relation),
                            rule_tally(score, rule_of(edge))};
        for (size_t t = 0; t < sizeof tallies / sizeof *tallies; t++) {
            tallies[t]->edges++;
            tallies[t]->right += match->right[e];
        }
        score->pairs.edges++;
        score->pairs.right += match->right_pair[e];
    }
}

/* The relation that a gold triple counts for: the first of its alternatives. */
static RelationId gold_relation(const Score *score, const GoldTriple *triple) {
    Str cell = triple->relation;
    return ruleset_relation(score->ruleset, str_trim(str_split(&cell, '|')));
}

static void count_must(Scoring *match, const GoldTriple *triple, bool found, bool found_pair) {
    Score *score = match->score;
    Tally *by_relation = relation_tally(score, gold_relation(score, triple));
    score->strict.must++;
    score->strict.found += found;
    score->pairs.must++;
    score->pairs.found += found_pair;
    by_relation->must++;
    by_relation->found += found;
}

/* ---- What is missing and wrong ---- */

static bool says(const GoldSentence *sentence, const GoldNames *names) {
    for (uint32_t i = 0; i < names->count; i++) {
        if (names->items[i].words.len > 0 && contains(sentence->words, names->items[i].words)) {
            return true;
        }
    }
    return false;
}

static void show_sentence(Page *page, Str sentence) {
    page_add(page, STYLE_PLAIN, STR("           "));
    page_add(page, STYLE_FAINT, sentence);
    page_line_end(page);
}

static void show_triple(Page *page, const char *what, const Str parts[3]) {
    page_add(page, STYLE_BAD, str_from(what));
    page_add(page, STYLE_NAME, parts[0]);
    page_add(page, STYLE_PLAIN, STR("  --"));
    page_add(page, STYLE_PLAIN, parts[1]);
    page_add(page, STYLE_PLAIN, STR("->  "));
    page_add(page, STYLE_NAME, parts[2]);
}

static void show_missing(const Score *score, const GoldTriple *triple) {
    const Str parts[] = {triple->subject.source, triple->relation, triple->object.source};
    show_triple(score->faults, "missing  ", parts);
    page_line_end(score->faults);
    for (size_t i = 0; i < score->sentences.count; i++) {
        const GoldSentence *sentence = &score->sentences.items[i];
        if (str_equal(sentence->document, triple->document) && says(sentence, &triple->subject) &&
            says(sentence, &triple->object)) {
            show_sentence(score->faults, sentence->text);
            return;
        }
    }
}

static void show_wrong(const Scoring *match) {
    Page *page = match->score->faults;
    const Network *network = match->network;
    for (uint32_t e = 0; e < network->edge_count; e++) {
        const NetworkEdge *edge = &network->edges[e];
        if (!match->counted[e] || match->right[e]) {
            continue;
        }
        const Str parts[] = {network->nodes[edge->source].label,
                             network->ruleset->relations[edge->relation].name,
                             network->nodes[edge->target].label};
        show_triple(page, "wrong    ", parts);
        page_add(page, STYLE_PLAIN, STR("  "));
        page_add(page, STYLE_RULE, rule_of(edge));
        page_line_end(page);
        if (edge->evidence_count > 0) {
            show_sentence(page, edge->evidence[edge->best].sentence);
        }
    }
}

static void show_mistyped(Scoring *match, const GoldNode *node) {
    Page *page = match->score->faults;
    page_add(page, STYLE_BAD, STR("type     "));
    page_add(page, STYLE_NAME, node->name.source);
    page_add(page, STYLE_PLAIN, STR(": "));
    const char *between = "";
    for (uint32_t n = 0; n < match->network->node_count; n++) {
        if (is_named(&match->names[n], &node->name)) {
            page_add(page, STYLE_PLAIN, str_from(between));
            page_add(page, STYLE_PLAIN, match->network->nodes[n].type);
            between = ", ";
        }
    }
    page_add(page, STYLE_PLAIN, STR(", gold "));
    page_add(page, STYLE_PLAIN, node->family);
    page_line_end(page);
}

/* ---- Matching ---- */

static void match_triple(Scoring *match, const GoldTriple *triple) {
    const Network *network = match->network;
    bool found = false;
    bool found_pair = false;
    for (uint32_t n = 0; n < network->node_count; n++) {
        match->is_subject[n] = is_named(&match->names[n], &triple->subject);
        match->is_object[n] = is_named(&match->names[n], &triple->object);
    }
    for (uint32_t e = 0; e < network->edge_count; e++) {
        const NetworkEdge *edge = &network->edges[e];
        if (!match->counted[e]) {
            continue;
        }
        const bool straight = match->is_subject[edge->source] && match->is_object[edge->target];
        const bool crossed = match->is_subject[edge->target] && match->is_object[edge->source];
        if (!straight && !crossed) {
            continue;
        }
        const RelationInfo *relation = &network->ruleset->relations[edge->relation];
        const bool states =
            (straight || relation->symmetric) && gold_lists(triple->relation, relation->name);
        match->right_pair[e] = found_pair = true;
        match->right[e] = match->right[e] || states;
        found = found || states;
    }
    if (triple->must) {
        count_must(match, triple, found, found_pair);
        if (!found && match->score->faults) {
            show_missing(match->score, triple);
        }
    }
}

static void match_node(Scoring *match, const GoldNode *node) {
    const Network *network = match->network;
    bool there = false;
    bool right = false;
    for (uint32_t n = 0; n < network->node_count; n++) {
        if (is_named(&match->names[n], &node->name)) {
            there = true;
            right = right || gold_scheme_family(match->score->scheme, network->ruleset,
                                                network->nodes[n].type_id, node->family);
        }
    }
    match->score->typed += there;
    match->score->typed_right += right;
    if (there && !right && match->score->faults) {
        show_mistyped(match, node);
    }
}

static void choose_edges(Scoring *match) {
    const bool *relations = match->score->scheme->relations;
    for (uint32_t e = 0; e < match->network->edge_count; e++) {
        const NetworkEdge *edge = &match->network->edges[e];
        const bool annotated = !relations || relations[edge->relation];
        match->counted[e] = annotated && graph_edge_counts(edge);
        match->score->left_out += !annotated && graph_edge_counts(edge);
    }
}

void score_add(Score *score, const Network *network, const Gold *gold) {
    Scoring match = {.score = score, .network = network, .gold = gold};
    const uint32_t nodes = network->node_count;
    const uint32_t edges = network->edge_count;
    match.names = arena_array(&match.arena, NodeNames, nodes);
    match.is_subject = arena_array(&match.arena, bool, nodes);
    match.is_object = arena_array(&match.arena, bool, nodes);
    match.right = arena_array(&match.arena, bool, edges);
    match.right_pair = arena_array(&match.arena, bool, edges);
    match.counted = arena_array(&match.arena, bool, edges);
    for (uint32_t n = 0; n < nodes; n++) {
        match.names[n] = node_names(&match, &network->nodes[n]);
    }
    choose_edges(&match);
    for (size_t t = 0; t < gold->triples.count; t++) {
        match_triple(&match, &gold->triples.items[t]);
    }
    if (score->faults) {
        show_wrong(&match);
    }
    for (size_t n = 0; n < gold->nodes.count; n++) {
        match_node(&match, &gold->nodes.items[n]);
    }
    count_edges(&match);
    arena_free(&match.arena);
}

void score_free(Score *score) {
    vec_free(&score->relations);
    vec_free(&score->by_rule);
    vec_free(&score->sentences);
    intern_free(&score->rules);
}
