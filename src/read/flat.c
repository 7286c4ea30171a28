#include "flat.h"

typedef struct Scanner {
    Str line;
    size_t at;
    Arena *arena;
} Scanner;

static char skip_space(Scanner *scanner) {
    while (scanner->at < scanner->line.len) {
        const char c = scanner->line.ptr[scanner->at];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            return c;
        }
        scanner->at++;
    }
    return '\0';
}

static bool take(Scanner *scanner, char wanted) {
    const bool is_there = skip_space(scanner) == wanted && scanner->at < scanner->line.len;
    scanner->at += is_there;
    return is_there;
}

/* The four digits at `at`; UTF8_BAD if there are none. */
static uint32_t hex_at(Str line, size_t at) {
    uint32_t value = 0;
    if (at + 4 > line.len) {
        return UTF8_BAD;
    }
    for (size_t i = at; i < at + 4; i++) {
        const char c = line.ptr[i];
        const char lower = (char)(c | 0x20);
        if (c >= '0' && c <= '9') {
            value = value * 16 + (uint32_t)(c - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            value = value * 16 + (uint32_t)(lower - 'a' + 10);
        } else {
            return UTF8_BAD;
        }
    }
    return value;
}

static size_t put_code(char *to, uint32_t code) {
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | code >> 12);
        to[1] = (char)(0x80 | (code >> 6 & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* Writes what the "\u" escape at `*at` stands for; 0 bytes if it stands for no character, or for
 * U+0000. */
static size_t put_unicode(Str line, size_t *at, char *to) {
    uint32_t code = hex_at(line, *at + 2);
    *at += 6;
    if (code >= 0xD800 && code < 0xDC00) {
        const bool is_pair =
            str_starts(str_sub(line, *at < line.len ? *at : line.len, line.len), STR("\\u"));
        const uint32_t low = is_pair ? hex_at(line, *at + 2) : UTF8_BAD;
        if (low < 0xDC00 || low > 0xDFFF) {
            return 0;
        }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        *at += 6;
    }
    const bool is_character = code != 0 && code != UTF8_BAD && (code < 0xDC00 || code > 0xDFFF);
    return is_character ? put_code(to, code) : 0;
}

/* Writes what the escape at `*at` stands for and moves behind it; 0 bytes if it is none. */
static size_t put_escape(Str line, size_t *at, char *to) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char letter = *at + 1 < line.len ? line.ptr[*at + 1] : '\0';
    if (letter == 'u') {
        return put_unicode(line, at, to);
    }
    const char *known = letter != '\0' ? strchr(letters, letter) : NULL;
    *at += 2;
    if (!known) {
        return 0;
    }
    to[0] = meanings[known - letters];
    return 1;
}

/* End of the string whose first byte behind the quote is at `at`, line.len if it has none. */
static size_t string_end(Str line, size_t at) {
    for (;;) {
        const size_t quote = str_find(line, '"', at);
        size_t slashes = 0;
        while (quote - slashes > at && line.ptr[quote - slashes - 1] == '\\') {
            slashes++;
        }
        if (slashes % 2 == 0 || quote == line.len) {
            return quote;
        }
        at = quote + 1;
    }
}

/* The string whose opening quote has been taken. An escape is never shorter than what it stands
 * for. */
static bool take_string(Scanner *scanner, Str *out) {
    const size_t end = string_end(scanner->line, scanner->at);
    if (end == scanner->line.len) {
        return false;
    }
    const Str raw = str_sub(scanner->line, 0, end);
    char *to = arena_alloc(scanner->arena, end - scanner->at + 1);
    size_t count = 0;
    size_t at = scanner->at;
    while (at < end) {
        const size_t slash = str_find(raw, '\\', at);
        memcpy(to + count, raw.ptr + at, slash - at);
        count += slash - at;
        at = slash;
        if (at < end) {
            const size_t put = put_escape(raw, &at, to + count);
            if (put == 0) {
                return false;
            }
            count += put;
        }
    }
    scanner->at = end + 1;
    *out = (Str){to, count};
    return true;
}

static Str *field_named(FlatObject *object, Str name) {
    const struct {
        Str name;
        Str *field;
    } fields[] = {
        {STR("id"), &object->id},   {STR("title"), &object->title}, {STR("date"), &object->date},
        {STR("url"), &object->url}, {STR("text"), &object->text},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (str_equal(fields[i].name, name)) {
            return fields[i].field;
        }
    }
    return NULL;
}

static bool take_pair(Scanner *scanner, FlatObject *object) {
    Str name;
    Str value = STR_NONE;
    if (!take(scanner, '"') || !take_string(scanner, &name) || !take(scanner, ':')) {
        return false;
    }
    const char first = skip_space(scanner);
    Str *field = field_named(object, name);
    if (first == 'n') {
        const Str rest = str_sub(scanner->line, scanner->at, scanner->line.len);
        scanner->at += 4;
        return str_starts(rest, STR("null")) && field != &object->text;
    }
    if (!take(scanner, '"') || !take_string(scanner, &value)) {
        return false;
    }
    /* Of a name that comes twice the first counts, as with the full parser. */
    if (field && field->ptr) {
        return false;
    }
    if (field) {
        *field = value;
        object->has_text = object->has_text || field == &object->text;
    }
    return true;
}

bool flat_parse(Str line, Arena *arena, FlatObject *out) {
    Scanner scanner = {line, 0, arena};
    *out = (FlatObject){0};
    if (!take(&scanner, '{')) {
        return false;
    }
    do {
        if (!take_pair(&scanner, out)) {
            return false;
        }
    } while (take(&scanner, ','));
    return take(&scanner, '}') && skip_space(&scanner) == '\0' && scanner.at == line.len;
}
