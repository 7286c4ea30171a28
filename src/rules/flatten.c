/* Entries: each distinct phrase with all classes that hold it, through other classes too, and the
 * names of the gazetteer that are spelt so. */
#include "loader.h"

/* For each class the classes that include it: above.items[start[c] .. start[c + 1]). */
typedef struct Inverse {
    uint32_t *start;
    ClassId *items;
} Inverse;

typedef struct ClassSet {
    const ClassId *items;
    const uint64_t *bits;
    uint32_t count;
    uint32_t number; /* equal closures of different lists count as different */
} ClassSet;

typedef struct Flattener {
    Loader *loader;
    Inverse inverse;
    Intern sets;            /* the bytes of a sorted list of direct classes ... */
    VEC(ClassSet) closures; /* ... and its closure, by id - 1 */
    uint32_t *stamp;        /* by class: the last closure that has it */
    ClassId *work;
    uint32_t *sizes;
    uint8_t *shortest, *longest; /* by class: tokens of its phrases */
} Flattener;

static Inverse invert(Loader *loader) {
    const size_t count = loader->classes.count;
    Inverse out = {.start = arena_array(&loader->scratch, uint32_t, count + 2)};
    uint32_t total = 0;
    for (size_t i = 0; i < count; i++) {
        const ClassDraft *class = &loader->classes.items[i];
        for (size_t j = 0; j < class->includes.count; j++) {
            out.start[class->includes.items[j].class_id + 1]++;
            total++;
        }
    }
    for (size_t i = 1; i < count + 2; i++) {
        out.start[i] += out.start[i - 1];
    }
    out.items = arena_array(&loader->scratch, ClassId, total + 1);
    uint32_t *next = arena_array(&loader->scratch, uint32_t, count + 2);
    memcpy(next, out.start, (count + 2) * sizeof *next);
    for (size_t i = 0; i < count; i++) {
        const ClassDraft *class = &loader->classes.items[i];
        for (size_t j = 0; j < class->includes.count; j++) {
            out.items[next[class->includes.items[j].class_id]++] = (ClassId)(i + 1);
        }
    }
    return out;
}

static int compare_ids(const void *left, const void *right) {
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Sorts ids and drops what stands twice. */
static uint32_t sort_unique(uint32_t *ids, uint32_t count) {
    if (count > 1) {
        qsort(ids, count, sizeof *ids, compare_ids);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || ids[kept - 1] != ids[i]) {
            ids[kept++] = ids[i];
        }
    }
    return kept;
}

static ClassSet close_set(Flattener *flat, const ClassId *direct, uint32_t count) {
    const uint32_t mark = (uint32_t)flat->closures.count + 1;
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        flat->stamp[direct[i]] = mark;
        flat->work[total++] = direct[i];
    }
    for (uint32_t i = 0; i < total; i++) {
        const ClassId id = flat->work[i];
        for (uint32_t j = flat->inverse.start[id]; j < flat->inverse.start[id + 1]; j++) {
            const ClassId outer = flat->inverse.items[j];
            if (flat->stamp[outer] != mark) {
                flat->stamp[outer] = mark;
                flat->work[total++] = outer;
            }
        }
    }
    total = sort_unique(flat->work, total);
    ClassId *items = arena_array(&flat->loader->out->arena, ClassId, total);
    uint64_t *bits =
        arena_array(&flat->loader->out->arena, uint64_t, flat->loader->classes.count / 64 + 1);
    for (uint32_t i = 0; i < total; i++) {
        items[i] = flat->work[i];
        bits[items[i] / 64] |= (uint64_t)1 << (items[i] % 64);
    }
    return (ClassSet){
        .items = items, .bits = bits, .count = total, .number = (uint32_t)flat->closures.count};
}

/* The closure of sorted `direct`, computed once for each list. */
static ClassSet closure_of(Flattener *flat, const ClassId *direct, uint32_t count) {
    const uint32_t id =
        intern_add(&flat->sets, (Str){(const char *)direct, count * sizeof *direct});
    if (id > flat->closures.count) {
        ClassSet set = close_set(flat, direct, count);
        set.number = id - 1;
        vec_push(&flat->closures, set);
    }
    return flat->closures.items[id - 1];
}

/* Counts a phrase of so many tokens (PHRASE_LONGEST at most) in its classes. */
static void measure_classes(Flattener *flat, const ClassSet *set, uint8_t tokens) {
    for (uint32_t i = 0; i < set->count; i++) {
        const ClassId id = set->items[i];
        flat->sizes[id]++;
        flat->longest[id] = tokens > flat->longest[id] ? tokens : flat->longest[id];
        if (flat->shortest[id] == 0 || tokens < flat->shortest[id]) {
            flat->shortest[id] = tokens;
        }
    }
}

