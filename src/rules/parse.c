/* Statements of rule files. */
#include "parser.h"

void parser_advance(Parser *parser) {
    parser->last = parser->now.span;
    parser->now = lexer_next(&parser->lexer);
}

bool parser_more(const Parser *parser) {
    return parser->now.kind != LEXEME_END && !parser->now.column_one;
}

bool parser_at_mark(const Parser *parser, const char *mark) {
    return parser_more(parser) && parser->now.kind == LEXEME_MARK &&
           str_equal(parser->now.text, str_from(mark));
}

bool parser_at_name(const Parser *parser, const char *name) {
    return parser_more(parser) && parser->now.kind == LEXEME_NAME &&
           str_equal(parser->now.text, str_from(name));
}

bool parser_accept(Parser *parser, const char *mark) {
    if (!parser_at_mark(parser, mark)) {
        return false;
    }
    parser_advance(parser);
    return true;
}

void parser_fail(Parser *parser, const char *hint, const char *wanted) {
    if (parser->failed) {
        return;
    }
    parser->failed = true;
    if (!parser_more(parser)) {
        Span span = parser->last;
        span.start = span.end;
        load_error(parser->loader, &span, hint, "the statement ends here, but %s is missing",
                   wanted);
        return;
    }
    if (parser->now.line_start) {
        Span span = parser->last;
        span.start = span.end;
        load_error(parser->loader, &span, hint, "the line ends here, but %s is missing", wanted);
        return;
    }
    if (parser->now.kind == LEXEME_WORD && !hint) {
        hint = "words of the text are written in quotes";
    }
    load_error(parser->loader, &parser->now.span, hint, "expected %s, found `%.*s`", wanted,
               STR_ARG(span_text(&parser->now.span)));
}

bool parser_expect(Parser *parser, const char *mark) {
    if (parser_accept(parser, mark)) {
        return true;
    }
    const Str wanted = arena_printf(&parser->loader->scratch, "`%s`", mark);
    parser_fail(parser, NULL, wanted.ptr);
    return false;
}

bool parser_take(Parser *parser, LexemeKind kind, const char *wanted, Lexeme *out) {
    if (!parser_more(parser) || parser->now.kind != kind) {
        parser_fail(parser, NULL, wanted);
        return false;
    }
    *out = parser->now;
    parser_advance(parser);
    return true;
}

static bool take_path(Parser *parser, PathStatement *out) {
    Lexeme path;
    if (!parser_take(parser, LEXEME_STRING, "a path in quotes", &path)) {
        return false;
    }
    if (path.text.len == 0) {
        parser->failed = true;
        load_error(parser->loader, &path.span, NULL, "the path is empty");
        return false;
    }
    *out = (PathStatement){.span = path.span,
                           .path = path_join(&parser->loader->out->arena,
                                             path_folder(parser->lexer.file->path), path.text)};
    return true;
}

static void report_cycle(Parser *parser, const PathStatement *statement) {
    Buffer chain = {0};
    for (const SourceFile *file = parser->lexer.file; file; file = file->includer) {
        buffer_printf(&chain, " < %.*s", STR_ARG(file->path));
        if (str_equal(file->path, statement->path)) {
            break;
        }
    }
    load_error(parser->loader, &statement->span, NULL, "the file includes itself: %.*s%.*s",
               STR_ARG(statement->path), (int)chain.count, chain.items);
    buffer_free(&chain);
}

/* include := 'include' STRING */
static void parse_include(Parser *parser) {
    PathStatement statement;
    if (!take_path(parser, &statement)) {
        return;
    }
    Sources *sources = &parser->loader->sources;
    for (const SourceFile *file = parser->lexer.file; file; file = file->includer) {
        if (str_equal(file->path, statement.path)) {
            report_cycle(parser, &statement);
            return;
        }
    }
    if (source_find(sources, statement.path)) {
        return; /* once is enough */
    }
    SourceFile *file = rule_file_open(sources, statement.path, &statement.span);
    if (file) {
        file->includer = parser->lexer.file;
        parse_file(parser->loader, file);
    }
}

/* ontology := 'ontology' STRING */
static void parse_ontology(Parser *parser) {
    PathStatement statement;
    if (take_path(parser, &statement)) {
        vec_push(&parser->loader->ast.ontologies, statement);
    }
}

/* lexicon := 'lexicon' STRING */
static void parse_lexicon(Parser *parser) {
    PathStatement statement;
    if (take_path(parser, &statement)) {
        vec_push(&parser->loader->ast.lexicons, statement);
    }
}

/* NAME '=' terms */
static bool take_definition(Parser *parser, const char *wanted, ClassStatement *out) {
    Lexeme name;
    if (!parser_take(parser, LEXEME_NAME, wanted, &name)) {
        return false;
    }
    *out = (ClassStatement){.name = name.text, .span = name.span};
    if (!parser_expect(parser, "=")) {
        return false;
    }
    out->terms = parse_terms(parser);
    return !parser->failed;
}

