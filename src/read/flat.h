/* The common shape of a line of NDJSON, read several times faster than a tree can be built: one
 * object whose values are strings or null. */
#ifndef READ_FLAT_H
#define READ_FLAT_H

#include "base/base.h"

typedef struct FlatObject {
    Str id, title, date, url, text; /* in the arena; empty when missing or null */
    bool has_text;
} FlatObject;

/* False, with nothing said, for whatever is not of that shape, right or wrong: a full parser
 * decides then. `line` is well-formed UTF-8. */
bool flat_parse(Str line, Arena *arena, FlatObject *out);

#endif
