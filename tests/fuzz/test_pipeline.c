/* All stages, with the rules of the project, on mutated articles, on text that no writer would
 * write, and on sentences that go on for ever: every result is within its text, and is read back as
 * it was written. */
#include "fuzz/round_trip.h"

#include "pipeline.h"

#include <dirent.h>

enum { ROUNDS = 8, ARTICLES = 240 / FUZZ_SLOWER, SOUPS = 320 / FUZZ_SLOWER, SEEDS_MAX = 80 };

typedef struct Context {
    Ruleset *ruleset;
    Buffer seeds[SEEDS_MAX];
    uint32_t seed_count;
    VEC(Str) words; /* of the seeds */
    Scratch scratch;
} Context;

static const char *const pieces[] = {
    " ",
    "\n",
    "\n\n",
    ". ",
    ", ",
    "; ",
    ": ",
    "\"",
    "\xE2\x80\x9C",
    "\xE2\x80\x9D",
    "'",
    "(",
    ")",
    "[",
    "]",
    "- ",
    "/",
    "%",
    "...",
    "\xE2\x80\xA6",
    "!",
    "?",
    "12/5",
    "31/2/2024",
    "1.000.000.000.000.000",
    "0/0",
    "99999999999",
    " v\xC3\xA0 ",
    " c\xE1\xBB\xA7\x61 ",
    " v\xE1\xBB\x9Bi ",
    " t\xE1\xBA\xA1i ",
    " k\xC3\xBD ",
    "\xCC\x81",
    "\xCD\x8F",
    "\xE2\x80\x8B",
    "\xEF\xBF\xBD",
    "\t",
    "\x01",
    "\xC2\xA0",
};
static const Dictionary dictionary = {pieces, sizeof pieces / sizeof *pieces};

static void check_result(const DocumentResult *result, uint32_t code_points) {
    for (uint32_t i = 0; i < result->mention_count; i++) {
        const ResultMention *mention = &result->mentions[i];
        require(mention->start < mention->end && mention->end <= code_points,
                "a mention is in the text");
    }
    for (uint32_t i = 0; i < result->triple_count; i++) {
        const ResultTriple *triple = &result->triples[i];
        require(triple->start < triple->end && triple->end <= code_points,
                "a sentence is in the text");
        require(triple->subject.len > 0 && triple->object.len > 0, "both ends have a name");
        require(triple->confidence > 0 && triple->confidence <= 1, "how sure is between 0 and 1");
    }
}

static void analyse(Context *context, const Buffer *bytes) {
    const RawItem item = {.format = FORMAT_TEXT,
                          .path = STR("fuzz.txt"),
                          .bytes = buffer_str(bytes),
                          .first_line = 1};
    Arena arena = {0};
    DocumentList documents = {0};
    (void)!read_documents(&item, &arena, &documents);
    for (size_t i = 0; i < documents.count; i++) {
        Analysis analysis = {0};
        pipeline_analyse(&analysis, &documents.items[i], context->ruleset, &context->scratch,
                         &arena);
        check_result(&analysis.result, (uint32_t)utf8_count(documents.items[i].text));
        round_trip(&analysis.result, &arena);
    }
    vec_free(&documents);
    arena_free(&arena);
}

/* ---- Text ---- */

static void random_bytes(Random *random, Buffer *out) {
    for (uint32_t i = draw(random, 3000); i > 0; i--) {
        buffer_byte(out, (char)draw(random, 256));
    }
}

static void random_characters(Random *random, Buffer *out) {
    for (uint32_t i = draw(random, 2000); i > 0; i--) {
        add_code_point(out, chance(random, 20) ? ' ' : random_code_point(random));
    }
}

/* Words of articles in any order, so that every rule comes near its words. */
static void random_words(const Context *context, Random *random, Buffer *out) {
    for (uint32_t i = draw(random, 600); i > 0; i--) {
        buffer_add(out, context->words.items[draw(random, (uint32_t)context->words.count)]);
        buffer_byte(out, chance(random, 2) ? '\n' : ' ');
        if (chance(random, 10)) {
            buffer_add(out, str_from(pieces[draw(random, dictionary.count)]));
        }
    }
}

/* Parts of different articles, cut anywhere between words. */
static void spliced(const Context *context, Random *random, Buffer *out) {
    for (uint32_t i = 1 + draw(random, 12); i > 0; i--) {
        const uint32_t first = draw(random, (uint32_t)context->words.count);
        const uint32_t rest = (uint32_t)context->words.count - first;
        for (uint32_t k = 0; k < 1 + draw(random, rest < 40 ? rest : 40); k++) {
            buffer_add(out, context->words.items[first + k]);
            buffer_byte(out, ' ');
        }
    }
}

