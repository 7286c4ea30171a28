#include "resolver.h"

/* A sentence shorter than this says little by itself; the best evidence is the shortest of the
 * others. */
enum { SENTENCE_TELLING = 40, DATE_DAY = 10 };

/* A statement between nodes. `document` is the place of its document in their order. */
typedef struct Said {
    uint32_t source, target, relation;
    uint32_t document, start, end;
    const Statement *statement;
} Said;

typedef VEC(Said) SaidVec;

static int by_document(const void *left, const void *right, void *resolver) {
    return compare_documents(resolver, *(const uint32_t *)left, *(const uint32_t *)right);
}

uint32_t *order_documents(Resolver *resolver) {
    const size_t count = intern_count(&resolver->documents);
    uint32_t *order = mem_zeroed(count, sizeof *order, "documents");
    uint32_t *place = mem_zeroed(count + 1, sizeof *place, "documents");
    for (size_t i = 0; i < count; i++) {
        order[i] = (uint32_t)i + 1;
    }
    if (count > 1) {
        qsort_r(order, count, sizeof *order, by_document, resolver);
    }
    for (size_t i = 0; i < count; i++) {
        place[order[i]] = (uint32_t)i;
    }
    free(order);
    return place;
}

static void collect(Resolver *resolver, const Merge *merge, const uint32_t *node_of, SaidVec *out) {
    uint32_t *place = order_documents(resolver);
    vec_reserve(out, resolver->statements.count);
    for (size_t i = 0; i < resolver->statements.count; i++) {
        const Statement *statement = &resolver->statements.items[i];
        const uint32_t subject = merge_class(merge, statement->subject, statement->document);
        const uint32_t object = merge_class(merge, statement->object, statement->document);
        if (subject == object || !statement_is_chosen(resolver, statement)) {
            continue;
        }
        Said said = {.source = node_of[subject],
                     .target = node_of[object],
                     .relation = statement->relation,
                     .document = place[statement->document],
                     .start = statement->start,
                     .end = statement->end,
                     .statement = statement};
        if (resolver->ruleset->relations[said.relation].symmetric && said.source > said.target) {
            said.source = node_of[object];
            said.target = node_of[subject];
        }
        vec_push(out, said);
    }
    free(place);
}

static int compare_numbers(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int compare_strings(const Resolver *resolver, uint32_t a, uint32_t b) {
    return a == b ? 0 : str_compare(string_at(resolver, a), string_at(resolver, b));
}

/* By edge, then document and place, then the surest; the rest only makes the order whole. */
static int said_order(const void *left, const void *right, void *context) {
    const Said *a = left;
    const Said *b = right;
    const Resolver *resolver = context;
    const uint32_t pairs[][2] = {{a->source, b->source},
                                 {a->relation, b->relation},
                                 {a->target, b->target},
                                 {a->document, b->document},
                                 {a->start, b->start},
                                 {a->end, b->end},
                                 {a->statement->modality, b->statement->modality}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0] != pairs[i][1]) {
            return compare_numbers(pairs[i][0], pairs[i][1]);
        }
    }
    const Statement *x = a->statement;
    const Statement *y = b->statement;
    if (x->confidence > y->confidence || x->confidence < y->confidence) {
        return x->confidence > y->confidence ? -1 : 1;
    }
    const uint32_t strings[][2] = {{x->rule, y->rule},
                                   {x->role, y->role},
                                   {x->amount, y->amount},
                                   {x->date, y->date},
                                   {x->sentence, y->sentence}};
    int order = 0;
    for (size_t i = 0; order == 0 && i < sizeof strings / sizeof *strings; i++) {
        order = compare_strings(resolver, strings[i][0], strings[i][1]);
    }
    return order;
}

static bool same_edge(const Said *a, const Said *b) {
    return a->source == b->source && a->target == b->target && a->relation == b->relation;
}

/* Whether `b` says of the same sentence what `a` says: once is enough. */
static bool same_statement(const Said *a, const Said *b) {
    return same_edge(a, b) && a->document == b->document && a->start == b->start &&
           a->end == b->end && a->statement->modality == b->statement->modality;
}

/* A date without the time of day: of 2025-07-01T08:30 the day. Other text stays whole. */
static Str day_of(Str date) {
    const bool has_time = date.len > DATE_DAY && date.ptr[4] == '-' && date.ptr[7] == '-' &&
                          (date.ptr[DATE_DAY] == 'T' || date.ptr[DATE_DAY] == ' ');
    return has_time ? str_sub(date, 0, DATE_DAY) : date;
}

static Evidence evidence_of(const Resolver *resolver, const Statement *statement) {
    const DocumentKey *document = document_at(resolver, statement->document);
    return (Evidence){
        .document = string_at(resolver, document->id),
        .title = string_at(resolver, document->title),
        .url = string_at(resolver, document->url),
        .published = day_of(string_at(resolver, document->date)),
        .date = day_of(string_at(resolver, statement->date ? statement->date : document->date)),
        .sentence = string_at(resolver, statement->sentence),
        .start = statement->start,
        .end = statement->end,
        .rule = string_at(resolver, statement->rule),
        .modality = (Modality)statement->modality,
        .confidence = statement->confidence,
        .role = string_at(resolver, statement->role),
        .amount = string_at(resolver, statement->amount)};
}

