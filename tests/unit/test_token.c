/* token/: the cases of tests/cases/tokens (see its README), and what no case can say. */
#include "token/token.h"

#include <stdio.h>

typedef struct Case {
    char date[64];
    char body[8192];
    Block blocks[16];
    uint32_t block_count;
    char expected[64][1024]; /* lines */
    unsigned line_of[64];
    uint32_t expected_count;
} Case;

typedef struct Test {
    Ruleset *ruleset;
    Tokenizer tokenizer;
    const char *file;
    unsigned failures, cases;
} Test;

static void fail(Test *test, unsigned line, const char *what, const char *got) {
    printf("%s:%u: %s: %s\n", test->file, line, what, got);
    test->failures++;
}

static void add(char *out, size_t size, Str s) {
    const size_t len = strlen(out);
    if (len + s.len + 1 < size) {
        memcpy(out + len, s.ptr, s.len);
        out[len + s.len] = '\0';
    }
}

static void describe_shape(uint32_t shape, char *out, size_t size) {
    static const char *const names[] = {"capital", "upper", "lower", "number", "punct", "mixed",
                                        "foreign", "open",  "close", "glued",  "first"};
    out[0] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (shape >> i & 1) {
            add(out, size, str_from(out[0] ? " " : ""));
            add(out, size, str_from(names[i]));
        }
    }
}

/* "A B = C": the part before " = " and the one behind it. */
static Str split_expected(Str *rest) {
    char *at = strstr(rest->ptr, " = ");
    const size_t len = at ? (size_t)(at - rest->ptr) : rest->len;
    const Str left = str_sub(*rest, 0, len);
    *rest = at ? str_sub(*rest, len + 3, rest->len) : STR_NONE;
    return left;
}

static void check_shape(Test *test, const TokenList *list, unsigned line, Str rest) {
    const Str word = split_expected(&rest);
    for (uint32_t t = 0; t < list->token_count; t++) {
        if (str_equal(token_text(list, t, 1), word)) {
            char got[256];
            describe_shape(list->tokens[t].shape & ~(uint32_t)0x10000, got, sizeof got);
            if (!str_equal(str_from(got), rest)) {
                fail(test, line, "shape", got);
            }
            return;
        }
    }
    fail(test, line, "no such token", "");
}

static bool phrase_is(const TokenList *list, const Ruleset *ruleset, const PhraseMatch *phrase,
                      Str name) {
    const LexEntry *entry = &ruleset->entries[phrase->entry];
    for (uint32_t i = 0; i < entry->gazetteer_count; i++) {
        if (token_gazetteer_fits(list, ruleset, phrase) &&
            str_equal(ruleset->gazetteer[entry->gazetteers[i]].name, name)) {
            return true;
        }
    }
    const ClassId class_id = intern_find(&ruleset->class_names, name);
    return class_id != 0 && entry_in_class(entry, class_id);
}

/* `phrase WORDS = NAME`; NAME "-" means that no phrase lies over the words. */
static void check_phrase(Test *test, const TokenList *list, unsigned line, Str rest) {
    const Str words = split_expected(&rest);
    bool found = false;
    bool named = false;
    for (uint32_t p = 0; p < list->phrase_count; p++) {
        const PhraseMatch *phrase = &list->phrases[p];
        if (str_equal(token_text(list, phrase->first, phrase->count), words)) {
            found = true;
            named = named || phrase_is(list, test->ruleset, phrase, rest);
        }
    }
    if (str_equal(rest, STR("-")) ? found : !named) {
        fail(test, line, "phrase", found ? "found" : "not found");
    }
}

static void sentence_line(const TokenList *list, uint32_t s, char *out, size_t size) {
    out[0] = '\0';
    for (uint32_t t = 0; t < list->sentences[s].count; t++) {
        add(out, size, str_from(t > 0 ? " " : ""));
        add(out, size, token_text(list, list->sentences[s].first + t, 1));
    }
}

