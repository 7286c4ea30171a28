/* Networks made by hand, for tests of graph/ and export/. */
#ifndef TESTS_UNIT_NETWORK_H
#define TESTS_UNIT_NETWORK_H

#include "resolve/resolve.h"

#include <stdio.h>

typedef struct TestNetwork {
    Ruleset ruleset;
    TypeInfo types[4];
    RelationInfo relations[5];
    Network network;
    Arena arena;
} TestNetwork;

enum { SIGNED = 1, ATTENDS = 2, OWNS = 3, SUES = 4 };

static inline void network_vocabulary(TestNetwork *test) {
    test->types[1] = (TypeInfo){.name = STR("Person"),
                                .iri = STR("http://schema.org/Person"),
                                .self_and_above = TYPE_BIT(1),
                                .color = 0x1f77b4};
    test->types[2] = (TypeInfo){.name = STR("Corporation"),
                                .iri = STR("http://schema.org/Corporation"),
                                .parent = 1,
                                .self_and_above = TYPE_BIT(2),
                                .color = 0xffd92f};
    test->types[3] = (TypeInfo){.name = STR("Event"),
                                .iri = STR("http://schema.org/Event"),
                                .self_and_above = TYPE_BIT(3),
                                .color = 0x66c2a5};
    test->relations[SIGNED] =
        (RelationInfo){.name = STR("signed"),
                       .label_en = STR("signed"),
                       .label_vi = STR("k\xC3\xBD k\xE1\xBA\xBFt v\xE1\xBB\x9Bi"),
                       .symmetric = true};
    test->relations[ATTENDS] = (RelationInfo){.name = STR("attends"),
                                              .label_en = STR("attends"),
                                              .iri = STR("https://vocabulary.example/attends"),
                                              .office = true};
    test->relations[OWNS] = (RelationInfo){
        .name = STR("owns"), .label_en = STR("owns"), .iri = STR("http://schema.org/owns")};
    test->relations[SUES] = (RelationInfo){.name = STR("sues"), .label_en = STR("sues")};
    test->ruleset.types = test->types;
    test->ruleset.type_count = 4;
    test->ruleset.relations = test->relations;
    test->ruleset.relation_count = 5;
    test->network.ruleset = &test->ruleset;
}

static inline NetworkEdge network_edge(TestNetwork *test, uint32_t source, RelationId relation,
                                       uint32_t target, Modality modality) {
    Evidence *evidence = arena_new(&test->arena, Evidence);
    *evidence =
        (Evidence){.document = arena_printf(&test->arena, "doc %u", source % 7),
                   .title = STR("A \"title\" & more"),
                   .url = STR("https://news.example/?a=1&b=\"2\" x"),
                   .date = STR("2024-12-05"),
                   .sentence = arena_printf(&test->arena, "Sentence %u-%u.", source, target),
                   .start = source * 10,
                   .end = source * 10 + 9,
                   .rule = STR("rules/vi/agreement.rules:12 signed-between"),
                   .modality = modality,
                   .confidence = 0.9};
    return (NetworkEdge){.source = source,
                         .target = target,
                         .relation = relation,
                         .statements = 1 + (source + target) % 5,
                         .documents = 1,
                         .modality = modality,
                         .confidence = 0.9,
                         .first_date = STR("2024-12-05"),
                         .last_date = STR("2024-12-05"),
                         .evidence = evidence,
                         .evidence_count = 1};
}

static inline int compare_test_edges(const void *left, const void *right) {
    const NetworkEdge *a = left;
    const NetworkEdge *b = right;
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    if (a->relation != b->relation) {
        return a->relation < b->relation ? -1 : 1;
    }
    return (a->target > b->target) - (a->target < b->target);
}

/* `nodes` actors, `edges` relations, in several components with a hub each; the same each time. */
static inline void network_random(TestNetwork *test, uint32_t nodes, uint32_t edges) {
    *test = (TestNetwork){0};
    network_vocabulary(test);
    NetworkNode *all = arena_array(&test->arena, NetworkNode, nodes);
    for (uint32_t i = 0; i < nodes; i++) {
        all[i] = (NetworkNode){.id = arena_printf(&test->arena, "actor-%06u", i),
                               .label = arena_printf(&test->arena, "Actor number %u", i),
                               .type = test->types[1 + i % 3].name,
                               .type_id = 1 + i % 3,
                               .mentions = 1 + i % 9,
                               .documents = 1};
    }
    NetworkEdge *ties = arena_array(&test->arena, NetworkEdge, edges);
    uint64_t state = 12345;
    const uint32_t groups = nodes / 50 + 1;
    for (uint32_t i = 0; i < edges; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        const uint32_t a = (uint32_t)(state >> 33) % nodes;
        const uint32_t step = (uint32_t)(state >> 20) % 48;
        const uint32_t b = i % 3 == 0 ? a % groups : (a + groups * (1 + step)) % nodes;
        ties[i] =
            network_edge(test, a, 1 + i % 4, b, i % 11 == 0 ? MODALITY_NEGATED : MODALITY_ASSERTED);
    }
    qsort(ties, edges, sizeof *ties, compare_test_edges);
    uint32_t used = 0;
    for (uint32_t i = 0; i < edges; i++) {
        if (used == 0 || compare_test_edges(&ties[used - 1], &ties[i]) != 0) {
            ties[used++] = ties[i];
        }
    }
    test->network.nodes = all;
    test->network.node_count = nodes;
    test->network.edges = ties;
    test->network.edge_count = used;
    test->network.document_count = 7;
}

#endif
