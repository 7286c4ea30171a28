#include "markup.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <strings.h>

typedef struct Tag {
    const char *name;
    TagKind kind;
} Tag;

/* Sorted by name. All others are inline. */
static const Tag TAGS[] = {
    {"a", TAG_LINK},           {"address", TAG_BLOCK},
    {"applet", TAG_SKIPPED},   {"article", TAG_BLOCK},
    {"aside", TAG_SKIPPED},    {"audio", TAG_SKIPPED},
    {"blockquote", TAG_BLOCK}, {"body", TAG_BLOCK},
    {"br", TAG_BREAK},         {"button", TAG_SKIPPED},
    {"canvas", TAG_SKIPPED},   {"caption", TAG_PARAGRAPH},
    {"center", TAG_BLOCK},     {"dd", TAG_PARAGRAPH},
    {"details", TAG_BLOCK},    {"dialog", TAG_SKIPPED},
    {"div", TAG_BLOCK},        {"dl", TAG_BLOCK},
    {"dt", TAG_PARAGRAPH},     {"embed", TAG_SKIPPED},
    {"fieldset", TAG_BLOCK},   {"figcaption", TAG_PARAGRAPH},
    {"figure", TAG_BLOCK},     {"footer", TAG_SKIPPED},
    {"form", TAG_BLOCK},       {"h1", TAG_HEADING},
    {"h2", TAG_HEADING},       {"h3", TAG_HEADING},
    {"h4", TAG_HEADING},       {"h5", TAG_HEADING},
    {"h6", TAG_HEADING},       {"head", TAG_SKIPPED},
    {"header", TAG_BLOCK},     {"hr", TAG_BREAK},
    {"html", TAG_BLOCK},       {"iframe", TAG_SKIPPED},
    {"input", TAG_SKIPPED},    {"li", TAG_PARAGRAPH},
    {"main", TAG_BLOCK},       {"map", TAG_SKIPPED},
    {"menu", TAG_SKIPPED},     {"nav", TAG_SKIPPED},
    {"noscript", TAG_SKIPPED}, {"object", TAG_SKIPPED},
    {"ol", TAG_BLOCK},         {"p", TAG_PARAGRAPH},
    {"pre", TAG_PARAGRAPH},    {"script", TAG_SKIPPED},
    {"section", TAG_BLOCK},    {"select", TAG_SKIPPED},
    {"style", TAG_SKIPPED},    {"summary", TAG_PARAGRAPH},
    {"svg", TAG_SKIPPED},      {"table", TAG_BLOCK},
    {"tbody", TAG_BLOCK},      {"td", TAG_BLOCK},
    {"template", TAG_SKIPPED}, {"textarea", TAG_SKIPPED},
    {"tfoot", TAG_BLOCK},      {"th", TAG_BLOCK},
    {"thead", TAG_BLOCK},      {"title", TAG_SKIPPED},
    {"tr", TAG_BLOCK},         {"ul", TAG_BLOCK},
    {"video", TAG_SKIPPED},
};

static int by_name(const void *name, const void *tag) {
    return strcasecmp(name, ((const Tag *)tag)->name);
}

/* ---- The tree ---- */

