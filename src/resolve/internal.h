/* What the files of resolve/ share. Not for other folders. */
#ifndef RESOLVE_INTERNAL_H
#define RESOLVE_INTERNAL_H

#include "resolve.h"

enum { FORMAT_VERSION = 1, TYPES_MAX = 64 };
#define NO_GROUP 0xFFFFFFFFU

/* The types of an ontology by what they have on top: names are compared within a family. `thing`,
 * the type of what is unknown, is no family's top. A name that the ontology lacks is 0. */
typedef struct Families {
    TypeId of[TYPES_MAX]; /* the topmost type above each, below `thing` */
    uint8_t depth[TYPES_MAX];
    TypeId thing, person, organization, place, event, work;
    TypeSet areas; /* places with an administration */
} Families;

void families_make(Families *out, const Ruleset *ruleset);

/* ---- Keys: names as they are compared (keys.c) ---- */

/* Appends the words of `name`, folded, joined by spaces, without punctuation: two names with the
 * same key are the same words. Never appends nothing for a name that is not empty. */
void name_key(Buffer *out, Str name);
/* The same for tokens of a document; takes the symbols' own folded words where it can. */
void token_key(Buffer *out, const TokenList *tokens, const Ruleset *ruleset, uint32_t first,
               uint32_t count);
/* The key of an organisation's name: a place at its end in the gazetteer's spelling, without a head
 * before it. */
void body_key(Buffer *out, const Ruleset *ruleset, const Families *families, Str name);
/* Words in a key. */
uint32_t key_words(Str key);
/* Whether the words of `shorter` occur in `longer`, in the same order, with gaps or without. */
bool key_contains(Str longer, Str shorter);
/* Appends the letters and digits of `name` as a-z and 0-9, everything between them as one '-', at
 * most `limit` bytes. */
void name_slug(Buffer *out, Str name, size_t limit);
/* Whether the whole of `name` is a phrase of `class_id`. */
bool name_in_class(const Ruleset *ruleset, Str name, ClassId class_id);
/* Whether it begins with one. */
bool name_begins_in_class(const Ruleset *ruleset, Str name, ClassId class_id);

/* ---- The actors of one document (groups.c) ---- */

/* A name of the document. An entry of the gazetteer is a name too, of family 0: the bytes of its
 * index. */
typedef struct NameEntry {
    uint64_t hash;
    Str key;
    TypeId family;
    uint32_t mention; /* the first of that name */
} NameEntry;

typedef struct Grouping {
    const EntityList *entities;
    const ClaimList *claims;
    const TokenList *tokens;
    const Ruleset *ruleset;
    Arena *arena;
    const Families *families;
    uint32_t *parent; /* [mention] towards the one that stands for its group */
    uint32_t
        *gazetteer; /* [mention] of a group's own mention: entry of the gazetteer, or NO_MENTION */
    Str *key;       /* [mention] that is kept and refers to none */
    bool *used;     /* [mention] that refers to none: some claim is about it */
    bool *kept;     /* [mention] that refers to none: stands in the result */
    VEC(NameEntry) names;
    uint32_t *slots; /* open addressing over `names`: index + 1 */
    size_t slot_count;
    Buffer scratch;
} Grouping;

/* Fills all of `grouping` behind `families`; `names` and `scratch` are the caller's to free. */
void group_mentions(Grouping *grouping);
/* The mention that stands for the group of `mention`. */
uint32_t group_of(const Grouping *grouping, uint32_t mention);
/* The mention that `mention` refers to in the end, perhaps itself. */
uint32_t mention_root(const EntityList *entities, uint32_t mention);

/* ---- Orders of a DocumentResult ---- */

int entity_order(const void *left, const void *right);
int result_mention_order(const void *left, const void *right);
int triple_order(const void *left, const void *right);
/* Of `entities`, by label: the one of that label and type; else the first of that label; else
 * NO_GROUP. */
uint32_t entity_find_label(const ResultEntity *entities, uint32_t count, Str label, Str type);

#endif
