#include "vec.h"

#include "diag.h"

#include <stdint.h>

void *vec_grow(void *items, size_t *capacity, size_t need, size_t size, const char *noun) {
    size_t wanted = *capacity < 8 ? 8 : *capacity + *capacity / 2;
    if (wanted < need) {
        wanted = need;
    }
    if (wanted > PTRDIFF_MAX / size) {
        diag_out_of_memory(noun);
    }
    void *grown = realloc(items, wanted * size);
    if (!grown) {
        diag_out_of_memory(noun);
    }
    *capacity = wanted;
    return grown;
}

void *mem_zeroed(size_t count, size_t size, const char *noun) {
    void *block = calloc(count ? count : 1, size);
    if (!block) {
        diag_out_of_memory(noun);
    }
    return block;
}
