/* Programs to plans, and what their instructions may begin with. */
#include "machine.h"

enum { FEW_CLASSES = 2 };

/* ---- Plans ---- */

static uint32_t past_jumps(const Program *program, uint32_t pc) {
    for (uint32_t hops = 0; hops < program->length && program->code[pc].op == OP_JUMP; hops++) {
        pc = program->code[pc].a;
    }
    return pc;
}

static uint32_t class_shortest(const Ruleset *ruleset, ClassId id) {
    return ruleset->class_shortest && ruleset->class_shortest[id] > 0 ? ruleset->class_shortest[id]
                                                                      : 1;
}

static uint32_t class_longest(const Ruleset *ruleset, ClassId id) {
    return ruleset->class_longest && ruleset->class_longest[id] > 0 ? ruleset->class_longest[id]
                                                                    : UINT32_MAX;
}

/* Whether all that the instruction may take is of one length. */
static bool takes_one_length(const Ruleset *ruleset, const Instruction *code) {
    return code->op == OP_TOKEN || (code->op == OP_CLASS && class_shortest(ruleset, code->a) ==
                                                                class_longest(ruleset, code->a));
}

static bool is_look(uint32_t op) {
    return op == OP_AHEAD || op == OP_NOT_AHEAD || op == OP_BEHIND || op == OP_NOT_BEHIND;
}

/* Counts the ways into each instruction; two for one that lengths make many. */
static void count_ways(const Ruleset *ruleset, const Program *program, uint32_t *ways) {
    ways[0]++;
    for (uint32_t pc = 0; pc < program->length; pc++) {
        const Instruction *code = &program->code[pc];
        switch (code->op) {
        case OP_SPLIT:
            ways[past_jumps(program, code->a)]++;
            ways[past_jumps(program, code->b)]++;
            break;
        case OP_JUMP:
            ways[past_jumps(program, code->a)]++;
            break;
        case OP_ACCEPT:
            break;
        case OP_CLASS:
        case OP_TYPE:
        case OP_TOKEN:
        case OP_ANY:
            ways[pc + 1] += takes_one_length(ruleset, code) ? 1 : 2;
            break;
        default:
            ways[pc + 1]++;
            if (is_look(code->op)) {
                ways[past_jumps(program, code->a)]++;
            }
            break;
        }
    }
}

/* The tokens that an instruction takes by itself, and where it goes on: one or two places. */
typedef struct Reach {
    uint32_t shortest, longest;
    uint32_t next[2];
} Reach;

static Reach reach_of(const Ruleset *ruleset, const Instruction *code, uint32_t pc) {
    switch (code->op) {
    case OP_CLASS:
        return (Reach){
            class_shortest(ruleset, code->a), class_longest(ruleset, code->a), {pc + 1, pc + 1}};
    case OP_TYPE:
    case OP_ANY:
        return (Reach){1, UINT32_MAX, {pc + 1, pc + 1}};
    case OP_TOKEN:
        return (Reach){1, 1, {pc + 1, pc + 1}};
    case OP_SPLIT:
        return (Reach){0, 0, {code->a, code->b}};
    case OP_JUMP:
        return (Reach){0, 0, {code->a, code->a}};
    default:
        return is_look(code->op) ? (Reach){0, 0, {code->a, code->a}}
                                 : (Reach){0, 0, {pc + 1, pc + 1}};
    }
}

static uint32_t add_capped(uint32_t a, uint32_t b, uint32_t cap) {
    return a >= cap || b >= cap - a ? cap : a + b;
}

/* The lengths that the inside of the look-behind at `pc` may have, at most its reach: backwards
 * from its ACCEPT; a way back makes the longest the reach. */
static void measure_behind(const Ruleset *ruleset, const Program *program, uint32_t pc,
                           uint32_t *shortest, uint32_t *longest, Step *step) {
    const uint32_t cap = program->code[pc].b < UINT16_MAX ? program->code[pc].b : UINT16_MAX;
    const uint32_t end = program->code[pc].a;
    for (uint32_t at = end; at-- > pc + 1;) {
        shortest[at] = longest[at] = 0;
        if (program->code[at].op == OP_ACCEPT) {
            continue;
        }
        const Reach reach = reach_of(ruleset, &program->code[at], at);
        shortest[at] = UINT32_MAX;
        for (int i = 0; i < 2; i++) {
            const uint32_t next = reach.next[i];
            const bool back = next <= at || next >= end;
            const uint32_t low = back ? UINT32_MAX : shortest[next];
            const uint32_t high = back ? cap : longest[next];
            shortest[at] = low < shortest[at] ? low : shortest[at];
            longest[at] = high > longest[at] ? high : longest[at];
        }
        shortest[at] = add_capped(shortest[at], reach.shortest, cap);
        longest[at] = add_capped(longest[at], reach.longest, cap);
    }
    step->shortest = (uint16_t)(shortest[pc + 1] < cap ? shortest[pc + 1] : cap);
    step->longest = (uint16_t)(longest[pc + 1] < cap ? longest[pc + 1] : cap);
}

