/* Predicates of a sentence with their roles, polarity, mood, time and place. */
#ifndef CLAUSE_CLAUSE_H
#define CLAUSE_CLAUSE_H

#include "entity/entity.h"

/* A noun phrase: an element, or common words around one head noun. */
typedef struct NounPhrase {
    uint32_t first, count; /* tokens */
    uint32_t
        element;    /* index into the sentence's Lattice.elements, or NO_ELEMENT for common words */
    uint32_t owner; /* noun phrase behind its genitive, or name right behind it; or NO_ELEMENT */
} NounPhrase;

typedef struct RoleFill {
    RoleId role;
    uint32_t phrase; /* index into ClauseList.phrases */
} RoleFill;

typedef struct Clause {
    uint32_t first, count;           /* tokens that belong to it */
    uint32_t verb_first, verb_count; /* tokens of the predicate */
    bool passive;
    Modality modality;
    const RoleFill *roles;
    uint32_t role_count;
} Clause;

/* The clauses of one sentence; lives in the arena given to clause_find(). */
typedef struct ClauseList {
    const Clause *clauses; /* by verb_first */
    uint32_t clause_count;
    const NounPhrase *phrases;
    uint32_t phrase_count;
} ClauseList;

void clause_find(ClauseList *out, const Lattice *lattice, Arena *arena);

#endif
