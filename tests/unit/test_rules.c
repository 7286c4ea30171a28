/* The rule language: what rules compile to, and the messages about wrong ones (golden files in
 * tests/cases/rule-errors). Run from the root of the project. */
#include "rules/rules.h"
#include "token/token.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int failures = 0;
static int checks = 0;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        checks++;                                                                                  \
        if (!(condition)) {                                                                        \
            failures++;                                                                            \
            printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                         \
        }                                                                                          \
    } while (0)

#define ONTOLOGY "ontology \"../ontology\"\n"
static const char *const folder = "tests/cases/rule-errors/none";

/* The ruleset of `text`, or NULL. */
static Ruleset *load(const char *text) {
    Ruleset *out = NULL;
    const Status status = ruleset_load_text(&out, folder, str_from(text));
    CHECK(status == STATUS_OK);
    return out;
}

static ClassId class_id(const Ruleset *ruleset, const char *name) {
    return intern_find(&ruleset->class_names, str_from(name));
}

/* The entry of a phrase, or 0. */
static EntryId entry_of(const Ruleset *ruleset, const char *text) {
    const Str phrase = str_from(text);
    uint32_t node = 0;
    EntryId entry = 0;
    Buffer fold = {0};
    for (size_t start = 0, end = 0; syllable_next(phrase, &start, &end) != SYLLABLE_NONE;
         start = end) {
        buffer_clear(&fold);
        utf8_fold(&fold, str_sub(phrase, start, end));
        node = lexicon_step(ruleset->trie, node, intern_find(&ruleset->symbols, buffer_str(&fold)),
                            &entry);
        if (node == 0) {
            entry = 0;
            break;
        }
    }
    buffer_free(&fold);
    return entry;
}

static bool holds(const Ruleset *ruleset, const char *class_name, const char *phrase) {
    const EntryId entry = entry_of(ruleset, phrase);
    const ClassId id = class_id(ruleset, class_name);
    return entry != 0 && id != 0 && entry_in_class(&ruleset->entries[entry], id);
}

static void test_classes(void) {
    Ruleset *r = load(ONTOLOGY "class B = A | \"hòa bình\"\nclass A = \"ký\" | \"Ký Kết\"\n"
                               "class A = \"TP.HCM\"\n"
                               "grammar negation = \"không\" | B\nrole with = \"với\"\n"
                               "role with = \"cùng với\"\n");
    if (!r) {
        return;
    }
    CHECK(holds(r, "A", "ký"));
    CHECK(holds(r, "B", "ký"));
    CHECK(holds(r, "B", "KÝ KẾT"));
    CHECK(holds(r, "B", "hoà bình"));
    CHECK(!holds(r, "A", "hòa bình"));
    CHECK(holds(r, "A", "TP. HCM"));
    CHECK(holds(r, "grammar:negation", "ký kết"));
    CHECK(holds(r, "role:with", "cùng với"));
    CHECK(entry_of(r, "cùng") == 0);
    CHECK(entry_of(r, "hòa") == 0);
    CHECK(r->grammar[GRAMMAR_NEGATION] == class_id(r, "grammar:negation"));
    CHECK(r->grammar[GRAMMAR_PLANNED] == 0);
    CHECK(r->role_count == ROLE_FIRST_DECLARED + 1);
    CHECK(r->roles[ROLE_FIRST_DECLARED].prepositions == class_id(r, "role:with"));
    CHECK(r->class_sizes[class_id(r, "B")] == 4);
    CHECK(r->phrases_per_token == 2);
    const LexEntry *entry = &r->entries[entry_of(r, "ký")];
    CHECK(entry->class_count == 3 && entry->syllables == 1);
    for (uint32_t i = 1; i < entry->class_count; i++) {
        CHECK(entry->classes[i - 1] < entry->classes[i]);
    }
    ruleset_free(r);
}

static void test_ontology(void) {
    Ruleset *r = load(ONTOLOGY);
    if (!r) {
        return;
    }
    const TypeId corporation = ruleset_type(r, STR("Corporation"));
    const TypeId organization = ruleset_type(r, STR("Organization"));
    CHECK(corporation != 0 && organization != 0);
    CHECK(type_is(r, corporation, TYPE_BIT(organization)));
    CHECK(!type_is(r, organization, TYPE_BIT(corporation)));
    CHECK(ruleset_type(r, STR("Actor")) == 0);
    CHECK(r->types[organization].color == 0x0072B2);
    CHECK(str_equal(r->types[organization].iri,
                    STR("https://w3id.org/trithuc/ontology#Organization")));
    const RelationInfo *signs = &r->relations[ruleset_relation(r, STR("signed"))];
    CHECK(signs->symmetric && type_is(r, corporation, signs->domain));
    CHECK(!type_is(r, ruleset_type(r, STR("Event")), signs->range));
    /* Types that share only a group still share its bit. */
    CHECK((r->types[corporation].self_and_above &
           r->types[ruleset_type(r, STR("Country"))].self_and_above) != 0);
    ruleset_free(r);
}

