/* Growable arrays on the heap, and the one place where memory grows.
 * A VEC(T) owns its items; release it with vec_free(). Keep indices, not pointers, into a vector
 * that may still grow. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *items;                                                                                  \
        size_t count, capacity;                                                                    \
    }

/* Grows `items` so that `need` elements of `size` bytes fit and returns the new block; `noun` names
 * what grows in the message of an exhausted memory, after which the process aborts. */
void *vec_grow(void *items, size_t *capacity, size_t need, size_t size, const char *noun);

/* A zeroed block of `count` elements of `size` bytes, owned by the caller, released with free().
 * Never NULL. */
void *mem_zeroed(size_t count, size_t size, const char *noun);

#define vec_reserve(v, need)                                                                       \
    ((need) > (v)->capacity ? (void)((v)->items = vec_grow((v)->items, &(v)->capacity, (need),     \
                                                           sizeof *(v)->items, #v))                \
                            : (void)0)
#define vec_push(v, ...)                                                                           \
    (vec_reserve((v), (v)->count + 1), (void)((v)->items[(v)->count++] = (__VA_ARGS__)))
#define vec_last(v) ((v)->items[(v)->count - 1])
#define vec_clear(v) ((void)((v)->count = 0))
#define vec_free(v) (free((v)->items), (v)->items = NULL, (v)->count = (v)->capacity = 0)

#endif
