/* DOT for Graphviz: the layout is chosen by size, everything is quoted, evidence is in tooltips. */
#include "write.h"

#include <math.h>

enum {
    DOT_NODES = 200, /* up to here `dot`, with the relations written on the edges */
    DOT_EDGES = 200,
    SFDP_NODES = 1500, /* up to here `sfdp`; above, the positions of the graph itself */
    SFDP_EDGES = 2000,
    NAMED_NODES = 400, /* of a graph with own positions: so many labels at most */
    LINE_COLUMNS = 22,
    LABEL_BYTES = 400,
    EVIDENCE_BYTES = 1000
};

typedef enum LayoutKind { LAYOUT_DOT, LAYOUT_SFDP, LAYOUT_OWN } LayoutKind;

typedef struct DotWriter {
    Output *out;
    const Graph *graph;
    const ExportOptions *options;
    LayoutKind layout;
    double named_size; /* own positions: smaller nodes bear no label */
} DotWriter;

static LayoutKind choose_layout(const Graph *graph, const ExportOptions *options) {
    uint32_t edges = 0;
    for (uint32_t i = 0; i < graph->network->edge_count; i++) {
        edges += edge_is_shown(&graph->network->edges[i], options);
    }
    if (graph->network->node_count <= DOT_NODES && edges <= DOT_EDGES) {
        return LAYOUT_DOT;
    }
    return graph->network->node_count <= SFDP_NODES && edges <= SFDP_EDGES ? LAYOUT_SFDP
                                                                           : LAYOUT_OWN;
}

static int compare_sizes(const void *left, const void *right) {
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a < b) - (a > b);
}

/* The size from which on a node is among the NAMED_NODES largest. */
static double find_named_size(const Graph *graph) {
    const uint32_t count = graph->network->node_count;
    if (count <= NAMED_NODES) {
        return 0;
    }
    double *sizes = mem_zeroed(count, sizeof *sizes, "sizes of nodes");
    for (uint32_t i = 0; i < count; i++) {
        sizes[i] = graph->nodes[i].size;
    }
    qsort(sizes, count, sizeof *sizes, compare_sizes);
    const double size = sizes[NAMED_NODES - 1];
    free(sizes);
    return size;
}

/* Not `pack`, though it would use the page better: `dot` then forgets the labels of edges. */
static void write_head(const DotWriter *writer) {
    static const char *const layouts[] = {
        [LAYOUT_DOT] = "layout=\"dot\", rankdir=\"LR\", nodesep=\"0.2\", ranksep=\"0.6\"",
        [LAYOUT_SFDP] = "layout=\"sfdp\", overlap=\"prism\", K=\"1.2\", splines=\"line\"",
        [LAYOUT_OWN] = "layout=\"nop2\", splines=\"line\"",
    };
    static const char *const nodes[] = {
        [LAYOUT_DOT] = "shape=\"box\", style=\"rounded,filled\", margin=\"0.1,0.05\"",
        [LAYOUT_SFDP] = "shape=\"box\", style=\"rounded,filled\", margin=\"0.06,0.03\"",
        [LAYOUT_OWN] = "shape=\"circle\", style=\"filled\", fixedsize=\"shape\"",
    };
    Buffer head = {0};
    buffer_printf(&head,
                  "digraph \"trithuc\" {\n"
                  "graph [charset=\"UTF-8\", outputorder=\"edgesfirst\", %s, "
                  "fontname=\"Helvetica,Arial,sans-serif\"];\n"
                  "node [%s, color=\"#00000040\", fontname=\"Helvetica,Arial,sans-serif\"];\n"
                  "edge [arrowsize=\"0.7\", fontsize=\"9\", "
                  "fontname=\"Helvetica,Arial,sans-serif\"];\n",
                  layouts[writer->layout], nodes[writer->layout]);
    put(writer->out, buffer_str(&head));
    buffer_free(&head);
}

/* Begins an attribute; its value is written next, then close_value(). */
static void open_value(Output *out, Str key) {
    put(out, STR(", "));
    put(out, key);
    put(out, STR("=\""));
}

static void close_value(Output *out) { put(out, STR("\"")); }

