/* Where the time goes: each stage by itself, on one thread.
 *
 *   stages RULES DOCUMENTS RESULTS FOLDER
 *
 * takes the NDJSON DOCUMENTS through the stages of `extract`, and the
 * NDJSON RESULTS through those of `graph`, which writes to FOLDER. Prints lines NAME, seconds,
 * bytes (of the input; of an export, what it wrote), separated by tabs. */
#include "export/export.h"
#include "pipeline.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

static const char *const stage_names[] = {
#define X(id, name) name,
    STAGES(X)
#undef X
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void print(const char *name, double seconds, uint64_t bytes) {
    printf("%s\t%.6f\t%llu\n", name, seconds, (unsigned long long)bytes);
}

static Status drop_lines(void *context, Str lines) {
    (void)context;
    (void)lines;
    return STATUS_OK;
}

static Status extract(const char *path, const Ruleset *ruleset) {
    RunStats stats = {0};
    RunCounts counts;
    const Run run = {
        .ruleset = ruleset, .paths = &path, .path_count = 1, .jobs = 1, .stats = &stats};
    const Status status = pipeline_extract(&run, drop_lines, NULL, &counts);
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        print(stage_names[stage], stats.spent[stage], counts.bytes);
    }
    run_stats_free(&stats);
    return status;
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
