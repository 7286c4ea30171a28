/* The needs of a rule: everything of which each of its matches holds one, as far as the expression
 * says it outside of alternatives that need different things. The matcher passes over a rule when
 * one of them is not in the sentence. */
#include "loader.h"

enum {
    NEED_CLASSES_MAX = 16,
    NEEDS_MAX = 24,
    TYPE_WEIGHT = 1000 /* an element is about as rare as a phrase of a class of so many */
};

typedef struct Need {
    ClassId classes[NEED_CLASSES_MAX];
    uint32_t count;
    TypeSet types;
    uint32_t weight; /* how much satisfies it */
    bool behind;     /* it may stand before the match */
} Need;

typedef struct NeedList {
    Need items[NEEDS_MAX];
    uint32_t count;
} NeedList;

typedef struct MacroNeeds {
    const Macro *macro;
    const NeedList *needs;
} MacroNeeds;

typedef struct NeedSearch {
    Loader *loader;
    VEC(MacroNeeds) macros; /* those that are done: each body is looked at once */
} NeedSearch;

static void collect(NeedSearch *search, const Expr *expr, NeedList *out);

static bool same_need(const Need *a, const Need *b) {
    return a->count == b->count && a->types == b->types && a->behind == b->behind &&
           memcmp(a->classes, b->classes, a->count * sizeof *a->classes) == 0;
}

static void add_need(NeedList *list, const Need *need) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (same_need(&list->items[i], need)) {
            return;
        }
    }
    if (list->count < NEEDS_MAX) {
        list->items[list->count++] = *need;
    }
}

static void add_class(const NeedSearch *search, NeedList *list, ClassId id) {
    if (id != 0) {
        const Need need = {
            .classes = {id}, .count = 1, .weight = search->loader->classes.items[id - 1].size};
        add_need(list, &need);
    }
}

static void add_list(NeedList *list, const NeedList *other) {
    for (uint32_t i = 0; i < other->count; i++) {
        add_need(list, &other->items[i]);
    }
}

/* The need that the least satisfies. */
static const Need *rarest(const NeedList *list) {
    const Need *best = &list->items[0];
    for (uint32_t i = 1; i < list->count; i++) {
        best = list->items[i].weight < best->weight ? &list->items[i] : best;
    }
    return best;
}

/* One need of all branches together: the rarest of each; none if some branch needs nothing. */
static void collect_any(NeedSearch *search, const Expr *expr, NeedList *out) {
    Need joined = {0};
    for (const Expr *child = expr->child; child; child = child->next) {
        NeedList branch = {.count = 0};
        collect(search, child, &branch);
        const Need *best = branch.count > 0 ? rarest(&branch) : NULL;
        if (!best || joined.count + best->count > NEED_CLASSES_MAX) {
            return;
        }
        memcpy(joined.classes + joined.count, best->classes, best->count * sizeof *best->classes);
        joined.count += best->count;
        joined.types |= best->types;
        joined.weight += best->weight;
        joined.behind = joined.behind || best->behind;
    }
    if (expr->child) {
        add_need(out, &joined);
    }
}

static void collect_macro(NeedSearch *search, const Macro *macro, NeedList *out) {
    for (size_t i = 0; i < search->macros.count; i++) {
        if (search->macros.items[i].macro == macro) {
            add_list(out, search->macros.items[i].needs);
            return;
        }
    }
    NeedList *needs = arena_new(&search->loader->scratch, NeedList);
    if (macro->body) {
        collect(search, macro->body, needs);
    }
    vec_push(&search->macros, (MacroNeeds){.macro = macro, .needs = needs});
    add_list(out, needs);
}

static void collect(NeedSearch *search, const Expr *expr, NeedList *out) {
    if (expr->min == 0 || (expr->kind == EXPR_LOOK && expr->negative)) {
        return;
    }
    if (expr->kind == EXPR_ALT) {
        collect_any(search, expr, out);
    } else if (expr->kind == EXPR_MACRO && expr->macro) {
        collect_macro(search, expr->macro, out);
    } else if (expr->kind == EXPR_CLASS) {
        add_class(search, out, expr->class_id);
    } else if (expr->kind == EXPR_TYPE) {
        const Need element = {.types = expr->types != 0 ? expr->types : UINT64_MAX,
                              .weight = TYPE_WEIGHT};
        add_need(out, &element);
        add_class(search, out, expr->class_id);
    } else {
        NeedList inside = {.count = 0};
        for (const Expr *child = expr->child; child; child = child->next) {
            collect(search, child, &inside);
        }
        for (uint32_t i = 0; i < inside.count; i++) {
            inside.items[i].behind =
                inside.items[i].behind || (expr->kind == EXPR_LOOK && !expr->ahead);
        }
        add_list(out, &inside);
    }
    for (const ClassTerm *term = expr->and_terms; term; term = term->next) {
        const ClassTerm alone = {
            .text = term->text, .span = term->span, .is_string = term->is_string};
        add_class(search, out, class_of_terms(search->loader, &alone));
    }
}