static void write_number(Output *out, Str key, double value) {
    open_value(out, key);
    write_double(out, value, 6);
    close_value(out);
}

static void write_color(Output *out, Str key, uint32_t color) {
    open_value(out, key);
    write_rgb(out, color);
    close_value(out);
}

/* A name in lines of about LINE_COLUMNS, broken at spaces. */
static void write_lines(Output *out, Str name) {
    size_t start = 0;
    size_t at = 0;
    size_t columns = 0;
    const size_t end = name.len < LABEL_BYTES ? name.len : LABEL_BYTES;
    while (at < end) {
        if (name.ptr[at] == ' ' && columns >= LINE_COLUMNS) {
            write_text(out, str_sub(name, start, at), &escape_dot);
            put(out, STR("\\n"));
            start = at + 1;
            columns = 0;
        }
        columns += ((unsigned char)name.ptr[at] & 0xC0) != 0x80;
        at++;
    }
    write_short(out, str_sub(name, start, name.len), end - start, &escape_dot);
}

static void write_node_tooltip(const DotWriter *writer, const NetworkNode *node) {
    Output *out = writer->out;
    const Ruleset *ruleset = writer->graph->network->ruleset;
    open_value(out, STR("tooltip"));
    write_short(out, node->label, LABEL_BYTES, &escape_tooltip);
    put(out, STR("\\n"));
    write_text(out, type_label(&ruleset->types[node->type_id], writer->options), &escape_tooltip);
    put(out, STR(", mentions: "));
    write_uint(out, node->mentions);
    put(out, STR(", documents: "));
    write_uint(out, node->documents);
    size_t written = 0;
    for (uint32_t i = 0; i < node->alias_count && written < LABEL_BYTES; i++) {
        put(out, i == 0 ? STR("\\n") : STR(" | "));
        write_short(out, node->aliases[i], LABEL_BYTES, &escape_tooltip);
        written += node->aliases[i].len;
    }
    close_value(out);
}

/* Perceived brightness of a colour, 0..255. */
static double brightness(uint32_t color) {
    return 0.299 * (color >> 16 & 0xFF) + 0.587 * (color >> 8 & 0xFF) + 0.114 * (color & 0xFF);
}

static void write_node(const DotWriter *writer, uint32_t index) {
    Output *out = writer->out;
    const NetworkNode *node = &writer->graph->network->nodes[index];
    const NodeMeasures *measures = &writer->graph->nodes[index];
    put(out, STR("\"n"));
    write_uint(out, index);
    put(out, STR("\" [label=\""));
    if (writer->layout != LAYOUT_OWN || measures->size >= writer->named_size) {
        write_lines(out, node->label);
    }
    close_value(out);
    write_node_tooltip(writer, node);
    write_color(out, STR("fillcolor"), measures->color);
    if (writer->layout == LAYOUT_OWN) {
        open_value(out, STR("pos"));
        write_double(out, measures->x, 6);
        put(out, STR(","));
        write_double(out, measures->y, 6);
        close_value(out);
        write_number(out, STR("width"), measures->size / 72);
        write_number(out, STR("fontsize"), 8 + measures->size / 4);
    } else {
        write_color(out, STR("fontcolor"), brightness(measures->color) < 140 ? 0xFFFFFF : 0x111111);
        write_number(out, STR("fontsize"), floor(9 + measures->size / 5));
    }
    if (is_wikidata_id(node->wikidata)) {
        open_value(out, STR("URL"));
        put(out, STR("https://www.wikidata.org/wiki/"));
        write_text(out, node->wikidata, &escape_dot);
        close_value(out);
    }
    put(out, STR("];\n"));
}

