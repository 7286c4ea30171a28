/* Rules, all but their programs. */
#include "loader.h"

Str modality_name(Modality modality) {
    static const char *const names[] = {"asserted", "planned", "reported", "possible", "negated"};
    return str_from(modality < MODALITY_COUNT ? names[modality] : NULL);
}

Modality modality_from(Str name) {
    Modality modality = MODALITY_ASSERTED;
    while (modality < MODALITY_COUNT && !str_equal(name, modality_name(modality))) {
        modality++;
    }
    return modality;
}

typedef struct RuleBuild {
    Loader *loader;
    const RuleAst *ast;
    CaptureList captures;
} RuleBuild;

/* The capture of that name, or NO_CAPTURE with a message. */
static uint16_t need_capture(RuleBuild *build, Str name, const Span *span) {
    const uint16_t found = capture_find(&build->captures, name);
    if (found != NO_CAPTURE || build->ast->broken) {
        return found;
    }
    Nearest nearest = nearest_to(name);
    for (uint32_t i = 0; i < build->captures.count; i++) {
        nearest_offer(&nearest, build->captures.items[i].name);
    }
    const char *hint = nearest_hint(&nearest, build->loader->sources.arena);
    load_error(build->loader, span,
               hint ? hint : "a capture is written before what it takes: A:Organization",
               "nothing in the rule captures `%.*s`", STR_ARG(name));
    return NO_CAPTURE;
}

static void compile_attribute(RuleBuild *build, const AttributeAst *ast, AttributeTemplate *out) {
    *out = (AttributeTemplate){.key = ast->key, .capture = NO_CAPTURE};
    if (!ast->is_string) {
        out->capture = need_capture(build, ast->value, &ast->span);
        return;
    }
    out->literal = ast->value;
    if (str_equal(ast->key, STR("modality")) && modality_from(ast->value) == MODALITY_COUNT) {
        Nearest nearest = nearest_to(ast->value);
        for (Modality i = MODALITY_ASSERTED; i < MODALITY_COUNT; i++) {
            nearest_offer(&nearest, modality_name(i));
        }
        load_error(build->loader, &ast->span, nearest_hint(&nearest, build->loader->sources.arena),
                   "unknown modality \"%.*s\"", STR_ARG(ast->value));
    }
}

/* What the capture may be, as types; all ones if anything. */
static TypeSet capture_types(const RuleBuild *build, uint16_t capture) {
    const CaptureInfo *info = &build->captures.items[capture];
    const bool open = info->any_type || info->words || info->types == 0;
    return open ? ~(TypeSet)0 : loader_subtypes(build->loader, info->types);
}

static void check_end(const RuleBuild *build, const Span *span, uint16_t capture, TypeSet allowed,
                      Str relation) {
    if (allowed == 0 || (capture_types(build, capture) & allowed) != 0) {
        return;
    }
    load_warning(build->loader, span, "see its domain and range in relations.tsv",
                 "`%.*s` can never be this end of `%.*s`", STR_ARG(span_text(span)),
                 STR_ARG(relation));
}

static void check_ends(const RuleBuild *build, const TripleAst *ast, const TripleTemplate *triple) {
    if (triple->relation == 0 || triple->subject == NO_CAPTURE || triple->object == NO_CAPTURE) {
        return;
    }
    const RelationInfo *info = &build->loader->relations.items[triple->relation];
    const TypeSet both = info->symmetric ? info->domain | info->range : 0;
    check_end(build, &ast->subject_span, triple->subject, info->domain | both, info->name);
    check_end(build, &ast->object_span, triple->object, info->range | both, info->name);
    const uint16_t ends[] = {triple->subject, triple->object};
    const Span *spans[] = {&ast->subject_span, &ast->object_span};
    for (int i = 0; i < 2; i++) {
        const CaptureInfo *capture = &build->captures.items[ends[i]];
        if (capture->words && capture->types == 0 && !capture->any_type &&
            build->ast->kind != RULE_FRAME) {
            load_finding(
                build->loader, spans[i], "an end of a triple is captured as a type: A:Actor",
                "`%.*s` takes words, which are no end of a triple", STR_ARG(capture->name));
        }
    }
}

static void compile_triple(RuleBuild *build, const TripleAst *ast, TripleTemplate *out) {
    Loader *loader = build->loader;
    uint32_t count = 0;
    for (const AttributeAst *item = ast->attributes; item; item = item->next) {
        count++;
    }
    AttributeTemplate *attributes = arena_array(&loader->out->arena, AttributeTemplate, count + 1);
    count = 0;
    for (const AttributeAst *item = ast->attributes; item; item = item->next) {
        compile_attribute(build, item, &attributes[count++]);
    }
    *out = (TripleTemplate){.subject = need_capture(build, ast->subject, &ast->subject_span),
                            .relation = loader_relation(loader, ast->relation, &ast->relation_span),
                            .object = need_capture(build, ast->object, &ast->object_span),
                            .attributes = attributes,
                            .attribute_count = count,
                            .place = span_place(&ast->span)};
    check_ends(build, ast, out);
}

static void compile_triples(RuleBuild *build, Rule *rule) {
    uint32_t count = 0;
    for (const TripleAst *triple = build->ast->triples; triple; triple = triple->next) {
        count++;
    }
    TripleTemplate *triples = arena_array(&build->loader->out->arena, TripleTemplate, count + 1);
    for (const TripleAst *triple = build->ast->triples; triple; triple = triple->next) {
        compile_triple(build, triple, &triples[rule->triple_count++]);
    }
    rule->triples = triples;
}

