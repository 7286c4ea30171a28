/* PageRank by power iteration. Not igraph's: PRPACK runs on OpenMP threads, and its last digits
 * differ from run to run. */
#include "measure.h"

#include <math.h>

enum { RANK_ROUNDS = 200 };
static const double rank_precision = 1e-10;
static const double damping = 0.85;

/* One way along an edge. Rank flows both ways: that a person attends a forum says something of
 * both, and a pair that is tied to nobody else does not trap what flows into it. */
typedef struct Flow {
    uint32_t from, to;
    double share; /* of what `from` gives away */
} Flow;

typedef VEC(Flow) FlowList;

/* Also marks in `gives` who has any flow to give; shares sum to 1 for each of them. */
static void find_flows(const Network *network, FlowList *flows, double *gives) {
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        if (!graph_edge_counts(edge)) {
            continue;
        }
        vec_push(flows, (Flow){edge->source, edge->target, edge->statements});
        vec_push(flows, (Flow){edge->target, edge->source, edge->statements});
        gives[edge->source] += edge->statements;
        gives[edge->target] += edge->statements;
    }
    for (size_t i = 0; i < flows->count; i++) {
        flows->items[i].share /= gives[flows->items[i].from];
    }
}

/* One step from `rank` to `next`; returns the sum of the changes. */
static double rank_step(const FlowList *flows, const double *gives, const double *rank,
                        double *next, uint32_t count) {
    double idle = 0;
    for (uint32_t i = 0; i < count; i++) {
        idle += gives[i] > 0 ? 0 : rank[i];
    }
    const double base = (1 - damping + damping * idle) / count;
    for (uint32_t i = 0; i < count; i++) {
        next[i] = base;
    }
    for (size_t i = 0; i < flows->count; i++) {
        const Flow *flow = &flows->items[i];
        next[flow->to] += damping * flow->share * rank[flow->from];
    }
    double change = 0;
    for (uint32_t i = 0; i < count; i++) {
        change += fabs(next[i] - rank[i]);
    }
    return change;
}

void graph_ranks(const Network *network, double *out) {
    const uint32_t count = network->node_count;
    FlowList flows = {0};
    double *gives = mem_zeroed(count, sizeof *gives, "ranks");
    double *rank = out;
    double *next = mem_zeroed(count, sizeof *next, "ranks");
    double *other = next;
    find_flows(network, &flows, gives);
    for (uint32_t i = 0; i < count; i++) {
        rank[i] = 1.0 / count;
    }
    double change = 1;
    for (unsigned round = 0; round < RANK_ROUNDS && change > rank_precision; round++) {
        change = rank_step(&flows, gives, rank, next, count);
        double *swap = rank;
        rank = next;
        next = swap;
    }
    if (rank != out && count > 0) {
        memcpy(out, rank, count * sizeof *out);
    }
    free(other);
    free(gives);
    vec_free(&flows);
}
