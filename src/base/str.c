#include "str.h"

static bool blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Str str_trim(Str s) {
    while (s.len > 0 && blank(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && blank(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

Str str_split(Str *rest, char byte) {
    const size_t at = str_find(*rest, byte, 0);
    const Str head = {rest->ptr, at};
    const size_t next = at < rest->len ? at + 1 : at;
    *rest = (Str){rest->ptr + next, rest->len - next};
    return head;
}

uint64_t str_hash(Str s) {
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < s.len; i++) {
        hash = (hash ^ (unsigned char)s.ptr[i]) * 0x100000001b3U;
    }
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93U;
    return hash ^ (hash >> 32);
}
