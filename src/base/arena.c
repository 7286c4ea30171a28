#include "arena.h"

#include "vec.h"

#include <stdarg.h>
#include <stdio.h>

struct ArenaBlock {
    ArenaBlock *next;
    size_t size;
    _Alignas(max_align_t) char bytes[];
};

enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 4 * 1024 * 1024 };

static void add_block(Arena *arena, size_t need) {
    size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_STEP) {
        size = LARGEST_STEP;
    }
    if (size < need) {
        size = need;
    }
    ArenaBlock *block = mem_zeroed(1, sizeof(ArenaBlock) + size, "arena");
    block->next = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->used = 0;
}

void *arena_alloc(Arena *arena, size_t size) {
    const size_t align = _Alignof(max_align_t);
    const size_t need = (size + align - 1) / align * align;
    if (!arena->blocks || arena->blocks->size - arena->used < need) {
        add_block(arena, need);
    }
    void *out = arena->blocks->bytes + arena->used;
    arena->used += need;
    return memset(out, 0, need);
}

Str arena_str(Arena *arena, Str s) {
    char *copy = arena_alloc(arena, s.len + 1);
    if (s.len > 0) {
        memcpy(copy, s.ptr, s.len);
    }
    return (Str){copy, s.len};
}

Str arena_printf(Arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_alloc(arena, (size_t)(len < 0 ? 0 : len) + 1);
    if (len > 0) {
        (void)vsnprintf(text, (size_t)len + 1, format, again);
    }
    va_end(again);
    return (Str){text, (size_t)(len < 0 ? 0 : len)};
}

void arena_reset(Arena *arena) {
    ArenaBlock *kept = NULL;
    while (arena->blocks) {
        ArenaBlock *block = arena->blocks;
        arena->blocks = block->next;
        if (!kept || block->size > kept->size) {
            free(kept);
            kept = block;
        } else {
            free(block);
        }
    }
    if (kept) {
        kept->next = NULL;
    }
    arena->blocks = kept;
    arena->used = 0;
}

void arena_free(Arena *arena) {
    while (arena->blocks) {
        ArenaBlock *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    arena->used = 0;
}
