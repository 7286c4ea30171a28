/* Expressions to programs. */
#include "loader.h"

typedef struct Emitter {
    Loader *loader;
    const RuleAst *rule;
    CaptureList *captures;
    VEC(Instruction) code;
    VEC(ProgramRestriction) restrictions;
} Emitter;

uint16_t capture_find(const CaptureList *captures, Str name) {
    for (uint32_t i = 0; i < captures->count; i++) {
        if (str_equal(captures->items[i].name, name)) {
            return (uint16_t)i;
        }
    }
    return NO_CAPTURE;
}

uint16_t capture_add(Loader *loader, CaptureList *captures, Str name, const Span *span) {
    const uint16_t known = capture_find(captures, name);
    if (known != NO_CAPTURE) {
        return known;
    }
    if (captures->count == CAPTURES_MAX) {
        load_error(loader, span, NULL, "a rule has at most %d captures", CAPTURES_MAX);
        return NO_CAPTURE;
    }
    captures->items[captures->count] = (CaptureInfo){.name = name};
    return (uint16_t)captures->count++;
}

static bool is_full(const Emitter *emitter) { return emitter->code.count > PROGRAM_LENGTH_MAX; }

static uint32_t here(const Emitter *emitter) { return (uint32_t)emitter->code.count; }

static uint32_t emit(Emitter *emitter, ProgramOp op, uint32_t a, uint32_t b, Str source) {
    vec_push(&emitter->code,
             (Instruction){.op = op, .a = a, .b = b, .capture = NO_CAPTURE, .source = source});
    return here(emitter) - 1;
}

static Instruction *at(Emitter *emitter, uint32_t place) { return &emitter->code.items[place]; }

static void emit_item(Emitter *emitter, const Expr *expr, uint16_t outer);

/* Whether every way through the expression takes exactly one atom, so that a capture of it is a
 * capture of that atom. */
static bool is_single(const Expr *expr, uint32_t depth) {
    if (depth > 16) {
        return false;
    }
    switch (expr->kind) {
    case EXPR_CLASS:
    case EXPR_TYPE:
    case EXPR_SHAPE:
    case EXPR_NOT:
        return true;
    case EXPR_MACRO:
        return expr->macro && expr->macro->body && expr->macro->body->min == 1 &&
               expr->macro->body->max == 1 && !expr->macro->body->has_capture &&
               is_single(expr->macro->body, depth + 1);
    case EXPR_SEQ:
        if (!expr->child || expr->child->next) {
            return false;
        }
        break;
    case EXPR_ALT:
        break;
    default:
        return false;
    }
    for (const Expr *child = expr->child; child; child = child->next) {
        if (child->min != 1 || child->max != 1 || child->has_capture ||
            !is_single(child, depth + 1)) {
            return false;
        }
    }
    return true;
}

static uint32_t restriction_of(Emitter *emitter, TypeSet types, ClassId head) {
    for (size_t i = 0; i < emitter->restrictions.count; i++) {
        const ProgramRestriction *known = &emitter->restrictions.items[i];
        if (known->types == types && known->head_class == head) {
            return (uint32_t)i;
        }
    }
    vec_push(&emitter->restrictions, (ProgramRestriction){.types = types, .head_class = head});
    return (uint32_t)emitter->restrictions.count - 1;
}

/* `& CLASS`: a look ahead before the atom. */
static void emit_and_terms(Emitter *emitter, const Expr *expr) {
    for (const ClassTerm *term = expr->and_terms; term; term = term->next) {
        const ClassTerm alone = {
            .text = term->text, .span = term->span, .is_string = term->is_string};
        const uint32_t look = emit(emitter, OP_AHEAD, 0, 0, span_text(&expr->span));
        emit(emitter, OP_CLASS, class_of_terms(emitter->loader, &alone), 0, span_text(&expr->span));
        emit(emitter, OP_ACCEPT, 0, 0, STR_NONE);
        at(emitter, look)->a = here(emitter);
    }
}

static void note_capture(Emitter *emitter, const Expr *expr, uint16_t capture) {
    if (capture == NO_CAPTURE) {
        return;
    }
    CaptureInfo *info = &emitter->captures->items[capture];
    info->words = info->words || expr->kind != EXPR_TYPE;
    info->any_type = info->any_type || (expr->kind == EXPR_TYPE && expr->types == 0);
    info->types |= expr->types;
}

