/* The network in igraph: centralities, communities, components, layout. The only folder that knows
 * igraph.
 *
 * An edge counts in the measures when somebody asserts, plans or reports it (graph_edge_counts());
 * what is only denied or supposed is in the network, but connects nobody. */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include "resolve/resolve.h"

/* What igraph says of each node; indexed as Network.nodes. */
typedef struct NodeMeasures {
    uint32_t degree;              /* counted edges at either end; a loop counts twice */
    double pagerank, betweenness; /* of the undirected graph; PageRank by statements */
    uint32_t community;           /* 0 = the largest, falling size; equal sizes by smallest node */
    uint32_t component;           /* numbered likewise */
    double x, y;                  /* within +-1000 * sqrt(nodes / 100) */
    double size;                  /* 10..60, by PageRank */
    uint32_t color;               /* 0xRRGGBB, see graph_paint() */
} NodeMeasures;

/* What the colour of a node tells; both palettes can be told apart by colour-blind readers. */
typedef enum GraphPaint {
    PAINT_TYPES,       /* as the ontology says; what graph_build() does */
    PAINT_COMMUNITIES, /* the largest eight; grey for all others */
} GraphPaint;

enum { PAINTED_COMMUNITIES = 8 };

typedef struct Graph {
    const Network *network;
    NodeMeasures *nodes;
    uint32_t community_count, component_count;
    uint32_t counted_edges;
    GraphPaint paint;
    bool betweenness_exact, betweenness_known;
    double modularity;
} Graph;

/* Whether the edge is a plain fact: asserted, planned or reported. */
static inline bool graph_edge_counts(const NetworkEdge *edge) {
    return edge->modality != MODALITY_NEGATED && edge->modality != MODALITY_POSSIBLE;
}

/* Which actors are shown. Zero = all. */
typedef struct Selection {
    TypeSet types;        /* of these types and those below them */
    uint32_t min_weight;  /* edges of fewer statements are left out */
    const uint32_t *egos; /* nodes: those within `hops` counted edges of one of them */
    uint32_t ego_count, hops;
    uint32_t top; /* of what is left so far, so many of the highest PageRank */
} Selection;

/* The part of `network` that `selection` shows, and the edges inside it; who is left without an
 * edge is left out, but for egos. Arrays are in `arena`, what they point to is that of `network`.
 */
void graph_select(Network *out, const Network *network, const Selection *selection, Arena *arena);

/* Owned by the caller; `network` must outlive it. The same network gives the same numbers. What
 * igraph cannot do is reported and gives STATUS_OUTPUT. Not for several threads at once. */
MUST_USE Status graph_build(Graph **out, const Network *network);
void graph_free(Graph *graph);

void graph_paint(Graph *graph, GraphPaint paint);

/* The ten most central actors, the largest communities, counts by type and relation, as text for
 * people. */
void graph_summary(const Graph *graph, Buffer *out);

#endif
