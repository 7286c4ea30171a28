/* base/ on every character: the fast ways through UTF-8 say what utf8proc and a slow count say. */
#include "base/base.h"

#include <stdio.h>
#include <utf8proc.h>

static bool is_letter(CharKind kind) {
    return kind == CHAR_LETTER_LOWER || kind == CHAR_LETTER_UPPER || kind == CHAR_LETTER_OTHER;
}

/* The kind that the general category stands for. */
static CharKind slow_kind(uint32_t code) {
    static const char *const categories[] = {[CHAR_SPACE] = "Zs Zl Zp",
                                             [CHAR_LETTER_LOWER] = "Ll",
                                             [CHAR_LETTER_UPPER] = "Lu Lt",
                                             [CHAR_LETTER_OTHER] = "Lm Lo",
                                             [CHAR_DIGIT] = "Nd",
                                             [CHAR_MARK] = "Mn Mc Me",
                                             [CHAR_PUNCT] = "Pc Pd Ps Pe Pi Pf Po"};
    if (code >= '\t' && code <= '\r') {
        return CHAR_SPACE;
    }
    const char *category = utf8proc_category_string((utf8proc_int32_t)code);
    for (CharKind kind = CHAR_SPACE; kind <= CHAR_PUNCT; kind++) {
        if (strstr(categories[kind], category) != NULL) {
            return kind;
        }
    }
    return CHAR_OTHER;
}

/* One character, by itself and behind others. */
static bool check_character(uint32_t code) {
    Buffer text = {0};
    buffer_add(&text, STR("a1"));
    utf8_add(&text, code);
    const size_t end = text.count;
    buffer_add(&text, STR(" b"));
    const Str s = buffer_str(&text);
    const CharKind kind = slow_kind(code);
    const size_t skipped = utf8_skip_word(s, 0);
    const bool in_word = is_letter(kind) || kind == CHAR_DIGIT || kind == CHAR_MARK;
    size_t at = 2;
    bool good = utf8_kind(code) == kind;
    good = good && (skipped == 2 || (skipped == end && in_word));
    good = good && (code >= 0x80 || (skipped == end) == in_word);
    good = good && utf8_next(s, &at) == code && at == end;
    good = good && utf8_validate(s) == s.len && utf8_count(s) == 5;
    if (!good) {
        printf("U+%04X: kind %d, skipped %zu, behind %zu\n", code, (int)utf8_kind(code), skipped,
               at);
    }
    buffer_free(&text);
    return good;
}

static bool check_count(void) {
    Buffer text = {0};
    size_t count = 0;
    bool good = true;
    for (uint32_t i = 0; i < 200; i++, count++) {
        static const uint32_t codes[] = {'a', 0xE0, 0x1EC7, 0x1F600, '\n', 0x2019};
        utf8_add(&text, codes[(i * i + i / 7) % 6]);
        good = good && utf8_count(buffer_str(&text)) == count + 1;
        for (size_t cut = 1; cut < 4 && cut < text.count; cut++) { /* a part of the last one */
            const Str part = {text.items, text.count - cut};
            const bool whole = ((unsigned char)text.items[text.count - cut] & 0xC0) != 0x80;
            good = good && (utf8_validate(part) == part.len) == whole;
            if (whole) {
                break;
            }
        }
    }
    buffer_free(&text);
    if (!good) {
        printf("a text is counted or validated wrongly\n");
    }
    return good;
}

int main(void) {
    unsigned failures = !check_count();
    unsigned checked = 0;
    for (uint32_t code = 1; code < 0x110000; code++) {
        if (code < 0xD800 || code > 0xDFFF) {
            failures += !check_character(code);
            checked++;
        }
    }
    printf("%u characters, %u failures\n", checked, failures);
    return failures == 0 ? 0 : 1;
}
