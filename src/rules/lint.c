/* What is allowed, but surely not meant. */
#include "rules.h"

typedef struct Lint {
    const Ruleset *ruleset;
    LintCounts counts;
    bool show_warnings;
} Lint;

static void warn(Lint *lint, const Place *place, const char *hint, Str text) {
    lint->counts.warnings++;
    if (lint->show_warnings) {
        (void)diag_report(STATUS_FINDINGS, SEVERITY_WARNING, place, hint, "%.*s", STR_ARG(text));
    }
}

static void warn_of(Lint *lint, const Place *place, const char *hint, const char *text, Str name) {
    Buffer message = {0};
    buffer_printf(&message, "%s `%.*s`", text, STR_ARG(name));
    warn(lint, place, hint, buffer_str(&message));
    buffer_free(&message);
}

/* Whether an instruction can never take anything. */
static bool is_dead(const Ruleset *ruleset, const Rule *rule, const Instruction *instruction) {
    if ((instruction->shape_all & instruction->shape_none) != 0) {
        return true;
    }
    const uint32_t letters =
        PROGRAM_SHAPE_LOWER | PROGRAM_SHAPE_UPPER | PROGRAM_SHAPE_NUMBER | PROGRAM_SHAPE_PUNCT;
    const uint32_t asked = instruction->shape_all & letters;
    if ((asked & (asked - 1)) != 0 ||
        (instruction->shape_all & (PROGRAM_SHAPE_CAPITAL | PROGRAM_SHAPE_LOWER)) ==
            (PROGRAM_SHAPE_CAPITAL | PROGRAM_SHAPE_LOWER)) {
        return true;
    }
    if (instruction->op == OP_CLASS) {
        return ruleset->class_sizes[instruction->a] == 0 ||
               instruction->a == instruction->not_class;
    }
    if (instruction->op == OP_TYPE) {
        const ClassId head = rule->program->restrictions[instruction->a].head_class;
        return head != 0 && ruleset->class_sizes[head] == 0;
    }
    return false;
}

/* Marks what can be reached when dead instructions stop every way through them. */
static bool can_accept(const Ruleset *ruleset, const Rule *rule) {
    const Program *program = rule->program;
    bool *reached = mem_zeroed(program->length + 1, sizeof *reached, "reached instructions");
    reached[0] = true;
    for (uint32_t i = 0; i < program->length; i++) {
        const Instruction *instruction = &program->code[i];
        if (!reached[i] || is_dead(ruleset, rule, instruction)) {
            continue;
        }
        switch (instruction->op) {
        case OP_SPLIT:
            reached[instruction->a] = reached[instruction->b] = true;
            break;
        case OP_JUMP:
        case OP_AHEAD:
        case OP_NOT_AHEAD:
        case OP_BEHIND:
        case OP_NOT_BEHIND:
            reached[instruction->a] = true;
            break;
        default:
            reached[i + 1] = true;
            break;
        }
    }
    const bool out = reached[program->length - 1];
    free(reached);
    return out;
}

static bool same_instruction(const Rule *a, const Rule *b, uint32_t at) {
    const Instruction *x = &a->program->code[at];
    const Instruction *y = &b->program->code[at];
    if (x->op != y->op || x->b != y->b || x->shape_all != y->shape_all ||
        x->shape_none != y->shape_none || x->not_class != y->not_class) {
        return false;
    }
    if (x->op != OP_TYPE) {
        return x->a == y->a || x->op == OP_OPEN || x->op == OP_CLOSE;
    }
    const ProgramRestriction *p = &a->program->restrictions[x->a];
    const ProgramRestriction *q = &b->program->restrictions[y->a];
    return p->types == q->types && p->head_class == q->head_class;
}

static bool same_program(const Rule *a, const Rule *b) {
    if (a->program->length != b->program->length) {
        return false;
    }
    for (uint32_t i = 0; i < a->program->length; i++) {
        if (!same_instruction(a, b, i)) {
            return false;
        }
    }
    return true;
}

