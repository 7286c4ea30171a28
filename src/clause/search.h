/* What the files that search for a verb's subject share. Not for other files of clause/. */
#ifndef CLAUSE_SEARCH_H
#define CLAUSE_SEARCH_H

#include "internal.h"

/* One search for the subject, to the left of a verb. */
typedef struct Search {
    Parser *parser;
    VerbFrame *verb;
    int64_t at;        /* chunk to look at next; -1 in front of the sentence */
    uint32_t previous; /* number of the verb before, or NO_ELEMENT */
    bool climbs;       /* an elided subject is that of the main clause, not of the nearest */
    bool comma;        /* a comma has been passed */
    uint32_t nearest;  /* the first phrase in front of an agent, or NO_ELEMENT */
    bool done;
} Search;

/* The chunk at `at`, or NULL in front of the sentence. */
static inline const Chunk *search_chunk(const Search *search, int64_t at) {
    return at >= 0 ? &search->parser->chunks.items[at] : NULL;
}

/* The verb before governs this one: what it says of how far this one is asserted. */
void governed_by(Search *search, const VerbFrame *governor);
/* Whether the verb has a tense or a date of its own: "X, founded by A, has met B". */
bool has_tense(const Search *search);
/* Takes the subject of the verb before, which governs this one or is beside it. */
void inherit(Search *search, bool governed);
/* The search stands at a conjunction. */
void at_conjunction(Search *search);

#endif
