#include "utf8.h"

#include <utf8proc.h>

static bool continues(Str s, size_t at, unsigned char low, unsigned char high) {
    return at < s.len && (unsigned char)s.ptr[at] >= low && (unsigned char)s.ptr[at] <= high;
}

uint32_t utf8_next(Str s, size_t *at) {
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

size_t utf8_validate(Str s) {
    size_t at = 0;
    while (at < s.len) {
        const size_t start = at;
        if ((unsigned char)s.ptr[at] < 0x80) {
            at++;
        } else if (utf8_next(s, &at) == UTF8_BAD) {
            return start;
        }
    }
    return s.len;
}

size_t utf8_count(Str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) {
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    }
    return count;
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

CharKind utf8_kind(uint32_t code_point) {
    if (code_point == ' ' || (code_point >= '\t' && code_point <= '\r')) {
        return CHAR_SPACE;
    }
    if (code_point == UTF8_BAD) {
        return CHAR_OTHER;
    }
    switch (utf8proc_category((utf8proc_int32_t)code_point)) {
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
    Buffer pair = {0};
    buffer_add(&pair, (Str){out->items + last, out->count - last});
    utf8_add(&pair, mark);
    out->count = last;
    utf8_nfc(out, buffer_str(&pair));
    buffer_free(&pair);
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
