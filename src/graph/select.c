#include "graph.h"

#include "measure.h"

/* What of a network is kept; by node and by edge. */
typedef struct Kept {
    const Network *network;
    bool *nodes, *edges;
} Kept;

static Kept kept_new(const Network *network) {
    return (Kept){.network = network,
                  .nodes = mem_zeroed(network->node_count, sizeof(bool), "selection"),
                  .edges = mem_zeroed(network->edge_count, sizeof(bool), "selection")};
}

static void kept_free(Kept *kept) {
    free(kept->nodes);
    free(kept->edges);
}

/* Edges between nodes that are kept. */
static void keep_edges(Kept *kept, uint32_t min_weight) {
    for (uint32_t i = 0; i < kept->network->edge_count; i++) {
        const NetworkEdge *edge = &kept->network->edges[i];
        kept->edges[i] = kept->nodes[edge->source] && kept->nodes[edge->target] &&
                         edge->statements >= min_weight;
    }
}

/* Nodes without an edge are not shown. */
static void drop_lonely(Kept *kept, const Selection *selection) {
    const Network *network = kept->network;
    bool *tied = mem_zeroed(network->node_count, sizeof *tied, "selection");
    for (uint32_t i = 0; i < network->edge_count; i++) {
        if (kept->edges[i]) {
            tied[network->edges[i].source] = true;
            tied[network->edges[i].target] = true;
        }
    }
    for (uint32_t i = 0; i < selection->ego_count; i++) {
        tied[selection->egos[i]] = true;
    }
    for (uint32_t i = 0; i < network->node_count; i++) {
        kept->nodes[i] = kept->nodes[i] && tied[i];
    }
    free(tied);
}

/* One round over all edges for each hop: few hops are asked for. */
static void keep_near(Kept *kept, const Selection *selection) {
    const Network *network = kept->network;
    bool *near = mem_zeroed(network->node_count, sizeof *near, "selection");
    bool *next = mem_zeroed(network->node_count, sizeof *next, "selection");
    for (uint32_t i = 0; i < selection->ego_count; i++) {
        near[selection->egos[i]] = next[selection->egos[i]] = true;
    }
    bool grows = true;
    for (uint32_t hop = 0; grows && hop < selection->hops; hop++) {
        grows = false;
        for (uint32_t i = 0; i < network->edge_count; i++) {
            const NetworkEdge *edge = &network->edges[i];
            if (kept->edges[i] && graph_edge_counts(edge) &&
                near[edge->source] != near[edge->target]) {
                next[edge->source] = next[edge->target] = grows = true;
            }
        }
        memcpy(near, next, network->node_count * sizeof *near);
    }
    for (uint32_t i = 0; i < network->node_count; i++) {
        kept->nodes[i] = near[i];
    }
    free(near);
    free(next);
}

static Network take(const Kept *kept, Arena *arena) {
    const Network *network = kept->network;
    Network out = *network;
    uint32_t *number = mem_zeroed(network->node_count, sizeof *number, "selection");
    out.nodes = arena_array(arena, NetworkNode, network->node_count);
    out.edges = arena_array(arena, NetworkEdge, network->edge_count);
    out.node_count = out.edge_count = 0;
    for (uint32_t i = 0; i < network->node_count; i++) {
        if (kept->nodes[i]) {
            number[i] = out.node_count;
            out.nodes[out.node_count++] = network->nodes[i];
        }
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        if (kept->edges[i] && kept->nodes[edge->source] && kept->nodes[edge->target]) {
            NetworkEdge *taken = &out.edges[out.edge_count++];
            *taken = *edge;
            taken->source = number[edge->source];
            taken->target = number[edge->target];
        }
    }
    free(number);
    return out;
}

typedef struct Ranked {
    double rank;
    uint32_t node;
} Ranked;

/* The highest first; of equal ranks the first node. */
static int by_rank(const void *left, const void *right) {
    const Ranked *a = left;
    const Ranked *b = right;
    if (a->rank > b->rank || a->rank < b->rank) {
        return a->rank > b->rank ? -1 : 1;
    }
    return (a->node > b->node) - (a->node < b->node);
}

static Network take_top(const Network *network, uint32_t top, Arena *arena) {
    Kept kept = kept_new(network);
    double *ranks = mem_zeroed(network->node_count, sizeof *ranks, "ranks");
    Ranked *order = mem_zeroed(network->node_count, sizeof *order, "ranks");
    graph_ranks(network, ranks);
    for (uint32_t i = 0; i < network->node_count; i++) {
        order[i] = (Ranked){ranks[i], i};
    }
    qsort(order, network->node_count, sizeof *order, by_rank);
    for (uint32_t i = 0; i < top && i < network->node_count; i++) {
        kept.nodes[order[i].node] = true;
    }
    keep_edges(&kept, 0);
    Network out = take(&kept, arena);
    free(order);
    free(ranks);
    kept_free(&kept);
    return out;
}

void graph_select(Network *out, const Network *network, const Selection *selection, Arena *arena) {
    Kept kept = kept_new(network);
    for (uint32_t i = 0; i < network->node_count; i++) {
        kept.nodes[i] = selection->types == 0 ||
                        type_is(network->ruleset, network->nodes[i].type_id, selection->types);
    }
    keep_edges(&kept, selection->min_weight);
    if (selection->ego_count > 0) {
        keep_near(&kept, selection);
    }
    drop_lonely(&kept, selection);
    *out = take(&kept, arena);
    kept_free(&kept);
    if (selection->top > 0 && selection->top < out->node_count) {
        *out = take_top(out, selection->top, arena);
    }
}
