/* Rules: entity, phrase, pattern, frame. */
#include "parser.h"

#include <stdlib.h>

static NameAst take_capture(Parser *parser, const char *wanted) {
    Lexeme name = {0};
    (void)parser_take(parser, LEXEME_NAME, wanted, &name);
    return (NameAst){.name = name.text, .span = name.span};
}

/* 'match' alternation */
static void parse_match(Parser *parser, RuleAst *rule) {
    Expr *match = parse_alternation(parser);
    rule->match = parser->failed ? NULL : match;
}

/* 'verb' terms */
static void parse_verb(Parser *parser, RuleAst *rule) { rule->verb = parse_terms(parser); }

/* 'type' Type | 'type' '=' CAPTURE */
static void parse_type_property(Parser *parser, RuleAst *rule) {
    rule->type_is_capture = parser_accept(parser, "=");
    rule->type = take_capture(parser, rule->type_is_capture ? "a capture" : "a type");
}

/* 'name' CAPTURE */
static void parse_name(Parser *parser, RuleAst *rule) {
    rule->span_capture = take_capture(parser, "a capture");
}

/* 'head' CAPTURE */
static void parse_head(Parser *parser, RuleAst *rule) {
    rule->head = take_capture(parser, "a capture");
}

/* 'fallback' CAPTURE */
static void parse_fallback(Parser *parser, RuleAst *rule) {
    rule->fallback = take_capture(parser, "a capture");
}

/* The place of the name ahead in `words`, or a failure. */
static uint32_t take_word(Parser *parser, const char *const *words, uint32_t count,
                          const char *wanted) {
    for (uint32_t i = 0; i < count; i++) {
        if (parser_at_name(parser, words[i])) {
            parser_advance(parser);
            return i;
        }
    }
    parser_fail(parser, NULL, wanted);
    return 0;
}

/* 'kind' ('name' | 'role' | 'bare') */
static void parse_kind(Parser *parser, RuleAst *rule) {
    static const char *const words[] = {"name", "role", "bare"};
    rule->mention_kind = take_word(parser, words, 3, "`name`, `role` or `bare`");
}

/* 'voice' ('active' | 'passive') */
static void parse_voice(Parser *parser, RuleAst *rule) {
    static const char *const words[] = {"any", "active", "passive"};
    rule->voice = (Voice)take_word(parser, words, 3, "`active` or `passive`");
}

static double take_real(Parser *parser, double least, double most, const char *wanted) {
    Lexeme number;
    if (!parser_take(parser, LEXEME_NUMBER, wanted, &number)) {
        return least;
    }
    double value = 0;
    double unit = 0;
    bool good = number.text.len < 16;
    const bool negative = number.text.ptr[0] == '-';
    for (size_t i = negative ? 1 : 0; i < number.text.len; i++) {
        const char c = number.text.ptr[i];
        good = good && !(c == '.' && unit > 0);
        if (c == '.') {
            unit = 1;
        } else {
            value = value * 10 + (c - '0');
            unit *= 10;
        }
    }
    value = (unit > 0 ? value / unit : value) * (negative ? -1 : 1);
    if (!good || value < least || value > most) {
        parser->failed = true;
        load_error(parser->loader, &number.span, NULL, "%s goes from %g to %g, not `%.*s`", wanted,
                   least, most, STR_ARG(number.text));
        return least;
    }
    return value;
}

/* 'priority' NUMBER */
static void parse_priority(Parser *parser, RuleAst *rule) {
    rule->priority = (int)take_real(parser, -1000, 1000, "a priority");
}

/* 'confidence' NUMBER */
static void parse_confidence(Parser *parser, RuleAst *rule) {
    rule->confidence = take_real(parser, 0, 1, "a confidence");
}

