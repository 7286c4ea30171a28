/* What part a word plays: verb or noun, preposition or verb, mark or connective. */
#include "internal.h"

/* Kinds that need no look around, strongest first. */
static const struct {
    uint64_t keys;
    ChunkKind kind;
} plain_kinds[] = {
    {KEY_BIT(NEGATION), CHUNK_MARK},
    {KEY_BIT(CONDITION), CHUNK_CONDITION},
    {KEY_BIT(CONNECTIVE), CHUNK_CONNECTIVE},
    {KEY_BIT(PASSIVE), CHUNK_PASSIVE},
    {KEY_BIT(AGENT), CHUNK_AGENT},
    {KEY_BIT(GENITIVE), CHUNK_GENITIVE},
    {KEY_BIT(LIST_OPENER), CHUNK_LIST_OPENER},
    {KEY_BIT(COORDINATOR), CHUNK_COORDINATOR},
    {KEY_BIT(RELATIVE), CHUNK_RELATIVE},
    {KEY_BIT(PURPOSE), CHUNK_PURPOSE},
    {KEY_BIT(HEARSAY), CHUNK_HEARSAY},
    {KEY_BIT(CONJUNCTION), CHUNK_CONJUNCTION},
    {KEY_BIT(PLANNED) | KEY_BIT(POSSIBLE) | KEY_BIT(AUXILIARY), CHUNK_MARK},
};

/* Whether an object could begin at `at`: a name, or a word that begins a noun phrase. */
static bool object_follows(const Lattice *lattice, uint32_t at) {
    uint32_t index = 0;
    if (at >= lattice->end) {
        return false;
    }
    if (element_from(lattice, at, &index)) {
        return true;
    }
    Chunk next;
    return phrase_chunk(lattice, at, lattice->end, &next) &&
           chunk_has(&next, KEY_BIT(QUANTIFIER) | KEY_BIT(NOUN)) &&
           !chunk_has(&next, KEY_BIT(PREPOSITION));
}

/* Whether a name or a counted noun phrase begins at `at`: surely an object. */
static bool name_follows(const Lattice *lattice, uint32_t at) {
    uint32_t index = 0;
    Chunk next;
    return at < lattice->end && (element_from(lattice, at, &index) != NULL ||
                                 (phrase_chunk(lattice, at, lattice->end, &next) &&
                                  chunk_has(&next, KEY_BIT(QUANTIFIER))));
}

static bool demonstrative_follows(const Lattice *lattice, uint32_t at) {
    Chunk next;
    return at < lattice->end && phrase_chunk(lattice, at, lattice->end, &next) &&
           chunk_has(&next, KEY_BIT(DEMONSTRATIVE));
}

static bool genitive_follows(const Lattice *lattice, uint32_t at) {
    Chunk next;
    return at < lattice->end && phrase_chunk(lattice, at, lattice->end, &next) &&
           chunk_has(&next, KEY_BIT(GENITIVE));
}

/* Behind a comma or coordinator a word is a noun where a noun stands before: one made of a verb, or
 * any when the word may be one and no object follows. */
static bool follows_noun(const ChunkVec *chunks, const Chunk *word, bool object) {
    const Chunk *joint = last_chunk(chunks);
    const Chunk *other = chunks->count >= 2 ? &chunks->items[chunks->count - 2] : NULL;
    if (!other || other->kind != CHUNK_NOUN) {
        return false;
    }
    return (joint->kind == CHUNK_COORDINATOR && chunk_has(other, KEY_BIT(VERB))) ||
           (chunk_has(word, KEY_BIT(NOUN)) && !object);
}

/* A verb word used as a noun or as the modifier of one. */
static bool is_nominal(const Lattice *lattice, const ChunkVec *chunks, const Chunk *word) {
    const Chunk *before = last_chunk(chunks);
    const uint32_t behind = word->first + word->count;
    const bool also_noun = chunk_has(word, KEY_BIT(NOUN));
    if (chunk_has(word, KEY_BIT(LIGHT))) {
        return false;
    }
    if (!before) {
        return also_noun && !object_follows(lattice, behind);
    }
    if (demonstrative_follows(lattice, behind) || genitive_follows(lattice, behind)) {
        return true;
    }
    const bool people = chunk_has(word, KEY_BIT(HUMAN));
    const bool counted =
        before->entry == 0 && (lattice->tokens->tokens[before->first].shape & SHAPE_NUMBER) != 0;
    if (counted && before->kind == CHUNK_NOUN && also_noun) {
        return true; /* "74 reports" */
    }
    switch (before->kind) {
    case CHUNK_MARK:
    case CHUNK_PASSIVE:
    case CHUNK_NAME:
        return false;
    case CHUNK_NOUN:
        return chunk_has(before,
                         KEY_BIT(NOMINALIZER) | KEY_BIT(QUANTIFIER) | KEY_BIT(MODIFIER_HOST)) ||
               (also_noun && !object_follows(lattice, behind));
    case CHUNK_PREPOSITION:
    case CHUNK_GENITIVE:
        return true;
    case CHUNK_VERB:
        return also_noun &&
               (chunk_has(before, KEY_BIT(OBJECT_TAKER)) || !object_follows(lattice, behind));
    case CHUNK_COORDINATOR:
    case CHUNK_COMMA:
        return people || follows_noun(chunks, word, name_follows(lattice, behind));
    default:
        return also_noun && (people || !object_follows(lattice, behind));
    }
}

