/* The backtracking machine. Depth first, a state (instruction, position) that is entered again has
 * failed before, or belongs to a turn of a loop that took nothing: it fails, whatever the captures
 * were. Marking each state as it is entered makes every run linear in states, times
 * the alternatives of a state. The states of a path that succeeded have not failed: they are kept
 * on a trail and unmarked. (The idea is RE2's bit-state matcher.)
 *
 * Only states that can be entered on more than one way are marked: those of an instruction that two
 * others lead to, or that stands behind one that takes stretches of different lengths. All others
 * are entered as often as the one before them, and every loop has a marked one.
 *
 * Branches that one look tells to fail are not entered, unless failures are to be explained. */
#include "machine.h"

/* Which states a run must not enter again: the rows of the sentence, or a local bitset for a
 * look-behind. */
typedef struct Run {
    uint32_t target; /* the end that is asked for, or NO_POSITION for any */
    bool is_inner;   /* of a look-around */
    bool is_local;
    uint32_t low_memo, low_at; /* of the local bitset */
    uint32_t width;            /* its memos */
    size_t local;              /* its first word in scratch->local */
} Run;

static uint32_t run_program(Machine *machine, const Run *run, State state);

void machine_start(Machine *machine, Matcher *matcher, const Lattice *lattice, const Rule *rule) {
    MatchScratch *scratch = matcher->scratch;
    const Plan *plan = plan_of(scratch, rule);
    const uint32_t rows = lattice->end - lattice->first + 1;
    const bool elements = lattice->element_count > 0;
    *machine = (Machine){.matcher = matcher,
                         .scratch = scratch,
                         .lattice = lattice,
                         .program = rule->program,
                         .plan = plan,
                         .steps = plan->steps,
                         .tokens = lattice->tokens->tokens,
                         .phrases = lattice->tokens->phrases,
                         .phrase_at = lattice->tokens->phrase_at,
                         .entries = lattice->ruleset->entries,
                         .limit = elements && !lattice->open ? scratch->limit.items : NULL,
                         .element_at = elements ? lattice->element_at : NULL,
                         .first_token = lattice->first,
                         .end = lattice->end,
                         .stride = plan->stride,
                         .captures = plan->captures};
    vec_reserve(&scratch->failed, (size_t)rows * machine->stride);
    if (scratch->round == UINT32_MAX) {
        scratch->round = 0;
        memset(scratch->row_round.items, 0,
               scratch->row_round.count * sizeof *scratch->row_round.items);
    }
    scratch->round++;
    while (scratch->row_round.count < rows) {
        vec_push(&scratch->row_round, 0);
    }
}

/* ---- States that were entered ---- */

/* The word and bit of a mark. */
static uint64_t *mark_word(Machine *machine, const Run *run, Mark mark, uint32_t *bit) {
    MatchScratch *scratch = machine->scratch;
    if (run->is_local) {
        const size_t index =
            (size_t)(mark.at - run->low_at) * run->width + (mark.memo - run->low_memo);
        *bit = (uint32_t)(index % 64);
        return &scratch->local.items[run->local + index / 64];
    }
    const uint32_t row = mark.at - machine->first_token;
    uint64_t *words = &scratch->failed.items[(size_t)row * machine->stride];
    if (scratch->row_round.items[row] != scratch->round) {
        scratch->row_round.items[row] = scratch->round;
        memset(words, 0, machine->stride * sizeof *words);
    }
    *bit = (mark.memo - 1) % 64;
    return &words[(mark.memo - 1) / 64];
}

/* Marks a state; false if it was marked before. */
static bool enter(Machine *machine, const Run *run, Mark mark) {
    uint32_t bit = 0;
    uint64_t *word = mark_word(machine, run, mark, &bit);
    if (*word >> bit & 1) {
        return false;
    }
    *word |= (uint64_t)1 << bit;
    vec_push(&machine->scratch->trail, mark);
    return true;
}

static void unmark_path(Machine *machine, const Run *run, size_t base) {
    MatchScratch *scratch = machine->scratch;
    for (size_t i = base; i < scratch->trail.count; i++) {
        uint32_t bit = 0;
        uint64_t *word = mark_word(machine, run, scratch->trail.items[i], &bit);
        *word &= ~((uint64_t)1 << bit);
    }
    scratch->trail.count = base;
}