static void write_edge_tooltip(const DotWriter *writer, const NetworkEdge *edge) {
    Output *out = writer->out;
    const Network *network = writer->graph->network;
    open_value(out, STR("tooltip"));
    write_short(out, network->nodes[edge->source].label, LABEL_BYTES, &escape_tooltip);
    put(out, STR(" "));
    write_text(out, relation_label(&network->ruleset->relations[edge->relation], writer->options),
               &escape_tooltip);
    put(out, STR(" "));
    write_short(out, network->nodes[edge->target].label, LABEL_BYTES, &escape_tooltip);
    if (edge->role.len > 0) {
        put(out, STR(" ("));
        write_short(out, edge->role, LABEL_BYTES, &escape_tooltip);
        put(out, STR(")"));
    }
    if (edge->contradicted) {
        put(out, STR(", denied elsewhere"));
    }
    if (edge->modality != MODALITY_ASSERTED) {
        put(out, STR(", "));
        put(out, modality_name(edge->modality));
    }
    if (edge->best < edge->evidence_count) {
        const Evidence *evidence = &edge->evidence[edge->best];
        put(out, STR("\\n"));
        write_short(out, evidence->sentence, EVIDENCE_BYTES, &escape_tooltip);
        put(out, STR("\\n"));
        write_short(out, evidence->title.len > 0 ? evidence->title : evidence->document,
                    LABEL_BYTES, &escape_tooltip);
        put(out, evidence->date.len > 0 ? STR(", ") : STR_NONE);
        write_text(out, evidence->date, &escape_tooltip);
    }
    close_value(out);
}

/* The page of the best evidence, if it is on the web. */
static void write_page(Output *out, const NetworkEdge *edge) {
    if (edge->best >= edge->evidence_count || !is_web_address(edge->evidence[edge->best].url)) {
        return;
    }
    Buffer url = {0};
    add_url(&url, edge->evidence[edge->best].url);
    open_value(out, STR("URL"));
    write_text(out, buffer_str(&url), &escape_dot);
    close_value(out);
    buffer_free(&url);
}

static uint32_t relation_color(RelationId relation) {
    static const uint32_t palette[] = {0x1F5A93, 0xA8500A, 0x2A7A2A, 0xB02A2B, 0x6E4A9E,
                                       0x7A4A3F, 0xB0458F, 0x5A5A5A, 0x77781A, 0x0E7F8C};
    return palette[relation % (sizeof palette / sizeof *palette)];
}

static void write_edge(const DotWriter *writer, const NetworkEdge *edge) {
    static const char *const styles[MODALITY_COUNT] = {
        [MODALITY_ASSERTED] = NULL,     [MODALITY_PLANNED] = "dashed", [MODALITY_REPORTED] = NULL,
        [MODALITY_POSSIBLE] = "dotted", [MODALITY_NEGATED] = "dotted",
    };
    Output *out = writer->out;
    const Network *network = writer->graph->network;
    const RelationInfo *relation = &network->ruleset->relations[edge->relation];
    put(out, STR("\"n"));
    write_uint(out, edge->source);
    put(out, STR("\" -> \"n"));
    write_uint(out, edge->target);
    put(out, STR("\" ["));
    put(out, STR("class=\""));
    write_text(out, relation->name, &escape_dot);
    close_value(out);
    if (writer->layout == LAYOUT_DOT) {
        open_value(out, STR("label"));
        write_text(out, relation_label(relation, writer->options), &escape_dot);
        close_value(out);
        write_color(out, STR("fontcolor"), relation_color(edge->relation));
    }
    write_edge_tooltip(writer, edge);
    write_color(out, STR("color"), relation_color(edge->relation));
    write_number(out, STR("penwidth"),
                 fmin(1 + log2(edge->statements > 0 ? edge->statements : 1), 6));
    if (relation->symmetric) {
        put(out, STR(", dir=\"none\""));
    }
    if (styles[edge->modality]) {
        open_value(out, STR("style"));
        put(out, str_from(styles[edge->modality]));
        close_value(out);
    }
    write_page(out, edge);
    put(out, STR("];\n"));
}

Status dot_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    const Network *network = graph->network;
    DotWriter writer = {.out = files[0],
                        .graph = graph,
                        .options = options,
                        .layout = choose_layout(graph, options),
                        .named_size = find_named_size(graph)};
    write_head(&writer);
    dot_write_legend(writer.out, graph, options);
    for (uint32_t i = 0; i < network->node_count; i++) {
        write_node(&writer, i);
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        if (edge_is_shown(&network->edges[i], options)) {
            write_edge(&writer, &network->edges[i]);
        }
    }
    put(writer.out, STR("}\n"));
    return STATUS_OK;
}
