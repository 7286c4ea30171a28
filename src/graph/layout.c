/* Positions: every component is laid out by itself (Fruchterman-Reingold from fixed first places),
 * scaled to the same density, and packed in rows, so that small components do not fly away. */
#include "measure.h"

#include <math.h>

enum { EXACT_NODES = 1000 };          /* above, repulsion reaches neighbouring grid cells only */
static const double exact_work = 2e8; /* iterations * nodes^2 */
static const double grid_work = 1e7;  /* iterations * nodes */
static const double rounds_least = 50;
static const double rounds_most = 500;
static const double full_turn = 6.283185307179586;
static const double golden = 0.6180339887498949;
static const double extent_of_hundred = 1000;

typedef struct Seat {
    uint32_t component, community, node;
} Seat;

typedef struct Pair {
    uint32_t component, a, b; /* places inside the component, a < b */
} Pair;

typedef struct Box {
    double width, height;
} Box;

typedef struct Layout {
    Graph *graph;
    Seat *seats;     /* by component, community, node */
    uint32_t *first; /* [components + 1]: seats of each component */
    uint32_t *place; /* of each node inside its component */
    Pair *pairs;     /* distinct, by component */
    size_t pair_count;
    Box *boxes; /* of each component, in units of about one node */
} Layout;

static int compare_numbers(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int compare_seats(const void *left, const void *right) {
    const Seat *a = left;
    const Seat *b = right;
    int order = compare_numbers(a->component, b->component);
    if (order == 0) {
        order = compare_numbers(a->community, b->community);
    }
    return order != 0 ? order : compare_numbers(a->node, b->node);
}

static int compare_pairs(const void *left, const void *right) {
    const Pair *a = left;
    const Pair *b = right;
    int order = compare_numbers(a->component, b->component);
    if (order == 0) {
        order = compare_numbers(a->a, b->a);
    }
    return order != 0 ? order : compare_numbers(a->b, b->b);
}

static void seat_nodes(Layout *layout) {
    const Graph *graph = layout->graph;
    const uint32_t count = graph->network->node_count;
    layout->seats = mem_zeroed(count, sizeof *layout->seats, "layout");
    layout->place = mem_zeroed(count, sizeof *layout->place, "layout");
    layout->first = mem_zeroed(graph->component_count + 1, sizeof *layout->first, "layout");
    layout->boxes = mem_zeroed(graph->component_count, sizeof *layout->boxes, "layout");
    for (uint32_t i = 0; i < count; i++) {
        layout->seats[i] = (Seat){graph->nodes[i].component, graph->nodes[i].community, i};
        layout->first[graph->nodes[i].component + 1]++;
    }
    qsort(layout->seats, count, sizeof *layout->seats, compare_seats);
    for (uint32_t c = 0; c < graph->component_count; c++) {
        layout->first[c + 1] += layout->first[c];
    }
    for (uint32_t i = 0; i < count; i++) {
        const Seat *seat = &layout->seats[i];
        layout->place[seat->node] = i - layout->first[seat->component];
    }
}

/* Parallel edges pull once. */
static void pair_nodes(Layout *layout) {
    const Graph *graph = layout->graph;
    const Network *network = graph->network;
    layout->pairs = mem_zeroed(graph->counted_edges, sizeof *layout->pairs, "layout");
    size_t count = 0;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        if (graph_edge_counts(edge) && edge->source != edge->target) {
            const uint32_t a = layout->place[edge->source];
            const uint32_t b = layout->place[edge->target];
            layout->pairs[count++] =
                (Pair){graph->nodes[edge->source].component, a < b ? a : b, a < b ? b : a};
        }
    }
    qsort(layout->pairs, count, sizeof *layout->pairs, compare_pairs);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || compare_pairs(&layout->pairs[i - 1], &layout->pairs[i]) != 0) {
            layout->pairs[layout->pair_count++] = layout->pairs[i];
        }
    }
}

static double clamp(double value, double least, double most) {
    return fmin(fmax(value, least), most);
}

/* Communities start in sectors of one disc, which just fits igraph's grid: what lies outside of it
 * crowds the cells at the border. */
static void set_first_places(igraph_matrix_t *places, uint32_t count) {
    const double radius = sqrt(count) / 2;
    for (uint32_t i = 0; i < count; i++) {
        const double angle = full_turn * i / count;
        const double step = i * golden;
        const double distance = radius * sqrt(step - floor(step));
        MATRIX(*places, i, 0) = distance * cos(angle);
        MATRIX(*places, i, 1) = distance * sin(angle);
    }
}

static igraph_error_t draw_graph(const igraph_t *graph, igraph_matrix_t *places, uint32_t count) {
    set_first_places(places, count);
    const double size = count;
    const bool exact = count <= EXACT_NODES;
    const double rounds =
        clamp(exact ? exact_work / (size * size) : grid_work / size, rounds_least, rounds_most);
    return igraph_layout_fruchterman_reingold(
        graph, places, true, (igraph_integer_t)rounds, exact ? sqrt(size) : sqrt(size) / 4,
        exact ? IGRAPH_LAYOUT_NOGRID : IGRAPH_LAYOUT_GRID, NULL, NULL, NULL, NULL, NULL);
}

