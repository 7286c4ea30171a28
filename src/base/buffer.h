/* A growing byte string on the heap. Owns its bytes; release with buffer_free(). */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "str.h"
#include "vec.h"

typedef VEC(char) Buffer;

void buffer_add(Buffer *buffer, Str s);
void buffer_byte(Buffer *buffer, char byte);
void buffer_printf(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Decimal digits of `value`. */
void buffer_uint(Buffer *buffer, uint64_t value);
/* The shortest decimal with at most `digits` significant digits; '.' in every locale; never an
 * exponent for 1e-5 <= |value| < 1e15. `value` is finite. */
void buffer_double(Buffer *buffer, double value, int digits);
/* `text` as the inside of a JSON string: quotes, backslashes and control characters escaped. */
void buffer_json(Buffer *buffer, Str text);
static inline Str buffer_str(const Buffer *buffer) { return (Str){buffer->items, buffer->count}; }
static inline void buffer_clear(Buffer *buffer) { buffer->count = 0; }
void buffer_free(Buffer *buffer);

#endif
