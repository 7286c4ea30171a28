#include "pipeline.h"

#include <pthread.h>
#include <time.h>

static const double progress_interval = 0.2; /* seconds */

/* A document with more bytes is read in parts, one result each, so that memory stays bounded. */
enum { DOCUMENT_PART = 1024 * 1024 };

/* One item of input on its way: taken from a pool, filled by a worker, emptied by the consumer.
 * Owns its parts. */
typedef struct Batch {
    struct Batch *next; /* in the pool */
    RawItem *item;
    Arena arena; /* of the results */
    Buffer lines;
    VEC(DocumentResult) results;
    uint64_t documents, sentences, triples, bytes;
    Status status;
} Batch;

/* What one thread works with. */
typedef struct Worker {
    Arena item_arena;     /* documents; reset for each item */
    Arena document_arena; /* their analysis; reset for each document */
    Scratch scratch;
    DocumentList documents;
    StageClock clock; /* with stats */
} Worker;

typedef struct Pipeline {
    const Run *run;
    void (*fill)(struct Pipeline *pipeline, Worker *worker, Batch *batch);
    LineSink *sink; /* or NULL: results go to the resolver */
    void *sink_context;
    Resolver *resolver;
    Source *source;
    Worker *workers;
    pthread_mutex_t pool_lock;
    Batch *pool; /* under pool_lock */
    RunCounts *counts;
    Status input;
    double started, shown; /* seconds of the monotonic clock */
} Pipeline;

/* ---- One document ---- */

static double thread_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Counts the time since the last call for `stage`; STAGE_COUNT: for none. */
static void end_stage(StageClock *clock, Stage stage) {
    if (clock) {
        const double time = thread_seconds();
        if (stage < STAGE_COUNT) {
            clock->spent[stage] += time - clock->last;
        }
        clock->last = time;
    }
}

void pipeline_analyse(Analysis *out, const Document *document, const Ruleset *ruleset,
                      Scratch *scratch, Arena *arena) {
    StageClock *clock = scratch->clock;
    text_make(&out->text, document, arena);
    end_stage(clock, STAGE_TEXT);
    token_split_with(&scratch->tokenizer, &out->tokens, &out->text, ruleset, document->date, arena);
    end_stage(clock, STAGE_TOKEN);
    entity_find(&out->entities, &out->tokens, ruleset, &scratch->matcher, arena);
    end_stage(clock, STAGE_ENTITY);
    relation_find(&out->claims, &out->entities, ruleset, &scratch->matcher, arena);
    end_stage(clock, STAGE_RELATION);
    resolve_document(&out->result, &out->entities, &out->claims, ruleset, arena);
    end_stage(clock, STAGE_RESOLVE);
}

void scratch_free(Scratch *scratch) {
    tokenizer_free(&scratch->tokenizer);
    matcher_free(&scratch->matcher);
}

/* ---- Batches ---- */

static Batch *batch_take(Pipeline *pipeline) {
    pthread_mutex_lock(&pipeline->pool_lock);
    Batch *batch = pipeline->pool;
    if (batch) {
        pipeline->pool = batch->next;
    }
    pthread_mutex_unlock(&pipeline->pool_lock);
    return batch ? batch : mem_zeroed(1, sizeof *batch, "batch of results");
}

static void batch_return(Pipeline *pipeline, Batch *batch) {
    if (batch->item) {
        raw_item_free(batch->item);
        batch->item = NULL;
    }
    arena_reset(&batch->arena);
    buffer_clear(&batch->lines);
    vec_clear(&batch->results);
    batch->documents = batch->sentences = batch->triples = batch->bytes = 0;
    batch->status = STATUS_OK;
    pthread_mutex_lock(&pipeline->pool_lock);
    batch->next = pipeline->pool;
    pipeline->pool = batch;
    pthread_mutex_unlock(&pipeline->pool_lock);
}

static void batch_free(Batch *batch) {
    arena_free(&batch->arena);
    buffer_free(&batch->lines);
    vec_free(&batch->results);
    free(batch);
}

/* ---- Copies of results, which outlive the text that they borrow from ---- */

