/* JSON-LD that loads without a network: inline context, flat nodes one a line, `@type` before
 * `@id`, numbers as typed strings, an IRI for everything.
 *
 * An edge that somebody asserts, plans or reports is a triple on its subject; every statement of
 * every edge, denied ones too, is an rdf:Statement with its modality and the sentence it is from.
 */
#include "write.h"

typedef struct LdWriter {
    Output *out;
    const Graph *graph;
    Str base;
    Buffer scratch;
    bool *used_relations; /* [relation_count] */
    bool *used_types;     /* [type_count] */
    bool begun;           /* some node object is written */
} LdWriter;

static const char context_head[] =
    "{\"@context\":{\"@version\":1.1,\n"
    "\"rdf\":\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\",\n"
    "\"rdfs\":\"http://www.w3.org/2000/01/rdf-schema#\",\n"
    "\"xsd\":\"http://www.w3.org/2001/XMLSchema#\",\n"
    "\"owl\":\"http://www.w3.org/2002/07/owl#\",\n"
    "\"skos\":\"http://www.w3.org/2004/02/skos/core#\",\n"
    "\"schema\":\"http://schema.org/\",\n"
    "\"prov\":\"http://www.w3.org/ns/prov#\",\n"
    "\"nif\":\"http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#\",\n";

/* The namespace of relations and attributes that no other vocabulary has. */
#define VOCABULARY "https://w3id.org/trithuc/ontology#"

/* The `:` in a term keeps them apart from names of types and relations. */
static const char context_terms[] =
    "\"trithuc\":\"" VOCABULARY "\",\n"
    "\"rdfs:label\":{\"@id\":\"rdfs:label\"},\n"
    "\"label-en\":{\"@id\":\"rdfs:label\",\"@language\":\"en\"},\n"
    "\"label-vi\":{\"@id\":\"rdfs:label\",\"@language\":\"vi\"},\n"
    "\"owl:sameAs\":{\"@id\":\"owl:sameAs\",\"@type\":\"@id\"},\n"
    "\"rdf:subject\":{\"@id\":\"rdf:subject\",\"@type\":\"@id\"},\n"
    "\"rdf:predicate\":{\"@id\":\"rdf:predicate\",\"@type\":\"@id\"},\n"
    "\"rdf:object\":{\"@id\":\"rdf:object\",\"@type\":\"@id\"},\n"
    "\"prov:wasDerivedFrom\":{\"@id\":\"prov:wasDerivedFrom\",\"@type\":\"@id\"},\n"
    "\"schema:url\":{\"@id\":\"schema:url\",\"@type\":\"@id\"},\n"
    "\"nif:referenceContext\":{\"@id\":\"nif:referenceContext\",\"@type\":\"@id\"},\n"
    "\"nif:beginIndex\":{\"@id\":\"nif:beginIndex\",\"@type\":\"xsd:integer\"},\n"
    "\"nif:endIndex\":{\"@id\":\"nif:endIndex\",\"@type\":\"xsd:integer\"},\n"
    "\"trithuc:mentions\":{\"@id\":\"trithuc:mentions\",\"@type\":\"xsd:integer\"},\n"
    "\"trithuc:documents\":{\"@id\":\"trithuc:documents\",\"@type\":\"xsd:integer\"},\n"
    "\"trithuc:confidence\":{\"@id\":\"trithuc:confidence\",\"@type\":\"xsd:decimal\"},\n"
    "\"date-day\":{\"@id\":\"trithuc:date\",\"@type\":\"xsd:date\"},\n"
    "\"date-month\":{\"@id\":\"trithuc:date\",\"@type\":\"xsd:gYearMonth\"},\n"
    "\"date-year\":{\"@id\":\"trithuc:date\",\"@type\":\"xsd:gYear\"},\n"
    "\"date-text\":{\"@id\":\"trithuc:date\"}";

/* ---- IRIs ---- */

static Str actor_iri(LdWriter *writer, uint32_t node) {
    buffer_clear(&writer->scratch);
    buffer_add(&writer->scratch, writer->base);
    buffer_add(&writer->scratch, STR("actor/"));
    add_encoded(&writer->scratch, writer->graph->network->nodes[node].id);
    return buffer_str(&writer->scratch);
}

