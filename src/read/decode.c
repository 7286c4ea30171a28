#include "decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <strings.h>

enum { REPLACEMENT = 0xFFFD, DECLARATION_BYTES = 4096 };

/* ---- What a document declares ---- */

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':';
}

/* The name behind `word`, an equals sign and perhaps a quote. */
static Str declared_behind(Str head, const char *word) {
    const size_t len = strlen(word);
    for (size_t at = 0; at + len < head.len; at++) {
        if (strncasecmp(head.ptr + at, word, len) != 0) {
            continue;
        }
        size_t start = at + len;
        bool has_equals = false;
        while (start < head.len && strchr(" \t\r\n=\"'", head.ptr[start])) {
            has_equals = has_equals || head.ptr[start] == '=';
            start++;
        }
        size_t end = start;
        while (end < head.len && is_name_byte(head.ptr[end])) {
            end++;
        }
        if (has_equals && end > start) {
            return str_sub(head, start, end);
        }
    }
    return STR_NONE;
}

Str decode_declared(Str bytes) {
    const Str head = bytes.len > DECLARATION_BYTES ? str_sub(bytes, 0, DECLARATION_BYTES) : bytes;
    if (str_starts(str_trim(head), STR("<?xml"))) {
        const Str declaration = str_sub(head, 0, str_find(head, '>', 0));
        const Str name = declared_behind(declaration, "encoding");
        if (name.len > 0) {
            return name;
        }
    }
    return declared_behind(head, "charset");
}

/* ---- Conversions ---- */

static Str keep(Reader *reader, Buffer *text) {
    const Str kept = arena_str(reader->arena, buffer_str(text));
    buffer_free(text);
    return kept;
}

static void report_bad(Reader *reader, Place place, const char *what, size_t count) {
    char message[160];
    if (count == 1) {
        (void)snprintf(message, sizeof message, "%s; replaced by U+FFFD", what);
    } else {
        (void)snprintf(message, sizeof message, "%s; replaced by U+FFFD, with %zu more behind it",
                       what, count - 1);
    }
    reader_error(reader, &place, NULL, message);
}

Str decode_utf8(Reader *reader, Str bytes, uint32_t line) {
    const size_t first = utf8_validate(bytes);
    if (first == bytes.len) {
        return bytes;
    }
    Buffer text = {0};
    size_t bad = 0;
    buffer_add(&text, str_sub(bytes, 0, first));
    for (size_t at = first; at < bytes.len;) {
        const size_t start = at;
        if (utf8_next(bytes, &at) == UTF8_BAD) {
            bad++;
            utf8_add(&text, REPLACEMENT);
        } else {
            buffer_add(&text, str_sub(bytes, start, at));
        }
    }
    const Str kept = keep(reader, &text);
    Place place = diag_place(reader->item->path, kept, first, first);
    place.line += line - 1;
    report_bad(reader, place, "not UTF-8", bad);
    return kept;
}

static uint32_t utf16_unit(Str bytes, size_t at, bool is_big) {
    const uint32_t first = (unsigned char)bytes.ptr[at];
    const uint32_t second = (unsigned char)bytes.ptr[at + 1];
    return is_big ? first << 8 | second : second << 8 | first;
}

static Str decode_utf16(Reader *reader, Str bytes, bool is_big) {
    Buffer text = {0};
    size_t bad = 0;
    size_t first = 0;
    for (size_t at = 0; at < bytes.len;) {
        uint32_t code = REPLACEMENT;
        bool is_bad = at + 1 == bytes.len;
        if (!is_bad) {
            code = utf16_unit(bytes, at, is_big);
        }
        at += 2;
        if (code >= 0xD800 && code < 0xDC00 && at + 1 < bytes.len) {
            const uint32_t low = utf16_unit(bytes, at, is_big);
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        if (is_bad || (code >= 0xD800 && code < 0xE000)) {
            first = bad == 0 ? text.count : first;
            bad++;
            code = REPLACEMENT;
        }
        utf8_add(&text, code);
    }
    const Str kept = keep(reader, &text);
    if (bad > 0) {
        report_bad(reader, diag_place(reader->item->path, kept, first, first), "not UTF-16", bad);
    }
    return kept;
}

/* Bytes that `converter` refuses become U+FFFD. */
static size_t convert(iconv_t converter, Str bytes, Buffer *text, size_t *first) {
    enum { STEP = 16 * 1024 };
    char *from = (char *)bytes.ptr; /* iconv() takes char ** for what it only reads */
    size_t left = bytes.len;
    size_t bad = 0;
    bool is_flushing = false;
    for (;;) {
        vec_reserve(text, text->count + STEP);
        char *to = text->items + text->count;
        size_t room = text->capacity - text->count;
        const size_t result = is_flushing ? iconv(converter, NULL, NULL, &to, &room)
                                          : iconv(converter, &from, &left, &to, &room);
        text->count = (size_t)(to - text->items);
        if (result == (size_t)-1 && errno == E2BIG) {
            continue;
        }
        if (is_flushing) {
            return bad;
        }
        if (left == 0) {
            is_flushing = true;
            continue;
        }
        *first = bad == 0 ? text->count : *first;
        bad++;
        utf8_add(text, REPLACEMENT);
        from++;
        left--;
    }
}

/* False when `encoding` is none that the system knows. */
static bool decode_legacy(Reader *reader, Str encoding, Str bytes, Str *out) {
    char name[64];
    (void)snprintf(name, sizeof name, "%.*s", STR_ARG(encoding));
    iconv_t converter = iconv_open("UTF-8", name);
    if ((intptr_t)converter == -1) {
        return false;
    }
    Buffer text = {0};
    size_t first = 0;
    const size_t bad = convert(converter, bytes, &text, &first);
    (void)iconv_close(converter);
    const Str kept = keep(reader, &text);
    if (bad > 0) {
        char what[96];
        (void)snprintf(what, sizeof what, "not %s, which is declared", name);
        report_bad(reader, diag_place(reader->item->path, kept, first, first), what, bad);
    }
    /* A declared encoding may be UTF-7 or other that yields what is no text. */
    *out = decode_utf8(reader, kept, 1);
    return true;
}

static bool is_unicode_name(Str name) {
    return name.len >= 3 && strncasecmp(name.ptr, "utf", 3) == 0;
}

Str decode_item(Reader *reader, Str declared) {
    Str bytes = reader->item->bytes;
    if (str_starts(bytes, STR("\xFF\xFE"))) {
        return decode_utf16(reader, str_sub(bytes, 2, bytes.len), false);
    }
    if (str_starts(bytes, STR("\xFE\xFF"))) {
        return decode_utf16(reader, str_sub(bytes, 2, bytes.len), true);
    }
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) {
        return decode_utf8(reader, str_sub(bytes, 3, bytes.len), 1);
    }
    Str text;
    const bool is_legacy = declared.len > 0 && !is_unicode_name(declared);
    if (is_legacy && utf8_validate(bytes) != bytes.len &&
        decode_legacy(reader, declared, bytes, &text)) {
        return text;
    }
    return decode_utf8(reader, bytes, 1);
}
