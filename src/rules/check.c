/* Gives the names in statements their meaning: classes, types, macros, roles, grammar keys. */
#include "loader.h"

static const struct {
    const char *word;
} grammar_words[] = {
#define X(id, word, meaning) {word},
    GRAMMAR_KEYS(X)
#undef X
};

static ClassId prefixed_class(Loader *loader, const char *prefix, Str name) {
    return class_named(loader, arena_printf(&loader->scratch, "%s:%.*s", prefix, STR_ARG(name)));
}

static void check_grammar(Loader *loader, const ClassStatement *statement) {
    for (int key = 0; key < GRAMMAR_KEY_COUNT; key++) {
        const Str word = str_from(grammar_words[key].word);
        if (str_equal(word, statement->name)) {
            const ClassId id = prefixed_class(loader, "grammar", word);
            class_define(loader, id, &statement->span);
            class_add_terms(loader, id, statement->terms);
            loader->out->grammar[key] = id;
            return;
        }
    }
    Nearest nearest = nearest_to(statement->name);
    for (int key = 0; key < GRAMMAR_KEY_COUNT; key++) {
        nearest_offer(&nearest, str_from(grammar_words[key].word));
    }
    load_error(loader, &statement->span, nearest_hint(&nearest, loader->sources.arena),
               "the grammar has no key `%.*s`", STR_ARG(statement->name));
}

/* The verb of a frame may head a clause, whether `grammar verb` lists it or not. */
static void add_verb(Loader *loader, ClassId verb, const Span *span) {
    if (verb == 0) {
        return;
    }
    const ClassId id =
        prefixed_class(loader, "grammar", str_from(grammar_words[GRAMMAR_VERB].word));
    class_define(loader, id, span);
    class_include(loader, id, verb, span);
    loader->out->grammar[GRAMMAR_VERB] = id;
}

RoleId loader_role(const Loader *loader, Str name) {
    for (RoleId role = 1; role < loader->roles.count; role++) {
        if (str_equal(loader->roles.items[role].name, name)) {
            return role;
        }
    }
    return 0;
}

static void check_role(Loader *loader, const ClassStatement *statement) {
    enum { ROLES_MAX = 63 };
    RoleId role = loader_role(loader, statement->name);
    if (role != 0 && role < ROLE_FIRST_DECLARED) {
        load_error(loader, &statement->span, "the clause engine fills this role itself",
                   "role `%.*s` has no prepositions", STR_ARG(statement->name));
        return;
    }
    if (is_capital_name(statement->name)) {
        load_error(loader, &statement->span, NULL, "the name of a role begins with a small letter");
        return;
    }
    if (role == 0 && loader->roles.count > ROLES_MAX) {
        load_error(loader, &statement->span, NULL, "there are more than %d roles", ROLES_MAX);
        return;
    }
    if (role == 0) {
        role = (RoleId)loader->roles.count;
        const ClassId id = prefixed_class(loader, "role", statement->name);
        class_define(loader, id, &statement->span);
        vec_push(&loader->roles, (RoleInfo){.name = statement->name, .prepositions = id});
    }
    class_add_terms(loader, loader->roles.items[role].prepositions, statement->terms);
}

/* The chain of macros whose bodies are being checked. */
typedef struct OpenMacros {
    const Macro *macro;
    const struct OpenMacros *outer;
} OpenMacros;

typedef struct Check {
    Loader *loader;
    const OpenMacros *open;
    bool in_look;
} Check;

static void check_expr(Check *check, Expr *expr);

static void report_macro_cycle(const Check *check, const Expr *use) {
    Loader *loader = check->loader;
    Buffer chain = {0};
    for (const OpenMacros *open = check->open; open; open = open->outer) {
        buffer_printf(&chain, " < @%.*s", STR_ARG(open->macro->name));
        if (open->macro == use->macro) {
            break;
        }
    }
    load_error(loader, &use->span, "a macro cannot hold itself", "macros use each other: @%.*s%.*s",
               STR_ARG(use->text), (int)chain.count, chain.items);
    buffer_free(&chain);
}

static void check_macro(Check *check, Macro *macro) {
    const OpenMacros open = {.macro = macro, .outer = check->open};
    Check inner = {.loader = check->loader, .open = &open};
    macro->state = MACRO_OPEN;
    if (macro->body) {
        check_expr(&inner, macro->body);
    }
    macro->state = MACRO_DONE;
}

