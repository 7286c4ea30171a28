#include "intern.h"

/* The slot that holds `s`, or the free one where it belongs. Linear probing; the table is at most
 * half full. */
static size_t probe(const Intern *table, Str s, uint64_t hash) {
    const size_t mask = table->slot_count - 1;
    for (size_t at = (size_t)hash & mask;; at = (at + 1) & mask) {
        const uint32_t id = table->slots[at];
        if (id == 0 ||
            (table->hashes.items[id - 1] == hash && str_equal(table->strings.items[id - 1], s))) {
            return at;
        }
    }
}

static void enlarge(Intern *table) {
    const size_t count = table->slot_count ? table->slot_count * 2 : 64;
    free(table->slots);
    table->slots = mem_zeroed(count, sizeof *table->slots, "interned strings");
    table->slot_count = count;
    for (size_t i = 0; i < table->strings.count; i++) {
        table->slots[probe(table, table->strings.items[i], table->hashes.items[i])] =
            (uint32_t)(i + 1);
    }
}

uint32_t intern_add(Intern *table, Str s) {
    if (table->strings.count * 2 >= table->slot_count) {
        enlarge(table);
    }
    const uint64_t hash = str_hash(s);
    const size_t at = probe(table, s, hash);
    if (table->slots[at] == 0) {
        vec_push(&table->strings, arena_str(&table->arena, s));
        vec_push(&table->hashes, hash);
        table->slots[at] = (uint32_t)table->strings.count;
    }
    return table->slots[at];
}

uint32_t intern_find(const Intern *table, Str s) {
    return table->slot_count == 0 ? 0 : table->slots[probe(table, s, str_hash(s))];
}

void intern_free(Intern *table) {
    arena_free(&table->arena);
    vec_free(&table->strings);
    vec_free(&table->hashes);
    free(table->slots);
    *table = (Intern){0};
}
