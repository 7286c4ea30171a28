/* A result of one document is written as UTF-8, and is the same when read and written again. */
#ifndef TESTS_FUZZ_ROUND_TRIP_H
#define TESTS_FUZZ_ROUND_TRIP_H

#include "fuzz/fuzz.h"
#include "resolve/resolve.h"

static inline void round_trip(const DocumentResult *result, Arena *arena) {
    Buffer first = {0};
    Buffer second = {0};
    DocumentResult again = {0};
    result_write(&first, result);
    require(utf8_validate(buffer_str(&first)) == first.count, "a result is UTF-8");
    const Str line = str_sub(buffer_str(&first), 0, first.count - 1);
    require(result_read(&again, line, STR("again"), 1, arena) == STATUS_OK,
            "what is written is read");
    result_write(&second, &again);
    require(str_equal(buffer_str(&first), buffer_str(&second)), "and written as the same");
    buffer_free(&first);
    buffer_free(&second);
}

#endif
