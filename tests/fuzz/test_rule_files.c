/* The rule loader on mutated rules and tables: every text ends in a ruleset or in messages; what
 * was loaded can be linted, printed and run. */
#include "fuzz/fuzz.h"

#include "pipeline.h"

#include <dirent.h>
#include <sys/stat.h>

enum { ROUNDS = 8, CASES = 6000 / FUZZ_SLOWER, TABLES = 600 / FUZZ_SLOWER, SEEDS_MAX = 80 };

typedef struct Seed {
    Buffer text;
    char folder[300];
} Seed;

typedef struct Context {
    Fuzz *fuzz;
    Seed seeds[SEEDS_MAX];
    uint32_t seed_count;
    Buffer table; /* a lexicon */
} Context;

static const char *const pieces[] = {
    "class ",
    "macro ",
    "role ",
    "grammar ",
    "include ",
    "ontology ",
    "lexicon ",
    "entity ",
    "phrase ",
    "pattern ",
    "frame ",
    "match ",
    "triple ",
    "example ",
    "counter ",
    "confidence ",
    "priority ",
    "verb ",
    "with ",
    "when ",
    "active ",
    "passive ",
    "type ",
    "span ",
    "head ",
    "recent ",
    "not ",
    "not-behind(",
    "ahead(",
    "behind(",
    "..40",
    "..!",
    "..0",
    "{40}",
    "{0,}",
    "?",
    "*",
    "+",
    "|",
    "&",
    "!",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "<cap>",
    "\"",
    "\"x\"",
    "\\",
    "@",
    ":",
    "=",
    "=>",
    ",",
    "#",
    "\n",
    "\n  ",
    "\n\n",
    "\t",
    "A:Actor",
    "B:Person",
    "A_CLASS",
    "99999999999999999999",
    "-1",
    "1e9",
    "0.5",
    "\xC3\xBD",
    "\xE1\xBB\x8B",
    "\xFF",
    "\xEF\xBB\xBF",
    "\r\n",
};
static const Dictionary dictionary = {pieces, sizeof pieces / sizeof *pieces};

static const char sample[] = "S\xC3\xA1ng 12/5, T\xE1\xBA\xADp \xC4\x91o\xC3\xA0n Sao "
                             "Bi\xE1\xBB\x83n k\xC3\xBD v\xE1\xBB\x9Bi FPT "
                             "t\xE1\xBA\xA1i Hu\xE1\xBA\xBF. A x b, \"y\" z (c) 3 USD.";

static void run_rules(const Ruleset *ruleset) {
    const Document document = {.id = STR("fuzz"), .text = STR(sample)};
    Scratch scratch = {0};
    Arena arena = {0};
    Analysis analysis = {0};
    Buffer line = {0};
    pipeline_analyse(&analysis, &document, ruleset, &scratch, &arena);
    result_write(&line, &analysis.result);
    (void)ruleset_lint(ruleset, true);
    (void)ruleset_bound(ruleset, 40);
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        ruleset_print_rule(ruleset, &ruleset->rules[i], &line);
    }
    buffer_free(&line);
    scratch_free(&scratch);
    arena_free(&arena);
}

/* A text that names folders far from its own would read whatever is there. */
static bool stays_inside(const Buffer *text) {
    return memmem(text->items, text->count, "/..", 3) == NULL &&
           memmem(text->items, text->count, "\"/", 2) == NULL;
}

static void fuzz_rules(const Context *context, Random *random, Buffer *text) {
    const Seed *seed = &context->seeds[draw(random, context->seed_count)];
    mutate(random, text, buffer_str(&seed->text), dictionary);
    Ruleset *ruleset = NULL;
    if (!stays_inside(text)) {
        return;
    }
    const Status status = ruleset_load_text(&ruleset, seed->folder, buffer_str(text));
    require(status == STATUS_OK || status == STATUS_RULES, "rules load or do not");
    if (status == STATUS_OK) {
        run_rules(ruleset);
        ruleset_free(ruleset);
    }
}

static void fuzz_table(const Context *context, Random *random, Buffer *text) {
    char path[128];
    mutate(random, text, buffer_str(&context->table), dictionary);
    (void)snprintf(path, sizeof path, "%s/%u", context->fuzz->folder, (unsigned)getpid());
    (void)mkdir(path, 0700);
    (void)snprintf(path, sizeof path, "%s/%u/names.tsv", context->fuzz->folder, (unsigned)getpid());
    spill(path, buffer_str(text));
    char folder[4200] = "";
    char root[4096];
    require(getcwd(root, sizeof root) != NULL, "the project has a path");
    (void)snprintf(folder, sizeof folder, "%s/%u", context->fuzz->folder, (unsigned)getpid());
    Buffer rules = {0};
    buffer_printf(&rules, "ontology \"%s/tests/cases/results/ontology\"\nlexicon \"names.tsv\"\n",
                  root);
    Ruleset *ruleset = NULL;
    const Status status = ruleset_load_text(&ruleset, folder, buffer_str(&rules));
    require(status == STATUS_OK || status == STATUS_RULES, "tables load or do not");
    if (status == STATUS_OK) {
        run_rules(ruleset);
        ruleset_free(ruleset);
    }
    buffer_free(&rules);
    unlink(path);
    rmdir(folder);
}