static const ResultEntity *copy_entities(const DocumentResult *from, Arena *arena) {
    ResultEntity *copy = arena_array(arena, ResultEntity, from->entity_count);
    for (uint32_t i = 0; i < from->entity_count; i++) {
        const ResultEntity *entity = &from->entities[i];
        Str *aliases = arena_array(arena, Str, entity->alias_count);
        for (uint32_t k = 0; k < entity->alias_count; k++) {
            aliases[k] = arena_str(arena, entity->aliases[k]);
        }
        copy[i] = *entity;
        copy[i].label = arena_str(arena, entity->label);
        copy[i].type = arena_str(arena, entity->type);
        copy[i].wikidata = arena_str(arena, entity->wikidata);
        copy[i].aliases = aliases;
    }
    return copy;
}

static const ResultMention *copy_mentions(const DocumentResult *from, Arena *arena) {
    ResultMention *copy = arena_array(arena, ResultMention, from->mention_count);
    for (uint32_t i = 0; i < from->mention_count; i++) {
        const ResultMention *mention = &from->mentions[i];
        copy[i] = *mention;
        copy[i].text = arena_str(arena, mention->text);
        copy[i].type = arena_str(arena, mention->type);
        copy[i].entity = arena_str(arena, mention->entity);
    }
    return copy;
}

static const ResultTriple *copy_triples(const DocumentResult *from, Arena *arena) {
    ResultTriple *copy = arena_array(arena, ResultTriple, from->triple_count);
    for (uint32_t i = 0; i < from->triple_count; i++) {
        const ResultTriple *triple = &from->triples[i];
        copy[i] = *triple;
        copy[i].subject = arena_str(arena, triple->subject);
        copy[i].relation = arena_str(arena, triple->relation);
        copy[i].object = arena_str(arena, triple->object);
        copy[i].subject_type = arena_str(arena, triple->subject_type);
        copy[i].object_type = arena_str(arena, triple->object_type);
        copy[i].sentence = arena_str(arena, triple->sentence);
        copy[i].rule = arena_str(arena, triple->rule);
        copy[i].date = arena_str(arena, triple->date);
        copy[i].role = arena_str(arena, triple->role);
        copy[i].amount = arena_str(arena, triple->amount);
        copy[i].document_name = arena_str(arena, triple->document_name);
    }
    return copy;
}

static DocumentResult copy_result(const DocumentResult *from, Arena *arena) {
    DocumentResult copy = *from;
    copy.id = arena_str(arena, from->id);
    copy.title = arena_str(arena, from->title);
    copy.date = arena_str(arena, from->date);
    copy.url = arena_str(arena, from->url);
    copy.entities = copy_entities(from, arena);
    copy.mentions = copy_mentions(from, arena);
    copy.triples = copy_triples(from, arena);
    return copy;
}

/* ---- Workers ---- */

/* Behind which byte of `text` a part may end: a line, a sentence, a word, or else anywhere. */
static size_t part_end(Str text, size_t limit) {
    static const char *const ends[] = {"\n", ".!?", " "};
    if (text.len <= limit) {
        return text.len;
    }
    for (size_t kind = 0; kind < sizeof ends / sizeof *ends; kind++) {
        for (size_t at = limit; at > limit / 2; at--) {
            if (strchr(ends[kind], text.ptr[at - 1]) && text.ptr[at - 1] != '\0') {
                return at;
            }
        }
    }
    size_t at = limit;
    while (at > 1 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) {
        at--;
    }
    return at;
}

static void shift_places(DocumentResult *result, uint32_t code_points, Arena *arena) {
    ResultMention *mentions = arena_array(arena, ResultMention, result->mention_count);
    for (uint32_t i = 0; i < result->mention_count; i++) {
        mentions[i] = result->mentions[i];
        mentions[i].start += code_points;
        mentions[i].end += code_points;
    }
    ResultTriple *triples = arena_array(arena, ResultTriple, result->triple_count);
    for (uint32_t i = 0; i < result->triple_count; i++) {
        triples[i] = result->triples[i];
        triples[i].start += code_points;
        triples[i].end += code_points;
    }
    result->mentions = mentions;
    result->triples = triples;
}

