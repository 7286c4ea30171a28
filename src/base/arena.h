/* Memory that is released all at once: one arena a document, one a run.
 * What an arena hands out lives until arena_reset() or arena_free(). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "str.h"

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *blocks; /* newest first */
    size_t used;        /* bytes taken from the newest block */
} Arena;

/* `size` zeroed bytes, aligned for any type. Never NULL. */
void *arena_alloc(Arena *arena, size_t size);

#define arena_new(arena, T) ((T *)arena_alloc((arena), sizeof(T)))
#define arena_array(arena, T, count) ((T *)arena_alloc((arena), (count) * sizeof(T)))

/* A copy in the arena; a NUL follows its last byte. */
Str arena_str(Arena *arena, Str s);
/* A formatted string in the arena. */
Str arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Forgets everything, keeping the largest block for reuse. */
void arena_reset(Arena *arena);
void arena_free(Arena *arena);

#endif
