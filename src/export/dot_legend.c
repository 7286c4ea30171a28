#include "write.h"

#include <math.h>

enum { LEGEND_TYPES = 12, ROW_CELLS = 4, NAME_BYTES = 60 };

typedef struct LegendEntry {
    uint32_t color, count;
    Str name;
} LegendEntry;

typedef VEC(LegendEntry) LegendEntries;

/* The most frequent first, then by name. */
static int entry_order(const void *left, const void *right) {
    const LegendEntry *a = left;
    const LegendEntry *b = right;
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return str_compare(a->name, b->name);
}

static void collect_types(const Graph *graph, const ExportOptions *options, LegendEntries *out) {
    const Ruleset *ruleset = graph->network->ruleset;
    uint32_t *counts = mem_zeroed(ruleset->type_count, sizeof *counts, "types");
    for (uint32_t i = 0; i < graph->network->node_count; i++) {
        counts[graph->network->nodes[i].type_id]++;
    }
    for (TypeId type = 1; type < ruleset->type_count; type++) {
        if (counts[type] > 0) {
            vec_push(out, (LegendEntry){ruleset->types[type].color, counts[type],
                                        type_label(&ruleset->types[type], options)});
        }
    }
    free(counts);
}

/* Each community is called by its most central member. */
static void collect_communities(const Graph *graph, LegendEntries *out) {
    const NodeMeasures *heads[PAINTED_COMMUNITIES] = {NULL};
    uint32_t counts[PAINTED_COMMUNITIES] = {0};
    for (uint32_t i = 0; i < graph->network->node_count; i++) {
        const NodeMeasures *node = &graph->nodes[i];
        if (node->community < PAINTED_COMMUNITIES) {
            const NodeMeasures **head = &heads[node->community];
            counts[node->community]++;
            *head = !*head || node->pagerank > (*head)->pagerank ? node : *head;
        }
    }
    for (uint32_t c = 0; c < PAINTED_COMMUNITIES; c++) {
        if (heads[c]) {
            vec_push(out, (LegendEntry){heads[c]->color, counts[c],
                                        graph->network->nodes[heads[c] - graph->nodes].label});
        }
    }
}

static double font_size(uint32_t nodes) { return nodes < 200 ? 14 : fmin(sqrt(nodes), 200); }

void dot_write_legend(Output *out, const Graph *graph, const ExportOptions *options) {
    LegendEntries entries = {0};
    if (graph->paint == PAINT_COMMUNITIES) {
        collect_communities(graph, &entries);
    } else {
        collect_types(graph, options, &entries);
    }
    if (entries.count > 1) {
        qsort(entries.items, entries.count, sizeof *entries.items, entry_order);
    }
    if (entries.count > 0) {
        /* Of a size that can be read beside the whole drawing. */
        put(out, STR("graph [labelloc=\"b\", fontsize=\""));
        write_double(out, font_size(graph->network->node_count), 3);
        put(out, STR("\", label=<<TABLE BORDER=\"0\" CELLSPACING=\"4\">"));
    }
    for (size_t i = 0; i < entries.count && i < LEGEND_TYPES; i++) {
        put(out, i % ROW_CELLS > 0 ? STR_NONE : i == 0 ? STR("<TR>") : STR("</TR><TR>"));
        put(out, STR("<TD BGCOLOR=\""));
        write_rgb(out, entries.items[i].color);
        put(out, STR("\" WIDTH=\"16\"> </TD><TD ALIGN=\"LEFT\">"));
        write_short(out, entries.items[i].name, NAME_BYTES, &escape_xml);
        put(out, STR(" ("));
        write_uint(out, entries.items[i].count);
        put(out, STR(")</TD>"));
    }
    if (entries.count > 0) {
        put(out, STR("</TR></TABLE>>];\n"));
    }
    vec_free(&entries);
}
