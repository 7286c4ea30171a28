/* Expressions: what `match` and `macro` hold. */
#include "parser.h"

static Expr *new_expr(Parser *parser, ExprKind kind) {
    Expr *expr = arena_new(&parser->loader->scratch, Expr);
    expr->kind = kind;
    expr->span = parser->now.span;
    expr->min = expr->max = 1;
    return expr;
}

/* terms := term ('|' term)* ; term := STRING | CLASS */
ClassTerm *parse_terms(Parser *parser) {
    ClassTerm *first = NULL;
    ClassTerm **link = &first;
    do {
        const bool is_string = parser_more(parser) && parser->now.kind == LEXEME_STRING;
        const bool is_name =
            parser_more(parser) && parser->now.kind == LEXEME_NAME && !parser->now.line_start;
        const bool is_class = parser_more(parser) && parser->now.kind == LEXEME_NAME &&
                              is_class_name(parser->now.text);
        if (!is_string && !is_class) {
            parser_fail(parser, is_name ? "classes are written in capitals, words in quotes" : NULL,
                        "a string or a class");
            return NULL;
        }
        *link = arena_new(&parser->loader->scratch, ClassTerm);
        **link =
            (ClassTerm){.span = parser->now.span, .text = parser->now.text, .is_string = is_string};
        link = &(*link)->next;
        parser_advance(parser);
    } while (parser_accept(parser, "|"));
    return first;
}

/* atom-class := STRING | CLASS | '(' terms ')' */
ClassTerm *parse_atom_class(Parser *parser) {
    if (parser_accept(parser, "(")) {
        ClassTerm *terms = parse_terms(parser);
        return parser->failed || !parser_expect(parser, ")") ? NULL : terms;
    }
    if (!parser_more(parser) ||
        (parser->now.kind != LEXEME_STRING &&
         !(parser->now.kind == LEXEME_NAME && is_class_name(parser->now.text)))) {
        parser_fail(parser, NULL, "a string, a class, or several in parentheses");
        return NULL;
    }
    ClassTerm *term = arena_new(&parser->loader->scratch, ClassTerm);
    *term = (ClassTerm){.span = parser->now.span,
                        .text = parser->now.text,
                        .is_string = parser->now.kind == LEXEME_STRING};
    parser_advance(parser);
    return term;
}

static void append_terms(ClassTerm **list, ClassTerm *more) {
    while (*list) {
        list = &(*list)->next;
    }
    *list = more;
}

/* A whole number from `least` to `most`. */
static uint32_t take_number(Parser *parser, uint32_t least, uint32_t most, const char *wanted) {
    Lexeme number;
    if (!parser_take(parser, LEXEME_NUMBER, wanted, &number)) {
        return least;
    }
    uint32_t value = 0;
    bool good = true;
    for (size_t i = 0; i < number.text.len && good; i++) {
        const char c = number.text.ptr[i];
        good = c >= '0' && c <= '9' && value <= most;
        value = good ? value * 10 + (uint32_t)(c - '0') : value;
    }
    if (!good || value < least || value > most) {
        parser->failed = true;
        load_error(parser->loader, &number.span, NULL, "%s goes from %u to %u, not `%.*s`", wanted,
                   least, most, STR_ARG(number.text));
        return least;
    }
    return value;
}

static const struct {
    const char *word;
    uint32_t all, none;
} shapes[] = {
#define X(id, word, bit) {word, PROGRAM_SHAPE_##id, 0},
    PROGRAM_SHAPES(X)
#undef X
        {"word", 0, PROGRAM_SHAPE_NUMBER | PROGRAM_SHAPE_PUNCT},
    {"any", 0, 0},
};

enum { SHAPE_COUNT = sizeof shapes / sizeof *shapes };

/* Adds the shape whose name is ahead to the conditions of `expr`. */
static void take_shape(Parser *parser, Expr *expr, bool negative) {
    Lexeme name;
    if (!parser_take(parser, LEXEME_NAME, "the name of a shape", &name)) {
        return;
    }
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        if (!str_equal(name.text, str_from(shapes[i].word))) {
            continue;
        }
        if (negative && shapes[i].all == 0) {
            parser->failed = true;
            load_error(parser->loader, &name.span, NULL, "<%s> cannot be negated", shapes[i].word);
        }
        expr->shape_all |= negative ? 0 : shapes[i].all;
        expr->shape_none |= negative ? shapes[i].all : shapes[i].none;
        return;
    }
    Nearest nearest = nearest_to(name.text);
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        nearest_offer(&nearest, str_from(shapes[i].word));
    }
    nearest_offer(&nearest, STR("start"));
    nearest_offer(&nearest, STR("end"));
    parser->failed = true;
    load_error(parser->loader, &name.span, nearest_hint(&nearest, parser->loader->sources.arena),
               "unknown shape <%.*s>", STR_ARG(name.text));
}

