#include "date.h"
#include "decode.h"
#include "html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <strings.h>

/* Entities are never expanded and nothing is loaded: references to undeclared ones that HTML knows
 * are read as there. */
enum { XML_OPTIONS = XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOWARNING };

/* The first error of a parse. */
typedef struct Problem {
    uint32_t line; /* 0: there was none */
    uint32_t column;
    char message[160];
} Problem;

/* ---- Parsing ---- */

static void remember(void *context, xmlError *error) {
    Problem *problem = ((xmlParserCtxt *)context)->_private;
    if (error->level < XML_ERR_ERROR || problem->line > 0) {
        return;
    }
    problem->line = error->line > 0 ? (uint32_t)error->line : 1;
    problem->column = error->int2 > 0 ? (uint32_t)error->int2 : 0;
    const Str message = str_trim(str_from(error->message));
    (void)snprintf(problem->message, sizeof problem->message, "%.*s", STR_ARG(message));
}

static xmlDoc *parse(Str text, Problem *problem) {
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser) {
        diag_out_of_memory("XML");
    }
    *problem = (Problem){0};
    parser->_private = problem;
    parser->sax->serror = remember;
    xmlDoc *tree = xmlCtxtReadMemory(parser, text.ptr, (int)text.len, NULL, "UTF-8", XML_OPTIONS);
    xmlFreeParserCtxt(parser);
    return tree;
}

/* Length of the reference "&name;" at byte `at`, 0 if none stands there; `*name` is the name. */
static size_t reference_at(Str text, size_t at, char name[static 32]) {
    size_t len = 0;
    while (at + 1 + len < text.len && len < 31) {
        const char c = text.ptr[at + 1 + len];
        const bool is_part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || (c == '#' && len == 0);
        if (!is_part) {
            break;
        }
        name[len++] = c;
    }
    name[len] = '\0';
    return len > 0 && at + 1 + len < text.len && text.ptr[at + 1 + len] == ';' ? len + 2 : 0;
}

static bool is_xml_reference(const char *name) {
    static const char *const names[] = {"amp", "lt", "gt", "quot", "apos"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return name[0] == '#';
}

static void repair_ampersand(Str text, size_t *at, Buffer *out) {
    char name[32];
    const size_t len = reference_at(text, *at, name);
    const htmlEntityDesc *entity =
        len > 0 && !is_xml_reference(name) ? htmlEntityLookup((const xmlChar *)name) : NULL;
    if (entity) {
        utf8_add(out, entity->value);
        *at += len;
    } else if (len > 0 && is_xml_reference(name)) {
        buffer_add(out, str_sub(text, *at, *at + len));
        *at += len;
    } else {
        buffer_add(out, STR("&amp;"));
        (*at)++;
    }
}

static size_t find_text(Str text, size_t from, Str wanted) {
    const char *hit =
        from < text.len ? memmem(text.ptr + from, text.len - from, wanted.ptr, wanted.len) : NULL;
    return hit ? (size_t)(hit - text.ptr) : text.len;
}

/* `text` with the two commonest faults of feeds undone: entities of HTML, ampersands that are not
 * escaped. */
static Str repair(Str text, Arena *arena) {
    Buffer out = {0};
    size_t cdata = find_text(text, 0, STR("<![CDATA["));
    for (size_t at = 0; at < text.len;) {
        const size_t ampersand = str_find(text, '&', at);
        const bool is_quoted = cdata < ampersand;
        const size_t stop = is_quoted ? find_text(text, cdata, STR("]]>")) : ampersand;
        buffer_add(&out, str_sub(text, at, stop));
        at = stop;
        if (is_quoted) {
            cdata = find_text(text, at, STR("<![CDATA["));
        } else if (at < text.len) {
            repair_ampersand(text, &at, &out);
        }
    }
    const Str repaired = arena_str(arena, buffer_str(&out));
    buffer_free(&out);
    return repaired;
}

/* ---- Feeds ---- */

static bool is_named(const xmlNode *node, const char *const *names) {
    for (size_t i = 0; names[i]; i++) {
        if (markup_is(node, names[i])) {
            return true;
        }
    }
    return false;
}

/* The first child element of that name which holds something, in any name space but that of media.
 */
static const xmlNode *child_of(const xmlNode *parent, const char *name) {
    for (const xmlNode *child = parent->children; child; child = child->next) {
        const bool is_media =
            child->ns && child->ns->prefix && strcmp((const char *)child->ns->prefix, "media") == 0;
        if (markup_is(child, name) && !is_media && (child->children || child->properties)) {
            return child;
        }
    }
    return NULL;
}

/* Text of a child element, on one line; HTML inside is undone. */
static Str child_line(const xmlNode *parent, const char *name, Arena *arena) {
    const xmlNode *child = child_of(parent, name);
    Str text = child ? markup_content(child, arena) : STR_NONE;
    if (str_find(text, '&', 0) < text.len || str_find(text, '<', 0) < text.len) {
        text = markup_one_line(markup_fragment(text, arena), arena);
    }
    return text;
}

/* The raw text inside `node`, line breaks and all. */
static Str raw_text(const xmlNode *node, Arena *arena) {
    Buffer text = {0};
    for (const xmlNode *inner = node; inner; inner = markup_next(inner, node)) {
        if (inner->type == XML_TEXT_NODE || inner->type == XML_CDATA_SECTION_NODE) {
            buffer_add(&text, str_from((const char *)inner->content));
        }
    }
    const Str kept = arena_str(arena, buffer_str(&text));
    buffer_free(&text);
    return kept;
}

static bool has_elements(const xmlNode *node) {
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            return true;
        }
    }
    return false;
}

