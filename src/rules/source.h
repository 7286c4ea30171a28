/* The files that a ruleset is made of, and what is to be said about them.
 * Messages are collected and printed at the end, in the order of files and lines. */
#ifndef RULES_SOURCE_H
#define RULES_SOURCE_H

#include "base/base.h"

typedef struct SourceFile SourceFile;

/* Bytes start .. end of a file; `line` counts from 1 and begins at byte `line_start`. */
typedef struct Span {
    const SourceFile *file;
    uint32_t start, end, line, line_start;
} Span;

struct SourceFile {
    Str path;    /* as shown to people, and as opened */
    Str content; /* well-formed UTF-8 */
    uint32_t index;
    const SourceFile *includer; /* NULL for the first file */
};

typedef enum MessageKind { MESSAGE_ERROR, MESSAGE_WARNING, MESSAGE_FINDING } MessageKind;

typedef struct Message {
    Span span;
    MessageKind kind;
    const char *hint; /* or NULL */
    Str text;
    size_t order;
} Message;

typedef struct Sources {
    Arena *arena; /* holds contents, paths, messages; borrowed */
    VEC(SourceFile *) files;
    VEC(Message) messages;
    uint32_t errors;
} Sources;

/* Reads `path` whole. NULL, with a message at `from` (which may be NULL), if that fails or the file
 * is not UTF-8. */
SourceFile *rule_file_open(Sources *sources, Str path, const Span *from);
/* A file whose content is already there. */
SourceFile *source_add(Sources *sources, Str path, Str content);
/* The file of that path if it was opened before, or NULL. */
SourceFile *source_find(const Sources *sources, Str path);
void sources_free(Sources *sources);

Str span_text(const Span *span);
Place span_place(const Span *span);
/* From the beginning of `first` to the end of `last`. */
Span span_join(Span first, Span last);

/* `hint` lives in the arena of `sources`, or is a literal, or NULL. */
void source_report(Sources *sources, MessageKind kind, const Span *span, const char *hint,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Prints errors and warnings, at most 50, in the order of files and lines. */
void sources_print(Sources *sources);

/* `relative` below `folder`, "." and ".." resolved where the text alone allows. */
Str path_join(Arena *arena, Str folder, Str relative);
/* All before the last slash; "." if there is none. */
Str path_folder(Str path);
/* The last component. */
Str path_base(Str path);

#endif
