/* Tab-separated tables: lines that begin with `#` are comments, the first other line is the header.
 */
#ifndef RULES_TSV_H
#define RULES_TSV_H

#include "loader.h"

enum { TSV_COLUMNS = 12 };

typedef struct Tsv {
    Loader *loader;
    const SourceFile *file;
    uint32_t at, line, line_start;
    uint32_t columns;       /* of the header; 0 before it is read */
    Str cells[TSV_COLUMNS]; /* of the row, trimmed; those left out at its end are empty */
} Tsv;

/* Opens the file and reads the header into cells; false, with a message, if there is none. */
bool tsv_open(Tsv *tsv, Loader *loader, Str path, const Span *from);
/* The next row. Rows with more cells than the header has are reported and skipped. */
bool tsv_next(Tsv *tsv);
Span tsv_span(const Tsv *tsv, uint32_t cell);
/* Whether the header is the names of `columns`, of which `needed` must be there; else a message. */
bool tsv_expect(Tsv *tsv, const char *const *columns, uint32_t count, uint32_t needed);

#endif
