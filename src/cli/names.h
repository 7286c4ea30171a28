/* Names as gold triples and examples are compared. Inside cli/ only. */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

#include "base/base.h"

/* Appends the words of well-formed `name`, folded, one space between: runs of letters, digits and
 * combining marks, and each '&'. Everything else only separates. */
void name_words(Buffer *out, Str name);

/* A copy of that in the arena. */
Str name_words_in(Arena *arena, Str name);

bool same_name(Str a, Str b);

#endif
