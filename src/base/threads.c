#include "threads.h"

#include "vec.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

/* A ring of slots between the producer, the workers and the consumer. Item number n lives in slot
 * n % slot_count from its production to its consumption. */
typedef enum SlotState { SLOT_FREE, SLOT_READY, SLOT_BUSY, SLOT_DONE } SlotState;

typedef struct Slot {
    void *value;
    SlotState state;
} Slot;

typedef struct Ring {
    const ParallelJob *job;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    Slot *slots;
    size_t slot_count;
    size_t produced, taken; /* numbers of items */
    bool ended, stopped;
} Ring;

typedef struct Worker {
    Ring *ring;
    size_t number;
    pthread_t thread;
} Worker;

enum { SLOTS_PER_WORKER = 4 };

static void *run_worker(void *argument) {
    Worker *self = argument;
    Ring *ring = self->ring;
    pthread_mutex_lock(&ring->lock);
    for (;;) {
        while (ring->taken == ring->produced && !ring->ended) {
            pthread_cond_wait(&ring->changed, &ring->lock);
        }
        if (ring->taken == ring->produced) {
            break;
        }
        Slot *slot = &ring->slots[ring->taken++ % ring->slot_count];
        slot->state = SLOT_BUSY;
        pthread_mutex_unlock(&ring->lock);
        void *result = ring->job->work(ring->job->context, self->number, slot->value);
        pthread_mutex_lock(&ring->lock);
        slot->value = result;
        slot->state = SLOT_DONE;
        pthread_cond_broadcast(&ring->changed);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

static void *run_producer(void *argument) {
    Ring *ring = argument;
    pthread_mutex_lock(&ring->lock);
    for (;;) {
        Slot *slot = &ring->slots[ring->produced % ring->slot_count];
        while (slot->state != SLOT_FREE && !ring->stopped) {
            pthread_cond_wait(&ring->changed, &ring->lock);
        }
        if (ring->stopped) {
            break;
        }
        pthread_mutex_unlock(&ring->lock);
        void *item = ring->job->produce(ring->job->context);
        pthread_mutex_lock(&ring->lock);
        if (!item) {
            break;
        }
        slot->value = item;
        slot->state = SLOT_READY;
        ring->produced++;
        pthread_cond_broadcast(&ring->changed);
    }
    ring->ended = true;
    pthread_cond_broadcast(&ring->changed);
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

static Status consume_all(Ring *ring) {
    const ParallelJob *job = ring->job;
    Status status = STATUS_OK;
    pthread_mutex_lock(&ring->lock);
    for (size_t next = 0;; next++) {
        Slot *slot = &ring->slots[next % ring->slot_count];
        while (!(next < ring->produced && slot->state == SLOT_DONE) &&
               !(ring->ended && next == ring->produced)) {
            pthread_cond_wait(&ring->changed, &ring->lock);
        }
        if (next == ring->produced) {
            break;
        }
        void *result = slot->value;
        pthread_mutex_unlock(&ring->lock);
        if (status == STATUS_OK) {
            status = job->consume(job->context, result);
            if (status != STATUS_OK) {
                job->stop(job->context);
            }
        } else {
            job->discard(job->context, result);
        }
        pthread_mutex_lock(&ring->lock);
        slot->state = SLOT_FREE;
        ring->stopped = status != STATUS_OK;
        pthread_cond_broadcast(&ring->changed);
    }
    pthread_mutex_unlock(&ring->lock);
    return status;
}

static Status run_alone(const ParallelJob *job) {
    for (void *item = job->produce(job->context); item; item = job->produce(job->context)) {
        TRY(job->consume(job->context, job->work(job->context, 0, item)));
    }
    return STATUS_OK;
}

Status parallel_run(const ParallelJob *job, size_t jobs) {
    if (jobs <= 1) {
        return run_alone(job);
    }
    Ring ring = {.job = job, .slot_count = jobs * SLOTS_PER_WORKER};
    ring.slots = mem_zeroed(ring.slot_count, sizeof *ring.slots, "work queue");
    pthread_mutex_init(&ring.lock, NULL);
    pthread_cond_init(&ring.changed, NULL);
    Worker *workers = mem_zeroed(jobs, sizeof *workers, "workers");
    pthread_t producer;
    size_t started = 0;
    for (; started < jobs; started++) {
        workers[started] = (Worker){.ring = &ring, .number = started};
        if (pthread_create(&workers[started].thread, NULL, run_worker, &workers[started]) != 0) {
            break;
        }
    }
    Status status = STATUS_OK;
    if (started > 0 && pthread_create(&producer, NULL, run_producer, &ring) == 0) {
        status = consume_all(&ring);
        pthread_join(producer, NULL);
    } else {
        pthread_mutex_lock(&ring.lock);
        ring.ended = true;
        pthread_cond_broadcast(&ring.changed);
        pthread_mutex_unlock(&ring.lock);
        status = run_alone(job);
    }
    for (size_t i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    pthread_cond_destroy(&ring.changed);
    pthread_mutex_destroy(&ring.lock);
    free(workers);
    free(ring.slots);
    return status;
}

size_t parallel_cpus(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) {
        const int count = CPU_COUNT(&set);
        return count > 0 ? (size_t)count : 1;
    }
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (size_t)online : 1;
}
