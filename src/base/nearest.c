#include "nearest.h"

enum { NAME_LONGEST = 64 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Edits (insert, delete, replace, swap of neighbours) between names of at most NAME_LONGEST bytes,
 * regardless of case; the restricted Damerau-Levenshtein distance, row by row. */
static size_t edit_distance(Str a, Str b) {
    size_t rows[3][NAME_LONGEST + 1];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *now = rows[2];
    for (size_t j = 0; j <= b.len; j++) {
        last[j] = j;
        before[j] = 0;
    }
    for (size_t i = 1; i <= a.len; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            const char x = lower(a.ptr[i - 1]);
            const char y = lower(b.ptr[j - 1]);
            size_t best = last[j - 1] + (x != y);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && x == lower(b.ptr[j - 2]) && y == lower(a.ptr[i - 2]) &&
                before[j - 2] + 1 < best) {
                best = before[j - 2] + 1;
            }
            now[j] = best;
        }
        size_t *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b.len];
}

Nearest nearest_to(Str wanted) {
    const size_t limit = wanted.len / 3 + 1;
    return (Nearest){.wanted = wanted, .distance = (limit < 4 ? limit : 4) + 1};
}

void nearest_offer(Nearest *nearest, Str name) {
    const size_t longer = name.len > nearest->wanted.len ? name.len : nearest->wanted.len;
    const size_t shorter = name.len + nearest->wanted.len - longer;
    if (longer > NAME_LONGEST || longer - shorter >= nearest->distance) {
        return;
    }
    const size_t distance = edit_distance(nearest->wanted, name);
    if (distance < nearest->distance && distance < longer) {
        nearest->best = name;
        nearest->distance = distance;
    }
}

const char *nearest_hint(const Nearest *nearest, Arena *arena) {
    return nearest->best.len == 0
               ? NULL
               : arena_printf(arena, "did you mean `%.*s`?", STR_ARG(nearest->best)).ptr;
}
