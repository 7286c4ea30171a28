#include "columns.h"

#define X(name, id, title, type) {id, title, type},
const Column node_columns[NODE_COLUMN_COUNT] = {NODE_COLUMNS(X)};
const Column edge_columns[EDGE_COLUMN_COUNT] = {EDGE_COLUMNS(X)};
#undef X

static Cell text_cell(Str text) {
    return (Cell){.kind = text.len > 0 ? CELL_TEXT : CELL_NONE, .text = text};
}

static Cell count_cell(uint64_t count) { return (Cell){.kind = CELL_COUNT, .count = count}; }

static Cell number_cell(double number, int digits) {
    return (Cell){.kind = CELL_NUMBER, .number = number, .digits = digits};
}

/* The texts that the network does not hold as they are written. */
static void join_texts(Cell *cells, const NetworkNode *node, Str base, Buffer *joined) {
    buffer_clear(joined);
    for (uint32_t i = 0; i < node->alias_count; i++) {
        buffer_add(joined, i > 0 ? STR(" | ") : STR_NONE);
        buffer_add(joined, node->aliases[i]);
    }
    const size_t iri = joined->count;
    add_actor_iri(joined, base, node);
    const size_t same = joined->count;
    if (is_wikidata_id(node->wikidata)) {
        buffer_add(joined, STR(WIKIDATA));
        buffer_add(joined, node->wikidata);
    }
    const Str all = buffer_str(joined);
    cells[NODE_ALIASES] = text_cell(str_sub(all, 0, iri));
    cells[NODE_IRI] = text_cell(str_sub(all, iri, same));
    cells[NODE_SAME_AS] = text_cell(str_sub(all, same, all.len));
}

void node_cells(Cell cells[NODE_COLUMN_COUNT], const Graph *graph, uint32_t node,
                const ExportOptions *options, Buffer *joined) {
    const NetworkNode *actor = &graph->network->nodes[node];
    const NodeMeasures *measures = &graph->nodes[node];
    join_texts(cells, actor, export_base(options), joined);
    cells[NODE_LABEL] = text_cell(actor->label);
    cells[NODE_TYPE] = text_cell(actor->type);
    cells[NODE_MENTIONS] = count_cell(actor->mentions);
    cells[NODE_DOCUMENTS] = count_cell(actor->documents);
    cells[NODE_DEGREE] = count_cell(measures->degree);
    cells[NODE_PAGERANK] = number_cell(measures->pagerank, 8);
    cells[NODE_BETWEENNESS] =
        graph->betweenness_known ? number_cell(measures->betweenness, 8) : (Cell){0};
    cells[NODE_COMMUNITY] = count_cell(measures->community);
    cells[NODE_X] = number_cell(measures->x, 6);
    cells[NODE_Y] = number_cell(measures->y, 6);
    cells[NODE_SIZE] = number_cell(measures->size, 4);
    cells[NODE_RED] = count_cell(measures->color >> 16 & 0xFF);
    cells[NODE_GREEN] = count_cell(measures->color >> 8 & 0xFF);
    cells[NODE_BLUE] = count_cell(measures->color & 0xFF);
}

void edge_cells(Cell cells[EDGE_COLUMN_COUNT], const Network *network, uint32_t edge) {
    const NetworkEdge *this = &network->edges[edge];
    const Evidence none = {0};
    const Evidence *best = this->best < this->evidence_count ? &this->evidence[this->best] : &none;
    const Cell relation = text_cell(network->ruleset->relations[this->relation].name);
    cells[EDGE_LABEL] = relation;
    cells[EDGE_WEIGHT] = count_cell(this->statements > 0 ? this->statements : 1);
    cells[EDGE_RELATION] = relation;
    cells[EDGE_CONFIDENCE] = number_cell(this->confidence, 4);
    cells[EDGE_DOCUMENTS] = count_cell(this->documents);
    cells[EDGE_FIRST_DATE] = text_cell(this->first_date);
    cells[EDGE_LAST_DATE] = text_cell(this->last_date);
    cells[EDGE_MODALITY] = text_cell(modality_name(this->modality));
    cells[EDGE_CONTRADICTED] = text_cell(this->contradicted ? STR("true") : STR_NONE);
    cells[EDGE_ROLE] = text_cell(this->role);
    cells[EDGE_EVIDENCE] = text_cell(best->sentence);
    cells[EDGE_RULE] = text_cell(best->rule);
}

void write_cell(Output *out, const Cell *cell, const Escape *escape) {
    switch (cell->kind) {
    case CELL_NONE:
        break;
    case CELL_TEXT:
        write_text(out, cell->text, escape);
        break;
    case CELL_COUNT:
        write_uint(out, cell->count);
        break;
    case CELL_NUMBER:
        write_double(out, cell->number, cell->digits);
        break;
    }
}