static void fill_steps(const Ruleset *ruleset, const Program *program, Plan *plan) {
    const size_t length = program->length;
    uint32_t *ways = mem_zeroed(3 * (length + 1), sizeof *ways, "plan of a rule");
    uint32_t *memo_before = ways + length + 1; /* and twice room for the measures of look-behind */
    count_ways(ruleset, program, ways);
    uint32_t memos = 0;
    for (uint32_t pc = 0; pc < length; pc++) {
        const Instruction *code = &program->code[pc];
        const bool goes = code->op == OP_SPLIT || code->op == OP_JUMP || is_look(code->op);
        const bool is_group = code->op == OP_OPEN || code->op == OP_CLOSE;
        const uint32_t capture = is_group ? code->a : code->capture;
        if (capture < CAPTURES_MAX && capture >= plan->captures) {
            plan->captures = capture + 1;
        }
        memo_before[pc] = memos;
        memos += ways[pc] > 1;
        plan->steps[pc] = (Step){
            .op = (uint16_t)code->op,
            .capture = code->capture,
            .shape_all = (uint16_t)code->shape_all,
            .shape_none = (uint16_t)code->shape_none,
            .a = goes ? past_jumps(program, code->a) : code->a,
            .b = code->op == OP_SPLIT ? past_jumps(program, code->b) : code->b,
            .not_class = code->not_class,
            .memo = ways[pc] > 1 ? memos : 0,
        };
    }
    for (uint32_t pc = 0; pc < length; pc++) {
        Step *step = &plan->steps[pc];
        if (step->op == OP_BEHIND || step->op == OP_NOT_BEHIND) {
            step->body_memo = memo_before[pc + 1] + 1;
            step->body_memos = memo_before[program->code[pc].a - 1] + 1 - memo_before[pc + 1];
        }
    }
    for (uint32_t pc = 0; pc < length; pc++) {
        Step *step = &plan->steps[pc];
        if (step->op == OP_BEHIND || step->op == OP_NOT_BEHIND) {
            measure_behind(ruleset, program, pc, ways, ways + 2 * (length + 1), step);
        }
    }
    plan->stride = (memos + 63) / 64;
    free(ways);
}

/* ---- What instructions may begin with ---- */

static void gather_class(MatchScratch *scratch, ClassId id) {
    for (size_t i = 0; i < scratch->classes.count; i++) {
        if (scratch->classes.items[i] == id) {
            return;
        }
    }
    vec_push(&scratch->classes, id);
}

static void gather_shape(MatchScratch *scratch, ShapeTest test) {
    for (size_t i = 0; i < scratch->shapes.count; i++) {
        if (scratch->shapes.items[i].all == test.all &&
            scratch->shapes.items[i].none == test.none) {
            return;
        }
    }
    vec_push(&scratch->shapes, test);
}

/* Adds an instruction that takes something. */
static void gather(MatchScratch *scratch, const Program *program, const Step *step, First *first) {
    const ShapeTest test = {step->shape_all, step->shape_none};
    if (step->op == OP_CLASS) {
        const bool is_first = scratch->classes.count == 0;
        first->of_class.all = is_first ? test.all : first->of_class.all & test.all;
        first->of_class.none = is_first ? test.none : first->of_class.none & test.none;
        gather_class(scratch, step->a);
    } else if (step->op == OP_TYPE) {
        const TypeSet types = program->restrictions[step->a].types;
        first->types |= types != 0 ? types : UINT64_MAX;
    } else {
        gather_shape(scratch, test);
    }
}

/* Notes an instruction that may take the first tokens. */
static void gather_starter(Plan *plan, uint32_t pc) {
    if (plan->starter_count < STARTERS_MAX) {
        plan->starters[plan->starter_count] = pc;
    }
    plan->starter_count++;
}

static void visit(MatchScratch *scratch, uint32_t pc) {
    while (scratch->visited.count <= pc) {
        vec_push(&scratch->visited, 0);
    }
    if (scratch->visited.items[pc] != scratch->walk) {
        scratch->visited.items[pc] = scratch->walk;
        vec_push(&scratch->work, pc);
    }
}

/* Walks from `pc` to all instructions that may take something first; they become the starters of
 * the plan if `starters`. */
