/* Makes articles for measurements from a file of templates: no two are equal, the same ones
 * each time.
 *
 *   generate TEMPLATES ndjson|txt|html BYTES PATH
 *
 * writes about BYTES bytes: for ndjson the file PATH, else files in the folder PATH. */
#include "base/base.h"

#include <stdio.h>
#include <sys/stat.h>

enum {
    NAMES_MAX = 512,     /* sections */
    POPULATION = 20000,  /* different members of a section that casts are drawn from */
    CAST = 3,            /* members that one article knows */
    SENTENCES_LEAST = 6, /* with relations, in an article */
    SENTENCES_SPREAD = 8,
    FILLERS_SPREAD = 8,
};

typedef struct Section {
    Str name;
    VEC(Str) lines;
} Section;

typedef struct Random {
    uint64_t state;
} Random;

typedef struct Generator {
    Buffer source;
    Section sections[NAMES_MAX];
    uint32_t section_count;
    uint64_t article; /* number of the one under way */
    uint32_t shift;   /* which member of the cast `a` is */
} Generator;

static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static uint32_t draw(Random *random, uint32_t below) {
    random->state += 0x9E3779B97F4A7C15U;
    return (uint32_t)((mix(random->state) >> 32) % below);
}

static void fail(const char *what, Str name) {
    fprintf(stderr, "generate: %s: %.*s\n", what, STR_ARG(name));
    exit(1);
}

static const Section *section(const Generator *generator, Str name) {
    for (uint32_t i = 0; i < generator->section_count; i++) {
        if (str_equal(generator->sections[i].name, name)) {
            return &generator->sections[i];
        }
    }
    fail("no section has the name", name);
    return NULL;
}

static void load(Generator *generator, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail("cannot open", str_from(path));
        return;
    }
    for (int c; (c = fgetc(file)) != EOF;) {
        buffer_byte(&generator->source, (char)c);
    }
    fclose(file);
    Str rest = buffer_str(&generator->source);
    while (rest.len > 0) {
        const Str line = str_trim(str_split(&rest, '\n'));
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        if (line.ptr[0] == '[' && generator->section_count < NAMES_MAX) {
            generator->sections[generator->section_count++] =
                (Section){.name = str_sub(line, 1, line.len - 1)};
        } else if (generator->section_count > 0) {
            vec_push(&generator->sections[generator->section_count - 1].lines, line);
        }
    }
}

static void expand_line(const Generator *generator, Random *random, Str line, Buffer *out);

/* Member `letter` of the cast: few are in many articles, many in few. Each member has lines of its
 * own to be drawn from, so that no two are the same. */
static void expand_member(const Generator *generator, Str name, char letter, Buffer *out) {
    const Section *from = section(generator, name);
    const uint32_t number = ((uint32_t)(letter - 'a') + generator->shift) % CAST;
    Random whom = {mix(generator->article * CAST + number) ^ str_hash(name)};
    const double even = (double)draw(&whom, 1U << 30) / (double)(1U << 30);
    const uint64_t member = (uint64_t)(even * even * even * POPULATION) * CAST + number;
    Random who = {mix(member + 1) ^ str_hash(name)};
    const uint32_t line = draw(&who, (uint32_t)from->lines.count / CAST) * CAST + number;
    expand_line(generator, &who, from->lines.items[line], out);
}

static void expand(const Generator *generator, Random *random, Str name, Buffer *out) {
    const Section *from = section(generator, name);
    const uint32_t line = draw(random, (uint32_t)from->lines.count);
    expand_line(generator, random, from->lines.items[line], out);
}

static void expand_brace(const Generator *generator, Random *random, Str inside, Buffer *out) {
    const size_t space = str_find(inside, ' ', 0);
    if (inside.ptr[0] >= '0' && inside.ptr[0] <= '9') {
        unsigned first = 0;
        unsigned last = 0;
        char text[32] = "";
        memcpy(text, inside.ptr, inside.len < sizeof text ? inside.len : sizeof text - 1);
        if (sscanf(text, "%u-%u", &first, &last) != 2 || last < first) {
            fail("not a range of numbers", inside);
        }
        buffer_uint(out, first + draw(random, last - first + 1));
    } else if (space < inside.len) {
        expand_member(generator, str_sub(inside, 0, space), inside.ptr[space + 1], out);
    } else {
        expand(generator, random, inside, out);
    }
}

static void expand_line(const Generator *generator, Random *random, Str line, Buffer *out) {
    Str rest = line;
    while (rest.len > 0) {
        const size_t open = str_find(rest, '{', 0);
        const size_t close = str_find(rest, '}', open);
        buffer_add(out, str_sub(rest, 0, open));
        if (open == rest.len) {
            return;
        }
        expand_brace(generator, random, str_sub(rest, open + 1, close), out);
        rest = str_sub(rest, close + 1, rest.len);
    }
}

/* ---- Articles ---- */

typedef struct Article {
    Buffer title, text; /* of the text each paragraph on a line */
    char date[16];
} Article;

