#include "normal.h"

#include <utf8proc.h>

/* The text falls into clusters that normalise on their own: a character and all that may combine
 * with it. Most clusters are one character in NFC and are copied; only the others go through
 * utf8proc. */

enum { CLUSTER_MAX = 64, CODE_PLAIN = 0x300 };

typedef struct Normaliser {
    Str source;
    Buffer *body;
    ShiftList *shifts;
    int64_t delta; /* source code points less body code points so far */
    int64_t told;  /* delta of the last shift */
} Normaliser;

/* Whether `code` may combine with what stands before it. Marks do; of the others only the vowels
 * and finals of Hangul. */
static bool joins_before(uint32_t code) {
    if (code < CODE_PLAIN) {
        return false;
    }
    return (code >= 0x1160 && code <= 0x11FF) || utf8_kind(code) == CHAR_MARK;
}

/* Characters that are NFC by themselves, by ranges that hold nearly all text. */
static bool is_plain(uint32_t code) {
    return code < CODE_PLAIN || (code >= 0x1E00 && code <= 0x1E99) ||
           (code >= 0x1EA0 && code <= 0x1EF9) || (code >= 0x2010 && code <= 0x2027);
}

static void tell_shift(Normaliser *normal, int64_t delta) {
    if (delta != normal->told) {
        vec_push(normal->shifts, (Shift){(uint32_t)normal->body->count, (int32_t)delta});
        normal->told = delta;
    }
}

/* Appends one character of a cluster: the `index`th of the body, mapped into the `source_count` of
 * the source. */
static void add_character(Normaliser *normal, uint32_t code, int64_t index, int64_t source_count) {
    const int64_t beyond = index - (source_count - 1);
    tell_shift(normal, normal->delta - (beyond > 0 ? beyond : 0));
    utf8_add(normal->body, code);
}

/* A cluster too long for the stack, as nobody writes. */
static int64_t add_long_cluster(Normaliser *normal, Str cluster, int64_t source_count) {
    Buffer composed = {0};
    utf8_nfc(&composed, cluster);
    const Str text = buffer_str(&composed);
    int64_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        add_character(normal, utf8_next(text, &at), count, source_count);
    }
    buffer_free(&composed);
    return count;
}

static void add_cluster(Normaliser *normal, Str cluster) {
    utf8proc_int32_t codes[CLUSTER_MAX];
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const int64_t source_count = (int64_t)utf8_count(cluster);
    const utf8proc_ssize_t parts =
        utf8proc_decompose((const utf8proc_uint8_t *)cluster.ptr, (utf8proc_ssize_t)cluster.len,
                           codes, CLUSTER_MAX, options);
    int64_t count = 0;
    if (parts < 0 || parts > CLUSTER_MAX) {
        count = add_long_cluster(normal, cluster, source_count);
    } else {
        const utf8proc_ssize_t composed = utf8proc_normalize_utf32(codes, parts, options);
        for (; count < composed; count++) {
            add_character(normal, (uint32_t)codes[count], count, source_count);
        }
    }
    normal->delta += source_count - count;
}

static void add_stretch(Normaliser *normal, size_t from, size_t to) {
    if (to > from) {
        tell_shift(normal, normal->delta);
        buffer_add(normal->body, str_sub(normal->source, from, to));
    }
}

/* Adds a line that may not be in NFC. */
static void add_line(Normaliser *normal, size_t from, size_t to) {
    const Str line = {normal->source.ptr, to};
    size_t copied = from; /* everything before is in the body */
    size_t at = from;
    while (at < to) {
        const size_t start = at;
        const uint32_t code = utf8_next(line, &at);
        size_t next = at;
        bool is_single = true;
        while (at < to && joins_before(utf8_next(line, &next))) {
            at = next;
            is_single = false;
        }
        if (!is_single || !is_plain(code)) {
            add_stretch(normal, copied, start);
            add_cluster(normal, str_sub(line, start, at));
            copied = at;
        }
    }
    add_stretch(normal, copied, to);
}

void normal_add(Str source, Buffer *body, ShiftList *shifts) {
    Normaliser normal = {.source = source, .body = body, .shifts = shifts};
    vec_reserve(body, body->count + source.len);
    for (size_t at = 0; at < source.len;) {
        const size_t end = str_find(source, '\n', at);
        const size_t next = end < source.len ? end + 1 : end;
        if (utf8_is_nfc_quick(str_sub(source, at, next))) {
            add_stretch(&normal, at, next);
        } else {
            add_line(&normal, at, next);
        }
        at = next;
    }
    /* The end of the text is a place too. */
    tell_shift(&normal, normal.delta);
}
