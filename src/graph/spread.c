/* Nodes that overlap are moved apart: each pair by half of what is missing, in a few passes. A grid
 * finds the pairs. */
#include "measure.h"

#include <math.h>

enum { PASSES_MOST = 10 };
static const double gap =
    0.6; /* the least distance of two nodes, in sums of their sizes (diameters) */

typedef struct Spot {
    int32_t column, row; /* cell of the grid; as wide as two of the largest nodes are apart */
    uint32_t node;
} Spot;

typedef struct Spread {
    Graph *graph;
    Spot *spots; /* by cell, then node */
    double cell;
    bool moved;
} Spread;

static int compare_cells(const Spot *a, const Spot *b) {
    if (a->column != b->column) {
        return a->column < b->column ? -1 : 1;
    }
    return (a->row > b->row) - (a->row < b->row);
}

static int compare_spots(const void *left, const void *right) {
    const Spot *a = left;
    const Spot *b = right;
    const int order = compare_cells(a, b);
    return order != 0 ? order : (a->node > b->node) - (a->node < b->node);
}

static void fill_grid(Spread *spread) {
    const Graph *graph = spread->graph;
    const uint32_t count = graph->network->node_count;
    for (uint32_t i = 0; i < count; i++) {
        spread->spots[i] = (Spot){(int32_t)floor(graph->nodes[i].x / spread->cell),
                                  (int32_t)floor(graph->nodes[i].y / spread->cell), i};
    }
    qsort(spread->spots, count, sizeof *spread->spots, compare_spots);
}

static void part(Spread *spread, uint32_t first, uint32_t second) {
    NodeMeasures *a = &spread->graph->nodes[first];
    NodeMeasures *b = &spread->graph->nodes[second];
    const double least = gap * (a->size + b->size);
    double x = b->x - a->x;
    double y = b->y - a->y;
    double distance = hypot(x, y);
    if (distance >= least) {
        return;
    }
    if (distance <= 0) {
        x = 1;
        y = 0;
        distance = 1;
    }
    const double push = (least - hypot(b->x - a->x, b->y - a->y)) / 2 / distance;
    a->x -= x * push;
    a->y -= y * push;
    b->x += x * push;
    b->y += y * push;
    spread->moved = true;
}

/* The first spot not before a cell. */
static uint32_t find_cell(const Spread *spread, int32_t column, int32_t row) {
    const Spot wanted = {.column = column, .row = row};
    uint32_t low = 0;
    uint32_t high = spread->graph->network->node_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (compare_cells(&spread->spots[middle], &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Parts the node of spot `index` from those behind it: in its cell, and in the four next ones that
 * come later. */
static void part_from_later(Spread *spread, uint32_t index) {
    const Spot spot = spread->spots[index];
    const uint32_t count = spread->graph->network->node_count;
    uint32_t at = index + 1;
    for (; at < count && spread->spots[at].column == spot.column &&
           spread->spots[at].row <= spot.row + 1;
         at++) {
        part(spread, spot.node, spread->spots[at].node);
    }
    at = find_cell(spread, spot.column + 1, spot.row - 1);
    for (; at < count && spread->spots[at].column == spot.column + 1 &&
           spread->spots[at].row <= spot.row + 1;
         at++) {
        part(spread, spot.node, spread->spots[at].node);
    }
}

void graph_spread(Graph *graph) {
    const uint32_t count = graph->network->node_count;
    Spread spread = {.graph = graph,
                     .spots = mem_zeroed(count, sizeof *spread.spots, "places of nodes"),
                     .moved = true};
    for (uint32_t i = 0; i < count; i++) {
        spread.cell = fmax(spread.cell, 2 * gap * graph->nodes[i].size);
    }
    for (int pass = 0; pass < PASSES_MOST && spread.moved; pass++) {
        spread.moved = false;
        fill_grid(&spread);
        for (uint32_t i = 0; i < count; i++) {
            part_from_later(&spread, i);
        }
    }
    free(spread.spots);
}
