/* Which lines of a web page are its article. */
#ifndef READ_PAGE_H
#define READ_PAGE_H

#include "markup.h"

/* Appends to `out` the article's text, one line for each block. The article is found by structure
 * (article, itemprop=articleBody, main) and, where that says nothing, by where the long lines with
 * few links stand, after the methods of Readability (Arc90) and of Kohlschuetter et al.,
 * "Boilerplate Detection using Shallow Text Features", 2010. `title` is the headline, or empty:
 * lines before it do not belong to the article. */
void page_article(const Markup *markup, Str title, Buffer *out);

#endif
