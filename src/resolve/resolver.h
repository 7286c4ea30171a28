/* The parts of a Resolver. Not for other folders.
 *
 * Documents are added as records of numbers; strings are interned. Numbers of strings, actors and
 * documents depend on the order of the documents, so nothing in the network may depend on them:
 * resolver_finish() sorts the actors by what they are, and works on their positions in that order.
 */
#ifndef RESOLVE_RESOLVER_H
#define RESOLVE_RESOLVER_H

#include "internal.h"

/* An actor as documents name it: equal in label, type, id and scope. Numbers of strings; the bytes
 * of this struct are its key, so it has no padding. */
typedef struct ActorKey {
    uint32_t label, type, wikidata;
    uint32_t scope; /* 0 = the same in all documents, else the number of its only document */
} ActorKey;

typedef struct DocumentKey {
    uint32_t id, date, title, url;
} DocumentKey;

typedef struct OtherName {
    uint32_t actor, name;
} OtherName;

typedef struct Sighting {
    uint32_t actor, document, mentions;
} Sighting;

typedef struct Statement {
    uint32_t subject, object; /* actors */
    uint32_t document, start, end;
    uint32_t sentence, rule, date, role, amount;
    uint16_t relation;
    uint8_t modality;
    double confidence;
} Statement;

/* Numbers to be sorted: by a, then b, c and d. */
typedef struct Row {
    uint32_t a, b, c, d;
} Row;

typedef VEC(Row) RowVec;

void rows_sort(RowVec *rows);

/* One of several actors of the same name: the class `top` in some documents. */
typedef struct Namesake {
    uint32_t top;
    uint32_t document; /* the first of its documents */
} Namesake;

/* Why two names are one actor, or a name is two. */
typedef enum MergeReason {
    MERGE_SAME_NAME,
    MERGE_SAME_ID,
    MERGE_OTHER_NAME,
    MERGE_UNKNOWN_TYPE,
    MERGE_CORRECTION,
    MERGE_OFFICES, /* apart: different offices at the same time */
    MERGE_REASON_COUNT
} MergeReason;

/* Two positions that were united; for MERGE_OFFICES and corrections that keep apart, two classes
 * that were not. */
typedef struct MergeRecord {
    uint32_t a, b;
    uint32_t detail; /* MERGE_OFFICES: the first of two in Merge.offices */
    uint32_t correction;
    MergeReason reason;
} MergeRecord;

/* An office that somebody holds: for the reason of MERGE_OFFICES. */
typedef struct OfficeNamed {
    uint32_t role, body; /* string, class */
} OfficeNamed;

/* The actors in the order of what they are, and which of them are one. The arrays are by position.
 * A class is the first position of its members, or `count` + i for namesakes[i]. */
typedef struct Merge {
    uint32_t count;
    uint32_t *actor;        /* the actor at a position */
    uint32_t *position;     /* of an actor: the inverse */
    uint32_t *parent;       /* towards the first position of the class */
    uint32_t *key;          /* number of the folded label in Resolver.keys */
    uint32_t *wikidata;     /* of a class: number of the string, or 0 */
    uint32_t *gazetteer;    /* of a class: the gazetteer's label that it has, or 0 */
    bool *guarded;          /* of a class: some correction keeps it apart from another, or whole */
    RowVec correction_ends; /* correction, 0 or 1 for its end, position */
    VEC(Namesake) namesakes;
    RowVec by_top; /* top, class: of the namesakes; sorted */
    RowVec shared; /* top, document, class: where a namesake is meant; sorted */
    VEC(MergeRecord) records;
    VEC(OfficeNamed) offices;
} Merge;

struct Resolver {
    const Ruleset *ruleset;
    Families families;
    Intern strings;
    Intern keys;                     /* folded names */
    Intern known;                    /* labels of the gazetteer */
    Intern complaints;               /* names that the ontology lacks, reported once */
    Intern actors, documents, names; /* of ActorKey, DocumentKey, OtherName */
    VEC(Sighting) sightings;
    VEC(Statement) statements;
    VEC(uint32_t) entity_actor, entity_mentions; /* scratch of resolver_add() */
    Buffer scratch;
    Arena output;                  /* what the network points to, besides `strings` */
    const StatementFilter *filter; /* or NULL */
    bool records_merges;
    const Correction *corrections;
    size_t correction_count;
    Network network;
    Evidence *evidence;
};

