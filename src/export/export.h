/* Writers of the graph: one graph in, one file or two out, written aside and renamed together. */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "graph/graph.h"

/* Languages in which the ontology names its types and relations. */
typedef enum Language { LANGUAGE_EN, LANGUAGE_VI } Language;

/* What the writers are told besides the graph; borrowed. */
typedef struct ExportOptions {
    Str base_iri;        /* absolute, ends in '/' or '#'; empty = EXPORT_BASE_IRI */
    Str version;         /* of the program, for the provenance in RDF; empty = none is written */
    Language language;   /* of what is written for people in drawings */
    bool reifiers;       /* Turtle and N-Quads: statements as reifiers of RDF 1.2 */
    bool all_modalities; /* all but RDF: denied and supposed edges too, marked by `modality` */
} ExportOptions;

#define EXPORT_BASE_IRI "https://w3id.org/trithuc/"

typedef struct Output Output;

enum { EXPORT_FILES_MOST = 2 };

typedef struct ExportFormat {
    const char *name;                       /* as on the command line: "graphml" */
    const char *endings[EXPORT_FILES_MOST]; /* of its files: ".graphml"; NULL behind the last */
    const char *about;
    /* Adds to `files`, open and in the order of the endings; STATUS_OUTPUT, reported, when it
     * cannot do so. What cannot be written is the caller's to report. */
    MUST_USE Status (*write)(const Graph *graph, const ExportOptions *options,
                             Output *const *files);
} ExportFormat;

extern const ExportFormat export_formats[];
extern const size_t export_format_count;

/* Whether this program can write the format: STATUS_OUTPUT, reported, if something was missing when
 * it was built. */
MUST_USE Status export_ready(const ExportFormat *format);

/* Writes the files of the format, `stem` and an ending each. All of them are there afterwards, or,
 * with a message and STATUS_OUTPUT, none that was not there before. */
MUST_USE Status export_write(const ExportFormat *format, const Graph *graph,
                             const ExportOptions *options, const char *stem);

/* The vocabulary of the RDF formats in Turtle: classes, relations, terms; `version` is of the
 * program. */
void ontology_write(Output *out, const Ruleset *ruleset, Str version);
/* SHACL shapes of the RDF formats, in Turtle. */
void shapes_write(Output *out, const Ruleset *ruleset);

/* Buffered output into `path`.tmp-*, renamed to `path` by output_close(); any failure is reported
 * once, removes the temporary file and gives STATUS_OUTPUT. What is not a regular file (a device, a
 * pipe) is written in place, "-" is standard output. That the reader of a pipe has gone is a
 * failure without a report. Owned by the caller until output_close() or output_discard(). */
MUST_USE Status output_open(Output **out, const char *path);
void output_add(Output *output, Str s);
/* Writes what is buffered. */
void output_flush(Output *output);
/* Whether something could not be written; output_close() reports it. */
bool output_failed(const Output *output);
/* Ends and frees. */
MUST_USE Status output_close(Output *output);
/* The same for files that belong together: each is complete before the first is renamed. */
MUST_USE Status output_close_all(Output *const *outputs, size_t count);
/* The same for what is to be kept though it is not complete: its name is `path`.partial then. */
MUST_USE Status output_close_partial(Output *output);
/* Opens a regular file, made if it is not there, to write on in place. No other run can do so until
 * it is closed. Its end is where output_cut() puts it. */
MUST_USE Status output_resume(Output **out, const char *path);
/* Behind output_resume(): what lies behind byte `end` goes. */
MUST_USE Status output_cut(Output *output, uint64_t end);
/* Gives up: removes the temporary file, frees. */
void output_discard(Output *output);

#endif