/* '<' SHAPE '>' | '<start>' | '<end>' */
static Expr *parse_shape(Parser *parser) {
    Expr *expr = new_expr(parser, EXPR_SHAPE);
    parser_advance(parser);
    if (parser_at_name(parser, "start") || parser_at_name(parser, "end")) {
        expr->kind = parser_at_name(parser, "start") ? EXPR_START : EXPR_END;
        parser_advance(parser);
    } else {
        take_shape(parser, expr, false);
    }
    if (!parser->failed) {
        (void)parser_expect(parser, ">");
    }
    return expr;
}

/* '..' N [ '!' atom-class ] */
static Expr *parse_gap(Parser *parser) {
    Expr *expr = new_expr(parser, EXPR_GAP);
    parser_advance(parser);
    expr->width = take_number(parser, 1, GAP_WIDEST, "the width of a gap");
    const bool barrier = parser_at_mark(parser, "!") && parser->now.span.start == parser->last.end;
    if (!parser->failed && barrier) {
        parser_advance(parser);
        expr->not_terms = parse_atom_class(parser);
    }
    return expr;
}

/* Type [ '[' terms ']' ] */
static Expr *parse_type(Parser *parser) {
    Expr *expr = new_expr(parser, EXPR_TYPE);
    expr->text = parser->now.text;
    parser_advance(parser);
    if (parser_accept(parser, "[")) {
        expr->terms = parse_terms(parser);
        if (!parser->failed) {
            (void)parser_expect(parser, "]");
        }
    }
    return expr;
}

/* ('ahead' | 'not-ahead' | 'behind' | 'not-behind') '(' alternation ')' */
static Expr *parse_look(Parser *parser) {
    Expr *expr = new_expr(parser, EXPR_LOOK);
    const Str name = parser->now.text;
    expr->ahead = str_ends(name, STR("ahead"));
    expr->negative = str_starts(name, STR("not-"));
    parser_advance(parser);
    if (parser_expect(parser, "(")) {
        expr->child = parse_alternation(parser);
        if (!parser->failed) {
            (void)parser_expect(parser, ")");
        }
    }
    return expr;
}

static bool at_look(const Parser *parser) {
    return parser_at_name(parser, "ahead") || parser_at_name(parser, "not-ahead") ||
           parser_at_name(parser, "behind") || parser_at_name(parser, "not-behind");
}

static Expr *parse_named_atom(Parser *parser) {
    if (at_look(parser)) {
        return parse_look(parser);
    }
    if (!is_capital_name(parser->now.text)) {
        parser_fail(parser, "words of the text are written in quotes", "a part of the pattern");
        return NULL;
    }
    if (!is_class_name(parser->now.text)) {
        return parse_type(parser);
    }
    Expr *expr = new_expr(parser, EXPR_CLASS);
    expr->text = parser->now.text;
    parser_advance(parser);
    return expr;
}

static Expr *parse_macro_use(Parser *parser) {
    Expr *expr = new_expr(parser, EXPR_MACRO);
    parser_advance(parser);
    Lexeme name;
    if (parser_take(parser, LEXEME_NAME, "the name of a macro", &name)) {
        expr->text = name.text;
    }
    return expr;
}

static Expr *parse_group(Parser *parser) {
    Expr *expr = new_expr(parser, EXPR_SEQ);
    parser_advance(parser);
    expr->child = parse_alternation(parser);
    if (!parser->failed) {
        (void)parser_expect(parser, ")");
    }
    return expr;
}

/* atom := STRING | CLASS | Type | '<' SHAPE '>' | '(' alternation ')' | '@' NAME | gap
 *       | '!' atom-class | look-around */
static Expr *parse_atom(Parser *parser) {
    Expr *expr = NULL;
    if (!parser_more(parser)) {
        parser_fail(parser, NULL, "a part of the pattern");
    } else if (parser->now.kind == LEXEME_STRING) {
        expr = new_expr(parser, EXPR_LITERAL);
        expr->text = parser->now.text;
        parser_advance(parser);
    } else if (parser->now.kind == LEXEME_NAME) {
        expr = parse_named_atom(parser);
    } else if (parser_at_mark(parser, "<")) {
        expr = parse_shape(parser);
    } else if (parser_at_mark(parser, "(")) {
        expr = parse_group(parser);
    } else if (parser_at_mark(parser, "@")) {
        expr = parse_macro_use(parser);
    } else if (parser_at_mark(parser, "..")) {
        expr = parse_gap(parser);
    } else if (parser_at_mark(parser, "!")) {
        expr = new_expr(parser, EXPR_NOT);
        parser_advance(parser);
        expr->not_terms = parse_atom_class(parser);
    } else {
        parser_fail(parser, NULL, "a part of the pattern");
    }
    if (expr) {
        expr->span = span_join(expr->span, parser->last);
    }
    return expr;
}

