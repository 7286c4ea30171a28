/* From paths to raw items: the only folder that opens input.
 *
 * A Source walks files, folders (recursively, in byte order of names) and "-" (standard input) and
 * hands out RawItems: a whole file, or a batch of whole lines of NDJSON. Compressed input (.gz,
 * .zst) is decompressed as it is read. What cannot be read is reported with its place, counted, and
 * passed over. read_documents() turns one item into documents; it touches nothing shared, so
 * workers call it. */
#ifndef READ_READ_H
#define READ_READ_H

#include "base/base.h"

typedef enum Format { FORMAT_TEXT, FORMAT_HTML, FORMAT_XML, FORMAT_JSON, FORMAT_NDJSON } Format;

/* Owns its bytes and path; release with raw_item_free(). */
typedef struct RawItem {
    Format format;
    Str path;             /* as shown to people; "-" for standard input */
    Str bytes;            /* as read, decompressed, any encoding */
    bool is_fleeting;     /* came through a pipe or the like, cannot be read again */
    uint64_t number;      /* from 0, in the order of source_next() */
    uint32_t first_line;  /* number of the first line in the file, from 1 (batches of NDJSON) */
    uint64_t input_bytes; /* compressed bytes consumed for it, for progress */
} RawItem;

/* One document as read. Its strings live in the arena given to read_documents(): well-formed UTF-8,
 * not normalised. Places in a document count code points of `text`, which is
 *   of text     the file in UTF-8 without byte order mark, every line end "\n";
 *   of JSON     the field `text`, untouched: its line ends are as the field has them;
 *   of HTML     the article, one line for each block, white space collapsed; the title is its first
 * line, added where the article does not begin with it; of feeds    the same for one item; of XML
 * the text, one line for each element that stands among elements only. Ill-formed bytes, and U+0000
 * in JSON, are U+FFFD there. */
typedef struct Document {
    Str path;
    uint32_t line; /* where it begins in the file, from 1 */
    Str id; /* never empty: the field (of a feed: guid or id), else the file name without folders
               and endings, "stdin" for standard input; behind it ".2" for the second item of a feed
               or array, the number of the line for NDJSON. Not checked to be unique. */
    Str title, url; /* may be empty; the title on one line, but for JSON */
    Str date;       /* YYYY-MM-DD, YYYY-MM or YYYY, as written in its own time zone; may be empty */
    Str text;
} Document;

typedef VEC(Document) DocumentList;

typedef struct Source Source;

/* Finds all files. Owned by the caller. STATUS_INPUT, after a message, if no path leads to any
 * input; `*out` is then NULL. Paths that lead nowhere while others do are reported and remembered
 * for source_close(). */
MUST_USE Status source_open(Source **out, const char *const *paths, size_t path_count);
/* The next item, owned by the caller, or NULL at the end. Problems are reported as they are met; an
 * empty file is passed over with a warning. NDJSON comes in whole lines of about 256 KiB, less
 * while standard input or a pipe has no more to give; nothing may be larger than 1 GiB. */
RawItem *source_next(Source *source);
/* Before the first source_next(): each line of NDJSON is an item of its own. */
void source_split_lines(Source *source);
/* From any thread: source_next() gives NULL from now on, also to who waits for it. */
void source_stop(Source *source);
/* Whether source_next() came to its end because the program is asked to end (interrupt.h). What it
 * had read of whole lines has been handed out. */
bool source_is_interrupted(const Source *source);
/* Sum of the sizes of all files, for progress; 0 when unknown (standard input). */
uint64_t source_total_bytes(const Source *source);
/* STATUS_INPUT if anything could not be read so far. `source` may be NULL. */
Status source_close(Source *source);
void raw_item_free(RawItem *item);

/* Appends the documents in `item` to `out`, memory from `arena`. Returns STATUS_INPUT, after having
 * reported each problem with its place, if some part of the item could not be read; the rest is
 * there. Shows the first 100 errors of an item. Safe to call from several
 * threads at once, after a source has been opened. */
Status read_documents(const RawItem *item, Arena *arena, DocumentList *out);

/* Takes line `number` (from 1), without its end. Anything but STATUS_OK stops the reading. */
typedef Status LineTaker(void *context, Str line, uint32_t number);
/* Gives `take` the whole lines of a file; `*end` is the byte behind the last of them. */
MUST_USE Status read_lines(const char *path, LineTaker *take, void *context, uint64_t *end);

/* The whole of one file, for gold files and the like. The caller frees `*out` with buffer_free().
 */
MUST_USE Status read_file(const char *path, Buffer *out);
/* The same for a file that has to be UTF-8; what is not is reported with its line. */
MUST_USE Status read_utf8_file(const char *path, Buffer *out);

#endif