/* attributes := '{' [ NAME ':' (CAPTURE | STRING) (',' NAME ':' ...)* ] '}' */
static AttributeAst *parse_attributes(Parser *parser) {
    AttributeAst *first = NULL;
    AttributeAst **link = &first;
    while (!parser->failed && !parser_at_mark(parser, "}")) {
        Lexeme key;
        if (!parser_take(parser, LEXEME_NAME, "the name of an attribute", &key) ||
            !parser_expect(parser, ":")) {
            return NULL;
        }
        const bool is_string = parser->now.kind == LEXEME_STRING;
        if (!parser_more(parser) || (!is_string && parser->now.kind != LEXEME_NAME)) {
            parser_fail(parser, NULL, "a capture or a string");
            return NULL;
        }
        *link = arena_new(&parser->loader->scratch, AttributeAst);
        **link = (AttributeAst){.key = key.text,
                                .span = parser->now.span,
                                .value = parser->now.text,
                                .is_string = is_string};
        link = &(*link)->next;
        parser_advance(parser);
        if (!parser_accept(parser, ",")) {
            break;
        }
    }
    if (!parser->failed) {
        (void)parser_expect(parser, "}");
    }
    return first;
}

/* 'triple' CAPTURE RELATION CAPTURE [attributes] */
static void parse_triple(Parser *parser, RuleAst *rule) {
    TripleAst *triple = arena_new(&parser->loader->scratch, TripleAst);
    Lexeme parts[3];
    static const char *const wanted[] = {"the capture of the subject", "a relation",
                                         "the capture of the object"};
    for (int i = 0; i < 3; i++) {
        const bool misplaced = parser_more(parser) && parser->now.line_start;
        if (misplaced) {
            parser_fail(parser, "a triple stands on one line: SUBJECT relation OBJECT", wanted[i]);
        }
        if (misplaced || !parser_take(parser, LEXEME_NAME, wanted[i], &parts[i])) {
            return;
        }
    }
    *triple = (TripleAst){.span = span_join(parts[0].span, parts[2].span),
                          .subject = parts[0].text,
                          .relation = parts[1].text,
                          .object = parts[2].text,
                          .subject_span = parts[0].span,
                          .relation_span = parts[1].span,
                          .object_span = parts[2].span};
    if (parser_accept(parser, "{")) {
        triple->attributes = parse_attributes(parser);
    }
    if (parser->failed) {
        return;
    }
    if (rule->last_triple) {
        rule->last_triple->next = triple;
    } else {
        rule->triples = triple;
    }
    rule->last_triple = triple;
}

static void add_example(Parser *parser, RuleAst *rule, bool counter) {
    Lexeme text;
    if (!parser_take(parser, LEXEME_STRING, "a sentence in quotes", &text)) {
        return;
    }
    ExampleAst *example = arena_new(&parser->loader->scratch, ExampleAst);
    *example = (ExampleAst){.span = text.span, .text = text.text, .counter = counter};
    if (parser_at_mark(parser, "=>")) {
        if (counter) {
            parser_fail(parser, "a counter-example expects nothing", "the end of the line");
            return;
        }
        example->expected = lexer_rest_of_line(&parser->lexer);
        if (example->expected.len == 0) {
            parser_fail(parser, "write what the rule finds behind `=>`", "the result");
            return;
        }
        parser_advance(parser);
    } else if (!counter) {
        parser_fail(parser, "example \"...\" => SUBJECT relation OBJECT", "`=>`");
        return;
    }
    if (rule->last_example) {
        rule->last_example->next = example;
    } else {
        rule->examples = example;
    }
    rule->last_example = example;
}

/* 'example' STRING '=>' the rest of the line */
static void parse_example(Parser *parser, RuleAst *rule) { add_example(parser, rule, false); }

/* 'counter' STRING */
static void parse_counter(Parser *parser, RuleAst *rule) { add_example(parser, rule, true); }