static void fill_from_part(Pipeline *pipeline, Worker *worker, Batch *batch, const Document *part,
                           uint32_t code_points) {
    Analysis analysis = {0};
    arena_reset(&worker->document_arena);
    pipeline_analyse(&analysis, part, pipeline->run->ruleset, &worker->scratch,
                     &worker->document_arena);
    if (code_points > 0) {
        shift_places(&analysis.result, code_points, &worker->document_arena);
    }
    batch->sentences += analysis.tokens.sentence_count;
    batch->triples += analysis.result.triple_count;
    if (pipeline->sink) {
        result_write(&batch->lines, &analysis.result);
    } else {
        vec_push(&batch->results, copy_result(&analysis.result, &batch->arena));
    }
    end_stage(worker->scratch.clock, STAGE_WRITE);
}

static void fill_from_documents(Pipeline *pipeline, Worker *worker, Batch *batch) {
    end_stage(worker->scratch.clock, STAGE_COUNT);
    arena_reset(&worker->item_arena);
    vec_clear(&worker->documents);
    batch->status = read_documents(batch->item, &worker->item_arena, &worker->documents);
    end_stage(worker->scratch.clock, STAGE_READ);
    for (size_t i = 0; i < worker->documents.count; i++) {
        Document part = worker->documents.items[i];
        Str rest = part.text;
        uint32_t code_points = 0;
        do {
            part.text = str_sub(rest, 0, part_end(rest, DOCUMENT_PART));
            rest = str_sub(rest, part.text.len, rest.len);
            fill_from_part(pipeline, worker, batch, &part, code_points);
            code_points += (uint32_t)utf8_count(part.text);
        } while (rest.len > 0);
        batch->documents++;
    }
    raw_item_free(batch->item);
    batch->item = NULL;
}

static void fill_from_results(Pipeline *pipeline, Worker *worker, Batch *batch) {
    (void)pipeline;
    (void)worker;
    Str rest = batch->item->bytes;
    for (uint32_t line = batch->item->first_line; rest.len > 0; line++) {
        const Str text = str_trim(str_split(&rest, '\n'));
        if (text.len == 0) {
            continue;
        }
        DocumentResult result = {0};
        const Status status = result_read(&result, text, batch->item->path, line, &batch->arena);
        batch->status = status_worse(batch->status, status);
        if (status == STATUS_OK) {
            batch->documents++;
            batch->triples += result.triple_count;
            vec_push(&batch->results, result);
        }
    }
}

static void *produce_item(void *context) { return source_next(((Pipeline *)context)->source); }

static void *work_item(void *context, size_t number, void *item) {
    Pipeline *pipeline = context;
    Batch *batch = batch_take(pipeline);
    batch->item = item;
    batch->bytes = batch->item->input_bytes;
    pipeline->fill(pipeline, &pipeline->workers[number], batch);
    return batch;
}

/* ---- Consumer ---- */

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void show_progress(Pipeline *pipeline) {
    const RunCounts *counts = pipeline->counts;
    const double time = now();
    if (!pipeline->run->progress || time - pipeline->shown < progress_interval) {
        return;
    }
    pipeline->shown = time;
    const double elapsed = time - pipeline->started;
    const uint64_t total = source_total_bytes(pipeline->source);
    diag_print("\r\033[K%llu documents, %.1f MB/s", (unsigned long long)counts->documents,
               elapsed > 0 ? (double)counts->bytes / 1e6 / elapsed : 0.0);
    if (total > counts->bytes && counts->bytes > 0) {
        diag_print(", %.0f s left",
                   elapsed * (double)(total - counts->bytes) / (double)counts->bytes);
    }
}

static Status consume_batch(void *context, void *result) {
    Pipeline *pipeline = context;
    Batch *batch = result;
    Status status = STATUS_OK;
    pipeline->input = status_worse(pipeline->input, batch->status);
    pipeline->counts->documents += batch->documents;
    pipeline->counts->sentences += batch->sentences;
    pipeline->counts->triples += batch->triples;
    pipeline->counts->bytes += batch->bytes;
    if (pipeline->sink) {
        status = pipeline->sink(pipeline->sink_context, buffer_str(&batch->lines));
    }
    for (size_t i = 0; i < batch->results.count; i++) {
        resolver_add(pipeline->resolver, &batch->results.items[i]);
    }
    batch_return(pipeline, batch);
    show_progress(pipeline);
    return status;
}

