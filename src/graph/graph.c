#include "graph.h"

#include "measure.h"

#include <math.h>

/* Up to so many nodes betweenness is exact, or counts paths of up to BETWEENNESS_CUTOFF edges; it
 * is quadratic, and left out above. */
enum { BETWEENNESS_EXACT = 2000, BETWEENNESS_NEAR = 20000, BETWEENNESS_CUTOFF = 3 };
enum { LEIDEN_ROUNDS = 10, LEIDEN_ROUNDS_BIG = 2, LEIDEN_BIG = 200000 };
enum { SEED = 20240 };
static const double size_least = 10;
static const double size_most = 60;

static void report_error(const char *reason, const char *file, int line, igraph_error_t error) {
    (void)file;
    (void)line;
    (void)diag_error(STATUS_OUTPUT, "igraph: %s (%s)", reason, igraph_strerror(error));
    IGRAPH_FINALLY_FREE();
}

static void ignore_warning(const char *reason, const char *file, int line) {
    (void)reason;
    (void)file;
    (void)line;
}

/* Degrees, and how many edges count. */
static void count_degrees(Graph *graph) {
    const Network *network = graph->network;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        if (graph_edge_counts(edge)) {
            graph->counted_edges++;
            graph->nodes[edge->source].degree++;
            graph->nodes[edge->target].degree++;
        }
    }
}

static Status ties_new(Ties *ties, const Graph *graph) {
    const Network *network = graph->network;
    igraph_vector_int_t ends;
    TRY(graph_status(igraph_vector_int_init(&ends, 2 * (igraph_integer_t)graph->counted_edges)));
    TRY(graph_status(igraph_vector_init(&ties->weights, (igraph_integer_t)graph->counted_edges)));
    igraph_integer_t at = 0;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        if (graph_edge_counts(edge)) {
            VECTOR(ends)[2 * at] = edge->source;
            VECTOR(ends)[2 * at + 1] = edge->target;
            VECTOR(ties->weights)[at] = edge->statements;
            at++;
        }
    }
    const Status status = graph_status(
        igraph_create(&ties->graph, &ends, (igraph_integer_t)network->node_count, false));
    igraph_vector_int_destroy(&ends);
    if (status != STATUS_OK) {
        igraph_vector_destroy(&ties->weights);
    }
    return status;
}

static void ties_free(Ties *ties) {
    igraph_destroy(&ties->graph);
    igraph_vector_destroy(&ties->weights);
}

static void find_ranks(Graph *graph) {
    const uint32_t count = graph->network->node_count;
    double *rank = mem_zeroed(count, sizeof *rank, "ranks");
    graph_ranks(graph->network, rank);
    for (uint32_t i = 0; i < count; i++) {
        graph->nodes[i].pagerank = rank[i];
    }
    free(rank);
}

static Status find_betweenness(Graph *graph, const Ties *ties) {
    const uint32_t count = graph->network->node_count;
    if (count > BETWEENNESS_NEAR) {
        return STATUS_OK;
    }
    graph->betweenness_known = true;
    graph->betweenness_exact = count <= BETWEENNESS_EXACT;
    igraph_vector_t values;
    TRY(graph_status(igraph_vector_init(&values, 0)));
    const Status status =
        graph_status(graph->betweenness_exact
                         ? igraph_betweenness(&ties->graph, &values, igraph_vss_all(), false, NULL)
                         : igraph_betweenness_cutoff(&ties->graph, &values, igraph_vss_all(), false,
                                                     NULL, BETWEENNESS_CUTOFF));
    for (uint32_t i = 0; status == STATUS_OK && i < count; i++) {
        graph->nodes[i].betweenness = VECTOR(values)[i];
    }
    igraph_vector_destroy(&values);
    return status;
}

/* Leiden with modularity as its quality: node weights are strengths, the resolution 1 / 2m. */
static igraph_error_t run_leiden(Graph *graph, const Ties *ties, igraph_vector_int_t *members) {
    igraph_vector_t strengths;
    IGRAPH_CHECK(igraph_vector_init(&strengths, 0));
    igraph_error_t error = igraph_strength(&ties->graph, &strengths, igraph_vss_all(), IGRAPH_ALL,
                                           true, &ties->weights);
    const double total = igraph_vector_sum(&strengths);
    if (error == IGRAPH_SUCCESS) {
        igraph_rng_seed(igraph_rng_default(), SEED);
        error = igraph_community_leiden(
            &ties->graph, &ties->weights, &strengths, 1 / total, 0.01, false,
            graph->counted_edges > LEIDEN_BIG ? LEIDEN_ROUNDS_BIG : LEIDEN_ROUNDS, members, NULL,
            NULL);
    }
    if (error == IGRAPH_SUCCESS) {
        error =
            igraph_modularity(&ties->graph, members, &ties->weights, 1, false, &graph->modularity);
    }
    igraph_vector_destroy(&strengths);
    return error;
}

