/* The outcome of every operation that can fail; also the exit status of the program. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

typedef enum Status {
    STATUS_OK = 0,
    STATUS_FINDINGS = 1, /* check, diff, eval --min: something was found */
    STATUS_USAGE = 2,    /* the command line is wrong */
    STATUS_RULES = 3,    /* the rules could not be loaded */
    STATUS_INPUT = 4,    /* some input could not be read */
    STATUS_OUTPUT = 5    /* output could not be written */
} Status;

#define MUST_USE __attribute__((warn_unused_result))

/* Returns the status of `expr` from the enclosing function unless it is STATUS_OK. */
#define TRY(expr)                                                                                  \
    do {                                                                                           \
        const Status try_status_ = (expr);                                                         \
        if (try_status_ != STATUS_OK) {                                                            \
            return try_status_;                                                                    \
        }                                                                                          \
    } while (0)

/* The graver of two outcomes, for runs that go on after a failure. */
static inline Status status_worse(Status a, Status b) { return a > b ? a : b; }

#endif