static void note_failure(const Machine *machine, const Run *run, State state) {
    Furthest *furthest = machine->furthest;
    if (run->is_inner || state.at < furthest->at) {
        return;
    }
    const Str source = machine->program->code[state.pc].source;
    if (state.at > furthest->at) {
        furthest->at = state.at;
        furthest->count = 0;
    }
    for (uint32_t i = 0; i < furthest->count; i++) {
        if (str_equal(furthest->expected[i], source)) {
            return;
        }
    }
    if (source.len > 0 &&
        furthest->count < sizeof furthest->expected / sizeof *furthest->expected) {
        furthest->expected[furthest->count++] = source;
    }
}

/* ---- One look ---- */

static bool class_begins(const Machine *machine, ClassId class_id, uint32_t at) {
    for (uint32_t p = machine->phrase_at[at]; p < machine->phrase_at[at + 1]; p++) {
        if (entry_in_class(&machine->entries[machine->phrases[p].entry], class_id)) {
            return true;
        }
    }
    return false;
}

/* The first token at or behind `at` that an element hides. */
static uint32_t limit_at(const Machine *machine, uint32_t at) {
    return machine->limit ? machine->limit[at - machine->first_token] : machine->end;
}

/* The elements that begin at `at`: their number, the first in `*first`. */
static uint32_t elements_at(const Machine *machine, uint32_t at, uint32_t *first) {
    if (!machine->element_at) {
        return 0;
    }
    *first = machine->element_at[at - machine->first_token];
    return machine->element_at[at - machine->first_token + 1] - *first;
}

static bool type_begins(const Machine *machine, TypeSet types, uint32_t at) {
    uint32_t first = 0;
    const uint32_t count = elements_at(machine, at, &first);
    for (uint32_t i = first; i < first + count; i++) {
        if (types == UINT64_MAX || (machine->lattice->elements[i].types & types) != 0) {
            return true;
        }
    }
    return false;
}

/* Whether what follows instruction `pc` may begin at `at`. */
static bool first_begins(const Machine *machine, uint32_t pc, uint32_t at) {
    MatchScratch *scratch = machine->scratch;
    const uint32_t known = machine->steps[pc].first;
    const uint32_t number =
        known != 0 ? known - 1 : plan_first(scratch, machine->plan, machine->program, pc);
    First *first = &scratch->firsts.items[number];
    if (first->anything || at >= machine->end) {
        return first->anything;
    }
    const uint32_t shape = machine->tokens[at].shape;
    for (uint32_t i = 0; i < first->shape_count; i++) {
        if (shape_fits(shape, first->shapes[i].all, first->shapes[i].none)) {
            return true;
        }
    }
    if (first->types != 0 && type_begins(machine, first->types, at)) {
        return true;
    }
    if (first->class_count == 0 || !shape_fits(shape, first->of_class.all, first->of_class.none)) {
        return false;
    }
    for (uint32_t p = machine->phrase_at[at]; p < machine->phrase_at[at + 1]; p++) {
        if (first_takes(first, &machine->entries[machine->phrases[p].entry])) {
            return true;
        }
    }
    return false;
}

/* Whether the instruction may go on from `at`, as far as one look tells. */
static bool may_go(const Machine *machine, uint32_t pc, uint32_t at) {
    const Step *step = &machine->steps[pc];
    switch (step->op) {
    case OP_ACCEPT:
    case OP_END:
        return true;
    case OP_CLASS:
    case OP_TYPE:
    case OP_TOKEN:
    case OP_ANY:
        break;
    default:
        return first_begins(machine, pc, at);
    }
    if (at >= machine->end ||
        !shape_fits(machine->tokens[at].shape, step->shape_all, step->shape_none)) {
        return false;
    }
    if (step->op == OP_CLASS) {
        return class_begins(machine, step->a, at);
    }
    if (step->op == OP_TYPE) {
        const TypeSet types = machine->program->restrictions[step->a].types;
        return type_begins(machine, types != 0 ? types : UINT64_MAX, at);
    }
    return step->op == OP_ANY || limit_at(machine, at) > at;
}

