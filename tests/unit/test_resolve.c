/* resolve/: the lines of tests/cases/results (see its README); documents with mentions laid by
 * hand. */
#include "resolve/internal.h"
#include "unit/results.h"

/* ---- Cases ---- */

/* Reads one line; what is written of it is read again and must be written the same. */
static void transcribe(Test *test, Str path, uint32_t number, Str line, Buffer *out) {
    Arena arena = {0};
    Buffer messages = {0};
    DocumentResult result;
    Messages capture = messages_begin();
    const Status status = result_read(&result, line, path, number, &arena);
    messages_end(&capture, &messages);
    Str rest = buffer_str(&messages);
    while (rest.len > 0) {
        const Str message = str_split(&rest, '\n');
        buffer_printf(out, "! %.*s\n", STR_ARG(message));
    }
    if (status != STATUS_OK) {
        buffer_printf(out, "status %d\n", (int)status);
    } else {
        const size_t start = out->count;
        result_write(out, &result);
        Buffer again = {0};
        DocumentResult second;
        const Str written = str_sub(buffer_str(out), start, out->count);
        check(test, result_read(&second, written, path, number, &arena) == STATUS_OK,
              "what was written can be read");
        result_write(&again, &second);
        check(test, str_equal(buffer_str(&again), written), "written, read, written: the same");
        buffer_free(&again);
    }
    buffer_free(&messages);
    arena_free(&arena);
}

static void run_case(Test *test, const char *path) {
    Buffer lines = {0};
    Buffer out = {0};
    Buffer expected = {0};
    char expected_path[300];
    (void)snprintf(expected_path, sizeof expected_path, "%s.expected", path);
    (void)slurp(path, &lines);
    Str rest = buffer_str(&lines);
    for (uint32_t number = 1; rest.len > 0; number++) {
        transcribe(test, str_from(path), number, str_split(&rest, '\n'), &out);
    }
    if (test->is_updating) {
        FILE *file = fopen(expected_path, "w");
        if (file) {
            fwrite(out.items, 1, out.count, file);
            fclose(file);
        }
    } else {
        (void)slurp(expected_path, &expected);
        check(test, str_equal(buffer_str(&out), buffer_str(&expected)), path);
        if (!str_equal(buffer_str(&out), buffer_str(&expected))) {
            printf("found:\n%.*s", STR_ARG(buffer_str(&out)));
        }
    }
    buffer_free(&lines);
    buffer_free(&out);
    buffer_free(&expected);
}

static void run_cases(Test *test) {
    static const char folder[] = "tests/cases/results";
    static const char *const names[] = {"written", "foreign", "broken"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[256];
        (void)snprintf(path, sizeof path, "%s/%s.ndjson", folder, names[i]);
        run_case(test, path);
    }
}

/* Every prefix of a line, and every line with one byte changed, is read or refused: nothing else
 * happens. */
static void run_damage(Test *test) {
    Buffer lines = {0};
    Buffer messages = {0};
    check(test, slurp("tests/cases/results/written.ndjson", &lines), "written.ndjson is there");
    Str rest = buffer_str(&lines);
    const Str line = str_split(&rest, '\n');
    Messages capture = messages_begin();
    uint32_t refused = 0;
    for (size_t cut = 0; cut < line.len; cut++) {
        Arena arena = {0};
        DocumentResult result;
        refused += result_read(&result, str_sub(line, 0, cut), STR("x"), 1, &arena) != STATUS_OK;
        char *copy = malloc(line.len);
        memcpy(copy, line.ptr, line.len);
        copy[cut] = "\"{}[],:\\\xff 0"[cut % 11];
        if (result_read(&result, (Str){copy, line.len}, STR("x"), 1, &arena) == STATUS_OK) {
            Buffer out = {0};
            result_write(&out, &result);
            buffer_free(&out);
        }
        free(copy);
        arena_free(&arena);
    }
    messages_end(&capture, &messages);
    check(test, refused == line.len, "no part of a line is a line");
    buffer_free(&messages);
    buffer_free(&lines);
}

