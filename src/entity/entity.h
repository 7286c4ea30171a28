/* Typed mentions of actors, and the phrases built around them. */
#ifndef ENTITY_ENTITY_H
#define ENTITY_ENTITY_H

#include "match/match.h"

#define NO_MENTION 0xFFFFFFFFU

typedef enum MentionKind {
    MENTION_NAME,   /* a proper name */
    MENTION_ROLE,   /* an office that stands for its holder: "the Minister of Health" */
    MENTION_BARE,   /* a bare head that refers back: "the Ministry", "the workshop" */
    MENTION_PRONOUN /* "he", "the two sides" */
} MentionKind;

typedef struct Mention {
    uint32_t first, count; /* tokens of the name itself, without title or honorific */
    uint32_t sentence;
    TypeId type;
    MentionKind kind;
    uint32_t gazetteer;  /* index into Ruleset.gazetteer, or NO_MENTION */
    uint32_t antecedent; /* mention that it refers back to (resolved to the end), or NO_MENTION */
    const Rule
        *rule;   /* the entity rule, or NULL for the gazetteer and for repeats of a known name */
    Str acronym; /* its short form when the text defines one, else empty */
    uint32_t title_first,
        title_count; /* tokens of the office named before or behind it; count 0 = none */
} Mention;

/* A capture whose element has been followed to its mentions. */
typedef struct BoundCapture {
    TypeId inferred;       /* heads of unknown kind are of this type; or 0 */
    uint32_t first, count; /* tokens; count 0 = not taken */
    const uint32_t *heads; /* mentions; none for words */
    uint32_t head_count;
} BoundCapture;

/* A phrase or pattern rule that matched, independent of the lattice that it matched on. */
typedef struct BoundMatch {
    const Rule *rule;
    uint32_t first, count; /* tokens */
    BoundCapture captures[CAPTURES_MAX];
} BoundMatch;

typedef struct BoundMatchList {
    const BoundMatch *items;
    uint32_t count;
} BoundMatchList;

/* The lattices of one sentence that the phrase rules ran over, round by round; the last one is what
 * they left nothing to do on, unless the rounds ran out. */
typedef struct PhraseRounds {
    const Lattice *items;
    uint32_t count;
} PhraseRounds;

/* Mentions of one document with the elements over them; lives in the arena given to entity_find().
 */
typedef struct EntityList {
    const TokenList *tokens;
    Mention *mentions; /* those found first by first token, then those that phrases made */
    uint32_t mention_count;
    Lattice *lattices;       /* one for each sentence: mentions, phrases, lists */
    BoundMatchList *phrases; /* for each sentence, the phrase rules that matched */
    PhraseRounds *rounds;    /* for each sentence; for explanations */
} EntityList;

/* Finds mentions (gazetteer, entity rules, names known from elsewhere in the document), then
 * phrases and coordinated lists, then what bare heads, pronouns and short names refer to. */
void entity_find(EntityList *out, const TokenList *tokens, const Ruleset *ruleset, Matcher *matcher,
                 Arena *arena);

/* The lattice that the entity rules run over in one sentence: an element for each name of the
 * gazetteers. For explanations: its heads are no mentions. */
void entity_lattice(Lattice *out, const TokenList *tokens, const Ruleset *ruleset,
                    uint32_t sentence, Arena *arena);

/* Follows the elements of a match on `lattice` to their mentions. */
void match_bind(BoundMatch *out, const Match *match, const Lattice *lattice);

/* The name of a mention as one line of text (white space folded), in `arena`. */
Str mention_text(const EntityList *list, const Mention *mention, Arena *arena);

#endif