static void test_program(void) {
    Ruleset *r =
        load(ONTOLOGY "class SIGN = \"ký\" | \"ký kết\"\nclass BARRIER = \";\"\n"
                      "pattern p\n  match A:Actor? (\"a\" | SIGN) ..2 B:(Person | Country)\n"
                      "        T:SIGN+ not-behind(\"x\") <cap> & !<upper> <end>\n"
                      "  triple A signed B { role: T, modality: \"planned\" }\n"
                      "  priority 3\n  confidence 0.25\n"
                      "  example \"x # y\" => A signed B # comment\n  counter \"z\"\n");
    if (!r) {
        return;
    }
    const Rule *rule = &r->rules[0];
    Buffer text = {0};
    ruleset_print_rule(r, rule, &text);
    static const char expected[] = "pattern p  (none/main.rules:4)\n"
                                   "  trigger SIGN\n"
                                   "    0  split 1, 2\n"
                                   "    1  type Actor -> A\n"
                                   "    2  class (\"a\" | SIGN)\n"
                                   "    3  split 7, 4\n"
                                   "    4  any & !BARRIER\n"
                                   "    5  split 7, 6\n"
                                   "    6  any & !BARRIER\n"
                                   "    7  split 8, 10\n"
                                   "    8  type Person -> B\n"
                                   "    9  jump 11\n"
                                   "   10  type Country -> B\n"
                                   "   11  open T\n"
                                   "   12  class SIGN\n"
                                   "   13  split 12, 14\n"
                                   "   14  close T\n"
                                   "   15  not-behind 18, 8 tokens\n"
                                   "   16  class \"x\"\n"
                                   "   17  accept\n"
                                   "   18  token & <cap> & !<upper>\n"
                                   "   19  end\n"
                                   "   20  accept\n"
                                   "  triple A signed B { role: T, modality: \"planned\" }\n";
    CHECK(str_equal(buffer_str(&text), STR(expected)));
    if (!str_equal(buffer_str(&text), STR(expected))) {
        printf("%.*s", (int)text.count, text.items);
    }
    buffer_free(&text);
    CHECK(rule->priority == 3 && rule->confidence == 0.25);
    CHECK(rule->example_count == 2 && rule->examples[1].counter);
    CHECK(str_equal(rule->examples[0].text, STR("x # y")));
    CHECK(str_equal(rule->examples[0].expected, STR("A signed B")));
    CHECK(rule->examples[0].place.line == 10);
    CHECK(rule->capture_count == 3 && str_equal(rule->captures[2], STR("T")));
    CHECK(ruleset_bound(r, 10) > ruleset_bound(r, 9));
    ruleset_free(r);
}

static void test_frame(void) {
    Ruleset *r = load(ONTOLOGY "class DEAL = \"thỏa thuận\"\nrole with = \"với\"\n"
                               "frame f\n  verb \"ký\" | \"ký kết\"\n  voice passive\n"
                               "  subject A:Actor\n  with|object B:Person?\n  object D:DEAL\n"
                               "  not recipient Event[DEAL | \"họp\"]\n  triple A signed B\n"
                               "entity e\n  match (<cap> N:<number>) & !<first>\n  name N\n"
                               "  type Person\n  kind role\n");
    if (!r) {
        return;
    }
    const Frame *frame = r->rules[0].frame;
    CHECK(frame && frame->slot_count == 4 && frame->voice == VOICE_PASSIVE);
    CHECK(str_equal(intern_str(&r->class_names, frame->verb), STR("(\"ký\" | \"ký kết\")")));
    CHECK(r->rules[0].trigger == frame->verb);
    CHECK(frame->slots[0].roles == 1U << ROLE_SUBJECT && frame->slots[0].capture == 0);
    CHECK(frame->slots[1].roles == (1U << ROLE_OBJECT | 1U << ROLE_FIRST_DECLARED));
    CHECK(frame->slots[1].kind == SLOT_OPTIONAL);
    CHECK(frame->slots[2].accepts.types == 0 &&
          frame->slots[2].accepts.head_class == class_id(r, "DEAL"));
    CHECK(frame->slots[3].kind == SLOT_FORBIDDEN && frame->slots[3].capture == NO_CAPTURE);
    const Rule *entity = &r->rules[1];
    CHECK(entity->mention_kind == 1 && entity->span == 0);
    CHECK(entity->type == ruleset_type(r, STR("Person")) && entity->head == NO_CAPTURE);
    CHECK(entity->program->code[0].shape_none == SHAPE_FIRST);
    ruleset_free(r);
}

