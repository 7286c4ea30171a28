/* Reading: the cases of tests/cases/reading, and what needs pipes, folders and small limits. Run
 * from the project's root. */
#include "read/date.h"
#include "read/format.h"
#include "read/internal.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Test {
    int failures;
    bool is_updating;
    char folder[64]; /* for files that the tests write */
} Test;

static void check(Test *test, bool holds, const char *what) {
    if (!holds) {
        printf("test_read: failed: %s\n", what);
        test->failures++;
    }
}

/* ---- Standard error in a file ---- */

typedef struct Capture {
    int saved;
    FILE *file;
} Capture;

static Capture capture_begin(void) {
    fflush(stderr);
    Capture capture = {dup(STDERR_FILENO), tmpfile()};
    dup2(fileno(capture.file), STDERR_FILENO);
    return capture;
}

static void capture_end(Capture *capture, Buffer *out) {
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

/* ---- Documents as text ---- */

static void print_field(Buffer *out, const char *name, Str value) {
    if (value.len > 0) {
        buffer_printf(out, "  %-6s %.*s\n", name, STR_ARG(value));
    }
}

static void print_document(Buffer *out, const Document *document) {
    buffer_printf(out, "document %.*s\n  line   %u\n", STR_ARG(document->id), document->line);
    print_field(out, "title", document->title);
    print_field(out, "date", document->date);
    print_field(out, "url", document->url);
    Str rest = document->text;
    while (rest.len > 0) {
        const Str line = str_split(&rest, '\n');
        buffer_printf(out, "  |%s%.*s\n", line.len > 0 ? " " : "", STR_ARG(line));
    }
}

/* Reads `path`, all documents as text to `out`. */
static Status read_path(const char *path, SourceLimits limits, Buffer *out) {
    Source *source;
    Status status = source_open(&source, &path, 1);
    if (status != STATUS_OK) {
        return status;
    }
    if (limits.batch > 0) {
        source_set_limits(source, limits);
    }
    for (RawItem *item; (item = source_next(source)) != NULL; raw_item_free(item)) {
        Arena arena = {0};
        DocumentList documents = {0};
        status = status_worse(status, read_documents(item, &arena, &documents));
        for (size_t i = 0; i < documents.count; i++) {
            print_document(out, &documents.items[i]);
            if (utf8_validate(documents.items[i].text) != documents.items[i].text.len) {
                buffer_add(out, STR("not UTF-8\n"));
            }
        }
        vec_free(&documents);
        arena_free(&arena);
    }
    return status_worse(status, source_close(source));
}

/* Reads `path` and returns messages, documents and status as text. */
static Buffer transcript(const char *path, SourceLimits limits) {
    Buffer documents = {0};
    Buffer messages = {0};
    Buffer out = {0};
    Capture capture = capture_begin();
    const Status status = read_path(path, limits, &documents);
    capture_end(&capture, &messages);
    Str rest = buffer_str(&messages);
    while (rest.len > 0) {
        const Str line = str_split(&rest, '\n');
        buffer_printf(&out, "! %.*s\n", STR_ARG(line));
    }
    buffer_add(&out, buffer_str(&documents));
    buffer_printf(&out, "status %d\n", (int)status);
    buffer_free(&documents);
    buffer_free(&messages);
    return out;
}

static Buffer transcript_of(const char *path) { return transcript(path, (SourceLimits){0, 0}); }

/* ---- Cases ---- */

static void run_case(Test *test, const char *name) {
    char expected_path[300];
    (void)snprintf(expected_path, sizeof expected_path, "%s.expected", name);
    Buffer found = transcript_of(name);
    Buffer expected = {0};
    if (test->is_updating) {
        FILE *file = fopen(expected_path, "w");
        if (file) {
            fwrite(found.items, 1, found.count, file);
            fclose(file);
        }
    } else if (read_file(expected_path, &expected) != STATUS_OK ||
               !str_equal(buffer_str(&expected), buffer_str(&found))) {
        printf("test_read: %s differs from its expectation; found:\n%.*s", name,
               STR_ARG(buffer_str(&found)));
        test->failures++;
    }
    buffer_free(&expected);
    buffer_free(&found);
}

static void test_cases(Test *test) {
    char root[4096];
    if (!getcwd(root, sizeof root) || chdir("tests/cases/reading") != 0) {
        check(test, false, "tests/cases/reading is there");
        return;
    }
    DIR *folder = opendir(".");
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const Str name = str_from(entry->d_name);
        if (name.ptr[0] != '.' && !str_ends(name, STR(".expected")) &&
            !str_equal(name, STR("README.md"))) {
            run_case(test, entry->d_name);
            count++;
        }
    }
    closedir(folder);
    check(test, count > 20, "the cases are there");
    check(test, chdir(root) == 0, "back at the root");
}