/* class := 'class' CLASS '=' terms */
static void parse_class(Parser *parser) {
    ClassStatement statement = {0};
    const bool whole = take_definition(parser, "the name of a class", &statement);
    if (statement.name.len > 0 && !is_class_name(statement.name)) {
        load_error(parser->loader, &statement.span, "SIGN, DEAL_2, ...",
                   "the name of a class is written in capitals, not `%.*s`",
                   STR_ARG(statement.name));
    } else if (whole || statement.name.len > 0) {
        vec_push(&parser->loader->ast.classes, statement);
    }
}

/* grammar := 'grammar' KEY '=' terms */
static void parse_grammar(Parser *parser) {
    ClassStatement statement;
    if (take_definition(parser, "a key of the grammar", &statement)) {
        vec_push(&parser->loader->ast.grammar, statement);
    }
}

/* role := 'role' NAME '=' terms */
static void parse_role(Parser *parser) {
    ClassStatement statement;
    if (take_definition(parser, "the name of a role", &statement)) {
        vec_push(&parser->loader->ast.roles, statement);
    }
}

/* macro := 'macro' NAME '=' alternation */
static void parse_macro(Parser *parser) {
    Lexeme name;
    if (!parser_take(parser, LEXEME_NAME, "the name of the macro", &name)) {
        return;
    }
    Loader *loader = parser->loader;
    const size_t known = intern_count(&loader->macro_names);
    const uint32_t id = intern_add(&loader->macro_names, name.text);
    if (id <= known) {
        load_error(loader, &name.span, "each macro has one definition",
                   "macro `%.*s` is defined twice: also on line %u of %.*s", STR_ARG(name.text),
                   loader->ast.macros.items[id - 1]->span.line,
                   STR_ARG(loader->ast.macros.items[id - 1]->span.file->path));
    }
    Macro *macro = arena_new(&loader->scratch, Macro);
    *macro = (Macro){.name = name.text, .span = name.span};
    if (id > known) {
        vec_push(&loader->ast.macros, macro);
    }
    if (parser_expect(parser, "=")) {
        Expr *body = parse_alternation(parser);
        macro->body = parser->failed ? NULL : body;
    }
}

static void parse_entity(Parser *parser) { parse_rule(parser, RULE_ENTITY); }
static void parse_phrase(Parser *parser) { parse_rule(parser, RULE_PHRASE); }
static void parse_pattern(Parser *parser) { parse_rule(parser, RULE_PATTERN); }
static void parse_frame(Parser *parser) { parse_rule(parser, RULE_FRAME); }

static const struct {
    const char *keyword;
    void (*parse)(Parser *parser);
} statements[] = {
    {"include", parse_include}, {"ontology", parse_ontology}, {"lexicon", parse_lexicon},
    {"class", parse_class},     {"macro", parse_macro},       {"grammar", parse_grammar},
    {"role", parse_role},       {"entity", parse_entity},     {"phrase", parse_phrase},
    {"pattern", parse_pattern}, {"frame", parse_frame},
};

enum { STATEMENT_COUNT = sizeof statements / sizeof *statements };

/* The statement whose keyword is ahead, or STATEMENT_COUNT. */
static size_t statement_ahead(const Parser *parser) {
    size_t at = 0;
    while (at < STATEMENT_COUNT &&
           !(parser->now.column_one && parser->now.kind == LEXEME_NAME &&
             str_equal(parser->now.text, str_from(statements[at].keyword)))) {
        at++;
    }
    return at;
}

static void report_no_statement(Parser *parser) {
    Loader *loader = parser->loader;
    const Span *span = &parser->now.span;
    if (!parser->now.column_one) {
        load_error(loader, span, "statements begin in the first column",
                   "no statement goes on here");
        return;
    }
    Nearest nearest = nearest_to(parser->now.text);
    for (size_t i = 0; i < STATEMENT_COUNT; i++) {
        nearest_offer(&nearest, str_from(statements[i].keyword));
    }
    const char *hint = nearest_hint(&nearest, loader->sources.arena);
    load_error(loader, span, hint ? hint : "what belongs to a statement above is indented",
               "no statement begins with `%.*s`", STR_ARG(span_text(span)));
}

/* Whether a statement begins here, or is meant to. */
static bool may_begin(const Parser *parser) {
    return parser->now.column_one && parser->now.kind == LEXEME_NAME &&
           !is_capital_name(parser->now.text);
}

void parse_file(Loader *loader, const SourceFile *file) {
    Parser parser = {.loader = loader};
    lexer_begin(&parser.lexer, &loader->sources, file);
    parser.now.span.file = file;
    parser_advance(&parser);
    while (parser.now.kind != LEXEME_END) {
        const size_t which = statement_ahead(&parser);
        parser.failed = false;
        parser.depth = 0;
        if (which == STATEMENT_COUNT) {
            report_no_statement(&parser);
            parser_advance(&parser);
        } else {
            parser_advance(&parser);
            statements[which].parse(&parser);
            if (!parser.failed && parser_more(&parser)) {
                load_error(loader, &parser.now.span, "statements begin in the first column",
                           "the statement above does not go on with `%.*s`",
                           STR_ARG(span_text(&parser.now.span)));
            }
        }
        while (parser.now.kind != LEXEME_END && !may_begin(&parser)) {
            parser_advance(&parser);
        }
    }
}
