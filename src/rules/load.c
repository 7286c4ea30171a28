/* The story of loading a ruleset. */
#include "loader.h"

#include <stdlib.h>

static void begin(Loader *loader, const char *folder) {
    loader->out = mem_zeroed(1, sizeof(Ruleset), "ruleset");
    Arena *arena = &loader->out->arena;
    loader->sources.arena = arena;
    loader->folder = path_join(arena, STR("."), str_from(folder));
    static const char *const engine_roles[] = {"", "subject", "object", "owner", "recipient"};
    vec_push(&loader->types, (TypeInfo){0});
    vec_push(&loader->relations, (RelationInfo){0});
    for (RoleId role = 0; role < ROLE_FIRST_DECLARED; role++) {
        vec_push(&loader->roles, (RoleInfo){.name = str_from(engine_roles[role])});
    }
}

static void end(Loader *loader) {
    for (size_t i = 0; i < loader->classes.count; i++) {
        vec_free(&loader->classes.items[i].includes);
    }
    vec_free(&loader->classes);
    intern_free(&loader->phrases);
    vec_free(&loader->members);
    vec_free(&loader->spellings);
    vec_free(&loader->gazetteer);
    vec_free(&loader->types);
    vec_free(&loader->groups);
    vec_free(&loader->relations);
    vec_free(&loader->terms);
    vec_free(&loader->roles);
    intern_free(&loader->surfaces);
    vec_free(&loader->surface_symbols);
    intern_free(&loader->macro_names);
    for (int kind = 0; kind < RULE_KIND_COUNT; kind++) {
        intern_free(&loader->rule_names[kind]);
    }
    buffer_free(&loader->fold);
    Ast *ast = &loader->ast;
    vec_free(&ast->classes);
    vec_free(&ast->grammar);
    vec_free(&ast->roles);
    vec_free(&ast->macros);
    vec_free(&ast->rules);
    vec_free(&ast->ontologies);
    vec_free(&ast->lexicons);
    sources_free(&loader->sources);
    arena_free(&loader->scratch);
}

static void finish_roles(Loader *loader) {
    Ruleset *out = loader->out;
    out->role_count = (uint32_t)loader->roles.count;
    out->roles = arena_array(&out->arena, RoleInfo, loader->roles.count);
    memcpy(out->roles, loader->roles.items, loader->roles.count * sizeof(RoleInfo));
}

/* Keeps the findings, which sources_print() has put in order, for ruleset_lint(). */
static void keep_findings(Loader *loader) {
    Ruleset *out = loader->out;
    const size_t count = loader->sources.messages.count;
    RuleFinding *findings = arena_array(&out->arena, RuleFinding, count + 1);
    for (size_t i = 0; i < count; i++) {
        const Message *message = &loader->sources.messages.items[i];
        if (message->kind == MESSAGE_FINDING) {
            findings[out->finding_count++] = (RuleFinding){
                .place = span_place(&message->span), .text = message->text, .hint = message->hint};
        }
    }
    out->findings = findings;
}

static Status build(Loader *loader, const SourceFile *main_file) {
    if (main_file) {
        parse_file(loader, main_file);
    }
    for (size_t i = 0; i < loader->ast.ontologies.count; i++) {
        ontology_load(loader, &loader->ast.ontologies.items[i]);
    }
    ontology_finish(loader);
    for (size_t i = 0; i < loader->ast.lexicons.count; i++) {
        lexicon_load(loader, &loader->ast.lexicons.items[i]);
    }
    check_statements(loader);
    classes_measure(loader);
    triggers_find(loader);
    finish_roles(loader);
    flatten(loader);
    compile_rules(loader);
    check_unused(loader);
    sources_print(&loader->sources);
    if (loader->sources.errors > 0) {
        return STATUS_RULES;
    }
    needs_find(loader);
    frames_index(loader);
    keep_findings(loader);
    return STATUS_OK;
}

static Status load(Ruleset **out, const char *folder, const Str *text) {
    Loader loader = {0};
    begin(&loader, folder);
    const Str path = path_join(&loader.out->arena, loader.folder, STR("main.rules"));
    const SourceFile *main_file =
        text ? source_add(&loader.sources, path, arena_str(&loader.out->arena, *text))
             : rule_file_open(&loader.sources, path, NULL);
    const Status status = build(&loader, main_file);
    end(&loader);
    if (status == STATUS_OK) {
        *out = loader.out;
    } else {
        ruleset_free(loader.out);
    }
    return status;
}

Status ruleset_load(Ruleset **out, const char *folder) { return load(out, folder, NULL); }

Status ruleset_load_text(Ruleset **out, const char *folder, Str text) {
    return load(out, folder, &text);
}

void ruleset_free(Ruleset *ruleset) {
    if (ruleset) {
        intern_free(&ruleset->symbols);
        intern_free(&ruleset->class_names);
        arena_free(&ruleset->arena);
        free(ruleset);
    }
}

TypeId ruleset_type(const Ruleset *ruleset, Str name) {
    for (TypeId type = 1; type < ruleset->type_count; type++) {
        if (str_equal(ruleset->types[type].name, name)) {
            return type;
        }
    }
    return 0;
}

RelationId ruleset_relation(const Ruleset *ruleset, Str name) {
    for (RelationId relation = 1; relation < ruleset->relation_count; relation++) {
        if (str_equal(ruleset->relations[relation].name, name)) {
            return relation;
        }
    }
    return 0;
}

/* How often the instructions of a program are tried at one position, phrases not counted. */
static uint64_t tries(const Program *program) {
    uint64_t total = 0;
    uint32_t behind_end = 0;
    uint64_t factor = 1;
    for (uint32_t i = 0; i < program->length; i++) {
        if (i >= behind_end) {
            factor = 1;
        }
        const Instruction *instruction = &program->code[i];
        total += factor;
        if ((instruction->op == OP_BEHIND || instruction->op == OP_NOT_BEHIND) && i >= behind_end) {
            behind_end = instruction->a;
            factor = instruction->b + 1;
        }
    }
    return total;
}

uint64_t ruleset_bound(const Ruleset *ruleset, uint32_t tokens) {
    const uint64_t positions = (uint64_t)tokens + 1;
    const uint64_t alternatives = (uint64_t)ruleset->phrases_per_token + 1;
    uint64_t total = 0;
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const Rule *rule = &ruleset->rules[i];
        if (rule->program) {
            total += tries(rule->program) * positions * alternatives;
        } else if (rule->frame) {
            total += ((uint64_t)rule->frame->slot_count + 1) * positions;
        }
    }
    return total;
}
