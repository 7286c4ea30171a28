/* What the files of clause/ share. Not for other folders. */
#ifndef CLAUSE_INTERNAL_H
#define CLAUSE_INTERNAL_H

#include "clause.h"

typedef enum ChunkKind {
    CHUNK_NAME, /* an element of the lattice */
    CHUNK_NOUN, /* common words of a noun phrase: nouns, modifiers, numbers, unknown words */
    CHUNK_VERB,
    CHUNK_MARK, /* between subject and verb: tense, negation, mood, adverbs */
    CHUNK_PASSIVE,
    CHUNK_AGENT,
    CHUNK_PREPOSITION,
    CHUNK_GENITIVE,
    CHUNK_COORDINATOR,
    CHUNK_COMMA, /* and semicolons */
    CHUNK_RELATIVE,
    CHUNK_PURPOSE,
    CHUNK_CONDITION,
    CHUNK_CONJUNCTION,
    CHUNK_CONNECTIVE,
    CHUNK_TIME,
    CHUNK_HEARSAY,
    CHUNK_LIST_OPENER,
    CHUNK_STOP /* quotes, colons, brackets and other signs */
} ChunkKind;

typedef struct Chunk {
    ChunkKind kind;
    uint32_t first, count; /* tokens */
    uint32_t element;      /* CHUNK_NAME: index into the lattice */
    EntryId entry;         /* phrase of the lexicon, or 0 */
    uint64_t keys;         /* bit k = the phrase is in grammar key k */
    uint32_t said_of; /* first word of an apposition, and the sign that closes it: number of the
                         name's chunk + 1; else 0 */
} Chunk;

typedef VEC(Chunk) ChunkVec;

#define KEY_BIT(key) ((uint64_t)1 << GRAMMAR_##key)

static inline bool chunk_has(const Chunk *chunk, uint64_t bits) {
    return (chunk->keys & bits) != 0;
}

/* Cuts the sentence into chunks: names, words by their grammar, verbs told from their uses as
 * nouns. */
void tag_chunks(const Lattice *lattice, ChunkVec *out);

/* The longest phrase with a part in the grammar that begins at `at` and ends by `limit`. */
bool phrase_chunk(const Lattice *lattice, uint32_t at, uint32_t limit, Chunk *out);
/* The longest element that begins at `at`, or NULL. */
const Element *element_from(const Lattice *lattice, uint32_t at, uint32_t *index);
/* First token at or behind `at` that begins an element, or the end of the sentence. */
uint32_t next_element(const Lattice *lattice, uint32_t at);
/* The kind of a phrase of the lexicon behind `chunks`. */
ChunkKind word_kind(const Lattice *lattice, const ChunkVec *chunks, const Chunk *word);

static inline const Chunk *last_chunk(const ChunkVec *chunks) {
    return chunks->count == 0 ? NULL : &vec_last(chunks);
}

/* The state of clause_find(): one sentence. */
typedef struct VerbFrame {
    uint32_t chunk;       /* the verb */
    uint32_t group_start; /* first chunk of its marks */
    bool passive;
    Modality modality;
    uint32_t
        surface;    /* noun phrase in front: subject, or what undergoes a passive; or NO_ELEMENT */
    uint32_t agent; /* noun phrase, or NO_ELEMENT */
    uint32_t right_end;  /* chunk behind its last argument */
    bool shares_right;   /* its arguments are those of the next verb */
    bool by_agent;       /* passive because an agent stands in front: "by A ..." */
    bool relative;       /* in a relative clause with a subject of its own */
    uint32_t governor;   /* number of the verb whose object is its subject, or NO_ELEMENT */
    size_t fronted;      /* of the roles, so many stand before the verb */
    VEC(RoleFill) roles; /* prepositional ones and the object */
} VerbFrame;

typedef struct Parser {
    const Lattice *lattice;
    ChunkVec chunks;
    VEC(NounPhrase) phrases;
    VEC(VerbFrame) verbs;
} Parser;

/* Marks where appositions with verbs in them begin and close. */
void mark_appositions(Parser *parser);

/* The noun phrase whose first chunk is `at`; `*next` = the chunk behind it. NO_ELEMENT if none
 * begins there. */
uint32_t phrase_right(Parser *parser, uint32_t at, uint32_t *next);
/* The noun phrase whose last chunk is `at`; `*start` = its first chunk. */
uint32_t phrase_left(Parser *parser, uint32_t at, uint32_t *start);

/* Whether all that a name stands for is of the type. */
bool name_is(const Parser *parser, const Chunk *name, const char *type);

/* Makes the verb no surer than `modality`. */
void weaken(VerbFrame *verb, Modality modality);
/* What a mark before the verb says of how far it is asserted. */
void read_mark(VerbFrame *verb, const Chunk *mark);
/* What the purpose word in chunk `at` before the verb says of it: it need not come true, unless the
 * verb before is of the class SPEND of the rules. What is paid for is had. */
void weaken_purpose(const Parser *parser, VerbFrame *verb, uint32_t at);
/* Reads the marks right before the verb, and whether its clause is only supposed. */
void read_marks(Parser *parser, VerbFrame *verb);

/* Finds subject, agent, polarity and fronted phrases of verb number `index`; all before are done.
 */
void find_left(Parser *parser, uint32_t index);
/* Finds object and prepositional phrases behind verb number `index`. */
void find_right(Parser *parser, uint32_t index);
/* Adds the roles that the preposition in chunk `at` gives to `phrase`. */
void add_roles(Parser *parser, VerbFrame *verb, uint32_t at, uint32_t phrase);

#endif