bool markup_is(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

Str markup_attribute(const xmlNode *node, const char *name) {
    for (const xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
         attribute; attribute = attribute->next) {
        if (strcasecmp((const char *)attribute->name, name) == 0) {
            const xmlNode *value = attribute->children;
            return value && value->content ? str_from((const char *)value->content) : STR_NONE;
        }
    }
    return STR_NONE;
}

const xmlNode *markup_next(const xmlNode *node, const xmlNode *root) {
    if (node->type == XML_ELEMENT_NODE && node->children) {
        return node->children;
    }
    while (node != root && !node->next) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}

/* Elements deeper than DEPTH_KEPT are left out of the tree, their text stays: pages that never
 * close their elements are read to the end, yet nothing grows with the depth. Beyond DEPTH_MAX the
 * parser is stopped. */
enum { DEPTH_KEPT = 200, DEPTH_MAX = 1000 };

typedef struct Depth {
    uint32_t depth;
    bool is_left_out[DEPTH_MAX + 1]; /* by depth */
} Depth;

static TagKind kind_of_name(const xmlChar *name) {
    const Tag *tag = bsearch(name, TAGS, sizeof TAGS / sizeof *TAGS, sizeof *TAGS, by_name);
    return tag ? tag->kind : TAG_INLINE;
}

static bool is_block(TagKind kind) {
    return kind == TAG_BLOCK || kind == TAG_PARAGRAPH || kind == TAG_HEADING;
}

/* Stands for the edge of a block that is left out. */
static void add_break(const xmlParserCtxt *parser, const xmlChar *name) {
    const TagKind kind = kind_of_name(name);
    if (parser->node && (is_block(kind) || kind == TAG_BREAK)) {
        (void)xmlNewChild(parser->node, NULL, (const xmlChar *)"br", NULL);
    }
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes) {
    xmlParserCtxt *parser = context;
    Depth *depth = parser->_private;
    if (depth->depth >= DEPTH_MAX) {
        xmlStopParser(parser);
        return;
    }
    depth->depth++;
    const bool is_left_out = depth->depth > DEPTH_KEPT && kind_of_name(name) != TAG_SKIPPED;
    depth->is_left_out[depth->depth] = is_left_out;
    if (is_left_out) {
        add_break(parser, name);
    } else {
        xmlSAX2StartElement(context, name, attributes);
    }
}

static void end_element(void *context, const xmlChar *name) {
    xmlParserCtxt *parser = context;
    Depth *depth = parser->_private;
    const bool is_left_out = depth->is_left_out[depth->depth];
    depth->depth -= depth->depth > 0;
    if (is_left_out) {
        add_break(parser, name);
    } else {
        xmlSAX2EndElement(context, name);
    }
}

xmlDoc *markup_parse(Str html, bool *is_cut) {
    htmlParserCtxt *parser = htmlNewParserCtxt();
    if (!parser) {
        diag_out_of_memory("HTML");
    }
    Depth depth = {0};
    parser->_private = &depth;
    parser->sax->startElement = start_element;
    parser->sax->endElement = end_element;
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                        HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC;
    xmlDoc *tree =
        htmlCtxtReadMemory(parser, html.len ? html.ptr : "", (int)html.len, NULL, "UTF-8", options);
    *is_cut = parser->disableSAX != 0;
    htmlFreeParserCtxt(parser);
    return tree;
}

/* ---- Lines ---- */

typedef struct Collector {
    Markup *markup;
    MarkupLine line; /* under way */
    uint32_t element;
    uint32_t links; /* open links around */
    bool is_apart;  /* white space before what comes */
    bool is_seam;   /* a span ended before what comes */
    bool is_lower;  /* the last character is a small letter */
} Collector;

static void end_line(Collector *collector) {
    Markup *markup = collector->markup;
    if (markup->text.count > collector->line.start) {
        collector->line.end = markup->text.count;
        collector->line.node = markup->nodes.items[collector->element].block;
        vec_push(&markup->lines, collector->line);
    }
    collector->line = (MarkupLine){.start = markup->text.count};
    collector->is_apart = false;
}

static bool is_space(uint32_t code) { return utf8_kind(code) == CHAR_SPACE; }

/* Characters that show nothing and only disturb words. */
static bool is_invisible(uint32_t code) {
    return code == 0xAD || code == 0x200B || code == 0x2060 || code == 0xFEFF;
}

static void add_text(Collector *collector, Str text) {
    Buffer *out = &collector->markup->text;
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(text, &at);
        if (is_space(code)) {
            collector->is_apart = true;
            continue;
        }
        if (code == UTF8_BAD || is_invisible(code)) {
            continue;
        }
        const CharKind kind = utf8_kind(code);
        /* Style sheets set labels apart from the text behind them. */
        collector->is_apart = collector->is_apart || (collector->is_seam && collector->is_lower &&
                                                      kind == CHAR_LETTER_UPPER);
        collector->is_seam = false;
        collector->is_lower = kind == CHAR_LETTER_LOWER;
        const size_t before = out->count;
        if (collector->is_apart && out->count > collector->line.start) {
            buffer_byte(out, ' ');
        }
        collector->is_apart = false;
        buffer_add(out, str_sub(text, from, at));
        collector->line.linked += collector->links > 0 ? out->count - before : 0;
    }
}

/* What a reference stands for that the parser did not replace: plain text that the document
 * declares, short so that many references cannot grow without bound, else a character of HTML. */
static void add_entity(Collector *collector, const xmlNode *reference) {
    enum { ENTITY_MAX = 256 };
    const xmlEntity *declared = xmlGetDocEntity(reference->doc, reference->name);
    const Str text = declared && declared->etype == XML_INTERNAL_GENERAL_ENTITY
                         ? str_from((const char *)declared->content)
                         : STR_NONE;
    const bool is_plain = str_find(text, '&', 0) == text.len && str_find(text, '<', 0) == text.len;
    if (declared) {
        add_text(collector, is_plain && text.len <= ENTITY_MAX ? text : STR_NONE);
        return;
    }
    const htmlEntityDesc *entity = htmlEntityLookup(reference->name);
    if (entity) {
        Buffer character = {0};
        utf8_add(&character, entity->value);
        add_text(collector, buffer_str(&character));
        buffer_free(&character);
    }
}

