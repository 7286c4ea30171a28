/* Readers on mutated files of every format, whole and compressed, and on hostile ones: no crash, no
 * hang, no leak; every document is well-formed UTF-8 and has an id. */
#include "fuzz/fuzz.h"

#include "read/format.h"
#include "read/internal.h"

#include <dirent.h>
#include <zlib.h>
#include <zstd.h>

enum {
    ROUNDS = 8,
    CASES = 16000 / FUZZ_SLOWER,
    FILES = 800 / FUZZ_SLOWER,
    HOSTILE = 16,
    SEEDS_MAX = 80
};

typedef struct Context {
    Fuzz *fuzz;
    Buffer seeds[SEEDS_MAX];
    uint32_t seed_count;
} Context;

static const char *const pieces[] = {
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\"?>",
    "&",
    "&amp;",
    "&#x",
    "&#1114112;",
    "&#0;",
    "&nbsp;",
    "<p>",
    "<div class=\"article\">",
    "</div>",
    "<article>",
    "<script>",
    "</script>",
    "<style>",
    "<title>",
    "<h1>",
    "<table><tr><td>",
    "<br>",
    "<meta charset=\"utf-16\">",
    "<meta charset=windows-1258>",
    "<item>",
    "</item>",
    "<entry>",
    "<rss>",
    "<channel>",
    "<content:encoded>",
    "<!DOCTYPE x [<!ENTITY a \"&b;&b;\"><!ENTITY b \"x\">]>",
    "&a;",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "\\u0000",
    ":",
    ",",
    "null",
    "true",
    "1e999",
    "-",
    "\"text\":",
    "\"id\":",
    "\"date\":",
    "2024-02-30",
    "{\"text\": \"x\"}\n",
    "\n",
    "\r\n",
    "\r",
    "\xEF\xBB\xBF",
    "\xFF\xFE",
    "\xFE\xFF",
    "\xC0\x80",
    "\xED\xA0\x80",
    "\xF4\x90\x80\x80",
    "\xE2\x80\xA8",
    "\x1F\x8B\x08",
    "\x28\xB5\x2F\xFD",
};
static const Dictionary dictionary = {pieces, sizeof pieces / sizeof *pieces};

static void check_text(Str text) {
    require(utf8_validate(text) == text.len, "what is read is UTF-8");
}

static void check_documents(const DocumentList *documents) {
    for (size_t i = 0; i < documents->count; i++) {
        const Document *document = &documents->items[i];
        require(document->id.len > 0, "a document has an id");
        require(document->date.len <= sizeof "2024-12-31" - 1, "a date is short");
        check_text(document->id);
        check_text(document->title);
        check_text(document->url);
        check_text(document->text);
    }
}

static void read_as(Format format, Str bytes) {
    const RawItem item = {.format = format, .path = STR("fuzz"), .bytes = bytes, .first_line = 1};
    Arena arena = {0};
    DocumentList documents = {0};
    /* A copy of just the size, so that a sanitizer sees a byte too many. */
    char *exact = mem_zeroed(bytes.len, 1, "input");
    memcpy(exact, bytes.ptr, bytes.len);
    RawItem copy = item;
    copy.bytes.ptr = exact;
    const Status status = read_documents(&copy, &arena, &documents);
    require(status == STATUS_OK || status == STATUS_INPUT, "reading ends as it says");
    check_documents(&documents);
    vec_free(&documents);
    arena_free(&arena);
    free(exact);
}

static void read_path(const char *path, size_t batch) {
    Source *source;
    if (source_open(&source, &path, 1) != STATUS_OK) {
        return;
    }
    source_set_limits(source, (SourceLimits){batch, 1 << 20});
    for (RawItem *item; (item = source_next(source)) != NULL; raw_item_free(item)) {
        Arena arena = {0};
        DocumentList documents = {0};
        (void)!read_documents(item, &arena, &documents);
        check_documents(&documents);
        vec_free(&documents);
        arena_free(&arena);
    }
    (void)source_close(source);
}

/* ---- Compressed files ---- */

static void pack_gzip(Buffer *out, Str bytes) {
    z_stream stream = {0};
    vec_reserve(out, bytes.len + 1024);
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    stream.avail_in = (uInt)bytes.len;
    stream.next_out = (Bytef *)out->items;
    stream.avail_out = (uInt)out->capacity;
    deflate(&stream, Z_FINISH);
    out->count = out->capacity - stream.avail_out;
    deflateEnd(&stream);
}

