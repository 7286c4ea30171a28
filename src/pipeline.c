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
    uint64_t documents, written, sentences, triples, bytes;
    Status status;
    bool is_cut; /* by an interruption, behind a document */
} Batch;

/* What one thread works with. */
typedef struct Worker {
    Arena item_arena;     /* documents; reset for each item */
    Arena document_arena; /* their analysis; reset for each document */
    Scratch scratch;
    DocumentList documents;
    StageClock clock;      /* with stats */
    VEC(uint32_t) written; /* for each of the documents, how many of its parts */
    Buffer id;             /* scratch */
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
    pthread_mutex_t turn_lock;
    pthread_cond_t turned;
    uint64_t turn; /* number of the item that may look into what is written; under turn_lock */
    bool is_cut;
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

void written_add(Written *written, Str json_id) {
    const uint32_t id = intern_add(&written->ids, json_id);
    if (id > written->lines.count) {
        vec_push(&written->lines, 0);
    }
    written->lines.items[id - 1]++;
}

void written_free(Written *written) {
    intern_free(&written->ids);
    vec_free(&written->lines);
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
    batch->documents = batch->written = batch->sentences = batch->triples = batch->bytes = 0;
    batch->status = STATUS_OK;
    batch->is_cut = false;
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

static Str next_part(Str *rest) {
    const Str part = str_sub(*rest, 0, part_end(*rest, DOCUMENT_PART));
    *rest = str_sub(*rest, part.len, rest->len);
    return part;
}

static uint32_t count_parts(Str text) {
    uint32_t parts = 0;
    do {
        (void)next_part(&text);
        parts++;
    } while (text.len > 0);
    return parts;
}

/* How many parts of each document have been written. Of documents with one id the first in the
 * input come first, so items take turns. Every item must come here, or those behind it wait for
 * ever. */
static void find_written(Pipeline *pipeline, Worker *worker, const Batch *batch) {
    Written *written = pipeline->run->written;
    vec_clear(&worker->written);
    if (!written) {
        return;
    }
    pthread_mutex_lock(&pipeline->turn_lock);
    while (pipeline->turn != batch->item->number) {
        pthread_cond_wait(&pipeline->turned, &pipeline->turn_lock);
    }
    for (size_t i = 0; i < worker->documents.count; i++) {
        const Document *document = &worker->documents.items[i];
        buffer_clear(&worker->id);
        buffer_json(&worker->id, document->id);
        const uint32_t id = intern_find(&written->ids, buffer_str(&worker->id));
        uint32_t *lines = id > 0 ? &written->lines.items[id - 1] : NULL;
        const uint32_t parts = lines && *lines > 0 ? count_parts(document->text) : 0;
        const uint32_t known = lines && *lines < parts ? *lines : parts;
        if (lines) {
            *lines -= known;
        }
        vec_push(&worker->written, known);
    }
    pipeline->turn++;
    pthread_cond_broadcast(&pipeline->turned);
    pthread_mutex_unlock(&pipeline->turn_lock);
}

/* All parts but the first `written` ones. False, with nothing added, if an interruption does not
 * leave the time: what came through a pipe is not there a second time, so lines of NDJSON are done
 * to their end; but files can be read again, and long documents take too long. */
static bool fill_from_document(Pipeline *pipeline, Worker *worker, Batch *batch, Document document,
                               uint32_t written) {
    const bool is_short = document.text.len <= DOCUMENT_PART;
    const bool must_finish =
        is_short && batch->item->is_fleeting && batch->item->format == FORMAT_NDJSON;
    const Batch before = *batch;
    Str rest = document.text;
    uint32_t code_points = 0;
    for (uint32_t number = 0; number == 0 || rest.len > 0; number++) {
        if (!must_finish && interrupt_pending()) {
            batch->lines.count = before.lines.count;
            batch->results.count = before.results.count;
            batch->sentences = before.sentences;
            batch->triples = before.triples;
            return false;
        }
        document.text = next_part(&rest);
        if (number >= written) {
            fill_from_part(pipeline, worker, batch, &document, code_points);
        }
        code_points += (uint32_t)utf8_count(document.text);
    }
    batch->documents += written == 0;
    batch->written += written > 0;
    return true;
}

static void fill_from_documents(Pipeline *pipeline, Worker *worker, Batch *batch) {
    end_stage(worker->scratch.clock, STAGE_COUNT);
    arena_reset(&worker->item_arena);
    vec_clear(&worker->documents);
    batch->status = read_documents(batch->item, &worker->item_arena, &worker->documents);
    end_stage(worker->scratch.clock, STAGE_READ);
    find_written(pipeline, worker, batch);
    for (size_t i = 0; i < worker->documents.count && !batch->is_cut; i++) {
        const uint32_t written = i < worker->written.count ? worker->written.items[i] : 0;
        batch->is_cut =
            !fill_from_document(pipeline, worker, batch, worker->documents.items[i], written);
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
    if (pipeline->is_cut) {
        batch_return(pipeline, batch);
        return STATUS_OK;
    }
    pipeline->is_cut = batch->is_cut;
    pipeline->input = status_worse(pipeline->input, batch->status);
    pipeline->counts->documents += batch->documents;
    pipeline->counts->written += batch->written;
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

static void stop_input(void *context) { source_stop(((Pipeline *)context)->source); }

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
        vec_free(&worker->written);
        buffer_free(&worker->id);
    }
    free(pipeline->workers);
    while (pipeline->pool) {
        Batch *batch = pipeline->pool;
        pipeline->pool = batch->next;
        batch_free(batch);
    }
    pthread_cond_destroy(&pipeline->turned);
    pthread_mutex_destroy(&pipeline->turn_lock);
    pthread_mutex_destroy(&pipeline->pool_lock);
}

static Status run_pipeline(Pipeline *pipeline) {
    const Run *run = pipeline->run;
    const ParallelJob job = {.context = pipeline,
                             .produce = produce_item,
                             .work = work_item,
                             .consume = consume_batch,
                             .discard = discard_batch,
                             .stop = stop_input};
    *pipeline->counts = (RunCounts){0};
    TRY(source_open(&pipeline->source, run->paths, run->path_count));
    if (run->by_line) {
        source_split_lines(pipeline->source);
    }
    pipeline->started = pipeline->shown = now();
    pipeline->workers = mem_zeroed(run->jobs, sizeof *pipeline->workers, "workers");
    pthread_mutex_init(&pipeline->pool_lock, NULL);
    start_stats(pipeline);
    pthread_mutex_init(&pipeline->turn_lock, NULL);
    pthread_cond_init(&pipeline->turned, NULL);
    Status status = parallel_run(&job, run->jobs);
    if (run->progress) {
        diag_print("\r\033[K");
    }
    pipeline->counts->seconds = now() - pipeline->started;
    pipeline->counts->interrupted = pipeline->is_cut || source_is_interrupted(pipeline->source);
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
