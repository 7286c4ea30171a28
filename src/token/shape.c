#include "parts.h"

enum { KEYS = 8192 };

static size_t key_slot(Str word) {
    uint64_t hash = word.len;
    for (size_t at = 0; at < word.len; at += 8) {
        uint64_t chunk = 0;
        memcpy(&chunk, word.ptr + at, word.len - at < 8 ? word.len - at : 8);
        hash = (hash ^ chunk) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 29;
    }
    return (size_t)(hash >> 20) % KEYS;
}

static uint32_t bracket_or_quote(uint32_t code) {
    switch (code) {
    case '(':
    case '[':
    case '{':
        return MARK_OPEN;
    case ')':
    case ']':
    case '}':
        return MARK_CLOSE;
    case '"':
    case '\'':
        return MARK_QUOTE;
    case 0xAB:
    case 0x2018:
    case 0x201A:
    case 0x201C:
    case 0x201E:
    case 0x2039:
    case 0x300C:
        return MARK_QUOTE | MARK_LEFT;
    case 0xBB:
    case 0x2019:
    case 0x201D:
    case 0x203A:
    case 0x300D:
        return MARK_QUOTE | MARK_RIGHT;
    default:
        return 0;
    }
}

static uint32_t punctuation_marks(Str word) {
    size_t at = 0;
    const uint32_t code = utf8_next(word, &at);
    if (code == '.') {
        return word.len == 1 ? MARK_STOP | MARK_DOT : MARK_STOP;
    }
    if (code == '!' || code == '?' || code == 0x2026) {
        return MARK_STOP;
    }
    if (code == ',' || code == ';') {
        return MARK_COMMA;
    }
    if (code == ':') {
        return MARK_COLON;
    }
    if (code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212) {
        return MARK_DASH;
    }
    if (code == '*' || code == '+' || code == 0x2022 || code == 0xB7 ||
        (code >= 0x25A0 && code <= 0x25FF)) {
        return MARK_BULLET;
    }
    return bracket_or_quote(code);
}

static bool is_vowel(uint32_t code) { return code >= 0x80 || strchr("aeiouy", (int)code) != NULL; }

/* Two consonants that stand for one sound. */
static bool is_digraph(uint32_t a, uint32_t b) {
    return b == 'h' || (a == 'n' && b == 'g') || (a == 't' && b == 'r');
}

/* Whether the folded word cannot be one syllable of the language: a syllable is one group of vowels
 * with single consonants or digraphs around it and ends in a nasal, a stop or a vowel. Letters with
 * diacritics count as vowels. */
static bool is_foreign(Str folded) {
    uint32_t before = 0;
    uint32_t groups = 0;
    for (size_t at = 0; at < folded.len;) {
        const uint32_t code = utf8_next(folded, &at);
        if (utf8_kind(code) == CHAR_MARK) {
            continue;
        }
        const bool latin = code < 0x250 || (code >= 0x1E00 && code <= 0x1EFF);
        if (!latin || (code < 0x80 && strchr("fjwz'", (int)code) != NULL)) {
            return true;
        }
        const bool vowel = is_vowel(code);
        groups += vowel && (before == 0 || !is_vowel(before));
        const bool cluster = !vowel && before != 0 && !is_vowel(before);
        if (groups > 1 || (cluster && !is_digraph(before, code))) {
            return true;
        }
        before = code;
    }
    return groups == 0 || !(is_vowel(before) || strchr("ckmnptgh", (int)before) != NULL);
}

