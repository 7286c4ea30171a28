/* What the files of match/ share.
 *
 * A plan is a program as the machine runs it; plans, and what their instructions may begin with,
 * are made when they are first needed and kept for the thread. An index tells which rules of a kind
 * a sentence leaves over, and where they may begin. */
#ifndef MATCH_MACHINE_H
#define MATCH_MACHINE_H

#include "match.h"

#define NO_POSITION 0xFFFFFFFFU

enum {
    SHAPE_VALUES = 1 << 11, /* shapes are sets of the eleven bits of token.h */
    STARTERS_MAX = 4
};

/* One instruction. */
typedef struct Step {
    uint16_t op;                /* ProgramOp */
    uint16_t shortest, longest; /* look-behind: the stretches to try, in tokens */
    uint16_t capture;
    uint16_t shape_all, shape_none;
    uint32_t a, b; /* as in Instruction, but past jumps */
    uint32_t not_class;
    uint32_t memo; /* 1 + its bit among those of the program; 0: it is entered on one way only */
    uint32_t body_memo, body_memos; /* look-behind: the bits of what is inside */
    uint32_t first;                 /* 1 + number of what it may begin with; 0: not known yet */
} Step;

typedef struct Plan {
    Step *steps;                     /* NULL until needed */
    uint32_t stride;                 /* words for the bits of all its steps */
    uint32_t captures;               /* captures from that number on are never taken */
    uint32_t starters[STARTERS_MAX]; /* the instructions that may take the first tokens ... */
    uint32_t starter_count;          /* ... or 0: there are more, or a match may be empty */
} Plan;

/* Shapes that a first token must and must not have. */
typedef struct ShapeTest {
    uint32_t all, none;
} ShapeTest;

/* What may stand where an instruction goes on, as far as one look tells: a phrase of one of the
 * classes whose first token has the shape, an element of one of the types (all bits: any), or a
 * token of one of the shapes. */
typedef struct First {
    bool anything;      /* it may also take nothing: no look tells */
    ShapeTest of_class; /* what all the classes ask of the token */
    TypeSet types;
    const ClassId *classes;
    const ShapeTest *shapes;
    uint32_t class_count, shape_count;
    uint64_t *by_set; /* by class set, two bits: the answer is known, the answer; or NULL */
} First;

/* A state whose alternatives from `next` on are still to be tried, and how far to take things back
 * for it. */
typedef struct Choice {
    uint32_t pc, at, next;
    uint32_t undo, trail;
} Choice;

typedef struct CaptureState {
    Capture capture;
    uint32_t open; /* where its group began */
} CaptureState;

typedef struct Undo {
    uint32_t capture;
    CaptureState before;
} Undo;

typedef struct State {
    uint32_t pc, at;
} State;

/* A state that was marked. */
typedef struct Mark {
    uint32_t memo, at;
} Mark;

/* Lists of numbers by class: items[at[c]] .. items[at[c + 1] - 1]. */
typedef struct ClassLists {
    uint32_t *at, *items;
} ClassLists;

/* The rules of one kind, by what a sentence must have for them. Sets of rules are `words` long,
 * sets of needs `need_words`. */
typedef struct RuleIndex {
    const Rule **rules; /* in the order of the ruleset; NULL until made */
    uint32_t *first;    /* what each may begin with */
    const RuleNeed **needs;
    ClassLists needs_by_class, rules_by_class; /* that need it, that may begin with it */
    uint64_t *needs_of;                        /* by rule: the set of its needs */
    uint64_t *ahead_of;  /* by rule: those that nothing before a match satisfies */
    uint32_t *rarest_at; /* [need_count + 1]: the rules whose rarest need is need n are
                            by_rarest[rarest_at[n]] .. by_rarest[rarest_at[n + 1] - 1] */
    uint32_t *by_rarest;
    uint64_t *needless;  /* rules that need nothing */
    uint64_t *anywhere;  /* rules that may begin anywhere */
    bool element_needed; /* every rule needs an element, of whatever type */
    /* Each row is worked out when it is first asked for. */
    uint64_t *set_needs;  /* by class set: needs that its phrases satisfy */
    uint64_t *set_starts; /* by class set, without and with a capital: rules that may begin so */
    uint8_t *set_state;   /* by class set: 0 = not asked for yet */
    uint64_t *by_shape;   /* by shape of a token: rules that may begin so */
    bool *shape_known;
    VEC(TypeSet) element_types; /* of elements seen ... */
    VEC(uint64_t) by_types;     /* ... and the needs and rules of each */
    uint32_t count, words, need_count, need_words;
} RuleIndex;

