/* GraphML as Gephi, networkx, igraph and graphology read it: ids of keys are what Gephi looks for,
 * the attribute `label` of an edge is its kind there, so that parallel relations stay apart. */
#include "columns.h"

static void write_keys(Output *out, const Column *columns, size_t count, const char *domain) {
    Buffer line = {0};
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&line, "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                      columns[i].id, domain, columns[i].name, columns[i].type);
    }
    put(out, buffer_str(&line));
    buffer_free(&line);
}

static void write_head(Output *out) {
    put(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
                 "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                 "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
                 "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"));
    write_keys(out, node_columns, NODE_COLUMN_COUNT, "node");
    write_keys(out, edge_columns, EDGE_COLUMN_COUNT, "edge");
    put(out, STR("<graph id=\"G\" edgedefault=\"directed\">\n"));
}

/* What has no value is left out. */
static void write_data(Output *out, const Column *columns, const Cell *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (cells[i].kind != CELL_NONE) {
            put(out, STR("<data key=\""));
            put(out, str_from(columns[i].id));
            put(out, STR("\">"));
            write_cell(out, &cells[i], &escape_xml);
            put(out, STR("</data>"));
        }
    }
}

static void write_node(Output *out, const Cell *cells, uint32_t index) {
    put(out, STR("<node id=\"n"));
    write_uint(out, index);
    put(out, STR("\">"));
    write_data(out, node_columns, cells, NODE_COLUMN_COUNT);
    put(out, STR("</node>\n"));
}

static void write_edge(Output *out, const Network *network, uint32_t index) {
    const NetworkEdge *edge = &network->edges[index];
    Cell cells[EDGE_COLUMN_COUNT];
    edge_cells(cells, network, index);
    put(out, STR("<edge id=\"e"));
    write_uint(out, index);
    put(out, STR("\" source=\"n"));
    write_uint(out, edge->source);
    put(out, STR("\" target=\"n"));
    write_uint(out, edge->target);
    put(out, STR("\" label=\""));
    write_cell(out, &cells[EDGE_RELATION], &escape_attribute);
    put(out, STR("\">"));
    write_data(out, edge_columns, cells, EDGE_COLUMN_COUNT);
    put(out, STR("</edge>\n"));
}

Status graphml_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    const Network *network = graph->network;
    Output *out = files[0];
    Buffer joined = {0};
    write_head(out);
    for (uint32_t i = 0; i < network->node_count; i++) {
        Cell cells[NODE_COLUMN_COUNT];
        node_cells(cells, graph, i, options, &joined);
        write_node(out, cells, i);
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        if (edge_is_shown(&network->edges[i], options)) {
            write_edge(out, network, i);
        }
    }
    put(out, STR("</graph>\n</graphml>\n"));
    buffer_free(&joined);
    return STATUS_OK;
}
