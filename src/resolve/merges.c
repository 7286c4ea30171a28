/* What was merged and what was not, with the reason, for people. */
#include "resolver.h"

static const char *const reasons[MERGE_REASON_COUNT] = {
    [MERGE_SAME_NAME] = "written alike but for case, punctuation, tone placement or kind",
    [MERGE_SAME_ID] = "same Wikidata id",
    [MERGE_OTHER_NAME] = "one is another name of the other in some document",
    [MERGE_UNKNOWN_TYPE] = "of unknown type in some document",
    [MERGE_CORRECTION] = "correction",
};

static int merge_order(const void *left, const void *right) {
    const NetworkMerge *a = left;
    const NetworkMerge *b = right;
    const Str pairs[][2] = {{a->name, b->name},           {a->type, b->type},
                            {a->with, b->with},           {a->with_type, b->with_type},
                            {a->documents, b->documents}, {a->reason, b->reason}};
    int order = 0;
    for (size_t i = 0; order == 0 && i < sizeof pairs / sizeof *pairs; i++) {
        order = str_compare(pairs[i][0], pairs[i][1]);
    }
    return order;
}

static int by_document(const void *left, const void *right, void *resolver) {
    return compare_documents(resolver, *(const uint32_t *)left, *(const uint32_t *)right);
}

/* The ids of the documents in which `namesake` is meant. */
static Str documents_of(Resolver *resolver, const Merge *merge, uint32_t namesake) {
    VEC(uint32_t) documents = {0};
    for (size_t i = 0; i < merge->shared.count; i++) {
        if (merge->shared.items[i].c == namesake) {
            vec_push(&documents, merge->shared.items[i].b);
        }
    }
    if (documents.count > 1) {
        qsort_r(documents.items, documents.count, sizeof *documents.items, by_document, resolver);
    }
    Buffer *out = &resolver->scratch;
    buffer_clear(out);
    for (size_t i = 0; i < documents.count; i++) {
        if (i == 0 || documents.items[i] != documents.items[i - 1]) {
            buffer_add(out, i == 0 ? STR_NONE : STR(" | "));
            buffer_add(out, string_at(resolver, document_at(resolver, documents.items[i])->id));
        }
    }
    vec_free(&documents);
    return arena_str(&resolver->output, buffer_str(out));
}

static Str offices_reason(Resolver *resolver, const Merge *merge, uint32_t at) {
    const OfficeNamed *one = &merge->offices.items[at];
    const OfficeNamed *other = one + 1;
    const Str bodies[] = {
        string_at(resolver, actor_at(resolver, merge->actor[one->body])->label),
        string_at(resolver, actor_at(resolver, merge->actor[other->body])->label)};
    return arena_printf(&resolver->output, "offices at the same time: %.*s, %.*s; and %.*s, %.*s",
                        STR_ARG(string_at(resolver, other->role)), STR_ARG(bodies[1]),
                        STR_ARG(string_at(resolver, one->role)), STR_ARG(bodies[0]));
}

static NetworkMerge describe(Resolver *resolver, const Merge *merge, const MergeRecord *record) {
    const Ruleset *ruleset = resolver->ruleset;
    if (record->correction != NO_CORRECTION) {
        const Correction *correction = &resolver->corrections[record->correction];
        return (NetworkMerge){.name = correction->name,
                              .type = correction->type,
                              .with = correction->with,
                              .with_type = correction->with_type,
                              .documents = correction->documents,
                              .reason = str_from(reasons[record->reason]),
                              .joined = correction->join,
                              .correction = record->correction};
    }
    const bool apart = record->reason == MERGE_OFFICES;
    const uint32_t top = apart ? record->b : (record->a < record->b ? record->a : record->b);
    const uint32_t other = apart ? top : (record->a < record->b ? record->b : record->a);
    const ActorKey *with = actor_at(resolver, merge->actor[top]);
    const ActorKey *name = actor_at(resolver, merge->actor[other]);
    return (NetworkMerge){.name = string_at(resolver, name->label),
                          .type = ruleset->types[name->type].name,
                          .with = string_at(resolver, with->label),
                          .with_type = ruleset->types[with->type].name,
                          .documents = apart ? documents_of(resolver, merge, record->a) : STR_NONE,
                          .reason = apart ? offices_reason(resolver, merge, record->detail)
                                          : str_from(reasons[record->reason]),
                          .joined = !apart,
                          .correction = NO_CORRECTION};
}

/* Whether the record is about a node: of its class, or of one of its namesakes. */
static bool is_shown(const Merge *merge, const MergeRecord *record, const bool *used) {
    if (record->correction != NO_CORRECTION || record->reason == MERGE_OFFICES) {
        return true;
    }
    const uint32_t top = merge_top_of(merge, record->a);
    uint32_t first;
    uint32_t end;
    merge_namesakes(merge, top, &first, &end);
    bool shown = used[top];
    for (uint32_t i = first; i < end; i++) {
        shown = shown || used[merge->by_top.items[i].b];
    }
    return shown;
}

void record_merges(Resolver *resolver, const Merge *merge, const bool *used) {
    NetworkMerge *merges = arena_array(&resolver->output, NetworkMerge, merge->records.count);
    uint32_t count = 0;
    for (size_t i = 0; i < merge->records.count; i++) {
        const MergeRecord *record = &merge->records.items[i];
        if (is_shown(merge, record, used)) {
            merges[count++] = describe(resolver, merge, record);
        }
    }
    if (count > 1) {
        qsort(merges, count, sizeof *merges, merge_order);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || merge_order(&merges[kept - 1], &merges[i]) != 0) {
            merges[kept++] = merges[i];
        }
    }
    resolver->network.merges = merges;
    resolver->network.merge_count = kept;
}
