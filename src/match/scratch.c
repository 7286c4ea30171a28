/* What is worked out once for a ruleset (which rules may match at all, and where) and once for a
 * sentence. */
#include "machine.h"

/* ---- For a ruleset ---- */

/* Marks what may run next after instruction `pc` takes nothing. */
static void mark_next(const Program *program, uint32_t pc, bool *reached) {
    const Instruction *code = &program->code[pc];
    switch (code->op) {
    case OP_SPLIT:
        reached[code->a] = true;
        reached[code->b] = true;
        break;
    case OP_JUMP:
    case OP_AHEAD:
    case OP_NOT_AHEAD:
    case OP_BEHIND:
    case OP_NOT_BEHIND:
        reached[code->a] = true;
        break;
    case OP_OPEN:
    case OP_CLOSE:
    case OP_START:
    case OP_END:
        reached[pc + 1] = true;
        break;
    default:
        break;
    }
}

static bool has_class(const ClassId *classes, uint32_t count, ClassId class_id) {
    for (uint32_t i = 0; i < count; i++) {
        if (classes[i] == class_id) {
            return true;
        }
    }
    return false;
}

static void add_start(RuleStart *start, const Instruction *code, ClassId *classes,
                      ShapeTest *shapes) {
    const ShapeTest test = {code->shape_all, code->shape_none};
    if (code->op == OP_CLASS && !has_class(classes, start->class_count, code->a)) {
        classes[start->class_count++] = code->a;
    } else if (code->op == OP_TYPE) {
        start->with_element = true;
    } else if (code->op == OP_TOKEN || code->op == OP_ANY) {
        shapes[start->shape_count++] = test;
    }
}

/* Finds what a match of the rule may begin with: the taking instructions that the first one leads
 * to. */
static RuleStart start_make(const Rule *rule, Arena *arena) {
    const Program *program = rule->program;
    RuleStart start = {.rule = rule};
    bool *reached = mem_zeroed((size_t)program->length + 1, sizeof *reached, "rule index");
    uint32_t takers = 0;
    reached[0] = true;
    for (uint32_t pc = 0; pc < program->length; pc++) {
        if (reached[pc]) {
            mark_next(program, pc, reached);
            takers++;
        }
    }
    ClassId *classes = arena_array(arena, ClassId, takers);
    ShapeTest *shapes = arena_array(arena, ShapeTest, takers);
    for (uint32_t pc = 0; pc < program->length; pc++) {
        if (reached[pc]) {
            add_start(&start, &program->code[pc], classes, shapes);
        }
    }
    start.classes = classes;
    start.shapes = shapes;
    free(reached);
    return start;
}

static void mark_used(const Rule *rule, bool *used) {
    used[rule->trigger] = true;
    const Program *program = rule->program;
    for (uint32_t pc = 0; program && pc < program->length; pc++) {
        const Instruction *code = &program->code[pc];
        used[code->op == OP_CLASS ? code->a : 0] = true;
        used[code->not_class] = true;
    }
    for (uint32_t i = 0; program && i < program->restriction_count; i++) {
        used[program->restrictions[i].head_class] = true;
    }
}

static void index_make(MatchScratch *scratch, RuleKind kind, RuleIndex *index) {
    const Ruleset *ruleset = scratch->ruleset;
    Arena *arena = &scratch->arena;
    index->starts = arena_array(arena, RuleStart, (size_t)ruleset->rule_count + 1);
    index->untriggered = arena_array(arena, uint32_t, (size_t)ruleset->rule_count + 1);
    index->by_trigger = arena_array(arena, uint32_t, (size_t)ruleset->rule_count + 1);
    index->trigger_at = arena_array(arena, uint32_t, (size_t)scratch->class_count + 2);
    for (uint32_t r = 0; r < ruleset->rule_count; r++) {
        const Rule *rule = &ruleset->rules[r];
        if (rule->kind == kind && rule->program) {
            index->starts[index->count++] = start_make(rule, arena);
            index->trigger_at[rule->trigger + 1] += rule->trigger != 0;
        }
    }
    for (uint32_t c = 1; c <= scratch->class_count; c++) {
        index->trigger_at[c + 1] += index->trigger_at[c];
    }
    uint32_t *filled = mem_zeroed((size_t)scratch->class_count + 2, sizeof *filled, "rule index");
    for (uint32_t i = 0; i < index->count; i++) {
        const ClassId trigger = index->starts[i].rule->trigger;
        if (trigger == 0) {
            index->untriggered[index->untriggered_count++] = i;
        } else {
            index->by_trigger[index->trigger_at[trigger] + filled[trigger]++] = i;
        }
    }
    free(filled);
}

const RuleIndex *scratch_index(MatchScratch *scratch, RuleKind kind) {
    RuleIndex *index = &scratch->index[kind];
    if (!index->starts) {
        index_make(scratch, kind, index);
    }
    return index;
}

/* ---- For a sentence ---- */

/* A vector of `words` zero words. */
#define zero_words(vec, words)                                                                     \
    (vec_reserve((vec), (words)), (vec)->count = (words),                                          \
     (void)memset((vec)->items, 0, (words) * sizeof(uint64_t)))

