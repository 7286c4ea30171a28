/* One page that shows the graph in a browser, without a network: the template that page/ builds,
 * with the graph as JSON in the place that it keeps for it.
 *
 * The page holds what people read, not all there is: the most central actors, the strongest
 * relations between them, and of each relation some sentences. It says so where it leaves out. */
#include "write.h"

enum {
    NODES_MOST = 10000,
    EDGES_MOST = 50000,
    SENTENCES_MOST = 8,    /* of one edge */
    SENTENCE_BYTES = 2000, /* of one sentence */
    NAME_BYTES = 400,
    ALIASES_MOST = 24
};

/* Built from page.S. */
extern const char html_page[];
extern const char html_page_end[];

/* Stands in the page where the data belong; the build makes sure that it is there once. */
#define DATA_MARK STR("@DATA@")

#define NOT_SHOWN UINT32_MAX

typedef struct PageWriter {
    Output *out;
    const Graph *graph;
    uint32_t *places; /* of nodes in the page, or NOT_SHOWN */
    uint32_t *edges;  /* shown, in the order of the network */
    uint32_t edge_count;
    uint32_t node_count;
    Intern sources, sentences, rules; /* each once; keys are made by source_key() and the like */
    VEC(const Evidence *) of_sources; /* by id - 1: where it is first met */
    VEC(const Evidence *) of_sentences;
    Buffer key;
} PageWriter;

/* ---- What is shown ---- */

typedef struct Rank {
    double weight;
    uint32_t index;
} Rank;

/* Falling weight, then rising index. */
static int compare_ranks(const void *left, const void *right) {
    const Rank *a = left;
    const Rank *b = right;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? 1 : -1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

static int compare_indices(const void *left, const void *right) {
    const uint32_t a = ((const Rank *)left)->index;
    const uint32_t b = ((const Rank *)right)->index;
    return (a > b) - (a < b);
}

/* The `limit` heaviest of the ranks, by index; returns how many. */
static uint32_t keep_heaviest(Rank *ranks, uint32_t count, uint32_t limit) {
    if (count <= limit) {
        return count;
    }
    qsort(ranks, count, sizeof *ranks, compare_ranks);
    qsort(ranks, limit, sizeof *ranks, compare_indices);
    return limit;
}

static void choose_nodes(PageWriter *writer) {
    const Graph *graph = writer->graph;
    const uint32_t count = graph->network->node_count;
    Rank *ranks = mem_zeroed(count + 1, sizeof *ranks, "actors of the page");
    for (uint32_t i = 0; i < count; i++) {
        ranks[i] = (Rank){graph->nodes[i].pagerank, i};
        writer->places[i] = NOT_SHOWN;
    }
    writer->node_count = keep_heaviest(ranks, count, NODES_MOST);
    for (uint32_t i = 0; i < writer->node_count; i++) {
        writer->places[ranks[i].index] = i;
    }
    free(ranks);
}

static void choose_edges(PageWriter *writer) {
    const Network *network = writer->graph->network;
    Rank *ranks = mem_zeroed(network->edge_count + 1, sizeof *ranks, "relations of the page");
    uint32_t count = 0;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        if (writer->places[edge->source] != NOT_SHOWN &&
            writer->places[edge->target] != NOT_SHOWN) {
            ranks[count++] = (Rank){edge->statements, i};
        }
    }
    writer->edge_count = keep_heaviest(ranks, count, EDGES_MOST);
    for (uint32_t i = 0; i < writer->edge_count; i++) {
        writer->edges[i] = ranks[i].index;
    }
    free(ranks);
}

/* ---- JSON ---- */

static void write_string(Output *out, Str text, size_t limit) {
    put(out, STR("\""));
    write_short(out, text, limit, &escape_script);
    put(out, STR("\""));
}

/* `,"key":` */
static void write_key(Output *out, const char *key) {
    put(out, STR(",\""));
    put(out, str_from(key));
    put(out, STR("\":"));
}

/* An empty value is left out. */
static void write_member(Output *out, const char *key, Str value) {
    if (value.len > 0) {
        write_key(out, key);
        write_string(out, value, NAME_BYTES);
    }
}

static void write_count(Output *out, const char *key, uint64_t value) {
    write_key(out, key);
    write_uint(out, value);
}

static void write_number(Output *out, const char *key, double value) {
    write_key(out, key);
    write_double(out, value, 5);
}

