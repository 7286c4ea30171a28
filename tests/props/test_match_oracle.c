/* The compiled matcher against a naive one, on random rules and random sentences. */
#include "props/naive_match.h"

#include <time.h>

enum { RULES = 24, SENTENCES = 60, LAST_ROUND = 400 };

static const char *const words[] = {"ba", "ca", "da", "ma", "na", "Ra", "Ba", "Ma", "5", ","};
static const char ruleset_head[] = "ontology \"ontology\"\n"
                                   "class CA = \"ba\" | \"ba ca\" | \"da\"\n"
                                   "class CB = \"ca\" | \"ca da ma\" | \"ma\" | \",\"\n"
                                   "class CC = \"ma na\" | \"na\" | \"ra\" | \"ba ca da\"\n";

/* ---- Random sentences ---- */

enum { LENGTH_MAX = 12, ELEMENTS_MAX = 6 };

typedef struct Sample {
    Arena arena;
    Text text;
    Block block;
    TokenList tokens;
    Element elements[ELEMENTS_MAX];
    uint32_t element_at[LENGTH_MAX + 2];
    Lattice lattice;
} Sample;

static int longer_first(const void *left, const void *right) {
    const Element *a = left;
    const Element *b = right;
    return a->first != b->first ? (a->first > b->first) - (a->first < b->first)
                                : (a->count < b->count) - (a->count > b->count);
}

static void sample_make(Sample *sample, Random *random, const Ruleset *ruleset,
                        const TypeSet *types) {
    Buffer body = {0};
    const uint32_t length = 1 + draw(random, LENGTH_MAX);
    for (uint32_t i = 0; i < length; i++) {
        buffer_add(&body, str_from(i > 0 ? " " : ""));
        buffer_add(&body, str_from(words[draw(random, sizeof words / sizeof *words)]));
    }
    sample->text.body = arena_str(&sample->arena, buffer_str(&body));
    sample->block = (Block){.end = (uint32_t)body.count, .kind = BLOCK_PARAGRAPH};
    sample->text.blocks = &sample->block;
    sample->text.block_count = 1;
    buffer_free(&body);
    token_split(&sample->tokens, &sample->text, ruleset, STR_NONE, &sample->arena);
    const uint32_t count = draw(random, ELEMENTS_MAX + 1);
    for (uint32_t e = 0; e < count; e++) {
        Element *element = &sample->elements[e];
        element->first = draw(random, length);
        const uint32_t room = length - element->first;
        element->count = 1 + draw(random, room < 3 ? room : 3);
        element->head_first = element->first + draw(random, element->count);
        element->types = types[draw(random, TYPES)];
    }
    qsort(sample->elements, count, sizeof *sample->elements, longer_first);
    for (uint32_t t = 0, e = 0; t <= length; t++) {
        while (e < count && sample->elements[e].first < t) {
            e++;
        }
        sample->element_at[t] = e;
    }
    sample->lattice = (Lattice){.tokens = &sample->tokens,
                                .ruleset = ruleset,
                                .end = length,
                                .elements = sample->elements,
                                .element_at = sample->element_at,
                                .element_count = count,
                                .open = chance(random, 30)};
}

/* ---- The comparison ---- */

static bool same_captures(const Capture *a, const Capture *b, int count) {
    for (int i = 0; i < count; i++) {
        if (a[i].count != b[i].count ||
            (a[i].count > 0 && (a[i].first != b[i].first || a[i].element != b[i].element))) {
            return false;
        }
    }
    return true;
}

/* The capture `X<n>` of a pattern is number order[n] of its rule; unused names are -1. */
static void capture_order(const Rule *rule, int *order) {
    for (int i = 0; i < CAPTURES_MAX; i++) {
        order[i] = -1;
    }
    for (uint32_t i = 0; i < rule->capture_count; i++) {
        const Str name = rule->captures[i];
        if (name.len == 2 && name.ptr[0] == 'X') {
            order[name.ptr[1] - '0'] = (int)i;
        }
    }
}

static bool same_match(const Match *compiled, const Match *naive, const Rule *rule, int captures) {
    int order[CAPTURES_MAX];
    capture_order(rule, order);
    Capture sorted[CAPTURES_MAX] = {0};
    for (int i = 0; i < captures; i++) {
        if (order[i] >= 0) {
            sorted[i] = compiled->captures[order[i]];
        }
    }
    return compiled->first == naive->first && compiled->count == naive->count &&
           same_captures(sorted, naive->captures, captures);
}