enum { NO_ACTOR = 0 };

/* Actors, documents and other names are numbered from 1, as the strings are. */
static inline const ActorKey *actor_at(const Resolver *resolver, uint32_t actor) {
    return (const ActorKey *)(const void *)intern_str(&resolver->actors, actor).ptr;
}
static inline const DocumentKey *document_at(const Resolver *resolver, uint32_t document) {
    return (const DocumentKey *)(const void *)intern_str(&resolver->documents, document).ptr;
}
static inline const OtherName *other_name_at(const Resolver *resolver, uint32_t name) {
    return (const OtherName *)(const void *)intern_str(&resolver->names, name).ptr;
}
static inline Str string_at(const Resolver *resolver, uint32_t string) {
    return intern_str(&resolver->strings, string);
}
static inline TypeId actor_family(const Resolver *resolver, uint32_t actor) {
    return resolver->families.of[actor_at(resolver, actor)->type];
}

/* By id, then date, title and address: equal only for one document. */
int compare_documents(const Resolver *resolver, uint32_t a, uint32_t b);

/* By number of a document: its place in the order of documents. Owned by the caller. */
uint32_t *order_documents(Resolver *resolver);

/* Finds which actors are one. The caller releases `*out` with merge_free(). */
void merge_actors(Resolver *resolver, Merge *out);
/* The class of what `actor` names in `document`. */
uint32_t merge_class(const Merge *merge, uint32_t actor, uint32_t document);
/* The first position of the members of `class_number`. */
uint32_t merge_top(const Merge *merge, uint32_t class_number);
uint32_t merge_class_count(const Merge *merge);
/* The namesakes of the class `top`: b of rows *first .. *end - 1 of `by_top`. */
void merge_namesakes(const Merge *merge, uint32_t top, uint32_t *first, uint32_t *end);
void merge_free(Merge *merge);

/* ---- Corrections (corrections.c) ---- */

/* Finds the positions that corrections name, joins what they join, and marks what they keep apart.
 */
void corrections_begin(Resolver *resolver, Merge *merge);
/* Whether a correction keeps the classes `a` and `b` apart. */
bool corrections_part(const Resolver *resolver, const Merge *merge, uint32_t a, uint32_t b);
/* Makes namesakes of names that corrections tell apart by documents. */
void corrections_split(Resolver *resolver, Merge *merge);
/* Whether a correction says that all who have that name are one. */
bool corrections_hold(const Resolver *resolver, const Merge *merge, uint32_t top);

/* ---- Persons of one name (namesakes.c) ---- */

/* Persons who are called the same and hold different offices at the same time are several. */
void namesakes_find(Resolver *resolver, Merge *merge);

/* Fills Network.merges with the records whose classes `used` marks. */
void record_merges(Resolver *resolver, const Merge *merge, const bool *used);

/* ---- For merge.c and the two above ---- */

uint32_t merge_top_of(const Merge *merge, uint32_t position);
/* Makes one class of two, without asking what is known of them. */
void merge_join(Merge *merge, uint32_t a, uint32_t b);
/* A class of its own for those of `top` in some documents, the first of which is `document`; the
 * caller adds them to `shared`. */
uint32_t merge_add_namesake(Merge *merge, uint32_t top, uint32_t document);

/* ---- Nodes (nodes.c) ---- */

/* Makes the nodes of the classes that `used` marks, by class; fills `network->nodes` and
 * `*node_of`: by class its node, on the heap. */
void make_nodes(Resolver *resolver, const Merge *merge, const bool *used, uint32_t **node_of);
/* Whether the statement passes the filter. */
bool statement_is_chosen(const Resolver *resolver, const Statement *statement);
/* Makes the edges between them, with their evidence. */
void make_edges(Resolver *resolver, const Merge *merge, const uint32_t *node_of);

#endif
