/* The reader of results on mutated lines: what is read is written and read again as the same, and
 * the network of it all is built and exported. */
#include "fuzz/round_trip.h"

#include "export/export.h"

#include <dirent.h>
#include <sys/stat.h>

enum { ROUNDS = 8, CASES = 80000 / FUZZ_SLOWER, LINES_MAX = 200 };

typedef struct Context {
    Fuzz *fuzz;
    Ruleset *ruleset;
    Buffer lines[LINES_MAX];
    uint32_t line_count;
} Context;

static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\udc00\\ud800",
    ":",
    ",",
    "null",
    "true",
    "-1",
    "1e400",
    "4294967296",
    "99999999999999999999",
    "0.5",
    "\"v\":1,",
    "\"v\":2,",
    "\"entities\":[",
    "\"triples\":[",
    "\"mentions\":[",
    "\"label\":\"\",",
    "\"aliases\":[\"a\",\"a\",\"\"],",
    "\"modality\":\"negated\",",
    "\"date\":\"2024-13-99\",",
    "\"wikidata\":\"Q1\",",
    "\"type\":\"Person\",",
    "\"relation\":\"signed\",",
    "\"proper\":true,",
    "\"start\":4000000000,",
    "\xC3",
    "\xEF\xBF\xBE",
    "\n",
};
static const Dictionary dictionary = {pieces, sizeof pieces / sizeof *pieces};

static void export_all(const Context *context, const Network *network) {
    Graph *graph;
    require(graph_build(&graph, network) == STATUS_OK, "the graph is built");
    char stem[128];
    (void)snprintf(stem, sizeof stem, "%s/%u", context->fuzz->folder, (unsigned)getpid());
    for (size_t i = 0; i < export_format_count; i++) {
        const ExportOptions options = {.all_modalities = true};
        if (export_ready(&export_formats[i]) != STATUS_OK) {
            continue;
        }
        require(export_write(&export_formats[i], graph, &options, stem) == STATUS_OK,
                "the graph is written");
        for (size_t k = 0; k < EXPORT_FILES_MOST && export_formats[i].endings[k]; k++) {
            char path[256];
            Buffer text = {0};
            (void)snprintf(path, sizeof path, "%s%s", stem, export_formats[i].endings[k]);
            slurp(path, &text);
            require(text.count > 0 && utf8_validate(buffer_str(&text)) == text.count, "in UTF-8");
            buffer_free(&text);
            unlink(path);
        }
    }
    Buffer summary = {0};
    graph_summary(graph, &summary);
    buffer_free(&summary);
    graph_free(graph);
}

static void repeat(Buffer *out, const char *piece, size_t times) {
    for (size_t i = 0; i < times; i++) {
        buffer_add(out, str_from(piece));
    }
}

/* Deep, long and unfinished lines. */
static void fuzz_hostile(Arena *arena) {
    static const char *const units[] = {"[",  "{\"a\":", "\\u0041", "[],", "{\"entities\":[",
                                        "\"", "1",       "-"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (size_t head = 0; head < 2; head++) {
            Buffer line = {0};
            DocumentResult result = {0};
            buffer_add(&line, str_from(head == 0 ? "" : "{\"v\":1,\"id\":\"a\",\"x\":"));
            repeat(&line, units[i], 100000);
            (void)!result_read(&result, buffer_str(&line), STR("hostile"), 1, arena);
            buffer_free(&line);
        }
    }
}

static void run(void *data, uint32_t round, Random *random) {
    Context *context = data;
    Arena arena = {0};
    Buffer line = {0};
    Resolver *resolver = resolver_new(context->ruleset);
    if (round == 0) {
        fuzz_hostile(&arena);
    }
    for (uint32_t i = 0; i < CASES / ROUNDS; i++) {
        DocumentResult result = {0};
        arena_reset(&arena);
        mutate(random, &line, buffer_str(&context->lines[draw(random, context->line_count)]),
               dictionary);
        const Status status = result_read(&result, buffer_str(&line), STR("fuzz"), i + 1, &arena);
        require(status == STATUS_OK || status == STATUS_INPUT, "reading ends as it says");
        if (status == STATUS_OK) {
            round_trip(&result, &arena);
            resolver_add(resolver, &result);
        }
    }
    export_all(context, resolver_finish(resolver));
    resolver_free(resolver);
    buffer_free(&line);
    arena_free(&arena);
}

static void add_lines(Context *context, const char *path) {
    Buffer bytes = {0};
    slurp(path, &bytes);
    Str rest = buffer_str(&bytes);
    while (rest.len > 0 && context->line_count < LINES_MAX) {
        const Str line = str_trim(str_split(&rest, '\n'));
        if (line.len > 0) {
            buffer_add(&context->lines[context->line_count++], line);
        }
    }
    buffer_free(&bytes);
}

int main(int argc, char **argv) {
    Fuzz fuzz = {.rounds = ROUNDS, .run = run};
    Context context = {.fuzz = &fuzz};
    fuzz.context = &context;
    struct dirent **names;
    const int count = scandir("tests/cases/results", &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const Str name = str_from(names[i]->d_name);
        if (str_ends(name, STR(".ndjson")) || str_ends(name, STR(".docs"))) {
            char path[400];
            (void)snprintf(path, sizeof path, "tests/cases/results/%s", name.ptr);
            add_lines(&context, path);
        }
        free(names[i]);
    }
    free(names);
    require(context.line_count > 10, "the cases of results are there");
    require(ruleset_load(&context.ruleset, "tests/cases/results") == STATUS_OK, "the rules load");
    fuzz_folder_make(&fuzz);
    const int status = fuzz_main(&fuzz, argc, argv);
    rmdir(fuzz.folder);
    for (uint32_t i = 0; i < context.line_count; i++) {
        buffer_free(&context.lines[i]);
    }
    ruleset_free(context.ruleset);
    return status;
}