static void test_gazetteer(void) {
    mkdir("out", 0777);
    FILE *file = fopen("out/test-names.tsv", "w");
    CHECK(file != NULL);
    if (!file) {
        return;
    }
    fputs("# names\nname\ttype\taliases\twikidata\tin\tflags\n"
          "Đại học Quốc gia\tOrganization\tĐại học quốc gia | ĐHQG\t\tHà Nội\t\n"
          "Huế\tPlace\t\tQ36\t\tweak\n",
          file);
    fclose(file);
    Ruleset *r = load(ONTOLOGY "lexicon \"../../../../out/test-names.tsv\"\nclass X = \"huế\"\n");
    remove("out/test-names.tsv");
    if (!r) {
        return;
    }
    CHECK(r->gazetteer_count == 2 && r->gazetteer[1].weak && r->gazetteer[0].alias_count == 2);
    const LexEntry *entry = &r->entries[entry_of(r, "đại học quốc gia")];
    CHECK(entry->gazetteer_count == 1 && entry->capitals == 1);
    entry = &r->entries[entry_of(r, "huế")];
    CHECK(entry->gazetteer_count == 1 && entry->gazetteers[0] == 1 && entry->capitals == 1);
    CHECK(holds(r, "X", "Huế"));
    ruleset_free(r);
}

static void test_shapes(void) {
    CHECK((int)PROGRAM_SHAPE_CAPITAL == (int)SHAPE_CAPITAL);
    CHECK((int)PROGRAM_SHAPE_UPPER == (int)SHAPE_UPPER);
    CHECK((int)PROGRAM_SHAPE_LOWER == (int)SHAPE_LOWER);
    CHECK((int)PROGRAM_SHAPE_NUMBER == (int)SHAPE_NUMBER);
    CHECK((int)PROGRAM_SHAPE_PUNCT == (int)SHAPE_PUNCT);
    CHECK((int)PROGRAM_SHAPE_MIXED == (int)SHAPE_MIXED);
    CHECK((int)PROGRAM_SHAPE_FOREIGN == (int)SHAPE_FOREIGN);
    CHECK((int)PROGRAM_SHAPE_QUOTE_OPEN == (int)SHAPE_QUOTE_OPEN);
    CHECK((int)PROGRAM_SHAPE_QUOTE_CLOSE == (int)SHAPE_QUOTE_CLOSE);
    CHECK((int)PROGRAM_SHAPE_GLUED == (int)SHAPE_GLUED);
    CHECK((int)PROGRAM_SHAPE_FIRST == (int)SHAPE_FIRST);
    CHECK(modality_from(STR("reported")) == MODALITY_REPORTED);
    CHECK(modality_from(STR("x")) == MODALITY_COUNT);
    CHECK(str_equal(modality_name(MODALITY_NEGATED), STR("negated")));
}

/* ---- Golden messages ---- */

static void read_whole(const char *path, Buffer *out) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return;
    }
    char bytes[4096];
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        buffer_add(out, (Str){bytes, got});
    }
    fclose(file);
}

/* What loading `name` says on standard error. */
static void messages_of(const char *name, Buffer *out) {
    FILE *file = tmpfile();
    if (!file) {
        return;
    }
    fflush(stderr);
    const int saved = dup(2);
    dup2(fileno(file), 2);
    Ruleset *ruleset = NULL;
    const Status status = ruleset_load(&ruleset, name);
    if (status == STATUS_OK) {
        (void)ruleset_lint(ruleset, true);
        ruleset_free(ruleset);
    }
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    rewind(file);
    char bytes[4096];
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        buffer_add(out, (Str){bytes, got});
    }
    fclose(file);
}

static void test_case(const char *name) {
    Buffer path = {0};
    Buffer expected = {0};
    Buffer found = {0};
    buffer_printf(&path, "%s/expected", name);
    buffer_byte(&path, '\0');
    read_whole(path.items, &expected);
    messages_of(name, &found);
    if (getenv("UPDATE")) {
        FILE *file = fopen(path.items, "wb");
        if (file) {
            fwrite(found.items, 1, found.count, file);
            fclose(file);
        }
    } else {
        const bool same = str_equal(buffer_str(&expected), buffer_str(&found));
        CHECK(same);
        if (!same) {
            printf("case %s says:\n%.*s", name, (int)found.count, found.items ? found.items : "");
        }
    }
    buffer_free(&path);
    buffer_free(&expected);
    buffer_free(&found);
}

static void test_messages(void) {
    CHECK(chdir("tests/cases/rule-errors") == 0);
    DIR *cases = opendir(".");
    CHECK(cases != NULL);
    if (!cases) {
        return;
    }
    int count = 0;
    for (const struct dirent *item = readdir(cases); item; item = readdir(cases)) {
        struct stat info;
        if (item->d_name[0] != '.' && strcmp(item->d_name, "ontology") != 0 &&
            stat(item->d_name, &info) == 0 && S_ISDIR(info.st_mode)) {
            test_case(item->d_name);
            count++;
        }
    }
    closedir(cases);
    CHECK(count >= 7);
}

int main(void) {
    test_classes();
    test_ontology();
    test_program();
    test_frame();
    test_gazetteer();
    test_shapes();
    test_messages();
    printf("rules: %d checks, %d failures\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