/* `,"key":[`, and the separator before each item but the first. */
static void open_list(Output *out, const char *key) {
    write_key(out, key);
    put(out, STR("["));
}

static void separate(Output *out, size_t index) { put(out, index > 0 ? STR(",\n") : STR("\n")); }

static void close_list(Output *out) { put(out, STR("]")); }

/* ---- Ontology ---- */

static void write_labels(Output *out, Str name, Str en, Str vi) {
    put(out, STR("{\"name\":"));
    write_string(out, name, NAME_BYTES);
    write_member(out, "en", en.len > 0 ? en : name);
    write_member(out, "vi", vi.len > 0 ? vi : name);
}

/* Index 0 stands for none, as in the ruleset. */
static void write_ontology(PageWriter *writer) {
    const Ruleset *ruleset = writer->graph->network->ruleset;
    Output *out = writer->out;
    open_list(out, "types");
    for (TypeId i = 0; i < ruleset->type_count; i++) {
        const TypeInfo *type = &ruleset->types[i];
        separate(out, i);
        write_labels(out, type->name, type->label_en, type->label_vi);
        write_key(out, "color");
        put(out, STR("\""));
        write_rgb(out, type->color);
        put(out, STR("\"}"));
    }
    close_list(out);
    open_list(out, "relations");
    for (RelationId i = 0; i < ruleset->relation_count; i++) {
        const RelationInfo *relation = &ruleset->relations[i];
        separate(out, i);
        write_labels(out, relation->name, relation->label_en, relation->label_vi);
        put(out, relation->symmetric ? STR(",\"symmetric\":true}") : STR("}"));
    }
    close_list(out);
    open_list(out, "modalities");
    for (size_t i = 0; i < MODALITY_COUNT; i++) {
        separate(out, i);
        write_string(out, modality_name((Modality)i), NAME_BYTES);
    }
    close_list(out);
}

/* ---- Nodes ---- */

static void write_node(Output *out, const NetworkNode *node, const NodeMeasures *measures) {
    put(out, STR("{\"id\":"));
    write_string(out, node->id, NAME_BYTES);
    write_member(out, "label", node->label);
    write_count(out, "type", node->type_id);
    if (node->alias_count > 0) {
        open_list(out, "aliases");
        for (uint32_t i = 0; i < node->alias_count && i < ALIASES_MOST; i++) {
            put(out, i > 0 ? STR(",") : STR_NONE);
            write_string(out, node->aliases[i], NAME_BYTES);
        }
        close_list(out);
    }
    write_member(out, "wikidata", node->wikidata);
    write_count(out, "mentions", node->mentions);
    write_count(out, "documents", node->documents);
    write_count(out, "community", measures->community);
    write_number(out, "pagerank", measures->pagerank);
    write_number(out, "x", measures->x);
    write_number(out, "y", measures->y);
    write_number(out, "size", measures->size);
    put(out, STR("}"));
}

static void write_nodes(PageWriter *writer) {
    const Network *network = writer->graph->network;
    open_list(writer->out, "nodes");
    for (uint32_t i = 0; i < network->node_count; i++) {
        if (writer->places[i] != NOT_SHOWN) {
            separate(writer->out, writer->places[i]);
            write_node(writer->out, &network->nodes[i], &writer->graph->nodes[i]);
        }
    }
    close_list(writer->out);
}

/* ---- Statements ---- */

/* The index of the document in `sources`. */
static uint32_t source_of(PageWriter *writer, const Evidence *evidence) {
    buffer_clear(&writer->key);
    buffer_add(&writer->key, evidence->document);
    buffer_byte(&writer->key, '\n');
    buffer_add(&writer->key, evidence->url);
    const uint32_t id = intern_add(&writer->sources, buffer_str(&writer->key));
    if (id > writer->of_sources.count) {
        vec_push(&writer->of_sources, evidence);
    }
    return id - 1;
}

/* The index of the sentence in `sentences`; its document goes into `sources` with it. */
static uint32_t sentence_of(PageWriter *writer, const Evidence *evidence) {
    const uint32_t source = source_of(writer, evidence);
    buffer_clear(&writer->key);
    buffer_uint(&writer->key, source);
    buffer_byte(&writer->key, '\n');
    buffer_add(&writer->key, evidence->sentence);
    const uint32_t id = intern_add(&writer->sentences, buffer_str(&writer->key));
    if (id > writer->of_sentences.count) {
        vec_push(&writer->of_sentences, evidence);
    }
    return id - 1;
}