/* ---- Files that the tests write ---- */

static const char *put(const Test *test, const char *name, const char *bytes, char *path) {
    (void)snprintf(path, 256, "%s/%s", test->folder, name);
    FILE *file = fopen(path, "w");
    if (file) {
        fputs(bytes, file);
        fclose(file);
    }
    return path;
}

static const char *put_folder(const Test *test, const char *name, char *path) {
    (void)snprintf(path, 256, "%s/%s", test->folder, name);
    (void)mkdir(path, 0700);
    return path;
}

static void expect(Test *test, Buffer found, const char *expected, const char *what) {
    if (!str_equal(buffer_str(&found), str_from(expected))) {
        printf("test_read: %s; found:\n%.*s", what, STR_ARG(buffer_str(&found)));
        test->failures++;
    }
    buffer_free(&found);
}

static bool contains(const Buffer *text, const char *part) {
    return text->count > 0 && memmem(text->items, text->count, part, strlen(part)) != NULL;
}

static void test_folder(Test *test) {
    char path[256];
    char link[300];
    put_folder(test, "news", path);
    put_folder(test, "news/b", path);
    put(test, "news/b/2.txt", "two", path);
    put(test, "news/B.txt", "upper case first", path);
    put(test, "news/a.txt", "one", path);
    put(test, "news/c.JSONL", "{\"text\": \"three\"}\n", path);
    put(test, "news/.hidden.txt", "hidden", path);
    put(test, "news/gold.tsv", "T\ta\tb", path);
    (void)snprintf(link, sizeof link, "%s/news/b/back", test->folder);
    check(test, symlink("..", link) == 0, "a link is made");
    (void)snprintf(path, sizeof path, "%s/news", test->folder);
    char wanted[600];
    (void)snprintf(wanted, sizeof wanted,
                   "! %s/news/b/back: warning: leads back to a folder above; passed over\n"
                   "document B\n  line   1\n  | upper case first\n"
                   "document a\n  line   1\n  | one\n"
                   "document 2\n  line   1\n  | two\n"
                   "document c.1\n  line   1\n  | three\nstatus 0\n",
                   test->folder);
    expect(test, transcript_of(path), wanted, "a folder is read in byte order");
    unlink(link);
}

static void test_unreadable(Test *test) {
    char path[256];
    Buffer found = transcript_of(put_folder(test, "empty", path));
    check(test, contains(&found, "no document in this folder") && contains(&found, "status 4"),
          "an empty folder is an error");
    buffer_free(&found);
    (void)snprintf(path, sizeof path, "%s/missing.txt", test->folder);
    found = transcript_of(path);
    check(test, contains(&found, "cannot open: No such file") && contains(&found, "status 4"),
          "a missing file is an error");
    buffer_free(&found);
    if (geteuid() != 0) {
        put(test, "secret.txt", "x", path);
        (void)chmod(path, 0);
        found = transcript_of(path);
        check(test, contains(&found, "cannot open: Permission") && contains(&found, "status 4"),
              "a forbidden file is an error");
        buffer_free(&found);
    }
    Buffer bytes = {0};
    Capture capture = capture_begin();
    check(test, read_file(test->folder, &bytes) == STATUS_INPUT, "a folder is no file");
    capture_end(&capture, &bytes);
    check(test, contains(&bytes, "Is a directory"), "and that is said");
    buffer_free(&bytes);
    Source *source;
    capture = capture_begin();
    check(test, source_open(&source, NULL, 0) == STATUS_INPUT, "no input is an error");
    capture_end(&capture, &bytes);
    buffer_free(&bytes);
}