/* ---- One document ---- */

typedef struct Paper {
    Test *test;
    Arena arena;
    Document document;
    Text text;
    TokenList tokens;
    VEC(Mention) mentions;
    VEC(Claim) claims;
    EntityList entities;
    DocumentResult result;
} Paper;

static void paper_begin(Paper *paper, Test *test, const char *text) {
    *paper = (Paper){
        .test = test,
        .document = {.id = STR("paper"), .date = STR("2024-12-05"), .text = str_from(text)}};
    text_make(&paper->text, &paper->document, &paper->arena);
    token_split(&paper->tokens, &paper->text, test->ruleset, paper->document.date, &paper->arena);
}

static uint32_t gazetteer_at(const Paper *paper, uint32_t first, uint32_t count) {
    const Ruleset *ruleset = paper->test->ruleset;
    for (uint32_t p = paper->tokens.phrase_at[first]; p < paper->tokens.phrase_at[first + 1]; p++) {
        const PhraseMatch *phrase = &paper->tokens.phrases[p];
        const LexEntry *entry = &ruleset->entries[phrase->entry];
        if (phrase->count == count && entry->gazetteer_count > 0 &&
            token_gazetteer_fits(&paper->tokens, ruleset, phrase)) {
            return entry->gazetteers[0];
        }
    }
    return NO_MENTION;
}

/* A mention of the `nth` (from 0) place where `words` stand. */
static uint32_t mention(Paper *paper, const char *words, unsigned nth, const char *type,
                        MentionKind kind) {
    const Str wanted = str_from(words);
    for (uint32_t first = 0; first < paper->tokens.token_count; first++) {
        for (uint32_t count = 1; first + count <= paper->tokens.token_count && count < 16;
             count++) {
            if (!str_equal(token_text(&paper->tokens, first, count), wanted) || nth-- > 0) {
                continue;
            }
            uint32_t sentence = 0;
            while (paper->tokens.sentences[sentence].first +
                       paper->tokens.sentences[sentence].count <=
                   first) {
                sentence++;
            }
            vec_push(&paper->mentions,
                     (Mention){.first = first,
                               .count = count,
                               .sentence = sentence,
                               .type = ruleset_type(paper->test->ruleset, str_from(type)),
                               .kind = kind,
                               .gazetteer = kind == MENTION_NAME ? gazetteer_at(paper, first, count)
                                                                 : NO_MENTION,
                               .antecedent = NO_MENTION});
            return (uint32_t)paper->mentions.count - 1;
        }
    }
    check(paper->test, false, words);
    return 0;
}

static uint32_t name(Paper *paper, const char *words, unsigned nth, const char *type) {
    return mention(paper, words, nth, type, MENTION_NAME);
}

static void claim(Paper *paper, uint32_t subject, const char *relation, uint32_t object,
                  double confidence) {
    vec_push(&paper->claims,
             (Claim){.subject = subject,
                     .object = object,
                     .relation = ruleset_relation(paper->test->ruleset, str_from(relation)),
                     .sentence = paper->mentions.items[object].sentence,
                     .confidence = confidence});
}

static void paper_end(Paper *paper) {
    paper->entities = (EntityList){.tokens = &paper->tokens,
                                   .mentions = paper->mentions.items,
                                   .mention_count = (uint32_t)paper->mentions.count};
    const ClaimList claims = {paper->claims.items, (uint32_t)paper->claims.count};
    resolve_document(&paper->result, &paper->entities, &claims, paper->test->ruleset,
                     &paper->arena);
}

static void paper_free(Paper *paper) {
    vec_free(&paper->mentions);
    vec_free(&paper->claims);
    arena_free(&paper->arena);
}

