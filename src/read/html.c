#include "html.h"

#include "date.h"
#include "decode.h"
#include "page.h"

#include <libxml/parser.h>
#include <strings.h>

enum { TITLE_BYTES = 10, DATE_LINES = 12, DATE_LINES_BEFORE = 5, DATE_LINE_BYTES = 200 };

/* What a page says of itself, white space collapsed. */
typedef struct Meta {
    Str og_title, site, title; /* title: the element */
    Str published, url;
} Meta;

/* ---- Metadata ---- */

static bool is_one_of(Str name, const char *const *names) {
    for (size_t i = 0; names[i]; i++) {
        if (name.len == strlen(names[i]) && strncasecmp(name.ptr, names[i], name.len) == 0) {
            return true;
        }
    }
    return false;
}

static void set_first(Str *field, Str value) {
    if (field->len == 0) {
        *field = value;
    }
}

/* The date in `text`, the string behind the first "datePublished" of JSON-LD. A search finds it in
 * broken JSON too. */
static Str published_in_json(Str text, Arena *arena) {
    static const char key[] = "\"datePublished\"";
    const char *hit = text.len > 0 ? memmem(text.ptr, text.len, key, sizeof key - 1) : NULL;
    if (!hit) {
        return STR_NONE;
    }
    const Str rest = str_sub(text, (size_t)(hit - text.ptr) + sizeof key - 1, text.len);
    const size_t start = str_find(rest, '"', 0);
    if (start == rest.len) {
        return STR_NONE;
    }
    return date_normalise(str_sub(rest, start + 1, str_find(rest, '"', start + 1)), arena);
}

static void read_meta_element(const xmlNode *element, Meta *meta, Arena *arena) {
    static const char *const dates[] = {"article:published_time",
                                        "datePublished",
                                        "pubdate",
                                        "publishdate",
                                        "publish-date",
                                        "publish_date",
                                        "date",
                                        "dc.date",
                                        "dc.date.issued",
                                        "dcterms.created",
                                        "article:published",
                                        "og:published_time",
                                        NULL};
    const Str content = markup_one_line(markup_attribute(element, "content"), arena);
    Str name = markup_attribute(element, "property");
    set_first(&name, markup_attribute(element, "name"));
    set_first(&name, markup_attribute(element, "itemprop"));
    if (is_one_of(name, dates)) {
        set_first(&meta->published, date_normalise(content, arena));
    } else if (is_one_of(name, (const char *const[]){"og:title", NULL})) {
        set_first(&meta->og_title, content);
    } else if (is_one_of(name, (const char *const[]){"og:site_name", NULL})) {
        set_first(&meta->site, content);
    } else if (is_one_of(name, (const char *const[]){"og:url", NULL})) {
        set_first(&meta->url, content);
    }
}

static Str date_of_element(const xmlNode *element, Arena *arena) {
    Str date = date_normalise(markup_attribute(element, "datetime"), arena);
    set_first(&date, date_normalise(markup_attribute(element, "content"), arena));
    set_first(&date, date_normalise(markup_content(element, arena), arena));
    return date;
}

static Meta read_meta(const xmlNode *root, Arena *arena) {
    Meta meta = {0};
    Str canonical = STR_NONE;
    Str in_json = STR_NONE;
    Str in_item = STR_NONE;
    Str in_text = STR_NONE;
    for (const xmlNode *node = root; node; node = markup_next(node, root)) {
        if (node->type != XML_ELEMENT_NODE) {
            continue;
        }
        if (markup_is(node, "meta")) {
            read_meta_element(node, &meta, arena);
        } else if (markup_is(node, "title")) {
            set_first(&meta.title, markup_content(node, arena));
        } else if (markup_is(node, "link") && is_one_of(markup_attribute(node, "rel"),
                                                        (const char *const[]){"canonical", NULL})) {
            set_first(&canonical, markup_one_line(markup_attribute(node, "href"), arena));
        } else if (markup_is(node, "script") && node->children && node->children->content &&
                   str_starts(markup_attribute(node, "type"), STR("application/ld"))) {
            set_first(&in_json,
                      published_in_json(str_from((const char *)node->children->content), arena));
        } else if (is_one_of(markup_attribute(node, "itemprop"),
                             (const char *const[]){"datePublished", NULL})) {
            set_first(&in_item, date_of_element(node, arena));
        } else if (markup_is(node, "time")) {
            set_first(&in_text, date_of_element(node, arena));
        }
    }
    set_first(&meta.published, in_json);
    set_first(&meta.published, in_item);
    set_first(&meta.published, in_text);
    meta.url = canonical.len > 0 ? canonical : meta.url;
    return meta;
}

/* ---- Headline ---- */

/* Whether `long_title` is `title`, perhaps with more behind it: the name of the site. */
static bool begins_with(Str long_title, Str title) {
    return title.len >= TITLE_BYTES && str_starts(long_title, title);
}

