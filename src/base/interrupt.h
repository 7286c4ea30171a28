/* Signals that end the program, held back while something must first be brought to a good end.
 *
 * There is no flag: a held signal is blocked and stays pending, which every thread can see, and
 * ends the program in the usual way when it is released. Held are SIGHUP, SIGINT and SIGTERM,
 * unless they are ignored, as behind nohup; and SIGPIPE, so that a reader that goes away is an
 * error of write() first. */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

#include <stdbool.h>

/* Before any thread is started. From then on SIGXFSZ is ignored too: a file that may not grow is an
 * error of write(). */
void interrupt_hold(void);
/* Whether the program is asked to end. */
bool interrupt_pending(void);
/* Waits until `fd` can be read. False if the program is asked to end instead, or `stop` can be read
 * (-1 = none). */
bool interrupt_await_input(int fd, int stop);
/* Waits until `fd` takes up to PIPE_BUF bytes. False if the program is asked to end and the reader
 * has taken nothing for two seconds. */
bool interrupt_await_output(int fd);
/* Ends the hold. If the program was asked to end, says so, with `hint` (or NULL), and does not
 * return; nor does it, silently, when the reader of some output has gone. */
void interrupt_release(const char *hint);

#endif
