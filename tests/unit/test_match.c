/* match/ on programs and lattices made by hand: each instruction, the order of choices, captures,
 * look-around, elements that hide their tokens, and what a rule that fails says. */
#include "match/match.h"

#include <stdio.h>

enum { TOKENS_MAX = 16, PHRASES_MAX = 64, ENTRIES_MAX = 32, CODE_MAX = 32 };

/* The classes of the tests: class n + 1 holds the phrases of row n. */
static const char *const class_phrases[][4] = {
    {"a"}, {"b"}, {"c"}, {"a b", "a"}, {"b c", "c d e"}, {"d"}, {"e"}, {"x"},
};
enum { A = 1, B, C, AB, BC, D, E, X, CLASS_COUNT = 8 };
enum { PERSON = 1, PLACE = 2 };

typedef struct Fixture {
    Arena arena;
    Ruleset ruleset;
    LexEntry entries[ENTRIES_MAX];
    ClassId entry_class[ENTRIES_MAX];
    uint64_t entry_bits[ENTRIES_MAX];
    const char *entry_text[ENTRIES_MAX];
    Token tokens[TOKENS_MAX];
    PhraseMatch phrases[PHRASES_MAX];
    uint32_t phrase_at[TOKENS_MAX + 1];
    uint32_t element_at[TOKENS_MAX + 1];
    Text text;
    TokenList list;
    Lattice lattice;
    Instruction code[CODE_MAX];
    Program program;
    Rule rule;
    Matcher matcher;
    MatchList matches;
    unsigned *failures;
    const char *name;
} Fixture;

static void add_entries(Fixture *f) {
    f->ruleset.entries = f->entries;
    f->ruleset.class_set_count = CLASS_COUNT;
    f->ruleset.entry_count = 1;
    for (uint32_t c = 0; c < CLASS_COUNT; c++) {
        char name[8];
        (void)snprintf(name, sizeof name, "C%u", c + 1);
        (void)intern_add(&f->ruleset.class_names, str_from(name));
        for (int i = 0; i < 4 && class_phrases[c][i]; i++) {
            const uint32_t e = f->ruleset.entry_count++;
            f->entry_text[e] = class_phrases[c][i];
            f->entry_class[e] = c + 1;
            f->entry_bits[e] = (uint64_t)1 << (c + 1);
            f->entries[e] = (LexEntry){.classes = &f->entry_class[e],
                                       .class_bits = &f->entry_bits[e],
                                       .class_count = 1,
                                       .class_set = c};
            f->entries[e].syllables = (uint16_t)((strlen(class_phrases[c][i]) + 1) / 2);
        }
    }
}

/* `sentence` is words of one letter with one space between them; a capital counts as its small
 * letter. */
static void add_sentence(Fixture *f, const char *sentence) {
    const uint32_t count = (uint32_t)(strlen(sentence) + 1) / 2;
    char folded[2 * TOKENS_MAX + 1] = {0};
    for (size_t i = 0; sentence[i]; i++) {
        folded[i] = (char)utf8_lower((uint32_t)sentence[i]);
    }
    f->text.body = str_from(sentence);
    uint32_t phrases = 0;
    for (uint32_t t = 0; t < count; t++) {
        const bool capital = folded[2 * t] != sentence[2 * t];
        f->tokens[t] = (Token){
            .start = 2 * t, .end = 2 * t + 1, .shape = capital ? SHAPE_CAPITAL : SHAPE_LOWER};
        f->phrase_at[t] = phrases;
        for (uint32_t length = count - t; length > 0; length--) {
            for (uint32_t e = 1; e < f->ruleset.entry_count; e++) {
                if (f->entries[e].syllables == length &&
                    strncmp(f->entry_text[e], folded + 2 * t, 2 * length - 1) == 0) {
                    f->phrases[phrases++] = (PhraseMatch){t, length, e};
                }
            }
        }
    }
    f->phrase_at[count] = phrases;
    f->list = (TokenList){.text = &f->text,
                          .tokens = f->tokens,
                          .token_count = count,
                          .phrases = f->phrases,
                          .phrase_at = f->phrase_at,
                          .phrase_count = phrases};
    f->lattice = (Lattice){.tokens = &f->list, .ruleset = &f->ruleset, .end = count};
}

