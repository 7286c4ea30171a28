#include "resolver.h"

static int compare_actors(const Resolver *resolver, uint32_t a, uint32_t b) {
    const ActorKey *left = actor_at(resolver, a);
    const ActorKey *right = actor_at(resolver, b);
    int order = str_compare(string_at(resolver, left->label), string_at(resolver, right->label));
    if (order == 0) {
        order = str_compare(resolver->ruleset->types[left->type].name,
                            resolver->ruleset->types[right->type].name);
    }
    if (order == 0) {
        order =
            str_compare(string_at(resolver, left->wikidata), string_at(resolver, right->wikidata));
    }
    return order != 0 ? order : compare_documents(resolver, left->scope, right->scope);
}

static int by_actor(const void *left, const void *right, void *resolver) {
    return compare_actors(resolver, *(const uint32_t *)left, *(const uint32_t *)right);
}

static uint32_t *numbers(size_t count) { return mem_zeroed(count, sizeof(uint32_t), "actors"); }

/* The folded form of string `name`, the name of something of family `family`, in the scratch
 * buffer. */
static Str fold_name(Resolver *resolver, uint32_t name, TypeId family) {
    buffer_clear(&resolver->scratch);
    if (family != 0 && family == resolver->families.organization) {
        body_key(&resolver->scratch, resolver->ruleset, &resolver->families,
                 string_at(resolver, name));
    } else {
        name_key(&resolver->scratch, string_at(resolver, name));
    }
    return buffer_str(&resolver->scratch);
}

static void set_up(Resolver *resolver, Merge *merge) {
    const uint32_t count = (uint32_t)intern_count(&resolver->actors);
    *merge = (Merge){.count = count,
                     .actor = numbers(count),
                     .position = numbers((size_t)count + 1),
                     .parent = numbers(count),
                     .key = numbers(count),
                     .wikidata = numbers(count),
                     .gazetteer = numbers(count),
                     .guarded = mem_zeroed(count, sizeof *merge->guarded, "actors")};
    for (uint32_t i = 0; i < count; i++) {
        merge->actor[i] = i + 1;
    }
    if (count > 1) {
        qsort_r(merge->actor, count, sizeof *merge->actor, by_actor, resolver);
    }
    for (uint32_t i = 0; i < count; i++) {
        const ActorKey *actor = actor_at(resolver, merge->actor[i]);
        merge->position[merge->actor[i]] = i;
        merge->parent[i] = i;
        merge->key[i] =
            intern_add(&resolver->keys,
                       fold_name(resolver, actor->label, actor_family(resolver, merge->actor[i])));
        merge->wikidata[i] = actor->wikidata;
        merge->gazetteer[i] = intern_find(&resolver->known, string_at(resolver, actor->label));
    }
}

uint32_t merge_top_of(const Merge *merge, uint32_t position) {
    while (merge->parent[position] != position) {
        merge->parent[position] = merge->parent[merge->parent[position]];
        position = merge->parent[position];
    }
    return position;
}

