/* One document's text in NFC, in blocks, with the map back to the code points as read. */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "read/read.h"
#include "rules/rules.h"

/* A line is a block. Lines that are wrapped in the midst of a sentence are one: the first ends
 * without the end of a sentence, the next, which no blank line parts from it, begins with a small
 * letter. */
typedef enum BlockKind {
    BLOCK_TITLE,   /* the headline: the first line, if it is the document's title or no sentence */
    BLOCK_HEADING, /* a line of less than 25 words without punctuation at its end */
    BLOCK_PARAGRAPH,
    BLOCK_ITEM /* a line that begins with a bullet, "1." "2.3." "a)" or "IV." */
} BlockKind;

typedef struct Block {
    uint32_t start, end; /* bytes of Text.body, without white space around and without the bullet */
    BlockKind kind;
} Block;

/* Where NFC changed the number of code points: from byte `byte` of the body on (until the next
 * shift), code point n of the body is code point n + delta of the source. */
typedef struct Shift {
    uint32_t byte;
    int32_t delta;
} Shift;

/* Lives in the arena given to text_make(). */
typedef struct Text {
    const Document *document;
    Str body; /* NFC */
    const Block *blocks;
    uint32_t block_count;
    const Shift *shifts; /* by byte; empty when the source was in NFC */
    uint32_t shift_count;
} Text;

/* Normalises and splits `document`, which must outlive the Text. */
void text_make(Text *out, const Document *document, Arena *arena);

/* Turns rising byte offsets of a body into code points of the source, in one pass. */
typedef struct SourceCursor {
    const Text *text;
    uint32_t byte, code_point; /* of the body */
    uint32_t shift;
} SourceCursor;

/* Code point of the source for byte `byte` of the body; `byte` must not fall from call to call. */
uint32_t text_source_at(SourceCursor *cursor, uint32_t byte);

/* Bytes `start`..`end` of the body as one line: runs of white space become one space, none at the
 * ends. */
Str text_line(const Text *text, uint32_t start, uint32_t end, Arena *arena);

#endif
