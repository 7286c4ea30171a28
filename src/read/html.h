/* A web page to a document. */
#ifndef READ_HTML_H
#define READ_HTML_H

#include "internal.h"
#include "markup.h"

/* The document of the page below `root`, without path and id; strings in `arena`. */
Document html_document(const xmlNode *root, Arena *arena);
/* `body` with `title` as its first line, unless it begins with that; in `arena`. */
Str html_with_title(Str title, Str body, Arena *arena);

#endif
