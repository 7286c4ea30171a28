/* What formats with attributes say of nodes and edges: one list for GraphML, GEXF and CSV. Inside
 * export/ only. */
#ifndef EXPORT_COLUMNS_H
#define EXPORT_COLUMNS_H

#include "write.h"

/* Identifier, id (unique over nodes and edges), name, type: string, int, float, double or boolean.
 */
#define NODE_COLUMNS(X)                                                                            \
    X(NODE_LABEL, "label", "label", "string")                                                      \
    X(NODE_TYPE, "type", "type", "string")                                                         \
    X(NODE_ALIASES, "aliases", "aliases", "string")                                                \
    X(NODE_IRI, "iri", "iri", "string")                                                            \
    X(NODE_SAME_AS, "sameAs", "sameAs", "string")                                                  \
    X(NODE_MENTIONS, "mentions", "mentions", "int")                                                \
    X(NODE_DOCUMENTS, "documents", "documents", "int")                                             \
    X(NODE_DEGREE, "degree", "degree", "int")                                                      \
    X(NODE_PAGERANK, "pagerank", "pagerank", "double")                                             \
    X(NODE_BETWEENNESS, "betweenness", "betweenness", "double")                                    \
    X(NODE_COMMUNITY, "community", "community", "int")                                             \
    X(NODE_X, "x", "x", "float")                                                                   \
    X(NODE_Y, "y", "y", "float")                                                                   \
    X(NODE_SIZE, "size", "size", "float")                                                          \
    X(NODE_RED, "r", "r", "int")                                                                   \
    X(NODE_GREEN, "g", "g", "int")                                                                 \
    X(NODE_BLUE, "b", "b", "int")

#define EDGE_COLUMNS(X)                                                                            \
    X(EDGE_LABEL, "edgelabel", "label", "string")                                                  \
    X(EDGE_WEIGHT, "weight", "weight", "double")                                                   \
    X(EDGE_RELATION, "relation", "relation", "string")                                             \
    X(EDGE_CONFIDENCE, "confidence", "confidence", "double")                                       \
    X(EDGE_DOCUMENTS, "edgedocuments", "documents", "int")                                         \
    X(EDGE_FIRST_DATE, "firstDate", "firstDate", "string")                                         \
    X(EDGE_LAST_DATE, "lastDate", "lastDate", "string")                                            \
    X(EDGE_MODALITY, "modality", "modality", "string")                                             \
    X(EDGE_CONTRADICTED, "contradicted", "contradicted", "boolean")                                \
    X(EDGE_ROLE, "role", "role", "string")                                                         \
    X(EDGE_EVIDENCE, "evidence", "evidence", "string")                                             \
    X(EDGE_RULE, "rule", "rule", "string")

#define X(name, id, title, type) name,
typedef enum NodeColumn { NODE_COLUMNS(X) NODE_COLUMN_COUNT } NodeColumn;
typedef enum EdgeColumn { EDGE_COLUMNS(X) EDGE_COLUMN_COUNT } EdgeColumn;
#undef X

typedef struct Column {
    const char *id, *name, *type;
} Column;

extern const Column node_columns[NODE_COLUMN_COUNT];
extern const Column edge_columns[EDGE_COLUMN_COUNT];

typedef enum CellKind { CELL_NONE, CELL_TEXT, CELL_COUNT, CELL_NUMBER } CellKind;

/* A value; an empty text is no value. */
typedef struct Cell {
    CellKind kind;
    int digits; /* of a number */
    Str text;
    uint64_t count;
    double number;
} Cell;

/* The cells of one node or edge. Texts are borrowed from the network, or from `joined`, until the
 * next call with it. */
void node_cells(Cell cells[NODE_COLUMN_COUNT], const Graph *graph, uint32_t node,
                const ExportOptions *options, Buffer *joined);
void edge_cells(Cell cells[EDGE_COLUMN_COUNT], const Network *network, uint32_t edge);

/* Texts escaped by `escape`. */
void write_cell(Output *out, const Cell *cell, const Escape *escape);

#endif