static void check_macro_use(Check *check, Expr *expr) {
    Loader *loader = check->loader;
    const uint32_t id = intern_find(&loader->macro_names, expr->text);
    if (id == 0) {
        Nearest nearest = nearest_to(expr->text);
        for (size_t i = 0; i < loader->ast.macros.count; i++) {
            nearest_offer(&nearest, loader->ast.macros.items[i]->name);
        }
        load_error(loader, &expr->span, nearest_hint(&nearest, loader->sources.arena),
                   "unknown macro `@%.*s`", STR_ARG(expr->text));
        return;
    }
    Macro *macro = loader->ast.macros.items[id - 1];
    expr->macro = macro;
    macro->used = true;
    if (macro->state == MACRO_OPEN) {
        report_macro_cycle(check, expr);
        expr->macro = NULL;
        return;
    }
    if (macro->state == MACRO_NEW) {
        check_macro(check, macro);
    }
    expr->has_capture = expr->has_capture || (macro->body && macro->body->has_capture);
    if (check->in_look && macro->body && macro->body->has_capture) {
        load_error(loader, &expr->span, NULL, "a look-around has no captures, but `@%.*s` has",
                   STR_ARG(expr->text));
    }
}

/* Whether the expression takes just one phrase of a class, whatever it is. */
static bool is_plain_class(const Expr *expr) {
    return expr->kind == EXPR_CLASS && expr->class_id != 0 && expr->capture.len == 0 &&
           expr->min == 1 && expr->max == 1 && !expr->not_terms && !expr->and_terms &&
           expr->shape_all == 0 && expr->shape_none == 0;
}

/* An alternation of classes and strings is a class: one look-up instead of many. */
static void join_classes(Check *check, Expr *expr) {
    enum { JOINED_MAX = 256 };
    ClassId ids[JOINED_MAX];
    uint32_t count = 0;
    for (const Expr *child = expr->child; child; child = child->next) {
        if (count == JOINED_MAX || !is_plain_class(child)) {
            return;
        }
        ids[count++] = child->class_id;
    }
    expr->class_id = class_union(check->loader, ids, count);
    expr->kind = EXPR_CLASS;
    expr->child = NULL;
}

/* A pair of parentheses around nothing but a class is that class, with what stands behind them. */
static void unwrap_class(Expr *expr) {
    if (expr->child && !expr->child->next && is_plain_class(expr->child)) {
        expr->class_id = expr->child->class_id;
        expr->kind = EXPR_CLASS;
        expr->child = NULL;
    }
}

static void check_conditions(Check *check, Expr *expr) {
    Loader *loader = check->loader;
    if (expr->not_terms) {
        expr->not_class = class_of_terms(loader, expr->not_terms);
    }
    if (expr->kind == EXPR_GAP && !expr->not_terms) {
        const ClassId barrier = intern_find(&loader->out->class_names, STR("BARRIER"));
        if (barrier != 0 && loader->classes.items[barrier - 1].defined) {
            expr->not_class = barrier;
            loader->classes.items[barrier - 1].used = true;
        }
    }
    const bool conditions = expr->and_terms || expr->shape_all != 0 || expr->shape_none != 0 ||
                            (expr->not_terms && expr->kind != EXPR_GAP);
    const bool nothing = expr->kind == EXPR_GAP || expr->kind == EXPR_START ||
                         expr->kind == EXPR_END || expr->kind == EXPR_LOOK;
    if (conditions && nothing) {
        load_error(loader, &expr->span, NULL,
                   "a condition behind & belongs to something that takes words");
    }
    if (check->in_look && expr->capture.len > 0) {
        load_error(loader, &expr->capture_span, NULL, "a look-around has no captures");
    }
    if (expr->kind == EXPR_LOOK && (expr->capture.len > 0 || expr->min != 1 || expr->max != 1)) {
        load_error(loader, &expr->span, NULL,
                   "a look-around takes nothing: it has no capture and no quantifier");
    }
}

/* `more` copied in front of `list`. */
static ClassTerm *with_terms(Loader *loader, const ClassTerm *more, ClassTerm *list) {
    for (const ClassTerm *term = more; term; term = term->next) {
        ClassTerm *copy = arena_new(&loader->scratch, ClassTerm);
        *copy = *term;
        copy->next = list;
        list = copy;
    }
    return list;
}

/* Conditions behind a group hold for what it takes first: they move to the atoms that may come
 * first, where they can. */
static void push_conditions(Check *check, Expr *expr) {
    const bool group = (expr->kind == EXPR_ALT || expr->kind == EXPR_SEQ) && expr->child;
    if (!group ||
        (!expr->and_terms && !expr->not_terms && expr->shape_all == 0 && expr->shape_none == 0)) {
        return;
    }
    for (const Expr *child = expr->child; child; child = child->next) {
        if (child->min == 0) {
            return; /* what comes first is not sure: the compiler adds a look ahead */
        }
        if (expr->kind == EXPR_SEQ) {
            break;
        }
    }
    Loader *loader = check->loader;
    for (Expr *child = expr->child; child; child = child->next) {
        child->shape_all |= expr->shape_all;
        child->shape_none |= expr->shape_none;
        child->and_terms = with_terms(loader, expr->and_terms, child->and_terms);
        child->not_terms = with_terms(loader, expr->not_terms, child->not_terms);
        if (expr->kind == EXPR_SEQ) {
            break;
        }
    }
    expr->shape_all = expr->shape_none = 0;
    expr->and_terms = expr->not_terms = NULL;
}

