#include "page.h"

#include <strings.h>

enum {
    GOOD_BYTES = 80, /* a line of this length with few links is running text */
    LEDE_BYTES = 60, /* a line between headline and article of this length belongs to it */
    LEDE_LINES = 3,
    WEIGHT_BYTES = 600, /* beyond this a line weighs no more */
    WEIGHT_LEVELS = 4,  /* how far up a line counts, half as much for each level */
    FORM_BYTES = 1000   /* a form with more running text is a whole page in a form */
};

/* What stands in one element and all below. */
typedef struct Mass {
    size_t text, linked, good; /* bytes of all lines, inside links, of running text */
    uint64_t score;
    bool is_dropped;
    bool has_blocks; /* other blocks inside */
} Mass;

typedef struct Page {
    const Markup *markup;
    Mass *masses; /* one for each node */
    uint32_t container;
    size_t title_line; /* index, or the number of lines */
} Page;

static const MarkupNode *node_at(const Page *page, uint32_t index) {
    return &page->markup->nodes.items[index];
}

static size_t line_bytes(const MarkupLine *line) { return line->end - line->start; }

static bool is_good(const Page *page, const MarkupLine *line) {
    return line_bytes(line) >= GOOD_BYTES && line->linked * 3 < line_bytes(line) &&
           node_at(page, line->node)->kind != TAG_HEADING;
}

static bool is_inside(const Page *page, uint32_t node, uint32_t container) {
    return node >= container && node <= node_at(page, container)->last;
}

/* ---- Masses ---- */

/* Counts every line that is not dropped. */
static void weigh(Page *page) {
    const Markup *markup = page->markup;
    for (size_t i = 0; i < markup->nodes.count; i++) {
        page->masses[i] = (Mass){.is_dropped = page->masses[i].is_dropped};
    }
    for (uint32_t i = 1; i < markup->nodes.count; i++) {
        const MarkupNode *node = node_at(page, i);
        if (node->block == i) {
            page->masses[node_at(page, node->parent)->block].has_blocks = true;
        }
    }
    for (size_t i = 0; i < markup->lines.count; i++) {
        const MarkupLine *line = &markup->lines.items[i];
        Mass *mass = &page->masses[line->node];
        if (!mass->is_dropped) {
            mass->text += line_bytes(line);
            mass->linked += line->linked;
            mass->good += is_good(page, line) ? line_bytes(line) : 0;
        }
    }
    for (uint32_t i = (uint32_t)markup->nodes.count - 1; i > 0; i--) {
        Mass *above = &page->masses[node_at(page, i)->parent];
        above->text += page->masses[i].text;
        above->linked += page->masses[i].linked;
        above->good += page->masses[i].good;
    }
}

/* Dropping an element drops all inside. */
static void spread_drops(Page *page) {
    for (uint32_t i = 1; i < page->markup->nodes.count; i++) {
        page->masses[i].is_dropped =
            page->masses[i].is_dropped || page->masses[node_at(page, i)->parent].is_dropped;
    }
}

/* ---- What is never the article ---- */

