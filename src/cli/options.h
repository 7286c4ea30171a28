/* Commands and options: one table each, which the parser, --help, the man page and the completions
 * of shells are made of. Inside cli/ only. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/base.h"

#define PROGRAM_VERSION "0.1.0"

/* A bit for each command, for OptionSpec.commands. */
enum {
    FOR_BUILD = 1 << 0,
    FOR_EXTRACT = 1 << 1,
    FOR_GRAPH = 1 << 2,
    FOR_EXPLAIN = 1 << 3,
    FOR_CHECK = 1 << 4,
    FOR_HELP = 1 << 5,
    FOR_EVAL = 1 << 6,
    FOR_DIFF = 1 << 7,
    FOR_ONTOLOGY = 1 << 8,
    FOR_ALL = (1 << 9) - 1,
    FOR_INPUT = FOR_BUILD | FOR_EXTRACT | FOR_GRAPH,
    FOR_NETWORK = FOR_BUILD | FOR_GRAPH
};

typedef struct CommandSpec CommandSpec;

/* What the command line says; borrowed from it. NULL where it says nothing. */
typedef struct Options {
    const CommandSpec *command;
    const char **arguments; /* owned; those without a dash, in order */
    size_t argument_count;
    const char *output, *resume, *jobs_text, *rules, *formats, *rule, *base_iri, *merges;
    const char *language, *paint;
    const char *relations, *types, *since, *until, *min_confidence, *min_weight, *ego, *hops, *top;
    const char *gold, *scheme, *min;
    size_t jobs;
    bool stats, quiet, verbose, help, version, all_modalities, reifiers, shapes, together,
        line_buffered;
} Options;

struct CommandSpec {
    const char *name;
    unsigned bit;
    const char *arguments; /* as shown: "DOCS..." */
    size_t arguments_least, arguments_most;
    const char *about;
    Status (*run)(const Options *options);
    bool hidden;
};

typedef struct OptionSpec {
    char letter; /* or '\0' */
    const char *name;
    const char *argument; /* as shown, or NULL for a switch */
    size_t field;         /* offset in Options: const char * with an argument, else bool */
    unsigned commands;
    const char *about;
} OptionSpec;

extern const CommandSpec command_specs[];
extern const size_t command_spec_count;
extern const OptionSpec option_specs[];
extern const size_t option_spec_count;

/* Fills `*options`; what is wrong is reported with a hint. Release with options_free() in any case.
 */
MUST_USE Status options_parse(Options *options, int argc, char **argv);
void options_free(Options *options);

/* The commands. */
Status command_build(const Options *options);
Status command_extract(const Options *options);
Status command_graph(const Options *options);
Status command_explain(const Options *options);
Status command_check(const Options *options);
Status command_eval(const Options *options);
Status command_diff(const Options *options);
Status command_ontology(const Options *options);
Status command_help_man(const Options *options);
Status command_help_completion(const Options *options);

/* The help of one command, or of all when `command` is NULL, on standard output. */
MUST_USE Status help_show(const CommandSpec *command);

/* Writes `text` to standard output. */
MUST_USE Status print_text(const Buffer *text);

#endif