static void repeat(Buffer *out, const char *piece, size_t times) {
    for (size_t i = 0; i < times; i++) {
        buffer_add(out, str_from(piece));
    }
}

/* Rules that nest, repeat or grow beyond measure. */
static void hostile(uint32_t which, Buffer *out) {
    static const struct {
        const char *before, *unit, *between, *behind;
    } shapes[] = {
        {"pattern x\n  match ", "(", "\"a\"", ")"},
        {"pattern x\n  match ", "ahead(", "\"a\"", ")"},
        {"pattern x\n  match ", "(\"a\" | ", "\"b\"", "){40}"},
        {"pattern x\n  match ", "(\"a\"? ", "\"b\"", ")?"},
        {"pattern x\n  match ", "\"a\" ", "\n", ""},
        {"class A = ", "\"a\" | ", "\"b\"", "\n"},
        {"", "include \"main.rules\"\n", "", ""},
        {"", "pattern x\n  match A:Actor\n  triple A signed A\n", "", ""},
        {"pattern x\n  match ", "A:Actor ..40 ", "\"a\"", ""},
        {"class ", "A", " = \"a\"\n", ""},
    };
    enum { TIMES = 3000 };
    const uint32_t shape = which % (sizeof shapes / sizeof *shapes);
    buffer_add(out, STR("ontology \"ontology\"\n"));
    buffer_add(out, str_from(shapes[shape].before));
    repeat(out, shapes[shape].unit, TIMES);
    buffer_add(out, str_from(shapes[shape].between));
    repeat(out, shapes[shape].behind, TIMES);
    buffer_add(out, STR("\n  triple A signed A\n"));
}

static void run(void *data, uint32_t round, Random *random) {
    Context *context = data;
    Buffer text = {0};
    enum { SHAPES = 10 };
    for (uint32_t i = round; i < SHAPES; i += ROUNDS) {
        Ruleset *ruleset = NULL;
        buffer_clear(&text);
        hostile(i, &text);
        if (ruleset_load_text(&ruleset, "tests/cases/results", buffer_str(&text)) == STATUS_OK) {
            run_rules(ruleset);
            ruleset_free(ruleset);
        }
    }
    for (uint32_t i = 0; i < CASES / ROUNDS; i++) {
        fuzz_rules(context, random, &text);
    }
    for (uint32_t i = 0; i < TABLES / ROUNDS; i++) {
        fuzz_table(context, random, &text);
    }
    buffer_free(&text);
}

static void add_seed(Context *context, const char *folder, const char *file) {
    char path[400];
    (void)snprintf(path, sizeof path, "%s/%s", folder, file);
    if (access(path, R_OK) == 0 && context->seed_count < SEEDS_MAX) {
        Seed *seed = &context->seeds[context->seed_count++];
        slurp(path, &seed->text);
        (void)snprintf(seed->folder, sizeof seed->folder, "%s", folder);
    }
}

static void add_cases(Context *context) {
    struct dirent **names;
    const int count = scandir("tests/cases/rule-errors", &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char folder[300];
        (void)snprintf(folder, sizeof folder, "tests/cases/rule-errors/%s", names[i]->d_name);
        if (names[i]->d_name[0] != '.') {
            add_seed(context, folder, "main.rules");
        }
        free(names[i]);
    }
    free(names);
}

/* The grammar of the project with one of its files of rules behind it, without its large tables. */
static void add_project(Context *context, const char *file) {
    char path[300];
    if (context->seed_count == SEEDS_MAX) {
        return;
    }
    Seed *seed = &context->seeds[context->seed_count++];
    (void)snprintf(seed->folder, sizeof seed->folder, "rules");
    buffer_add(&seed->text, STR("ontology \"ontology\"\ninclude \"vi/entity-grammar.rules\"\n"
                                "include \"vi/grammar.rules\"\n"));
    (void)snprintf(path, sizeof path, "rules/vi/%s.rules", file);
    slurp(path, &seed->text);
}

int main(int argc, char **argv) {
    Fuzz fuzz = {.rounds = ROUNDS, .run = run};
    Context context = {.fuzz = &fuzz};
    fuzz.context = &context;
    add_cases(&context);
    add_seed(&context, "tests/cases/explain/rules", "main.rules");
    add_seed(&context, "tests/cases/check/bad", "main.rules");
    add_seed(&context, "tests/cases/results", "main.rules");
    add_seed(&context, "tests/cases/tokens", "main.rules");
    add_project(&context, "agreement");
    add_project(&context, "offices");
    add_project(&context, "phrases");
    require(context.seed_count > 10, "the cases of rules are there");
    slurp("tests/cases/results/names.tsv", &context.table);
    fuzz_folder_make(&fuzz);
    const int status = fuzz_main(&fuzz, argc, argv);
    rmdir(fuzz.folder);
    for (uint32_t i = 0; i < context.seed_count; i++) {
        buffer_free(&context.seeds[i].text);
    }
    buffer_free(&context.table);
    return status;
}