static bool is_hidden(const xmlNode *element) {
    if (str_equal(markup_attribute(element, "aria-hidden"), STR("true"))) {
        return true;
    }
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
        if (strcasecmp((const char *)attribute->name, "hidden") == 0) {
            return true;
        }
    }
    const Str style = markup_attribute(element, "style");
    static const char none[] = "display:none";
    size_t matched = 0;
    for (size_t i = 0; i < style.len && matched < sizeof none - 1; i++) {
        if (style.ptr[i] != ' ') {
            matched = style.ptr[i] == none[matched] ? matched + 1 : style.ptr[i] == 'd';
        }
    }
    return matched == sizeof none - 1;
}

/* Whether the element is to be descended into. */
static bool enter_element(Collector *collector, const xmlNode *element, bool is_root) {
    Markup *markup = collector->markup;
    TagKind kind = kind_of_name(element->name);
    if (is_root) {
        kind = TAG_BLOCK;
    } else if (kind == TAG_SKIPPED || is_hidden(element)) {
        return false;
    }
    if (is_block(kind) || kind == TAG_BREAK) {
        end_line(collector);
    }
    const uint32_t index = (uint32_t)markup->nodes.count;
    const uint32_t parent = is_root ? 0 : collector->element;
    const uint32_t block = is_root || is_block(kind) ? index : markup->nodes.items[parent].block;
    vec_push(&markup->nodes, (MarkupNode){element, kind, parent, block, index});
    collector->element = index;
    collector->links += kind == TAG_LINK;
    return true;
}

static void leave_element(Collector *collector) {
    MarkupNode *node = &collector->markup->nodes.items[collector->element];
    if (is_block(node->kind)) {
        end_line(collector);
    }
    collector->links -= node->kind == TAG_LINK;
    collector->is_seam = markup_is(node->element, "span");
    node->last = (uint32_t)collector->markup->nodes.count - 1;
    collector->element = node->parent;
}

/* Whether the children of `node` are to be read. */
static bool enter(Collector *collector, const xmlNode *node, bool is_root) {
    switch (node->type) {
    case XML_ELEMENT_NODE:
        return enter_element(collector, node, is_root);
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        add_text(collector, str_from((const char *)node->content));
        return false;
    case XML_ENTITY_REF_NODE:
        add_entity(collector, node);
        return false;
    default:
        return false;
    }
}

/* Leaves the elements that end with `node`. The node behind them, or NULL at the end of `root`. */
static const xmlNode *leave_to_next(Collector *collector, const xmlNode *node,
                                    const xmlNode *root) {
    while (node && node != root && !node->next) {
        node = node->parent;
        leave_element(collector);
    }
    return node && node != root ? node->next : NULL;
}

void markup_collect(Markup *markup, const xmlNode *root) {
    Collector collector = {.markup = markup};
    const xmlNode *node = root;
    for (;;) {
        const bool is_entered = enter(&collector, node, node == root);
        if (is_entered && node->children) {
            node = node->children;
            continue;
        }
        if (is_entered) {
            leave_element(&collector);
        }
        node = leave_to_next(&collector, node, root);
        if (!node) {
            return;
        }
    }
}

void markup_free(Markup *markup) {
    buffer_free(&markup->text);
    vec_free(&markup->nodes);
    vec_free(&markup->lines);
}

/* ---- Text ---- */

Str markup_one_line(Str text, Arena *arena) {
    Markup markup = {0};
    Collector collector = {.markup = &markup};
    add_text(&collector, text);
    const Str line = arena_str(arena, buffer_str(&markup.text));
    markup_free(&markup);
    return line;
}

Str markup_content(const xmlNode *node, Arena *arena) {
    Markup markup = {0};
    Collector collector = {.markup = &markup};
    for (const xmlNode *inner = node; inner; inner = markup_next(inner, node)) {
        if (inner->type == XML_TEXT_NODE || inner->type == XML_CDATA_SECTION_NODE) {
            add_text(&collector, str_from((const char *)inner->content));
        } else if (inner->type == XML_ENTITY_REF_NODE) {
            add_entity(&collector, inner);
        }
    }
    const Str content = arena_str(arena, buffer_str(&markup.text));
    markup_free(&markup);
    return content;
}

Str markup_text(const xmlNode *root, Arena *arena) {
    Markup markup = {0};
    markup_collect(&markup, root);
    Buffer text = {0};
    for (size_t i = 0; i < markup.lines.count; i++) {
        if (i > 0) {
            buffer_byte(&text, '\n');
        }
        buffer_add(&text, markup_line(&markup, i));
    }
    const Str kept = arena_str(arena, buffer_str(&text));
    buffer_free(&text);
    markup_free(&markup);
    return kept;
}

Str markup_fragment(Str html, Arena *arena) {
    bool is_cut; /* a piece of a page says no more than what was read of it */
    xmlDoc *tree = markup_parse(html, &is_cut);
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    const Str text = root ? markup_text(root, arena) : STR_NONE;
    xmlFreeDoc(tree);
    return text;
}