static void discard_batch(void *context, void *result) { batch_return(context, result); }

/* ---- What a run costs ---- */

static void start_stats(Pipeline *pipeline) {
    const Run *run = pipeline->run;
    for (size_t i = 0; run->stats && i < run->jobs; i++) {
        Scratch *scratch = &pipeline->workers[i].scratch;
        scratch->clock = &pipeline->workers[i].clock;
        scratch->matcher.work =
            mem_zeroed(run->ruleset->rule_count, sizeof(RuleWork), "work of rules");
    }
}

static void add_stats(const Pipeline *pipeline) {
    const Run *run = pipeline->run;
    RunStats *stats = run->stats;
    if (stats && !stats->rules) {
        stats->rules = mem_zeroed(run->ruleset->rule_count, sizeof(RuleWork), "work of rules");
    }
    for (size_t i = 0; stats && i < run->jobs; i++) {
        const Worker *worker = &pipeline->workers[i];
        for (int stage = 0; stage < STAGE_COUNT; stage++) {
            stats->spent[stage] += worker->clock.spent[stage];
        }
        for (uint32_t r = 0; r < run->ruleset->rule_count; r++) {
            const RuleWork *work = &worker->scratch.matcher.work[r];
            stats->rules[r].runs += work->runs;
            stats->rules[r].steps += work->steps;
            stats->rules[r].matches += work->matches;
        }
    }
}

void run_stats_free(RunStats *stats) {
    free(stats->rules);
    *stats = (RunStats){0};
}

/* ---- Runs ---- */

static void pipeline_free(Pipeline *pipeline) {
    for (size_t i = 0; i < pipeline->run->jobs; i++) {
        Worker *worker = &pipeline->workers[i];
        arena_free(&worker->item_arena);
        arena_free(&worker->document_arena);
        free(worker->scratch.matcher.work);
        scratch_free(&worker->scratch);
        vec_free(&worker->documents);
    }
    free(pipeline->workers);
    while (pipeline->pool) {
        Batch *batch = pipeline->pool;
        pipeline->pool = batch->next;
        batch_free(batch);
    }
    pthread_mutex_destroy(&pipeline->pool_lock);
}

static Status run_pipeline(Pipeline *pipeline) {
    const Run *run = pipeline->run;
    const ParallelJob job = {.context = pipeline,
                             .produce = produce_item,
                             .work = work_item,
                             .consume = consume_batch,
                             .discard = discard_batch};
    *pipeline->counts = (RunCounts){0};
    TRY(source_open(&pipeline->source, run->paths, run->path_count));
    pipeline->started = pipeline->shown = now();
    pipeline->workers = mem_zeroed(run->jobs, sizeof *pipeline->workers, "workers");
    pthread_mutex_init(&pipeline->pool_lock, NULL);
    start_stats(pipeline);
    Status status = parallel_run(&job, run->jobs);
    if (run->progress) {
        diag_print("\r\033[K");
    }
    pipeline->counts->seconds = now() - pipeline->started;
    pipeline->input = status_worse(pipeline->input, source_close(pipeline->source));
    add_stats(pipeline);
    pipeline_free(pipeline);
    return status_worse(status, pipeline->input);
}

Status pipeline_extract(const Run *run, LineSink *sink, void *context, RunCounts *counts) {
    Pipeline pipeline = {.run = run,
                         .fill = fill_from_documents,
                         .sink = sink,
                         .sink_context = context,
                         .counts = counts};
    return run_pipeline(&pipeline);
}

Status pipeline_resolve(const Run *run, Resolver *resolver, RunCounts *counts) {
    Pipeline pipeline = {
        .run = run, .fill = fill_from_documents, .resolver = resolver, .counts = counts};
    return run_pipeline(&pipeline);
}

Status pipeline_merge(const Run *run, Resolver *resolver, RunCounts *counts) {
    Pipeline pipeline = {
        .run = run, .fill = fill_from_results, .resolver = resolver, .counts = counts};
    return run_pipeline(&pipeline);
}