/* Whether the last chunk, a name, stands behind a preposition. */
static bool in_prepositional(const ChunkVec *chunks) {
    return chunks->count >= 2 && chunks->items[chunks->count - 2].kind == CHUNK_PREPOSITION;
}

/* Whether a verb has come since the last boundary of clauses. */
static bool verb_seen(const ChunkVec *chunks) {
    for (size_t i = chunks->count; i-- > 0;) {
        const ChunkKind kind = chunks->items[i].kind;
        if (kind == CHUNK_VERB) {
            return true;
        }
        if (kind == CHUNK_COMMA || kind == CHUNK_STOP || kind == CHUNK_CONJUNCTION) {
            return false;
        }
    }
    return false;
}

/* A word that is verb and preposition (to go to) is a verb where a clause still needs one. */
static bool motion_is_verb(const ChunkVec *chunks) {
    const Chunk *before = last_chunk(chunks);
    if (!before) {
        return false;
    }
    return before->kind == CHUNK_PASSIVE ||
           (before->kind == CHUNK_MARK && !chunk_has(before, KEY_BIT(CONNECTIVE))) ||
           (before->kind == CHUNK_NAME && !verb_seen(chunks) && !in_prepositional(chunks));
}

/* Whether a verb comes next, past marks of tense and the like. */
static bool verb_follows(const Lattice *lattice, uint32_t at) {
    enum { MARKS_MOST = 3 };
    for (int i = 0; i <= MARKS_MOST; i++) {
        Chunk next;
        if (at >= lattice->end || !phrase_chunk(lattice, at, next_element(lattice, at), &next)) {
            return false;
        }
        const bool mark = chunk_has(&next, KEY_BIT(AUXILIARY) | KEY_BIT(PLANNED) |
                                               KEY_BIT(NEGATION) | KEY_BIT(ADVERB));
        if (!mark) {
            return chunk_has(&next, KEY_BIT(VERB)) && !chunk_has(&next, KEY_BIT(NOUN));
        }
        at += next.count;
    }
    return false;
}

/* A capital letter inside a sentence begins a name, whatever the word means; not so behind a sign
 * that another sentence may follow. */
static bool is_name_part(const Lattice *lattice, const ChunkVec *chunks, const Chunk *word) {
    const uint32_t shape = lattice->tokens->tokens[word->first].shape;
    const Chunk *before = last_chunk(chunks);
    return (shape & SHAPE_CAPITAL) != 0 && (shape & (SHAPE_FIRST | SHAPE_UPPER)) == 0 &&
           word->first > lattice->first && !(before && before->kind == CHUNK_STOP);
}

/* Whether the preposition gives a role. */
static bool gives_role(const Lattice *lattice, const Chunk *word) {
    const Ruleset *ruleset = lattice->ruleset;
    for (RoleId role = ROLE_FIRST_DECLARED; role < ruleset->role_count; role++) {
        if (entry_in_class(&ruleset->entries[word->entry], ruleset->roles[role].prepositions)) {
            return true;
        }
    }
    return false;
}

/* Whether a clause may begin behind the last chunk. */
static bool at_clause_start(const ChunkVec *chunks) {
    const Chunk *before = last_chunk(chunks);
    return !before || before->kind == CHUNK_COMMA || before->kind == CHUNK_STOP ||
           before->kind == CHUNK_CONJUNCTION || before->kind == CHUNK_CONNECTIVE ||
           before->kind == CHUNK_COORDINATOR;
}

/* "because A was ...", "because A does not ...": a name and a mark of passive or negation behind.
 */
static bool cause_follows(const Lattice *lattice, uint32_t at) {
    uint32_t index = 0;
    const Element *element = at < lattice->end ? element_from(lattice, at, &index) : NULL;
    Chunk next;
    return element && at + element->count < lattice->end &&
           phrase_chunk(lattice, at + element->count, lattice->end, &next) &&
           chunk_has(&next, KEY_BIT(PASSIVE) | KEY_BIT(NEGATION));
}