/* Whether the compiled matches of `rule` are those of the pattern. */
static bool compare_rule(const Naive *naive, const MatchList *compiled, const Rule *rule,
                         bool *compared) {
    MatchList expected = {0};
    *compared = naive_matches(naive, &expected);
    size_t next = 0;
    bool same = true;
    for (size_t i = 0; i < compiled->count && *compared; i++) {
        if (compiled->items[i].rule == rule) {
            same = same && next < expected.count &&
                   same_match(&compiled->items[i], &expected.items[next], rule,
                              naive->pattern->captures);
            next++;
        }
    }
    same = same && (!*compared || next == expected.count);
    vec_free(&expected);
    return same;
}

static void naive_init(Naive *naive, const Ruleset *ruleset) {
    for (int i = 0; i < CLASSES; i++) {
        naive->classes[i] = intern_find(&ruleset->class_names, str_from(class_names[i]));
    }
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "\"%s\"", literals[i]);
        naive->literal[i] = intern_find(&ruleset->class_names, str_from(name));
    }
    for (int i = 0; i < TYPES; i++) {
        naive->types[i] = TYPE_BIT(ruleset_type(ruleset, str_from(type_names[i])));
    }
    naive->types[TYPES] = UINT64_MAX;
}

static unsigned run_round(Random *random, const char *folder, unsigned *compared_count,
                          uint64_t *steps) {
    Pattern *patterns = mem_zeroed(RULES, sizeof *patterns, "patterns");
    Buffer source = {0};
    buffer_add(&source, str_from(ruleset_head));
    for (int r = 0; r < RULES; r++) {
        patterns[r] = (Pattern){0};
        patterns[r].root = random_node(random, &patterns[r], 4, true);
        buffer_printf(&source, "entity rule-%d\n  type Place\n  match ", r);
        print_node(&patterns[r], patterns[r].root, &source);
        buffer_add(&source, STR("\n"));
    }
    Ruleset *ruleset = NULL;
    if (ruleset_load_text(&ruleset, folder, buffer_str(&source)) != STATUS_OK) {
        printf("rules do not load:\n%.*s\n", STR_ARG(buffer_str(&source)));
        buffer_free(&source);
        free(patterns);
        return 1;
    }
    unsigned failures = 0;
    Matcher matcher = {0};
    Naive naive = {0};
    naive_init(&naive, ruleset);
    for (int s = 0; s < SENTENCES; s++) {
        Sample sample = {0};
        sample_make(&sample, random, ruleset, naive.types);
        MatchList found = {0};
        const uint64_t before = matcher.steps;
        match_rules(&matcher, &sample.lattice, RULE_ENTITY, &found);
        if (matcher.steps - before > ruleset_bound(ruleset, sample.lattice.end)) {
            printf("more steps than ruleset_bound() allows\n");
            failures++;
        }
        naive.lattice = &sample.lattice;
        for (int r = 0; r < RULES; r++) {
            bool compared = false;
            naive.pattern = &patterns[r];
            if (!compare_rule(&naive, &found, &ruleset->rules[r], &compared)) {
                Buffer shown = {0};
                print_node(&patterns[r], patterns[r].root, &shown);
                ruleset_print_rule(ruleset, &ruleset->rules[r], &shown);
                printf("differs: %.*s\n  on: %.*s\n", STR_ARG(buffer_str(&shown)),
                       STR_ARG(sample.text.body));
                buffer_free(&shown);
                failures++;
            }
            *compared_count += compared;
        }
        vec_free(&found);
        arena_free(&sample.arena);
    }
    *steps += matcher.steps;
    matcher_free(&matcher);
    ruleset_free(ruleset);
    buffer_free(&source);
    free(patterns);
    return failures;
}

int main(int argc, char **argv) {
    const char *folder = argc > 1 ? argv[1] : "tests/cases/tokens";
    Random random = {0x9E3779B97F4A7C15U};
    const clock_t end = clock() + 2 * CLOCKS_PER_SEC;
    unsigned failures = 0;
    unsigned compared = 0;
    unsigned rounds = 0;
    uint64_t steps = 0;
    for (; rounds < LAST_ROUND && failures == 0 && clock() < end; rounds++) {
        failures += run_round(&random, folder, &compared, &steps);
    }
    printf("%u rounds, %u comparisons, %llu steps, %u failures\n", rounds, compared,
           (unsigned long long)steps, failures);
    return failures == 0 && compared > 1000 ? 0 : 1;
}