/* cond := ['!'] ('<' SHAPE '>' | atom-class) */
static void parse_condition(Parser *parser, Expr *expr) {
    const bool negative = parser_accept(parser, "!");
    if (parser_accept(parser, "<")) {
        take_shape(parser, expr, negative);
        if (!parser->failed) {
            (void)parser_expect(parser, ">");
        }
        return;
    }
    ClassTerm *terms = parse_atom_class(parser);
    if (!negative && terms && terms->next) {
        parser->failed = true;
        load_error(parser->loader, &terms->span, "give the alternatives a class of their own",
                   "a condition names one class or string");
        return;
    }
    append_terms(negative ? &expr->not_terms : &expr->and_terms, terms);
}

/* quantifier := '?' | '*' | '+' | '{' m [',' [n]] '}' */
static void parse_quantifier(Parser *parser, Expr *expr) {
    if (parser_accept(parser, "?")) {
        expr->min = 0;
    } else if (parser_accept(parser, "*")) {
        expr->min = 0;
        expr->max = REPEATED_FREELY;
    } else if (parser_accept(parser, "+")) {
        expr->max = REPEATED_FREELY;
    } else if (parser_accept(parser, "{")) {
        expr->min = take_number(parser, 0, REPEATED_MOST, "a number of repetitions");
        expr->max = expr->min > 0 ? expr->min : 1;
        if (!parser->failed && parser_accept(parser, ",")) {
            expr->max = REPEATED_FREELY;
            if (!parser_at_mark(parser, "}")) {
                const uint32_t least = expr->min > 0 ? expr->min : 1;
                expr->max = take_number(parser, least, REPEATED_MOST, "a number of repetitions");
            }
        }
        if (!parser->failed) {
            (void)parser_expect(parser, "}");
        }
    }
}

/* item := [NAME ':'] atom ('&' cond)* quantifier? */
static Expr *parse_item(Parser *parser) {
    Lexeme capture = {0};
    const bool captures = parser_more(parser) && parser->now.kind == LEXEME_NAME &&
                          parser->now.span.end < parser->lexer.file->content.len &&
                          parser->lexer.file->content.ptr[parser->now.span.end] == ':';
    if (captures) {
        capture = parser->now;
        parser_advance(parser);
        parser_advance(parser);
        if (!is_capital_name(capture.text) || str_find(capture.text, '-', 0) < capture.text.len) {
            parser->failed = true;
            load_error(parser->loader, &capture.span, "A, B, Org1, ...",
                       "the name of a capture begins with a capital letter and has no hyphen");
            return NULL;
        }
    }
    Expr *expr = parse_atom(parser);
    if (parser->failed || !expr) {
        return NULL;
    }
    while (!parser->failed && parser_accept(parser, "&")) {
        parse_condition(parser, expr);
        expr->span = span_join(expr->span, parser->last);
    }
    if (!parser->failed) {
        parse_quantifier(parser, expr);
    }
    expr->capture = capture.text;
    expr->capture_span = capture.span;
    return expr;
}

/* Whether an item may begin here: a name of small letters at the start of a line is a property. */
static bool at_item(const Parser *parser) {
    if (!parser_more(parser)) {
        return false;
    }
    switch (parser->now.kind) {
    case LEXEME_STRING:
        return true;
    case LEXEME_NAME:
        return !parser->now.line_start || is_capital_name(parser->now.text) || at_look(parser);
    case LEXEME_MARK:
        return strchr("(<@!", parser->now.text.ptr[0]) != NULL || parser_at_mark(parser, "..");
    default:
        return false;
    }
}

/* sequence := item+ */
static Expr *parse_sequence(Parser *parser) {
    Expr *first = parse_item(parser);
    if (parser->failed || !at_item(parser)) {
        return first;
    }
    Expr *sequence = arena_new(&parser->loader->scratch, Expr);
    *sequence = (Expr){.kind = EXPR_SEQ, .child = first, .min = 1, .max = 1, .span = first->span};
    Expr *last = first;
    while (!parser->failed && at_item(parser)) {
        last->next = parse_item(parser);
        if (last->next) {
            last = last->next;
        }
    }
    sequence->span = span_join(sequence->span, parser->last);
    return sequence;
}

/* alternation := sequence ('|' sequence)* */
Expr *parse_alternation(Parser *parser) {
    if (++parser->depth > NESTING_DEEPEST) {
        parser_fail(parser, "name the inner parts with `macro`", "fewer parentheses in each other");
        return NULL;
    }
    Expr *first = parse_sequence(parser);
    Expr *out = first;
    if (!parser->failed && parser_at_mark(parser, "|")) {
        out = arena_new(&parser->loader->scratch, Expr);
        *out = (Expr){.kind = EXPR_ALT, .child = first, .min = 1, .max = 1, .span = first->span};
        Expr *last = first;
        while (!parser->failed && parser_accept(parser, "|")) {
            last->next = parse_sequence(parser);
            if (last->next) {
                last = last->next;
            }
        }
        out->span = span_join(out->span, parser->last);
    }
    parser->depth--;
    return parser->failed ? NULL : out;
}