/* ---- What an instruction takes ---- */

/* Whether a phrase of the class begins at `at` and ends inside the element. */
static bool head_is(const Machine *machine, const Element *element, uint32_t at, ClassId class_id) {
    const uint32_t end = element->first + element->count;
    return at >= element->first && at < end &&
           token_class_at(machine->lattice->tokens, machine->lattice->ruleset, at, end, class_id) >
               0;
}

static bool element_fits(const Machine *machine, const Step *step, const Element *element) {
    if (step->op == OP_ANY) {
        return true;
    }
    const ProgramRestriction *accepts = &machine->program->restrictions[step->a];
    if (accepts->types != 0 && (element->types & accepts->types) == 0) {
        return false;
    }
    return accepts->head_class == 0 ||
           head_is(machine, element, element->first, accepts->head_class) ||
           head_is(machine, element, element->head_first, accepts->head_class);
}

/* Takes alternative `*next` or a later one of the instruction at `at`: the tokens taken, or 0.
 * Moves `*next` behind the alternative taken. */
static uint32_t take_phrase(const Machine *machine, const Step *step, uint32_t at, uint32_t *next) {
    const uint32_t room = limit_at(machine, at) - at;
    const uint32_t end = machine->phrase_at[at + 1];
    for (uint32_t p = machine->phrase_at[at] + *next; p < end; p++) {
        const PhraseMatch *phrase = &machine->phrases[p];
        if (phrase->count <= room && entry_in_class(&machine->entries[phrase->entry], step->a)) {
            *next = p + 1 - machine->phrase_at[at];
            return phrase->count;
        }
    }
    return 0;
}

static uint32_t take_element(const Machine *machine, const Step *step, uint32_t at, uint32_t *next,
                             uint32_t *element) {
    uint32_t first = 0;
    const uint32_t count = elements_at(machine, at, &first);
    while (*next < count) {
        const uint32_t index = first + (*next)++;
        if (element_fits(machine, step, &machine->lattice->elements[index])) {
            *element = index;
            return machine->lattice->elements[index].count;
        }
    }
    /* ANY takes a token where no element begins; in an open lattice also after the elements. */
    *element = NO_ELEMENT;
    const bool token = step->op == OP_ANY && *next == count &&
                       (count == 0 || machine->lattice->open) && limit_at(machine, at) > at;
    *next += token;
    return token ? 1 : 0;
}

/* Whether the instruction may take something at `at`, all but its classes tested. */
static bool may_take(const Machine *machine, const Step *step, uint32_t at) {
    return at < machine->end &&
           shape_fits(machine->tokens[at].shape, step->shape_all, step->shape_none);
}

static void set_capture(Machine *machine, uint32_t capture, CaptureState state) {
    MatchScratch *scratch = machine->scratch;
    vec_push(&scratch->undo, (Undo){capture, scratch->captures[capture]});
    scratch->captures[capture] = state;
}

/* The tokens taken by alternative `*next` or a later one behind which the program may go on, or 0.
 */
static uint32_t take_some(const Machine *machine, State state, uint32_t *next, uint32_t *element) {
    const Step *step = &machine->steps[state.pc];
    for (;;) {
        uint32_t taken = 0;
        if (step->op == OP_CLASS) {
            taken = take_phrase(machine, step, state.at, next);
        } else if (step->op == OP_TOKEN) {
            taken = (*next)++ == 0 && limit_at(machine, state.at) > state.at;
        } else {
            taken = take_element(machine, step, state.at, next, element);
        }
        if (taken == 0 || machine->furthest || may_go(machine, state.pc + 1, state.at + taken)) {
            return taken;
        }
    }
}

bool machine_may_start(const Machine *machine, uint32_t at) {
    const Plan *plan = machine->plan;
    for (uint32_t i = 0; i < plan->starter_count; i++) {
        uint32_t next = 0;
        uint32_t element = NO_ELEMENT;
        const State state = {plan->starters[i], at};
        if (may_take(machine, &machine->steps[state.pc], at) &&
            take_some(machine, state, &next, &element) > 0) {
            return true;
        }
    }
    return plan->starter_count == 0;
}