/* `title` without the name of the site behind a dash or bar. */
static Str cut_site(Str title, Str site) {
    static const char *const marks[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: "};
    if (site.len > 0 && str_ends(title, site) && title.len > site.len) {
        Str rest = str_trim(str_sub(title, 0, title.len - site.len));
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const Str mark = str_trim(str_from(marks[i]));
            if (str_ends(rest, mark)) {
                return str_trim(str_sub(rest, 0, rest.len - mark.len));
            }
        }
    }
    return title;
}

static bool is_h1(const Markup *page, size_t line) {
    return markup_is(page->nodes.items[page->lines.items[line].node].element, "h1");
}

/* The longest line that `full` begins with: the headline, where `full` names the site behind it. A
 * line that is no h1 has to make up most of `full`. */
static Str longest_begin(const Markup *page, Str full) {
    Str best = STR_NONE;
    for (size_t i = 0; i < page->lines.count; i++) {
        const Str line = markup_line(page, i);
        if (line.len > best.len && begins_with(full, line) &&
            (line.len * 2 > full.len || is_h1(page, i))) {
            best = line;
        }
    }
    return best;
}

/* For a title element alone: what stands before the last bar. */
static Str cut_last_bar(Str title) {
    for (size_t at = title.len; at > TITLE_BYTES; at--) {
        if (title.ptr[at - 1] == '|') {
            return str_trim(str_sub(title, 0, at - 1));
        }
    }
    return title;
}

static Str choose_title(const Markup *page, const Meta *meta, Arena *arena) {
    Str line = longest_begin(page, meta->og_title);
    if (line.len == 0) {
        line = longest_begin(page, meta->title);
    }
    if (line.len > 0) {
        return arena_str(arena, line);
    }
    if (meta->og_title.len > 0) {
        return cut_site(meta->og_title, meta->site);
    }
    for (size_t i = 0; i < page->lines.count; i++) {
        if (is_h1(page, i) && markup_line(page, i).len >= 2 * TITLE_BYTES) {
            return arena_str(arena, markup_line(page, i));
        }
    }
    return cut_last_bar(cut_site(meta->title, meta->site));
}

/* ---- Date in the text ---- */

static Str date_in_lines(const Markup *page, size_t from, size_t to, Arena *arena) {
    for (size_t i = from; i < to && i < page->lines.count; i++) {
        const Str line = markup_line(page, i);
        const Str date = line.len <= DATE_LINE_BYTES ? date_find(line, arena) : STR_NONE;
        if (date.len > 0) {
            return date;
        }
    }
    return STR_NONE;
}

/* A date near the headline: behind it, else before it. */
static Str visible_date(const Markup *page, Str title, Arena *arena) {
    size_t headline = 0;
    for (size_t i = 0; i < page->lines.count; i++) {
        if (title.len > 0 && str_equal(markup_line(page, i), title)) {
            headline = i;
            break;
        }
    }
    const Str date = date_in_lines(page, headline, headline + DATE_LINES, arena);
    const size_t before = headline > DATE_LINES_BEFORE ? headline - DATE_LINES_BEFORE : 0;
    return date.len > 0 ? date : date_in_lines(page, before, headline, arena);
}

/* ---- The page ---- */

Document html_document(const xmlNode *root, Arena *arena) {
    const Meta meta = read_meta(root, arena);
    Markup page = {0};
    markup_collect(&page, root);
    Document document = {.line = 1, .url = meta.url, .date = meta.published};
    document.title = choose_title(&page, &meta, arena);
    if (document.date.len == 0) {
        document.date = visible_date(&page, document.title, arena);
    }
    Buffer body = {0};
    page_article(&page, document.title, &body);
    document.text = html_with_title(document.title, buffer_str(&body), arena);
    buffer_free(&body);
    markup_free(&page);
    return document;
}

Str html_with_title(Str title, Str body, Arena *arena) {
    const bool begins =
        str_starts(body, title) && (body.len == title.len || body.ptr[title.len] == '\n');
    if (title.len == 0 || begins) {
        return arena_str(arena, body);
    }
    return arena_printf(arena, "%.*s%s%.*s", STR_ARG(title), body.len > 0 ? "\n" : "",
                        STR_ARG(body));
}

void read_html(Reader *reader) {
    xmlInitParser();
    const Str html = decode_item(reader, decode_declared(reader->item->bytes));
    bool is_cut = false;
    xmlDoc *tree = markup_parse(html, &is_cut);
    const Place place = {.file = reader->item->path};
    if (is_cut) {
        reader_error(reader, &place, NULL,
                     "elements are nested too deeply; what follows is not read");
    }
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    Document document = {.line = 1};
    if (root) {
        document = html_document(root, reader->arena);
    }
    xmlFreeDoc(tree);
    reader_add(reader, document, 0);
}