typedef struct MatchScratch {
    Arena arena; /* of plans and indices */
    const Ruleset *ruleset;
    RuleIndex index[RULE_KIND_COUNT];
    Plan *plans; /* by rule */
    VEC(First) firsts;
    Intern first_keys;       /* the bytes of what makes each of them */
    VEC(uint64_t) failed;    /* rows by position: a bit for each memo of the program */
    VEC(uint32_t) row_round; /* the round in which a row was cleared last */
    uint32_t round;
    VEC(uint64_t)
    local; /* a stack of such bitsets for look-behind, whose failures hold for one end only */
    VEC(Choice) choices;
    VEC(Undo) undo;
    VEC(Mark) trail;
    VEC(uint32_t) limit;  /* for each position, the first one from there on that an element hides */
    VEC(uint64_t) suffix; /* by position: needs that what begins there or behind satisfies */
    VEC(uint64_t) left;   /* rules that it leaves */
    VEC(uint64_t) here;   /* rules that may begin at one position */
    VEC(uint64_t) started; /* rules that may begin somewhere */
    VEC(uint64_t) starts;  /* where: for each of those, by rule, a bitset of positions */
    VEC(uint32_t) work;    /* for walks over a program: what is to be visited ... */
    VEC(uint32_t) visited; /* ... and the walk that met an instruction last */
    uint32_t walk;
    VEC(ClassId) classes; /* gathered by a walk */
    VEC(ShapeTest) shapes;
    CaptureState captures[CAPTURES_MAX];
} MatchScratch;

/* Where a program got furthest; for explanations. */
typedef struct Furthest {
    uint32_t at;
    Str expected[8];
    uint32_t count;
} Furthest;

/* One program over one sentence. */
typedef struct Machine {
    Matcher *matcher;
    MatchScratch *scratch;
    const Lattice *lattice;
    const Program *program;
    const Plan *plan;
    Step *steps;
    const Token *tokens;
    const PhraseMatch *phrases;
    const uint32_t *phrase_at;
    const LexEntry *entries;
    const uint32_t *limit;      /* by position from the first one; NULL: nothing is hidden */
    const uint32_t *element_at; /* the same; NULL: no elements */
    uint32_t first_token, end, stride, captures;
    Furthest *furthest; /* or NULL */
} Machine;

/* Prepares the scratch memory for the lattice's sentence and ruleset. */
MatchScratch *scratch_prepare(Matcher *matcher, const Lattice *lattice);
/* The index of the rules of `kind`, made at the first call. */
RuleIndex *scratch_index(MatchScratch *scratch, RuleKind kind);
/* Sets scratch->started and starts for the rules of the index; false if none of them can match. */
bool find_starts(MatchScratch *scratch, RuleIndex *index, const Lattice *lattice);
void index_free(RuleIndex *index);

/* The plan of `rule`, which has a program. */
const Plan *plan_of(MatchScratch *scratch, const Rule *rule);
/* Number of what instruction `pc` of the plan may begin with. */
uint32_t plan_first(MatchScratch *scratch, const Plan *plan, const Program *program, uint32_t pc);
/* Whether a phrase of the entry may begin it, whatever its shape. */
bool first_takes(First *first, const LexEntry *entry);

/* Gets ready to run the program of `rule` from any number of positions of the sentence. */
void machine_start(Machine *machine, Matcher *matcher, const Lattice *lattice, const Rule *rule);
/* Whether a match may begin at token `at`, as far as what is taken first and one look behind it
 * tell. */
bool machine_may_start(const Machine *machine, uint32_t at);
/* The end of the first match that begins at token `at`, its captures in the scratch memory; or
 * NO_POSITION. */
uint32_t machine_run(Machine *machine, uint32_t at);

static inline bool shape_fits(uint32_t shape, uint32_t all, uint32_t none) {
    return (shape & all) == all && (shape & none) == 0;
}

#endif
