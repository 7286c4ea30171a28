/* Turtle: a paragraph for each resource. */
#include "rdf.h"

/* What stands behind the base of our own IRIs, and its prefix. */
static const char *const folders[] = {"actor",      "statement", "document", "role",
                                      "membership", "activity",  "agent"};
enum { FOLDERS = sizeof folders / sizeof *folders };

typedef struct TurtleWriter {
    RdfSink sink;
    Output *out;
    Str base;
    const Str *terms; /* as they are written, by name */
    RdfName open;     /* the predicate whose objects come now, or RDF_NO_NAME */
} TurtleWriter;

static void put_iri(TurtleWriter *writer, Str iri) {
    Output *out = writer->out;
    if (str_starts(iri, writer->base)) {
        const Str rest = str_sub(iri, writer->base.len, iri.len);
        for (size_t i = 0; i < FOLDERS; i++) {
            const Str folder = str_from(folders[i]);
            if (str_starts(rest, folder) && rest.len > folder.len && rest.ptr[folder.len] == '/' &&
                rdf_is_local_name(str_sub(rest, folder.len + 1, rest.len))) {
                put(out, folder);
                put(out, STR(":"));
                put(out, str_sub(rest, folder.len + 1, rest.len));
                return;
            }
        }
    }
    const char *prefix = rdf_cut_prefix(&iri);
    put(out, prefix ? str_from(prefix) : STR("<"));
    put(out, prefix ? STR(":") : STR_NONE);
    put(out, iri);
    put(out, prefix ? STR_NONE : STR(">"));
}

static void open_resource(RdfSink *sink, Str iri, const RdfName *types, size_t type_count) {
    TurtleWriter *writer = (TurtleWriter *)sink;
    put(writer->out, STR("\n"));
    put_iri(writer, iri);
    for (size_t i = 0; i < type_count; i++) {
        put(writer->out, i == 0 ? STR(" a ") : STR(", "));
        put(writer->out, writer->terms[types[i]]);
    }
    writer->open = NAME_TYPE;
}

static void open_reifier(RdfSink *sink, Str iri, const RdfTriple *of) {
    TurtleWriter *writer = (TurtleWriter *)sink;
    put(writer->out, STR("\n<< "));
    put_iri(writer, of->subject);
    put(writer->out, STR(" "));
    put(writer->out, writer->terms[of->predicate]);
    put(writer->out, STR(" "));
    put_iri(writer, of->object);
    put(writer->out, STR(" ~ "));
    put_iri(writer, iri);
    put(writer->out, STR(" >>"));
    writer->open = RDF_NO_NAME;
}

static void put_value(TurtleWriter *writer, RdfKind kind, Str value) {
    static const char *const ends[RDF_KIND_COUNT] = {
        [RDF_TEXT] = "\"",
        [RDF_ENGLISH] = "\"@en",
        [RDF_VIETNAMESE] = "\"@vi",
        [RDF_DATE] = "\"^^xsd:date",
        [RDF_MONTH] = "\"^^xsd:gYearMonth",
        [RDF_YEAR] = "\"^^xsd:gYear",
    };
    if (kind == RDF_IRI) {
        put_iri(writer, value);
    } else if (kind == RDF_INTEGER || kind == RDF_DECIMAL) {
        put(writer->out, value); /* a decimal has a point */
    } else {
        put(writer->out, STR("\""));
        write_text(writer->out, value, &escape_turtle);
        put(writer->out, str_from(ends[kind]));
    }
}

static void add_object(RdfSink *sink, RdfName predicate, RdfKind kind, Str value) {
    TurtleWriter *writer = (TurtleWriter *)sink;
    Output *out = writer->out;
    if (predicate == writer->open) {
        put(out, STR(", "));
    } else {
        put(out, writer->open == RDF_NO_NAME ? STR("\n    ") : STR(" ;\n    "));
        put(out, writer->terms[predicate]);
        put(out, STR(" "));
        writer->open = predicate;
    }
    put_value(writer, kind, value);
}

static void close_resource(RdfSink *sink) { put(((TurtleWriter *)sink)->out, STR(" .\n")); }

/* Those of the vocabularies, then those of our own resources. */
static void write_prefixes(Output *out, Str base, bool reifiers) {
    Buffer text = {0};
    put(out, reifiers ? STR("VERSION \"1.2\"\n") : STR_NONE);
    rdf_put_prefixes(out);
    for (size_t i = 0; i < FOLDERS; i++) {
        buffer_printf(&text, "@prefix %s: <%.*s%s/> .\n", folders[i], STR_ARG(base), folders[i]);
    }
    put(out, buffer_str(&text));
    buffer_free(&text);
}

Status turtle_write(const Graph *graph, const ExportOptions *options, Output *const *files) {
    RdfNames names;
    rdf_names_open(&names, graph->network->ruleset);
    TurtleWriter writer = {.sink = {.open = open_resource,
                                    .open_reifier = options->reifiers ? open_reifier : NULL,
                                    .add = add_object,
                                    .close = close_resource},
                           .out = files[0],
                           .base = export_base(options),
                           .terms = rdf_turtle_names(&names)};
    write_prefixes(writer.out, writer.base, options->reifiers);
    rdf_walk(graph, options, &names, &writer.sink);
    rdf_names_close(&names);
    return STATUS_OK;
}