static void gather_from(MatchScratch *scratch, Plan *plan, const Program *program, uint32_t pc,
                        First *first, bool starters) {
    vec_clear(&scratch->classes);
    vec_clear(&scratch->shapes);
    vec_clear(&scratch->work);
    scratch->walk++;
    visit(scratch, pc);
    while (scratch->work.count > 0) {
        const uint32_t at = vec_last(&scratch->work);
        scratch->work.count--;
        const Step *step = &plan->steps[at];
        switch (step->op) {
        case OP_CLASS:
        case OP_TYPE:
        case OP_TOKEN:
        case OP_ANY:
            gather(scratch, program, step, first);
            if (starters) {
                gather_starter(plan, at);
            }
            break;
        case OP_SPLIT:
            visit(scratch, step->a);
            visit(scratch, step->b);
            break;
        case OP_ACCEPT:
        case OP_END:
            first->anything = true;
            break;
        case OP_OPEN:
        case OP_CLOSE:
        case OP_START:
            visit(scratch, at + 1);
            break;
        default:
            visit(scratch, step->a);
            break;
        }
    }
}

static int compare_ids(const void *left, const void *right) {
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* The number of `first` with the classes and shapes gathered, new if there is none like it. */
static uint32_t first_number(MatchScratch *scratch, First *first) {
    const size_t classes = scratch->classes.count;
    const size_t shapes = scratch->shapes.count;
    if (classes > 1) {
        qsort(scratch->classes.items, classes, sizeof(ClassId), compare_ids);
    }
    const uint64_t head[] = {first->types, (uint64_t)first->of_class.all << 32 | classes,
                             (uint64_t)first->of_class.none << 32 | first->anything};
    Buffer key = {0};
    buffer_add(&key, (Str){(const char *)head, sizeof head});
    buffer_add(&key, (Str){(const char *)scratch->classes.items, classes * sizeof(ClassId)});
    buffer_add(&key, (Str){(const char *)scratch->shapes.items, shapes * sizeof(ShapeTest)});
    const uint32_t id = intern_add(&scratch->first_keys, buffer_str(&key));
    buffer_free(&key);
    if (id > scratch->firsts.count) {
        ClassId *ids = arena_array(&scratch->arena, ClassId, classes + 1);
        ShapeTest *tests = arena_array(&scratch->arena, ShapeTest, shapes + 1);
        for (size_t i = 0; i < classes; i++) {
            ids[i] = scratch->classes.items[i];
        }
        for (size_t i = 0; i < shapes; i++) {
            tests[i] = scratch->shapes.items[i];
        }
        first->classes = ids;
        first->class_count = (uint32_t)classes;
        first->shapes = tests;
        first->shape_count = (uint32_t)shapes;
        if (classes > FEW_CLASSES) {
            const size_t sets = scratch->ruleset->class_set_count;
            first->by_set = arena_array(&scratch->arena, uint64_t, 2 * (sets / 64 + 1));
        }
        vec_push(&scratch->firsts, *first);
    }
    return id - 1;
}

const Plan *plan_of(MatchScratch *scratch, const Rule *rule) {
    Plan *plan = &scratch->plans[rule - scratch->ruleset->rules];
    if (!plan->steps) {
        plan->steps = arena_array(&scratch->arena, Step, (size_t)rule->program->length + 1);
        fill_steps(scratch->ruleset, rule->program, plan);
        First first = {0};
        gather_from(scratch, plan, rule->program, 0, &first, true);
        if (first.anything || plan->starter_count > STARTERS_MAX) {
            plan->starter_count = 0;
        }
        plan->steps[0].first = first_number(scratch, &first) + 1;
    }
    return plan;
}

uint32_t plan_first(MatchScratch *scratch, const Plan *plan, const Program *program, uint32_t pc) {
    Step *step = &plan->steps[pc];
    if (step->first == 0) {
        First first = {0};
        Plan copy = *plan;
        gather_from(scratch, &copy, program, pc, &first, false);
        step->first = first_number(scratch, &first) + 1;
    }
    return step->first - 1;
}

static bool in_some_class(const First *first, const LexEntry *entry) {
    for (uint32_t i = 0; i < first->class_count; i++) {
        if (entry_in_class(entry, first->classes[i])) {
            return true;
        }
    }
    return false;
}

bool first_takes(First *first, const LexEntry *entry) {
    if (!first->by_set) {
        return in_some_class(first, entry);
    }
    uint64_t *words = &first->by_set[entry->class_set / 64 * 2];
    const uint64_t bit = (uint64_t)1 << (entry->class_set % 64);
    if ((words[0] & bit) == 0) {
        words[0] |= bit;
        words[1] |= in_some_class(first, entry) ? bit : 0;
    }
    return (words[1] & bit) != 0;
}
