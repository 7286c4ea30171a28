/* Tables of nodes and edges, quoted as RFC 4180 says, lines ended by LF: with the headers that
 * Gephi's import of spreadsheets knows, or with those of `neo4j-admin database import`.
 *
 * Text is never changed: a cell that begins with `=` or `-` is written so. */
#include "columns.h"

/* Both tables of both kinds begin with cells of their own; then come these columns. */
static const NodeColumn of_nodes[] = {NODE_TYPE,        NODE_ALIASES,   NODE_IRI,    NODE_SAME_AS,
                                      NODE_MENTIONS,    NODE_DOCUMENTS, NODE_DEGREE, NODE_PAGERANK,
                                      NODE_BETWEENNESS, NODE_COMMUNITY, NODE_X,      NODE_Y,
                                      NODE_SIZE,        NODE_RED,       NODE_GREEN,  NODE_BLUE};
static const EdgeColumn of_edges[] = {
    EDGE_RELATION, EDGE_CONFIDENCE,   EDGE_DOCUMENTS, EDGE_FIRST_DATE, EDGE_LAST_DATE,
    EDGE_MODALITY, EDGE_CONTRADICTED, EDGE_ROLE,      EDGE_EVIDENCE,   EDGE_RULE};
enum {
    OF_NODES = sizeof of_nodes / sizeof *of_nodes,
    OF_EDGES = sizeof of_edges / sizeof *of_edges
};

typedef struct CsvWriter {
    const Graph *graph;
    const ExportOptions *options;
    bool neo4j;
    Buffer joined;
} CsvWriter;

static void comma(Output *out) { put(out, STR(",")); }

static void write_quoted(Output *out, Str text) {
    put(out, STR("\""));
    write_text(out, text, &escape_csv);
    put(out, STR("\""));
}

/* What has no value is an empty cell. */
static void write_field(Output *out, const Cell *cell) {
    if (cell->kind == CELL_TEXT) {
        write_quoted(out, cell->text);
    } else {
        write_cell(out, cell, &escape_csv);
    }
}

static void write_title(const CsvWriter *writer, Output *out, const Column *column) {
    comma(out);
    put(out, str_from(column->name));
    if (writer->neo4j) {
        put(out, STR(":"));
        put(out, str_from(column->type));
    }
}

/* The type with all above it, which are labels of the node in Neo4j: from the top. */
static void write_labels(Output *out, const Network *network, const NetworkNode *node) {
    enum { DEPTH_MOST = 64 };
    TypeId chain[DEPTH_MOST];
    size_t depth = 0;
    for (TypeId at = node->type_id; at != 0 && depth < DEPTH_MOST;
         at = network->ruleset->types[at].parent) {
        chain[depth++] = at;
    }
    put(out, STR("\""));
    if (depth == 0) {
        write_text(out, node->type, &escape_csv);
    }
    while (depth > 0) {
        write_text(out, network->ruleset->types[chain[--depth]].name, &escape_csv);
        put(out, depth > 0 ? STR(";") : STR_NONE);
    }
    put(out, STR("\""));
}

static void write_nodes(CsvWriter *writer, Output *out) {
    const Network *network = writer->graph->network;
    put(out, writer->neo4j ? STR("id:ID,:LABEL,label:string") : STR("Id,Label"));
    for (size_t i = 0; i < OF_NODES; i++) {
        write_title(writer, out, &node_columns[of_nodes[i]]);
    }
    put(out, STR("\n"));
    for (uint32_t i = 0; i < network->node_count; i++) {
        Cell cells[NODE_COLUMN_COUNT];
        node_cells(cells, writer->graph, i, writer->options, &writer->joined);
        write_quoted(out, network->nodes[i].id);
        comma(out);
        if (writer->neo4j) {
            write_labels(out, network, &network->nodes[i]);
            comma(out);
        }
        write_field(out, &cells[NODE_LABEL]);
        for (size_t k = 0; k < OF_NODES; k++) {
            comma(out);
            write_field(out, &cells[of_nodes[k]]);
        }
        put(out, STR("\n"));
    }
}

/* What stands before the columns that both kinds share. */
static void write_ends(const CsvWriter *writer, Output *out, const Cell *cells, uint32_t index) {
    const NetworkEdge *edge = &writer->graph->network->edges[index];
    write_quoted(out, writer->graph->network->nodes[edge->source].id);
    comma(out);
    write_quoted(out, writer->graph->network->nodes[edge->target].id);
    comma(out);
    if (!writer->neo4j) {
        put(out, STR("Directed,"));
    }
    write_field(out, &cells[EDGE_RELATION]);
    if (!writer->neo4j) {
        put(out, STR(",e"));
        write_uint(out, index);
        comma(out);
        write_field(out, &cells[EDGE_LABEL]);
    }
    comma(out);
    write_field(out, &cells[EDGE_WEIGHT]);
}

static void write_edges(const CsvWriter *writer, Output *out) {
    const Network *network = writer->graph->network;
    put(out, writer->neo4j ? STR(":START_ID,:END_ID,:TYPE,weight:double")
                           : STR("Source,Target,Type,Kind,Id,Label,Weight"));
    for (size_t i = 0; i < OF_EDGES; i++) {
        write_title(writer, out, &edge_columns[of_edges[i]]);
    }
    put(out, STR("\n"));
    for (uint32_t i = 0; i < network->edge_count; i++) {
        if (!edge_is_shown(&network->edges[i], writer->options)) {
            continue;
        }
        Cell cells[EDGE_COLUMN_COUNT];
        edge_cells(cells, network, i);
        write_ends(writer, out, cells, i);
        for (size_t k = 0; k < OF_EDGES; k++) {
            comma(out);
            write_field(out, &cells[of_edges[k]]);
        }
        put(out, STR("\n"));
    }
}

static Status write_tables(const Graph *graph, const ExportOptions *options, Output *const *files,
                           bool neo4j) {
    CsvWriter writer = {.graph = graph, .options = options, .neo4j = neo4j};
    write_nodes(&writer, files[0]);
    write_edges(&writer, files[1]);
    buffer_free(&writer.joined);
    return STATUS_OK;
}

Status csv_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    return write_tables(graph, options, files, false);
}

Status neo4j_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    return write_tables(graph, options, files, true);
}