static bool same_frame(const Frame *a, const Frame *b) {
    if (a->verb != b->verb || a->voice != b->voice || a->slot_count != b->slot_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->slot_count; i++) {
        const FrameSlot *x = &a->slots[i];
        const FrameSlot *y = &b->slots[i];
        if (x->roles != y->roles || x->kind != y->kind || x->accepts.types != y->accepts.types ||
            x->accepts.head_class != y->accepts.head_class) {
            return false;
        }
    }
    return true;
}

/* A rule that matches just what an earlier one matches. */
static const Rule *shadow_of(const Ruleset *ruleset, const Rule *rule) {
    for (const Rule *other = ruleset->rules; other < rule; other++) {
        if (other->kind != rule->kind || other->trigger != rule->trigger ||
            other->priority < rule->priority) {
            continue;
        }
        const bool same =
            rule->frame ? same_frame(rule->frame, other->frame) : same_program(rule, other);
        if (same) {
            return other;
        }
    }
    return NULL;
}

static void lint_example(Lint *lint, const Rule *rule) {
    for (uint32_t i = 0; i < rule->example_count; i++) {
        if (!rule->examples[i].counter) {
            return;
        }
    }
    (void)diag_report(STATUS_FINDINGS, SEVERITY_ERROR, &rule->place, "example \"...\" => ...",
                      "rule `%.*s` has no example", STR_ARG(rule->name));
    lint->counts.errors++;
}

static void lint_rule(Lint *lint, const Rule *rule) {
    const Ruleset *ruleset = lint->ruleset;
    const bool dead =
        rule->frame ? ruleset->class_sizes[rule->frame->verb] == 0 : !can_accept(ruleset, rule);
    if (dead) {
        warn_of(lint, &rule->place,
                "a class that it needs is empty, or its conditions exclude each other",
                "this rule can never fire:", rule->name);
        return;
    }
    const Rule *shadow = shadow_of(ruleset, rule);
    if (shadow) {
        Arena arena = {0};
        const Str hint = arena_printf(&arena, "join it with `%.*s` at %.*s", STR_ARG(shadow->name),
                                      STR_ARG(shadow->place_text));
        warn_of(lint, &rule->place, hint.ptr, "an earlier rule matches the same as", rule->name);
        arena_free(&arena);
    }
}

static bool related(const Ruleset *ruleset, TypeId a, TypeId b) {
    return type_is(ruleset, a, TYPE_BIT(b)) || type_is(ruleset, b, TYPE_BIT(a));
}

/* One spelling for two names of unrelated types, none of them marked as ambiguous. */
static void lint_entry(Lint *lint, const LexEntry *entry) {
    const Ruleset *ruleset = lint->ruleset;
    for (uint32_t i = 1; i < entry->gazetteer_count; i++) {
        const GazetteerEntry *first = &ruleset->gazetteer[entry->gazetteers[0]];
        const GazetteerEntry *other = &ruleset->gazetteer[entry->gazetteers[i]];
        if (first->weak || other->weak || related(ruleset, first->type, other->type)) {
            continue;
        }
        Arena arena = {0};
        const Str text =
            arena_printf(&arena, "`%.*s` (%.*s) and `%.*s` (%.*s) share a spelling",
                         STR_ARG(first->name), STR_ARG(ruleset->types[first->type].name),
                         STR_ARG(other->name), STR_ARG(ruleset->types[other->type].name));
        warn(lint, NULL, "mark the ambiguous one `weak`", text);
        arena_free(&arena);
    }
}

LintCounts ruleset_lint(const Ruleset *ruleset, bool show_warnings) {
    Lint lint = {.ruleset = ruleset, .show_warnings = show_warnings};
    for (uint32_t i = 0; i < ruleset->finding_count; i++) {
        const RuleFinding *finding = &ruleset->findings[i];
        warn(&lint, &finding->place, finding->hint, finding->text);
    }
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        lint_example(&lint, &ruleset->rules[i]);
        lint_rule(&lint, &ruleset->rules[i]);
    }
    for (EntryId id = 1; id < ruleset->entry_count; id++) {
        lint_entry(&lint, &ruleset->entries[id]);
    }
    return lint.counts;
}
