#include "resolver.h"

/* What the analyst says of names: ends of corrections are found by their folded names. */

typedef struct Names {
    Intern keys;
    RowVec rows; /* number in `keys`, correction, 0 or 1 for its end */
} Names;

static void add_end(Resolver *resolver, Names *names, uint32_t correction, uint32_t end, Str name) {
    buffer_clear(&resolver->scratch);
    name_key(&resolver->scratch, name);
    const uint32_t key = intern_add(&names->keys, buffer_str(&resolver->scratch));
    vec_push(&names->rows, (Row){key, correction, end, 0});
}

static bool type_fits(const Resolver *resolver, uint32_t actor, Str type) {
    return type.len == 0 ||
           str_equal(type, resolver->ruleset->types[actor_at(resolver, actor)->type].name);
}

static bool lists(Str cell, Str id) {
    bool found = false;
    while (!found && cell.len > 0) {
        found = str_equal(str_trim(str_split(&cell, '|')), id);
    }
    return found;
}

/* Whether `actor`, of one document only, is meant by a correction for `documents`. */
static bool scope_fits(const Resolver *resolver, uint32_t actor, Str documents) {
    const uint32_t scope = actor_at(resolver, actor)->scope;
    return documents.len == 0 || scope == 0 ||
           lists(documents, string_at(resolver, document_at(resolver, scope)->id));
}

static bool end_fits(const Resolver *resolver, uint32_t actor, const Row *row) {
    const Correction *correction = &resolver->corrections[row->b];
    return row->c == 0 ? type_fits(resolver, actor, correction->type) &&
                             scope_fits(resolver, actor, correction->documents)
                       : type_fits(resolver, actor, correction->with_type);
}

static size_t first_of_key(const Names *names, uint32_t key) {
    size_t at = 0;
    while (at < names->rows.count && names->rows.items[at].a < key) {
        at++;
    }
    return at;
}

static void find_ends(Resolver *resolver, Merge *merge) {
    Names names = {0};
    for (size_t i = 0; i < resolver->correction_count; i++) {
        add_end(resolver, &names, (uint32_t)i, 0, resolver->corrections[i].name);
        add_end(resolver, &names, (uint32_t)i, 1, resolver->corrections[i].with);
    }
    rows_sort(&names.rows);
    for (uint32_t i = 0; i < merge->count; i++) {
        const uint32_t actor = merge->actor[i];
        buffer_clear(&resolver->scratch);
        name_key(&resolver->scratch, string_at(resolver, actor_at(resolver, actor)->label));
        const uint32_t key = intern_find(&names.keys, buffer_str(&resolver->scratch));
        for (size_t n = key == 0 ? names.rows.count : first_of_key(&names, key);
             n < names.rows.count && names.rows.items[n].a == key; n++) {
            const Row *row = &names.rows.items[n];
            if (end_fits(resolver, actor, row)) {
                vec_push(&merge->correction_ends, (Row){row->b, row->c, i, 0});
            }
        }
    }
    rows_sort(&merge->correction_ends);
    intern_free(&names.keys);
    vec_free(&names.rows);
}

/* The rows of correction `index`: from *at, which is moved behind them. */
static size_t ends_of(const Merge *merge, uint32_t index, size_t *at) {
    const RowVec *ends = &merge->correction_ends;
    while (*at < ends->count && ends->items[*at].a < index) {
        (*at)++;
    }
    const size_t first = *at;
    while (*at < ends->count && ends->items[*at].a == index) {
        (*at)++;
    }
    return first;
}

static bool has_both_ends(const Merge *merge, size_t first, size_t end) {
    return first < end && merge->correction_ends.items[first].b == 0 &&
           merge->correction_ends.items[end - 1].b == 1;
}

static void complain(const Correction *correction) {
    (void)diag_report(
        STATUS_INPUT, SEVERITY_WARNING, NULL,
        "names and types are those of the documents, as the file of merges lists them",
        "a correction changes nothing: no two actors are \"%.*s\" and \"%.*s\"",
        STR_ARG(correction->name), STR_ARG(correction->with));
}