static void emit_taker(Emitter *emitter, const Expr *expr, uint16_t capture) {
    emit_and_terms(emitter, expr);
    ProgramOp op = OP_ANY;
    uint32_t a = 0;
    if (expr->kind == EXPR_CLASS) {
        op = OP_CLASS;
        a = expr->class_id;
    } else if (expr->kind == EXPR_TYPE) {
        op = OP_TYPE;
        a = restriction_of(emitter, expr->types, expr->class_id);
    } else if (expr->kind == EXPR_SHAPE) {
        op = OP_TOKEN;
    }
    Instruction *taker = at(emitter, emit(emitter, op, a, 0, span_text(&expr->span)));
    taker->shape_all = expr->shape_all;
    taker->shape_none = expr->shape_none;
    taker->not_class = expr->not_class;
    taker->capture = capture;
    note_capture(emitter, expr, capture);
}

/* Gaps prefer to end. */
static void emit_gap(Emitter *emitter, const Expr *expr) {
    uint32_t splits[GAP_WIDEST];
    uint32_t count = 0;
    for (; count < expr->width; count++) {
        splits[count] = emit(emitter, OP_SPLIT, 0, here(emitter) + 1, STR_NONE);
        const uint32_t any = emit(emitter, OP_ANY, 0, 0, span_text(&expr->span));
        at(emitter, any)->not_class = expr->not_class;
    }
    for (uint32_t i = 0; i < count; i++) {
        at(emitter, splits[i])->a = here(emitter);
    }
}

static void emit_look(Emitter *emitter, const Expr *expr) {
    enum { BEHIND_TOKENS = 8 };
    static const ProgramOp ops[2][2] = {{OP_BEHIND, OP_NOT_BEHIND}, {OP_AHEAD, OP_NOT_AHEAD}};
    const uint32_t look = emit(emitter, ops[expr->ahead][expr->negative], 0,
                               expr->ahead ? 0 : BEHIND_TOKENS, span_text(&expr->span));
    for (const Expr *child = expr->child; child; child = child->next) {
        emit_item(emitter, child, NO_CAPTURE);
    }
    emit(emitter, OP_ACCEPT, 0, 0, STR_NONE);
    at(emitter, look)->a = here(emitter);
}

static void emit_alternation(Emitter *emitter, const Expr *expr, uint16_t outer) {
    uint32_t end = UINT32_MAX; /* the jumps to the end, a chain through their targets */
    for (const Expr *child = expr->child; child && !is_full(emitter); child = child->next) {
        if (!child->next) {
            emit_item(emitter, child, outer);
            break;
        }
        const uint32_t split = emit(emitter, OP_SPLIT, here(emitter) + 1, 0, STR_NONE);
        emit_item(emitter, child, outer);
        end = emit(emitter, OP_JUMP, end, 0, STR_NONE);
        at(emitter, split)->b = here(emitter);
    }
    while (end != UINT32_MAX) {
        const uint32_t next = at(emitter, end)->a;
        at(emitter, end)->a = here(emitter);
        end = next;
    }
}

/* Conditions on a group that could not move to its atoms: a look ahead at what stands there. */
static void emit_group_conditions(Emitter *emitter, const Expr *expr) {
    if (expr->shape_all == 0 && expr->shape_none == 0 && !expr->not_terms) {
        return;
    }
    const uint32_t look = emit(emitter, OP_AHEAD, 0, 0, span_text(&expr->span));
    Instruction *any = at(emitter, emit(emitter, OP_ANY, 0, 0, span_text(&expr->span)));
    any->shape_all = expr->shape_all;
    any->shape_none = expr->shape_none;
    any->not_class = expr->not_class;
    emit(emitter, OP_ACCEPT, 0, 0, STR_NONE);
    at(emitter, look)->a = here(emitter);
}

static void emit_atom(Emitter *emitter, const Expr *expr, uint16_t outer) {
    if (expr->kind == EXPR_ALT || expr->kind == EXPR_SEQ || expr->kind == EXPR_MACRO) {
        emit_and_terms(emitter, expr);
        emit_group_conditions(emitter, expr);
    }
    switch (expr->kind) {
    case EXPR_ALT:
        emit_alternation(emitter, expr, outer);
        break;
    case EXPR_SEQ:
        for (const Expr *child = expr->child; child && !is_full(emitter); child = child->next) {
            emit_item(emitter, child, outer);
        }
        break;
    case EXPR_MACRO:
        if (expr->macro && expr->macro->body) {
            emit_item(emitter, expr->macro->body, outer);
        } else { /* reported already; something to count, so that the work stays bounded */
            emit(emitter, OP_JUMP, here(emitter) + 1, 0, STR_NONE);
        }
        break;
    case EXPR_GAP:
        emit_gap(emitter, expr);
        break;
    case EXPR_LOOK:
        emit_look(emitter, expr);
        break;
    case EXPR_START:
    case EXPR_END:
        emit(emitter, expr->kind == EXPR_START ? OP_START : OP_END, 0, 0, span_text(&expr->span));
        break;
    default:
        emit_taker(emitter, expr, outer);
        break;
    }
}

