/* The compiled form of a pattern: what rules/ writes and match/ runs. Immutable.
 * Counted repetition is unrolled; free repetition is a loop. A matcher has to refuse a state
 * (instruction, position) that it is in already, so that a turn that takes nothing ends. */
#ifndef RULES_PROGRAM_H
#define RULES_PROGRAM_H

#include "base/base.h"

/* identifier, mnemonic, meaning of a and b */
#define PROGRAM_OPS(X)                                                                             \
    X(CLASS, "class", "take a phrase of class a (every length, longest first)")                    \
    X(TYPE, "type", "take an element that restriction a accepts (longest first)")                  \
    X(TOKEN, "token", "take one token that is not inside an element")                              \
    X(ANY, "any", "take one element, or else one token")                                           \
    X(SPLIT, "split", "go on at a; if that fails at b")                                            \
    X(JUMP, "jump", "go on at a")                                                                  \
    X(OPEN, "open", "capture a begins here")                                                       \
    X(CLOSE, "close", "capture a ends here")                                                       \
    X(AHEAD, "ahead", "the program behind this, up to its ACCEPT, matches from here; then a")      \
    X(NOT_AHEAD, "not-ahead", "it does not match from here; then a")                               \
    X(BEHIND, "behind", "it matches some stretch of at most b tokens that ends here; then a")      \
    X(NOT_BEHIND, "not-behind", "it matches none; then a")                                         \
    X(START, "start", "the sentence begins here")                                                  \
    X(END, "end", "the sentence ends here")                                                        \
    X(ACCEPT, "accept", "done")

typedef enum ProgramOp {
#define X(id, mnemonic, meaning) OP_##id,
    PROGRAM_OPS(X)
#undef X
        OP_COUNT
} ProgramOp;

/* Shapes of tokens that a rule may ask for: identifier, word in the rule files, bit. token/ sets
 * the same bits. */
#define PROGRAM_SHAPES(X)                                                                          \
    X(CAPITAL, "cap", 0)                                                                           \
    X(UPPER, "upper", 1)                                                                           \
    X(LOWER, "lower", 2)                                                                           \
    X(NUMBER, "number", 3)                                                                         \
    X(PUNCT, "punct", 4)                                                                           \
    X(MIXED, "mixed", 5)                                                                           \
    X(FOREIGN, "foreign", 6)                                                                       \
    X(QUOTE_OPEN, "open-quote", 7)                                                                 \
    X(QUOTE_CLOSE, "close-quote", 8)                                                               \
    X(GLUED, "glued", 9)                                                                           \
    X(FIRST, "first", 10)

enum {
#define X(id, word, bit) PROGRAM_SHAPE_##id = 1 << (bit),
    PROGRAM_SHAPES(X)
#undef X
};

/* Instructions of one program at most; a longer one is an error of its rule. */
enum { PROGRAM_LENGTH_MAX = 24000 };

typedef struct Instruction {
    ProgramOp op;
    uint32_t a, b;
    /* Further conditions on what CLASS, TYPE, TOKEN and ANY take, tested at the first token taken:
     */
    uint32_t shape_all;  /* shape bits that it must have */
    uint32_t shape_none; /* shape bits that it must not have */
    uint32_t not_class;  /* no phrase of this class may begin there; 0 = no condition */
    uint16_t capture;    /* what is taken, or NO_CAPTURE; set when a capture wraps just this atom */
    Str source;          /* the atom as written, for explanations */
} Instruction;

typedef struct ProgramRestriction {
    uint64_t types;      /* TypeSet; 0 = any element */
    uint32_t head_class; /* 0 = any; else a phrase of this class begins the element, or its first
                            head's own words */
} ProgramRestriction;

typedef struct Program {
    const Instruction *code;
    uint32_t length;
    const ProgramRestriction *restrictions;
    uint32_t restriction_count;
} Program;

#endif