static igraph_error_t find_groups(Graph *graph, const Ties *ties, igraph_vector_int_t *members,
                                  uint32_t *labels) {
    const uint32_t count = graph->network->node_count;
    IGRAPH_CHECK(igraph_connected_components(&ties->graph, members, NULL, NULL, IGRAPH_WEAK));
    for (uint32_t i = 0; i < count; i++) {
        labels[i] = (uint32_t)VECTOR(*members)[i];
    }
    graph->component_count = graph_renumber(labels, count, count);
    for (uint32_t i = 0; i < count; i++) {
        graph->nodes[i].component = labels[i];
        labels[i] = i;
    }
    if (graph->counted_edges > 0) {
        IGRAPH_CHECK(run_leiden(graph, ties, members));
        for (uint32_t i = 0; i < count; i++) {
            labels[i] = (uint32_t)VECTOR(*members)[i];
        }
    }
    graph->community_count = graph_renumber(labels, count, count);
    for (uint32_t i = 0; i < count; i++) {
        graph->nodes[i].community = labels[i];
    }
    return IGRAPH_SUCCESS;
}

static Status find_communities(Graph *graph, const Ties *ties) {
    igraph_vector_int_t members;
    TRY(graph_status(igraph_vector_int_init(&members, 0)));
    uint32_t *labels = mem_zeroed(graph->network->node_count, sizeof *labels, "communities");
    const Status status = graph_status(find_groups(graph, ties, &members, labels));
    free(labels);
    igraph_vector_int_destroy(&members);
    return status;
}

typedef struct Group {
    uint32_t label, size, smallest;
} Group;

static int compare_groups(const void *left, const void *right) {
    const Group *a = left;
    const Group *b = right;
    if (a->size != b->size) {
        return a->size > b->size ? -1 : 1;
    }
    return (a->smallest > b->smallest) - (a->smallest < b->smallest);
}

uint32_t graph_renumber(uint32_t *labels, uint32_t count, uint32_t label_count) {
    Group *groups = mem_zeroed(label_count, sizeof *groups, "groups of nodes");
    for (uint32_t i = 0; i < count; i++) {
        Group *group = &groups[labels[i]];
        if (group->size++ == 0) {
            group->label = labels[i];
            group->smallest = i;
        }
    }
    qsort(groups, label_count, sizeof *groups, compare_groups);
    uint32_t *rank = mem_zeroed(label_count, sizeof *rank, "groups of nodes");
    uint32_t used = 0;
    while (used < label_count && groups[used].size > 0) {
        rank[groups[used].label] = used;
        used++;
    }
    for (uint32_t i = 0; i < count; i++) {
        labels[i] = rank[labels[i]];
    }
    free(rank);
    free(groups);
    return used;
}

/* Sizes grow with the root of the rank: the area of a node shows its rank. */
static void dress_nodes(Graph *graph) {
    const Network *network = graph->network;
    double least = INFINITY;
    double most = 0;
    for (uint32_t i = 0; i < network->node_count; i++) {
        least = fmin(least, graph->nodes[i].pagerank);
        most = fmax(most, graph->nodes[i].pagerank);
    }
    const double span = most - least;
    for (uint32_t i = 0; i < network->node_count; i++) {
        NodeMeasures *node = &graph->nodes[i];
        const double share = span > 1e-12 ? (node->pagerank - least) / span : 0;
        node->size = size_least + (size_most - size_least) * sqrt(share);
    }
}

void graph_paint(Graph *graph, GraphPaint paint) {
    /* Paul Tol's scheme "muted", without its darkest. */
    static const uint32_t palette[PAINTED_COMMUNITIES] = {0x88CCEE, 0xCC6677, 0xDDCC77, 0x117733,
                                                          0x44AA99, 0xAA4499, 0x999933, 0x882255};
    static const uint32_t other = 0xBBBBBB;
    const Network *network = graph->network;
    graph->paint = paint;
    for (uint32_t i = 0; i < network->node_count; i++) {
        NodeMeasures *node = &graph->nodes[i];
        const TypeId type = network->nodes[i].type_id;
        if (paint == PAINT_COMMUNITIES) {
            node->color = node->community < PAINTED_COMMUNITIES ? palette[node->community] : other;
        } else {
            node->color = type > 0 && type < network->ruleset->type_count
                              ? network->ruleset->types[type].color
                              : other;
        }
    }
}

static Status measure(Graph *graph) {
    Ties ties;
    TRY(ties_new(&ties, graph));
    find_ranks(graph);
    Status status = find_betweenness(graph, &ties);
    if (status == STATUS_OK) {
        status = find_communities(graph, &ties);
    }
    ties_free(&ties);
    return status;
}

Status graph_build(Graph **out, const Network *network) {
    igraph_set_error_handler(report_error);
    igraph_set_warning_handler(ignore_warning);
    Graph *graph = mem_zeroed(1, sizeof *graph, "graph");
    graph->network = network;
    graph->nodes = mem_zeroed(network->node_count, sizeof *graph->nodes, "measures of nodes");
    Status status = STATUS_OK;
    if (network->node_count > 0) {
        count_degrees(graph);
        status = measure(graph);
        if (status == STATUS_OK) {
            status = graph_layout(graph);
        }
        dress_nodes(graph);
        if (status == STATUS_OK) {
            graph_spread(graph);
        }
        graph_paint(graph, PAINT_TYPES);
    }
    if (status != STATUS_OK) {
        graph_free(graph);
        graph = NULL;
    }
    *out = graph;
    return status;
}

void graph_free(Graph *graph) {
    if (graph) {
        free(graph->nodes);
        free(graph);
    }
}
