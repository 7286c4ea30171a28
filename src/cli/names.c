#include "names.h"

static bool in_word(uint32_t code_point) {
    switch (utf8_kind(code_point)) {
    case CHAR_LETTER_LOWER:
    case CHAR_LETTER_UPPER:
    case CHAR_LETTER_OTHER:
    case CHAR_DIGIT:
    case CHAR_MARK:
        return true;
    default:
        return false;
    }
}

static void add_word(Buffer *out, size_t start, Str word) {
    if (word.len > 0) {
        if (out->count > start) {
            buffer_byte(out, ' ');
        }
        utf8_fold(out, word);
    }
}

void name_words(Buffer *out, Str name) {
    const size_t start = out->count;
    size_t word = 0;
    for (size_t at = 0; at < name.len;) {
        const size_t here = at;
        const uint32_t code_point = utf8_next(name, &at);
        if (in_word(code_point)) {
            continue;
        }
        add_word(out, start, str_sub(name, word, here));
        if (code_point == '&') {
            add_word(out, start, STR("&"));
        }
        word = at;
    }
    add_word(out, start, str_sub(name, word, name.len));
}

Str name_words_in(Arena *arena, Str name) {
    Buffer words = {0};
    name_words(&words, name);
    const Str out = arena_str(arena, buffer_str(&words));
    buffer_free(&words);
    return out;
}

bool same_name(Str a, Str b) {
    Buffer left = {0};
    Buffer right = {0};
    name_words(&left, a);
    name_words(&right, b);
    const bool same = str_equal(buffer_str(&left), buffer_str(&right));
    buffer_free(&left);
    buffer_free(&right);
    return same;
}
