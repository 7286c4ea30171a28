/* eval: precision, recall and F1 against gold triples. */
#include "folders.h"
#include "names.h"
#include "options.h"
#include "score.h"

#include "pipeline.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

enum { NAME_COLUMNS = 26, RULE_COLUMNS = 44 };

typedef struct Eval {
    const Options *options;
    const Ruleset *ruleset;
    Scratch scratch;
    Arena arena; /* of the document at hand; of all with --together */
    Score score;
    Page page;
    Gold gold;          /* of the document at hand; of all with --together */
    Resolver *together; /* or NULL: a graph for each document */
    Buffer path;
    uint32_t documents, without_gold;
} Eval;

/* `folder`/`name``ending`, with a NUL behind it. */
static const char *join_path(Buffer *path, Str folder, Str name, const char *ending) {
    buffer_clear(path);
    buffer_printf(path, "%.*s/%.*s%s", STR_ARG(folder), STR_ARG(name), ending);
    buffer_byte(path, '\0');
    return path->items;
}

/* ---- Documents ---- */

static void show_document(Eval *eval, Str id) {
    if (eval->options->verbose) {
        page_add(&eval->page, STYLE_HEADING, id);
        page_line_end(&eval->page);
    }
}

/* `sentences` is NULL for results of an earlier run. */
static void keep_sentences(Eval *eval, const TokenList *tokens, Str id) {
    for (uint32_t i = 0; tokens && i < tokens->sentence_count; i++) {
        const Sentence *sentence = &tokens->sentences[i];
        const Str text =
            text_line(tokens->text, tokens->tokens[sentence->first].start,
                      tokens->tokens[sentence->first + sentence->count - 1].end, &eval->arena);
        vec_push(&eval->score.sentences,
                 (GoldSentence){id, text, name_words_in(&eval->arena, text)});
    }
}

/* Takes the result of one document into account, if there is gold for it. */
static Status add_result(Eval *eval, const DocumentResult *result, const TokenList *tokens) {
    const char *path = join_path(&eval->path, str_from(eval->options->gold), result->id, ".tsv");
    if (access(path, F_OK) != 0) {
        eval->without_gold++;
        return STATUS_OK;
    }
    TRY(gold_read(&eval->gold, path, result->id));
    eval->documents++;
    keep_sentences(eval, tokens, arena_str(&eval->arena, result->id));
    if (eval->together) {
        resolver_add(eval->together, result);
        return STATUS_OK;
    }
    Resolver *resolver = resolver_new(eval->ruleset);
    resolver_add(resolver, result);
    show_document(eval, result->id);
    score_add(&eval->score, resolver_finish(resolver), &eval->gold);
    resolver_free(resolver);
    gold_clear(&eval->gold);
    vec_clear(&eval->score.sentences);
    return STATUS_OK;
}

static Status add_documents(Eval *eval, const RawItem *item) {
    Arena arena = {0};
    DocumentList documents = {0};
    Status status = read_documents(item, &arena, &documents);
    for (size_t i = 0; i < documents.count; i++) {
        Analysis analysis = {0};
        Arena own = {0};
        pipeline_analyse(&analysis, &documents.items[i], eval->ruleset, &eval->scratch, &own);
        status = status_worse(status, add_result(eval, &analysis.result, &analysis.tokens));
        arena_free(&own);
        if (!eval->together) {
            arena_reset(&eval->arena);
        }
    }
    vec_free(&documents);
    arena_free(&arena);
    return status;
}

static Status add_results(Eval *eval, const RawItem *item) {
    Status status = STATUS_OK;
    Str rest = item->bytes;
    for (uint32_t line = item->first_line; rest.len > 0; line++) {
        const Str text = str_trim(str_split(&rest, '\n'));
        Arena own = {0};
        DocumentResult result = {0};
        if (text.len > 0) {
            const Status read = result_read(&result, text, item->path, line, &own);
            status = status_worse(status, read);
            if (read == STATUS_OK) {
                status = status_worse(status, add_result(eval, &result, NULL));
            }
        }
        arena_free(&own);
    }
    return status;
}

