/* UTF-8: decoding, validation, counting. Case, normalisation and width come from utf8proc, which
 * only this folder and text/ include. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "buffer.h"
#include "str.h"

#define UTF8_BAD 0xFFFFFFFFU

/* Decodes the code point at `*at` (at < s.len) and moves `*at` behind it.
 * An ill-formed sequence gives UTF8_BAD and moves by its maximal ill-formed part (Unicode 15,
 * table 3-7 and "substitution of maximal subparts"). */
static inline uint32_t utf8_next(Str s, size_t *at);
/* The same, whatever stands there. */
uint32_t utf8_next_any(Str s, size_t *at);
/* Offset of the first ill-formed byte, or s.len. */
size_t utf8_validate(Str s);
/* Code points in well-formed `s`. */
size_t utf8_count(Str s);
void utf8_add(Buffer *out, uint32_t code_point);
/* Columns that `s` takes on a terminal: 0 for combining marks, 2 for wide characters. */
size_t utf8_width(Str s);

/* What a character is, as far as tokens need it. */
typedef enum CharKind {
    CHAR_SPACE,
    CHAR_LETTER_LOWER,
    CHAR_LETTER_UPPER,
    CHAR_LETTER_OTHER,
    CHAR_DIGIT,
    CHAR_MARK,
    CHAR_PUNCT,
    CHAR_OTHER
} CharKind;

CharKind utf8_kind(uint32_t code_point);
/* Behind the letters, marks and ASCII digits from byte `at` of well-formed `s` on, as far as they
 * are of the ranges that nearly all text of the Latin script is made of; utf8_kind() tells what
 * stands there. */
size_t utf8_skip_word(Str s, size_t at);
uint32_t utf8_lower(uint32_t code_point);

/* The matching key of a syllable: lower case, NFC, its tone mark moved to one fixed place (so that
 * both usual placements of a tone agree), typographic hyphens and apostrophes made ASCII.
 * Appends to `out`; `s` is well-formed UTF-8 in any normalisation. */
void utf8_fold(Buffer *out, Str s);

/* Whether well-formed `s` is surely in NFC already: a quick check that may say no for text that is.
 */
bool utf8_is_nfc_quick(Str s);
/* Appends well-formed `s` in NFC. */
void utf8_nfc(Buffer *out, Str s);

static inline uint32_t utf8_next(Str s, size_t *at) {
    const unsigned char *bytes = (const unsigned char *)s.ptr + *at;
    const size_t left = s.len - *at;
    if (bytes[0] < 0x80) {
        *at += 1;
        return bytes[0];
    }
    if (bytes[0] >= 0xC2 && bytes[0] < 0xE0 && left > 1 && (bytes[1] & 0xC0) == 0x80) {
        *at += 2;
        return (bytes[0] & 0x1FU) << 6 | (bytes[1] & 0x3FU);
    }
    if (bytes[0] > 0xE0 && bytes[0] < 0xED && left > 2 && (bytes[1] & 0xC0) == 0x80 &&
        (bytes[2] & 0xC0) == 0x80) {
        *at += 3;
        return (bytes[0] & 0xFU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU);
    }
    return utf8_next_any(s, at);
}

#endif