static void pack_zstd(Buffer *out, Str bytes) {
    vec_reserve(out, ZSTD_compressBound(bytes.len));
    out->count = ZSTD_compress(out->items, out->capacity, bytes.ptr, bytes.len, 1);
}

static void fuzz_file(const Context *context, Random *random, Str bytes) {
    static const char endings[][12] = {"txt",    "html",      "xml",      "json",     "ndjson",
                                       "txt.gz", "ndjson.gz", "json.zst", "html.zst", "ndjson.zst"};
    char path[128];
    Buffer packed = {0};
    Buffer mutated = {0};
    const Str ending = str_from(endings[draw(random, sizeof endings / sizeof *endings)]);
    (void)snprintf(path, sizeof path, "%s/%u.%.*s", context->fuzz->folder, (unsigned)getpid(),
                   STR_ARG(ending));
    if (str_ends(ending, STR(".gz"))) {
        pack_gzip(&packed, bytes);
    } else if (str_ends(ending, STR(".zst"))) {
        pack_zstd(&packed, bytes);
    } else {
        buffer_add(&packed, bytes);
    }
    if (chance(random, 70)) {
        mutate(random, &mutated, buffer_str(&packed), (Dictionary){0});
    } else {
        buffer_add(&mutated, buffer_str(&packed));
    }
    spill(path, buffer_str(&mutated));
    read_path(path, 1 + draw(random, 5000));
    unlink(path);
    buffer_free(&packed);
    buffer_free(&mutated);
}

/* ---- Hostile input ---- */

static void repeat(Buffer *out, const char *piece, size_t times) {
    for (size_t i = 0; i < times; i++) {
        buffer_add(out, str_from(piece));
    }
}

static void hostile(uint32_t which, Buffer *out) {
    static const char *const units[] = {
        "<div>", "<a><b>", "[",      "{\"a\":", "<p><b><i>", "<table><tr><td>", "</p>",     "&amp",
        "\"",    "<!--",   "<x y='", "\\",      "\xF0",      "{\"text\":[",     "<ul><li>", "<"};
    enum { TIMES = 60000 / FUZZ_SLOWER };
    repeat(out,
           which % 3 == 0   ? "{\"text\": "
           : which % 3 == 1 ? "<html><body>"
                            : "<?xml version='1.0'?><a>",
           which % 2);
    repeat(out, units[which % (sizeof units / sizeof *units)], TIMES);
}

static void run(void *data, uint32_t round, Random *random) {
    Context *context = data;
    Buffer bytes = {0};
    static const Format formats[] = {FORMAT_TEXT, FORMAT_HTML, FORMAT_XML, FORMAT_JSON,
                                     FORMAT_NDJSON};
    if (round == 0) {
        for (uint32_t i = 0; i < HOSTILE; i++) {
            buffer_clear(&bytes);
            hostile(i, &bytes);
            for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
                read_as(formats[f], buffer_str(&bytes));
            }
        }
    }
    for (uint32_t i = 0; i < CASES / ROUNDS; i++) {
        mutate(random, &bytes, buffer_str(&context->seeds[draw(random, context->seed_count)]),
               dictionary);
        read_as(formats[draw(random, sizeof formats / sizeof *formats)], buffer_str(&bytes));
        (void)format_of_bytes(buffer_str(&bytes));
    }
    for (uint32_t i = 0; i < FILES / ROUNDS; i++) {
        mutate(random, &bytes, buffer_str(&context->seeds[draw(random, context->seed_count)]),
               dictionary);
        fuzz_file(context, random, buffer_str(&bytes));
    }
    buffer_free(&bytes);
}

int main(int argc, char **argv) {
    Fuzz fuzz = {.rounds = ROUNDS, .run = run};
    Context context = {.fuzz = &fuzz};
    fuzz.context = &context;
    struct dirent **names;
    const int count = scandir("tests/cases/reading", &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const Str name = str_from(names[i]->d_name);
        if (name.ptr[0] != '.' && !str_ends(name, STR(".expected")) &&
            context.seed_count < SEEDS_MAX) {
            char path[400];
            (void)snprintf(path, sizeof path, "tests/cases/reading/%s", name.ptr);
            slurp(path, &context.seeds[context.seed_count++]);
        }
        free(names[i]);
    }
    free(names);
    require(context.seed_count > 0, "the cases of reading are there");
    fuzz_folder_make(&fuzz);
    const int status = fuzz_main(&fuzz, argc, argv);
    rmdir(fuzz.folder);
    for (uint32_t i = 0; i < context.seed_count; i++) {
        buffer_free(&context.seeds[i]);
    }
    return status;
}