/* What `extract` wrote begins with its version. */
static bool holds_results(const RawItem *item) {
    return item->format == FORMAT_NDJSON && str_starts(str_trim(item->bytes), STR("{\"v\":"));
}

static Status add_paths(Eval *eval, const char *const *paths, size_t count) {
    Source *source;
    TRY(source_open(&source, paths, count));
    Status status = STATUS_OK;
    for (RawItem *item; (item = source_next(source)) != NULL; raw_item_free(item)) {
        const Status added =
            holds_results(item) ? add_results(eval, item) : add_documents(eval, item);
        status = status_worse(status, added);
    }
    return status_worse(status, source_close(source));
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The texts beside the gold files. */
static Status add_texts(Eval *eval) {
    const Str folder = str_from(eval->options->gold);
    VEC(char *) paths = {0};
    DIR *entries = opendir(eval->options->gold);
    if (!entries) {
        return diag_error(STATUS_INPUT, "%s: cannot be opened: %s", eval->options->gold,
                          strerror(errno));
    }
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        const Str name = str_from(entry->d_name);
        if (str_ends(name, STR(".tsv"))) {
            const Str stem = str_sub(name, 0, name.len - strlen(".tsv"));
            if (access(join_path(&eval->path, folder, stem, ".txt"), R_OK) == 0) {
                vec_push(&paths, strdup(eval->path.items));
            }
        }
    }
    closedir(entries);
    if (paths.count > 1) {
        qsort(paths.items, paths.count, sizeof *paths.items, by_name);
    }
    const Status status =
        paths.count > 0
            ? add_paths(eval, (const char *const *)paths.items, paths.count)
            : diag_error(STATUS_INPUT, "%s: no gold has its text beside it; name the documents",
                         eval->options->gold);
    for (size_t i = 0; i < paths.count; i++) {
        free(paths.items[i]);
    }
    vec_free(&paths);
    return status;
}

/* ---- Report ---- */

static void show_sum(Page *page, const char *name, const Tally *tally) {
    page_add(page, STYLE_HEADING, str_from(name));
    page_printf(page, " precision %.3f  recall %.3f  f1 %.3f  (%u edges, %u gold)\n",
                tally_precision(tally), tally_recall(tally), tally_f1(tally), tally->edges,
                tally->must);
}

static void show_relations(Page *page, const Score *score) {
    page_line_end(page);
    page_cell(page, STYLE_HEADING, STR("relation"), NAME_COLUMNS);
    page_printf(page, "precision  recall      f1   edges    gold\n");
    for (RelationId r = 1; r < score->relations.count; r++) {
        const Tally *tally = &score->relations.items[r];
        if (tally->edges + tally->must > 0) {
            page_cell(page, STYLE_PLAIN, score->ruleset->relations[r].name, NAME_COLUMNS);
            page_printf(page, "%9.3f  %6.3f  %6.3f  %6u  %6u\n", tally_precision(tally),
                        tally_recall(tally), tally_f1(tally), tally->edges, tally->must);
        }
    }
}

typedef struct RuleRow {
    Str name;
    Tally tally;
} RuleRow;

/* Most wrong edges first. */
static int by_wrong(const void *left, const void *right) {
    const RuleRow *a = left;
    const RuleRow *b = right;
    const uint32_t wrong_a = a->tally.edges - a->tally.right;
    const uint32_t wrong_b = b->tally.edges - b->tally.right;
    if (wrong_a != wrong_b) {
        return wrong_a > wrong_b ? -1 : 1;
    }
    return str_compare(a->name, b->name);
}

static void show_rules(Page *page, const Score *score) {
    VEC(RuleRow) rows = {0};
    for (uint32_t id = 1; id <= score->by_rule.count; id++) {
        vec_push(&rows, (RuleRow){intern_str(&score->rules, id), score->by_rule.items[id - 1]});
    }
    if (rows.count > 1) {
        qsort(rows.items, rows.count, sizeof *rows.items, by_wrong);
    }
    page_line_end(page);
    page_cell(page, STYLE_HEADING, STR("rule"), RULE_COLUMNS);
    page_printf(page, "precision   edges   wrong\n");
    for (size_t i = 0; i < rows.count; i++) {
        const Tally *tally = &rows.items[i].tally;
        page_cell(page, STYLE_RULE, rows.items[i].name, RULE_COLUMNS);
        page_printf(page, "%9.3f  %6u  %6u\n", tally_precision(tally), tally->edges,
                    tally->edges - tally->right);
    }
    vec_free(&rows);
}