/* However small the batches, the documents are the same. */
static void test_batches(Test *test) {
    char path[256];
    Buffer lines = {0};
    for (unsigned i = 0; i < 300; i++) {
        buffer_printf(&lines, "{\"text\": \"line %u %.*s\"}\n%s", i, (int)(i % 70),
                      "......................................................................",
                      i % 7 == 0 ? "\n" : "");
    }
    buffer_byte(&lines, '\0');
    put(test, "many.ndjson", lines.items, path);
    Buffer whole = transcript_of(path);
    for (size_t batch = 1; batch < 6000; batch = batch * 3 + 1) {
        Buffer parts = transcript(path, (SourceLimits){batch, 1 << 20});
        check(test, str_equal(buffer_str(&whole), buffer_str(&parts)),
              "small batches change nothing");
        buffer_free(&parts);
    }
    buffer_free(&whole);
    buffer_free(&lines);
}

static void test_limits(Test *test) {
    char path[256];
    const SourceLimits limits = {64, 100};
    Buffer lines = {0};
    buffer_add(&lines, STR("{\"text\": \"first\"}\n{\"text\": \""));
    for (size_t i = 0; i < 5000; i++) {
        buffer_byte(&lines, 'x');
    }
    buffer_add(&lines, STR("\"}\n{\"text\": \"third\"}\n"));
    buffer_byte(&lines, '\0');
    put(test, "long.ndjson", lines.items, path);
    char wanted[600];
    (void)snprintf(wanted, sizeof wanted,
                   "! %s:2: error: the line is longer than 1 GiB; passed over\n"
                   "document long.1\n  line   1\n  | first\n"
                   "document long.3\n  line   3\n  | third\nstatus 4\n",
                   path);
    expect(test, transcript(path, limits), wanted, "a line that is too long costs itself");
    put(test, "long.txt", lines.items, path);
    (void)snprintf(wanted, sizeof wanted,
                   "! %s: error: is larger than 1 GiB; passed over\nstatus 4\n", path);
    expect(test, transcript(path, limits), wanted, "a file that is too large is passed over");
    buffer_free(&lines);
}

/* ---- Standard input ---- */

typedef struct Writer {
    int fd;
    const char *bytes;
    size_t len, step;
} Writer;

static void *write_slowly(void *context) {
    const Writer *writer = context;
    for (size_t at = 0; at < writer->len; at += writer->step) {
        const size_t rest = writer->len - at;
        const size_t count = rest < writer->step ? rest : writer->step;
        if (write(writer->fd, writer->bytes + at, count) < 0) {
            break;
        }
    }
    close(writer->fd);
    return NULL;
}

/* What standard input reads as when its bytes come `step` at a time. */
static Buffer from_pipe(const char *bytes, size_t len, size_t step) {
    int ends[2];
    if (pipe(ends) != 0) {
        return (Buffer){0};
    }
    const int saved = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    Writer writer = {ends[1], bytes, len, step};
    pthread_t thread;
    pthread_create(&thread, NULL, write_slowly, &writer);
    Buffer out = transcript_of("-");
    pthread_join(thread, NULL);
    dup2(saved, STDIN_FILENO);
    close(saved);
    return out;
}

