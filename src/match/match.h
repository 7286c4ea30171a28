/* Where rules meet a sentence.
 *
 * A Lattice lays phrases of the lexicon and elements (mentions, noun phrases with a head, lists of
 * them) over the tokens of one sentence. A compiled rule runs over it, from position to position: a
 * literal or class takes a phrase, a type takes an element, a shape takes a token. Inside an
 * element only its first token can be entered, and only by what takes the whole element; `[CLASS]`
 * on a type looks at the words inside.
 *
 * Cost: a rule never tries the same (state, position) twice in a sentence (memoised failures), so a
 * sentence costs at most states x tokens x alternatives, whatever the rule. */
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include "rules/rules.h"
#include "token/token.h"

#define NO_ELEMENT 0xFFFFFFFFU

/* Tokens that act as one unit. */
typedef struct Element {
    uint32_t first, count; /* tokens of the document */
    const uint32_t *heads; /* the mentions that it stands for: one, or the members of a list */
    uint32_t head_count;
    TypeSet types;       /* self_and_above of the heads, joined by and: what all of them are */
    uint32_t head_first; /* token where the first head's own words begin */
    bool is_list; /* made of other elements of the lattice: covers no token by itself, so that
                     single members and separators can be matched too */
} Element;

typedef struct Lattice {
    const TokenList *tokens;
    const Ruleset *ruleset;
    uint32_t first, end;        /* tokens of the sentence: first .. end - 1 */
    const Element *elements;    /* by first; for the same first the longest first */
    const uint32_t *element_at; /* [end - first + 1]: as phrase_at, relative to `first`; may be NULL
                                   without elements */
    uint32_t element_count;
    bool omits_subject; /* elements[element_count], which covers no token of the sentence, is the
                           subject that its first clause leaves out */
    bool open; /* elements do not hide their tokens: phrases and single tokens may be taken anywhere
                  (entity rules, whose only elements are mentions of the gazetteers) */
} Lattice;

typedef struct Capture {
    uint32_t first, count; /* tokens; count 0 = not taken */
    uint32_t element;      /* index into Lattice.elements, or NO_ELEMENT for words */
} Capture;

typedef struct Match {
    const Rule *rule;
    uint32_t first, count; /* tokens */
    Capture captures[CAPTURES_MAX];
} Match;

typedef VEC(Match) MatchList;

/* What a rule with a program cost. */
typedef struct RuleWork {
    uint64_t runs, steps, matches;
} RuleWork;

/* Scratch memory of one thread; zero-initialise, release with matcher_free(). Serves one Ruleset:
 * call matcher_free() before it meets another. */
typedef struct Matcher {
    struct MatchScratch *scratch;
    uint64_t steps; /* work done, all calls: one for each (instruction, position) entered */
    RuleWork *work; /* by number of the rule, borrowed; or NULL: not counted */
} Matcher;

void matcher_free(Matcher *matcher);

/* All matches of the rules of `kind` over the lattice, appended to `out` in order of first token,
 * then rule. The matches of one rule do not overlap: the earliest is taken, of those the one that
 * the rule's order of choices finds first (gaps shortest first, all else longest first), and so on
 * behind it. A match without a token is none. Whether matches of different rules may overlap is the
 * caller's business. */
void match_rules(Matcher *matcher, const Lattice *lattice, RuleKind kind, MatchList *out);

/* Where `rule`, which has a program, got furthest before it failed: the token (lattice->end at the
 * end of the sentence), and in `expected` what it would have taken there, as written in the rule,
 * alternatives joined by " | ". Returns false if it matches. */
bool match_why_not(Matcher *matcher, const Lattice *lattice, const Rule *rule, uint32_t *token,
                   Buffer *expected);

#endif