/* Readable beginning of the id, then a hash of all of id and address. */
static Str document_iri(LdWriter *writer, const Evidence *evidence) {
    enum { READABLE = 48 };
    Buffer *out = &writer->scratch;
    buffer_clear(out);
    buffer_add(out, evidence->document);
    buffer_byte(out, '\n');
    buffer_add(out, evidence->url);
    const uint64_t hash = str_hash(buffer_str(out));
    Str readable = evidence->document;
    if (readable.len > READABLE) {
        readable.len = READABLE;
        while (readable.len > 0 &&
               ((unsigned char)evidence->document.ptr[readable.len] & 0xC0) == 0x80) {
            readable.len--;
        }
    }
    buffer_clear(out);
    buffer_add(out, writer->base);
    buffer_add(out, STR("document/"));
    add_encoded(out, readable);
    buffer_byte(out, '-');
    add_hex(out, hash);
    return buffer_str(out);
}

static Str sentence_iri(LdWriter *writer, const Evidence *evidence) {
    (void)document_iri(writer, evidence);
    buffer_add(&writer->scratch, STR("#char="));
    buffer_uint(&writer->scratch, evidence->start);
    buffer_byte(&writer->scratch, ',');
    buffer_uint(&writer->scratch, evidence->end);
    return buffer_str(&writer->scratch);
}

/* The same statement has the same IRI in every run. */
static Str statement_iri(LdWriter *writer, const NetworkEdge *edge, const Evidence *evidence) {
    const Network *network = writer->graph->network;
    Buffer *out = &writer->scratch;
    (void)sentence_iri(writer, evidence);
    const Str parts[] = {network->nodes[edge->source].id,
                         network->ruleset->relations[edge->relation].name,
                         network->nodes[edge->target].id,
                         modality_name(evidence->modality),
                         evidence->date,
                         evidence->role};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_byte(out, '\n');
        buffer_add(out, parts[i]);
    }
    const uint64_t hash = str_hash(buffer_str(out));
    buffer_clear(out);
    buffer_add(out, writer->base);
    buffer_add(out, STR("statement/"));
    add_hex(out, hash);
    return buffer_str(out);
}

/* ---- JSON ---- */

/* The next node object, with its types, separated by `","`, and its IRI. */
static void open_node(LdWriter *writer, Str types, Str iri) {
    put(writer->out, writer->begun ? STR(",\n{\"@type\":[\"") : STR("{\"@type\":[\""));
    writer->begun = true;
    put(writer->out, types);
    put(writer->out, STR("\"],\"@id\":\""));
    write_text(writer->out, iri, &escape_json);
    put(writer->out, STR("\""));
}

static void close_node(LdWriter *writer) { put(writer->out, STR("}")); }

/* An empty value is left out. */
static void write_member(LdWriter *writer, Str key, Str value) {
    if (value.len > 0) {
        put(writer->out, STR(",\""));
        put(writer->out, key);
        put(writer->out, STR("\":\""));
        write_text(writer->out, value, &escape_json);
        put(writer->out, STR("\""));
    }
}

static void write_count(LdWriter *writer, Str key, uint64_t value) {
    put(writer->out, STR(",\""));
    put(writer->out, key);
    put(writer->out, STR("\":\""));
    write_uint(writer->out, value);
    put(writer->out, STR("\""));
}

static bool all_digits(Str s, size_t start, size_t end) {
    for (size_t i = start; i < end; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return false;
        }
    }
    return true;
}

static unsigned two_digits(Str s, size_t at) {
    return (unsigned)(s.ptr[at] - '0') * 10 + (unsigned)(s.ptr[at + 1] - '0');
}