/* roles := NAME ('|' NAME)* */
static RoleName *parse_roles(Parser *parser) {
    RoleName *first = NULL;
    RoleName **link = &first;
    do {
        Lexeme name;
        if (!parser_take(parser, LEXEME_NAME, "a role", &name)) {
            return NULL;
        }
        *link = arena_new(&parser->loader->scratch, RoleName);
        **link = (RoleName){.name = name.text, .span = name.span};
        link = &(*link)->next;
    } while (parser_accept(parser, "|"));
    return first;
}

/* types := Type | '(' Type ('|' Type)* ')' */
static ClassTerm *parse_types(Parser *parser, bool several) {
    ClassTerm *first = NULL;
    ClassTerm **link = &first;
    do {
        Lexeme name;
        if (!parser_take(parser, LEXEME_NAME, "a type", &name)) {
            return NULL;
        }
        *link = arena_new(&parser->loader->scratch, ClassTerm);
        **link = (ClassTerm){.span = name.span, .text = name.text};
        link = &(*link)->next;
    } while (several && parser_accept(parser, "|"));
    return first;
}

static bool at_type(const Parser *parser) {
    return parser_more(parser) && parser->now.kind == LEXEME_NAME &&
           is_capital_name(parser->now.text) && !is_class_name(parser->now.text);
}

/* accepts := types [ '[' terms ']' ] | atom-class */
static void parse_accepts(Parser *parser, SlotAst *slot) {
    const bool group = parser_accept(parser, "(");
    if (at_type(parser)) {
        slot->types = parse_types(parser, group);
    } else {
        slot->terms = group ? parse_terms(parser) : parse_atom_class(parser);
    }
    if (!parser->failed && group) {
        (void)parser_expect(parser, ")");
    }
    if (!parser->failed && slot->types && parser_accept(parser, "[")) {
        slot->terms = parse_terms(parser);
        if (!parser->failed) {
            (void)parser_expect(parser, "]");
        }
    }
}

/* [CAPTURE ':'] */
static void parse_slot_capture(Parser *parser, SlotAst *slot) {
    const Lexeme name = parser->now;
    const Str content = parser->lexer.file->content;
    if (parser_more(parser) && name.kind == LEXEME_NAME && name.span.end < content.len &&
        content.ptr[name.span.end] == ':') {
        slot->capture = name.text;
        slot->capture_span = name.span;
        parser_advance(parser);
        parser_advance(parser);
    }
}

/* 'recent' CAPTURE ':' accepts */
static void parse_recent(Parser *parser, RuleAst *rule) {
    SlotAst *slot = arena_new(&parser->loader->scratch, SlotAst);
    slot->span = parser->now.span;
    slot->kind = SLOT_OPTIONAL;
    parse_slot_capture(parser, slot);
    if (slot->capture.len == 0 || !at_type(parser)) {
        parser_fail(parser, "recent E:Event", "a capture and its type");
        return;
    }
    parse_accepts(parser, slot);
    slot->span = span_join(slot->span, parser->last);
    rule->recent = slot;
}

/* slot := ['not'] roles [CAPTURE ':'] accepts ['inferred'] ['?'] */
static void parse_slot(Parser *parser, RuleAst *rule) {
    SlotAst *slot = arena_new(&parser->loader->scratch, SlotAst);
    slot->span = parser->now.span;
    if (parser_at_name(parser, "not")) {
        parser_advance(parser);
        slot->kind = SLOT_FORBIDDEN;
    }
    slot->roles = parse_roles(parser);
    if (parser->failed) {
        return;
    }
    parse_slot_capture(parser, slot);
    parse_accepts(parser, slot);
    if (!parser->failed && parser_at_name(parser, "inferred")) {
        parser_advance(parser);
        slot->inferred = true;
    }
    if (!parser->failed && slot->kind != SLOT_FORBIDDEN && parser_accept(parser, "?")) {
        slot->kind = SLOT_OPTIONAL;
    }
    if (parser->failed) {
        return;
    }
    slot->span = span_join(slot->span, parser->last);
    if (rule->last_slot) {
        rule->last_slot->next = slot;
    } else {
        rule->slots = slot;
    }
    rule->last_slot = slot;
}

