/* GEXF 1.3 with time, for Gephi's timeline: an edge exists from the first to the last day of its
 * statements, a node from the first to the last of its edges. `kind` keeps parallel relations
 * apart.
 */
#include "columns.h"
#include "date.h"

/* Gephi's XML reader gives up at attributes of 524,288 characters. */
enum { ATTRIBUTE_BYTES = 100000 };

/* Days as of date.h; 0 = not known. */
typedef struct Spell {
    uint32_t start, end;
} Spell;

static Spell edge_spell(const NetworkEdge *edge) {
    const Spell spell = {date_first_day(edge->first_date), date_last_day(edge->last_date)};
    const bool whole = spell.start != 0 && spell.end >= spell.start;
    return whole ? spell : (Spell){0};
}

/* By node; owned by the caller. */
static Spell *find_node_spells(const Network *network, const ExportOptions *options) {
    Spell *spells = mem_zeroed(network->node_count + 1, sizeof *spells, "spells of nodes");
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        const Spell spell = edge_spell(edge);
        if (spell.start == 0 || !edge_is_shown(edge, options)) {
            continue;
        }
        const uint32_t ends[] = {edge->source, edge->target};
        for (size_t k = 0; k < 2; k++) {
            Spell *node = &spells[ends[k]];
            node->start = node->start == 0 || spell.start < node->start ? spell.start : node->start;
            node->end = spell.end > node->end ? spell.end : node->end;
        }
    }
    return spells;
}

static void write_attributes(Output *out, const char *class, const Column *columns,
                             const bool *native, size_t count) {
    Buffer text = {0};
    buffer_printf(&text, "<attributes class=\"%s\" mode=\"static\">\n", class);
    for (size_t i = 0; i < count; i++) {
        if (!native[i]) {
            buffer_printf(&text, "<attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", columns[i].id,
                          columns[i].name,
                          strcmp(columns[i].type, "int") == 0 ? "integer" : columns[i].type);
        }
    }
    buffer_add(&text, STR("</attributes>\n"));
    put(out, buffer_str(&text));
    buffer_free(&text);
}

static void write_values(Output *out, const Column *columns, const bool *native, const Cell *cells,
                         size_t count) {
    put(out, STR("<attvalues>"));
    for (size_t i = 0; i < count; i++) {
        if (native[i] || cells[i].kind == CELL_NONE) {
            continue;
        }
        put(out, STR("<attvalue for=\""));
        put(out, str_from(columns[i].id));
        put(out, STR("\" value=\""));
        if (cells[i].kind == CELL_TEXT) {
            write_short(out, cells[i].text, ATTRIBUTE_BYTES, &escape_attribute);
        } else {
            write_cell(out, &cells[i], &escape_attribute);
        }
        put(out, STR("\"/>"));
    }
    put(out, STR("</attvalues>"));
}

static void write_day(Output *out, uint32_t day) {
    char text[] = "0000-00-00";
    static const unsigned char places[] = {9, 8, 6, 5, 3, 2, 1, 0};
    for (size_t i = 0; i < sizeof places; i++) {
        text[places[i]] = (char)('0' + day % 10);
        day /= 10;
    }
    put(out, (Str){text, sizeof text - 1});
}

static void write_spell(Output *out, Spell spell) {
    if (spell.start != 0) {
        put(out, STR("<spells><spell start=\""));
        write_day(out, spell.start);
        put(out, STR("\" end=\""));
        write_day(out, spell.end);
        put(out, STR("\"/></spells>"));
    }
}

/* An attribute of an element, with the space before it. */
static void write_attribute(Output *out, Str name, const Cell *cell) {
    put(out, STR(" "));
    put(out, name);
    put(out, STR("=\""));
    if (cell->kind == CELL_TEXT) {
        write_short(out, cell->text, ATTRIBUTE_BYTES, &escape_attribute);
    } else {
        write_cell(out, cell, &escape_attribute);
    }
    put(out, STR("\""));
}

static const bool native_of_nodes[NODE_COLUMN_COUNT] = {
    [NODE_LABEL] = true, [NODE_X] = true,     [NODE_Y] = true,   [NODE_SIZE] = true,
    [NODE_RED] = true,   [NODE_GREEN] = true, [NODE_BLUE] = true};

static void write_node(Output *out, const Cell *cells, uint32_t index, Spell spell) {
    put(out, STR("<node id=\"n"));
    write_uint(out, index);
    put(out, STR("\""));
    write_attribute(out, STR("label"), &cells[NODE_LABEL]);
    put(out, STR(">"));
    write_values(out, node_columns, native_of_nodes, cells, NODE_COLUMN_COUNT);
    write_spell(out, spell);
    /* Gephi takes the first attribute of a size for its value. */
    put(out, STR("<viz:size"));
    write_attribute(out, STR("value"), &cells[NODE_SIZE]);
    put(out, STR("/><viz:position"));
    write_attribute(out, STR("x"), &cells[NODE_X]);
    write_attribute(out, STR("y"), &cells[NODE_Y]);
    put(out, STR(" z=\"0\"/><viz:color"));
    write_attribute(out, STR("r"), &cells[NODE_RED]);
    write_attribute(out, STR("g"), &cells[NODE_GREEN]);
    write_attribute(out, STR("b"), &cells[NODE_BLUE]);
    put(out, STR("/></node>\n"));
}

static const bool native_of_edges[EDGE_COLUMN_COUNT] = {[EDGE_LABEL] = true, [EDGE_WEIGHT] = true};

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
    put(out, STR("\""));
    write_attribute(out, STR("kind"), &cells[EDGE_RELATION]);
    write_attribute(out, STR("label"), &cells[EDGE_LABEL]);
    write_attribute(out, STR("weight"), &cells[EDGE_WEIGHT]);
    put(out, STR(">"));
    write_values(out, edge_columns, native_of_edges, cells, EDGE_COLUMN_COUNT);
    write_spell(out, edge_spell(edge));
    put(out, STR("</edge>\n"));
}

Status gexf_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    const Network *network = graph->network;
    Output *out = files[0];
    Spell *spells = find_node_spells(network, options);
    Buffer joined = {0};
    put(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" "
                 "version=\"1.3\">\n<meta><creator>trithuc</creator></meta>\n"
                 "<graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" "
                 "timerepresentation=\"interval\">\n"));
    write_attributes(out, "node", node_columns, native_of_nodes, NODE_COLUMN_COUNT);
    write_attributes(out, "edge", edge_columns, native_of_edges, EDGE_COLUMN_COUNT);
    put(out, STR("<nodes>\n"));
    for (uint32_t i = 0; i < network->node_count; i++) {
        Cell cells[NODE_COLUMN_COUNT];
        node_cells(cells, graph, i, options, &joined);
        write_node(out, cells, i, spells[i]);
    }
    put(out, STR("</nodes>\n<edges>\n"));
    for (uint32_t i = 0; i < network->edge_count; i++) {
        if (edge_is_shown(&network->edges[i], options)) {
            write_edge(out, network, i);
        }
    }
    put(out, STR("</edges>\n</graph>\n</gexf>\n"));
    buffer_free(&joined);
    free(spells);
    return STATUS_OK;
}
