/* How text falls into tokens: one rule for documents and for the phrases of the lexicon. */
#ifndef BASE_SYLLABLE_H
#define BASE_SYLLABLE_H

#include "str.h"
#include "utf8.h"

typedef enum SyllableKind {
    SYLLABLE_NONE,   /* the end of the text */
    SYLLABLE_WORD,   /* letters, marks and digits; an apostrophe between letters */
    SYLLABLE_NUMBER, /* digits, with one of . , / : between digits: 1.000 5/12/2024 9:30 */
    SYLLABLE_PUNCT   /* one character of anything else; a run of full stops */
} SyllableKind;

/* Finds the first token at or behind byte `*start` of well-formed `text`; sets `*start` and `*end`
 * to its bytes. Hyphens, ampersands and full stops between letters are tokens of their own, so that
 * "TP.HCM", "TP. HCM" and "KH & CN", "KH&CN" are the same tokens. */
SyllableKind syllable_next(Str text, size_t *start, size_t *end);

#endif