/* One alternative of a taking instruction: the position behind it, or NO_POSITION. Leaves a choice
 * for the rest. */
static uint32_t take(Machine *machine, State state, uint32_t next) {
    MatchScratch *scratch = machine->scratch;
    const Step *step = &machine->steps[state.pc];
    if (next == 0 && (!may_take(machine, step, state.at) ||
                      (step->not_class != 0 && class_begins(machine, step->not_class, state.at)))) {
        return NO_POSITION;
    }
    uint32_t element = NO_ELEMENT;
    const uint32_t taken = take_some(machine, state, &next, &element);
    if (taken == 0) {
        return NO_POSITION;
    }
    if (step->op != OP_TOKEN) {
        vec_push(&scratch->choices,
                 (Choice){state.pc, state.at, next, (uint32_t)scratch->undo.count,
                          (uint32_t)scratch->trail.count});
    }
    if (step->capture < CAPTURES_MAX) {
        const Capture capture = {.first = state.at, .count = taken, .element = element};
        set_capture(machine, step->capture, (CaptureState){.capture = capture});
    }
    return state.at + taken;
}

/* The words of a group; if they are exactly one element, that element. */
static void close_group(Machine *machine, uint32_t capture, uint32_t at) {
    const Lattice *lattice = machine->lattice;
    CaptureState state = machine->scratch->captures[capture];
    state.capture = (Capture){.first = state.open, .count = at - state.open, .element = NO_ELEMENT};
    if (state.capture.count > 0) {
        uint32_t first = 0;
        const uint32_t count = elements_at(machine, state.open, &first);
        for (uint32_t i = first; i < first + count; i++) {
            if (lattice->elements[i].count == state.capture.count) {
                state.capture.element = i;
                break;
            }
        }
    }
    set_capture(machine, capture, state);
}

/* ---- Look-around ---- */

static bool matches_ahead(Machine *machine, State state) {
    if (!may_go(machine, state.pc + 1, state.at)) {
        return false;
    }
    const Run run = {.target = NO_POSITION, .is_inner = true};
    return run_program(machine, &run, (State){state.pc + 1, state.at}) != NO_POSITION;
}

/* Whether some stretch that ends here matches, of the lengths that it may have. */
static bool matches_behind(Machine *machine, State state) {
    MatchScratch *scratch = machine->scratch;
    const Step *step = &machine->steps[state.pc];
    const uint32_t room = state.at - machine->first_token;
    const uint32_t longest = step->longest < room ? step->longest : room;
    Run run = {.target = state.at, .is_inner = true, .is_local = true};
    run.low_memo = step->body_memo;
    run.low_at = state.at - longest;
    run.width = step->body_memos;
    run.local = scratch->local.count;
    bool is_clean = false;
    bool found = false;
    for (uint32_t length = step->shortest; length <= longest && !found; length++) {
        if (!may_go(machine, state.pc + 1, state.at - length)) {
            continue;
        }
        if (!is_clean) {
            const size_t words = ((size_t)run.width * (longest + 1) + 63) / 64;
            vec_reserve(&scratch->local, run.local + words);
            scratch->local.count += words;
            if (words > 0) {
                memset(scratch->local.items + run.local, 0, words * sizeof(uint64_t));
            }
            is_clean = true;
        }
        const State start = {state.pc + 1, state.at - length};
        found = run_program(machine, &run, start) != NO_POSITION;
    }
    scratch->local.count = run.local;
    return found;
}

/* ---- The machine ---- */

static void leave_choice(Machine *machine, uint32_t pc, uint32_t at) {
    MatchScratch *scratch = machine->scratch;
    vec_push(&scratch->choices,
             (Choice){pc, at, 1, (uint32_t)scratch->undo.count, (uint32_t)scratch->trail.count});
}

/* Goes to the first branch, leaving a choice for the second; past branches that cannot go on. False
 * if no branch can. */