/* Draws `component` with the pairs from `*pair` on, and moves `*pair` behind them. */
static igraph_error_t draw_component(Layout *layout, uint32_t component, size_t *pair,
                                     igraph_vector_int_t *ends, igraph_matrix_t *places) {
    const uint32_t first = layout->first[component];
    const uint32_t count = layout->first[component + 1] - first;
    igraph_vector_int_clear(ends);
    for (; *pair < layout->pair_count && layout->pairs[*pair].component == component; (*pair)++) {
        IGRAPH_CHECK(igraph_vector_int_push_back(ends, layout->pairs[*pair].a));
        IGRAPH_CHECK(igraph_vector_int_push_back(ends, layout->pairs[*pair].b));
    }
    IGRAPH_CHECK(igraph_matrix_resize(places, (igraph_integer_t)count, 2));
    if (count <= 2) {
        MATRIX(*places, 0, 0) = 0;
        MATRIX(*places, 0, 1) = 0;
        if (count == 2) {
            MATRIX(*places, 1, 0) = 1;
            MATRIX(*places, 1, 1) = 0;
        }
    } else {
        igraph_t graph;
        IGRAPH_CHECK(igraph_create(&graph, ends, (igraph_integer_t)count, false));
        const igraph_error_t error = draw_graph(&graph, places, count);
        igraph_destroy(&graph);
        IGRAPH_CHECK(error);
    }
    for (uint32_t i = 0; i < count; i++) {
        NodeMeasures *node = &layout->graph->nodes[layout->seats[first + i].node];
        node->x = MATRIX(*places, i, 0);
        node->y = MATRIX(*places, i, 1);
    }
    return IGRAPH_SUCCESS;
}

static NodeMeasures *node_at(const Layout *layout, uint32_t seat) {
    return &layout->graph->nodes[layout->seats[seat].node];
}

/* Moves a component to the origin and scales it so that it has one unit of area for each node. */
static void fit_component(Layout *layout, uint32_t component) {
    const uint32_t first = layout->first[component];
    const uint32_t end = layout->first[component + 1];
    double left = INFINITY;
    double right = -INFINITY;
    double low = INFINITY;
    double high = -INFINITY;
    for (uint32_t i = first; i < end; i++) {
        const NodeMeasures *node = node_at(layout, i);
        left = fmin(left, node->x);
        right = fmax(right, node->x);
        low = fmin(low, node->y);
        high = fmax(high, node->y);
    }
    const double longer = fmax(right - left, high - low);
    const double area = fmax((right - left) * (high - low), longer * longer / 3);
    const double scale = area > 0 ? sqrt((end - first) / area) : 1;
    for (uint32_t i = first; i < end; i++) {
        NodeMeasures *node = node_at(layout, i);
        node->x = (node->x - left) * scale;
        node->y = (node->y - low) * scale;
    }
    layout->boxes[component] = (Box){(right - left) * scale + 1, (high - low) * scale + 1};
}

/* Rows from the largest component to the smallest, about as wide as all is high. */
static void pack_components(const Layout *layout) {
    double area = 0;
    double width = 0;
    for (uint32_t c = 0; c < layout->graph->component_count; c++) {
        area += layout->boxes[c].width * layout->boxes[c].height;
        width = fmax(width, layout->boxes[c].width);
    }
    width = fmax(width, sqrt(area) * 1.2);
    double x = 0;
    double y = 0;
    double row = 0;
    for (uint32_t c = 0; c < layout->graph->component_count; c++) {
        const Box box = layout->boxes[c];
        if (x > 0 && x + box.width > width) {
            x = 0;
            y += row;
            row = 0;
        }
        for (uint32_t i = layout->first[c]; i < layout->first[c + 1]; i++) {
            node_at(layout, i)->x += x;
            node_at(layout, i)->y -= y + box.height;
        }
        x += box.width;
        row = fmax(row, box.height);
    }
}

static void scale_all(Graph *graph) {
    const uint32_t count = graph->network->node_count;
    double low[2] = {INFINITY, INFINITY};
    double high[2] = {-INFINITY, -INFINITY};
    for (uint32_t i = 0; i < count; i++) {
        low[0] = fmin(low[0], graph->nodes[i].x);
        high[0] = fmax(high[0], graph->nodes[i].x);
        low[1] = fmin(low[1], graph->nodes[i].y);
        high[1] = fmax(high[1], graph->nodes[i].y);
    }
    const double longest = fmax(high[0] - low[0], high[1] - low[1]);
    const double extent = extent_of_hundred * sqrt(count / 100.0);
    const double scale = longest > 0 ? 2 * extent / longest : 1;
    for (uint32_t i = 0; i < count; i++) {
        graph->nodes[i].x = (graph->nodes[i].x - (low[0] + high[0]) / 2) * scale;
        graph->nodes[i].y = (graph->nodes[i].y - (low[1] + high[1]) / 2) * scale;
    }
}

static igraph_error_t draw_all(Layout *layout, igraph_vector_int_t *ends, igraph_matrix_t *places) {
    size_t pair = 0;
    for (uint32_t c = 0; c < layout->graph->component_count; c++) {
        IGRAPH_CHECK(draw_component(layout, c, &pair, ends, places));
        fit_component(layout, c);
    }
    return IGRAPH_SUCCESS;
}

Status graph_layout(Graph *graph) {
    Layout layout = {.graph = graph};
    igraph_vector_int_t ends;
    igraph_matrix_t places;
    TRY(graph_status(igraph_vector_int_init(&ends, 0)));
    TRY(graph_status(igraph_matrix_init(&places, 0, 2)));
    seat_nodes(&layout);
    pair_nodes(&layout);
    const Status status = graph_status(draw_all(&layout, &ends, &places));
    if (status == STATUS_OK) {
        pack_components(&layout);
        scale_all(graph);
    }
    free(layout.seats);
    free(layout.first);
    free(layout.place);
    free(layout.pairs);
    free(layout.boxes);
    igraph_matrix_destroy(&places);
    igraph_vector_int_destroy(&ends);
    return status;
}
