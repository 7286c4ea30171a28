/* What the mutation tests share: random draws, mutations, and rounds in processes of their own.
 *
 * A round is a fixed number of inputs, drawn from its number alone. It runs in a child process with
 * a limit of time, so that a crash, a hang or a leak costs one round and is told apart from the
 * others. `PROGRAM ROUND` repeats one round with its messages, for a debugger. The tests run from
 * the project's root. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/base.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
enum { FUZZ_SLOWER = 3 };
#else
enum { FUZZ_SLOWER = 1 };
#endif

enum { FUZZ_SECONDS = 60 };

/* ---- Random draws ---- */

typedef struct Random {
    uint64_t state;
} Random;

/* 0 <= result < below; `below` is at least 1. */
static inline uint32_t draw(Random *random, uint32_t below) {
    uint64_t z = random->state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (uint32_t)((z >> 32) % below);
}

static inline bool chance(Random *random, uint32_t percent) { return draw(random, 100) < percent; }

static inline void add_code_point(Buffer *out, uint32_t code) {
    if (code < 0x80) {
        buffer_byte(out, (char)code);
        return;
    }
    const unsigned extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned lead[] = {0, 0xC0, 0xE0, 0xF0};
    buffer_byte(out, (char)(lead[extra] | code >> (6 * extra)));
    for (unsigned i = extra; i-- > 0;) {
        buffer_byte(out, (char)(0x80 | (code >> (6 * i) & 0x3F)));
    }
}

/* A scalar value of a plane and script drawn first, so that odd ones are not rare. */
static inline uint32_t random_code_point(Random *random) {
    static const struct {
        uint32_t first, count;
    } ranges[] = {{0x20, 0x5F},     {0xA0, 0x160},   {0x1EA0, 0x5A},   {0x300, 0x70},
                  {0x2000, 0x70},   {0x5D0, 0x60},   {0x1100, 0x100},  {0xAC00, 0x2BA0},
                  {0x4E00, 0x5000}, {0xE000, 0x800}, {0xFE00, 0x1F0},  {0xFFF0, 0x10},
                  {0x1F300, 0x300}, {0x1D400, 0xFF}, {0xE0000, 0x200}, {0x10FF00, 0x100},
                  {0x0, 0x20},      {0x200B, 0x5}};
    const uint32_t range = draw(random, sizeof ranges / sizeof *ranges);
    return ranges[range].first + draw(random, ranges[range].count);
}

/* ---- Mutations ---- */

/* Pieces of input that matter to a reader. */
typedef struct Dictionary {
    const char *const *pieces;
    uint32_t count;
} Dictionary;

static inline void insert_bytes(Buffer *bytes, size_t at, Str piece) {
    const Str tail = str_sub(buffer_str(bytes), at, bytes->count);
    Buffer copy = {0};
    buffer_add(&copy, tail);
    bytes->count = at;
    buffer_add(bytes, piece);
    buffer_add(bytes, buffer_str(&copy));
    buffer_free(&copy);
}

static inline void remove_bytes(Buffer *bytes, size_t at, size_t count) {
    memmove(bytes->items + at, bytes->items + at + count, bytes->count - at - count);
    bytes->count -= count;
}

/* One change at a random place; `bytes` is not empty. */
static inline void mutate_once(Random *random, Buffer *bytes, Dictionary dictionary) {
    const size_t at = draw(random, (uint32_t)bytes->count);
    const size_t rest = bytes->count - at;
    const size_t some = 1 + draw(random, (uint32_t)(rest < 64 ? rest : 64));
    Buffer piece = {0};
    switch (draw(random, 9)) {
    case 0:
        bytes->items[at] = (char)(bytes->items[at] ^ (1 << draw(random, 8)));
        break;
    case 1:
        bytes->items[at] = (char)draw(random, 256);
        break;
    case 2:
        if (some < bytes->count) {
            remove_bytes(bytes, at, some);
        }
        break;
    case 3:
        buffer_add(&piece, str_sub(buffer_str(bytes), at, at + some));
        insert_bytes(bytes, draw(random, (uint32_t)bytes->count), buffer_str(&piece));
        break;
    case 4:
        for (uint32_t i = 1 + draw(random, 40); i > 0; i--) {
            buffer_add(&piece, str_sub(buffer_str(bytes), at, at + some));
        }
        insert_bytes(bytes, at, buffer_str(&piece));
        break;
    case 5:
        add_code_point(&piece, random_code_point(random));
        insert_bytes(bytes, at, buffer_str(&piece));
        break;
    case 6:
        bytes->count = chance(random, 10) ? at + 1 : bytes->count;
        break;
    default:
        if (dictionary.count > 0) {
            insert_bytes(bytes, at, str_from(dictionary.pieces[draw(random, dictionary.count)]));
        }
    }
    buffer_free(&piece);
}

