/* Precision, recall and F1 of a network against gold triples. Inside cli/ only. */
#ifndef CLI_SCORE_H
#define CLI_SCORE_H

#include "gold.h"
#include "page.h"

#include "graph/graph.h"

/* Edges of the network that some gold triple states, and `must` triples that some edge states. */
typedef struct Tally {
    uint32_t right, edges;
    uint32_t found, must;
} Tally;

double tally_precision(const Tally *tally);
double tally_recall(const Tally *tally);
double tally_f1(const Tally *tally);

/* A sentence of the documents at hand, to show where a missing triple may stand. */
typedef struct GoldSentence {
    Str document, text;
    Str words; /* as name_words() gives them */
} GoldSentence;

/* The sum over networks. Zero-initialise with ruleset and scheme set, release with score_free(). */
typedef struct Score {
    const Ruleset *ruleset;
    const GoldScheme *scheme;
    Tally strict, pairs;
    uint32_t typed, typed_right; /* gold nodes in the network; those whose type is right */
    uint32_t left_out;           /* edges of relations that the gold does not annotate */
    VEC(Tally) relations;        /* strict, by relation */
    Intern rules;
    VEC(Tally) by_rule; /* by number in `rules`, minus one: right and edges only */
    VEC(GoldSentence) sentences;
    Page *faults; /* what is missing and wrong is added there; NULL = nothing */
} Score;

void score_free(Score *score);

/* Adds a network and the gold of its documents. Edges that nobody asserts, plans or reports do not
 * count. */
void score_add(Score *score, const Network *network, const Gold *gold);

#endif
