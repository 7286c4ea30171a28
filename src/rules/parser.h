/* The running parser: one lexeme ahead. A parse function that fails reports once, sets `failed`,
 * and returns NULL or nothing; whoever began the property or statement skips to the next one. */
#ifndef RULES_PARSER_H
#define RULES_PARSER_H

#include "lexer.h"
#include "loader.h"

typedef struct Parser {
    Loader *loader;
    Lexer lexer;
    Lexeme now;
    Span last; /* of the lexeme before */
    bool failed;
    uint32_t depth;
} Parser;

void parser_advance(Parser *parser);
/* Whether the statement goes on. */
bool parser_more(const Parser *parser);
bool parser_at_mark(const Parser *parser, const char *mark);
bool parser_at_name(const Parser *parser, const char *name);
bool parser_accept(Parser *parser, const char *mark);
bool parser_expect(Parser *parser, const char *mark);
/* Reports at the lexeme ahead, unless the parser has failed already. */
void parser_fail(Parser *parser, const char *hint, const char *wanted);

/* Takes a lexeme of the kind, or fails. */
bool parser_take(Parser *parser, LexemeKind kind, const char *wanted, Lexeme *out);

/* parse_expr.c */
Expr *parse_alternation(Parser *parser);
/* terms := term ('|' term)* ; term := STRING | CLASS */
ClassTerm *parse_terms(Parser *parser);
/* atom-class := STRING | CLASS | '(' terms ')' */
ClassTerm *parse_atom_class(Parser *parser);

/* parse_rule.c: a rule behind its keyword. */
void parse_rule(Parser *parser, RuleKind kind);

#endif