/* The longest of what an item offers as its text. */
static Str item_text(const xmlNode *item, Arena *arena) {
    static const char *const names[] = {"encoded", "content", "description", "summary"};
    Str best = STR_NONE;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const xmlNode *child = child_of(item, names[i]);
        if (!child) {
            continue;
        }
        const Str text = has_elements(child) ? markup_text(child, arena)
                                             : markup_fragment(raw_text(child, arena), arena);
        best = text.len > best.len ? text : best;
    }
    return best;
}

static Str item_date(const xmlNode *item, Arena *arena) {
    static const char *const names[] = {"pubDate", "published", "date", "issued", "updated"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const Str date = date_normalise(child_line(item, names[i], arena), arena);
        if (date.len > 0) {
            return date;
        }
    }
    return STR_NONE;
}

/* RSS has the address as text, Atom in an attribute of the link without or with an "alternate"
 * relation. */
static Str item_link(const xmlNode *item, Arena *arena) {
    for (const xmlNode *child = item->children; child; child = child->next) {
        if (!markup_is(child, "link")) {
            continue;
        }
        const Str relation = markup_attribute(child, "rel");
        const Str address = markup_attribute(child, "href");
        if (address.len == 0 && child->children) {
            return markup_content(child, arena);
        }
        if (relation.len == 0 || str_equal(relation, STR("alternate"))) {
            return markup_one_line(address, arena);
        }
    }
    return STR_NONE;
}

/* `line`: of the file, where the parser's first line is. */
static void add_item(Reader *reader, const xmlNode *item, uint32_t line, uint64_t number) {
    Arena *arena = reader->arena;
    Document document = {.line = (uint32_t)xmlGetLineNo(item) + line - 1};
    const xmlNode *id = child_of(item, "guid");
    id = id ? id : child_of(item, "id");
    document.id = id ? markup_content(id, arena) : STR_NONE;
    document.title = child_line(item, "title", arena);
    document.date = item_date(item, arena);
    document.url = item_link(item, arena);
    document.text = html_with_title(document.title, item_text(item, arena), arena);
    reader_add(reader, document, number);
}

