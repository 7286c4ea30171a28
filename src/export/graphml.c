/* GraphML as Gephi, networkx, igraph and graphology read it: ids of keys are what Gephi looks for,
 * the attribute `label` of an edge is its kind there, so that parallel relations stay apart. */
#include "write.h"

typedef struct Key {
    const char *id, *domain, *name, *type;
} Key;

static const Key keys[] = {
    {"label", "node", "label", "string"},
    {"type", "node", "type", "string"},
    {"aliases", "node", "aliases", "string"},
    {"iri", "node", "iri", "string"},
    {"sameAs", "node", "sameAs", "string"},
    {"mentions", "node", "mentions", "int"},
    {"documents", "node", "documents", "int"},
    {"degree", "node", "degree", "int"},
    {"pagerank", "node", "pagerank", "double"},
    {"betweenness", "node", "betweenness", "double"},
    {"community", "node", "community", "int"},
    {"x", "node", "x", "float"},
    {"y", "node", "y", "float"},
    {"size", "node", "size", "float"},
    {"r", "node", "r", "int"},
    {"g", "node", "g", "int"},
    {"b", "node", "b", "int"},
    {"edgelabel", "edge", "label", "string"},
    {"weight", "edge", "weight", "double"},
    {"relation", "edge", "relation", "string"},
    {"confidence", "edge", "confidence", "double"},
    {"edgedocuments", "edge", "documents", "int"},
    {"firstDate", "edge", "firstDate", "string"},
    {"lastDate", "edge", "lastDate", "string"},
    {"modality", "edge", "modality", "string"},
    {"contradicted", "edge", "contradicted", "boolean"},
    {"role", "edge", "role", "string"},
    {"evidence", "edge", "evidence", "string"},
    {"rule", "edge", "rule", "string"},
};

static void open_data(Output *out, Str key) {
    put(out, STR("<data key=\""));
    put(out, key);
    put(out, STR("\">"));
}

static void close_data(Output *out) { put(out, STR("</data>")); }

/* An empty value is left out. */
static void write_string(Output *out, Str key, Str value) {
    if (value.len > 0) {
        open_data(out, key);
        write_text(out, value, &escape_xml);
        close_data(out);
    }
}

static void write_int(Output *out, Str key, uint64_t value) {
    open_data(out, key);
    write_uint(out, value);
    close_data(out);
}

static void write_number(Output *out, Str key, double value, int digits) {
    open_data(out, key);
    write_double(out, value, digits);
    close_data(out);
}

static void write_head(Output *out) {
    put(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
                 "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                 "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
                 "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"));
    Buffer line = {0};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        buffer_printf(&line, "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                      keys[i].id, keys[i].domain, keys[i].name, keys[i].type);
    }
    put(out, buffer_str(&line));
    buffer_free(&line);
    put(out, STR("<graph id=\"G\" edgedefault=\"directed\">\n"));
}

static void write_aliases(Output *out, const NetworkNode *node) {
    if (node->alias_count == 0) {
        return;
    }
    open_data(out, STR("aliases"));
    for (uint32_t i = 0; i < node->alias_count; i++) {
        put(out, i > 0 ? STR(" | ") : STR_NONE);
        write_text(out, node->aliases[i], &escape_xml);
    }
    close_data(out);
}

static void write_names(Output *out, const NetworkNode *node, Str base) {
    write_string(out, STR("label"), node->label);
    write_string(out, STR("type"), node->type);
    write_aliases(out, node);
    open_data(out, STR("iri"));
    write_text(out, base, &escape_xml);
    put(out, STR("actor/"));
    write_text(out, node->id, &escape_xml);
    close_data(out);
    if (node->wikidata.len > 0) {
        open_data(out, STR("sameAs"));
        put(out, STR("http://www.wikidata.org/entity/"));
        write_text(out, node->wikidata, &escape_xml);
        close_data(out);
    }
}

static void write_node(Output *out, const Graph *graph, uint32_t index, Str base) {
    const NetworkNode *node = &graph->network->nodes[index];
    const NodeMeasures *measures = &graph->nodes[index];
    put(out, STR("<node id=\"n"));
    write_uint(out, index);
    put(out, STR("\">"));
    write_names(out, node, base);
    write_int(out, STR("mentions"), node->mentions);
    write_int(out, STR("documents"), node->documents);
    write_int(out, STR("degree"), measures->degree);
    write_number(out, STR("pagerank"), measures->pagerank, 8);
    if (graph->betweenness_known) {
        write_number(out, STR("betweenness"), measures->betweenness, 8);
    }
    write_int(out, STR("community"), measures->community);
    write_number(out, STR("x"), measures->x, 6);
    write_number(out, STR("y"), measures->y, 6);
    write_number(out, STR("size"), measures->size, 4);
    write_int(out, STR("r"), measures->color >> 16 & 0xFF);
    write_int(out, STR("g"), measures->color >> 8 & 0xFF);
    write_int(out, STR("b"), measures->color & 0xFF);
    put(out, STR("</node>\n"));
}

static void write_edge(Output *out, const Network *network, uint32_t index) {
    const NetworkEdge *edge = &network->edges[index];
    const Str relation = network->ruleset->relations[edge->relation].name;
    put(out, STR("<edge id=\"e"));
    write_uint(out, index);
    put(out, STR("\" source=\"n"));
    write_uint(out, edge->source);
    put(out, STR("\" target=\"n"));
    write_uint(out, edge->target);
    put(out, STR("\" label=\""));
    write_text(out, relation, &escape_xml);
    put(out, STR("\">"));
    write_string(out, STR("edgelabel"), relation);
    write_int(out, STR("weight"), edge->statements > 0 ? edge->statements : 1);
    write_string(out, STR("relation"), relation);
    write_number(out, STR("confidence"), edge->confidence, 4);
    write_int(out, STR("edgedocuments"), edge->documents);
    write_string(out, STR("firstDate"), edge->first_date);
    write_string(out, STR("lastDate"), edge->last_date);
    write_string(out, STR("modality"), modality_name(edge->modality));
    if (edge->contradicted) {
        write_string(out, STR("contradicted"), STR("true"));
    }
    write_string(out, STR("role"), edge->role);
    if (edge->best < edge->evidence_count) {
        write_string(out, STR("evidence"), edge->evidence[edge->best].sentence);
        write_string(out, STR("rule"), edge->evidence[edge->best].rule);
    }
    put(out, STR("</edge>\n"));
}

Status graphml_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    const Network *network = graph->network;
    Output *out = files[0];
    write_head(out);
    for (uint32_t i = 0; i < network->node_count; i++) {
        write_node(out, graph, i, export_base(options));
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        if (edge_is_shown(&network->edges[i], options)) {
            write_edge(out, network, i);
        }
    }
    put(out, STR("</graph>\n</graphml>\n"));
    return STATUS_OK;
}