static Fixture *fixture_new(unsigned *failures, const char *name, const char *sentence) {
    Fixture *f = mem_zeroed(1, sizeof *f, "fixture");
    f->failures = failures;
    f->name = name;
    add_entries(f);
    add_sentence(f, sentence);
    f->rule = (Rule){.kind = RULE_PATTERN, .program = &f->program};
    f->ruleset.rules = &f->rule;
    f->ruleset.rule_count = 1;
    f->program.code = f->code;
    return f;
}

static void fixture_free(Fixture *f) {
    matcher_free(&f->matcher);
    vec_free(&f->matches);
    intern_free(&f->ruleset.class_names);
    free(f);
}

/* Adds an instruction and returns it. */
static Instruction *op(Fixture *f, ProgramOp code, uint32_t a, uint32_t b) {
    Instruction *added = &f->code[f->program.length++];
    *added = (Instruction){.op = code, .a = a, .b = b, .capture = NO_CAPTURE};
    return added;
}

static void set_elements(Fixture *f, const Element *elements, uint32_t count) {
    f->lattice.elements = elements;
    f->lattice.element_count = count;
    f->lattice.element_at = f->element_at;
    for (uint32_t t = 0, e = 0; t <= f->lattice.end; t++) {
        while (e < count && elements[e].first < t) {
            e++;
        }
        f->element_at[t] = e;
    }
}

/* Runs and compares with `expected`: matches as "first+count", then " X=first+count" for each
 * capture taken, "@" and the element for elements; matches joined by "; ". */
static void expect(Fixture *f, const char *expected) {
    Buffer got = {0};
    vec_clear(&f->matches);
    matcher_free(&f->matcher); /* tests change their rules */
    match_rules(&f->matcher, &f->lattice, RULE_PATTERN, &f->matches);
    for (size_t m = 0; m < f->matches.count; m++) {
        const Match *match = &f->matches.items[m];
        buffer_printf(&got, "%s%u+%u", m > 0 ? "; " : "", match->first, match->count);
        for (int c = 0; c < CAPTURES_MAX; c++) {
            const Capture *capture = &match->captures[c];
            if (capture->count > 0) {
                buffer_printf(&got, " %d=%u+%u", c, capture->first, capture->count);
            }
            if (capture->count > 0 && capture->element != NO_ELEMENT) {
                buffer_printf(&got, "@%u", capture->element);
            }
        }
    }
    if (!str_equal(buffer_str(&got), str_from(expected))) {
        printf("%s: expected \"%s\", got \"%.*s\"\n", f->name, expected, STR_ARG(buffer_str(&got)));
        (*f->failures)++;
    }
    buffer_free(&got);
}

static void expect_why_not(Fixture *f, uint32_t token, const char *expected) {
    Buffer got = {0};
    uint32_t at = 0;
    const bool failed = match_why_not(&f->matcher, &f->lattice, &f->rule, &at, &got);
    if (!failed || at != token || !str_equal(buffer_str(&got), str_from(expected))) {
        printf("%s: expected token %u \"%s\", got %u \"%.*s\"\n", f->name, token, expected, at,
               STR_ARG(buffer_str(&got)));
        (*f->failures)++;
    }
    buffer_free(&got);
}

static void test_classes(unsigned *failures) {
    Fixture *f = fixture_new(failures, "longest phrase first, then the shorter one", "a b c a b b");
    op(f, OP_CLASS, AB, 0)->capture = 0;
    op(f, OP_CLASS, B, 0)->capture = 1;
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "0+2 0=0+1 1=1+1; 3+3 0=3+2 1=5+1");
    fixture_free(f);

    f = fixture_new(failures, "conditions on the first token", "a B b C");
    Instruction *capital = op(f, OP_TOKEN, 0, 0);
    capital->shape_all = SHAPE_CAPITAL;
    capital->not_class = C;
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "1+1");
    capital->shape_all = 0;
    capital->shape_none = SHAPE_CAPITAL;
    expect(f, "0+1; 2+1");
    fixture_free(f);
}