static void value_line(const TokenList *list, uint32_t v, char *out, size_t size) {
    out[0] = '\0';
    add(out, size, token_text(list, list->values[v].first, list->values[v].count));
    add(out, size, STR(" = "));
    add(out, size, list->values[v].normal);
}

static void check_expected(Test *test, const Case *c, const TokenList *list) {
    uint32_t sentence = 0;
    uint32_t value = 0;
    char got[2048];
    for (uint32_t i = 0; i < c->expected_count; i++) {
        const char *line = c->expected[i];
        const unsigned number = c->line_of[i];
        if (strncmp(line, "sentence ", 9) == 0) {
            got[0] = '\0';
            if (sentence < list->sentence_count) {
                sentence_line(list, sentence, got, sizeof got);
            }
            sentence++;
            if (strcmp(got, line + 9) != 0) {
                fail(test, number, "sentence", got);
            }
        } else if (strncmp(line, "value ", 6) == 0) {
            got[0] = '\0';
            if (value < list->value_count) {
                value_line(list, value, got, sizeof got);
            }
            value++;
            if (strcmp(got, line + 6) != 0) {
                fail(test, number, "value", got);
            }
        } else if (strncmp(line, "shape ", 6) == 0) {
            check_shape(test, list, number, str_from(line + 6));
        } else if (strncmp(line, "phrase ", 7) == 0) {
            check_phrase(test, list, number, str_from(line + 7));
        } else {
            fail(test, number, "unknown line", line);
        }
    }
    for (; sentence < list->sentence_count; sentence++) {
        sentence_line(list, sentence, got, sizeof got);
        fail(test, c->line_of[0], "one more sentence", got);
    }
    for (; value < list->value_count; value++) {
        value_line(list, value, got, sizeof got);
        fail(test, c->line_of[0], "one more value", got);
    }
}

/* Places of tokens grow, phrases lie inside sentences, the index of phrases is right. */
static bool is_sound(const TokenList *list) {
    for (uint32_t t = 0; t < list->token_count; t++) {
        const Token *token = &list->tokens[t];
        if (token->start >= token->end || token->cp_start >= token->cp_end ||
            (t > 0 && list->tokens[t - 1].end > token->start) || token->shape >= 1U << 11) {
            return false;
        }
    }
    uint32_t next = 0;
    for (uint32_t s = 0; s < list->sentence_count; s++) {
        const Sentence *sentence = &list->sentences[s];
        if (sentence->first != next || sentence->count == 0 ||
            sentence->count > SENTENCE_TOKENS_MAX) {
            return false;
        }
        next += sentence->count;
        for (uint32_t p = 0; p < sentence->phrase_count; p++) {
            const PhraseMatch *phrase = &list->phrases[sentence->phrase_first + p];
            if (phrase->first < sentence->first || phrase->first + phrase->count > next ||
                sentence->phrase_first + p < list->phrase_at[phrase->first] ||
                sentence->phrase_first + p >= list->phrase_at[phrase->first + 1]) {
                return false;
            }
        }
    }
    return next == list->token_count && list->phrase_at[next] == list->phrase_count;
}

static void run_case(Test *test, const Case *c) {
    if (c->block_count == 0) {
        return;
    }
    test->cases++;
    Arena arena = {0};
    const Text text = {
        .body = str_from(c->body), .blocks = c->blocks, .block_count = c->block_count};
    TokenList list;
    token_split_with(&test->tokenizer, &list, &text, test->ruleset, str_from(c->date), &arena);
    check_expected(test, c, &list);
    if (!is_sound(&list)) {
        fail(test, c->line_of[0], "the list is not sound", "");
    }
    arena_free(&arena);
}

