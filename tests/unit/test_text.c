/* Normalisation with its map back to the source, and the kinds of blocks. */
#include "text/text.h"

#include <stdio.h>
#include <utf8proc.h>

typedef struct Test {
    int failures;
} Test;

static void check(Test *test, bool holds, const char *what, Str text) {
    if (!holds) {
        printf("test_text: failed: %s in: %.*s\n", what, STR_ARG(text));
        test->failures++;
    }
}

/* ---- The map back to the source ---- */

static uint32_t base_letter(uint32_t code) {
    utf8proc_int32_t parts[8];
    const utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code, parts, 8, UTF8PROC_DECOMPOSE, NULL);
    return count > 0 ? (uint32_t)parts[0] : code;
}

static uint32_t code_point_at(Str text, uint32_t index) {
    size_t at = 0;
    while (index > 0 && at < text.len) {
        (void)utf8_next(text, &at);
        index--;
    }
    return at < text.len ? utf8_next(text, &at) : 0;
}

/* For every character of the body the source has the same base letter at the place that the map
 * gives, places never fall, and the end of the body is the end of the source. */
static void check_map(Test *test, Str source) {
    Arena arena = {0};
    const Document document = {.text = source};
    Text text;
    text_make(&text, &document, &arena);
    Buffer wanted = {0};
    utf8_nfc(&wanted, source);
    check(test, str_equal(buffer_str(&wanted), text.body), "the body is NFC", source);
    buffer_free(&wanted);
    SourceCursor cursor = {.text = &text};
    uint32_t before = 0;
    for (size_t at = 0; at < text.body.len;) {
        const uint32_t place = text_source_at(&cursor, (uint32_t)at);
        const uint32_t code = utf8_next(text.body, &at);
        const uint32_t there = code_point_at(source, place);
        const bool is_mark = utf8_kind(code) == CHAR_MARK; /* its order may change */
        check(test, is_mark || base_letter(code) == base_letter(there), "same base letter", source);
        check(test, place >= before, "places rise", source);
        before = place;
    }
    check(test, text_source_at(&cursor, (uint32_t)text.body.len) == utf8_count(source), "same end",
          source);
    check(test, text.shift_count == 0 || !utf8_is_nfc_quick(source), "no shifts in NFC", source);
    arena_free(&arena);
}

/* A pseudorandom sequence, the same on every machine. */
static uint32_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*state >> 33);
}

/* Pieces of text in all normalisations and none. */
static const char *const PIECES[] = {
    "a",
    "e",
    "o",
    "u",
    "d",
    " ",
    "\n",
    ".",
    "A",
    "\xC3\xA0" /* a grave */,
    "\xE1\xBB\x87" /* composed twice */,
    "e\xCC\xA3\xCC\x82" /* dot below, circumflex */,
    "e\xCC\x82\xCC\xA3",
    "\xC3\xAA\xCC\xA3",
    "\xCC\x81",
    "\xCC\x80",
    "\xC4\x91",
    "u\xCC\x9B\xCC\x89" /* horn, hook */,
    "\xC6\xB0\xCC\x89",
    "\xE2\x80\x9C",
    "\xE2\x82\xAC" /* euro */,
    "\xE2\x84\xAB" /* angstrom sign */,
    "\xF0\x9F\x98\x80" /* emoji */,
    "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB" /* jamo */,
    "\xED\x95\x98\xE1\x86\xAB",
    "\xCD\x84" /* one mark that becomes two */,
    "\xE0\xA5\x98" /* composition exclusion */,
    "\xE6\xBC\xA2",
    "\xEF\xBB\xBF",
    "\xC2\xA0",
    "\xC6\xB0\xCC\x80",
};

static void test_map(Test *test) {
    enum { ROUNDS = 3000, LONGEST = 40 };
    uint64_t state = 1;
    for (int round = 0; round < ROUNDS; round++) {
        Buffer source = {0};
        const uint32_t length = next_random(&state) % LONGEST;
        for (uint32_t i = 0; i < length; i++) {
            buffer_add(&source,
                       str_from(PIECES[next_random(&state) % (sizeof PIECES / sizeof *PIECES)]));
        }
        buffer_byte(&source, 'x');
        check_map(test, buffer_str(&source));
        buffer_free(&source);
    }
    Buffer marks = {0};
    buffer_add(&marks, STR("a"));
    for (size_t i = 0; i < 200; i++) {
        buffer_add(&marks, STR("\xCC\x81\xCC\xA3"));
    }
    buffer_add(&marks, STR("b"));
    check_map(test, buffer_str(&marks));
    buffer_free(&marks);
}

