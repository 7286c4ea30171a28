/* build, extract and graph. */
#include "folders.h"
#include "merges.h"
#include "options.h"
#include "resume.h"
#include "selection.h"
#include "stats.h"

#include "export/export.h"
#include "pipeline.h"

static bool is_word(const char *value, const char *word) {
    return value && strcmp(value, word) == 0;
}

/* Whether `value`, if there is one, is `one` or `other`. */
static Status check_choice(const char *option, const char *value, const char *one,
                           const char *other) {
    if (!value || is_word(value, one) || is_word(value, other)) {
        return STATUS_OK;
    }
    return diag_error(STATUS_USAGE, "'--%s' takes '%s' or '%s', not '%s'", option, one, other,
                      value);
}

/* Bit i = export_formats[i]. */
static Status choose_formats(const Options *options, unsigned *chosen) {
    *chosen = 0;
    Str rest = str_from(options->formats ? options->formats : "graphml,dot,jsonld");
    while (rest.len > 0) {
        const Str name = str_trim(str_split(&rest, ','));
        size_t i = 0;
        while (i < export_format_count && !str_equal(name, str_from(export_formats[i].name))) {
            i++;
        }
        if (i == export_format_count) {
            return diag_report(STATUS_USAGE, SEVERITY_ERROR, NULL,
                               "`trithuc build --help` lists the formats",
                               "no format is named '%.*s'", STR_ARG(name));
        }
        TRY(export_ready(&export_formats[i]));
        *chosen |= 1U << i;
    }
    return STATUS_OK;
}

static Run make_run(const Options *options, const Ruleset *ruleset) {
    return (Run){.ruleset = ruleset,
                 .paths = options->arguments,
                 .path_count = options->argument_count,
                 .jobs = options->jobs,
                 .progress = !options->quiet && diag_is_terminal()};
}

static void show_counts(const Options *options, const RunCounts *counts) {
    if (options->quiet) {
        return;
    }
    diag_print("%llu documents", (unsigned long long)counts->documents);
    if (counts->written > 0) {
        diag_print(" (and %llu that were there)", (unsigned long long)counts->written);
    }
    if (counts->sentences > 0) {
        diag_print(", %llu sentences", (unsigned long long)counts->sentences);
    }
    diag_print(", %llu triples in %.2f s (%.2f MB/s)\n", (unsigned long long)counts->triples,
               counts->seconds,
               counts->seconds > 0 ? (double)counts->bytes / 1e6 / counts->seconds : 0.0);
}

/* ---- extract ---- */

/* Whatever is ready goes out: who reads it may be waiting, and what is out survives the program. */
static Status add_lines(void *context, Str lines) {
    Output *out = context;
    output_add(out, lines);
    output_flush(out);
    return output_failed(out) ? STATUS_OUTPUT : STATUS_OK;
}

/* Leaves in `hint` how to go on after an interruption. */
static Status extract_to(const Options *options, Run *run, Output *out, Buffer *hint) {
    RunCounts counts;
    Status status = pipeline_extract(run, add_lines, out, &counts);
    const char *file = options->resume ? options->resume : options->output;
    if (!counts.interrupted || status == STATUS_OUTPUT) {
        /* A failure to write is among both, reported once by the closing. */
        status = status_worse(status, output_close(out));
    } else if (counts.documents == 0) {
        output_discard(out);
    } else {
        status = status_worse(status, output_close_partial(out));
        if (file && strcmp(file, "-") != 0) {
            buffer_printf(hint, "go on with --resume %s%s", file,
                          options->resume ? "" : ".partial");
            buffer_byte(hint, '\0');
        }
    }
    if (status != STATUS_OUTPUT) {
        show_counts(options, &counts);
    }
    if (run->stats && run->stats->rules) {
        stats_show(run->ruleset, run->stats, &counts);
    }
    return status;
}

static Status extract_with(const Options *options, const Ruleset *ruleset) {
    Run run = make_run(options, ruleset);
    RunStats stats = {0};
    Written written = {0};
    Buffer hint = {0};
    Output *out;
    Status status;
    interrupt_hold();
    if (options->resume) {
        run.written = &written;
        status = resume_open(&out, options->resume, &written);
    } else {
        status = output_open(&out, options->output ? options->output : "-");
    }
    run.by_line = options->line_buffered;
    run.stats = options->stats ? &stats : NULL;
    if (status == STATUS_OK) {
        status = extract_to(options, &run, out, &hint);
    }
    interrupt_release(hint.items);
    run_stats_free(&stats);
    written_free(&written);
    buffer_free(&hint);
    return status;
}

Status command_extract(const Options *options) {
    Ruleset *ruleset;
    TRY(load_rules(&ruleset, options));
    const Status status = extract_with(options, ruleset);
    ruleset_free(ruleset);
    return status;
}

Status command_ontology(const Options *options) {
    Ruleset *ruleset;
    Output *out;
    TRY(load_rules(&ruleset, options));
    interrupt_hold();
    Status status = output_open(&out, options->output ? options->output : "-");
    if (status == STATUS_OK) {
        if (options->shapes) {
            shapes_write(out, ruleset);
        } else {
            ontology_write(out, ruleset, STR(PROGRAM_VERSION));
        }
        status = output_close(out);
    }
    interrupt_release(NULL);
    ruleset_free(ruleset);
    return status;
}