static void test_standard_input(Test *test) {
    static const struct {
        const char *bytes, *wanted;
    } cases[] = {
        {" {\"text\": \"a\"}\n{\"text\": \"b\"}",
         "document stdin.1\n  line   1\n  | a\ndocument stdin.2\n  line   2\n  | b\nstatus 0\n"},
        {"{\n\"text\": \"a\"\n}\n", "document stdin\n  line   1\n  | a\nstatus 0\n"},
        {"[{\"text\": \"a\"}]", "document stdin.1\n  line   1\n  | a\nstatus 0\n"},
        {"[Video] A\n", "document stdin\n  line   1\n  | [Video] A\nstatus 0\n"},
        {"\n<p>A<p>B", "document stdin\n  line   1\n  | A\n  | B\nstatus 0\n"},
        {"<?xml version='1.0'?><rss><channel><item><title>A</title></item></channel></rss>",
         "document stdin.1\n  line   1\n  title  A\n  | A\nstatus 0\n"},
        {"A\nB\n", "document stdin\n  line   1\n  | A\n  | B\nstatus 0\n"},
        {"", "! -: warning: is empty\nstatus 0\n"},
        {"\n \n", "! -:1: warning: holds no text\nstatus 0\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t len = strlen(cases[i].bytes);
        expect(test, from_pipe(cases[i].bytes, len, 1), cases[i].wanted, "slow standard input");
        expect(test, from_pipe(cases[i].bytes, len, len + 1), cases[i].wanted, "standard input");
    }
    Buffer packed = {0};
    check(test, read_file("tests/cases/reading/members.txt.gz", &packed) == STATUS_OK,
          "gzip is there");
    Buffer out = from_pipe(packed.items, packed.count, 3);
    check(test, contains(&out, "document stdin\n") && contains(&out, "status 0"),
          "gzip is recognised on standard input");
    buffer_free(&out);
    buffer_free(&packed);
}

/* Lines come out before the writer has closed its end. */
static void test_growing_input(Test *test) {
    int ends[2];
    const int saved = dup(STDIN_FILENO);
    if (pipe(ends) != 0) {
        return;
    }
    dup2(ends[0], STDIN_FILENO);
    const char *path = "-";
    Source *source;
    const char *lines[] = {"{\"text\": \"a\"}\n{\"te", "xt\": \"b\"}\n"};
    check(test, source_open(&source, &path, 1) == STATUS_OK, "standard input opens");
    for (size_t i = 0; i < 2; i++) {
        check(test, write(ends[1], lines[i], strlen(lines[i])) > 0, "a pipe takes a line");
        RawItem *item = source_next(source);
        check(test, item && item->first_line == i + 1 && item->bytes.len == 14,
              "a whole line is handed out at once");
        raw_item_free(item);
    }
    close(ends[1]);
    check(test, !source_next(source) && source_close(source) == STATUS_OK, "and then nothing");
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(ends[0]);
}

/* ---- The two ways through JSON ---- */

/* The documents of one line of NDJSON, and the status, as text. */
static Buffer documents_of(Str line) {
    const RawItem item = {
        .format = FORMAT_NDJSON, .path = STR("x.ndjson"), .bytes = line, .first_line = 1};
    Arena arena = {0};
    DocumentList documents = {0};
    Buffer out = {0};
    Buffer messages = {0};
    Capture capture = capture_begin();
    const Status status = read_documents(&item, &arena, &documents);
    capture_end(&capture, &messages);
    for (size_t i = 0; i < documents.count; i++) {
        print_document(&out, &documents.items[i]);
    }
    buffer_printf(&out, "status %d\n", (int)status);
    buffer_free(&messages);
    vec_free(&documents);
    arena_free(&arena);
    return out;
}

static uint32_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*state >> 33);
}

static const char *random_piece(const char *const *pieces, size_t count, uint64_t *state) {
    return pieces[next_random(state) % count];
}

/* A nested field sends the line through the full parser; the documents are the same. */
static void test_flat(Test *test) {
    static const char *const names[] = {"id", "text", "text", "title", "date", "url", "other"};
    static const char *const pieces[] = {"a",
                                         " ",
                                         "\xE1\xBB\x87",
                                         "\\n",
                                         "\\\\",
                                         "\\\"",
                                         "\\/",
                                         "\\u00e0",
                                         "\\u1EC7",
                                         "\\ud83d\\ude00",
                                         "\\u0000",
                                         "\\\\u0000",
                                         "\\ud83d",
                                         "\\x",
                                         "\\u12",
                                         "2024-01-02",
                                         "{",
                                         "]",
                                         ",",
                                         "\\b\\f\\r\\t",
                                         "\t"};
    static const char *const values[] = {"null", "5", "true", "1.5e3", "[1]", "", "nul"};
    static const char *const ends[] = {"}", "}", "}", "} ", ",}", "", "}}", "} x"};
    uint64_t state = 7;
    for (int round = 0; round < 2000; round++) {
        Buffer fields = {0};
        for (uint32_t field = next_random(&state) % 4 + 1; field > 0; field--) {
            buffer_printf(&fields, "\"%s\": ", random_piece(names, 7, &state));
            if (next_random(&state) % 10 == 0) {
                buffer_add(&fields, str_from(random_piece(values, 7, &state)));
            } else {
                buffer_byte(&fields, '"');
                for (uint32_t i = next_random(&state) % 6; i > 0; i--) {
                    const size_t count = next_random(&state) % 4 == 0 ? 21 : 10;
                    buffer_add(&fields, str_from(random_piece(pieces, count, &state)));
                }
                buffer_byte(&fields, '"');
            }
            buffer_add(&fields, field > 1 ? STR(", ") : STR(""));
        }
        buffer_add(&fields, str_from(random_piece(ends, 8, &state)));
        Buffer flat = {0};
        Buffer nested = {0};
        buffer_printf(&flat, "{%.*s", STR_ARG(buffer_str(&fields)));
        buffer_printf(&nested, "{\"x\": [], %.*s", STR_ARG(buffer_str(&fields)));
        Buffer one = documents_of(buffer_str(&flat));
        Buffer two = documents_of(buffer_str(&nested));
        buffer_byte(&flat, '\0');
        check(test, str_equal(buffer_str(&one), buffer_str(&two)), flat.items);
        buffer_free(&one);
        buffer_free(&two);
        buffer_free(&flat);
        buffer_free(&nested);
        buffer_free(&fields);
    }
}

