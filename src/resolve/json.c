#include "json.h"

#include <stdarg.h>
#include <stdio.h>

enum { DEPTH_MAX = 64 };

void json_begin(JsonReader *json, Str path, uint32_t line_number, Str line, Arena *arena) {
    char *text = arena_alloc(arena, line.len + 1);
    if (line.len > 0) {
        memcpy(text, line.ptr, line.len);
    }
    *json = (JsonReader){.path = path, .line_number = line_number, .line = line, .text = text};
}

void json_complain(JsonReader *json, size_t start, size_t end, const char *hint, const char *format,
                   ...) {
    if (json->failed) {
        return;
    }
    json->failed = true;
    char message[256];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    Place place = diag_place(json->path, json->line, start, end);
    place.line = json->line_number;
    (void)diag_report(STATUS_INPUT, SEVERITY_ERROR, &place, hint, "%s", message);
}

static char peek(JsonReader *json) {
    while (json->at < json->line.len &&
           (json->text[json->at] == ' ' || json->text[json->at] == '\t' ||
            json->text[json->at] == '\n' || json->text[json->at] == '\r')) {
        json->at++;
    }
    return json->failed || json->at >= json->line.len ? '\0' : json->text[json->at];
}

/* The end of what stands at `at`, for a caret: a word, a string, or one character. */
static size_t value_end(const JsonReader *json, size_t at) {
    const Str line = json->line;
    size_t end = at;
    if (at < line.len && line.ptr[at] == '"') {
        end = str_find(line, '"', at + 1);
        return end < line.len ? end + 1 : at + 1;
    }
    while (end < line.len && strchr(",:{}[]\" \t\r\n", line.ptr[end]) == NULL) {
        end++;
    }
    return end > at ? end : at + 1;
}

static void expected(JsonReader *json, const char *what) {
    const char c = peek(json);
    if (c == '\0') {
        json_complain(json, json->at, json->at, "each line holds one whole JSON object",
                      "the line ends where %s should stand", what);
    } else {
        json_complain(json, json->at, value_end(json, json->at), NULL, "expected %s", what);
    }
}

/* Complains of a value that is not of its kind. */
static void wrong_kind(JsonReader *json, const char *what, const char *kind) {
    if (peek(json) == '\0') {
        expected(json, what);
    } else {
        json_complain(json, json->at, value_end(json, json->at), NULL, "expected %s to be %s", what,
                      kind);
    }
}

static bool take(JsonReader *json, char c) {
    if (peek(json) != c) {
        return false;
    }
    json->at++;
    return true;
}

void json_end(JsonReader *json) {
    if (!json->failed && (peek(json) != '\0' || json->at < json->line.len)) {
        json_complain(json, json->at, json->line.len, "each line holds one JSON object",
                      "text behind the end of the object");
    }
}

void json_open(JsonReader *json, char bracket, const char *what) {
    const char c = peek(json);
    json->value_start = json->at;
    if (c != bracket) {
        wrong_kind(json, what, bracket == '{' ? "an object" : "an array");
        return;
    }
    json->at++;
    json->fresh = true;
    if (++json->depth > DEPTH_MAX) {
        json_complain(json, json->at - 1, json->at, NULL, "brackets nested more than %d deep",
                      DEPTH_MAX);
    }
}

/* Before an item: a comma unless it is the first; or the closing bracket. True if an item follows.
 */
static bool go_on(JsonReader *json, char close) {
    const bool fresh = json->fresh;
    json->fresh = false;
    if (json->failed) {
        return false;
    }
    if (take(json, close)) {
        json->depth--;
        return false;
    }
    if (!fresh && !take(json, ',')) {
        expected(json, close == '}' ? "',' or '}'" : "',' or ']'");
        return false;
    }
    return true;
}

static uint32_t hex_digits(const char *text) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        const char c = text[i];
        if (c >= '0' && c <= '9') {
            value = value << 4 | (uint32_t)(c - '0');
        } else if ((c | 32) >= 'a' && (c | 32) <= 'f') {
            value = value << 4 | (uint32_t)((c | 32) - 'a' + 10);
        } else {
            return UTF8_BAD;
        }
    }
    return value;
}

