/* One node per actor, one edge per subject, relation and object.
 *
 * Two steps. resolve_document() names the entities of one document (its mentions grouped, each
 * group with a label) and gives a DocumentResult: exactly what one line of the NDJSON of `extract`
 * holds. A Resolver takes the results of any number of documents in any order and merges the same
 * actors. */
#ifndef RESOLVE_RESOLVE_H
#define RESOLVE_RESOLVE_H

#include "relation/relation.h"

typedef struct ResultMention {
    uint32_t start, end; /* code points of the document's text */
    Str text;
    Str type;
    Str entity; /* label of the entity inside the document */
} ResultMention;

typedef struct ResultTriple {
    Str subject, relation, object; /* labels of entities */
    Str subject_type, object_type;
    uint32_t start, end; /* code points of the sentence */
    Str sentence;
    Str rule;
    Str date, role, amount, document_name; /* empty when missing */
    Modality modality;
    double confidence;
} ResultTriple;

/* A known fact on an entity of the document that the graph needs: other names, id, parent. */
typedef struct ResultEntity {
    Str label;
    Str type;
    const Str *aliases;
    uint32_t alias_count;
    Str wikidata; /* or empty */
    bool proper;  /* has a name of its own, may be merged across documents */
} ResultEntity;

typedef struct DocumentResult {
    Str id, title, date, url;
    const ResultEntity *entities; /* by label */
    uint32_t entity_count;
    const ResultMention *mentions; /* by start */
    uint32_t mention_count;
    const ResultTriple *triples; /* by start, then subject, relation, object */
    uint32_t triple_count;
} DocumentResult;

/* Memory from `arena`; strings may be borrowed from the ruleset, the text and the document. */
void resolve_document(DocumentResult *out, const EntityList *entities, const ClaimList *claims,
                      const Ruleset *ruleset, Arena *arena);

/* Appends one line of NDJSON (with its line end) and reads it back. Reading reports bad lines with
 * their place and returns STATUS_INPUT. Format version: "v": 1. */
void result_write(Buffer *out, const DocumentResult *result);
MUST_USE Status result_read(DocumentResult *out, Str line, Str path, uint32_t line_number,
                            Arena *arena);

/* Appends the id of a line of NDJSON to `out`, in the form that result_write() gives it. Reads no
 * more of a line that result_write() wrote; of others all, as result_read() does. */
MUST_USE Status result_read_id(Buffer *out, Str line, Str path, uint32_t line_number, Arena *arena);

/* ---- Across documents ---- */

typedef struct Evidence {
    Str document, title, url, published; /* published: the date of the document */
    Str date;                            /* of the statement, else of the document */
    Str sentence;
    uint32_t start, end; /* code points in the document */
    Str rule;
    Modality modality;
    double confidence;
    Str role, amount;
} Evidence;

typedef struct NetworkNode {
    Str id; /* stable, ASCII, made of label and type: letters, digits, '-' */
    Str label;
    Str type;
    TypeId type_id;
    const Str *aliases; /* sorted, without the label */
    uint32_t alias_count;
    Str wikidata;
    uint32_t mentions, documents;
} NetworkNode;

typedef struct NetworkEdge {
    uint32_t source, target; /* nodes */
    RelationId relation;
    uint32_t statements; /* count, = evidence_count */
    uint32_t documents;
    Modality modality; /* the strongest of its statements: asserted, planned, reported, possible,
                          negated */
    bool contradicted; /* some statement denies what another asserts */
    double confidence; /* of the best */
    Str first_date, last_date, role;
    uint32_t best;            /* index into its evidence */
    const Evidence *evidence; /* by document, then start */
    uint32_t evidence_count;
} NetworkEdge;

/* What an analyst knows better: two names are one actor, or are two. */
typedef struct Correction {
    Str name, type;      /* a label as documents have it; an empty type is any */
    Str with, with_type; /* the other name; the same name for persons who share one */
    Str documents; /* ids of documents, joined by " | ": only there `name` is meant; or empty */
    bool join;
} Correction;

#define NO_CORRECTION 0xFFFFFFFFU

/* Two names that documents have, and whether they became one node. */
typedef struct NetworkMerge {
    Str name, type;
    Str with, with_type;
    Str documents; /* ids, joined by " | ": where a name that several share is this one; or empty */
    Str reason;
    bool joined;
    uint32_t correction; /* index of the correction that decided, or NO_CORRECTION */
} NetworkMerge;

/* Nodes by id, edges by source, relation, target: the same for any order of documents. */
typedef struct Network {
    const Ruleset *ruleset;
    NetworkNode *nodes;
    uint32_t node_count;
    NetworkEdge *edges;
    uint32_t edge_count;
    uint32_t document_count;
    const NetworkMerge *merges; /* by name and type; empty unless resolver_record_merges() */
    uint32_t merge_count;
} Network;

/* Which statements the network is made of. Borrowed. */
typedef struct StatementFilter {
    const bool *relations; /* by RelationId; NULL = all */
    Str since, until;      /* ISO 8601, to the day, month or year; empty = no bound */
    double min_confidence;
} StatementFilter;

typedef struct Resolver Resolver;
Resolver *resolver_new(const Ruleset *ruleset);
/* Copies what it needs from `result`. */
void resolver_add(Resolver *resolver, const DocumentResult *result);
/* Asks for Network.merges, and for merging as `corrections` say, which must outlive
 * resolver_finish(). What two documents merged each for itself is not undone. */
void resolver_record_merges(Resolver *resolver, const Correction *corrections, size_t count);
/* The network is made of what `filter` lets through; who is who is found in all. A statement dated
 * to a month or a year is let through if it may lie between the bounds; with bounds, one that has
 * no date, nor its document, is not. `filter` must outlive resolver_finish(). */
void resolver_filter(Resolver *resolver, const StatementFilter *filter);
/* Merges and builds; the network lives in the resolver. Edges whose statements are all negated or
 * possible are kept with that modality; exports mark them. */
const Network *resolver_finish(Resolver *resolver);
void resolver_free(Resolver *resolver);

#endif
