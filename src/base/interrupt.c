#include "interrupt.h"

#include "diag.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <ucontext.h>
#include <unistd.h>

enum { PATIENCE = 2000 }; /* milliseconds */

typedef struct Held {
    int signal;
    const char *name; /* NULL: ends the program without a word */
} Held;

static const Held held[] = {
    {SIGHUP, "SIGHUP"}, {SIGINT, "SIGINT"}, {SIGTERM, "SIGTERM"}, {SIGPIPE, NULL}};
enum { HELD_COUNT = sizeof held / sizeof *held };

/* What can be held: the kernel keeps a blocked signal even when it is ignored, so those are out. */
static sigset_t held_set(void) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < HELD_COUNT; i++) {
        struct sigaction action;
        if (sigaction(held[i].signal, NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
            sigaddset(&set, held[i].signal);
        }
    }
    return set;
}

/* Runs in threads of libraries, started before main(), which do not inherit our mask: blocks the
 * signal there too, and gives it back to the process, where it is pending once no such thread is
 * left. */
static void pass_on(int signal, siginfo_t *info, void *context) {
    (void)info;
    ucontext_t *thread = context;
    sigaddset(&thread->uc_sigmask, signal);
    (void)kill(getpid(), signal);
}

static void set_actions(const sigset_t *set, const struct sigaction *action) {
    for (size_t i = 0; i < HELD_COUNT; i++) {
        if (held[i].name && sigismember(set, held[i].signal) == 1) {
            (void)sigaction(held[i].signal, action, NULL);
        }
    }
}

void interrupt_hold(void) {
    const sigset_t set = held_set();
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    const struct sigaction give_back = {.sa_sigaction = pass_on,
                                        .sa_flags = SA_SIGINFO | SA_RESTART};
    (void)sigaction(SIGXFSZ, &ignore, NULL);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    set_actions(&set, &give_back);
}

bool interrupt_pending(void) {
    sigset_t pending;
    bool found = false;
    sigpending(&pending);
    for (size_t i = 0; i < HELD_COUNT; i++) {
        found = found || (held[i].name && sigismember(&pending, held[i].signal) == 1);
    }
    return found;
}

/* A file that can be read while the program is asked to end, or -1 if nothing is held. It lives for
 * one wait: that costs little beside what the wait is for, and leaves nothing to be handed about.
 */
static int open_signals(void) {
    sigset_t blocked;
    sigset_t set;
    bool is_holding = false;
    sigemptyset(&set);
    (void)pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    for (size_t i = 0; i < HELD_COUNT; i++) {
        if (held[i].name && sigismember(&blocked, held[i].signal) == 1) {
            sigaddset(&set, held[i].signal);
            is_holding = true;
        }
    }
    return is_holding ? signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK) : -1;
}

static int poll_again(struct pollfd *files, nfds_t count, int milliseconds) {
    int ready;
    do {
        ready = poll(files, count, milliseconds);
    } while (ready < 0 && errno == EINTR);
    return ready;
}

bool interrupt_await_input(int fd, int stop) {
    struct pollfd files[] = {{.fd = fd, .events = POLLIN},
                             {.fd = open_signals(), .events = POLLIN},
                             {.fd = stop, .events = POLLIN}};
    (void)poll_again(files, sizeof files / sizeof *files, -1);
    if (files[1].fd >= 0) {
        (void)close(files[1].fd);
    }
    return files[1].revents == 0 && files[2].revents == 0;
}

bool interrupt_await_output(int fd) {
    struct pollfd files[] = {{.fd = fd, .events = POLLOUT},
                             {.fd = open_signals(), .events = POLLIN}};
    (void)poll_again(files, sizeof files / sizeof *files, -1);
    if (files[1].fd >= 0) {
        (void)close(files[1].fd);
    }
    return files[0].revents != 0 || poll_again(files, 1, PATIENCE) != 0;
}

void interrupt_release(const char *hint) {
    const sigset_t set = held_set();
    const struct sigaction end = {.sa_handler = SIG_DFL};
    sigset_t pending;
    sigpending(&pending);
    for (size_t i = 0; i < HELD_COUNT; i++) {
        if (sigismember(&pending, held[i].signal) != 1) {
            continue;
        }
        if (held[i].name) {
            (void)diag_report(STATUS_OK, SEVERITY_ERROR, NULL, hint, "stopped by %s", held[i].name);
        }
        set_actions(&set, &end);
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, held[i].signal);
        (void)pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    }
    set_actions(&set, &end);
    (void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
