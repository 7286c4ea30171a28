/* Ordered parallel work: one producer, N workers, one consumer, results in the order of the input.
 * At most a fixed number of items is under way (back-pressure), so memory does not grow with the
 * input. */
#ifndef BASE_THREADS_H
#define BASE_THREADS_H

#include "status.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ParallelJob {
    void *context;
    /* Called on one thread, in order: the next item (owned by the job from here on), or NULL at the
     * end. */
    void *(*produce)(void *context);
    /* Called on worker `worker` (0 <= worker < jobs): turns an item into a result. Takes `item`. */
    void *(*work)(void *context, size_t worker, void *item);
    /* Called on the calling thread, in the order of production. Takes `result`. Returning anything
     * but STATUS_OK stops the run; results still under way are passed to `discard`. */
    Status (*consume)(void *context, void *result);
    void (*discard)(void *context, void *result);
    /* Called on the calling thread once consume() has failed: a produce() that waits for something
     * has to return. */
    void (*stop)(void *context);
} ParallelJob;

/* Runs the job on `jobs` workers (at least 1). With jobs == 1 everything runs on the calling
 * thread. Returns the first status of consume() that was not STATUS_OK. */
MUST_USE Status parallel_run(const ParallelJob *job, size_t jobs);

/* Processors that this process may use, at least 1. */
size_t parallel_cpus(void);

#endif