enum {
    OF_ENTITY = 1 << RULE_ENTITY,
    OF_PHRASE = 1 << RULE_PHRASE,
    OF_PATTERN = 1 << RULE_PATTERN,
    OF_FRAME = 1 << RULE_FRAME,
    OF_ALL = OF_ENTITY | OF_PHRASE | OF_PATTERN | OF_FRAME
};

static const struct {
    const char *keyword;
    int kinds;
    bool once;
    void (*parse)(Parser *parser, RuleAst *rule);
} properties[] = {
    {"match", OF_ENTITY | OF_PHRASE | OF_PATTERN, true, parse_match},
    {"type", OF_ENTITY | OF_PHRASE, true, parse_type_property},
    {"name", OF_ENTITY | OF_PHRASE, true, parse_name},
    {"kind", OF_ENTITY | OF_PHRASE, true, parse_kind},
    {"head", OF_PHRASE, true, parse_head},
    {"recent", OF_PHRASE | OF_PATTERN | OF_FRAME, true, parse_recent},
    {"fallback", OF_PHRASE | OF_PATTERN | OF_FRAME, true, parse_fallback},
    {"verb", OF_FRAME, true, parse_verb},
    {"voice", OF_FRAME, true, parse_voice},
    {"triple", OF_PHRASE | OF_PATTERN | OF_FRAME, false, parse_triple},
    {"priority", OF_ALL, true, parse_priority},
    {"confidence", OF_ALL, true, parse_confidence},
    {"example", OF_ALL, false, parse_example},
    {"counter", OF_ALL, false, parse_counter},
};

enum { PROPERTY_COUNT = sizeof properties / sizeof *properties };

static const char *const kind_names[] = {"entity", "phrase", "pattern", "frame"};

static size_t property_ahead(const Parser *parser) {
    size_t at = 0;
    while (at < PROPERTY_COUNT && !parser_at_name(parser, properties[at].keyword)) {
        at++;
    }
    return at;
}

static bool is_slot_ahead(const Parser *parser) {
    return parser_more(parser) && parser->now.kind == LEXEME_NAME &&
           !is_capital_name(parser->now.text);
}

static void report_property(Parser *parser, const RuleAst *rule) {
    Loader *loader = parser->loader;
    Nearest nearest = nearest_to(parser->now.text);
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        if (properties[i].kinds & 1 << rule->kind) {
            nearest_offer(&nearest, str_from(properties[i].keyword));
        }
    }
    load_error(loader, &parser->now.span, nearest_hint(&nearest, loader->sources.arena),
               "`%.*s` is no property of a rule of kind `%s`",
               STR_ARG(span_text(&parser->now.span)), kind_names[rule->kind]);
    parser->failed = true;
    parser_advance(parser); /* so that whoever skips makes headway */
}

/* Whether the word ahead is a role, or at least no more like a property than like a role. */
static bool is_role_ahead(const Parser *parser) {
    static const char *const engine_roles[] = {"subject", "object", "owner", "recipient", "not"};
    const Str word = parser->now.text;
    Nearest nearest = nearest_to(word);
    for (size_t i = 0; i < sizeof engine_roles / sizeof *engine_roles; i++) {
        nearest_offer(&nearest, str_from(engine_roles[i]));
    }
    const Loader *loader = parser->loader;
    for (size_t i = 0; i < loader->ast.roles.count && nearest.distance > 0; i++) {
        nearest_offer(&nearest, loader->ast.roles.items[i].name);
    }
    if (nearest.distance == 0) {
        return true;
    }
    const size_t distance = nearest.distance;
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        if (properties[i].kinds & OF_FRAME) {
            nearest_offer(&nearest, str_from(properties[i].keyword));
        }
    }
    return nearest.distance == distance || nearest.distance > 2 || word.len < 5;
}

