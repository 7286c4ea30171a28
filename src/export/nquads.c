/* Canonical N-Quads, one statement a line, all in the default graph. */
#include "rdf.h"

typedef struct QuadWriter {
    RdfSink sink;
    Output *out;
    const Str *predicates; /* "<IRI> ", by name */
    Buffer subject;        /* "<IRI> " */
} QuadWriter;

static void put_iri(Output *out, Str iri) {
    put(out, STR("<"));
    put(out, iri);
    put(out, STR("> "));
}

static void set_subject(QuadWriter *writer, Str iri) {
    buffer_clear(&writer->subject);
    buffer_byte(&writer->subject, '<');
    buffer_add(&writer->subject, iri);
    buffer_add(&writer->subject, STR("> "));
}

static void open_resource(RdfSink *sink, Str iri, const RdfName *types, size_t type_count) {
    QuadWriter *writer = (QuadWriter *)sink;
    set_subject(writer, iri);
    for (size_t i = 0; i < type_count; i++) {
        put(writer->out, buffer_str(&writer->subject));
        put(writer->out, writer->predicates[NAME_TYPE]);
        put(writer->out, writer->predicates[types[i]]);
        put(writer->out, STR(".\n"));
    }
}

static void open_reifier(RdfSink *sink, Str iri, const RdfTriple *of) {
    QuadWriter *writer = (QuadWriter *)sink;
    set_subject(writer, iri);
    put(writer->out, buffer_str(&writer->subject));
    put(writer->out, writer->predicates[NAME_REIFIES]);
    put(writer->out, STR("<<( "));
    put_iri(writer->out, of->subject);
    put(writer->out, writer->predicates[of->predicate]);
    put_iri(writer->out, of->object);
    put(writer->out, STR(")>> .\n"));
}

static void add_object(RdfSink *sink, RdfName predicate, RdfKind kind, Str value) {
#define DATATYPE(local) "\"^^<http://www.w3.org/2001/XMLSchema#" local "> .\n"
    static const char *const ends[RDF_KIND_COUNT] = {
        [RDF_TEXT] = "\" .\n",
        [RDF_ENGLISH] = "\"@en .\n",
        [RDF_VIETNAMESE] = "\"@vi .\n",
        [RDF_INTEGER] = DATATYPE("integer"),
        [RDF_DECIMAL] = DATATYPE("decimal"),
        [RDF_DATE] = DATATYPE("date"),
        [RDF_MONTH] = DATATYPE("gYearMonth"),
        [RDF_YEAR] = DATATYPE("gYear"),
    };
#undef DATATYPE
    const QuadWriter *writer = (const QuadWriter *)sink;
    Output *out = writer->out;
    put(out, buffer_str(&writer->subject));
    put(out, writer->predicates[predicate]);
    if (kind == RDF_IRI) {
        put_iri(out, value);
        put(out, STR(".\n"));
        return;
    }
    put(out, STR("\""));
    write_text(out, value, &escape_turtle);
    put(out, str_from(ends[kind]));
}

static void close_resource(RdfSink *sink) { (void)sink; }

Status nquads_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    RdfNames names;
    rdf_names_open(&names, graph->network->ruleset);
    Str *predicates = arena_array(&names.arena, Str, names.count);
    for (RdfName i = 0; i < names.count; i++) {
        predicates[i] = arena_printf(&names.arena, "<%.*s> ", STR_ARG(names.iris[i]));
    }
    QuadWriter writer = {.sink = {.open = open_resource,
                                  .open_reifier = options->reifiers ? open_reifier : NULL,
                                  .add = add_object,
                                  .close = close_resource},
                         .out = files[0],
                         .predicates = predicates};
    rdf_walk(graph, options, &names, &writer.sink);
    buffer_free(&writer.subject);
    rdf_names_close(&names);
    return STATUS_OK;
}