/* Words with two readings of which the neighbours tell one; false if the word is not such a one. */
static bool two_readings(const Lattice *lattice, const ChunkVec *chunks, const Chunk *word,
                         ChunkKind *kind) {
    const Chunk *before = last_chunk(chunks);
    const bool preposition = chunk_has(word, KEY_BIT(PREPOSITION));
    if (preposition && chunk_has(word, KEY_BIT(CONJUNCTION))) {
        *kind = verb_follows(lattice, word->first + word->count) ? CHUNK_CONJUNCTION
                                                                 : CHUNK_PREPOSITION;
    } else if (chunk_has(word, KEY_BIT(AGENT)) &&
               cause_follows(lattice, word->first + word->count)) {
        *kind = CHUNK_CONJUNCTION;
    } else if (chunk_has(word, KEY_BIT(CONJUNCTION)) && chunk_has(word, KEY_BIT(AUXILIARY))) {
        *kind = verb_follows(lattice, word->first + word->count) ? CHUNK_MARK : CHUNK_CONJUNCTION;
    } else if (chunk_has(word, KEY_BIT(CONJUNCTION)) && chunk_has(word, KEY_BIT(WISH)) && before &&
               before->kind == CHUNK_NAME) {
        *kind = CHUNK_MARK;
    } else if (preposition && chunk_has(word, KEY_BIT(LIST_OPENER)) && gives_role(lattice, word)) {
        *kind = CHUNK_PREPOSITION;
    } else if (chunk_has(word, KEY_BIT(CONNECTIVE)) && chunk_has(word, KEY_BIT(ADVERB)) &&
               !at_clause_start(chunks)) {
        *kind = CHUNK_MARK;
    } else if (preposition && chunk_has(word, KEY_BIT(COORDINATOR)) &&
               chunk_has(word, KEY_BIT(ADVERB)) &&
               verb_follows(lattice, word->first + word->count)) {
        *kind = CHUNK_MARK; /* "A and B together sign ..." */
    } else if (preposition && chunk_has(word, KEY_BIT(COORDINATOR))) {
        *kind = before && before->kind == CHUNK_NAME ? CHUNK_COORDINATOR : CHUNK_PREPOSITION;
    } else {
        return false;
    }
    return true;
}

/* Verbs, prepositions, and what is left: words of time, adverbs, nouns. */
static ChunkKind content_kind(const Lattice *lattice, const ChunkVec *chunks, const Chunk *word) {
    const bool verb = chunk_has(word, KEY_BIT(VERB));
    if (chunk_has(word, KEY_BIT(PREPOSITION))) {
        return verb && motion_is_verb(chunks) ? CHUNK_VERB : CHUNK_PREPOSITION;
    }
    if (verb) {
        return is_nominal(lattice, chunks, word) ? CHUNK_NOUN : CHUNK_VERB;
    }
    if (chunk_has(word, KEY_BIT(TIME))) {
        return CHUNK_TIME;
    }
    const bool adverb = chunk_has(word, KEY_BIT(ADVERB)) && !chunk_has(word, KEY_BIT(NOUN));
    return adverb ? CHUNK_MARK : CHUNK_NOUN;
}

/* "of two old investors, which are A and B": behind counted people or bodies that a preposition or
 * a genitive governs, a copula before a name only opens the list of their names. */
static bool opens_names(const Lattice *lattice, const ChunkVec *chunks, const Chunk *word) {
    uint32_t index = 0;
    if (!element_from(lattice, word->first + word->count, &index)) {
        return false;
    }
    size_t first = chunks->count;
    while (first > 0 && chunks->items[first - 1].kind == CHUNK_NOUN) {
        first--;
    }
    if (first == 0 || first == chunks->count) {
        return false;
    }
    const ChunkKind governor = chunks->items[first - 1].kind;
    return chunk_has(&chunks->items[first], KEY_BIT(QUANTIFIER)) &&
           (governor == CHUNK_GENITIVE || governor == CHUNK_PREPOSITION || governor == CHUNK_VERB);
}

ChunkKind word_kind(const Lattice *lattice, const ChunkVec *chunks, const Chunk *word) {
    ChunkKind kind = CHUNK_NOUN;
    if (is_name_part(lattice, chunks, word)) {
        return CHUNK_NOUN;
    }
    if (chunk_has(word, KEY_BIT(COPULA))) {
        return opens_names(lattice, chunks, word) ? CHUNK_LIST_OPENER : CHUNK_VERB;
    }
    if (two_readings(lattice, chunks, word, &kind)) {
        return kind;
    }
    for (size_t i = 0; i < sizeof plain_kinds / sizeof *plain_kinds; i++) {
        if (chunk_has(word, plain_kinds[i].keys)) {
            return plain_kinds[i].kind;
        }
    }
    return content_kind(lattice, chunks, word);
}