static void find_classes(MatchScratch *scratch, const Lattice *lattice) {
    for (size_t i = 0; i < scratch->present.count; i++) {
        scratch->class_row.items[scratch->present.items[i]] = 0;
    }
    vec_clear(&scratch->present);
    vec_clear(&scratch->class_rows);
    const TokenList *list = lattice->tokens;
    for (uint32_t p = list->phrase_at[lattice->first]; p < list->phrase_at[lattice->end]; p++) {
        const LexEntry *entry = &lattice->ruleset->entries[list->phrases[p].entry];
        const uint32_t row = list->phrases[p].first - lattice->first;
        for (uint32_t i = 0; i < entry->class_count; i++) {
            if (!scratch->class_used[entry->classes[i]]) {
                continue;
            }
            uint32_t *class_row = &scratch->class_row.items[entry->classes[i]];
            if (*class_row == 0) {
                vec_push(&scratch->present, entry->classes[i]);
                *class_row = (uint32_t)scratch->present.count;
                for (uint32_t word = 0; word < scratch->words; word++) {
                    vec_push(&scratch->class_rows, 0);
                }
            }
            scratch->class_rows.items[(size_t)(*class_row - 1) * scratch->words + row / 64] |=
                (uint64_t)1 << (row % 64);
        }
    }
}

static void find_shapes(MatchScratch *scratch, const Lattice *lattice) {
    zero_words(&scratch->shape_rows, (size_t)SHAPE_BITS * scratch->words);
    zero_words(&scratch->element_row, (size_t)scratch->words);
    for (uint32_t row = 0; row < lattice->end - lattice->first; row++) {
        const uint64_t bit = (uint64_t)1 << (row % 64);
        uint32_t shape = lattice->tokens->tokens[lattice->first + row].shape;
        for (; shape != 0; shape &= shape - 1) {
            const size_t shape_row = (size_t)__builtin_ctz(shape) * scratch->words;
            scratch->shape_rows.items[shape_row + row / 64] |= bit;
        }
        if (lattice->element_count > 0 && lattice->element_at[row] < lattice->element_at[row + 1]) {
            scratch->element_row.items[row / 64] |= bit;
        }
    }
}

/* The positions of word `word` whose tokens pass the test. */
static uint64_t shape_word(const MatchScratch *scratch, ShapeTest test, uint32_t word) {
    uint64_t bits = UINT64_MAX;
    for (uint32_t all = test.all; all != 0; all &= all - 1) {
        bits &= scratch->shape_rows.items[(size_t)__builtin_ctz(all) * scratch->words + word];
    }
    for (uint32_t none = test.none; none != 0; none &= none - 1) {
        bits &= ~scratch->shape_rows.items[(size_t)__builtin_ctz(none) * scratch->words + word];
    }
    return bits;
}

void scratch_starts(MatchScratch *scratch, const RuleStart *start) {
    zero_words(&scratch->starts, (size_t)scratch->words);
    for (uint32_t word = 0; word < scratch->words; word++) {
        uint64_t bits = start->with_element ? scratch->element_row.items[word] : 0;
        for (uint32_t i = 0; i < start->class_count; i++) {
            const uint32_t row = scratch->class_row.items[start->classes[i]];
            bits |=
                row != 0 ? scratch->class_rows.items[(size_t)(row - 1) * scratch->words + word] : 0;
        }
        for (uint32_t i = 0; i < start->shape_count; i++) {
            bits |= shape_word(scratch, start->shapes[i], word);
        }
        const uint32_t rest = scratch->length - word * 64;
        scratch->starts.items[word] = rest < 64 ? bits & (((uint64_t)1 << rest) - 1) : bits;
    }
}

static void find_limits(MatchScratch *scratch, const Lattice *lattice) {
    const uint32_t length = lattice->end - lattice->first;
    vec_reserve(&scratch->limit, (size_t)length + 1);
    uint32_t *limit = scratch->limit.items;
    for (uint32_t i = 0; i <= length; i++) {
        limit[i] = lattice->end;
    }
    if (lattice->open) {
        return;
    }
    for (uint32_t e = 0; e < lattice->element_count; e++) {
        const Element *element = &lattice->elements[e];
        for (uint32_t t = 0; t < element->count; t++) {
            limit[element->first + t - lattice->first] = element->first + t;
        }
    }
    for (uint32_t i = length; i > 0; i--) {
        if (limit[i - 1] == lattice->end) {
            limit[i - 1] = limit[i];
        }
    }
}

MatchScratch *scratch_prepare(Matcher *matcher, const Lattice *lattice) {
    if (matcher->scratch && matcher->scratch->ruleset != lattice->ruleset) {
        matcher_free(matcher);
    }
    if (!matcher->scratch) {
        MatchScratch *scratch = mem_zeroed(1, sizeof *scratch, "matcher");
        scratch->ruleset = lattice->ruleset;
        scratch->class_count = (uint32_t)intern_count(&lattice->ruleset->class_names);
        for (uint32_t c = 0; c <= scratch->class_count; c++) {
            vec_push(&scratch->class_row, 0);
        }
        scratch->class_used = arena_array(&scratch->arena, bool, (size_t)scratch->class_count + 1);
        for (uint32_t r = 0; r < lattice->ruleset->rule_count; r++) {
            mark_used(&lattice->ruleset->rules[r], scratch->class_used);
        }
        matcher->scratch = scratch;
    }
    MatchScratch *scratch = matcher->scratch;
    scratch->length = lattice->end - lattice->first;
    scratch->words = (scratch->length + 63) / 64;
    find_classes(scratch, lattice);
    find_shapes(scratch, lattice);
    find_limits(scratch, lattice);
    return scratch;
}