static void show_score(Eval *eval) {
    const Score *score = &eval->score;
    Page *page = &eval->page;
    if (eval->options->verbose) {
        page_line_end(page);
    }
    show_sum(page, "strict ", &score->strict);
    show_sum(page, "pairs  ", &score->pairs);
    page_add(page, STYLE_HEADING, STR("types  "));
    page_printf(page, " %.3f\n",
                score->typed > 0 ? (double)score->typed_right / score->typed : 0.0);
    if (score->left_out > 0) {
        page_printf(page, "left out: %u edges of relations that the gold does not annotate\n",
                    score->left_out);
    }
    if (eval->without_gold > 0) {
        page_printf(page, "left out: %u documents without gold\n", eval->without_gold);
    }
    if (!eval->options->quiet) {
        show_relations(page, score);
        show_rules(page, score);
    }
}

/* ---- The command ---- */

static Status read_scheme(GoldScheme *out, const Options *options, const Ruleset *ruleset) {
    *out = (GoldScheme){0};
    if (options->scheme) {
        return gold_scheme_read(out, options->scheme, ruleset);
    }
    Buffer path = {0};
    (void)join_path(&path, str_from(options->gold), STR("gold"), ".scheme");
    const Status status =
        access(path.items, F_OK) == 0 ? gold_scheme_read(out, path.items, ruleset) : STATUS_OK;
    buffer_free(&path);
    return status;
}

static Status run_eval(Eval *eval) {
    const Options *options = eval->options;
    const Status status = options->argument_count > 0
                              ? add_paths(eval, options->arguments, options->argument_count)
                              : add_texts(eval);
    if (eval->documents == 0) {
        return status != STATUS_OK
                   ? status
                   : diag_error(STATUS_INPUT, "%s holds no gold for these documents",
                                options->gold);
    }
    if (eval->together) {
        score_add(&eval->score, resolver_finish(eval->together), &eval->gold);
    }
    show_score(eval);
    return status_worse(status, print_text(&eval->page.text));
}

static Status eval_with(const Options *options, const Ruleset *ruleset, double least) {
    GoldScheme scheme;
    Eval eval = {.options = options, .ruleset = ruleset};
    Status status = read_scheme(&scheme, options, ruleset);
    if (status == STATUS_OK) {
        page_begin(&eval.page);
        eval.score = (Score){.ruleset = ruleset, .scheme = &scheme};
        eval.score.faults = options->verbose ? &eval.page : NULL;
        eval.together = options->together ? resolver_new(ruleset) : NULL;
        status = run_eval(&eval);
        if (status == STATUS_OK && tally_f1(&eval.score.strict) < least) {
            status = STATUS_FINDINGS;
        }
        if (eval.together) {
            resolver_free(eval.together);
        }
        score_free(&eval.score);
        gold_free(&eval.gold);
        scratch_free(&eval.scratch);
        arena_free(&eval.arena);
        buffer_free(&eval.path);
        page_free(&eval.page);
    }
    gold_scheme_free(&scheme);
    return status;
}

Status command_eval(const Options *options) {
    double least = 0;
    if (!options->gold) {
        return diag_error(STATUS_USAGE, "'eval' needs --gold DIR");
    }
    if (options->min) {
        char *end;
        least = strtod(options->min, &end);
        if (*end != '\0' || end == options->min || !(least >= 0 && least <= 1)) {
            return diag_error(STATUS_USAGE, "'--min' takes a number from 0 to 1, not '%s'",
                              options->min);
        }
    }
    Ruleset *ruleset;
    TRY(load_rules(&ruleset, options));
    const Status status = eval_with(options, ruleset, least);
    ruleset_free(ruleset);
    return status;
}