static int by_weight(const void *left, const void *right) {
    const Need *a = left;
    const Need *b = right;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? -1 : 1;
    }
    return a->count == 0 || b->count == 0
               ? (a->count > b->count) - (a->count < b->count)
               : (a->classes[0] > b->classes[0]) - (a->classes[0] < b->classes[0]);
}

/* The list in the arena of the ruleset, the rarest first. */
static const RuleNeed *keep(Arena *arena, NeedList *list) {
    qsort(list->items, list->count, sizeof *list->items, by_weight);
    RuleNeed *kept = arena_array(arena, RuleNeed, list->count + 1);
    for (uint32_t i = 0; i < list->count; i++) {
        const Need *need = &list->items[i];
        ClassId *classes = arena_array(arena, ClassId, need->count + 1);
        memcpy(classes, need->classes, need->count * sizeof *classes);
        kept[i] = (RuleNeed){.classes = classes,
                             .class_count = need->count,
                             .types = need->types,
                             .behind = need->behind};
    }
    return kept;
}

void needs_find(Loader *loader) {
    NeedSearch search = {.loader = loader};
    for (size_t i = 0; i < loader->ast.rules.count; i++) {
        const RuleAst *ast = loader->ast.rules.items[i];
        if (ast->match) {
            NeedList list = {.count = 0};
            collect(&search, ast->match, &list);
            Rule *rule = &loader->out->rules[i];
            rule->needs = keep(&loader->out->arena, &list);
            rule->need_count = list.count;
        }
    }
    vec_free(&search.macros);
}

/* ---- Frames by their verbs ---- */

/* The frames of each class, as lists one behind the other: by_class[at[c]] .. [at[c + 1]]. */
static uint32_t *frames_by_class(Loader *loader, uint32_t *at) {
    const Ruleset *out = loader->out;
    const size_t classes = loader->classes.count;
    uint32_t *by_class = arena_array(&loader->scratch, uint32_t, out->rule_count + 1);
    for (uint32_t r = 0; r < out->rule_count; r++) {
        if (out->rules[r].frame) {
            at[out->rules[r].frame->verb + 2]++;
        }
    }
    for (size_t c = 2; c < classes + 3; c++) {
        at[c] += at[c - 1];
    }
    for (uint32_t r = 0; r < out->rule_count; r++) {
        if (out->rules[r].frame) {
            by_class[at[out->rules[r].frame->verb + 1]++] = r;
        }
    }
    return by_class;
}

static int compare_numbers(const void *left, const void *right) {
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

void frames_index(Loader *loader) {
    Ruleset *out = loader->out;
    uint32_t *at = arena_array(&loader->scratch, uint32_t, loader->classes.count + 3);
    const uint32_t *by_class = frames_by_class(loader, at);
    uint32_t *frame_at = arena_array(&out->arena, uint32_t, out->class_set_count + 1);
    VEC(uint32_t) frames = {0};
    const LexEntry **set_entry =
        arena_array(&loader->scratch, const LexEntry *, out->class_set_count + 1);
    for (EntryId id = 1; id < out->entry_count; id++) {
        set_entry[out->entries[id].class_set] = &out->entries[id];
    }
    for (uint32_t set = 0; set < out->class_set_count; set++) {
        frame_at[set] = (uint32_t)frames.count;
        const LexEntry *entry = set_entry[set];
        for (uint32_t i = 0; entry && i < entry->class_count; i++) {
            const ClassId id = entry->classes[i];
            for (uint32_t f = at[id]; f < at[id + 1]; f++) {
                vec_push(&frames, by_class[f]);
            }
        }
        const size_t found = frames.count - frame_at[set];
        if (found > 1) {
            qsort(frames.items + frame_at[set], found, sizeof *frames.items, compare_numbers);
        }
    }
    frame_at[out->class_set_count] = (uint32_t)frames.count;
    uint32_t *kept = arena_array(&out->arena, uint32_t, frames.count + 1);
    if (frames.count > 0) {
        memcpy(kept, frames.items, frames.count * sizeof *kept);
    }
    vec_free(&frames);
    out->frame_at = frame_at;
    out->frames = kept;
}