/* `*` and `+` are loops: each round takes something, or the matcher, which enters no state twice,
 * leaves the loop. */
static void emit_loop(Emitter *emitter, const Expr *expr, uint16_t outer) {
    for (uint32_t i = 1; i < expr->min && !is_full(emitter); i++) {
        emit_atom(emitter, expr, outer);
    }
    uint32_t split = UINT32_MAX;
    if (expr->min == 0) {
        split = emit(emitter, OP_SPLIT, here(emitter) + 1, 0, STR_NONE);
    }
    const uint32_t body = here(emitter);
    emit_atom(emitter, expr, outer);
    emit(emitter, OP_SPLIT, body, here(emitter) + 1, STR_NONE);
    if (split != UINT32_MAX) {
        at(emitter, split)->b = here(emitter);
    }
}

static void emit_repeated(Emitter *emitter, const Expr *expr, uint16_t outer) {
    if (expr->max == REPEATED_FREELY) {
        emit_loop(emitter, expr, outer);
        return;
    }
    uint32_t splits[REPEATED_MOST];
    uint32_t count = 0;
    for (uint32_t i = 0; i < expr->max && !is_full(emitter); i++) {
        if (i >= expr->min) {
            splits[count++] = emit(emitter, OP_SPLIT, here(emitter) + 1, 0, STR_NONE);
        }
        emit_atom(emitter, expr, outer);
    }
    while (count > 0) {
        at(emitter, splits[--count])->b = here(emitter);
    }
}

/* `outer`: the capture of which the item is the one atom, or NO_CAPTURE. */
static void emit_item(Emitter *emitter, const Expr *expr, uint16_t outer) {
    if (is_full(emitter)) {
        return;
    }
    if (expr->capture.len == 0) {
        emit_repeated(emitter, expr, outer);
        return;
    }
    const uint16_t capture =
        capture_add(emitter->loader, emitter->captures, expr->capture, &expr->capture_span);
    if (capture == NO_CAPTURE || (expr->max == 1 && is_single(expr, 0))) {
        emit_repeated(emitter, expr, capture);
        return;
    }
    emitter->captures->items[capture].words = true;
    emit(emitter, OP_OPEN, capture, 0, STR_NONE);
    emit_repeated(emitter, expr, NO_CAPTURE);
    emit(emitter, OP_CLOSE, capture, 0, STR_NONE);
}

static const Program *finish(Emitter *emitter) {
    Arena *arena = &emitter->loader->out->arena;
    Instruction *code = arena_array(arena, Instruction, emitter->code.count);
    memcpy(code, emitter->code.items, emitter->code.count * sizeof *code);
    ProgramRestriction *restrictions =
        arena_array(arena, ProgramRestriction, emitter->restrictions.count + 1);
    if (emitter->restrictions.count > 0) {
        memcpy(restrictions, emitter->restrictions.items,
               emitter->restrictions.count * sizeof *restrictions);
    }
    Program *program = arena_new(arena, Program);
    *program = (Program){.code = code,
                         .length = (uint32_t)emitter->code.count,
                         .restrictions = restrictions,
                         .restriction_count = (uint32_t)emitter->restrictions.count};
    return program;
}

const Program *compile_match(Loader *loader, const RuleAst *ast, CaptureList *captures) {
    Emitter emitter = {.loader = loader, .rule = ast, .captures = captures};
    emit_item(&emitter, ast->match, NO_CAPTURE);
    emit(&emitter, OP_ACCEPT, 0, 0, STR_NONE);
    const Program *program = NULL;
    if (is_full(&emitter)) {
        load_error(loader, &ast->span, "split the rule, or repeat less",
                   "rule `%.*s` is too large: more than %d instructions", STR_ARG(ast->name),
                   PROGRAM_LENGTH_MAX);
    } else {
        program = finish(&emitter);
    }
    vec_free(&emitter.code);
    vec_free(&emitter.restrictions);
    return program;
}