/* The first row not before (a, b), by bisection. */
static size_t row_find(const RowVec *rows, uint32_t a, uint32_t b) {
    size_t low = 0;
    size_t high = rows->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const Row *row = &rows->items[middle];
        if (row->a < a || (row->a == a && row->b < b)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t merge_class(const Merge *merge, uint32_t actor, uint32_t document) {
    const uint32_t top = merge_top_of(merge, merge->position[actor]);
    const size_t at = row_find(&merge->shared, top, document);
    const Row *row = at < merge->shared.count ? &merge->shared.items[at] : NULL;
    return row && row->a == top && row->b == document ? row->c : top;
}

uint32_t merge_top(const Merge *merge, uint32_t class_number) {
    return class_number < merge->count ? class_number
                                       : merge->namesakes.items[class_number - merge->count].top;
}

uint32_t merge_class_count(const Merge *merge) {
    return merge->count + (uint32_t)merge->namesakes.count;
}

void merge_namesakes(const Merge *merge, uint32_t top, uint32_t *first, uint32_t *end) {
    *first = *end = (uint32_t)row_find(&merge->by_top, top, 0);
    while (*end < merge->by_top.count && merge->by_top.items[*end].a == top) {
        (*end)++;
    }
}

uint32_t merge_add_namesake(Merge *merge, uint32_t top, uint32_t document) {
    const uint32_t number = merge_class_count(merge);
    vec_push(&merge->namesakes, (Namesake){top, document});
    vec_push(&merge->by_top, (Row){top, number, 0, 0});
    return number;
}

void merge_free(Merge *merge) {
    free(merge->actor);
    free(merge->position);
    free(merge->parent);
    free(merge->key);
    free(merge->wikidata);
    free(merge->gazetteer);
    free(merge->guarded);
    vec_free(&merge->correction_ends);
    vec_free(&merge->namesakes);
    vec_free(&merge->by_top);
    vec_free(&merge->shared);
    vec_free(&merge->records);
    vec_free(&merge->offices);
}

void merge_join(Merge *merge, uint32_t a, uint32_t b) {
    a = merge_top_of(merge, a);
    b = merge_top_of(merge, b);
    if (a == b) {
        return;
    }
    const uint32_t top = a < b ? a : b;
    const uint32_t other = a < b ? b : a;
    merge->parent[other] = top;
    merge->wikidata[top] = merge->wikidata[top] ? merge->wikidata[top] : merge->wikidata[other];
    merge->gazetteer[top] = merge->gazetteer[top] ? merge->gazetteer[top] : merge->gazetteer[other];
    merge->guarded[top] = merge->guarded[top] || merge->guarded[other];
}

/* Two that are known to be different stay apart. */
static void unite(const Resolver *resolver, Merge *merge, MergeRecord record) {
    const uint32_t a = merge_top_of(merge, record.a);
    const uint32_t b = merge_top_of(merge, record.b);
    const bool clash = merge->wikidata[a] != 0 && merge->wikidata[b] != 0
                           ? merge->wikidata[a] != merge->wikidata[b]
                           : merge->gazetteer[a] != 0 && merge->gazetteer[b] != 0 &&
                                 merge->gazetteer[a] != merge->gazetteer[b];
    if (a != b && !clash && !corrections_part(resolver, merge, a, b)) {
        record.correction = NO_CORRECTION;
        vec_push(&merge->records, record);
        merge_join(merge, a, b);
    }
}

/* Those with the same a, b and c are one; d is their position. */
static void unite_rows(const Resolver *resolver, Merge *merge, RowVec *rows, MergeReason reason) {
    rows_sort(rows);
    const Row *first = rows->items;
    for (size_t i = 1; i < rows->count; i++) {
        const Row *row = &rows->items[i];
        if (first->a == row->a && first->b == row->b && first->c == row->c) {
            unite(resolver, merge, (MergeRecord){.a = first->d, .b = row->d, .reason = reason});
        } else {
            first = row;
        }
    }
}

static void unite_names(Resolver *resolver, Merge *merge, RowVec *rows) {
    vec_clear(rows);
    for (uint32_t i = 0; i < merge->count; i++) {
        const ActorKey *actor = actor_at(resolver, merge->actor[i]);
        vec_push(rows,
                 (Row){merge->key[i], actor_family(resolver, merge->actor[i]), actor->scope, i});
    }
    unite_rows(resolver, merge, rows, MERGE_SAME_NAME);
}

static void unite_ids(Resolver *resolver, Merge *merge, RowVec *rows) {
    vec_clear(rows);
    for (uint32_t i = 0; i < merge->count; i++) {
        const ActorKey *actor = actor_at(resolver, merge->actor[i]);
        if (actor->wikidata != 0) {
            vec_push(rows, (Row){actor->wikidata, actor_family(resolver, merge->actor[i]), 0, i});
        }
    }
    unite_rows(resolver, merge, rows, MERGE_SAME_ID);
}

/* ---- Other names ---- */

enum { IS_LABEL, IS_ALIAS };

/* Whether a person is called by that key alone: one word is too little. */
static bool says_too_little(const Resolver *resolver, TypeId family, uint32_t key) {
    return family != 0 && family == resolver->families.person &&
           key_words(intern_str(&resolver->keys, key)) < 2;
}

/* Rows of folded name, family, IS_LABEL or IS_ALIAS, class; of actors that documents share. Only
 * names that some actor has for its label. */
static void collect_names(Resolver *resolver, const Merge *merge, RowVec *rows) {
    vec_clear(rows);
    for (uint32_t i = 0; i < merge->count; i++) {
        const uint32_t actor = merge->actor[i];
        if (actor_at(resolver, actor)->scope == 0) {
            vec_push(rows, (Row){merge->key[i], actor_family(resolver, actor), IS_LABEL,
                                 merge_top_of(merge, i)});
        }
    }
    const uint32_t count = (uint32_t)intern_count(&resolver->names);
    for (uint32_t n = 1; n <= count; n++) {
        const OtherName *name = other_name_at(resolver, n);
        const TypeId family = actor_family(resolver, name->actor);
        if (actor_at(resolver, name->actor)->scope != 0) {
            continue;
        }
        const uint32_t key = intern_find(&resolver->keys, fold_name(resolver, name->name, family));
        if (key != 0 && !says_too_little(resolver, family, key)) {
            vec_push(rows, (Row){key, family, IS_ALIAS,
                                 merge_top_of(merge, merge->position[name->actor])});
        }
    }
    rows_sort(rows);
}

/* What rows first .. end - 1 have in `d`, if that is one thing only; else NO_GROUP. */
static uint32_t only_class(const RowVec *rows, size_t first, size_t end) {
    for (size_t i = first + 1; i < end; i++) {
        if (rows->items[i].d != rows->items[first].d) {
            return NO_GROUP;
        }
    }
    return first < end ? rows->items[first].d : NO_GROUP;
}

/* Where the rows end that are like that of `first`: in a, b and c by `depth`. */
static size_t same_rows(const RowVec *rows, size_t first, int depth) {
    const Row *like = &rows->items[first];
    size_t end = first + 1;
    while (end < rows->count && rows->items[end].a == like->a &&
           (depth < 2 || rows->items[end].b == like->b) &&
           (depth < 3 || rows->items[end].c == like->c)) {
        end++;
    }
    return end;
}

static void apply(const Resolver *resolver, Merge *merge, RowVec *pairs, MergeReason reason) {
    rows_sort(pairs);
    for (size_t i = 0; i < pairs->count; i++) {
        const Row *pair = &pairs->items[i];
        unite(resolver, merge, (MergeRecord){.a = pair->a, .b = pair->b, .reason = reason});
    }
    vec_clear(pairs);
}

static void add_pair(RowVec *pairs, uint32_t a, uint32_t b) {
    if (a != NO_GROUP && b != NO_GROUP && a != b) {
        vec_push(pairs, (Row){a < b ? a : b, a < b ? b : a, 0, 0});
    }
}

/* An actor whose other name only it has is the actor with that label. All pairs are found before
 * any is applied, and applied in the order of the actors. */
static void unite_other_names(Resolver *resolver, Merge *merge, RowVec *rows, RowVec *pairs) {
    collect_names(resolver, merge, rows);
    for (size_t at = 0; at < rows->count;) {
        const size_t end = same_rows(rows, at, 2);
        size_t middle = at;
        while (middle < end && rows->items[middle].c == IS_LABEL) {
            middle++;
        }
        add_pair(pairs, only_class(rows, at, middle), only_class(rows, middle, end));
        at = end;
    }
    apply(resolver, merge, pairs, MERGE_OTHER_NAME);
}

/* An actor of unknown type is the only one that has its name with a type. */
static void unite_unknown(Resolver *resolver, Merge *merge, RowVec *rows, RowVec *pairs) {
    const TypeId thing = resolver->families.thing;
    if (thing == 0) {
        return;
    }
    collect_names(resolver, merge, rows);
    for (size_t at = 0; at < rows->count;) {
        const size_t end = same_rows(rows, at, 1);
        uint32_t unknown = NO_GROUP;
        uint32_t typed = NO_GROUP;
        bool several = false;
        for (size_t i = at; i < end; i++) {
            const Row *row = &rows->items[i];
            if (row->b == thing && row->c == IS_LABEL) {
                unknown = row->d;
            } else if (row->b != thing) {
                several = several || (typed != NO_GROUP && typed != row->d);
                typed = row->d;
            }
        }
        if (!several) {
            add_pair(pairs, unknown, typed);
        }
        at = end;
    }
    apply(resolver, merge, pairs, MERGE_UNKNOWN_TYPE);
}

void merge_actors(Resolver *resolver, Merge *out) {
    RowVec rows = {0};
    RowVec pairs = {0};
    set_up(resolver, out);
    corrections_begin(resolver, out);
    unite_names(resolver, out, &rows);
    unite_ids(resolver, out, &rows);
    unite_other_names(resolver, out, &rows, &pairs);
    unite_unknown(resolver, out, &rows, &pairs);
    corrections_split(resolver, out);
    namesakes_find(resolver, out);
    rows_sort(&out->by_top);
    rows_sort(&out->shared);
    vec_free(&rows);
    vec_free(&pairs);
}