static bool is_leap(unsigned year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static bool is_day(Str date) {
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const unsigned year = two_digits(date, 0) * 100 + two_digits(date, 2);
    const unsigned month = two_digits(date, 5);
    const unsigned day = two_digits(date, 8);
    return day >= 1 && day <= days[month - 1] && (month != 2 || day < 29 || is_leap(year));
}

/* Whole days, months and years are typed; anything else stays text. */
static Str date_key(Str date) {
    const bool year = date.len >= 4 && all_digits(date, 0, 4) && !str_starts(date, STR("0000"));
    const bool month = year && date.len >= 7 && date.ptr[4] == '-' && all_digits(date, 5, 7) &&
                       two_digits(date, 5) >= 1 && two_digits(date, 5) <= 12;
    if (month && date.len == 10 && date.ptr[7] == '-' && all_digits(date, 8, 10) && is_day(date)) {
        return STR("date-day");
    }
    if (month && date.len == 7) {
        return STR("date-month");
    }
    return year && date.len == 4 ? STR("date-year") : STR("date-text");
}

/* ---- Context ---- */

static Str relation_iri(LdWriter *writer, RelationId relation) {
    const RelationInfo *info = &writer->graph->network->ruleset->relations[relation];
    if (info->iri.len > 0) {
        return info->iri;
    }
    buffer_clear(&writer->scratch);
    buffer_add(&writer->scratch, STR(VOCABULARY));
    add_encoded(&writer->scratch, info->name);
    return buffer_str(&writer->scratch);
}

static void mark_used(LdWriter *writer) {
    const Network *network = writer->graph->network;
    writer->used_relations =
        mem_zeroed(network->ruleset->relation_count, sizeof(bool), "relations");
    writer->used_types = mem_zeroed(network->ruleset->type_count, sizeof(bool), "types");
    for (uint32_t i = 0; i < network->node_count; i++) {
        writer->used_types[network->nodes[i].type_id] = true;
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        writer->used_relations[network->edges[i].relation] = true;
    }
}

static void write_context(LdWriter *writer) {
    const Ruleset *ruleset = writer->graph->network->ruleset;
    Output *out = writer->out;
    put(out, STR(context_head));
    put(out, STR(context_terms));
    for (TypeId i = 1; i < ruleset->type_count; i++) {
        if (writer->used_types[i]) {
            write_member(writer, ruleset->types[i].name,
                         ruleset->types[i].iri.len > 0 ? ruleset->types[i].iri
                                                       : STR("schema:Thing"));
        }
    }
    for (RelationId i = 1; i < ruleset->relation_count; i++) {
        if (writer->used_relations[i]) {
            put(out, STR(",\n\""));
            write_text(out, ruleset->relations[i].name, &escape_json);
            put(out, STR("\":{\"@id\":\""));
            write_text(out, relation_iri(writer, i), &escape_json);
            put(out, STR("\",\"@type\":\"@id\"}"));
        }
    }
    put(out, STR("},\n\"@graph\":[\n"));
}

/* ---- Nodes ---- */

static void write_relations(LdWriter *writer) {
    const Ruleset *ruleset = writer->graph->network->ruleset;
    for (RelationId i = 1; i < ruleset->relation_count; i++) {
        if (writer->used_relations[i]) {
            open_node(writer, STR("rdf:Property"), relation_iri(writer, i));
            write_member(writer, STR("label-en"), ruleset->relations[i].label_en);
            write_member(writer, STR("label-vi"), ruleset->relations[i].label_vi);
            close_node(writer);
        }
    }
}

static void write_strings(LdWriter *writer, Str key, const Str *strings, uint32_t count) {
    if (count == 0) {
        return;
    }
    put(writer->out, STR(",\""));
    put(writer->out, key);
    for (uint32_t i = 0; i < count; i++) {
        put(writer->out, i == 0 ? STR("\":[\"") : STR("\",\""));
        write_text(writer->out, strings[i], &escape_json);
    }
    put(writer->out, STR("\"]"));
}

/* The triples of `source`, whose edges begin at `edge`; returns the first edge behind them. */
static uint32_t write_triples(LdWriter *writer, uint32_t source, uint32_t edge) {
    const Network *network = writer->graph->network;
    RelationId open = 0;
    for (; edge < network->edge_count && network->edges[edge].source == source; edge++) {
        const NetworkEdge *this = &network->edges[edge];
        if (!graph_edge_counts(this)) {
            continue;
        }
        if (this->relation != open) {
            put(writer->out, open ? STR("\"],\"") : STR(",\""));
            write_text(writer->out, network->ruleset->relations[this->relation].name, &escape_json);
            put(writer->out, STR("\":[\""));
            open = this->relation;
        } else {
            put(writer->out, STR("\",\""));
        }
        write_text(writer->out, actor_iri(writer, this->target), &escape_json);
    }
    if (open) {
        put(writer->out, STR("\"]"));
    }
    return edge;
}

static void write_actors(LdWriter *writer) {
    const Network *network = writer->graph->network;
    uint32_t edge = 0;
    for (uint32_t i = 0; i < network->node_count; i++) {
        const NetworkNode *node = &network->nodes[i];
        const Str type =
            node->type_id > 0 ? network->ruleset->types[node->type_id].name : STR("schema:Thing");
        open_node(writer, type, actor_iri(writer, i));
        write_member(writer, STR("rdfs:label"), node->label);
        write_strings(writer, STR("skos:altLabel"), node->aliases, node->alias_count);
        if (node->wikidata.len > 0) {
            put(writer->out, STR(",\"owl:sameAs\":\"http://www.wikidata.org/entity/"));
            write_text(writer->out, node->wikidata, &escape_json);
            put(writer->out, STR("\""));
        }
        write_count(writer, STR("trithuc:mentions"), node->mentions);
        write_count(writer, STR("trithuc:documents"), node->documents);
        edge = write_triples(writer, i, edge);
        close_node(writer);
    }
}

static void write_statement(LdWriter *writer, const NetworkEdge *edge, const Evidence *evidence) {
    open_node(writer, STR("rdf:Statement"), statement_iri(writer, edge, evidence));
    write_member(writer, STR("rdf:subject"), actor_iri(writer, edge->source));
    write_member(writer, STR("rdf:predicate"), relation_iri(writer, edge->relation));
    write_member(writer, STR("rdf:object"), actor_iri(writer, edge->target));
    put(writer->out, STR(",\"trithuc:confidence\":\""));
    write_double(writer->out, evidence->confidence, 4);
    put(writer->out, STR("\""));
    write_member(writer, STR("trithuc:modality"), modality_name(evidence->modality));
    write_member(writer, date_key(evidence->date), evidence->date);
    write_member(writer, STR("trithuc:role"), evidence->role);
    write_member(writer, STR("trithuc:amount"), evidence->amount);
    write_member(writer, STR("trithuc:rule"), evidence->rule);
    write_member(writer, STR("prov:wasDerivedFrom"), sentence_iri(writer, evidence));
    close_node(writer);
}

/* The same strings are mostly the same bytes in memory. */
static int compare_shared(Str a, Str b) {
    return a.ptr == b.ptr && a.len == b.len ? 0 : str_compare(a, b);
}

/* By document, address, place. */
static int compare_origins(const void *left, const void *right) {
    const Evidence *a = *(const Evidence *const *)left;
    const Evidence *b = *(const Evidence *const *)right;
    int order = compare_shared(a->document, b->document);
    if (order == 0) {
        order = compare_shared(a->url, b->url);
    }
    if (order == 0) {
        order = (a->start > b->start) - (a->start < b->start);
    }
    return order != 0 ? order : (a->end > b->end) - (a->end < b->end);
}

static void write_document(LdWriter *writer, const Evidence *evidence) {
    open_node(writer, STR("schema:NewsArticle\",\"nif:Context"), document_iri(writer, evidence));
    write_member(writer, STR("schema:identifier"), evidence->document);
    write_member(writer, STR("schema:headline"), evidence->title);
    if (is_web_address(evidence->url)) {
        buffer_clear(&writer->scratch);
        add_url(&writer->scratch, evidence->url);
        write_member(writer, STR("schema:url"), buffer_str(&writer->scratch));
    }
    close_node(writer);
}

static void write_sentence(LdWriter *writer, const Evidence *evidence) {
    open_node(writer, STR("nif:Sentence"), sentence_iri(writer, evidence));
    write_member(writer, STR("nif:referenceContext"), document_iri(writer, evidence));
    write_count(writer, STR("nif:beginIndex"), evidence->start);
    write_count(writer, STR("nif:endIndex"), evidence->end);
    write_member(writer, STR("nif:anchorOf"), evidence->sentence);
    close_node(writer);
}

/* Each document and each sentence once. */
static void write_origins(LdWriter *writer) {
    const Network *network = writer->graph->network;
    size_t count = 0;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        count += network->edges[i].evidence_count;
    }
    const Evidence **origins = mem_zeroed(count, sizeof *origins, "sentences");
    count = 0;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        for (uint32_t k = 0; k < network->edges[i].evidence_count; k++) {
            origins[count++] = &network->edges[i].evidence[k];
        }
    }
    qsort((void *)origins, count, sizeof *origins, compare_origins);
    for (size_t i = 0; i < count; i++) {
        const Evidence *this = origins[i];
        const Evidence *before = i > 0 ? origins[i - 1] : NULL;
        if (!before || !str_equal(before->document, this->document) ||
            !str_equal(before->url, this->url)) {
            write_document(writer, this);
        }
        if (!before || compare_origins(&origins[i - 1], &origins[i]) != 0) {
            write_sentence(writer, this);
        }
    }
    free((void *)origins);
}

Status jsonld_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    const Network *network = graph->network;
    LdWriter writer = {.out = files[0], .graph = graph, .base = export_base(options)};
    mark_used(&writer);
    write_context(&writer);
    write_relations(&writer);
    write_actors(&writer);
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        for (uint32_t k = 0; k < edge->evidence_count; k++) {
            write_statement(&writer, edge, &edge->evidence[k]);
        }
    }
    write_origins(&writer);
    put(writer.out, STR("\n]}\n"));
    buffer_free(&writer.scratch);
    free(writer.used_relations);
    free(writer.used_types);
    return STATUS_OK;
}
