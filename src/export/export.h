/* Writers of the graph; one graph in, one file out, each written aside and renamed. */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "graph/graph.h"

/* What the writers are told besides the graph; borrowed. */
typedef struct ExportOptions {
    Str base_iri;        /* absolute, ends in '/' or '#'; empty = EXPORT_BASE_IRI */
    bool all_modalities; /* GraphML and DOT: denied and supposed edges too, marked by `modality` */
} ExportOptions;

#define EXPORT_BASE_IRI "https://w3id.org/trithuc/"

typedef struct ExportFormat {
    const char *name;   /* as on the command line: "graphml" */
    const char *ending; /* ".graphml" */
    const char *about;
    MUST_USE Status (*write)(const Graph *graph, const ExportOptions *options, const char *path);
} ExportFormat;

extern const ExportFormat export_formats[];
extern const size_t export_format_count;

/* Buffered output into `path`.tmp-*, renamed to `path` by output_close(); any failure is reported
 * once, removes the temporary file and gives STATUS_OUTPUT. What is not a regular file (a device, a
 * pipe) is written in place, "-" is standard output. Owned by the caller until output_close() or
 * output_discard(). */
typedef struct Output Output;
MUST_USE Status output_open(Output **out, const char *path);
void output_add(Output *output, Str s);
/* Whether something could not be written; output_close() reports it. */
bool output_failed(const Output *output);
/* Ends and frees. */
MUST_USE Status output_close(Output *output);
/* Gives up: removes the temporary file, frees. */
void output_discard(Output *output);

#endif