static void compile_examples(RuleBuild *build, Rule *rule) {
    uint32_t count = 0;
    for (const ExampleAst *item = build->ast->examples; item; item = item->next) {
        count++;
    }
    RuleExample *examples = arena_array(&build->loader->out->arena, RuleExample, count + 1);
    for (const ExampleAst *item = build->ast->examples; item; item = item->next) {
        examples[rule->example_count++] = (RuleExample){.text = item->text,
                                                        .expected = item->expected,
                                                        .counter = item->counter,
                                                        .place = span_place(&item->span)};
    }
    rule->examples = examples;
}

static void compile_names(RuleBuild *build, Rule *rule) {
    const RuleAst *ast = build->ast;
    rule->head = NO_CAPTURE;
    rule->span = NO_CAPTURE;
    if (ast->type.name.len > 0 && ast->type_is_capture) {
        rule->head = need_capture(build, ast->type.name, &ast->type.span);
    } else if (ast->type.name.len > 0) {
        rule->type = loader_type(build->loader, ast->type.name);
        if (rule->type == 0 &&
            loader_type_set(build->loader, ast->type.name, &ast->type.span) != 0) {
            load_error(build->loader, &ast->type.span, NULL,
                       "`%.*s` is a group; a mention has a type", STR_ARG(ast->type.name));
        }
    }
    if (ast->span_capture.name.len > 0) {
        rule->span = need_capture(build, ast->span_capture.name, &ast->span_capture.span);
    }
    if (ast->head.name.len > 0) {
        rule->head = need_capture(build, ast->head.name, &ast->head.span);
    }
}

static void compile_recent(RuleBuild *build, Rule *rule) {
    const SlotAst *recent = build->ast->recent;
    rule->recent = NO_CAPTURE;
    rule->fallback = NO_CAPTURE;
    if (build->ast->fallback.name.len > 0) {
        rule->fallback = need_capture(build, build->ast->fallback.name, &build->ast->fallback.span);
    }
    if (!recent) {
        return;
    }
    rule->recent =
        capture_add(build->loader, &build->captures, recent->capture, &recent->capture_span);
    rule->recent_accepts = slot_accepts(build->loader, recent);
    if (rule->recent != NO_CAPTURE) {
        build->captures.items[rule->recent].types |= rule->recent_accepts.types;
    }
}

static void check_complete(const RuleBuild *build) {
    const RuleAst *ast = build->ast;
    const char *missing = NULL;
    if (ast->kind == RULE_FRAME ? !ast->verb : !ast->match) {
        missing = ast->kind == RULE_FRAME ? "verb" : "match";
    } else if (ast->kind == RULE_ENTITY && ast->type.name.len == 0) {
        missing = "type";
    } else if (ast->kind == RULE_PHRASE && ast->head.name.len == 0 && ast->type.name.len == 0) {
        missing = "head";
    } else if ((ast->kind == RULE_PATTERN || ast->kind == RULE_FRAME) && !ast->triples) {
        missing = "triple";
    }
    if (missing && !ast->broken) {
        load_error(build->loader, &ast->span, NULL, "rule `%.*s` has no `%s`", STR_ARG(ast->name),
                   missing);
    }
}

static Str place_text(Loader *loader, const Span *span) {
    Str below = span->file->path;
    if (str_starts(below, loader->folder)) {
        below = str_sub(below, loader->folder.len, below.len);
        while (below.len > 0 && below.ptr[0] == '/') {
            below = str_sub(below, 1, below.len);
        }
    }
    const Str base = path_base(loader->folder);
    return arena_printf(&loader->out->arena, "%.*s/%.*s:%u", STR_ARG(base), STR_ARG(below),
                        span->line);
}

static void compile_rule(Loader *loader, const RuleAst *ast, Rule *rule) {
    RuleBuild build = {.loader = loader, .ast = ast};
    *rule = (Rule){.kind = ast->kind,
                   .name = ast->name,
                   .mention_kind = ast->mention_kind,
                   .place_text = place_text(loader, &ast->span),
                   .place = span_place(&ast->span),
                   .priority = ast->priority,
                   .confidence = ast->confidence,
                   .trigger = ast->trigger};
    if (ast->kind == RULE_FRAME) {
        rule->frame = compile_frame(loader, ast, &build.captures);
    } else if (ast->match) {
        rule->program = compile_match(loader, ast, &build.captures);
    }
    check_complete(&build);
    compile_recent(&build, rule);
    compile_names(&build, rule);
    compile_triples(&build, rule);
    compile_examples(&build, rule);
    Str *names = arena_array(&loader->out->arena, Str, build.captures.count + 1);
    for (uint32_t i = 0; i < build.captures.count; i++) {
        names[i] = build.captures.items[i].name;
    }
    rule->captures = names;
    rule->capture_count = build.captures.count;
}

void compile_rules(Loader *loader) {
    Ruleset *out = loader->out;
    out->rule_count = (uint32_t)loader->ast.rules.count;
    out->rules = arena_array(&out->arena, Rule, loader->ast.rules.count + 1);
    for (uint32_t i = 0; i < out->rule_count; i++) {
        compile_rule(loader, loader->ast.rules.items[i], &out->rules[i]);
    }
}
