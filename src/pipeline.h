/* The story of the program: each stage once, in order, over any number of documents and threads. */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "relation/relation.h"
#include "resolve/resolve.h"

/* What every stage says of one document; lives in the arena given to pipeline_analyse(). */
typedef struct Analysis {
    Text text;
    TokenList tokens;
    EntityList entities;
    ClaimList claims;
    DocumentResult result;
} Analysis;

/* The stages by which time is counted: identifier, name. */
#define STAGES(X)                                                                                  \
    X(READ, "read/")                                                                               \
    X(TEXT, "text/")                                                                               \
    X(TOKEN, "token/")                                                                             \
    X(ENTITY, "entity/")                                                                           \
    X(RELATION, "relation/")                                                                       \
    X(RESOLVE, "resolve/")                                                                         \
    X(WRITE, "write")

typedef enum Stage {
#define X(id, name) STAGE_##id,
    STAGES(X)
#undef X
        STAGE_COUNT
} Stage;

/* Processor seconds by stage. */
typedef struct StageClock {
    double last; /* of the thread, when the last stage ended */
    double spent[STAGE_COUNT];
} StageClock;

/* Working memory of one thread, for one ruleset. Zero-initialise, release with scratch_free(). */
typedef struct Scratch {
    Tokenizer tokenizer;
    Matcher matcher;
    StageClock *clock; /* borrowed; NULL: time is not counted */
} Scratch;

void scratch_free(Scratch *scratch);

/* Takes `document`, which must outlive the analysis, through all stages up to its result.
 * `out` must stay where it is: its parts point to each other. */
void pipeline_analyse(Analysis *out, const Document *document, const Ruleset *ruleset,
                      Scratch *scratch, Arena *arena);

/* What a run cost, over all threads. Release with run_stats_free(). */
typedef struct RunStats {
    double spent[STAGE_COUNT]; /* processor seconds */
    RuleWork *rules;           /* by number of the rule */
} RunStats;

void run_stats_free(RunStats *stats);

/* What an earlier run has written: for each id of a document, in the form that it has in NDJSON,
 * the number of lines. Zero-initialise, release with written_free(). */
typedef struct Written {
    Intern ids;
    VEC(uint32_t) lines; /* lines.items[id - 1] */
} Written;

void written_add(Written *written, Str json_id);
void written_free(Written *written);

typedef struct Run {
    const Ruleset *ruleset;
    const char *const *paths;
    size_t path_count;
    size_t jobs;      /* at least 1 */
    bool progress;    /* show it on standard error */
    bool by_line;     /* give the lines of each document as soon as may be */
    RunStats *stats;  /* added to; or NULL */
    Written *written; /* or NULL; pipeline_extract() leaves out, and crosses out, what is in it */
} Run;

typedef struct RunCounts {
    uint64_t documents, sentences, triples;
    uint64_t written; /* documents that were left out for that */
    uint64_t bytes;   /* of input, as stored */
    double seconds;
    bool interrupted; /* the input was not read to its end, as the program is asked to end */
} RunCounts;

/* Takes whole lines of NDJSON, in the order of the input. Anything but STATUS_OK stops the run. */
typedef Status LineSink(void *context, Str lines);

/* All three: STATUS_INPUT when some input could not be read; the rest is done all the same. The
 * outcome does not depend on the number of jobs. */

/* Documents to NDJSON: a line each; a document of more than 1 MiB gives a line with its id for each
 * part of about that size, and references do not reach from part to part. Behind an interruption
 * (base/interrupt.h) the lines end with a whole document: what was given to the sink is the
 * beginning of what it would have been given. */
MUST_USE Status pipeline_extract(const Run *run, LineSink *sink, void *context, RunCounts *counts);
/* Documents to `resolver`. */
MUST_USE Status pipeline_resolve(const Run *run, Resolver *resolver, RunCounts *counts);
/* NDJSON, as pipeline_extract() gives it, to `resolver`. */
MUST_USE Status pipeline_merge(const Run *run, Resolver *resolver, RunCounts *counts);

#endif
