/* Runs a command several times, its output thrown away.
 *
 *   measure RUNS COMMAND...
 *
 * prints the median of the seconds it took, and the largest peak of its memory in bytes. Ends with
 * 1 when the command failed in any run. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 99 };

static int compare(const void *left, const void *right) {
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Exit status of one run, -1 when it did not end by itself. */
static int run(char **command, struct rusage *usage) {
    const pid_t child = fork();
    if (child == 0) {
        const int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, STDIN_FILENO);
        dup2(nothing, STDOUT_FILENO);
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    int status;
    if (child < 0 || wait4(child, &status, 0, usage) != child) {
        return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char **argv) {
    const int runs = argc > 2 ? atoi(argv[1]) : 0;
    if (runs < 1 || runs > RUNS_MAX) {
        fprintf(stderr, "usage: measure RUNS COMMAND...\n");
        return 2;
    }
    double seconds[RUNS_MAX];
    long peak = 0;
    for (int i = 0; i < runs; i++) {
        struct rusage usage;
        const double start = now();
        if (run(argv + 2, &usage) != 0) {
            fprintf(stderr, "measure: %s failed\n", argv[2]);
            return 1;
        }
        seconds[i] = now() - start;
        peak = usage.ru_maxrss > peak ? usage.ru_maxrss : peak;
    }
    qsort(seconds, (size_t)runs, sizeof *seconds, compare);
    printf("%.6f %ld\n", seconds[runs / 2], peak * 1024);
    return 0;
}