static void check_children(Check *check, Expr *expr) {
    push_conditions(check, expr);
    const bool outer = check->in_look;
    check->in_look = outer || expr->kind == EXPR_LOOK;
    for (Expr *child = expr->child; child; child = child->next) {
        check_expr(check, child);
        expr->has_capture = expr->has_capture || child->has_capture;
    }
    check->in_look = outer;
}

static void check_expr(Check *check, Expr *expr) {
    Loader *loader = check->loader;
    expr->has_capture = expr->capture.len > 0;
    check_children(check, expr);
    switch (expr->kind) {
    case EXPR_LITERAL:
    case EXPR_CLASS: {
        const ClassTerm term = {
            .text = expr->text, .span = expr->span, .is_string = expr->kind == EXPR_LITERAL};
        expr->class_id = class_of_terms(loader, &term);
        expr->kind = EXPR_CLASS;
        break;
    }
    case EXPR_TYPE: {
        Span span = expr->span;
        span.end = span.start + (uint32_t)expr->text.len;
        expr->types =
            str_equal(expr->text, STR("Any")) ? 0 : loader_type_set(loader, expr->text, &span);
        expr->class_id = expr->terms ? class_of_terms(loader, expr->terms) : 0;
        break;
    }
    case EXPR_MACRO:
        check_macro_use(check, expr);
        break;
    case EXPR_ALT:
        join_classes(check, expr);
        break;
    case EXPR_SEQ:
        unwrap_class(expr);
        break;
    default:
        break;
    }
    for (const ClassTerm *term = expr->and_terms; term; term = term->next) {
        const ClassTerm alone = {
            .text = term->text, .span = term->span, .is_string = term->is_string};
        (void)class_of_terms(loader, &alone);
    }
    check_conditions(check, expr);
}

void check_statements(Loader *loader) {
    const Ast *ast = &loader->ast;
    for (size_t i = 0; i < ast->classes.count; i++) {
        const ClassStatement *statement = &ast->classes.items[i];
        const ClassId id = class_named(loader, statement->name);
        class_define(loader, id, &statement->span);
        class_add_terms(loader, id, statement->terms);
    }
    for (size_t i = 0; i < ast->grammar.count; i++) {
        check_grammar(loader, &ast->grammar.items[i]);
    }
    for (size_t i = 0; i < ast->roles.count; i++) {
        check_role(loader, &ast->roles.items[i]);
    }
    Check check = {.loader = loader};
    for (size_t i = 0; i < ast->macros.count; i++) {
        if (ast->macros.items[i]->state == MACRO_NEW) {
            check_macro(&check, ast->macros.items[i]);
        }
    }
    for (size_t i = 0; i < ast->rules.count; i++) {
        RuleAst *rule = ast->rules.items[i];
        if (rule->match) {
            check_expr(&check, rule->match);
        }
        if (rule->verb) {
            rule->trigger = class_of_terms(loader, rule->verb);
            add_verb(loader, rule->trigger, &rule->span);
        }
        for (SlotAst *slot = rule->slots; slot; slot = slot->next) {
            if (slot->terms) {
                (void)class_of_terms(loader, slot->terms);
            }
        }
        if (rule->recent && rule->recent->terms) {
            (void)class_of_terms(loader, rule->recent->terms);
        }
    }
}

void check_unused(Loader *loader) {
    for (size_t i = 0; i < loader->classes.count; i++) {
        const ClassDraft *class = &loader->classes.items[i];
        const Str name = intern_str(&loader->out->class_names, (uint32_t)i + 1);
        if (class->defined && !class->used && is_class_name(name)) {
            load_finding(loader, &class->span, NULL, "class `%.*s` is never used", STR_ARG(name));
        }
        if (class->used && class->defined && class->size == 0 && is_class_name(name)) {
            load_finding(loader, &class->span, NULL, "class `%.*s` is empty", STR_ARG(name));
        }
    }
    for (size_t i = 0; i < loader->ast.macros.count; i++) {
        const Macro *macro = loader->ast.macros.items[i];
        if (!macro->used) {
            load_finding(loader, &macro->span, NULL, "macro `%.*s` is never used",
                         STR_ARG(macro->name));
        }
    }
}