static void make_article(Generator *generator, Article *article) {
    Random random = {mix(generator->article + 1)};
    buffer_clear(&article->title);
    buffer_clear(&article->text);
    generator->shift = 0;
    (void)snprintf(article->date, sizeof article->date, "%u-%02u-%02u", 2019 + draw(&random, 7),
                   1 + draw(&random, 12), 1 + draw(&random, 28));
    expand(generator, &random, STR("title"), &article->title);
    expand(generator, &random, STR("lead"), &article->text);
    uint32_t telling = SENTENCES_LEAST + draw(&random, SENTENCES_SPREAD);
    uint32_t filling = draw(&random, FILLERS_SPREAD);
    while (telling + filling > 0) {
        const bool tells = draw(&random, telling + filling) < telling;
        telling -= tells;
        filling -= !tells;
        generator->shift = draw(&random, CAST);
        buffer_byte(&article->text, draw(&random, 3) == 0 ? '\n' : ' ');
        expand(generator, &random, tells ? STR("sentence") : STR("filler"), &article->text);
    }
    generator->article++;
}

static void write_ndjson(const Generator *generator, const Article *article, Buffer *out) {
    buffer_printf(out, "{\"id\":\"%llu\",\"date\":\"%s\",\"title\":\"",
                  (unsigned long long)generator->article, article->date);
    buffer_json(out, buffer_str(&article->title));
    buffer_add(out, STR("\",\"text\":\""));
    buffer_json(out, buffer_str(&article->text));
    buffer_add(out, STR("\"}\n"));
}

static void write_text(const Article *article, Buffer *out) {
    buffer_add(out, buffer_str(&article->title));
    buffer_add(out, STR("\n\n"));
    buffer_add(out, buffer_str(&article->text));
    buffer_byte(out, '\n');
}

static void write_links(const Generator *generator, const char *kind, Buffer *out) {
    const Section *menu = section(generator, STR("menu"));
    buffer_printf(out, "<div class=\"%s\"><ul>\n", kind);
    for (size_t i = 0; i < menu->lines.count; i++) {
        buffer_printf(out, "<li><a href=\"/%zu.html\" title=\"\">%.*s</a></li>\n", i,
                      STR_ARG(menu->lines.items[i]));
    }
    buffer_add(out, STR("</ul></div>\n"));
}

static void write_html(const Generator *generator, const Article *article, Buffer *out) {
    const Str title = buffer_str(&article->title);
    buffer_printf(
        out,
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>%.*s</title>\n"
        "<meta property=\"article:published_time\" content=\"%sT08:00:00+07:00\">\n"
        "<script>var page = {\"id\": %llu};</script></head>\n<body>\n",
        STR_ARG(title), article->date, (unsigned long long)generator->article);
    write_links(generator, "menu", out);
    buffer_printf(out, "<article>\n<h1>%.*s</h1>\n", STR_ARG(title));
    Str rest = buffer_str(&article->text);
    while (rest.len > 0) {
        const Str paragraph = str_split(&rest, '\n');
        buffer_printf(out, "<p class=\"body\">%.*s</p>\n", STR_ARG(paragraph));
    }
    buffer_add(out, STR("</article>\n"));
    write_links(generator, "footer", out);
    buffer_add(out, STR("</body></html>\n"));
}

static void put_file(const char *path, const Buffer *bytes, const char *mode) {
    FILE *file = fopen(path, mode);
    if (!file || fwrite(bytes->items, 1, bytes->count, file) != bytes->count || fclose(file) != 0) {
        fail("cannot write", str_from(path));
    }
}

static void generate(Generator *generator, Str format, uint64_t wanted, const char *path) {
    Article article = {0};
    Buffer out = {0};
    const bool one_file = str_equal(format, STR("ndjson"));
    if (!one_file) {
        (void)mkdir(path, 0777);
    } else {
        put_file(path, &out, "wb");
    }
    for (uint64_t done = 0; done < wanted; done += out.count) {
        char name[4096];
        buffer_clear(&out);
        make_article(generator, &article);
        if (one_file) {
            for (write_ndjson(generator, &article, &out);
                 out.count < 1 << 20 && done + out.count < wanted;) {
                make_article(generator, &article);
                write_ndjson(generator, &article, &out);
            }
            put_file(path, &out, "ab");
            continue;
        }
        if (str_equal(format, STR("html"))) {
            write_html(generator, &article, &out);
        } else {
            write_text(&article, &out);
        }
        (void)snprintf(name, sizeof name, "%s/%06llu.%.*s", path,
                       (unsigned long long)generator->article, STR_ARG(format));
        put_file(name, &out, "wb");
    }
    printf("%llu\n", (unsigned long long)generator->article);
    buffer_free(&article.title);
    buffer_free(&article.text);
    buffer_free(&out);
}

int main(int argc, char **argv) {
    Generator *generator = mem_zeroed(1, sizeof *generator, "generator");
    if (argc != 5) {
        fprintf(stderr, "usage: generate TEMPLATES ndjson|txt|html BYTES PATH\n");
        return 2;
    }
    load(generator, argv[1]);
    generate(generator, str_from(argv[2]), strtoull(argv[3], NULL, 10), argv[4]);
    for (uint32_t i = 0; i < generator->section_count; i++) {
        vec_free(&generator->sections[i].lines);
    }
    buffer_free(&generator->source);
    free(generator);
    return 0;
}