static void write_statement(PageWriter *writer, const Evidence *evidence) {
    Output *out = writer->out;
    put(out, STR("{\"sentence\":"));
    write_uint(out, sentence_of(writer, evidence));
    write_count(out, "modality", evidence->modality);
    write_number(out, "confidence", evidence->confidence);
    write_member(out, "date", evidence->date);
    write_member(out, "role", evidence->role);
    write_member(out, "amount", evidence->amount);
    write_count(out, "rule", intern_add(&writer->rules, evidence->rule) - 1);
    put(out, STR("}"));
}

typedef struct Chosen {
    uint32_t items[SENTENCES_MOST];
    uint32_t count;
} Chosen;

static void choose(Chosen *chosen, uint32_t index) {
    for (uint32_t i = 0; i < chosen->count; i++) {
        if (chosen->items[i] == index) {
            return;
        }
    }
    if (chosen->count < SENTENCES_MOST) {
        chosen->items[chosen->count++] = index;
    }
}

/* The best statement, then the first of each modality, so that a denial is not lost, then one of
 * each further document, then the others. */
static void choose_statements(Chosen *chosen, const NetworkEdge *edge) {
    const uint32_t count = edge->evidence_count;
    if (edge->best < count) {
        choose(chosen, edge->best);
    }
    bool seen[MODALITY_COUNT] = {false};
    for (uint32_t i = 0; i < count; i++) {
        if (!seen[edge->evidence[i].modality]) {
            seen[edge->evidence[i].modality] = true;
            choose(chosen, i);
        }
    }
    for (uint32_t i = 0; i < count && chosen->count < SENTENCES_MOST; i++) {
        if (i == 0 || !str_equal(edge->evidence[i].document, edge->evidence[i - 1].document)) {
            choose(chosen, i);
        }
    }
    for (uint32_t i = 0; i < count && chosen->count < SENTENCES_MOST; i++) {
        choose(chosen, i);
    }
}

/* By modality, date, then falling confidence. */
static int compare_statements(const void *left, const void *right) {
    const Evidence *a = *(const Evidence *const *)left;
    const Evidence *b = *(const Evidence *const *)right;
    if (a->modality != b->modality) {
        return a->modality < b->modality ? -1 : 1;
    }
    const int order = str_compare(a->date, b->date);
    return order != 0 ? order : (a->confidence < b->confidence) - (a->confidence > b->confidence);
}

/* Of an edge with more statements than are shown, what filters ask of all of them: each modality
 * and date with the highest confidence. */
static void write_all_statements(Output *out, const NetworkEdge *edge) {
    const Evidence **sorted =
        (const Evidence **)mem_zeroed(edge->evidence_count, sizeof *sorted, "statements");
    for (uint32_t i = 0; i < edge->evidence_count; i++) {
        sorted[i] = &edge->evidence[i];
    }
    qsort((void *)sorted, edge->evidence_count, sizeof *sorted, compare_statements);
    open_list(out, "all");
    for (uint32_t i = 0; i < edge->evidence_count; i++) {
        const Evidence *evidence = sorted[i];
        if (i > 0 && evidence->modality == sorted[i - 1]->modality &&
            str_equal(evidence->date, sorted[i - 1]->date)) {
            continue;
        }
        put(out, i > 0 ? STR(",[") : STR("["));
        write_uint(out, evidence->modality);
        put(out, STR(","));
        write_string(out, evidence->date, NAME_BYTES);
        put(out, STR(","));
        write_double(out, evidence->confidence, 4);
        put(out, STR("]"));
    }
    close_list(out);
    free((void *)sorted);
}

static void write_edge(PageWriter *writer, const NetworkEdge *edge) {
    Output *out = writer->out;
    put(out, STR("{\"source\":"));
    write_uint(out, writer->places[edge->source]);
    write_count(out, "target", writer->places[edge->target]);
    write_count(out, "relation", edge->relation);
    write_count(out, "modality", edge->modality);
    write_count(out, "statements", edge->statements);
    write_count(out, "documents", edge->documents);
    write_number(out, "confidence", edge->confidence);
    write_member(out, "first", edge->first_date);
    write_member(out, "last", edge->last_date);
    write_member(out, "role", edge->role);
    if (edge->contradicted) {
        write_key(out, "contradicted");
        put(out, STR("true"));
    }
    if (edge->evidence_count > SENTENCES_MOST) {
        write_all_statements(out, edge);
    }
    Chosen chosen = {.count = 0};
    choose_statements(&chosen, edge);
    open_list(out, "evidence");
    for (uint32_t i = 0; i < chosen.count; i++) {
        put(out, i > 0 ? STR(",") : STR_NONE);
        write_statement(writer, &edge->evidence[chosen.items[i]]);
    }
    put(out, STR("]}"));
}