static void test_choices(unsigned *failures) {
    Fixture *f = fixture_new(failures, "a lazy gap stops at the first chance", "a d c c");
    op(f, OP_CLASS, A, 0);
    op(f, OP_SPLIT, 4, 2);
    op(f, OP_ANY, 0, 0);
    op(f, OP_SPLIT, 4, 5);
    op(f, OP_JUMP, 6, 0);
    op(f, OP_ANY, 0, 0);
    op(f, OP_CLASS, C, 0)->capture = 0;
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "0+3 0=2+1");
    fixture_free(f);

    f = fixture_new(failures, "captures of a failed choice are taken back", "a b d");
    op(f, OP_SPLIT, 1, 4);
    op(f, OP_CLASS, A, 0)->capture = 0;
    op(f, OP_CLASS, C, 0);
    op(f, OP_JUMP, 6, 0);
    op(f, OP_OPEN, 1, 0);
    op(f, OP_CLASS, AB, 0);
    op(f, OP_CLOSE, 1, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "0+2 1=0+2");
    fixture_free(f);

    f = fixture_new(failures, "a match without a token is none", "a b");
    op(f, OP_SPLIT, 1, 2);
    op(f, OP_CLASS, B, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "1+1");
    fixture_free(f);

    f = fixture_new(failures, "a rule without its trigger is not tried", "a b");
    op(f, OP_CLASS, A, 0);
    op(f, OP_ACCEPT, 0, 0);
    f->rule.trigger = X;
    expect(f, "");
    fixture_free(f);
}

static void test_elements(unsigned *failures) {
    static const Element elements[] = {
        {.first = 1, .count = 3, .types = TYPE_BIT(PERSON), .head_first = 2},
        {.first = 1, .count = 1, .types = TYPE_BIT(PERSON) | TYPE_BIT(PLACE), .head_first = 1},
    };
    static const ProgramRestriction restrictions[] = {
        {TYPE_BIT(PERSON), 0}, {TYPE_BIT(PLACE), 0}, {0, C}};
    Fixture *f = fixture_new(failures, "an element hides its tokens", "a b c d e");
    set_elements(f, elements, 2);
    f->program.restrictions = restrictions;
    f->program.restriction_count = 3;
    op(f, OP_CLASS, C, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "");
    f->lattice.open = true;
    expect(f, "2+1");
    f->lattice.open = false;
    f->code[0].a = AB;
    expect(f, "0+1"); /* "a b" would enter the element */

    f->name = "the longest element first";
    f->code[0] = (Instruction){.op = OP_TYPE, .a = 0, .capture = 3};
    expect(f, "1+3 3=1+3@0");
    f->name = "the type decides";
    f->code[0].a = 1;
    expect(f, "1+1 3=1+1@1");
    f->name = "the words of the head count too";
    f->code[0].a = 2;
    expect(f, "1+3 3=1+3@0");
    f->name = "any takes an element or a token, a token inside an element never";
    f->code[0] = (Instruction){.op = OP_ANY, .capture = 0};
    expect(f, "0+1 0=0+1; 1+3 0=1+3@0; 4+1 0=4+1");
    f->name = "a token is not inside an element";
    f->code[0].op = OP_TOKEN;
    expect(f, "0+1 0=0+1; 4+1 0=4+1");
    fixture_free(f);
}

static void test_group_of_element(unsigned *failures) {
    static const Element element = {
        .first = 1, .count = 2, .types = TYPE_BIT(PERSON), .head_first = 1};
    static const ProgramRestriction restriction = {TYPE_BIT(PERSON), 0};
    Fixture *f = fixture_new(failures, "a group that is one element is that element", "a b c d");
    set_elements(f, &element, 1);
    f->program.restrictions = &restriction;
    f->program.restriction_count = 1;
    op(f, OP_OPEN, 0, 0);
    op(f, OP_TYPE, 0, 0);
    op(f, OP_SPLIT, 3, 4);
    op(f, OP_CLASS, E, 0);
    op(f, OP_CLOSE, 0, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "1+2 0=1+2@0");
    f->code[3].a = D;
    expect(f, "1+3 0=1+3");
    fixture_free(f);
}

