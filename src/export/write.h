/* What the writers share: escaping, IRIs, numbers. Inside export/ only. */
#ifndef EXPORT_WRITE_H
#define EXPORT_WRITE_H

#include "export.h"

enum { OUTPUT_BUFFER = 1 << 18 };

struct Output {
    char *path;      /* as given */
    char *temporary; /* NULL when written in place */
    int file;
    int error;       /* errno of the first failure */
    bool is_regular; /* else it may have to wait for a reader */
    size_t used;
    char buffer[OUTPUT_BUFFER];
};

/* output_add() without a call for what fits. */
static inline void put(Output *output, Str s) {
    if (s.len <= OUTPUT_BUFFER - output->used && s.len > 0) {
        memcpy(output->buffer + output->used, s.ptr, s.len);
        output->used += s.len;
    } else {
        output_add(output, s);
    }
}

/* What to write for an ASCII byte: NULL = itself, "" = nothing. */
typedef struct Escape {
    const char *ascii[128];
} Escape;

extern const Escape escape_xml;       /* element text: only & < > */
extern const Escape escape_attribute; /* XML, inside of double quotes */
extern const Escape escape_turtle;    /* N-Quads and Turtle, inside of double quotes */
extern const Escape escape_csv;       /* inside of double quotes */
extern const Escape escape_json;      /* inside of a string */
extern const Escape escape_script;    /* the same inside of an HTML script element */
extern const Escape escape_dot;       /* inside of a quoted escString: label */
extern const Escape escape_tooltip;   /* the same: tooltip */

/* Text of any origin: escaped, without C0 controls and non-characters; what is not UTF-8 becomes
 * U+FFFD. */
void write_text(Output *output, Str text, const Escape *escape);
/* The same, at most `limit` bytes of `text`, cut between characters and marked by an ellipsis. */
void write_short(Output *output, Str text, size_t limit, const Escape *escape);

void write_uint(Output *output, uint64_t value);
/* At most `digits` (<= 9) significant digits, '.' in every locale; `value` is finite. */
void write_double(Output *output, double value, int digits);
/* A colour as #rrggbb. */
void write_rgb(Output *output, uint32_t color);

/* 64 bits as 16 hexadecimal digits. */
void add_hex(Buffer *out, uint64_t value);
static inline bool is_alphanumeric(unsigned char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}
/* Every byte outside A-Z a-z 0-9 - . _ ~ percent-encoded. */
void add_encoded(Buffer *out, Str text);
/* A web address (see below) as an IRI: what an IRI cannot hold there is percent-encoded. */
void add_url(Buffer *out, Str url);
/* The IRI of an actor. */
void add_actor_iri(Buffer *out, Str base, const NetworkNode *node);
/* IRIs of Wikidata's things begin so. */
#define WIKIDATA "http://www.wikidata.org/entity/"
/* Whether it is Q and a number. */
bool is_wikidata_id(Str id);
/* Whether it is http:// or https://, a host, perhaps a port, and perhaps more. */
bool is_web_address(Str url);

/* Whether the edge belongs into formats that have one plain edge for it. */
static inline bool edge_is_shown(const NetworkEdge *edge, const ExportOptions *options) {
    return options->all_modalities || graph_edge_counts(edge);
}

static inline Str relation_label(const RelationInfo *relation, const ExportOptions *options) {
    return options->language == LANGUAGE_VI ? relation->label_vi : relation->label_en;
}

static inline Str type_label(const TypeInfo *type, const ExportOptions *options) {
    return options->language == LANGUAGE_VI ? type->label_vi : type->label_en;
}

static inline Str export_base(const ExportOptions *options) {
    return options->base_iri.len > 0 ? options->base_iri : STR(EXPORT_BASE_IRI);
}

MUST_USE Status graphml_write(const Graph *graph, const ExportOptions *options,
                              Output *const *files);
MUST_USE Status dot_write(const Graph *graph, const ExportOptions *options, Output *const *files);
MUST_USE Status jsonld_write(const Graph *graph, const ExportOptions *options,
                             Output *const *files);
MUST_USE Status nquads_write(const Graph *graph, const ExportOptions *options,
                             Output *const *files);
MUST_USE Status turtle_write(const Graph *graph, const ExportOptions *options,
                             Output *const *files);
MUST_USE Status csv_write(const Graph *graph, const ExportOptions *options, Output *const *files);
MUST_USE Status gexf_write(const Graph *graph, const ExportOptions *options, Output *const *files);
MUST_USE Status neo4j_write(const Graph *graph, const ExportOptions *options, Output *const *files);
MUST_USE Status html_write(const Graph *graph, const ExportOptions *options, Output *const *files);
/* STATUS_OUTPUT, reported, when the program was built without the page. */
MUST_USE Status html_ready(void);

/* What the colours mean, as the label of a DOT graph: an HTML-like table, which all layouts put
 * below the drawing. */
void dot_write_legend(Output *out, const Graph *graph, const ExportOptions *options);

#endif
