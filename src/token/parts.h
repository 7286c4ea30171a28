/* What the files of token/ share. */
#ifndef TOKEN_PARTS_H
#define TOKEN_PARTS_H

#include "token.h"

/* Marks of punctuation, kept in Token.shape while a text is split and taken off at the end. */
enum {
    MARK_STOP = 1 << 16,  /* . ! ? and the ellipsis, a run of full stops */
    MARK_DOT = 1 << 17,   /* one full stop */
    MARK_OPEN = 1 << 18,  /* opening bracket */
    MARK_CLOSE = 1 << 19, /* closing bracket */
    MARK_QUOTE = 1 << 20, /* a quotation mark of any form */
    MARK_LEFT = 1 << 21,  /* its form is an opening one */
    MARK_RIGHT = 1 << 22, /* its form is a closing one */
    MARK_DASH = 1 << 23,  /* hyphen or dash */
    MARK_COMMA = 1 << 24, /* comma or semicolon */
    MARK_COLON = 1 << 25,
    MARK_BULLET = 1 << 26,
    MARK_ONE_LETTER = 1 << 27, /* a word of one letter */
    MARKS_ALL = (MARK_ONE_LETTER - MARK_STOP) | MARK_ONE_LETTER
};

/* Everything about a token that its bytes alone decide. */
typedef struct WordKey {
    char bytes[24];
    SymId symbol;
    uint32_t shape; /* with marks */
    uint32_t len;   /* 0: a free place */
    uint32_t code_points;
} WordKey;

/* The key of the token `word`, from the cache or worked out; it stays until the next call. */
const WordKey *word_key(Tokenizer *tokenizer, const Ruleset *ruleset, Str word, SyllableKind kind);

/* Decides which quotation marks among tokens first .. end - 1, one block, open and which close. */
void quotes_mark(Token *tokens, uint32_t first, uint32_t end);

/* Cuts the tokens first .. end - 1 of block `index` into sentences, appended to the tokenizer's. */
void sentences_cut(Tokenizer *tokenizer, const Ruleset *ruleset, uint32_t first, uint32_t end);
/* Sets SHAPE_FIRST in one sentence; `starts_block`: it is the first of its block. */
void sentence_mark_first(Token *tokens, const Sentence *sentence, bool starts_block);

/* What values are read from. */
typedef struct ValueScan {
    const TokenList *list;
    const Ruleset *ruleset;
    Arena *arena;
    uint32_t first, end;       /* tokens of the sentence */
    unsigned year, month, day; /* the document's date; 0 where unknown */
} ValueScan;

/* Whether a value may begin at token `at`: a number, or a phrase of a class that values begin with.
 * Cheap. */
bool value_may_begin(const ValueScan *scan, uint32_t at);

/* Sets the document's date from ISO 8601; leaves zeros where it is not one. */
void value_scan_date(ValueScan *scan, Str iso);
/* A date or an amount of money that begins at token `at`; false if there is none. */
bool date_at(const ValueScan *scan, uint32_t at, Value *out);
bool money_at(const ValueScan *scan, uint32_t at, Value *out);

#endif
