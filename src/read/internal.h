/* What the files of read/ share behind the door, and what its tests turn. */
#ifndef READ_INTERNAL_H
#define READ_INTERNAL_H

#include "read.h"

/* Bounds on memory, in bytes. */
typedef struct SourceLimits {
    size_t batch;    /* NDJSON is handed out in whole lines of about this size */
    size_t document; /* no document may be larger */
} SourceLimits;

/* For tests, before the first source_next(). */
void source_set_limits(Source *source, SourceLimits limits);

enum { REPORTED_MAX = 100 };

/* One call of read_documents(). */
typedef struct Reader {
    const RawItem *item;
    Arena *arena;
    DocumentList *out;
    Status status;
    uint32_t reported; /* errors; those of one item beyond REPORTED_MAX are not shown */
} Reader;

/* Reports a problem of the item and remembers that there was one. */
void reader_error(Reader *reader, const Place *place, const char *hint, const char *message);
/* The same for what loses nothing. */
void reader_warning(const Reader *reader, const Place *place, const char *hint,
                    const char *message);
/* Appends `document`, whose strings live in the arena or in the item; fills in path and, where it
 * is missing, the id: the name of the file, with `number` behind it unless that is 0. A document of
 * nothing but white space is passed over with a warning. */
void reader_add(Reader *reader, Document document, uint64_t number);

void read_text(Reader *reader);
void read_json(Reader *reader);
void read_ndjson(Reader *reader);
void read_html(Reader *reader);
void read_xml(Reader *reader);

#endif