static void test_look_around(unsigned *failures) {
    Fixture *f = fixture_new(failures, "look-ahead", "a b a c");
    op(f, OP_CLASS, A, 0);
    op(f, OP_AHEAD, 4, 0);
    op(f, OP_CLASS, C, 0);
    op(f, OP_ACCEPT, 0, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "2+1");
    f->code[1].op = OP_NOT_AHEAD;
    f->name = "negative look-ahead";
    expect(f, "0+1");
    fixture_free(f);

    f = fixture_new(failures, "look-behind", "a b c b c a b");
    op(f, OP_BEHIND, 4, 8);
    op(f, OP_CLASS, AB, 0);
    op(f, OP_CLASS, C, 0);
    op(f, OP_ACCEPT, 0, 0);
    op(f, OP_CLASS, B, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "3+1");
    f->code[0].op = OP_NOT_BEHIND;
    f->name = "negative look-behind";
    expect(f, "1+1; 6+1");
    f->code[0].op = OP_BEHIND;
    f->code[0].b = 2;
    f->name = "look-behind is bounded";
    expect(f, "");
    fixture_free(f);

    f = fixture_new(failures, "start and end", "a a a");
    op(f, OP_START, 0, 0);
    op(f, OP_CLASS, A, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "0+1");
    f->code[0] = (Instruction){.op = OP_CLASS, .a = A, .capture = NO_CAPTURE};
    f->code[1] = (Instruction){.op = OP_END, .capture = NO_CAPTURE};
    expect(f, "2+1");
    fixture_free(f);
}

static void test_why_not(unsigned *failures) {
    Fixture *f = fixture_new(failures, "why not", "a b d");
    op(f, OP_CLASS, A, 0)->source = STR("A");
    op(f, OP_CLASS, B, 0)->source = STR("B");
    op(f, OP_SPLIT, 3, 5)->source = STR("");
    op(f, OP_CLASS, C, 0)->source = STR("C");
    op(f, OP_JUMP, 6, 0);
    op(f, OP_CLASS, E, 0)->source = STR("E");
    op(f, OP_ACCEPT, 0, 0);
    expect_why_not(f, 2, "C | E");
    fixture_free(f);

    f = fixture_new(failures, "why not, at the end", "a");
    op(f, OP_CLASS, A, 0)->source = STR("A");
    op(f, OP_CLASS, B, 0)->source = STR("B");
    op(f, OP_ACCEPT, 0, 0);
    expect_why_not(f, 1, "B");
    fixture_free(f);
}

/* (a? a? ... a?) x on many a: without memory of failures exponential, with it states times
 * positions. */
static void test_bound(unsigned *failures) {
    Fixture *f = fixture_new(failures, "bounded work", "a a a a a a a a a a a a a a a");
    for (uint32_t i = 0; i < 14; i++) {
        op(f, OP_SPLIT, 2 * i + 1, 2 * i + 2);
        op(f, OP_ANY, 0, 0);
    }
    op(f, OP_CLASS, X, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "");
    if (f->matcher.steps > (uint64_t)f->program.length * 16) {
        printf("%s: %llu steps\n", f->name, (unsigned long long)f->matcher.steps);
        (*failures)++;
    }
    fixture_free(f);
}

static void test_order(unsigned *failures) {
    Fixture *f = fixture_new(failures, "by first token, then rule", "a b a b");
    static const Instruction code[] = {{.op = OP_CLASS, .a = B, .capture = NO_CAPTURE},
                                       {.op = OP_ACCEPT}};
    static const Program program = {.code = code, .length = 2};
    Rule rules[2] = {{.kind = RULE_PATTERN, .program = &program, .trigger = B}, f->rule};
    f->ruleset.rules = rules;
    f->ruleset.rule_count = 2;
    op(f, OP_TOKEN, 0, 0);
    op(f, OP_ACCEPT, 0, 0);
    expect(f, "0+1; 1+1; 1+1; 2+1; 3+1; 3+1");
    if (f->matches.count == 6 &&
        (f->matches.items[1].rule != &rules[0] || f->matches.items[2].rule != &rules[1])) {
        printf("%s: rules out of order\n", f->name);
        (*failures)++;
    }
    fixture_free(f);
}

int main(void) {
    unsigned failures = 0;
    test_classes(&failures);
    test_choices(&failures);
    test_elements(&failures);
    test_group_of_element(&failures);
    test_look_around(&failures);
    test_why_not(&failures);
    test_bound(&failures);
    test_order(&failures);
    printf("%u failures\n", failures);
    return failures == 0 ? 0 : 1;
}
