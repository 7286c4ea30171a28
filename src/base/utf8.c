#include "utf8.h"

#include <utf8proc.h>

static bool continues(Str s, size_t at, unsigned char low, unsigned char high) {
    return at < s.len && (unsigned char)s.ptr[at] >= low && (unsigned char)s.ptr[at] <= high;
}

uint32_t utf8_next_any(Str s, size_t *at) {
    const unsigned char lead = (unsigned char)s.ptr[(*at)++];
    if (lead < 0x80) {
        return lead;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return UTF8_BAD;
    }
    const size_t more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead == 0xE0) {
        low = 0xA0;
    } else if (lead == 0xED) {
        high = 0x9F;
    } else if (lead == 0xF0) {
        low = 0x90;
    } else if (lead == 0xF4) {
        high = 0x8F;
    }
    uint32_t code = lead & (0x3FU >> more);
    for (size_t i = 0; i < more; i++) {
        if (!continues(s, *at, low, high)) {
            return UTF8_BAD;
        }
        code = code << 6 | ((unsigned char)s.ptr[(*at)++] & 0x3FU);
        low = 0x80;
        high = 0xBF;
    }
    return code;
}

/* Whether the eight bytes at `bytes` are ASCII. */
static bool is_ascii_word(const char *bytes) {
    uint64_t word = 0;
    memcpy(&word, bytes, sizeof word);
    return (word & 0x8080808080808080U) == 0;
}

size_t utf8_validate(Str s) {
    size_t at = 0;
    while (at < s.len) {
        const size_t start = at;
        if ((unsigned char)s.ptr[at] < 0x80) {
            at += at + 8 <= s.len && is_ascii_word(s.ptr + at) ? 8 : 1;
        } else if (utf8_next(s, &at) == UTF8_BAD) {
            return start;
        }
    }
    return s.len;
}

size_t utf8_count(Str s) {
    const uint64_t low_bits = 0x0101010101010101U;
    size_t at = 0;
    size_t inner = 0; /* bytes 10xxxxxx */
    for (; at + 8 <= s.len; at += 8) {
        uint64_t word = 0;
        memcpy(&word, s.ptr + at, sizeof word);
        inner += (size_t)(((word >> 7 & ~word >> 6 & low_bits) * low_bits) >> 56);
    }
    for (; at < s.len; at++) {
        inner += ((unsigned char)s.ptr[at] & 0xC0) == 0x80;
    }
    return s.len - inner;
}

void utf8_add(Buffer *out, uint32_t code_point) {
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)code_point, bytes);
    buffer_add(out, (Str){(const char *)bytes, (size_t)len});
}

size_t utf8_width(Str s) {
    size_t width = 0;
    for (size_t at = 0; at < s.len;) {
        const uint32_t code = utf8_next(s, &at);
        width += code == UTF8_BAD ? 1U : (size_t)utf8proc_charwidth((utf8proc_int32_t)code);
    }
    return width;
}

static CharKind kind_of_category(utf8proc_category_t category) {
    switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return CHAR_LETTER_UPPER;
    case UTF8PROC_CATEGORY_LL:
        return CHAR_LETTER_LOWER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return CHAR_LETTER_OTHER;
    case UTF8PROC_CATEGORY_ND:
        return CHAR_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return CHAR_MARK;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return CHAR_SPACE;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
        return CHAR_PUNCT;
    default:
        return CHAR_OTHER;
    }
}

/* Ranges in which capitals and small letters take turns, a capital first. */
static bool letters_alternate(uint32_t code) {
    return (code >= 0x1EA0 && code <= 0x1EFF) || (code >= 0x100 && code <= 0x137) ||
           (code >= 0x14A && code <= 0x177);
}

CharKind utf8_kind(uint32_t code_point) {
    if (code_point < 0x80) {
        const uint32_t letter = code_point | 0x20;
        if (letter >= 'a' && letter <= 'z') {
            return letter == code_point ? CHAR_LETTER_LOWER : CHAR_LETTER_UPPER;
        }
        if (code_point == ' ' || (code_point >= '\t' && code_point <= '\r')) {
            return CHAR_SPACE;
        }
        if (code_point >= '0' && code_point <= '9') {
            return CHAR_DIGIT;
        }
    } else if (letters_alternate(code_point)) {
        return (code_point & 1) != 0 ? CHAR_LETTER_LOWER : CHAR_LETTER_UPPER;
    } else if (code_point >= 0xC0 && code_point <= 0xFF && (code_point | 0x20) != 0xF7) {
        return code_point < 0xDF ? CHAR_LETTER_UPPER : CHAR_LETTER_LOWER;
    } else if (code_point >= 0x300 && code_point <= 0x36F) {
        return CHAR_MARK;
    } else if (code_point == UTF8_BAD) {
        return CHAR_OTHER;
    }
    return kind_of_category(utf8proc_category((utf8proc_int32_t)code_point));
}

