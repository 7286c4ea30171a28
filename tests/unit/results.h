/* What the tests of resolve/ share. They run from the project's root. */
#ifndef TESTS_UNIT_RESULTS_H
#define TESTS_UNIT_RESULTS_H

#include "resolve/resolve.h"

#include <stdio.h>
#include <unistd.h>

typedef struct Test {
    Ruleset *ruleset;
    unsigned passed, failed;
    bool is_updating;
} Test;

static inline void check(Test *test, bool holds, const char *what) {
    if (holds) {
        test->passed++;
    } else {
        test->failed++;
        printf("test_resolve: not so: %s\n", what);
    }
}

static inline void check_text(Test *test, Str found, const char *expected, const char *what) {
    check(test, str_equal(found, str_from(expected)), what);
    if (!str_equal(found, str_from(expected))) {
        printf("  expected: %s\n  found:    %.*s\n", expected, STR_ARG(found));
    }
}

/* ---- Standard error in a file ---- */

typedef struct Messages {
    int saved;
    FILE *file;
} Messages;

static inline Messages messages_begin(void) {
    fflush(stderr);
    Messages capture = {dup(STDERR_FILENO), tmpfile()};
    dup2(fileno(capture.file), STDERR_FILENO);
    return capture;
}

static inline void messages_end(Messages *capture, Buffer *out) {
    fflush(stderr);
    dup2(capture->saved, STDERR_FILENO);
    close(capture->saved);
    rewind(capture->file);
    char bytes[4096];
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, capture->file)) > 0;) {
        buffer_add(out, (Str){bytes, got});
    }
    fclose(capture->file);
}

static inline bool slurp(const char *path, Buffer *out) {
    FILE *file = fopen(path, "rb");
    for (int c = file ? fgetc(file) : EOF; c != EOF; c = fgetc(file)) {
        buffer_byte(out, (char)c);
    }
    if (file) {
        fclose(file);
    }
    return file != NULL;
}

#endif
