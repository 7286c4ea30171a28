/* A tree of HTML to lines of text: blocks and line breaks end a line, white space inside is one
 * space, and what is never text (scripts, menus, hidden parts) is left out. */
#ifndef READ_MARKUP_H
#define READ_MARKUP_H

#include "base/base.h"

#include <libxml/tree.h>

typedef enum TagKind {
    TAG_INLINE,
    TAG_BLOCK,
    TAG_PARAGRAPH, /* a block that holds a line of its parent: p, li, figcaption, ... */
    TAG_HEADING,
    TAG_BREAK,
    TAG_LINK,
    TAG_SKIPPED
} TagKind;

/* An element that is not left out, in the order of the document; the first one is the root. */
typedef struct MarkupNode {
    const xmlNode *element;
    TagKind kind;
    uint32_t parent; /* index; the root's is its own */
    uint32_t block;  /* index of the nearest block: itself or above */
    uint32_t last;   /* index of the last element inside, or its own */
} MarkupNode;

typedef struct MarkupLine {
    size_t start, end; /* bytes of Markup.text */
    size_t linked;     /* bytes of them inside links */
    uint32_t node;     /* the block that it stands in */
} MarkupLine;

/* Borrows the tree, owns the rest; release with markup_free(). */
typedef struct Markup {
    Buffer text; /* the lines, one after the other */
    VEC(MarkupNode) nodes;
    VEC(MarkupLine) lines;
} Markup;

/* The tree of `html`, in UTF-8, or NULL when there is nothing in it. The caller frees it with
 * xmlFreeDoc().
 * `*is_cut` says whether the parser gave up before the end. */
xmlDoc *markup_parse(Str html, bool *is_cut);
/* The lines below element `root`, which is read whatever it is. */
void markup_collect(Markup *markup, const xmlNode *root);
void markup_free(Markup *markup);

static inline Str markup_line(const Markup *markup, size_t line) {
    return str_sub(buffer_str(&markup->text), markup->lines.items[line].start,
                   markup->lines.items[line].end);
}

/* Whether `node` is an element of that name, in any name space. */
bool markup_is(const xmlNode *node, const char *name);
/* The value of an attribute; borrowed from the tree; empty when missing. */
Str markup_attribute(const xmlNode *node, const char *name);
/* The node behind `node` in the order of the document inside `root`, or NULL. */
const xmlNode *markup_next(const xmlNode *node, const xmlNode *root);
/* The text inside `node`, white space collapsed, in `arena`. */
Str markup_content(const xmlNode *node, Arena *arena);

/* `html`, a piece of HTML or plain text, as lines of text. */
Str markup_fragment(Str html, Arena *arena);
/* The lines below `root`, joined by "\n". */
Str markup_text(const xmlNode *root, Arena *arena);
/* `text` on one line, without white space around it. */
Str markup_one_line(Str text, Arena *arena);

#endif
