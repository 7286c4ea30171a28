/* graph/: the same network gives the same numbers; every number is one that exports can hold. */
#include "graph/graph.h"
#include "unit/network.h"

#include <math.h>

typedef struct Test {
    unsigned passed, failed;
} Test;

static void expect(Test *test, bool holds, const char *what, uint32_t nodes) {
    if (holds) {
        test->passed++;
    } else {
        test->failed++;
        printf("not so for %u nodes: %s\n", nodes, what);
    }
}

/* Drawn as circles, sizes being diameters. */
static bool any_overlap(const Graph *graph, uint32_t nodes) {
    for (uint32_t i = 0; i < nodes; i++) {
        for (uint32_t k = 0; k < i; k++) {
            const NodeMeasures *a = &graph->nodes[i];
            const NodeMeasures *b = &graph->nodes[k];
            if (hypot(a->x - b->x, a->y - b->y) < (a->size + b->size) / 2) {
                return true;
            }
        }
    }
    return false;
}

static void test_size(Test *test, uint32_t nodes, uint32_t edges) {
    TestNetwork network;
    Graph *first;
    Graph *second;
    network_random(&network, nodes, edges);
    expect(test, graph_build(&first, &network.network) == STATUS_OK, "builds", nodes);
    expect(test, graph_build(&second, &network.network) == STATUS_OK, "builds again", nodes);
    expect(test, memcmp(first->nodes, second->nodes, nodes * sizeof *first->nodes) == 0,
           "the same numbers twice", nodes);
    const double extent = 1000 * sqrt(nodes / 100.0) + 60; /* nodes may be pushed outwards */
    double ranks = 0;
    bool placed = true;
    bool sized = true;
    bool grouped = true;
    uint32_t largest = 0;
    uint32_t second_largest = 0;
    for (uint32_t i = 0; i < nodes; i++) {
        const NodeMeasures *node = &first->nodes[i];
        ranks += node->pagerank;
        placed = placed && fabs(node->x) <= extent && fabs(node->y) <= extent;
        sized = sized && node->size >= 10 && node->size <= 60;
        grouped = grouped && node->community < first->community_count &&
                  node->component < first->component_count;
        largest += node->community == 0;
        second_largest += node->community == 1;
    }
    expect(test, fabs(ranks - 1) < 1e-6, "ranks sum to 1", nodes);
    expect(test, placed, "positions are finite and bounded", nodes);
    expect(test, !any_overlap(first, nodes), "no two nodes overlap", nodes);
    expect(test, sized, "sizes are bounded", nodes);
    expect(test, grouped && largest >= second_largest, "communities by size", nodes);
    expect(test, first->betweenness_known == (nodes <= 20000), "betweenness", nodes);
    Buffer summary = {0};
    graph_summary(first, &summary);
    expect(test, summary.count > 100, "a summary", nodes);
    buffer_free(&summary);
    graph_free(first);
    graph_free(second);
    arena_free(&network.arena);
}

int main(void) {
    Test test = {0};
    test_size(&test, 1, 0);
    test_size(&test, 2, 1);
    test_size(&test, 3, 0);
    test_size(&test, 40, 60);
    test_size(&test, 700, 1200);
    test_size(&test, 2500, 5000);
    printf("%u passed, %u failed\n", test.passed, test.failed);
    return test.failed > 0;
}