static uint32_t letters_shape(Str word, Str folded) {
    uint32_t upper = 0;
    uint32_t letters = 0;
    uint32_t digits = 0;
    uint32_t lower = 0;
    bool capital = false;
    for (size_t at = 0; at < word.len;) {
        const bool initial = at == 0;
        const CharKind kind = utf8_kind(utf8_next(word, &at));
        upper += kind == CHAR_LETTER_UPPER;
        lower += kind == CHAR_LETTER_LOWER;
        letters += kind == CHAR_LETTER_OTHER;
        digits += kind == CHAR_DIGIT;
        capital = capital || (initial && kind == CHAR_LETTER_UPPER);
    }
    letters += upper + lower;
    uint32_t shape = capital ? SHAPE_CAPITAL : 0;
    shape |= upper >= 2 && upper == letters ? SHAPE_UPPER : 0;
    shape |= lower > 0 && upper == 0 ? SHAPE_LOWER : 0;
    const bool inner = upper > (capital ? 1U : 0U) && upper < letters;
    shape |= (digits > 0 && letters > 0) || inner ? SHAPE_MIXED : 0;
    shape |= digits > 0 && letters == 0 ? SHAPE_NUMBER : 0;
    shape |= letters == 1 && digits == 0 ? MARK_ONE_LETTER : 0;
    shape |= letters > 0 && digits == 0 && is_foreign(folded) ? SHAPE_FOREIGN : 0;
    return shape;
}

static WordKey key_make(Tokenizer *tokenizer, const Ruleset *ruleset, Str word, SyllableKind kind) {
    WordKey key = {.len = (uint32_t)word.len, .code_points = (uint32_t)utf8_count(word)};
    buffer_clear(&tokenizer->fold);
    utf8_fold(&tokenizer->fold, word);
    const Str folded = buffer_str(&tokenizer->fold);
    key.symbol = intern_find(&ruleset->symbols, folded);
    switch (kind) {
    case SYLLABLE_NUMBER:
        key.shape = SHAPE_NUMBER;
        break;
    case SYLLABLE_PUNCT:
        key.shape = SHAPE_PUNCT | punctuation_marks(word);
        break;
    default:
        key.shape = letters_shape(word, folded);
        break;
    }
    return key;
}

const WordKey *word_key(Tokenizer *tokenizer, const Ruleset *ruleset, Str word, SyllableKind kind) {
    if (!tokenizer->keys) {
        tokenizer->keys = mem_zeroed(KEYS + 1, sizeof *tokenizer->keys, "word keys");
    }
    if (word.len > sizeof tokenizer->keys->bytes) {
        WordKey *spare = &tokenizer->keys[KEYS];
        *spare = key_make(tokenizer, ruleset, word, kind);
        return spare;
    }
    WordKey *slot = &tokenizer->keys[key_slot(word)];
    if (slot->len != word.len || memcmp(slot->bytes, word.ptr, word.len) != 0) {
        *slot = key_make(tokenizer, ruleset, word, kind);
        memcpy(slot->bytes, word.ptr, word.len);
    }
    return slot;
}

/* White space decides where it stands on one side only; else the form; else whether a quotation is
 * open. */
void quotes_mark(Token *tokens, uint32_t first, uint32_t end) {
    bool is_open = false;
    for (uint32_t t = first; t < end; t++) {
        const uint32_t shape = tokens[t].shape;
        if (!(shape & MARK_QUOTE)) {
            continue;
        }
        const bool left_free = t == first || !(shape & SHAPE_GLUED) ||
                               (tokens[t - 1].shape & (MARK_OPEN | SHAPE_QUOTE_OPEN | MARK_COLON));
        const bool right_free =
            t + 1 == end || !(tokens[t + 1].shape & SHAPE_GLUED) ||
            (tokens[t + 1].shape & (MARK_STOP | MARK_COMMA | MARK_CLOSE | MARK_COLON));
        bool opens = !is_open;
        if (left_free != right_free) {
            opens = left_free;
        } else if (shape & (MARK_LEFT | MARK_RIGHT)) {
            opens = (shape & MARK_LEFT) != 0;
        }
        is_open = opens;
        tokens[t].shape |= opens ? SHAPE_QUOTE_OPEN : SHAPE_QUOTE_CLOSE;
    }
}