/* Whether `a` shows the edge better than `b`, which stands before it. */
static bool shows_better(const Evidence *a, const Evidence *b) {
    if (a->modality != b->modality) {
        return a->modality < b->modality;
    }
    if (a->confidence > b->confidence || a->confidence < b->confidence) {
        return a->confidence > b->confidence;
    }
    const size_t length_a = utf8_count(a->sentence);
    const size_t length_b = utf8_count(b->sentence);
    const bool telling_a = length_a > SENTENCE_TELLING;
    const bool telling_b = length_b > SENTENCE_TELLING;
    if (telling_a != telling_b) {
        return telling_a;
    }
    return telling_a ? length_a < length_b : length_a > length_b;
}

/* The roles that `edge` is about, each once however it is written, joined by "; ". */
static Str join_roles(Resolver *resolver, const NetworkEdge *edge) {
    Intern seen = {0};
    Buffer roles = {0};
    for (uint32_t i = 0; i < edge->evidence_count; i++) {
        const Evidence *evidence = &edge->evidence[i];
        if (evidence->role.len == 0 ||
            (evidence->modality == MODALITY_NEGATED && edge->modality != MODALITY_NEGATED)) {
            continue;
        }
        buffer_clear(&resolver->scratch);
        name_key(&resolver->scratch, evidence->role);
        const size_t before = intern_count(&seen);
        (void)intern_add(&seen, buffer_str(&resolver->scratch));
        if (intern_count(&seen) > before) {
            buffer_add(&roles, roles.count > 0 ? STR("; ") : STR_NONE);
            buffer_add(&roles, evidence->role);
        }
    }
    const Str joined =
        roles.count > 0 ? arena_str(&resolver->output, buffer_str(&roles)) : STR_NONE;
    buffer_free(&roles);
    intern_free(&seen);
    return joined;
}

/* All of the edge that its evidence says. */
static void sum_up(Resolver *resolver, NetworkEdge *edge) {
    bool denied = false;
    bool asserted = false;
    bool has_role = false;
    edge->statements = edge->evidence_count;
    edge->modality = MODALITY_NEGATED;
    for (uint32_t i = 0; i < edge->evidence_count; i++) {
        const Evidence *evidence = &edge->evidence[i];
        denied = denied || evidence->modality == MODALITY_NEGATED;
        asserted = asserted || evidence->modality == MODALITY_ASSERTED;
        has_role = has_role || evidence->role.len > 0;
        if (evidence->modality < edge->modality) {
            edge->modality = evidence->modality;
        }
        if (shows_better(evidence, &edge->evidence[edge->best])) {
            edge->best = i;
        }
        if (evidence->date.len == 0) {
            continue;
        }
        if (edge->first_date.len == 0 || str_compare(evidence->date, edge->first_date) < 0) {
            edge->first_date = evidence->date;
        }
        if (str_compare(evidence->date, edge->last_date) > 0) {
            edge->last_date = evidence->date;
        }
    }
    edge->contradicted = denied && asserted;
    edge->confidence = edge->evidence[edge->best].confidence;
    edge->role = has_role ? join_roles(resolver, edge) : STR_NONE;
}

void make_edges(Resolver *resolver, const Merge *merge, const uint32_t *node_of) {
    SaidVec all = {0};
    collect(resolver, merge, node_of, &all);
    if (all.count > 1) {
        qsort_r(all.items, all.count, sizeof *all.items, said_order, resolver);
    }
    size_t edges = 0;
    size_t statements = 0;
    for (size_t i = 0; i < all.count; i++) {
        edges += i == 0 || !same_edge(&all.items[i - 1], &all.items[i]);
        statements += i == 0 || !same_statement(&all.items[i - 1], &all.items[i]);
    }
    Network *network = &resolver->network;
    network->edges = mem_zeroed(edges, sizeof *network->edges, "edges");
    resolver->evidence = mem_zeroed(statements, sizeof *resolver->evidence, "evidence");
    size_t at = 0;
    for (size_t i = 0; i < all.count; i++) {
        const Said *said = &all.items[i];
        const Said *before = i > 0 ? said - 1 : NULL;
        if (!before || !same_edge(before, said)) {
            network->edges[network->edge_count++] =
                (NetworkEdge){.source = said->source,
                              .target = said->target,
                              .relation = said->relation,
                              .evidence = resolver->evidence + at,
                              .documents = 1};
            before = NULL;
        } else if (before->document != said->document) {
            network->edges[network->edge_count - 1].documents++;
        }
        if (!before || !same_statement(before, said)) {
            resolver->evidence[at++] = evidence_of(resolver, said->statement);
            network->edges[network->edge_count - 1].evidence_count++;
        }
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        sum_up(resolver, &network->edges[i]);
    }
    vec_free(&all);
}
