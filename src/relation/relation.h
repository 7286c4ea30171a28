/* Claims with their evidence. */
#ifndef RELATION_RELATION_H
#define RELATION_RELATION_H

#include "clause/clause.h"

typedef struct ClaimAttribute {
    Str key, value; /* "role", "amount", "document", ... */
} ClaimAttribute;

typedef struct Claim {
    uint32_t subject, object; /* mentions, antecedents already followed */
    RelationId relation;
    uint32_t sentence;
    const Rule *rule;
    Modality modality;
    double confidence;
    Str date; /* ISO 8601 or empty */
    const ClaimAttribute *attributes;
    uint32_t attribute_count;
} Claim;

/* Lives in the arena given to relation_find(). By sentence, then subject, relation, object; no two
 * with the same four and the same modality. */
typedef struct ClaimList {
    const Claim *claims;
    uint32_t claim_count;
} ClaimList;

void relation_find(ClaimList *out, const EntityList *entities, const Ruleset *ruleset,
                   Matcher *matcher, Arena *arena);

/* For explanations: the claims of one rule as it stands among the others, before those that another
 * rule states more surely are merged with them. */
void relation_find_by(ClaimList *out, const EntityList *entities, const Ruleset *ruleset,
                      Matcher *matcher, const Rule *rule, Arena *arena);

/* One sentence, as frames see it. */
typedef struct FrameSite {
    const EntityList *entities;
    const Lattice *lattice;
    const ClauseList *clauses;
} FrameSite;

/* Fills `out` when `frame_rule` fits the clause. Otherwise `*failed` is the number of the first
 * slot that did not fit, or the number of slots when verb or voice did not. */
bool frame_fits(const FrameSite *site, const Clause *clause, const Rule *frame_rule,
                BoundMatch *out, uint32_t *failed);

#endif
