/* The backtracking machine. Depth first, a state (instruction, position) that is entered again has
 * failed before, or belongs to a turn of a loop that took nothing: it fails, whatever the captures
 * were. Marking each state as it is entered makes every run linear in states, times
 * the alternatives of a state. The states of a path that succeeded have not failed: they are kept
 * on a trail and unmarked. (The idea is RE2's bit-state matcher.) */
#include "machine.h"

/* Which states a run must not enter again: the rows of the sentence, or a local bitset for a
 * look-behind. */
typedef struct Run {
    uint32_t target; /* the end that is asked for, or NO_POSITION for any */
    bool is_inner;   /* of a look-around */
    bool is_local;
    uint32_t low_pc, low_at; /* of the local bitset */
    uint32_t width;          /* its instructions */
    size_t local;            /* its first word in scratch->local */
} Run;

static uint32_t run_program(Machine *machine, const Run *run, State state);

void machine_start(Machine *machine, Matcher *matcher, const Lattice *lattice,
                   const Program *program) {
    MatchScratch *scratch = matcher->scratch;
    const uint32_t rows = lattice->end - lattice->first + 1;
    *machine = (Machine){.matcher = matcher,
                         .scratch = scratch,
                         .lattice = lattice,
                         .program = program,
                         .stride = (program->length + 63) / 64};
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

/* The word and bit of a state. */
static uint64_t *state_word(Machine *machine, const Run *run, State state, uint32_t *bit) {
    MatchScratch *scratch = machine->scratch;
    if (run->is_local) {
        const size_t index =
            (size_t)(state.at - run->low_at) * run->width + (state.pc - run->low_pc);
        *bit = (uint32_t)(index % 64);
        return &scratch->local.items[run->local + index / 64];
    }
    const uint32_t row = state.at - machine->lattice->first;
    uint64_t *words = &scratch->failed.items[(size_t)row * machine->stride];
    if (scratch->row_round.items[row] != scratch->round) {
        scratch->row_round.items[row] = scratch->round;
        memset(words, 0, machine->stride * sizeof *words);
    }
    *bit = state.pc % 64;
    return &words[state.pc / 64];
}

/* Marks a state; false if it was marked before. */
static bool enter(Machine *machine, const Run *run, State state) {
    uint32_t bit = 0;
    uint64_t *word = state_word(machine, run, state, &bit);
    if (*word >> bit & 1) {
        return false;
    }
    *word |= (uint64_t)1 << bit;
    machine->matcher->steps++;
    vec_push(&machine->scratch->trail, state);
    return true;
}

static void unmark_path(Machine *machine, const Run *run, size_t base) {
    MatchScratch *scratch = machine->scratch;
    for (size_t i = base; i < scratch->trail.count; i++) {
        uint32_t bit = 0;
        uint64_t *word = state_word(machine, run, scratch->trail.items[i], &bit);
        *word &= ~((uint64_t)1 << bit);
    }
    scratch->trail.count = base;
}

static void note_failure(const Machine *machine, const Run *run, State state) {
    Furthest *furthest = machine->furthest;
    if (!furthest || run->is_inner || state.at < furthest->at) {
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

/* ---- What an instruction takes ---- */

static bool first_token_fits(const Machine *machine, const Instruction *code, uint32_t at) {
    const Lattice *lattice = machine->lattice;
    const uint32_t shape = lattice->tokens->tokens[at].shape;
    if ((shape & code->shape_all) != code->shape_all || (shape & code->shape_none) != 0) {
        return false;
    }
    return code->not_class == 0 ||
           !class_begins(machine->scratch, code->not_class, at - lattice->first);
}

/* Whether a phrase of the class begins at `at` and ends inside the element. */
static bool head_is(const Machine *machine, const Element *element, uint32_t at, ClassId class_id) {
    const Lattice *lattice = machine->lattice;
    const uint32_t end = element->first + element->count;
    return at >= element->first && at < end &&
           class_begins(machine->scratch, class_id, at - lattice->first) &&
           token_class_at(lattice->tokens, lattice->ruleset, at, end, class_id) > 0;
}

static bool element_fits(const Machine *machine, const Instruction *code, const Element *element) {
    if (code->op == OP_ANY) {
        return true;
    }
    const ProgramRestriction *accepts = &machine->program->restrictions[code->a];
    if (accepts->types != 0 && (element->types & accepts->types) == 0) {
        return false;
    }
    return accepts->head_class == 0 ||
           head_is(machine, element, element->first, accepts->head_class) ||
           head_is(machine, element, element->head_first, accepts->head_class);
}

static uint32_t element_begin(const Lattice *lattice, uint32_t at) {
    return lattice->element_count > 0 ? lattice->element_at[at - lattice->first] : 0;
}

/* Whether the instruction takes nothing at `at`, as far as one look tells: most branches end here.
 */
static bool is_dead_end(const Machine *machine, uint32_t pc, uint32_t at) {
    const Instruction *code = &machine->program->code[pc];
    const Lattice *lattice = machine->lattice;
    const uint32_t row = at - lattice->first;
    switch (code->op) {
    case OP_CLASS:
        return at >= lattice->end || !class_begins(machine->scratch, code->a, row);
    case OP_TYPE:
        return at >= lattice->end ||
               (machine->scratch->element_row.items[row / 64] >> (row % 64) & 1) == 0;
    case OP_TOKEN:
        return machine->scratch->limit.items[row] == at;
    default:
        return false;
    }
}

/* Takes alternative `*next` or a later one of the instruction at `at`: the tokens taken, or 0.
 * Moves `*next` behind the alternative taken. */
static uint32_t take_phrase(const Machine *machine, const Instruction *code, uint32_t at,
                            uint32_t *next) {
    const TokenList *list = machine->lattice->tokens;
    const uint32_t limit = machine->scratch->limit.items[at - machine->lattice->first];
    const uint32_t count = list->phrase_at[at + 1] - list->phrase_at[at];
    while (*next < count) {
        const PhraseMatch *phrase = &list->phrases[list->phrase_at[at] + (*next)++];
        if (phrase->count <= limit - at &&
            entry_in_class(&machine->lattice->ruleset->entries[phrase->entry], code->a)) {
            return phrase->count;
        }
    }
    return 0;
}

static uint32_t take_element(const Machine *machine, const Instruction *code, uint32_t at,
                             uint32_t *next, uint32_t *element) {
    const Lattice *lattice = machine->lattice;
    const uint32_t first = element_begin(lattice, at);
    const uint32_t count = lattice->element_count > 0 ? element_begin(lattice, at + 1) - first : 0;
    while (*next < count) {
        const uint32_t index = first + (*next)++;
        if (element_fits(machine, code, &lattice->elements[index])) {
            *element = index;
            return lattice->elements[index].count;
        }
    }
    /* ANY takes a token where no element begins; in an open lattice also after the elements. */
    const bool token = code->op == OP_ANY && *next == count && (count == 0 || lattice->open) &&
                       machine->scratch->limit.items[at - lattice->first] > at;
    *next += token;
    return token ? 1 : 0;
}

static void set_capture(Machine *machine, uint32_t capture, CaptureState state) {
    MatchScratch *scratch = machine->scratch;
    vec_push(&scratch->undo, (Undo){capture, scratch->captures[capture]});
    scratch->captures[capture] = state;
}

/* One alternative of a taking instruction: the position behind it, or NO_POSITION. Leaves a choice
 * for the rest. */
static uint32_t take(Machine *machine, State state, uint32_t next) {
    MatchScratch *scratch = machine->scratch;
    const Instruction *code = &machine->program->code[state.pc];
    if (state.at >= machine->lattice->end ||
        (next == 0 && (is_dead_end(machine, state.pc, state.at) ||
                       !first_token_fits(machine, code, state.at)))) {
        return NO_POSITION;
    }
    uint32_t element = NO_ELEMENT;
    uint32_t taken = 0;
    if (code->op == OP_CLASS) {
        taken = take_phrase(machine, code, state.at, &next);
    } else if (code->op == OP_TOKEN) {
        taken = next++ == 0 && scratch->limit.items[state.at - machine->lattice->first] > state.at;
    } else {
        taken = take_element(machine, code, state.at, &next, &element);
    }
    if (taken == 0) {
        return NO_POSITION;
    }
    if (code->op != OP_TOKEN) {
        vec_push(&scratch->choices,
                 (Choice){state.pc, state.at, next, (uint32_t)scratch->undo.count,
                          (uint32_t)scratch->trail.count});
    }
    if (code->capture < CAPTURES_MAX) {
        const Capture capture = {.first = state.at, .count = taken, .element = element};
        set_capture(machine, code->capture, (CaptureState){.capture = capture});
    }
    return state.at + taken;
}

/* The words of a group; if they are exactly one element, that element. */
static void close_group(Machine *machine, uint32_t capture, uint32_t at) {
    const Lattice *lattice = machine->lattice;
    CaptureState state = machine->scratch->captures[capture];
    state.capture = (Capture){.first = state.open, .count = at - state.open, .element = NO_ELEMENT};
    if (state.capture.count > 0 && lattice->element_count > 0) {
        const uint32_t end = element_begin(lattice, state.open + 1);
        for (uint32_t i = element_begin(lattice, state.open); i < end; i++) {
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
    const Run run = {.target = NO_POSITION, .is_inner = true};
    return run_program(machine, &run, (State){state.pc + 1, state.at}) != NO_POSITION;
}

/* Whether some stretch of at most b tokens that ends here matches, the empty one included. */
static bool matches_behind(Machine *machine, State state) {
    MatchScratch *scratch = machine->scratch;
    const Instruction *code = &machine->program->code[state.pc];
    const uint32_t room = state.at - machine->lattice->first;
    const uint32_t longest = code->b < room ? code->b : room;
    Run run = {.target = state.at, .is_inner = true, .is_local = true};
    run.low_pc = state.pc + 1;
    run.low_at = state.at - longest;
    run.width = code->a - run.low_pc;
    run.local = scratch->local.count;
    const size_t words = ((size_t)run.width * (longest + 1) + 63) / 64;
    vec_reserve(&scratch->local, run.local + words);
    scratch->local.count += words;
    memset(scratch->local.items + run.local, 0, words * sizeof(uint64_t));
    bool found = false;
    for (uint32_t length = 0; length <= longest && !found; length++) {
        found = run_program(machine, &run, (State){run.low_pc, state.at - length}) != NO_POSITION;
    }
    scratch->local.count = run.local;
    return found;
}

/* ---- The machine ---- */

/* Goes to the first branch, leaving a choice for the second; straight to one if the other is a dead
 * end. Where failures are to be explained each branch is entered. */
static void split(Machine *machine, uint32_t here, State *state) {
    MatchScratch *scratch = machine->scratch;
    const Instruction *code = &machine->program->code[here];
    if (!machine->furthest && is_dead_end(machine, code->a, state->at)) {
        state->pc = code->b;
        return;
    }
    state->pc = code->a;
    if (machine->furthest || !is_dead_end(machine, code->b, state->at)) {
        vec_push(&scratch->choices, (Choice){here, state->at, 1, (uint32_t)scratch->undo.count,
                                             (uint32_t)scratch->trail.count});
    }
}

/* One step from a state that was just entered: moves it on; false if it fails. */
static bool step(Machine *machine, State *state) {
    MatchScratch *scratch = machine->scratch;
    const Instruction *code = &machine->program->code[state->pc];
    const uint32_t here = state->pc++;
    switch (code->op) {
    case OP_SPLIT:
        split(machine, here, state);
        return true;
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
        return state->at == machine->lattice->first;
    case OP_END:
        return state->at == machine->lattice->end;
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
        const Instruction *code = &machine->program->code[choice.pc];
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
        const bool beyond = run->target != NO_POSITION && state.at > run->target;
        bool alive = !beyond && enter(machine, run, state);
        if (alive && machine->program->code[state.pc].op == OP_ACCEPT) {
            if (run->target == NO_POSITION || state.at == run->target) {
                unmark_path(machine, run, trail);
                scratch->choices.count = choices;
                return state.at;
            }
            alive = false;
        } else if (alive) {
            const State entered = state;
            alive = step(machine, &state);
            if (!alive) {
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
    memset(scratch->captures, 0, sizeof scratch->captures);
    scratch->undo.count = 0;
    scratch->choices.count = 0;
    scratch->trail.count = 0;
    const Run run = {.target = NO_POSITION};
    return run_program(machine, &run, (State){0, at});
}