/* The entities as "label:Type(alias, alias)", a '?' behind those without a name of their own. */
static Str entities_of(Paper *paper) {
    Buffer out = {0};
    for (uint32_t i = 0; i < paper->result.entity_count; i++) {
        const ResultEntity *entity = &paper->result.entities[i];
        buffer_add(&out, i > 0 ? STR(" | ") : STR_NONE);
        buffer_printf(&out, "%.*s:%.*s%s", STR_ARG(entity->label), STR_ARG(entity->type),
                      entity->proper ? "" : "?");
        for (uint32_t a = 0; a < entity->alias_count; a++) {
            buffer_printf(&out, "%s%.*s", a == 0 ? "(" : ", ", STR_ARG(entity->aliases[a]));
        }
        buffer_add(&out, entity->alias_count > 0 ? STR(")") : STR_NONE);
    }
    const Str text = arena_str(&paper->arena, buffer_str(&out));
    buffer_free(&out);
    return text;
}

static Str triples_of(Paper *paper) {
    Buffer out = {0};
    for (uint32_t i = 0; i < paper->result.triple_count; i++) {
        const ResultTriple *triple = &paper->result.triples[i];
        buffer_printf(&out, "%s%.*s %.*s %.*s", i > 0 ? " | " : "", STR_ARG(triple->subject),
                      STR_ARG(triple->relation), STR_ARG(triple->object));
    }
    const Str text = arena_str(&paper->arena, buffer_str(&out));
    buffer_free(&out);
    return text;
}

static void test_heads(Test *test) {
    Paper paper;
    paper_begin(&paper, test,
                "Tập đoàn NVIDIA tới thành phố Đà Nẵng. Công ty cổ phần Sao Sáng gặp Sao Sáng. "
                "Sân bay Đà Nẵng và Trường Đại học FPT đón Đảng ủy Chính phủ.");
    const uint32_t nvidia = name(&paper, "Tập đoàn NVIDIA", 0, "Corporation");
    const uint32_t city = name(&paper, "thành phố Đà Nẵng", 0, "AdministrativeArea");
    (void)name(&paper, "Công ty cổ phần Sao Sáng", 0, "Corporation");
    (void)name(&paper, "Sao Sáng", 1, "Thing");
    const uint32_t star = (uint32_t)paper.mentions.count - 1;
    (void)name(&paper, "Sân bay Đà Nẵng", 0, "Facility");
    (void)name(&paper, "Trường Đại học FPT", 0, "EducationalOrganization");
    (void)name(&paper, "Đảng ủy Chính phủ", 0, "GovernmentOrganization");
    claim(&paper, nvidia, "visits", city, 0.9);
    claim(&paper, star, "visits", star - 1, 0.9);
    paper_end(&paper);
    check_text(test, entities_of(&paper),
               "Công ty cổ phần Sao Sáng:Corporation(Sao Sáng) | NVIDIA:Corporation(Tập đoàn "
               "NVIDIA, NVIDIA "
               "Corporation, Nvidia) | Sân bay Đà Nẵng:Facility | Trường Đại học "
               "FPT:EducationalOrganization | "
               "Đà Nẵng:City(thành phố Đà Nẵng, TP Đà Nẵng, Danang) | Đảng ủy Chính "
               "phủ:GovernmentOrganization",
               "heads before names");
    check_text(test, triples_of(&paper), "NVIDIA visits Đà Nẵng", "no loop");
    paper_free(&paper);
}