/* A mutated copy of `seed` in `out`; never empty. */
static inline void mutate(Random *random, Buffer *out, Str seed, Dictionary dictionary) {
    buffer_clear(out);
    buffer_add(out, seed);
    if (out->count == 0) {
        buffer_byte(out, (char)draw(random, 256));
    }
    for (uint32_t i = 1 + draw(random, 1 + draw(random, 6)); i > 0; i--) {
        mutate_once(random, out, dictionary);
    }
}

/* ---- Files ---- */

/* Appends the bytes of a file; ends the round when it is not there. */
static inline void slurp(const char *path, Buffer *out) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        printf("not there: %s\n", path);
        exit(1);
    }
    char bytes[4096];
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        buffer_add(out, (Str){bytes, got});
    }
    fclose(file);
}

static inline void spill(const char *path, Str bytes) {
    FILE *file = fopen(path, "wb");
    if (file) {
        fwrite(bytes.ptr, 1, bytes.len, file);
        fclose(file);
    }
}

/* Ends the round when something does not hold. */
static inline void require(bool holds, const char *what) {
    if (!holds) {
        printf("not so: %s\n", what);
        fflush(stdout);
        exit(1);
    }
}

/* ---- Rounds ---- */

typedef struct Fuzz {
    uint32_t rounds;
    void (*run)(void *context, uint32_t round, Random *random);
    void *context;
    char folder[64]; /* for files that the rounds write */
} Fuzz;

static inline void fuzz_run(const Fuzz *fuzz, uint32_t round) {
    Random random = {(round + 1) * 0xD1342543DE82EF95U};
    fuzz->run(fuzz->context, round, &random);
}

/* Whether the round ended well in a process of its own; prints the end of its messages if not. */
static inline bool fuzz_child(const Fuzz *fuzz, uint32_t round) {
    FILE *messages = tmpfile();
    fflush(stdout);
    const pid_t child = messages ? fork() : -1;
    if (child == 0) {
        dup2(fileno(messages), STDOUT_FILENO);
        dup2(fileno(messages), STDERR_FILENO);
        alarm(FUZZ_SECONDS);
        fuzz_run(fuzz, round);
        exit(0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    if (status != 0 && messages) {
        if (WIFSIGNALED(status)) {
            printf("round %u ended by signal %d%s\n", round, WTERMSIG(status),
                   WTERMSIG(status) == SIGALRM ? " (a hang)" : "");
        } else {
            printf("round %u ended with exit status %d\n", round, WEXITSTATUS(status));
        }
        enum { SHOWN = 4000 };
        fseek(messages, 0, SEEK_END);
        const long size = ftell(messages);
        fseek(messages, size > SHOWN ? size - SHOWN : 0, SEEK_SET);
        for (int c; (c = fgetc(messages)) != EOF;) {
            putchar(c);
        }
    }
    if (messages) {
        fclose(messages);
    }
    return status == 0;
}

/* main() of a mutation test; releases nothing of `fuzz`. */
static inline int fuzz_main(Fuzz *fuzz, int argc, char **argv) {
    unsigned failed = 0;
    if (argc > 1) {
        fuzz_run(fuzz, (uint32_t)strtoul(argv[1], NULL, 10));
        return 0;
    }
    for (uint32_t round = 0; round < fuzz->rounds; round++) {
        failed += !fuzz_child(fuzz, round);
    }
    printf("%u passed, %u failed\n", fuzz->rounds - failed, failed);
    return failed > 0;
}

/* Makes fuzz->folder. */
static inline void fuzz_folder_make(Fuzz *fuzz) {
    const char *base = getenv("TMPDIR");
    (void)snprintf(fuzz->folder, sizeof fuzz->folder, "%s/fuzz-XXXXXX",
                   base && strlen(base) < 40 ? base : P_tmpdir);
    if (!mkdtemp(fuzz->folder)) {
        perror("mkdtemp");
        exit(1);
    }
}

#endif