/* Bytes of the letter beyond ASCII at byte `at`, of U+00C0 .. U+024F or U+1E00 .. U+1EFF; else 0.
 */
static size_t latin_letter(Str s, size_t at) {
    const unsigned char lead = (unsigned char)s.ptr[at];
    const unsigned char second = at + 1 < s.len ? (unsigned char)s.ptr[at + 1] : 0;
    if (lead == 0xE1) {
        return at + 2 < s.len && second >= 0xB8 && second <= 0xBB ? 3 : 0;
    }
    if (lead == 0xC3) { /* all but the signs of multiplication and division */
        return second >= 0x80 && (second | 0x20) != 0xB7 ? 2 : 0;
    }
    if (lead == 0xC9) { /* all but phonetic letters */
        return second >= 0x80 && second < 0x90 ? 2 : 0;
    }
    return lead > 0xC3 && lead < 0xC9 && second != 0 ? 2 : 0;
}

size_t utf8_skip_word(Str s, size_t at) {
    while (at < s.len) {
        const unsigned char lead = (unsigned char)s.ptr[at];
        const unsigned char letter = lead | 0x20;
        if ((letter >= 'a' && letter <= 'z') || (lead >= '0' && lead <= '9')) {
            at++;
            continue;
        }
        const size_t more = lead < 0x80 ? 0 : latin_letter(s, at);
        if (more == 0) {
            break;
        }
        at += more;
    }
    return at;
}

uint32_t utf8_lower(uint32_t code_point) {
    if (code_point < 0x80) {
        return code_point >= 'A' && code_point <= 'Z' ? code_point + 32 : code_point;
    }
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code_point);
}

/* The five tone marks of the Latin script as combining characters: grave, acute, tilde, hook above,
 * dot below. */
static bool is_tone(uint32_t mark) {
    return mark == 0x300 || mark == 0x301 || mark == 0x303 || mark == 0x309 || mark == 0x323;
}

static uint32_t plain_punctuation(uint32_t code) {
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212) {
        return '-';
    }
    return code == 0x2018 || code == 0x2019 || code == 0x2BC ? '\'' : code;
}

/* Appends `mark` to the letter that ends `out`, composed where Unicode has a composed form. */
static void add_mark(Buffer *out, size_t start, uint32_t mark) {
    size_t last = out->count;
    while (last > start && ((unsigned char)out->items[last - 1] & 0xC0) == 0x80) {
        last--;
    }
    if (last == start) {
        utf8_add(out, mark);
        return;
    }
    last--;
    const Str letter = {out->items + last, out->count - last};
    size_t at = 0;
    utf8proc_int32_t pair[] = {(utf8proc_int32_t)utf8_next(letter, &at), (utf8proc_int32_t)mark};
    const utf8proc_ssize_t composed =
        utf8proc_normalize_utf32(pair, 2, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    out->count = last;
    for (utf8proc_ssize_t i = 0; i < composed; i++) {
        utf8_add(out, (uint32_t)pair[i]);
    }
}

void utf8_fold(Buffer *out, Str s) {
    const size_t start = out->count;
    uint32_t tones[4];
    size_t tone_count = 0;
    for (size_t at = 0; at < s.len;) {
        const uint32_t code = utf8_next(s, &at);
        if (code < 0x80) {
            buffer_byte(out, (char)utf8_lower(code));
            continue;
        }
        utf8proc_int32_t parts[8];
        int boundary = 0;
        const utf8proc_ssize_t count = utf8proc_decompose_char(
            (utf8proc_int32_t)utf8_lower(code), parts, 8, UTF8PROC_DECOMPOSE, &boundary);
        for (utf8proc_ssize_t i = 0; i < count; i++) {
            const uint32_t part = (uint32_t)parts[i];
            if (is_tone(part)) {
                tones[tone_count] = part;
                tone_count += tone_count < 3;
            } else if (utf8_kind(part) == CHAR_MARK) {
                add_mark(out, start, part);
            } else {
                utf8_add(out, plain_punctuation(part));
            }
        }
    }
    for (size_t i = 0; i < tone_count; i++) {
        utf8_add(out, tones[i]);
    }
}

bool utf8_is_nfc_quick(Str s) {
    for (size_t at = 0; at < s.len;) {
        const unsigned char lead = (unsigned char)s.ptr[at];
        if (lead < 0xCC) { /* below U+0300 everything is its own NFC */
            at += lead < 0x80 ? 1 : 2;
            continue;
        }
        const uint32_t code = utf8_next(s, &at);
        const bool latin_extended = code >= 0x1E00 && code <= 0x1EF9;
        const bool punctuation = code >= 0x2010 && code <= 0x2027;
        if (!latin_extended && !punctuation) {
            return false;
        }
    }
    return true;
}

void utf8_nfc(Buffer *out, Str s) {
    utf8proc_uint8_t *normal = NULL;
    const utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len, &normal,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len < 0) {
        buffer_add(out, s);
        return;
    }
    buffer_add(out, (Str){(const char *)normal, (size_t)len});
    free(normal);
}
