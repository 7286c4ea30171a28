/* Where the time goes: each stage by itself, on one thread.
 *
 *   stages RULES DOCUMENTS RESULTS FOLDER
 *
 * takes the NDJSON DOCUMENTS through the stages of `extract` (their first megabytes), and the
 * NDJSON RESULTS through those of `graph`, which writes to FOLDER. Prints lines NAME, seconds,
 * bytes (of the input; of an export, what it wrote), separated by tabs. */
#include "export/export.h"
#include "pipeline.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

enum { ENOUGH = 3000000 }; /* bytes of documents */

typedef enum Stage { READ, TEXT, TOKEN, ENTITY, RELATION, RESOLVE, WRITE, STAGES } Stage;

static const char *const stage_names[STAGES] = {"read/",     "text/",    "token/",      "entity/",
                                                "relation/", "resolve/", "write NDJSON"};

typedef struct Clock {
    double last;
    double spent[STAGES];
} Clock;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Books the time since the last call on `stage`. */
static void lap(Clock *clock, Stage stage) {
    const double time = now();
    clock->spent[stage] += time - clock->last;
    clock->last = time;
}

static void print(const char *name, double seconds, uint64_t bytes) {
    printf("%s\t%.6f\t%llu\n", name, seconds, (unsigned long long)bytes);
}

/* The same calls as pipeline_analyse(), with the clock between them. */
static void analyse(Clock *clock, const Document *document, const Ruleset *ruleset,
                    Scratch *scratch, Arena *arena, Buffer *line) {
    Analysis a = {0};
    text_make(&a.text, document, arena);
    lap(clock, TEXT);
    token_split_with(&scratch->tokenizer, &a.tokens, &a.text, ruleset, document->date, arena);
    lap(clock, TOKEN);
    entity_find(&a.entities, &a.tokens, ruleset, &scratch->matcher, arena);
    lap(clock, ENTITY);
    relation_find(&a.claims, &a.entities, ruleset, &scratch->matcher, arena);
    lap(clock, RELATION);
    resolve_document(&a.result, &a.entities, &a.claims, ruleset, arena);
    lap(clock, RESOLVE);
    buffer_clear(line);
    result_write(line, &a.result);
    lap(clock, WRITE);
}

static Status extract(const char *path, const Ruleset *ruleset) {
    Clock clock = {.last = now()};
    Source *source;
    Scratch scratch = {0};
    Arena item_arena = {0};
    Arena arena = {0};
    DocumentList documents = {0};
    Buffer line = {0};
    uint64_t bytes = 0;
    TRY(source_open(&source, &path, 1));
    RawItem *item;
    while (bytes < ENOUGH && (item = source_next(source)) != NULL) {
        vec_clear(&documents);
        arena_reset(&item_arena);
        Status status = read_documents(item, &item_arena, &documents);
        bytes += status == STATUS_OK ? item->input_bytes : 0;
        lap(&clock, READ);
        for (size_t i = 0; i < documents.count; i++) {
            arena_reset(&arena);
            analyse(&clock, &documents.items[i], ruleset, &scratch, &arena, &line);
        }
        raw_item_free(item);
    }
    for (Stage i = 0; i < STAGES; i++) {
        print(stage_names[i], clock.spent[i], bytes);
    }
    scratch_free(&scratch);
    arena_free(&item_arena);
    arena_free(&arena);
    vec_free(&documents);
    buffer_free(&line);
    return source_close(source);
}

static Status write_graph(const Graph *graph, const char *folder) {
    for (size_t i = 0; i < export_format_count; i++) {
        char stem[4096];
        uint64_t bytes = 0;
        const ExportOptions options = {0};
        if (export_ready(&export_formats[i]) != STATUS_OK) {
            continue;
        }
        (void)snprintf(stem, sizeof stem, "%s/bench", folder);
        /* Twice: what counts is the second time, when the memory has been touched. */
        TRY(export_write(&export_formats[i], graph, &options, stem));
        const double start = now();
        TRY(export_write(&export_formats[i], graph, &options, stem));
        const double seconds = now() - start;
        for (size_t k = 0; k < EXPORT_FILES_MOST && export_formats[i].endings[k]; k++) {
            char path[4200];
            struct stat info = {0};
            (void)snprintf(path, sizeof path, "%s%s", stem, export_formats[i].endings[k]);
            (void)stat(path, &info);
            bytes += (uint64_t)info.st_size;
            (void)remove(path);
        }
        print(export_formats[i].name, seconds, bytes);
    }
    return STATUS_OK;
}

static Status graph_of(const char *path, const Ruleset *ruleset, const char *folder) {
    Resolver *resolver = resolver_new(ruleset);
    const Run run = {.ruleset = ruleset, .paths = &path, .path_count = 1, .jobs = 1};
    RunCounts counts;
    double start = now();
    Status status = pipeline_merge(&run, resolver, &counts);
    print("read results", now() - start, counts.bytes);
    start = now();
    const Network *network = resolver_finish(resolver);
    print("merge actors", now() - start, counts.bytes);
    start = now();
    Graph *graph;
    status = status_worse(status, graph_build(&graph, network));
    if (status == STATUS_OK) {
        print("graph/", now() - start, counts.bytes);
        printf("# %u actors, %u relations\n", network->node_count, network->edge_count);
        status = write_graph(graph, folder);
        graph_free(graph);
    }
    resolver_free(resolver);
    return status;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: stages RULES DOCUMENTS RESULTS FOLDER\n");
        return STATUS_USAGE;
    }
    Ruleset *ruleset;
    const double start = now();
    Status status = ruleset_load(&ruleset, argv[1]);
    if (status != STATUS_OK) {
        return (int)status;
    }
    print("load rules", now() - start, 0);
    status = extract(argv[2], ruleset);
    status = status_worse(status, graph_of(argv[3], ruleset, argv[4]));
    ruleset_free(ruleset);
    return (int)status;
}