/* Writes `code` to `out`; returns its bytes. Never more than the escape that it stood in. */
static size_t put_code(char *out, uint32_t code) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0U | code >> 6);
        out[1] = (char)(0x80U | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0U | code >> 12);
        out[1] = (char)(0x80U | (code >> 6 & 0x3F));
        out[2] = (char)(0x80U | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0U | code >> 18);
    out[1] = (char)(0x80U | (code >> 12 & 0x3F));
    out[2] = (char)(0x80U | (code >> 6 & 0x3F));
    out[3] = (char)(0x80U | (code & 0x3F));
    return 4;
}

/* The character of the four digits behind "\u" at `at`; a lone half of a pair gives U+FFFD. */
static uint32_t take_unicode(JsonReader *json) {
    const size_t start = json->at - 2;
    const uint32_t first =
        json->at + 4 <= json->line.len ? hex_digits(json->text + json->at) : UTF8_BAD;
    if (first == UTF8_BAD) {
        json_complain(json, start, json->at, "write \\u and four of 0-9, a-f", "a broken escape");
        return 0;
    }
    json->at += 4;
    if (first < 0xD800 || first > 0xDFFF) {
        return first;
    }
    if (first < 0xDC00 && json->at + 6 <= json->line.len && json->text[json->at] == '\\' &&
        json->text[json->at + 1] == 'u') {
        const uint32_t second = hex_digits(json->text + json->at + 2);
        if (second >= 0xDC00 && second <= 0xDFFF) {
            json->at += 6;
            return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        }
    }
    return 0xFFFD;
}

static uint32_t take_escape(JsonReader *json) {
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    const char c = json->at < json->line.len ? json->text[json->at] : '\0';
    json->at++;
    if (c == 'u') {
        return take_unicode(json);
    }
    const char *name = c == '\0' ? NULL : strchr(names, c);
    if (!name) {
        json_complain(json, json->at - 2, json->at, "a backslash itself is written \\\\",
                      "an unknown escape");
        return 0;
    }
    return (unsigned char)values[name - names];
}

static Str take_string(JsonReader *json) {
    const size_t quote = json->at++;
    char *out = json->text + json->at;
    char *const start = out;
    while (!json->failed) {
        if (json->at >= json->line.len) {
            json_complain(json, quote, quote + 1, "each line holds one whole JSON object",
                          "a string that does not end");
            break;
        }
        const char c = json->text[json->at];
        if (c == '"') {
            json->at++;
            break;
        }
        if ((unsigned char)c < 0x20) {
            json_complain(json, json->at, json->at + 1, "write it as an escape, such as \\n or \\t",
                          "a control character inside a string");
            break;
        }
        json->at++;
        if (c == '\\') {
            out += put_code(out, take_escape(json));
        } else {
            *out++ = c;
        }
    }
    return json->failed ? STR_NONE : (Str){start, (size_t)(out - start)};
}

bool json_key(JsonReader *json, Str *key) {
    *key = STR_NONE;
    if (!go_on(json, '}')) {
        return false;
    }
    if (peek(json) != '"') {
        expected(json, "a key in quotes");
        return false;
    }
    *key = take_string(json);
    if (!json->failed && !take(json, ':')) {
        expected(json, "':'");
    }
    return !json->failed;
}

bool json_item(JsonReader *json) { return go_on(json, ']'); }

static bool take_word(JsonReader *json, const char *word) {
    (void)peek(json);
    const Str rest = {json->text + json->at, json->line.len - json->at};
    if (json->failed || !str_starts(rest, str_from(word))) {
        return false;
    }
    json->at += strlen(word);
    return true;
}

Str json_string(JsonReader *json, const char *what) {
    const char c = peek(json);
    json->value_start = json->at;
    if (c == '"') {
        return take_string(json);
    }
    if (!take_word(json, "null")) {
        wrong_kind(json, what, "a string");
    }
    return STR_NONE;
}

