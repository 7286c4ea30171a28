/* Gold triples: what a careful reader draws from a document. Inside cli/ only.
 *
 * A gold file holds lines of cells separated by tabs, blank lines, and comments that begin with #:
 *     T  SUBJECT  RELATION  OBJECT  must|may
 *     N  NAME     FAMILY
 * A cell of names may list alternatives, `A | B`; `~A` is right in any name that contains A. */
#ifndef CLI_GOLD_H
#define CLI_GOLD_H

#include "rules/rules.h"

typedef struct GoldName {
    Str words;    /* as name_words() gives them */
    bool is_part; /* of the node's name */
} GoldName;

typedef struct GoldNames {
    Str source;
    const GoldName *items;
    uint32_t count;
} GoldNames;

typedef struct GoldTriple {
    Str document;
    GoldNames subject, object;
    Str relation; /* alternatives, as written */
    bool must;
} GoldTriple;

typedef struct GoldNode {
    Str document;
    GoldNames name;
    Str family;
} GoldNode;

/* Owns what it points to; zero-initialise, release with gold_free(). */
typedef struct Gold {
    Arena arena;
    VEC(GoldTriple) triples;
    VEC(GoldNode) nodes;
} Gold;

/* Adds the lines of one file. Reports each bad line, and then returns STATUS_INPUT. `document`
 * names it in reports. */
MUST_USE Status gold_read(Gold *gold, const char *path, Str document);
void gold_clear(Gold *gold);
void gold_free(Gold *gold);

/* Whether one of the alternatives of `cell` is `name`, white space aside. */
bool gold_lists(Str cell, Str name);

/* What the gold annotates at all, and what it calls the types: a file of lines
 *     relations NAME...        edges of other relations are left out of every figure
 *     family FAMILY TYPE...    the types of the ontology that are right for a node of that family
 * Without such lines every relation counts, and a family is a type with those below it. */
typedef struct GoldScheme {
    Arena arena;
    bool *relations; /* [relation_count], or NULL: all */
    Str *families;   /* [type_count] the family of each type, or NULL */
} GoldScheme;

MUST_USE Status gold_scheme_read(GoldScheme *out, const char *path, const Ruleset *ruleset);
void gold_scheme_free(GoldScheme *scheme);
bool gold_scheme_family(const GoldScheme *scheme, const Ruleset *ruleset, TypeId type, Str family);

#endif
