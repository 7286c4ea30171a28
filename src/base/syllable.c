#include "syllable.h"

static bool is_letter(CharKind kind) {
    return kind == CHAR_LETTER_LOWER || kind == CHAR_LETTER_UPPER || kind == CHAR_LETTER_OTHER;
}

static CharKind kind_at(Str text, size_t at, size_t *next) {
    *next = at;
    return at < text.len ? utf8_kind(utf8_next(text, next)) : CHAR_SPACE;
}

/* The end of a run of digits with single separators inside that begins at `at`. */
static size_t number_end(Str text, size_t at) {
    size_t end = at;
    for (;;) {
        while (end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9') {
            end++;
        }
        const bool more = end + 1 < text.len && strchr(".,/:", text.ptr[end]) != NULL &&
                          text.ptr[end] != '\0' && text.ptr[end + 1] >= '0' &&
                          text.ptr[end + 1] <= '9';
        if (!more) {
            return end;
        }
        end++;
    }
}

static bool is_apostrophe(uint32_t code) { return code == '\'' || code == 0x2019; }

static size_t word_end(Str text, size_t at) {
    for (;;) {
        at = utf8_skip_word(text, at);
        size_t next = at;
        const CharKind kind = kind_at(text, at, &next);
        if (at < text.len && (is_letter(kind) || kind == CHAR_DIGIT || kind == CHAR_MARK)) {
            at = next;
            continue;
        }
        size_t probe = at;
        if (at < text.len && is_apostrophe(utf8_next(text, &probe))) {
            size_t behind = probe;
            if (is_letter(kind_at(text, probe, &behind))) {
                at = behind;
                continue;
            }
        }
        return at;
    }
}

SyllableKind syllable_next(Str text, size_t *start, size_t *end) {
    size_t at = *start;
    while (at < text.len && text.ptr[at] == ' ') {
        at++;
    }
    size_t next = at;
    CharKind kind = CHAR_SPACE;
    while (at < text.len && (kind = kind_at(text, at, &next)) == CHAR_SPACE) {
        at = next;
    }
    *start = at;
    *end = next;
    if (at >= text.len) {
        *end = at;
        return SYLLABLE_NONE;
    }
    if (text.ptr[at] >= '0' && text.ptr[at] <= '9') {
        const size_t number = number_end(text, at);
        *end = word_end(text, number);
        return *end > number ? SYLLABLE_WORD : SYLLABLE_NUMBER;
    }
    if (is_letter(kind) || kind == CHAR_DIGIT || kind == CHAR_MARK) {
        *end = word_end(text, at);
        return SYLLABLE_WORD;
    }
    while (text.ptr[at] == '.' && *end < text.len && text.ptr[*end] == '.') {
        (*end)++;
    }
    return SYLLABLE_PUNCT;
}