static void read_feed(Reader *reader, const xmlNode *root, uint32_t line) {
    static const char *const items[] = {"item", "entry", NULL};
    uint64_t number = 0;
    for (const xmlNode *node = root; node;) {
        if (is_named(node, items)) {
            add_item(reader, node, line, ++number);
            while (node != root && !node->next) {
                node = node->parent;
            }
            node = node == root ? NULL : node->next;
        } else {
            node = markup_next(node, root);
        }
    }
    if (number == 0) {
        const Place place = {.file = reader->item->path};
        reader_warning(reader, &place, NULL, "the feed has no items");
    }
}

/* ---- Other XML ---- */

static bool has_own_text(const xmlNode *element) {
    for (const xmlNode *child = element->children; child; child = child->next) {
        const bool is_text = child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE;
        if (is_text && str_trim(str_from((const char *)child->content)).len > 0) {
            return true;
        }
    }
    return false;
}

/* An element is a block if those beside it are: if its parent has no text of its own. The outermost
 * elements with text are the lines. */
static void add_lines(const xmlNode *root, Buffer *out, Arena *arena) {
    for (const xmlNode *node = root; node;) {
        if (node->type == XML_ELEMENT_NODE && !has_own_text(node)) {
            node = markup_next(node, root);
            continue;
        }
        if (node->type == XML_ELEMENT_NODE) {
            if (out->count > 0) {
                buffer_byte(out, '\n');
            }
            buffer_add(out, markup_content(node, arena));
        }
        while (node != root && !node->next) {
            node = node->parent;
        }
        node = node == root ? NULL : node->next;
    }
}

static Str first_title(const xmlNode *root, Arena *arena) {
    static const char *const names[] = {"title", "headline", "hl1", NULL};
    for (const xmlNode *node = root; node; node = markup_next(node, root)) {
        if (is_named(node, names)) {
            return markup_content(node, arena);
        }
    }
    return STR_NONE;
}

static Document other_document(const xmlNode *root, Arena *arena) {
    Buffer text = {0};
    add_lines(root, &text, arena);
    Document document = {.line = 1, .title = first_title(root, arena)};
    document.text = arena_str(arena, buffer_str(&text));
    buffer_free(&text);
    return document;
}

/* `problem` counts lines in `text`, the end of `content`. */
static void report(Reader *reader, Str content, Str text, const Problem *problem) {
    size_t start = content.len - text.len;
    Place place = diag_place(reader->item->path, content, start, start);
    const uint32_t before = place.line - 1;
    for (uint32_t line = 1; line < problem->line && start < content.len; line++) {
        start = str_find(content, '\n', start) + 1;
    }
    if (start < content.len) {
        place = diag_place(reader->item->path, content, start, start);
        place.column = problem->column;
    } else {
        place.source = STR_NONE;
        place.column = 0;
    }
    place.line = problem->line + before;
    char message[200];
    (void)snprintf(message, sizeof message, "not well-formed XML: %s", problem->message);
    reader_error(reader, &place, NULL, message);
}

void read_xml(Reader *reader) {
    static const char *const feeds[] = {"rss", "feed", "RDF", NULL};
    xmlInitParser();
    const Str content = decode_item(reader, decode_declared(reader->item->bytes));
    /* The parser refuses white space before "<?xml". */
    const size_t first = str_find(content, '<', 0);
    const bool is_blank = str_trim(str_sub(content, 0, first)).len == 0;
    const Str text = str_sub(content, is_blank ? first : 0, content.len);
    Problem problem;
    xmlDoc *tree = parse(text, &problem);
    if (problem.line > 0) {
        Problem remaining;
        xmlFreeDoc(tree);
        tree = parse(repair(text, reader->arena), &remaining);
        if (remaining.line > 0) {
            report(reader, content, text, &problem);
        }
    }
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    if (!root) {
        const Place place = {.file = reader->item->path};
        reader_warning(reader, &place, NULL, "holds no text");
    } else if (is_named(root, feeds)) {
        read_feed(reader, root, diag_place(STR_NONE, content, content.len - text.len, 0).line);
    } else if (markup_is(root, "html")) {
        reader_add(reader, html_document(root, reader->arena), 0);
    } else {
        reader_add(reader, other_document(root, reader->arena), 0);
    }
    xmlFreeDoc(tree);
}