static void fill_classes(Flattener *flat, LexEntry *entries, uint32_t count) {
    Loader *loader = flat->loader;
    uint32_t *start = arena_array(&loader->scratch, uint32_t, count + 3);
    ClassId *direct = arena_array(&loader->scratch, ClassId, loader->members.count + 1);
    for (size_t i = 0; i < loader->members.count; i++) {
        start[loader->members.items[i].phrase + 2]++;
    }
    for (uint32_t i = 2; i < count + 3; i++) {
        start[i] += start[i - 1];
    }
    for (size_t i = 0; i < loader->members.count; i++) {
        const Membership *member = &loader->members.items[i];
        direct[start[member->phrase + 1]++] = member->class_id;
    }
    for (EntryId id = 1; id <= count; id++) {
        ClassId *ids = direct + start[id];
        const uint32_t found = sort_unique(ids, start[id + 1] - start[id]);
        const ClassSet set = closure_of(flat, ids, found);
        entries[id].classes = set.items;
        entries[id].class_bits = set.bits;
        entries[id].class_set = set.number;
        entries[id].class_count = (uint16_t)(set.count < UINT16_MAX ? set.count : UINT16_MAX);
        measure_classes(flat, &set, (uint8_t)entries[id].syllables);
    }
}

static void fill_names(Loader *loader, LexEntry *entries, uint32_t count) {
    uint32_t *start = arena_array(&loader->scratch, uint32_t, count + 3);
    uint32_t *items = arena_array(&loader->out->arena, uint32_t, loader->spellings.count + 1);
    for (size_t i = 0; i < loader->spellings.count; i++) {
        const NameSpelling *spelling = &loader->spellings.items[i];
        LexEntry *entry = &entries[spelling->phrase];
        entry->capitals = start[spelling->phrase + 2]++ == 0 ? spelling->capitals
                                                             : entry->capitals & spelling->capitals;
    }
    for (uint32_t i = 2; i < count + 3; i++) {
        start[i] += start[i - 1];
    }
    for (size_t i = 0; i < loader->spellings.count; i++) {
        const NameSpelling *spelling = &loader->spellings.items[i];
        items[start[spelling->phrase + 1]++] = spelling->gazetteer;
    }
    for (EntryId id = 1; id <= count; id++) {
        entries[id].gazetteers = items + start[id];
        const uint32_t found = sort_unique(items + start[id], start[id + 1] - start[id]);
        entries[id].gazetteer_count = (uint16_t)(found < UINT16_MAX ? found : UINT16_MAX);
    }
}

/* Which grammar keys each phrase is in. */
static void mark_keys(Loader *loader, LexEntry *entries, uint32_t count) {
    uint64_t *keys = arena_array(&loader->scratch, uint64_t, loader->classes.count + 1);
    for (uint32_t key = 0; key < GRAMMAR_KEY_COUNT; key++) {
        keys[loader->out->grammar[key]] |= (uint64_t)1 << key;
    }
    keys[0] = 0;
    for (EntryId id = 1; id <= count; id++) {
        for (uint32_t i = 0; i < entries[id].class_count; i++) {
            entries[id].keys |= keys[entries[id].classes[i]];
        }
    }
}

void flatten(Loader *loader) {
    Ruleset *out = loader->out;
    const size_t classes = loader->classes.count;
    const uint32_t count = (uint32_t)intern_count(&loader->phrases);
    Flattener flat = {.loader = loader,
                      .inverse = invert(loader),
                      .stamp = arena_array(&loader->scratch, uint32_t, classes + 1),
                      .work = arena_array(&loader->scratch, ClassId, classes + 1),
                      .sizes = arena_array(&out->arena, uint32_t, classes + 1),
                      .shortest = arena_array(&out->arena, uint8_t, classes + 1),
                      .longest = arena_array(&out->arena, uint8_t, classes + 1)};
    LexEntry *entries = arena_array(&out->arena, LexEntry, count + 1);
    entries[0].class_bits = arena_array(&out->arena, uint64_t, classes / 64 + 1); /* in no class */
    for (EntryId id = 1; id <= count; id++) {
        entries[id].syllables = (uint16_t)(intern_str(&loader->phrases, id).len / sizeof(SymId));
    }
    fill_classes(&flat, entries, count);
    fill_names(loader, entries, count);
    mark_keys(loader, entries, count);
    out->entries = entries;
    out->entry_count = count + 1;
    out->class_sizes = flat.sizes;
    out->class_shortest = flat.shortest;
    out->class_longest = flat.longest;
    out->class_set_count = (uint32_t)flat.closures.count;
    out->gazetteer_count = (uint32_t)loader->gazetteer.count;
    out->gazetteer = arena_array(&out->arena, GazetteerEntry, loader->gazetteer.count + 1);
    if (loader->gazetteer.count > 0) {
        memcpy(out->gazetteer, loader->gazetteer.items,
               loader->gazetteer.count * sizeof(GazetteerEntry));
    }
    out->trie = trie_build(&out->arena, &loader->phrases, (uint32_t)intern_count(&out->symbols),
                           &out->phrases_per_token);
    intern_free(&flat.sets);
    vec_free(&flat.closures);
}
