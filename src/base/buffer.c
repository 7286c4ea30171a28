#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>

void buffer_add(Buffer *buffer, Str s) {
    if (s.len == 0) {
        return;
    }
    vec_reserve(buffer, buffer->count + s.len);
    memcpy(buffer->items + buffer->count, s.ptr, s.len);
    buffer->count += s.len;
}

void buffer_byte(Buffer *buffer, char byte) { vec_push(buffer, byte); }

void buffer_printf(Buffer *buffer, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len > 0) {
        vec_reserve(buffer, buffer->count + (size_t)len + 1);
        (void)vsnprintf(buffer->items + buffer->count, (size_t)len + 1, format, again);
        buffer->count += (size_t)len;
    }
    va_end(again);
}

void buffer_uint(Buffer *buffer, uint64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    buffer_add(buffer, (Str){digits + at, sizeof digits - at});
}

void buffer_double(Buffer *buffer, double value, int digits) {
    char text[64];
    const double size = value < 0 ? -value : value;
    int len;
    if (size != 0 && (size < 1e-5 || size >= 1e15)) {
        len = snprintf(text, sizeof text, "%.*g", digits, value);
    } else {
        int whole = 1;
        for (double limit = 10; size >= limit; limit *= 10) {
            whole++;
        }
        int decimals = digits - whole;
        for (double limit = 0.1; size != 0 && size < limit; limit /= 10) {
            decimals++;
        }
        len = snprintf(text, sizeof text, "%.*f", decimals < 0 ? 0 : decimals, value);
        if (memchr(text, '.', (size_t)len) || memchr(text, ',', (size_t)len)) {
            while (text[len - 1] == '0') {
                len--;
            }
            if (text[len - 1] == '.' || text[len - 1] == ',') {
                len--;
            }
        }
    }
    for (int i = 0; i < len; i++) {
        buffer_byte(buffer, text[i] == ',' ? '.' : text[i]);
    }
}

void buffer_json(Buffer *buffer, Str text) {
    static const char hex[] = "0123456789abcdef";
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        buffer_add(buffer, str_sub(text, from, i));
        from = i + 1;
        buffer_byte(buffer, '\\');
        if (c == '"' || c == '\\') {
            buffer_byte(buffer, (char)c);
        } else if (c == '\n') {
            buffer_byte(buffer, 'n');
        } else if (c == '\t') {
            buffer_byte(buffer, 't');
        } else if (c == '\r') {
            buffer_byte(buffer, 'r');
        } else {
            const char escape[] = {'u', '0', '0', hex[c >> 4], hex[c & 15]};
            buffer_add(buffer, (Str){escape, sizeof escape});
        }
    }
    buffer_add(buffer, str_sub(text, from, text.len));
}

void buffer_free(Buffer *buffer) { vec_free(buffer); }
