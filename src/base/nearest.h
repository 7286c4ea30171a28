/* The known name nearest to a wrong one, for hints. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "arena.h"
#include "str.h"

typedef struct Nearest {
    Str wanted;
    Str best;
    size_t distance; /* of `best`; larger than any that helps while there is none */
} Nearest;

Nearest nearest_to(Str wanted);
void nearest_offer(Nearest *nearest, Str name);
/* "did you mean `best`?" in `arena`, or NULL if nothing was near. */
const char *nearest_hint(const Nearest *nearest, Arena *arena);

#endif
