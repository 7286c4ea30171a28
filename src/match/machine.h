/* What the files of match/ share: the machine that runs one program over one sentence. */
#ifndef MATCH_MACHINE_H
#define MATCH_MACHINE_H

#include "match.h"

#define NO_POSITION 0xFFFFFFFFU

enum { SHAPE_BITS = 11 }; /* of token.h */

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

/* Shapes that a first token must and must not have. */
typedef struct ShapeTest {
    uint32_t all, none;
} ShapeTest;

/* What a match of a rule may begin with: a phrase of one of the classes, an element, or a token (or
 * unit) of one of the shapes. */
typedef struct RuleStart {
    const Rule *rule;
    const ClassId *classes;
    const ShapeTest *shapes;
    uint32_t class_count, shape_count;
    bool with_element;
} RuleStart;

/* The rules of one kind, by what a sentence must have for them. */
typedef struct RuleIndex {
    RuleStart *starts; /* in the order of the ruleset */
    uint32_t count;
    uint32_t *untriggered; /* indices into starts: always to be tried */
    uint32_t untriggered_count;
    uint32_t *by_trigger; /* indices into starts, by trigger */
    uint32_t *trigger_at; /* [class_count + 2]: as phrase_at, by class */
} RuleIndex;

typedef struct MatchScratch {
    Arena arena; /* of the index */
    const Ruleset *ruleset;
    RuleIndex index[RULE_KIND_COUNT];
    uint32_t class_count;
    bool *class_used;        /* [class_count + 1]: some program or trigger asks for the class */
    VEC(uint64_t) failed;    /* rows by position: a bit for each instruction */
    VEC(uint32_t) row_round; /* the round in which a row was cleared last */
    uint32_t round;
    VEC(uint64_t)
    local; /* a stack of such bitsets for look-behind, whose failures hold for one end only */
    VEC(Choice) choices;
    VEC(Undo) undo;
    VEC(State) trail;
    VEC(uint32_t) limit; /* for each position, the first one from there on that an element hides */
    uint32_t length;     /* of the sentence */
    /* Bitsets of its positions, `words` long: */
    uint32_t words;
    VEC(uint64_t) class_rows;  /* where phrases of a class begin */
    VEC(uint64_t) shape_rows;  /* where tokens have a shape, by bit */
    VEC(uint64_t) element_row; /* where elements begin */
    VEC(uint64_t) starts;      /* where the rule at hand may begin */
    VEC(uint32_t) class_row;   /* by class: 1 + its row in class_rows, or 0 */
    VEC(ClassId) present;      /* the classes that have a row */
    VEC(uint32_t) candidates;
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
    uint32_t stride;    /* words of a row of `failed` */
    Furthest *furthest; /* or NULL */
} Machine;

/* Prepares the scratch memory for the lattice's sentence and ruleset. */
MatchScratch *scratch_prepare(Matcher *matcher, const Lattice *lattice);
/* The index of the rules of `kind`, made at the first call. */
const RuleIndex *scratch_index(MatchScratch *scratch, RuleKind kind);

/* Gets ready to run `program` from any number of positions of the sentence. */
void machine_start(Machine *machine, Matcher *matcher, const Lattice *lattice,
                   const Program *program);
/* The end of the first match that begins at token `at`, its captures in the scratch memory; or
 * NO_POSITION. */
uint32_t machine_run(Machine *machine, uint32_t at);

/* Sets scratch->starts for the rule. */
void scratch_starts(MatchScratch *scratch, const RuleStart *start);

/* Whether a phrase of the class begins at position `row`, counted from the first of the sentence.
 */
static inline bool class_begins(const MatchScratch *scratch, ClassId class_id, uint32_t row) {
    const uint32_t class_row = scratch->class_row.items[class_id];
    return class_row != 0 &&
           (scratch->class_rows.items[(size_t)(class_row - 1) * scratch->words + row / 64] >>
                (row % 64) &
            1) != 0;
}

#endif