static void parse_property(Parser *parser, RuleAst *rule) {
    const size_t which = property_ahead(parser);
    const bool known = which < PROPERTY_COUNT && (properties[which].kinds & 1 << rule->kind);
    if (!known) {
        const bool slot = rule->kind == RULE_FRAME && which == PROPERTY_COUNT &&
                          is_slot_ahead(parser) && is_role_ahead(parser);
        if (slot) {
            parse_slot(parser, rule);
        } else {
            report_property(parser, rule);
        }
        return;
    }
    if (properties[which].once && (rule->seen & 1U << which)) {
        load_error(parser->loader, &parser->now.span, NULL, "`%s` stands twice in the rule `%.*s`",
                   properties[which].keyword, STR_ARG(rule->name));
    }
    rule->seen |= 1U << which;
    parser_advance(parser);
    properties[which].parse(parser, rule);
}

/* Behind an error: to the next line that begins with a property. */
static void skip_to_property(Parser *parser, const RuleAst *rule) {
    do {
        parser_advance(parser);
    } while (parser_more(parser) &&
             !(parser->now.line_start && (property_ahead(parser) < PROPERTY_COUNT ||
                                          (rule->kind == RULE_FRAME && is_slot_ahead(parser)))));
}

static bool is_rule_name(Str name) {
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (i > 0 && ((c >= '0' && c <= '9') || c == '-')))) {
            return false;
        }
    }
    return name.len > 0;
}

/* Enters the name of the rule; reports one that is wrong or taken. */
static void declare_rule(Parser *parser, RuleAst *rule) {
    Loader *loader = parser->loader;
    if (!is_rule_name(rule->name)) {
        load_error(loader, &rule->span, "sign-between, sign2, ...",
                   "the name of a rule is written in small letters, digits and hyphens");
        return;
    }
    Intern *names = &loader->rule_names[rule->kind];
    const size_t known = intern_count(names);
    if (intern_add(names, rule->name) > known) {
        return;
    }
    for (size_t i = 0; i < loader->ast.rules.count; i++) {
        const RuleAst *other = loader->ast.rules.items[i];
        if (other->kind == rule->kind && str_equal(other->name, rule->name)) {
            load_error(loader, &rule->span, NULL, "there is a %s `%.*s` already: line %u of %.*s",
                       kind_names[rule->kind], STR_ARG(rule->name), other->span.line,
                       STR_ARG(other->span.file->path));
            return;
        }
    }
}

/* rule := ('entity' | 'phrase' | 'pattern' | 'frame') NAME property* */
void parse_rule(Parser *parser, RuleKind kind) {
    Lexeme name;
    if (!parser_take(parser, LEXEME_NAME, "the name of the rule", &name)) {
        return;
    }
    Loader *loader = parser->loader;
    RuleAst *rule = arena_new(&loader->scratch, RuleAst);
    *rule = (RuleAst){.kind = kind, .name = name.text, .span = name.span, .confidence = 0.8};
    declare_rule(parser, rule);
    vec_push(&loader->ast.rules, rule);
    while (parser_more(parser)) {
        if (!parser->now.line_start && !parser->failed) {
            parser_fail(parser, NULL, "the end of the line");
        } else if (parser->now.kind != LEXEME_NAME) {
            parser->failed = true;
            load_error(loader, &parser->now.span, NULL, "a property of the rule must stand here");
        } else {
            parse_property(parser, rule);
        }
        if (parser->failed) {
            rule->broken = true;
            parser->failed = false;
            if (parser_more(parser) && !parser->now.line_start) {
                skip_to_property(parser, rule);
            } else if (parser_more(parser) && property_ahead(parser) == PROPERTY_COUNT) {
                skip_to_property(parser, rule);
            }
        }
    }
}
