/* JSON-LD that loads without a network: inline context, flat nodes one a line, `@type` before
 * `@id`, numbers as typed strings. */
#include "rdf.h"

typedef struct LdWriter {
    RdfSink sink;
    Output *out;
    const RdfNames *names;
    const Str *keys; /* of properties and types, by name */
    RdfName open;    /* the property whose array is open, or RDF_NO_NAME */
    bool begun;      /* some node object is written */
} LdWriter;

static bool has_several(const LdWriter *writer, RdfName name) {
    return rdf_is_relation(writer->names, name) || rdf_fixed[name].several;
}

static RdfKind usual_kind(RdfName name) {
    return name < RDF_FIXED_COUNT ? rdf_fixed[name].kind : RDF_IRI;
}

static void put_string(LdWriter *writer, Str text) {
    put(writer->out, STR("\""));
    write_text(writer->out, text, &escape_json);
    put(writer->out, STR("\""));
}

static void open_resource(RdfSink *sink, Str iri, const RdfName *types, size_t type_count) {
    LdWriter *writer = (LdWriter *)sink;
    put(writer->out, writer->begun ? STR(",\n{\"@type\":[") : STR("{\"@type\":["));
    writer->begun = true;
    for (size_t i = 0; i < type_count; i++) {
        put(writer->out, i > 0 ? STR(",") : STR_NONE);
        put_string(writer, writer->keys[types[i]]);
    }
    put(writer->out, STR("],\"@id\":\""));
    put(writer->out, iri);
    put(writer->out, STR("\""));
    writer->open = RDF_NO_NAME;
}

static void close_array(LdWriter *writer) {
    if (writer->open != RDF_NO_NAME) {
        put(writer->out, STR("]"));
        writer->open = RDF_NO_NAME;
    }
}

/* A string where the context says what it is, else an object that does. */
static void put_value(LdWriter *writer, RdfName predicate, RdfKind kind, Str value) {
    static const char *const begins[RDF_KIND_COUNT] = {
        [RDF_IRI] = "{\"@id\":",
        [RDF_TEXT] = "{\"@value\":",
        [RDF_ENGLISH] = "{\"@language\":\"en\",\"@value\":",
        [RDF_VIETNAMESE] = "{\"@language\":\"vi\",\"@value\":",
        [RDF_INTEGER] = "{\"@type\":\"xsd:integer\",\"@value\":",
        [RDF_DECIMAL] = "{\"@type\":\"xsd:decimal\",\"@value\":",
        [RDF_DATE] = "{\"@type\":\"xsd:date\",\"@value\":",
        [RDF_MONTH] = "{\"@type\":\"xsd:gYearMonth\",\"@value\":",
        [RDF_YEAR] = "{\"@type\":\"xsd:gYear\",\"@value\":",
    };
    if (kind == usual_kind(predicate)) {
        put_string(writer, value);
        return;
    }
    put(writer->out, str_from(begins[kind]));
    put_string(writer, value);
    put(writer->out, STR("}"));
}

static void add_object(RdfSink *sink, RdfName predicate, RdfKind kind, Str value) {
    LdWriter *writer = (LdWriter *)sink;
    if (predicate == writer->open) {
        put(writer->out, STR(","));
    } else {
        close_array(writer);
        put(writer->out, STR(",\""));
        write_text(writer->out, writer->keys[predicate], &escape_json);
        put(writer->out, STR("\":"));
        if (has_several(writer, predicate)) {
            put(writer->out, STR("["));
            writer->open = predicate;
        }
    }
    put_value(writer, predicate, kind, value);
}

static void close_resource(RdfSink *sink) {
    LdWriter *writer = (LdWriter *)sink;
    close_array(writer);
    put(writer->out, STR("}"));
}

/* ---- Context ---- */

/* Begins a term of the context. */
static void open_term(LdWriter *writer, Str key) {
    put(writer->out, STR(",\n"));
    put_string(writer, key);
    put(writer->out, STR(":"));
}

