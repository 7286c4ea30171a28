/* Messages to people: `file:line:col: error: text`, the source line, a caret by display width, a
 * hint. The only code that writes to standard error. Safe to use from several threads. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "status.h"
#include "str.h"

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE } Severity;

/* Where a message points. Any part may be missing: no file, line 0, column 0. */
typedef struct Place {
    Str file;
    uint32_t line;   /* from 1 */
    uint32_t column; /* in code points, from 1 */
    uint32_t length; /* code points under the caret */
    Str source;      /* the line itself, without its end; may be empty */
} Place;

/* The place of bytes `start`..`end` of `content`, the whole of `file`. */
Place diag_place(Str file, Str content, size_t start, size_t end);

/* One message. Returns `status`, so that an error site is one line. `hint` may be NULL. */
Status diag_report(Status status, Severity severity, const Place *place, const char *hint,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));
/* A message without a place. */
Status diag_error(Status status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text of the program itself on standard error (progress, summary). */
void diag_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Whether standard error is a terminal. */
int diag_is_terminal(void);

/* Says that memory for `noun` ran out, and aborts. */
_Noreturn void diag_out_of_memory(const char *noun);

#endif