static void test_places(Test *test) {
    Paper paper;
    paper_begin(
        &paper, test,
        "Sở Y tế Đà Nẵng, Sở Y tế thành phố Đà Nẵng và Sở Y tế TP Đà Nẵng; Sở Y tế Hà Nội.");
    (void)name(&paper, "Sở Y tế Đà Nẵng", 0, "GovernmentOrganization");
    (void)name(&paper, "Sở Y tế thành phố Đà Nẵng", 0, "GovernmentOrganization");
    (void)name(&paper, "Sở Y tế TP Đà Nẵng", 0, "GovernmentOrganization");
    (void)name(&paper, "Sở Y tế Hà Nội", 0, "GovernmentOrganization");
    paper_end(&paper);
    check_text(test, entities_of(&paper),
               "Sở Y tế Hà Nội:GovernmentOrganization | Sở Y tế thành phố Đà "
               "Nẵng:GovernmentOrganization(Sở Y tế Đà "
               "Nẵng, Sở Y tế TP Đà Nẵng)",
               "a place at the end of a name");
    Families families;
    families_make(&families, test->ruleset);
    static const char *const names[] = {"Sở Y tế Đà Nẵng", "Sở Y tế thành phố Đà Nẵng",
                                        "Sở Y tế TP Đà Nẵng"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Buffer key = {0};
        Buffer plain = {0};
        body_key(&key, test->ruleset, &families, str_from(names[i]));
        name_key(&plain, str_from(names[0]));
        check(test, str_equal(buffer_str(&key), buffer_str(&plain)), names[i]);
        buffer_free(&key);
        buffer_free(&plain);
    }
    paper_free(&paper);
}

static void test_references(Test *test) {
    Paper paper;
    paper_begin(&paper, test,
                "Ông Nguyễn Văn Hoà dự Diễn đàn AI Đà Nẵng 2024. Ông Hoà nói Trung tâm Dữ liệu Số "
                "(DLS) sẽ ký với "
                "FPT tại lễ ký kết. Nguyễn Văn Hòa về DLS. Bộ trưởng Bộ Y tế và Bộ trưởng dự Diễn "
                "đàn AI. Ông về.");
    const uint32_t person = name(&paper, "Nguyễn Văn Hoà", 0, "Person");
    const uint32_t forum = name(&paper, "Diễn đàn AI Đà Nẵng 2024", 0, "Event");
    const uint32_t given = name(&paper, "Hoà", 1, "Person");
    paper.mentions.items[given].antecedent = person;
    const uint32_t centre = name(&paper, "Trung tâm Dữ liệu Số", 0, "Organization");
    paper.mentions.items[centre].acronym = STR("DLS");
    const uint32_t fpt = name(&paper, "FPT", 0, "Corporation");
    const uint32_t rite = mention(&paper, "lễ ký kết", 0, "Event", MENTION_BARE);
    const uint32_t again = name(&paper, "Nguyễn Văn Hòa", 0, "Person");
    (void)name(&paper, "DLS", 1, "Thing");
    const uint32_t short_name = (uint32_t)paper.mentions.count - 1;
    const uint32_t holder = mention(&paper, "Bộ trưởng Bộ Y tế", 0, "Person", MENTION_ROLE);
    const uint32_t minister = mention(&paper, "Bộ trưởng", 1, "Person", MENTION_ROLE);
    const uint32_t forum_again = name(&paper, "Diễn đàn AI", 1, "Event");
    const uint32_t pronoun = mention(&paper, "Ông", 2, "Person", MENTION_PRONOUN);
    paper.mentions.items[pronoun].antecedent = again;
    claim(&paper, person, "attends", forum, 0.9);
    claim(&paper, centre, "signed", fpt, 0.7);
    claim(&paper, fpt, "signed", centre, 0.8);
    claim(&paper, fpt, "attends", rite, 0.8);
    claim(&paper, again, "visits", short_name, 0.8);
    claim(&paper, holder, "attends", forum_again, 0.8);
    claim(&paper, minister, "attends", forum_again, 0.8);
    paper_end(&paper);
    check_text(test, entities_of(&paper),
               "Bộ trưởng:Person? | Bộ trưởng Bộ Y tế:Person | Diễn đàn AI Đà Nẵng 2024:Event(Diễn "
               "đàn AI) | "
               "FPT:Corporation(FPT Corporation) | Nguyễn Văn Hoà:Person(Hoà, Nguyễn Văn Hòa) | "
               "Trung tâm Dữ liệu "
               "Số:Organization(DLS) | lễ ký kết:Event?",
               "references");
    check_text(test, triples_of(&paper),
               "Nguyễn Văn Hoà attends Diễn đàn AI Đà Nẵng 2024 | FPT attends lễ ký kết | FPT "
               "signed Trung tâm Dữ "
               "liệu Số | Nguyễn Văn Hoà visits Trung tâm Dữ liệu Số | Bộ trưởng attends Diễn đàn "
               "AI Đà Nẵng 2024 | "
               "Bộ trưởng Bộ Y tế attends Diễn đàn AI Đà Nẵng 2024",
               "triples, a symmetric one once");
    size_t names = 0;
    for (size_t i = 0; i < paper.mentions.count; i++) {
        names += paper.mentions.items[i].kind == MENTION_NAME;
    }
    check(test, paper.result.mention_count == names, "all names are listed, and nothing else");
    check(test, paper.result.mentions[0].start == 4 && paper.result.mentions[0].end == 18, "span");
    paper_free(&paper);
}