/* ---- build, graph ---- */

/* `folder`/`name``ending`, with a NUL behind it. */
static const char *join_path(Buffer *path, const char *folder, const char *name,
                             const char *ending) {
    buffer_clear(path);
    buffer_printf(path, "%s/%s%s", folder, name, ending);
    buffer_byte(path, '\0');
    return path->items;
}

static Status write_summary(const Graph *graph, const char *path) {
    Buffer text = {0};
    Output *out;
    TRY(output_open(&out, path));
    graph_summary(graph, &text);
    output_add(out, buffer_str(&text));
    buffer_free(&text);
    return output_close(out);
}

/* Writes what was chosen; a format that cannot be written does not keep the others back. */
static Status write_graph(const Options *options, unsigned formats, const Graph *graph) {
    const char *folder = options->output ? options->output : "out";
    const ExportOptions how = {.base_iri = str_from(options->base_iri),
                               .version = STR(PROGRAM_VERSION),
                               .language =
                                   is_word(options->language, "vi") ? LANGUAGE_VI : LANGUAGE_EN,
                               .reifiers = options->reifiers,
                               .all_modalities = options->all_modalities};
    Buffer path = {0};
    Status status = STATUS_OK;
    interrupt_hold();
    for (size_t i = 0; i < export_format_count && !interrupt_pending(); i++) {
        if ((formats >> i & 1) != 0) {
            const char *stem = join_path(&path, folder, "graph", "");
            const Status written = export_write(&export_formats[i], graph, &how, stem);
            status = status_worse(status, written);
            for (size_t k = 0; k < EXPORT_FILES_MOST && export_formats[i].endings[k]; k++) {
                if (options->verbose && written == STATUS_OK) {
                    diag_print("%s%s\n", stem, export_formats[i].endings[k]);
                }
            }
        }
    }
    if (!interrupt_pending()) {
        join_path(&path, folder, "summary", ".txt");
        status = status_worse(status, write_summary(graph, path.items));
    }
    buffer_free(&path);
    interrupt_release("the graph is not written in all its formats");
    return status;
}

/* What an analyst says of the network that is to be written. */
typedef struct Wishes {
    Merges merges;
    Chosen chosen;
    unsigned formats;
} Wishes;

static Status show_network(const Options *options, const Wishes *wishes, const Network *network) {
    Graph *graph;
    TRY(graph_build(&graph, network));
    if (is_word(options->paint, "community")) {
        graph_paint(graph, PAINT_COMMUNITIES);
    }
    if (!options->quiet) {
        diag_print("%u actors, %u relations\n", network->node_count, network->edge_count);
    }
    const Status status = write_graph(options, wishes->formats, graph);
    graph_free(graph);
    return status;
}

static Status finish_network(const Options *options, Wishes *wishes, Resolver *resolver) {
    Network shown;
    resolver_filter(resolver, &wishes->chosen.filter);
    if (options->merges) {
        resolver_record_merges(resolver, wishes->merges.corrections.items,
                               wishes->merges.corrections.count);
    }
    const Network *network = resolver_finish(resolver);
    TRY(chosen_network(&wishes->chosen, network, &shown));
    Status status = show_network(options, wishes, &shown);
    if (options->merges) {
        interrupt_hold();
        status = status_worse(status, merges_write(&wishes->merges, network, options->merges));
        interrupt_release(NULL);
    }
    return status;
}

typedef Status NetworkSource(const Run *run, Resolver *resolver, RunCounts *counts);

static Status fill_network(const Options *options, const Ruleset *ruleset, Wishes *wishes,
                           NetworkSource *fill) {
    const Run run = make_run(options, ruleset);
    RunCounts counts;
    Resolver *resolver = resolver_new(ruleset);
    Status status = fill(&run, resolver, &counts);
    /* Without any document there is nothing to write; with some, what could be read is not lost. */
    if (status == STATUS_OK || counts.documents > 0) {
        show_counts(options, &counts);
        status = status_worse(status, finish_network(options, wishes, resolver));
    }
    resolver_free(resolver);
    return status;
}

static Status network_with(const Options *options, Wishes *wishes, NetworkSource *fill) {
    Ruleset *ruleset;
    TRY(load_rules(&ruleset, options));
    Status status = chosen_read(&wishes->chosen, options, ruleset);
    if (status == STATUS_OK) {
        status = make_folder(options->output ? options->output : "out");
    }
    if (status == STATUS_OK) {
        status = fill_network(options, ruleset, wishes, fill);
    }
    ruleset_free(ruleset);
    return status;
}

static Status write_network(const Options *options, NetworkSource *fill) {
    Wishes wishes = {0};
    TRY(choose_formats(options, &wishes.formats));
    TRY(check_choice("language", options->language, "en", "vi"));
    TRY(check_choice("color", options->paint, "type", "community"));
    Status status = options->merges ? merges_read(&wishes.merges, options->merges) : STATUS_OK;
    if (status == STATUS_OK) {
        status = network_with(options, &wishes, fill);
    }
    chosen_free(&wishes.chosen);
    merges_free(&wishes.merges);
    return status;
}

Status command_build(const Options *options) { return write_network(options, pipeline_resolve); }

Status command_graph(const Options *options) { return write_network(options, pipeline_merge); }