static bool split(Machine *machine, uint32_t here, State *state) {
    for (;;) {
        const Step *step = &machine->steps[here];
        const bool first = machine->furthest || may_go(machine, step->a, state->at);
        const bool second = machine->furthest || may_go(machine, step->b, state->at);
        if (first) {
            state->pc = step->a;
            if (second) {
                leave_choice(machine, here, state->at);
            }
            return true;
        }
        state->pc = step->b;
        const Step *next = &machine->steps[step->b];
        if (!second || next->op != OP_SPLIT || next->memo != 0) {
            return second;
        }
        here = step->b;
        machine->matcher->steps++;
    }
}

/* One step from a state that was just entered: moves it on; false if it fails. */
static bool step(Machine *machine, State *state) {
    MatchScratch *scratch = machine->scratch;
    const Step *code = &machine->steps[state->pc];
    const uint32_t here = state->pc++;
    switch (code->op) {
    case OP_SPLIT:
        return split(machine, here, state);
    case OP_JUMP:
        state->pc = code->a;
        return true;
    case OP_OPEN: {
        CaptureState capture = scratch->captures[code->a];
        capture.open = state->at;
        set_capture(machine, code->a, capture);
        return true;
    }
    case OP_CLOSE:
        close_group(machine, code->a, state->at);
        return true;
    case OP_AHEAD:
    case OP_NOT_AHEAD:
        state->pc = code->a;
        return matches_ahead(machine, (State){here, state->at}) == (code->op == OP_AHEAD);
    case OP_BEHIND:
    case OP_NOT_BEHIND:
        state->pc = code->a;
        return matches_behind(machine, (State){here, state->at}) == (code->op == OP_BEHIND);
    case OP_START:
        return state->at == machine->first_token;
    case OP_END:
        return state->at == machine->end;
    default:
        state->at = take(machine, (State){here, state->at}, 0);
        return state->at != NO_POSITION;
    }
}

/* Goes back to the last choice and takes its next alternative; false if there is none left. */
static bool backtrack(Machine *machine, size_t base, State *state) {
    MatchScratch *scratch = machine->scratch;
    while (scratch->choices.count > base) {
        const Choice choice = vec_last(&scratch->choices);
        scratch->choices.count--;
        scratch->trail.count = choice.trail;
        while (scratch->undo.count > choice.undo) {
            const Undo *undo = &vec_last(&scratch->undo);
            scratch->captures[undo->capture] = undo->before;
            scratch->undo.count--;
        }
        const Step *code = &machine->steps[choice.pc];
        if (code->op == OP_SPLIT) {
            *state = (State){code->b, choice.at};
            return true;
        }
        const uint32_t behind = take(machine, (State){choice.pc, choice.at}, choice.next);
        if (behind != NO_POSITION) {
            *state = (State){choice.pc + 1, behind};
            return true;
        }
    }
    return false;
}

/* The position at which the first path from `state` accepts, or NO_POSITION. */
static uint32_t run_program(Machine *machine, const Run *run, State state) {
    MatchScratch *scratch = machine->scratch;
    const size_t choices = scratch->choices.count;
    const size_t trail = scratch->trail.count;
    for (;;) {
        const Step *code = &machine->steps[state.pc];
        bool alive = state.at <= run->target &&
                     (code->memo == 0 || enter(machine, run, (Mark){code->memo, state.at}));
        machine->matcher->steps += alive;
        if (alive && code->op == OP_ACCEPT) {
            if (run->target == NO_POSITION || state.at == run->target) {
                unmark_path(machine, run, trail);
                scratch->choices.count = choices;
                return state.at;
            }
            alive = false;
        } else if (alive) {
            const State entered = state;
            alive = step(machine, &state);
            if (!alive && machine->furthest) {
                note_failure(machine, run, entered);
            }
        }
        if (!alive && !backtrack(machine, choices, &state)) {
            scratch->trail.count = trail;
            return NO_POSITION;
        }
    }
}

uint32_t machine_run(Machine *machine, uint32_t at) {
    MatchScratch *scratch = machine->scratch;
    memset(scratch->captures, 0, machine->captures * sizeof *scratch->captures);
    scratch->undo.count = 0;
    scratch->choices.count = 0;
    scratch->trail.count = 0;
    const Run run = {.target = NO_POSITION};
    return run_program(machine, &run, (State){0, at});
}