static void test_left_out(Test *test) {
    Paper paper;
    paper_begin(
        &paper, test,
        "Ông Mới về Bộ. Nghị quyết số 57-NQ/TW, tức Nghị quyết 57, khác Nghị quyết 59. Tên Lạ.");
    (void)mention(&paper, "Ông", 0, "Person", MENTION_PRONOUN);
    const uint32_t body = mention(&paper, "Bộ", 0, "Organization", MENTION_BARE);
    const uint32_t person = name(&paper, "Mới", 0, "Person");
    (void)name(&paper, "Nghị quyết số 57-NQ/TW", 0, "CreativeWork");
    (void)name(&paper, "Nghị quyết 57", 0, "CreativeWork");
    (void)name(&paper, "Nghị quyết 59", 0, "CreativeWork");
    (void)name(&paper, "Tên Lạ", 0, "Thing");
    claim(&paper, person, "visits", body, 0.9);
    paper_end(&paper);
    check_text(test, entities_of(&paper),
               "Mới:Person | Nghị quyết 59:CreativeWork | Nghị quyết số 57-NQ/TW:CreativeWork(Nghị "
               "quyết 57)",
               "what refers to nothing is left out");
    check(test, paper.result.triple_count == 0, "and what is said of it");
    paper_free(&paper);
}

static void test_keys(Test *test) {
    static const struct {
        const char *name, *key, *slug;
    } cases[] = {{"Bộ KH&CN", "bộ kh & cn", "bo-kh-cn"},
                 {"TP.HCM", "tp hcm", "tp-hcm"},
                 {"“Diễn đàn” – 2024", "diễn đàn 2024", "dien-dan-2024"},
                 {"...", "...", ""},
                 {"Đặng Ðình Łukasz Ürümqi", NULL, "dang-dinh-lukasz-urumqi"},
                 {"東京", NULL, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buffer key = {0};
        Buffer folded = {0};
        Buffer slug = {0};
        name_key(&key, str_from(cases[i].name));
        name_slug(&slug, str_from(cases[i].name), 40);
        check_text(test, buffer_str(&slug), cases[i].slug, cases[i].name);
        if (cases[i].key) {
            name_key(&folded, str_from(cases[i].key));
            check(test, str_equal(buffer_str(&key), buffer_str(&folded)), cases[i].key);
        }
        buffer_free(&key);
        buffer_free(&folded);
        buffer_free(&slug);
    }
    check(test, key_contains(STR("a b c"), STR("a c")), "words with a gap");
    check(test, !key_contains(STR("a b c"), STR("c a")), "words in another order");
    check(test, !key_contains(STR("ab c"), STR("a c")), "parts of words");
}

int main(int argc, char **argv) {
    Test test = {.is_updating = argc > 1 && strcmp(argv[1], "--update") == 0};
    if (ruleset_load(&test.ruleset, "tests/cases/results") != STATUS_OK) {
        return 1;
    }
    run_cases(&test);
    run_damage(&test);
    test_keys(&test);
    test_heads(&test);
    test_places(&test);
    test_references(&test);
    test_left_out(&test);
    ruleset_free(test.ruleset);
    printf("%u passed, %u failed\n", test.passed, test.failed);
    return test.failed > 0;
}
