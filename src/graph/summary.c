#include "graph.h"

enum { SHOWN_ACTORS = 10, SHOWN_COMMUNITIES = 5, SHOWN_MEMBERS = 5, LABEL_COLUMNS = 44 };

typedef struct Ranked {
    uint32_t index, group, count;
    double rank;
} Ranked;

/* By group, falling rank, index. */
static int compare_ranked(const void *left, const void *right) {
    const Ranked *a = left;
    const Ranked *b = right;
    if (a->group != b->group) {
        return a->group < b->group ? -1 : 1;
    }
    if (a->rank != b->rank) {
        return a->rank > b->rank ? -1 : 1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

/* `s` in exactly `columns` columns of a terminal, cut or padded. */
static void add_column(Buffer *out, Str s, size_t columns) {
    size_t end = 0;
    size_t width = 0;
    while (end < s.len) {
        size_t next = end;
        (void)utf8_next(s, &next);
        const size_t more = utf8_width(str_sub(s, end, next));
        if (width + more > columns) {
            break;
        }
        width += more;
        end = next;
    }
    buffer_add(out, str_sub(s, 0, end));
    buffer_printf(out, "%*s", (int)(columns - width), "");
}

static void add_actors(Buffer *out, const Graph *graph, const Ranked *ranked) {
    const Network *network = graph->network;
    buffer_add(out, STR("\nMost central actors\n"));
    buffer_printf(out, "  %4s  ", "rank");
    add_column(out, STR("actor"), LABEL_COLUMNS);
    buffer_printf(out, "  %-24s %6s  %8s\n", "type", "degree", "PageRank");
    for (uint32_t i = 0; i < network->node_count && i < SHOWN_ACTORS; i++) {
        const NetworkNode *node = &network->nodes[ranked[i].index];
        const NodeMeasures *measures = &graph->nodes[ranked[i].index];
        buffer_printf(out, "  %4u  ", i + 1);
        add_column(out, node->label, LABEL_COLUMNS);
        buffer_add(out, STR("  "));
        add_column(out, node->type, 24);
        buffer_printf(out, " %6u  %8.5f\n", measures->degree, measures->pagerank);
    }
}

static void add_communities(Buffer *out, const Graph *graph, Ranked *ranked) {
    const Network *network = graph->network;
    for (uint32_t i = 0; i < network->node_count; i++) {
        ranked[i].group = graph->nodes[ranked[i].index].community;
    }
    qsort(ranked, network->node_count, sizeof *ranked, compare_ranked);
    buffer_printf(out, "\nLargest communities (of %u, modularity %.3f)\n", graph->community_count,
                  graph->modularity);
    uint32_t at = 0;
    for (uint32_t group = 0; group < SHOWN_COMMUNITIES && at < network->node_count; group++) {
        uint32_t end = at;
        while (end < network->node_count && ranked[end].group == group) {
            end++;
        }
        buffer_printf(out, "  %4u  %u actors: ", group + 1, end - at);
        for (uint32_t i = at; i < end && i < at + SHOWN_MEMBERS; i++) {
            buffer_add(out, i > at ? STR(", ") : STR_NONE);
            buffer_add(out, network->nodes[ranked[i].index].label);
        }
        buffer_add(out, end - at > SHOWN_MEMBERS ? STR(", ...\n") : STR("\n"));
        at = end;
    }
}

/* Sorts by falling count; returns how many have any. */
static uint32_t sort_by_count(Ranked *ranked, uint32_t count) {
    uint32_t used = 0;
    for (uint32_t i = 0; i < count; i++) {
        ranked[i].rank = ranked[i].count;
        ranked[i].group = ranked[i].count == 0;
    }
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    while (used < count && ranked[used].count > 0) {
        used++;
    }
    return used;
}

static void add_types(Buffer *out, const Network *network) {
    const uint32_t count = network->ruleset->type_count;
    Ranked *ranked = mem_zeroed(count, sizeof *ranked, "summary");
    for (uint32_t i = 0; i < count; i++) {
        ranked[i].index = i;
    }
    for (uint32_t i = 0; i < network->node_count; i++) {
        ranked[network->nodes[i].type_id].count++;
    }
    const uint32_t used = sort_by_count(ranked, count);
    buffer_add(out, STR("\nActors by type\n"));
    for (uint32_t i = 0; i < used; i++) {
        const Str name =
            ranked[i].index ? network->ruleset->types[ranked[i].index].name : STR("(unknown)");
        buffer_printf(out, "  %6u  %.*s\n", ranked[i].count, STR_ARG(name));
    }
    free(ranked);
}

static void add_relations(Buffer *out, const Network *network) {
    const uint32_t count = network->ruleset->relation_count;
    Ranked *ranked = mem_zeroed(count, sizeof *ranked, "summary");
    for (uint32_t i = 0; i < count; i++) {
        ranked[i].index = i;
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        ranked[network->edges[i].relation].count++;
    }
    const uint32_t used = sort_by_count(ranked, count);
    buffer_add(out, STR("\nRelations by kind\n"));
    for (uint32_t i = 0; i < used; i++) {
        buffer_printf(out, "  %6u  %.*s\n", ranked[i].count,
                      STR_ARG(network->ruleset->relations[ranked[i].index].name));
    }
    free(ranked);
}

void graph_summary(const Graph *graph, Buffer *out) {
    const Network *network = graph->network;
    buffer_printf(out, "%u documents, %u actors, %u relations", network->document_count,
                  network->node_count, network->edge_count);
    if (graph->counted_edges < network->edge_count) {
        buffer_printf(out, " (%u of them only denied or supposed)",
                      network->edge_count - graph->counted_edges);
    }
    uint32_t contradicted = 0;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        contradicted += network->edges[i].contradicted;
    }
    if (contradicted > 0) {
        buffer_printf(out, ", %u stated here and denied there", contradicted);
    }
    buffer_add(out, STR("\n"));
    if (network->node_count == 0) {
        return;
    }
    Ranked *ranked = mem_zeroed(network->node_count, sizeof *ranked, "summary");
    for (uint32_t i = 0; i < network->node_count; i++) {
        ranked[i] = (Ranked){.index = i, .rank = graph->nodes[i].pagerank};
    }
    qsort(ranked, network->node_count, sizeof *ranked, compare_ranked);
    add_actors(out, graph, ranked);
    add_communities(out, graph, ranked);
    free(ranked);
    add_types(out, network);
    add_relations(out, network);
}
