/* Slices of bytes. A Str borrows its bytes; it is not NUL-terminated. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Str {
    const char *ptr;
    size_t len; /* bytes */
} Str;

#define STR(literal) ((Str){(literal), sizeof(literal) - 1})
#define STR_NONE ((Str){NULL, 0})
/* For printf: "%.*s" takes STR_ARG(s). */
#define STR_ARG(s) (int)(s).len, (s).ptr

static inline Str str_from(const char *text) { return (Str){text, text ? strlen(text) : 0}; }

static inline Str str_sub(Str s, size_t start, size_t end) {
    return (Str){s.ptr + start, end - start};
}

static inline bool str_equal(Str a, Str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool str_starts(Str s, Str prefix) {
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

static inline bool str_ends(Str s, Str suffix) {
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

/* Order by bytes, a shorter prefix first; for UTF-8 that is the order of code points. */
static inline int str_compare(Str a, Str b) {
    const size_t shared = a.len < b.len ? a.len : b.len;
    const int order = shared == 0 ? 0 : memcmp(a.ptr, b.ptr, shared);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Offset of `byte` at or after `from`, or s.len. */
static inline size_t str_find(Str s, char byte, size_t from) {
    const char *hit = from < s.len ? memchr(s.ptr + from, byte, s.len - from) : NULL;
    return hit ? (size_t)(hit - s.ptr) : s.len;
}

/* `s` without ASCII white space at either end. */
Str str_trim(Str s);

/* Cuts the text before the first `byte` off `*rest` and returns it; `*rest` continues behind it.
 * When `byte` does not occur, returns all and leaves `*rest` empty. */
Str str_split(Str *rest, char byte);

/* 64-bit hash (FNV-1a, finished with a mix). The same on every machine and run. */
uint64_t str_hash(Str s);

#endif
