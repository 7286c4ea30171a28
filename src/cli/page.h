/* Text for people, in colour where it goes to a terminal that wants it. Inside cli/ only. */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "base/base.h"

typedef enum Style {
    STYLE_PLAIN,
    STYLE_HEADING,
    STYLE_FAINT,
    STYLE_NAME, /* of an actor */
    STYLE_RULE,
    STYLE_GOOD,
    STYLE_BAD
} Style;

/* Owns its text; release with page_free(). */
typedef struct Page {
    Buffer text;
    bool color;
} Page;

/* Colour if standard output is a terminal, unless NO_COLOR is set or TERM is "dumb". */
void page_begin(Page *page);
void page_free(Page *page);

void page_add(Page *page, Style style, Str text);
/* The same, then spaces up to `columns` of the terminal, at least one. */
void page_cell(Page *page, Style style, Str text, size_t columns);
void page_quoted(Page *page, Style style, Str text);
void page_printf(Page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
void page_line_end(Page *page);

#endif
