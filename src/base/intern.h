/* Strings to small numbers and back. Ids count from 1; 0 means "not there".
 * Owns copies of its strings. Not safe for writers in parallel; readers may share it. */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include "arena.h"
#include "str.h"
#include "vec.h"

typedef struct Intern {
    Arena arena;
    VEC(Str) strings; /* strings.items[id - 1] */
    VEC(uint64_t) hashes;
    uint32_t *slots; /* open addressing; 0 is free */
    size_t slot_count;
} Intern;

/* The id of `s`, new if need be. */
uint32_t intern_add(Intern *table, Str s);
/* The id of `s`, or 0. */
uint32_t intern_find(const Intern *table, Str s);
static inline Str intern_str(const Intern *table, uint32_t id) {
    return id == 0 ? STR_NONE : table->strings.items[id - 1];
}
static inline size_t intern_count(const Intern *table) { return table->strings.count; }
void intern_free(Intern *table);

#endif
