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
    const Rule *only; /* claims of this rule only; NULL = of all */
    uint32_t sentence;
    ClauseList clauses; /* of that sentence */
    ClaimVec claims;
    BoundVec fitting; /* scratch */
} Linker;

/* The triples of one match as claims. */
void add_claims(Linker *linker, const BoundMatch *match, Modality modality);

#endif