/* ---- Blocks ---- */

/* The blocks of `source`, one a line, each with the letter of its kind before it. */
static Str blocks_of(Str source, const char *title, Arena *arena) {
    static const char kinds[] = {'T', 'H', 'P', 'I'};
    const Document document = {.text = source, .title = str_from(title)};
    Text text;
    text_make(&text, &document, arena);
    Buffer out = {0};
    for (uint32_t i = 0; i < text.block_count; i++) {
        const Block *block = &text.blocks[i];
        buffer_byte(&out, kinds[block->kind]);
        buffer_byte(&out, ' ');
        buffer_add(&out, text_line(&text, block->start, block->end, arena));
        buffer_byte(&out, '\n');
    }
    const Str kept = arena_str(arena, buffer_str(&out));
    buffer_free(&out);
    return kept;
}

static void test_blocks(Test *test) {
    static const struct {
        const char *source, *title, *wanted;
    } cases[] = {
        {"", "", ""},
        {" \n\t\r\n", "", ""},
        {"Một dòng", "", "H Một dòng\n"},
        {"Tiêu đề\nCâu một. Câu hai.", "", "T Tiêu đề\nP Câu một. Câu hai.\n"},
        {"Tiêu đề là câu.\nCâu.", "Tiêu đề là câu.", "T Tiêu đề là câu.\nP Câu.\n"},
        {"Tiêu đề", "Tiêu đề", "T Tiêu đề\n"},
        {"Tie\xCC\x82u \xC4\x91\xC3\xAA\xCC\x80\nvà câu.", "Tiêu đề", "T Tiêu đề\nP và câu.\n"},
        {"Câu một.\n\nMục lớn\nCâu hai.", "", "P Câu một.\nH Mục lớn\nP Câu hai.\n"},
        {"Câu bị\nngắt giữa chừng,\nrồi hết.\nCâu mới.", "",
         "P Câu bị ngắt giữa chừng, rồi hết.\nP Câu mới.\n"},
        {"Câu một.\nMục lớn\n\nchữ thường sau dòng trống.", "",
         "P Câu một.\nH Mục lớn\nP chữ thường sau dòng trống.\n"},
        {"Câu.\n- Mục một\n+ mục hai;\n\xE2\x80\xA2 mục ba\n* bốn\n\xE2\x80\x93 năm", "",
         "P Câu.\nI Mục một\nI mục hai;\nI mục ba\nI bốn\nI năm\n"},
        {"Câu.\n1. Một\n2) Hai\n3.1. Ba\na) bốn\nIV. Năm\n5.Sáu", "",
         "P Câu.\nI Một\nI Hai\nI Ba\nI bốn\nI Năm\nI Sáu\n"},
        {"Câu.\n-5 độ C.\n1.000 người.\n2024. Năm.\n3,5 tỷ đồng.\nTP. Huế.\nP. Bến Nghé.\n-", "",
         "P Câu.\nP -5 độ C.\nP 1.000 người.\nP 2024. Năm.\nP 3,5 tỷ đồng.\nP TP. Huế.\nP P. Bến "
         "Nghé.\nH -\n"},
        {"Câu.\n\xC2\xA0 Hai \xC2\xA0\xE2\x80\x83 chữ\t\xEF\xBB\xBF\r\nBa.\rBốn.", "",
         "P Câu.\nH Hai chữ\nP Ba.\nP Bốn.\n"},
        {"Câu.\n\"Trong ngoặc.\"\n(Ảnh: A)\nGồm:\nHết\xE2\x80\xA6\n", "",
         "P Câu.\nP \"Trong ngoặc.\"\nH (Ảnh: A)\nP Gồm:\nP Hết…\n"},
        {"Câu.\n1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25", "",
         "P Câu.\nP 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena = {0};
        const Str found = blocks_of(str_from(cases[i].source), cases[i].title, &arena);
        if (!str_equal(found, str_from(cases[i].wanted))) {
            printf("test_text: blocks of:\n%s\nare:\n%.*s\n", cases[i].source, STR_ARG(found));
            test->failures++;
        }
        arena_free(&arena);
    }
}

int main(void) {
    Test test = {0};
    test_map(&test);
    test_blocks(&test);
    return test.failures > 0;
}