/* ---- Dates and names ---- */

static void test_dates(Test *test) {
    static const char *const cases[][2] = {
        {"2024-12-05", "2024-12-05"},
        {" 2024-12-05T23:00:00.000Z", "2024-12-05"},
        {"2024/2/9 10:00", "2024-02-09"},
        {"20241205", "2024-12-05"},
        {"20241205T101500+0700", "2024-12-05"},
        {"2024-12", "2024-12"},
        {"2024", "2024"},
        {"Thu, 05 Dec 2024 10:00:00 +0700", "2024-12-05"},
        {"5 Dec 24", "2024-12-05"},
        {"December 5, 2024", "2024-12-05"},
        {"Thu Dec  5 2024", "2024-12-05"},
        {"09:30 | 18/11/2024", "2024-11-18"},
        {"18/11/2024 - 09:30 (GMT+7)", "2024-11-18"},
        {"5.2.2024", "2024-02-05"},
        {"9/23/2024 10:00", "2024-09-23"},
        {"9/3/2024 10:00:00 AM", "2024-09-03"},
        {"10:20 2024-09-03", "2024-09-03"},
        {"2023-02-29", ""},
        {"31/4/2024", ""},
        {"1733400000", ""},
        {"5/12", ""},
        {"may", ""},
        {"", ""},
    };
    Arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Str found = date_normalise(str_from(cases[i][0]), &arena);
        if (!str_equal(found, str_from(cases[i][1]))) {
            printf("test_read: date %s gives %.*s\n", cases[i][0], STR_ARG(found));
            test->failures++;
        }
    }
    check(test,
          str_equal(date_find(STR("at 09:30 on 1/2/2024, 3/4/2025"), &arena), STR("2024-02-01")),
          "a date inside text is found");
    check(test, date_find(STR("1.000.000 on 24/7"), &arena).len == 0, "numbers are no dates");
    arena_free(&arena);
}

static void test_names(Test *test) {
    check(test, str_equal(format_document_name(STR("a/b.c/x.y.HTML.gz")), STR("x.y")),
          "name of HTML");
    check(test, str_equal(format_document_name(STR("-")), STR("stdin")), "name of standard input");
    check(test, str_equal(format_document_name(STR("/dev/fd/7")), STR("7")), "name of a pipe");
    Format format;
    Compression compression;
    check(test,
          format_of_path(STR("a.NDJSON.ZST"), &format, &compression) && format == FORMAT_NDJSON &&
              compression == COMPRESSION_ZSTD,
          "endings in any case");
    check(test, !format_of_path(STR("a.gz"), &format, &compression), "an unknown ending");
    check(test, !format_of_path(STR(".txt"), &format, &compression), "an ending without a name");
}

int main(int argc, char **argv) {
    Test test = {.is_updating = argc > 1 && strcmp(argv[1], "--update") == 0};
    (void)snprintf(test.folder, sizeof test.folder, "%s/trithuc-test-XXXXXX", P_tmpdir);
    if (!mkdtemp(test.folder)) {
        printf("test_read: no folder for files\n");
        return 1;
    }
    test_cases(&test);
    test_folder(&test);
    test_unreadable(&test);
    test_batches(&test);
    test_limits(&test);
    test_standard_input(&test);
    test_growing_input(&test);
    test_flat(&test);
    test_dates(&test);
    test_names(&test);
    static const char *const files[] = {"news/b/2.txt",
                                        "news/B.txt",
                                        "news/a.txt",
                                        "news/c.JSONL",
                                        "news/.hidden.txt",
                                        "news/gold.tsv",
                                        "news/b",
                                        "news",
                                        "empty",
                                        "secret.txt",
                                        "many.ndjson",
                                        "long.ndjson",
                                        "long.txt",
                                        ""};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[256];
        (void)snprintf(path, sizeof path, "%s/%s", test.folder, files[i]);
        (void)remove(path);
    }
    return test.failures > 0;
}
