/* What the files of relation/ share. Not for other folders. */
#ifndef RELATION_INTERNAL_H
#define RELATION_INTERNAL_H

#include "relation.h"

typedef VEC(Claim) ClaimVec;
typedef VEC(BoundMatch) BoundVec;

/* The state of relation_find(): one document. */
typedef struct Linker {
    const EntityList *entities;
    const Ruleset *ruleset;
    Matcher *matcher;
    Arena *arena;
    TypeId unknown;
    uint32_t sentence;
    ClauseList clauses; /* of that sentence */
    ClaimVec claims;
} Linker;

/* Fills `out` when `frame_rule` fits the clause. Otherwise `*failed` is the number of the first slot
 * that did not fit, or the number of slots when verb or voice did not. */
bool frame_fits(const EntityList *entities, const Lattice *lattice, const ClauseList *clauses,
                const Clause *clause, const Rule *frame_rule, BoundMatch *out, uint32_t *failed);

/* The triples of one match as claims. */
void add_claims(Linker *linker, const BoundMatch *match, Modality modality);

#endif