static void write_edges(PageWriter *writer) {
    open_list(writer->out, "edges");
    for (uint32_t i = 0; i < writer->edge_count; i++) {
        separate(writer->out, i);
        write_edge(writer, &writer->graph->network->edges[writer->edges[i]]);
    }
    close_list(writer->out);
}

/* What the statements point to, once they are written. */
static void write_tables(PageWriter *writer) {
    Output *out = writer->out;
    open_list(out, "sentences");
    for (size_t i = 0; i < writer->of_sentences.count; i++) {
        const Evidence *evidence = writer->of_sentences.items[i];
        separate(out, i);
        put(out, STR("["));
        write_uint(out, source_of(writer, evidence));
        put(out, STR(","));
        write_string(out, evidence->sentence, SENTENCE_BYTES);
        put(out, STR("]"));
    }
    close_list(out);
    open_list(out, "sources");
    for (size_t i = 0; i < writer->of_sources.count; i++) {
        const Evidence *evidence = writer->of_sources.items[i];
        separate(out, i);
        put(out, STR("{\"id\":"));
        write_string(out, evidence->document, NAME_BYTES);
        write_member(out, "title", evidence->title);
        write_member(out, "date", evidence->published);
        /* Not cut: half an address leads elsewhere. */
        if (is_web_address(evidence->url)) {
            write_key(out, "url");
            write_string(out, evidence->url, evidence->url.len);
        }
        put(out, STR("}"));
    }
    close_list(out);
    open_list(out, "rules");
    for (uint32_t i = 0; i < intern_count(&writer->rules); i++) {
        separate(out, i);
        write_string(out, intern_str(&writer->rules, i + 1), NAME_BYTES);
    }
    close_list(out);
}

static void write_data(PageWriter *writer, const ExportOptions *options) {
    const Network *network = writer->graph->network;
    Output *out = writer->out;
    put(out, STR("{\"version\":1"));
    write_count(out, "documentCount", network->document_count);
    write_count(out, "nodeCount", network->node_count);
    write_count(out, "edgeCount", network->edge_count);
    write_key(out, "allModalities");
    put(out, options->all_modalities ? STR("true") : STR("false"));
    write_ontology(writer);
    write_nodes(writer);
    write_edges(writer);
    write_tables(writer);
    put(out, STR("}"));
}

/* ---- The page ---- */

static Str page(void) { return (Str){html_page, (size_t)(html_page_end - html_page)}; }

Status html_ready(void) {
    if (page().len > 0) {
        return STATUS_OK;
    }
    return diag_report(STATUS_OUTPUT, SEVERITY_ERROR, NULL,
                       "install nodejs and npm, then build trithuc again with a network: `make`",
                       "'html' cannot be written: this program was built without its page");
}

static size_t find_mark(Str text) {
    size_t at = str_find(text, '@', 0);
    while (at < text.len && !str_starts(str_sub(text, at, text.len), DATA_MARK)) {
        at = str_find(text, '@', at + 1);
    }
    return at;
}

Status html_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    TRY(html_ready());
    const Network *network = graph->network;
    PageWriter writer = {
        .out = files[0],
        .graph = graph,
        .places = mem_zeroed(network->node_count + 1, sizeof(uint32_t), "actors of the page"),
        .edges = mem_zeroed(network->edge_count + 1, sizeof(uint32_t), "relations of the page")};
    choose_nodes(&writer);
    choose_edges(&writer);
    const Str template = page();
    const size_t mark = find_mark(template);
    put(writer.out, str_sub(template, 0, mark));
    write_data(&writer, options);
    put(writer.out, str_sub(template, mark + DATA_MARK.len, template.len));
    free(writer.places);
    free(writer.edges);
    intern_free(&writer.sources);
    intern_free(&writer.sentences);
    intern_free(&writer.rules);
    vec_free(&writer.of_sources);
    vec_free(&writer.of_sentences);
    buffer_free(&writer.key);
    return STATUS_OK;
}
