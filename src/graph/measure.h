/* The steps of graph_build(). Inside graph/ only. */
#ifndef GRAPH_MEASURE_H
#define GRAPH_MEASURE_H

#include "graph.h"

#include <igraph.h>

/* igraph's error as a status; its handler has reported it. */
static inline Status graph_status(igraph_error_t error) {
    return error == IGRAPH_SUCCESS ? STATUS_OK : STATUS_OUTPUT;
}

/* The counted edges without direction, and the number of statements of each. */
typedef struct Ties {
    igraph_t graph;
    igraph_vector_t weights;
} Ties;

/* Renumbers `labels` of `count` nodes by falling size of the group, equal sizes by smallest node;
 * `label_count` is above every label. Returns the number of groups. */
uint32_t graph_renumber(uint32_t *labels, uint32_t count, uint32_t label_count);

/* The PageRank of each node; [node_count]. */
void graph_ranks(const Network *network, double *out);

/* Fills x and y of every node. Needs communities and components. */
MUST_USE Status graph_layout(Graph *graph);

/* Moves nodes apart that overlap, as far as a few passes can. Needs places and sizes. */
void graph_spread(Graph *graph);

#endif
