/* The words of a rule file. */
#ifndef RULES_LEXER_H
#define RULES_LEXER_H

#include "source.h"

typedef enum LexemeKind {
    LEXEME_END,
    LEXEME_NAME,   /* [A-Za-z][A-Za-z0-9_-]* */
    LEXEME_WORD,   /* of other letters: never right, but one mistake and not many */
    LEXEME_STRING, /* "..." on one line; \" and \\ */
    LEXEME_NUMBER, /* 5, 0.9, -3 */
    LEXEME_MARK    /* one of ( ) [ ] { } | : , ? * + = < > @ ! & ; .. => */
} LexemeKind;

typedef struct Lexeme {
    LexemeKind kind;
    Span span;
    Str text;        /* as written; of a string what it stands for */
    bool line_start; /* the first of its line */
    bool column_one; /* it begins a statement */
} Lexeme;

typedef struct Lexer {
    Sources *sources;
    const SourceFile *file;
    uint32_t at, line, line_start; /* bytes; lines from 1 */
    uint32_t lexeme_line;          /* line of the last lexeme */
} Lexer;

void lexer_begin(Lexer *lexer, Sources *sources, const SourceFile *file);
/* The next lexeme; what cannot begin one is reported and skipped. */
Lexeme lexer_next(Lexer *lexer);
/* The text up to the end of the line, or up to a comment, trimmed. */
Str lexer_rest_of_line(Lexer *lexer);

#endif