static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whether a word of `names`, a class or id, begins with one of the NULL-ended `words`. */
static bool has_word(Str names, const char *const *words) {
    for (size_t at = 0; at < names.len; at++) {
        const bool is_begin =
            is_word_byte(names.ptr[at]) && (at == 0 || !is_word_byte(names.ptr[at - 1]));
        for (size_t i = 0; is_begin && words[i]; i++) {
            const size_t len = strlen(words[i]);
            if (at + len <= names.len && strncasecmp(names.ptr + at, words[i], len) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool is_called(const xmlNode *element, const char *const *words) {
    return has_word(markup_attribute(element, "class"), words) ||
           has_word(markup_attribute(element, "id"), words);
}

static bool holds_headline(const Page *page, uint32_t node) {
    for (uint32_t i = node; i <= node_at(page, node)->last; i++) {
        if (markup_is(node_at(page, i)->element, "h1")) {
            return true;
        }
    }
    return false;
}

static bool is_surroundings(const Page *page, uint32_t index) {
    static const char *const words[] = {
        "comment",    "related", "recommend", "footer", "breadcrumb", "menu",      "navbar",
        "newsletter", "cookie",  "popup",     "modal",  "copyright",  "subscribe", NULL};
    const xmlNode *element = node_at(page, index)->element;
    if (markup_is(element, "form")) {
        return page->masses[index].good < FORM_BYTES;
    }
    if (markup_is(element, "header")) {
        return !holds_headline(page, index);
    }
    return is_called(element, words);
}

/* Drops what surrounds an article, unless most of the running text stands in it. */
static void drop_surroundings(Page *page) {
    const size_t total = page->masses[0].good;
    for (uint32_t i = 1; i < page->markup->nodes.count; i++) {
        Mass *mass = &page->masses[i];
        if (mass->good * 2 <= total && node_at(page, i)->kind != TAG_INLINE) {
            mass->is_dropped = is_surroundings(page, i);
        }
    }
    spread_drops(page);
}

/* ---- Where the article is ---- */

static bool is_article_body(const xmlNode *element) {
    const Str role = markup_attribute(element, "itemprop");
    return role.len == strlen("articleBody") && strncasecmp(role.ptr, "articleBody", role.len) == 0;
}

static bool is_article(const xmlNode *element) {
    return markup_is(element, "article") ||
           str_equal(markup_attribute(element, "role"), STR("article"));
}

static bool is_main(const xmlNode *element) {
    return markup_is(element, "main") || str_equal(markup_attribute(element, "role"), STR("main"));
}

/* The element with most running text of those that `is_wanted` takes, or 0: the root is none. */
static uint32_t largest(const Page *page, bool (*is_wanted)(const xmlNode *)) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < page->markup->nodes.count; i++) {
        const Mass *mass = &page->masses[i];
        if (mass->is_dropped || mass->text == 0 || !is_wanted(node_at(page, i)->element)) {
            continue;
        }
        if (best == 0 || mass->good > page->masses[best].good) {
            best = i;
        }
    }
    return best;
}

/* The element that a line in `node` speaks for: the one around its paragraph. A block without
 * others inside is a paragraph too, unless it holds most of the text: then only line breaks divide
 * that. */
static uint32_t around(const Page *page, uint32_t node, uint32_t within) {
    const Mass *mass = &page->masses[node];
    const bool is_paragraph = node_at(page, node)->kind == TAG_PARAGRAPH ||
                              (!mass->has_blocks && mass->good * 5 < page->masses[within].good * 3);
    return is_paragraph ? node_at(page, node_at(page, node)->parent)->block : node;
}

/* The element inside `within` around the densest running text. */
static uint32_t densest(Page *page, uint32_t within) {
    const Markup *markup = page->markup;
    for (size_t i = 0; i < markup->lines.count; i++) {
        const MarkupLine *line = &markup->lines.items[i];
        if (!is_good(page, line) || page->masses[line->node].is_dropped ||
            !is_inside(page, line->node, within)) {
            continue;
        }
        const size_t bytes = line_bytes(line) < WEIGHT_BYTES ? line_bytes(line) : WEIGHT_BYTES;
        uint32_t node = around(page, line->node, within);
        for (uint32_t level = 0; level < WEIGHT_LEVELS && node > within; level++) {
            page->masses[node].score += bytes >> level;
            node = node_at(page, node_at(page, node)->parent)->block;
        }
    }
    uint32_t best = within;
    uint64_t best_score = 0;
    for (uint32_t i = within; i <= node_at(page, within)->last; i++) {
        const Mass *mass = &page->masses[i];
        const uint64_t share = mass->text > 0 ? mass->linked * 100 / mass->text : 0;
        const uint64_t score = mass->score * (100 - share);
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

static uint32_t find_container(Page *page) {
    const size_t total = page->masses[0].good;
    const uint32_t body = largest(page, is_article_body);
    if (body > 0 && page->masses[body].good * 10 >= total * 3) {
        return body;
    }
    uint32_t outer = largest(page, is_article);
    if (outer == 0 || page->masses[outer].good * 10 < total * 3) {
        outer = largest(page, is_main);
    }
    if (outer > 0 && page->masses[outer].good * 10 < total * 3) {
        outer = 0;
    }
    const uint32_t dense = densest(page, outer);
    /* A narrower element must not cost text where the page itself says what its article is. */
    const bool is_narrow =
        outer > 0 && page->masses[dense].good * 10 < page->masses[outer].good * 9;
    return is_narrow ? outer : dense;
}

/* ---- What inside the article does not belong to it ---- */

static bool is_foreign(const Page *page, uint32_t index) {
    static const char *const words[] = {"share",  "sharing", "social",     "tags",   "tag-",
                                        "ads",    "advert",  "banner",     "promo",  "sidebar",
                                        "widget", "toolbar", "pagination", "rating", "vote",
                                        "player", NULL};
    const Mass *mass = &page->masses[index];
    const MarkupNode *node = node_at(page, index);
    if (node->kind == TAG_INLINE || node->kind == TAG_LINK ||
        mass->good * 3 >= page->masses[page->container].good + 1) {
        return false;
    }
    if (is_called(node->element, words) || is_article(node->element)) {
        return true;
    }
    const bool is_grouping = node->kind == TAG_BLOCK && !markup_is(node->element, "td");
    return is_grouping && mass->good == 0 && mass->linked * 2 > mass->text;
}

static void drop_foreign(Page *page) {
    for (uint32_t i = page->container + 1; i <= node_at(page, page->container)->last; i++) {
        page->masses[i].is_dropped = page->masses[i].is_dropped || is_foreign(page, i);
    }
    spread_drops(page);
}

/* ---- Lines of the article ---- */

static bool is_headline(const Page *page, size_t line, Str title) {
    const Str text = markup_line(page->markup, line);
    return str_equal(text, title) ||
           (title.len == 0 && text.len >= GOOD_BYTES / 4 &&
            markup_is(node_at(page, page->markup->lines.items[line].node)->element, "h1"));
}

static size_t find_headline(const Page *page, Str title) {
    const size_t count = page->markup->lines.count;
    size_t found = count;
    for (size_t i = 0; i < count; i++) {
        const bool is_h1 =
            markup_is(node_at(page, page->markup->lines.items[i].node)->element, "h1");
        if (is_headline(page, i, title) && (found == count || is_h1)) {
            found = i;
            if (is_h1) {
                break;
            }
        }
    }
    return found;
}

static bool is_kept(const Page *page, size_t index, bool has_begun, size_t *ledes) {
    const MarkupLine *line = &page->markup->lines.items[index];
    const size_t bytes = line_bytes(line);
    if (page->masses[line->node].is_dropped || line->linked * 5 > bytes * 4) {
        return false;
    }
    const bool has_headline = page->title_line < page->markup->lines.count;
    if (!is_inside(page, line->node, page->container)) {
        const bool is_lede = has_headline && !has_begun && index > page->title_line &&
                             bytes >= LEDE_BYTES && line->linked * 3 < bytes && *ledes < LEDE_LINES;
        *ledes += is_lede;
        return is_lede;
    }
    if (index == page->title_line || has_begun) {
        return true;
    }
    /* Sections, dates and authors stand before the text; a summary is longer or a heading. */
    const bool is_before = has_headline && index < page->title_line;
    const bool is_heading = node_at(page, line->node)->kind == TAG_HEADING;
    return page->masses[page->container].good == 0 || is_good(page, line) ||
           (!is_before && (is_heading || bytes >= LEDE_BYTES));
}

static void write_lines(const Page *page, Str title, Buffer *out) {
    bool has_begun = false;
    bool has_title = false;
    size_t ledes = 0;
    for (size_t i = 0; i < page->markup->lines.count; i++) {
        const MarkupLine *line = &page->markup->lines.items[i];
        if (!is_kept(page, i, has_begun, &ledes)) {
            continue;
        }
        has_begun =
            has_begun || (is_inside(page, line->node, page->container) && is_good(page, line));
        const Str text = markup_line(page->markup, i);
        const bool is_title = title.len > 0 && str_equal(text, title);
        if (is_title && has_title) {
            continue;
        }
        has_title = has_title || is_title;
        if (out->count > 0) {
            buffer_byte(out, '\n');
        }
        buffer_add(out, text);
    }
}

void page_article(const Markup *markup, Str title, Buffer *out) {
    if (markup->nodes.count == 0) {
        return;
    }
    Page page = {.markup = markup};
    page.masses = mem_zeroed(markup->nodes.count, sizeof *page.masses, "page");
    weigh(&page);
    drop_surroundings(&page);
    weigh(&page);
    page.container = find_container(&page);
    drop_foreign(&page);
    page.title_line = find_headline(&page, title);
    write_lines(&page, title, out);
    free(page.masses);
}