void corrections_begin(Resolver *resolver, Merge *merge) {
    if (resolver->correction_count == 0) {
        return;
    }
    find_ends(resolver, merge);
    size_t at = 0;
    for (uint32_t c = 0; c < resolver->correction_count; c++) {
        const size_t first = ends_of(merge, c, &at);
        if (!has_both_ends(merge, first, at)) {
            complain(&resolver->corrections[c]);
            continue;
        }
        const uint32_t last = merge->correction_ends.items[at - 1].c;
        const bool join = resolver->corrections[c].join;
        for (size_t i = first; i < at; i++) {
            const uint32_t position = merge->correction_ends.items[i].c;
            merge->guarded[merge_top_of(merge, position)] = true;
            if (join) {
                merge_join(merge, position, last);
            }
        }
        if (join) {
            vec_push(
                &merge->records,
                (MergeRecord){.a = last, .b = last, .correction = c, .reason = MERGE_CORRECTION});
        }
    }
}

/* Whether one of the classes has end 0 of the correction and the other has end 1. */
static bool parts(const Merge *merge, size_t first, size_t end, const uint32_t *classes) {
    bool has[2][2] = {{false}};
    for (size_t i = first; i < end; i++) {
        const Row *row = &merge->correction_ends.items[i];
        const uint32_t top = merge_top_of(merge, row->c);
        has[0][row->b] = has[0][row->b] || top == classes[0];
        has[1][row->b] = has[1][row->b] || top == classes[1];
    }
    return (has[0][0] && has[1][1]) || (has[0][1] && has[1][0]);
}

bool corrections_part(const Resolver *resolver, const Merge *merge, uint32_t a, uint32_t b) {
    const uint32_t classes[] = {a, b};
    bool found = false;
    if (merge->guarded[a] && merge->guarded[b]) {
        size_t at = 0;
        for (uint32_t c = 0; !found && c < resolver->correction_count; c++) {
            const size_t first = ends_of(merge, c, &at);
            found = !resolver->corrections[c].join && parts(merge, first, at, classes);
        }
    }
    return found;
}

bool corrections_hold(const Resolver *resolver, const Merge *merge, uint32_t top) {
    bool found = false;
    size_t at = 0;
    for (uint32_t c = 0; merge->guarded[top] && !found && c < resolver->correction_count; c++) {
        const size_t first = ends_of(merge, c, &at);
        const Correction *correction = &resolver->corrections[c];
        const bool splits = !correction->join && correction->documents.len > 0;
        const bool same = str_equal(correction->name, correction->with);
        for (size_t i = first; same && (splits || correction->join) && i < at; i++) {
            found = found || merge_top_of(merge, merge->correction_ends.items[i].c) == top;
        }
    }
    return found;
}

/* The class `top`, where the correction's documents name it, is a namesake. */
static void split(Resolver *resolver, Merge *merge, uint32_t correction, uint32_t top) {
    uint32_t first = 0;
    const uint32_t documents = (uint32_t)intern_count(&resolver->documents);
    for (uint32_t d = 1; d <= documents; d++) {
        const Str id = string_at(resolver, document_at(resolver, d)->id);
        if (lists(resolver->corrections[correction].documents, id) &&
            (first == 0 || compare_documents(resolver, d, first) < 0)) {
            first = d;
        }
    }
    if (first == 0) {
        complain(&resolver->corrections[correction]);
        return;
    }
    const uint32_t namesake = merge_add_namesake(merge, top, first);
    for (uint32_t d = 1; d <= documents; d++) {
        const Str id = string_at(resolver, document_at(resolver, d)->id);
        if (lists(resolver->corrections[correction].documents, id)) {
            vec_push(&merge->shared, (Row){top, d, namesake, 0});
        }
    }
}

void corrections_split(Resolver *resolver, Merge *merge) {
    RowVec rows = {0}; /* top, correction */
    size_t at = 0;
    for (uint32_t c = 0; c < resolver->correction_count; c++) {
        const size_t first = ends_of(merge, c, &at);
        const Correction *correction = &resolver->corrections[c];
        if (has_both_ends(merge, first, at) && !correction->join) {
            const uint32_t a = merge_top_of(merge, merge->correction_ends.items[first].c);
            const uint32_t b = merge_top_of(merge, merge->correction_ends.items[at - 1].c);
            if (a == b && correction->documents.len > 0) {
                vec_push(&rows, (Row){a, c, 0, 0});
            }
            vec_push(&merge->records,
                     (MergeRecord){.a = a, .b = b, .correction = c, .reason = MERGE_CORRECTION});
        }
    }
    rows_sort(&rows);
    for (size_t i = 0; i < rows.count; i++) {
        split(resolver, merge, rows.items[i].b, rows.items[i].a);
    }
    vec_free(&rows);
}