static void write_prefixes(LdWriter *writer) {
    put(writer->out, STR("{\"@context\":{\"@version\":1.1"));
    for (RdfPrefix i = 0; i < RDF_PREFIX_COUNT; i++) {
        open_term(writer, str_from(rdf_prefixes[i]));
        put_string(writer, str_from(rdf_namespaces[i]));
    }
}

/* The terms whose values are no plain text. */
static void write_fixed_terms(LdWriter *writer) {
    static const char *const coercions[RDF_KIND_COUNT] = {[RDF_IRI] = "@id",
                                                          [RDF_INTEGER] = "xsd:integer",
                                                          [RDF_DECIMAL] = "xsd:decimal",
                                                          [RDF_DATE] = "xsd:date"};
    for (RdfName i = 0; i < RDF_FIXED_COUNT; i++) {
        if (i == NAME_TYPE || !coercions[rdf_fixed[i].kind]) {
            continue;
        }
        open_term(writer, writer->keys[i]);
        put(writer->out, STR("{\"@id\":"));
        put_string(writer, writer->keys[i]);
        put(writer->out, STR(",\"@type\":"));
        put_string(writer, str_from(coercions[rdf_fixed[i].kind]));
        put(writer->out, STR("}"));
    }
}

static bool *find_used(const Network *network, const RdfNames *names) {
    bool *used = mem_zeroed(names->count, sizeof *used, "names");
    for (uint32_t i = 0; i < network->node_count; i++) {
        used[rdf_type_name(network->nodes[i].type_id)] = true;
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        used[rdf_relation_name(names, network->edges[i].relation)] = true;
    }
    return used;
}

/* Types and relations of the graph bear their own names, without a prefix. */
static void write_context(LdWriter *writer, const Network *network) {
    const RdfNames *names = writer->names;
    bool *used = find_used(network, names);
    write_prefixes(writer);
    write_fixed_terms(writer);
    for (RdfName i = RDF_FIXED_COUNT; i < names->count; i++) {
        if (!used[i] || i == rdf_type_name(0)) {
            continue;
        }
        open_term(writer, writer->keys[i]);
        if (rdf_is_relation(names, i)) {
            put(writer->out, STR("{\"@id\":"));
            put_string(writer, names->iris[i]);
            put(writer->out, STR(",\"@type\":\"@id\"}"));
        } else {
            put_string(writer, names->iris[i]);
        }
    }
    put(writer->out, STR("},\n\"@graph\":[\n"));
    free(used);
}

static const Str *make_keys(RdfNames *names) {
    const Ruleset *ruleset = names->ruleset;
    Str *keys = arena_array(&names->arena, Str, names->count);
    for (RdfName i = 0; i < RDF_FIXED_COUNT; i++) {
        keys[i] = arena_printf(&names->arena, "%s:%s", rdf_prefixes[rdf_fixed[i].prefix],
                               rdf_fixed[i].local);
    }
    keys[rdf_type_name(0)] = STR("schema:Thing");
    for (TypeId i = 1; i < ruleset->type_count; i++) {
        keys[rdf_type_name(i)] = ruleset->types[i].name;
    }
    for (RelationId i = 1; i < ruleset->relation_count; i++) {
        keys[rdf_relation_name(names, i)] = ruleset->relations[i].name;
    }
    return keys;
}

Status jsonld_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    RdfNames names;
    rdf_names_open(&names, graph->network->ruleset);
    LdWriter writer = {.sink = {.open = open_resource, .add = add_object, .close = close_resource},
                       .out = files[0],
                       .names = &names,
                       .keys = make_keys(&names),
                       .open = RDF_NO_NAME};
    write_context(&writer, graph->network);
    rdf_walk(graph, options, &names, &writer.sink);
    put(writer.out, STR("\n]}\n"));
    rdf_names_close(&names);
    return STATUS_OK;
}
