/* --relation, --type, --since, --until, --min-confidence, --min-weight, --ego, --hops and --top:
 * what of a network is shown. Inside cli/ only. */
#ifndef CLI_SELECTION_H
#define CLI_SELECTION_H

#include "options.h"

#include "graph/graph.h"

/* Owns what it points to; release with chosen_free(). */
typedef struct Chosen {
    StatementFilter filter;
    Selection selection;
    Str ego; /* borrowed from the options */
    bool *relations;
    VEC(uint32_t) egos;
    Arena arena; /* of the network that is shown */
} Chosen;

/* Reads the options; what is wrong is reported, and gives STATUS_USAGE. */
MUST_USE Status chosen_read(Chosen *out, const Options *options, const Ruleset *ruleset);
/* The part of `network` that is chosen; STATUS_USAGE if no actor has the name of --ego. */
MUST_USE Status chosen_network(Chosen *chosen, const Network *network, Network *out);
void chosen_free(Chosen *chosen);

#endif