/* One piece over and over; most of them never end a sentence. */
static void endless(uint32_t which, Buffer *out) {
    static const struct {
        const char *unit;
        uint32_t times;
    } shapes[] = {
        {"\"", 10000},
        {"\xE2\x80\x9C", 10000},
        {"\xE2\x80\x9C"
         "A ",
         10000},
        {"(", 10000},
        {"(A ", 10000},
        {"x", 300000},
        {"x ", 100000},
        {"\n", 200000},
        {". ", 50000},
        {"A. ", 20000},
        {"1 ", 50000},
        {"1.", 50000},
        {"12/5, ", 20000},
        {"A, ", 20000},
        {"Minh ", 20000},
        {"Minh v\xC3\xA0 ", 20000},
        {"k\xC3\xBD v\xE1\xBB\x9Bi ", 20000},
        {"FPT k\xC3\xBD v\xE1\xBB\x9Bi Viettel, ", 4000},
        {"FPT k\xC3\xBD v\xE1\xBB\x9Bi Viettel. ", 4000},
        {"B\xE1\xBB\x99 C\xC3\xB4ng Th\xC6\xB0\xC6\xA1ng ", 5000},
        {"Ch\xE1\xBB\xA7 t\xE1\xBB\x8B"
         "ch ",
         8000},
        {"\xC3\xB4ng Nguy\xE1\xBB\x85n V\xC4\x83n An, ", 5000},
        {"c\xE1\xBB\xA7\x61 \xC3\xB4ng ", 10000},
        {"cho bi\xE1\xBA\xBFt ", 15000},
        {"a\xCC\x81\xCC\xA3", 50000},
        {"\xE2\x80\x8B", 50000},
        {"\xF0\x9F\x98\x80", 50000},
        {"H\xE1\xBB\x99i ngh\xE1\xBB\x8B \xE2\x80\x9C", 5000},
        {"A-", 30000},
        {"A/", 30000},
        {"A B c ", 20000},
    };
    const uint32_t count = sizeof shapes / sizeof *shapes;
    for (uint32_t i = shapes[which % count].times / FUZZ_SLOWER; i > 0; i--) {
        buffer_add(out, str_from(shapes[which % count].unit));
    }
}

enum { ENDLESS = 31 };

static void run(void *data, uint32_t round, Random *random) {
    Context *context = data;
    Buffer text = {0};
    for (uint32_t i = round; i < ENDLESS; i += ROUNDS) {
        buffer_clear(&text);
        endless(i, &text);
        analyse(context, &text);
    }
    for (uint32_t i = 0; i < ARTICLES / ROUNDS; i++) {
        mutate(random, &text, buffer_str(&context->seeds[draw(random, context->seed_count)]),
               dictionary);
        analyse(context, &text);
    }
    for (uint32_t i = 0; i < SOUPS / ROUNDS; i++) {
        buffer_clear(&text);
        switch (i % 4) {
        case 0:
            random_bytes(random, &text);
            break;
        case 1:
            random_characters(random, &text);
            break;
        case 2:
            random_words(context, random, &text);
            break;
        default:
            spliced(context, random, &text);
        }
        analyse(context, &text);
    }
    buffer_free(&text);
    scratch_free(&context->scratch);
}

static void add_article(Context *context, const char *name) {
    char path[400];
    (void)snprintf(path, sizeof path, "tests/documents/%s", name);
    Buffer *seed = &context->seeds[context->seed_count++];
    slurp(path, seed);
    Str rest = buffer_str(seed);
    while (rest.len > 0) {
        const Str word = str_trim(str_split(&rest, ' '));
        if (word.len > 0) {
            vec_push(&context->words, word);
        }
    }
}

int main(int argc, char **argv) {
    Context context = {0};
    Fuzz fuzz = {.rounds = ROUNDS, .run = run, .context = &context};
    struct dirent **names;
    const int count = scandir("tests/documents", &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (str_ends(str_from(names[i]->d_name), STR(".txt")) && context.seed_count < SEEDS_MAX) {
            add_article(&context, names[i]->d_name);
        }
        free(names[i]);
    }
    free(names);
    require(context.seed_count > 0, "the sample articles are there");
    require(ruleset_load(&context.ruleset, "rules") == STATUS_OK, "the rules load");
    const int status = fuzz_main(&fuzz, argc, argv);
    for (uint32_t i = 0; i < context.seed_count; i++) {
        buffer_free(&context.seeds[i]);
    }
    vec_free(&context.words);
    ruleset_free(context.ruleset);
    return status;
}