bool json_bool(JsonReader *json, const char *what) {
    (void)peek(json);
    json->value_start = json->at;
    if (take_word(json, "true")) {
        return true;
    }
    if (!take_word(json, "false")) {
        wrong_kind(json, what, "true or false");
    }
    return false;
}

static bool digit_at(const JsonReader *json) {
    return json->at < json->line.len && json->text[json->at] >= '0' && json->text[json->at] <= '9';
}

/* Reads digits; adds them to `*value` while that is exact, and counts those read and those left
 * out. */
static uint32_t take_digits(JsonReader *json, double *value, int *left_out) {
    uint32_t count = 0;
    for (; digit_at(json); json->at++, count++) {
        if (*value < 9e14) {
            *value = *value * 10 + (json->text[json->at] - '0');
        } else {
            (*left_out)++;
        }
    }
    return count;
}

static double scaled(double value, int exponent) {
    double power = 1;
    for (int i = exponent < 0 ? -exponent : exponent; i > 0 && power < 1e300; i--) {
        power *= 10;
    }
    return exponent < 0 ? value / power : value * power;
}

/* The same in every locale; correctly rounded for numbers of up to 15 digits. False if there is
 * none. */
static bool take_number(JsonReader *json, double *value) {
    const bool minus = take(json, '-');
    int exponent = 0;
    *value = 0;
    if (json->failed || !digit_at(json)) {
        return false;
    }
    const bool zero = json->text[json->at] == '0';
    const uint32_t whole = take_digits(json, value, &exponent);
    if (zero && whole > 1) {
        return false;
    }
    if (json->at < json->line.len && json->text[json->at] == '.') {
        json->at++;
        int left_out = 0;
        const uint32_t decimals = take_digits(json, value, &left_out);
        exponent -= (int)(decimals < 100000 ? decimals : 100000) - left_out;
        if (decimals == 0) {
            return false;
        }
    }
    if (json->at < json->line.len && (json->text[json->at] | 32) == 'e') {
        json->at++;
        const bool down = json->at < json->line.len && json->text[json->at] == '-';
        json->at += down || (json->at < json->line.len && json->text[json->at] == '+');
        double by = 0;
        int ignored = 0;
        if (take_digits(json, &by, &ignored) == 0) {
            return false;
        }
        const int step = by < 400 ? (int)by : 400;
        exponent += down ? -step : step;
    }
    *value = scaled(minus ? -*value : *value, exponent);
    return true;
}

double json_double(JsonReader *json, const char *what) {
    (void)peek(json);
    const size_t start = json->at;
    double value = 0;
    json->value_start = start;
    if (!take_number(json, &value) && !json->failed) {
        json->at = start;
        wrong_kind(json, what, "a number");
    }
    return json->failed ? 0 : value;
}

uint32_t json_uint(JsonReader *json, const char *what) {
    const double value = json_double(json, what);
    if (!json->failed && (value < 0 || value > 4294967295.0 || value != (double)(uint32_t)value)) {
        json->at = json->value_start;
        wrong_kind(json, what, "a whole number from 0 to 4294967295");
    }
    return json->failed ? 0 : (uint32_t)value;
}

void json_skip(JsonReader *json) {
    const char c = peek(json);
    const size_t start = json->at;
    Str key;
    double number;
    if (c == '"') {
        (void)take_string(json);
    } else if (c == '{') {
        json_open(json, '{', "a value");
        while (json_key(json, &key)) {
            json_skip(json);
        }
    } else if (c == '[') {
        json_open(json, '[', "a value");
        while (json_item(json)) {
            json_skip(json);
        }
    } else if (c == '-' || (c >= '0' && c <= '9')) {
        if (!take_number(json, &number) && !json->failed) {
            json->at = start;
            expected(json, "a number");
        }
    } else if (!take_word(json, "true") && !take_word(json, "false") && !take_word(json, "null")) {
        expected(json, "a value");
    }
}
