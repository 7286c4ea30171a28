/* The trigger of a rule: a class of which every match holds a phrase. The matcher passes over a
 * rule whose trigger is not in the sentence. */
#include "loader.h"

enum { TRIGGER_UNION_MAX = 16 };

/* Classes of which at least one is in every match; none if count is 0. */
typedef struct Required {
    ClassId ids[TRIGGER_UNION_MAX];
    uint32_t count;
    uint32_t size; /* phrases of all together */
} Required;

typedef struct MacroRequired {
    const Macro *macro;
    Required required;
} MacroRequired;

typedef struct TriggerSearch {
    Loader *loader;
    VEC(MacroRequired) macros; /* those that are done: each body is looked at once */
} TriggerSearch;

static Required required_by(TriggerSearch *search, const Expr *expr);

static uint32_t class_size(const Loader *loader, ClassId id) {
    return loader->classes.items[id - 1].size;
}

static void prefer(Required *best, const Required *other) {
    if (other->count > 0 && (best->count == 0 || other->size < best->size)) {
        *best = *other;
    }
}

static void prefer_class(const TriggerSearch *search, Required *best, ClassId id) {
    if (id != 0) {
        const Required other = {.ids = {id}, .count = 1, .size = class_size(search->loader, id)};
        prefer(best, &other);
    }
}

/* What one of the branches requires; none if some branch requires nothing. */
static Required required_by_any(TriggerSearch *search, const Expr *expr) {
    Required out = {0};
    for (const Expr *child = expr->child; child; child = child->next) {
        const Required branch = required_by(search, child);
        if (branch.count == 0 || out.count + branch.count > TRIGGER_UNION_MAX) {
            return (Required){0};
        }
        memcpy(out.ids + out.count, branch.ids, branch.count * sizeof *branch.ids);
        out.count += branch.count;
        out.size += branch.size;
    }
    return out;
}

static Required required_by_macro(TriggerSearch *search, const Macro *macro) {
    for (size_t i = 0; i < search->macros.count; i++) {
        if (search->macros.items[i].macro == macro) {
            return search->macros.items[i].required;
        }
    }
    const Required out = macro->body ? required_by(search, macro->body) : (Required){0};
    vec_push(&search->macros, (MacroRequired){.macro = macro, .required = out});
    return out;
}

static Required required_by(TriggerSearch *search, const Expr *expr) {
    Required best = {0};
    if (expr->min == 0 || (expr->kind == EXPR_LOOK && expr->negative)) {
        return best;
    }
    if (expr->kind == EXPR_ALT) {
        best = required_by_any(search, expr);
    } else if (expr->kind == EXPR_MACRO && expr->macro) {
        best = required_by_macro(search, expr->macro);
    } else if (expr->kind == EXPR_CLASS || expr->kind == EXPR_TYPE) {
        prefer_class(search, &best, expr->class_id);
    } else {
        for (const Expr *child = expr->child; child; child = child->next) {
            const Required part = required_by(search, child);
            prefer(&best, &part);
        }
    }
    for (const ClassTerm *term = expr->and_terms; term; term = term->next) {
        const ClassTerm alone = {
            .text = term->text, .span = term->span, .is_string = term->is_string};
        prefer_class(search, &best, class_of_terms(search->loader, &alone));
    }
    return best;
}

void triggers_find(Loader *loader) {
    TriggerSearch search = {.loader = loader};
    for (size_t i = 0; i < loader->ast.rules.count; i++) {
        RuleAst *rule = loader->ast.rules.items[i];
        if (!rule->match) {
            continue;
        }
        const Required required = required_by(&search, rule->match);
        if (required.count > 0) {
            const size_t known = loader->classes.count;
            rule->trigger = class_union(loader, required.ids, required.count);
            if (loader->classes.count > known) {
                loader->classes.items[rule->trigger - 1].size = required.size;
            }
        }
    }
    vec_free(&search.macros);
}