static void add_line(Case *c, char *line, unsigned number) {
    if (strncmp(line, "date ", 5) == 0) {
        add(c->date, sizeof c->date, str_from(line + 5));
    } else if (strncmp(line, "text ", 5) == 0 && c->block_count < 16) {
        const uint32_t start = (uint32_t)strlen(c->body);
        add(c->body, sizeof c->body, str_from(line + 5));
        c->blocks[c->block_count++] =
            (Block){.start = start, .end = (uint32_t)strlen(c->body), .kind = BLOCK_PARAGRAPH};
        add(c->body, sizeof c->body, STR("\n"));
    } else if (c->expected_count < 64) {
        c->line_of[c->expected_count] = number;
        add(c->expected[c->expected_count++], sizeof c->expected[0], str_from(line));
    }
}

static void run_file(Test *test, const char *path) {
    test->file = path;
    FILE *file = fopen(path, "r");
    Case *c = mem_zeroed(1, sizeof *c, "case");
    char line[2048];
    for (unsigned number = 1; file && fgets(line, sizeof line, file); number++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0') {
            run_case(test, c);
            memset(c, 0, sizeof *c);
        } else if (line[0] != '#') {
            add_line(c, line, number);
        }
    }
    run_case(test, c);
    free(c);
    if (file) {
        (void)fclose(file);
    } else {
        fail(test, 0, "cannot be opened", path);
    }
}

/* A text of `words` words and a comma now and then, without any full stop. */
static void test_long(Test *test, uint32_t words, uint32_t comma_every) {
    Buffer body = {0};
    for (uint32_t i = 1; i <= words; i++) {
        buffer_add(&body, comma_every && i % comma_every == 0 ? STR(", ") : STR("ba "));
    }
    const Block block = {0, (uint32_t)body.count - 1, BLOCK_PARAGRAPH};
    const Text text = {.body = buffer_str(&body), .blocks = &block, .block_count = 1};
    Arena arena = {0};
    TokenList list;
    token_split(&list, &text, test->ruleset, STR_NONE, &arena);
    if (!is_sound(&list) || list.token_count != words) {
        fail(test, words, "long sentence", "");
    }
    if (comma_every == 0 && words > 0 &&
        list.sentence_count != (words + SENTENCE_TOKENS_MAX - 1) / SENTENCE_TOKENS_MAX) {
        fail(test, words, "number of cuts", "");
    }
    for (uint32_t s = 0; comma_every != 0 && s + 1 < list.sentence_count; s++) {
        const Sentence *sentence = &list.sentences[s];
        if (!str_equal(token_text(&list, sentence->first + sentence->count - 1, 1), STR(","))) {
            fail(test, words, "cut at a comma", "");
        }
    }
    arena_free(&arena);
    buffer_free(&body);
}

static void test_empty(Test *test) {
    Arena arena = {0};
    const Text text = {.body = STR("")};
    TokenList list;
    token_split(&list, &text, test->ruleset, STR("2024-12-05"), &arena);
    if (list.token_count != 0 || list.sentence_count != 0 || !is_sound(&list)) {
        fail(test, 0, "empty text", "");
    }
    arena_free(&arena);
}

int main(int argc, char **argv) {
    const char *folder = argc > 1 ? argv[1] : "tests/cases/tokens";
    Test test = {.file = "test_token.c"};
    if (ruleset_load(&test.ruleset, folder) != STATUS_OK) {
        return 1;
    }
    test_empty(&test);
    for (uint32_t words = 1; words < 1300; words += words < 390 || words > 410 ? 97 : 1) {
        test_long(&test, words, 0);
        test_long(&test, words, 7);
        test_long(&test, words, 199);
    }
    static const char *const names[] = {"sentences", "shapes", "values"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s.tokens", folder, names[i]);
        run_file(&test, path);
    }
    printf("%u token cases, %u failures\n", test.cases, test.failures);
    tokenizer_free(&test.tokenizer);
    ruleset_free(test.ruleset);
    return test.failures == 0 ? 0 : 1;
}
