#include "internal.h"

enum { BRACKET_TOKENS = 25 };

/* The longest phrase with a part in the grammar that begins at `at` and reaches no element; at most
 * `limit - at` tokens. */
static bool phrase_chunk(const Lattice *lattice, uint32_t at, uint32_t limit, Chunk *out) {
    const TokenList *tokens = lattice->tokens;
    for (uint32_t i = tokens->phrase_at[at]; i < tokens->phrase_at[at + 1]; i++) {
        const PhraseMatch *phrase = &tokens->phrases[i];
        if (at + phrase->count > limit) {
            continue;
        }
        const uint64_t keys = lattice->ruleset->entries[phrase->entry].keys;
        if (keys != 0) {
            *out = (Chunk){.first = at,
                           .count = phrase->count,
                           .element = NO_ELEMENT,
                           .entry = phrase->entry,
                           .keys = keys};
            return true;
        }
    }
    return false;
}

static const Element *element_from(const Lattice *lattice, uint32_t at, uint32_t *index) {
    *index = lattice->element_at[at - lattice->first];
    return *index < lattice->element_at[at - lattice->first + 1] ? &lattice->elements[*index]
                                                                 : NULL;
}

/* First token at or behind `at` that begins an element, or the end of the sentence. */
static uint32_t next_element(const Lattice *lattice, uint32_t at) {
    while (at < lattice->end && lattice->element_at[at - lattice->first] ==
                                    lattice->element_at[at - lattice->first + 1]) {
        at++;
    }
    return at;
}

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

/* Signs that cut a clause: quotes, brackets, colons, ends of sentences. Dashes between words join
 * them as a comma does; what is written together with words (%, /, -) belongs to them. */
static ChunkKind sign_kind(const Lattice *lattice, uint32_t at) {
    const Str sign = token_text(lattice->tokens, at, 1);
    const Token *token = &lattice->tokens->tokens[at];
    if (str_equal(sign, STR(",")) || str_equal(sign, STR(";"))) {
        return CHUNK_COMMA;
    }
    if (sign.len == 1 && strchr("%/+&*", sign.ptr[0]) != NULL) {
        return CHUNK_NOUN;
    }
    const uint32_t quotes = SHAPE_QUOTE_OPEN | SHAPE_QUOTE_CLOSE;
    if (str_equal(sign, STR("-")) && (token->shape & quotes) == 0) {
        return (token->shape & SHAPE_GLUED) != 0 ? CHUNK_NOUN : CHUNK_COMMA;
    }
    return CHUNK_STOP;
}

/* The chunk before the one to come that tells how a verb word is used. */
static const Chunk *last_chunk(const ChunkVec *chunks) {
    return chunks->count == 0 ? NULL : &vec_last(chunks);
}

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
    if (demonstrative_follows(lattice, behind)) {
        return true;
    }
    const bool people = chunk_has(word, KEY_BIT(HUMAN));
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
    return before->kind == CHUNK_MARK || before->kind == CHUNK_PASSIVE ||
           (before->kind == CHUNK_NAME && !verb_seen(chunks));
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

/* A capital letter inside a sentence begins a name, whatever the word means. */
static bool is_name_part(const Lattice *lattice, const Chunk *word) {
    const uint32_t shape = lattice->tokens->tokens[word->first].shape;
    return (shape & SHAPE_CAPITAL) != 0 && (shape & (SHAPE_FIRST | SHAPE_UPPER)) == 0 &&
           word->first > lattice->first;
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

static ChunkKind word_kind(const Lattice *lattice, const ChunkVec *chunks, const Chunk *word) {
    const bool verb = chunk_has(word, KEY_BIT(VERB));
    const bool preposition = chunk_has(word, KEY_BIT(PREPOSITION));
    if (is_name_part(lattice, word)) {
        return CHUNK_NOUN;
    }
    if (chunk_has(word, KEY_BIT(COPULA))) {
        return CHUNK_VERB;
    }
    if (preposition && chunk_has(word, KEY_BIT(CONJUNCTION))) {
        return verb_follows(lattice, word->first + word->count) ? CHUNK_CONJUNCTION
                                                                : CHUNK_PREPOSITION;
    }
    if (preposition && chunk_has(word, KEY_BIT(LIST_OPENER)) && gives_role(lattice, word)) {
        return CHUNK_PREPOSITION;
    }
    if (chunk_has(word, KEY_BIT(CONNECTIVE)) && chunk_has(word, KEY_BIT(ADVERB)) &&
        !at_clause_start(chunks)) {
        return CHUNK_MARK;
    }
    if (preposition && chunk_has(word, KEY_BIT(COORDINATOR))) {
        const Chunk *before = last_chunk(chunks);
        return before && before->kind == CHUNK_NAME ? CHUNK_COORDINATOR : CHUNK_PREPOSITION;
    }
    for (size_t i = 0; i < sizeof plain_kinds / sizeof *plain_kinds; i++) {
        if (chunk_has(word, plain_kinds[i].keys)) {
            return plain_kinds[i].kind;
        }
    }
    if (verb && preposition) {
        return motion_is_verb(chunks) ? CHUNK_VERB : CHUNK_PREPOSITION;
    }
    if (preposition) {
        return CHUNK_PREPOSITION;
    }
    if (verb) {
        return is_nominal(lattice, chunks, word) ? CHUNK_NOUN : CHUNK_VERB;
    }
    if (chunk_has(word, KEY_BIT(TIME))) {
        return CHUNK_TIME;
    }
    if (chunk_has(word, KEY_BIT(ADVERB)) && !chunk_has(word, KEY_BIT(NOUN))) {
        return CHUNK_MARK;
    }
    return CHUNK_NOUN;
}

/* A bracket with its inside, up to the closing one: tokens, or 0 if it does not close soon. */
static uint32_t bracket_count(const Lattice *lattice, uint32_t at) {
    if (!str_equal(token_text(lattice->tokens, at, 1), STR("("))) {
        return 0;
    }
    for (uint32_t i = at + 1; i < lattice->end && i - at <= BRACKET_TOKENS; i++) {
        if (str_equal(token_text(lattice->tokens, i, 1), STR(")"))) {
            return i - at + 1;
        }
    }
    return 0;
}

/* Quotes around a word or two only stress them: the clause goes on through them. */
static bool is_short_quote(const Lattice *lattice, uint32_t at) {
    enum { STRESSED_TOKENS = 7 };
    const Token *tokens = lattice->tokens->tokens;
    if ((tokens[at].shape & SHAPE_QUOTE_OPEN) != 0) {
        for (uint32_t i = at + 1; i < lattice->end && i - at <= STRESSED_TOKENS; i++) {
            if ((tokens[i].shape & SHAPE_QUOTE_CLOSE) != 0) {
                return true;
            }
        }
    } else if ((tokens[at].shape & SHAPE_QUOTE_CLOSE) != 0) {
        for (uint32_t i = at; i-- > lattice->first && at - i <= STRESSED_TOKENS;) {
            if ((tokens[i].shape & SHAPE_QUOTE_OPEN) != 0) {
                return true;
            }
        }
    }
    return false;
}

static const Value *value_at(const TokenList *tokens, uint32_t at) {
    const uint32_t index = token_value_from(tokens, at);
    return index < tokens->value_count && tokens->values[index].first == at ? &tokens->values[index]
                                                                            : NULL;
}

/* Where the word that begins at a token ends: the cut of a stretch of words into phrases of the
 * lexicon that leaves the fewest words over and, then, needs the fewest phrases. */
typedef struct Cut {
    uint32_t cost; /* of the best cut from here to the end of the stretch */
    uint32_t end;
} Cut;

typedef VEC(Cut) CutVec;

enum { COST_UNKNOWN = 9, COST_PHRASE = 4 };

/* Fills `cuts` for tokens from..to - 1 of a stretch without elements. */
static void cut_stretch(const Lattice *lattice, uint32_t from, uint32_t to, CutVec *cuts) {
    const TokenList *tokens = lattice->tokens;
    vec_clear(cuts);
    vec_reserve(cuts, to - from + 1);
    cuts->count = to - from + 1;
    cuts->items[to - from] = (Cut){0, to};
    for (uint32_t at = to; at-- > from;) {
        Cut best = {cuts->items[at + 1 - from].cost + COST_UNKNOWN, at + 1};
        for (uint32_t i = tokens->phrase_at[at]; i < tokens->phrase_at[at + 1]; i++) {
            const PhraseMatch *phrase = &tokens->phrases[i];
            if (at + phrase->count > to || lattice->ruleset->entries[phrase->entry].keys == 0) {
                continue;
            }
            const uint32_t cost = cuts->items[at + phrase->count - from].cost + COST_PHRASE;
            if (cost < best.cost || (cost == best.cost && best.end == at + 1)) {
                best = (Cut){cost, at + phrase->count};
            }
        }
        cuts->items[at - from] = best;
    }
}

static bool is_time_number(const Lattice *lattice, const ChunkVec *chunks, uint32_t at) {
    const Token *token = &lattice->tokens->tokens[at];
    if ((token->shape & SHAPE_NUMBER) == 0) {
        return false;
    }
    const Str text = token_text(lattice->tokens, at, 1);
    const Chunk *before = last_chunk(chunks);
    return str_find(text, '/', 0) < text.len || (before && before->kind == CHUNK_TIME);
}

static Chunk chunk_at(const Lattice *lattice, const ChunkVec *chunks, uint32_t at, uint32_t cut) {
    Chunk chunk = {.kind = CHUNK_NOUN, .first = at, .count = 1, .element = NO_ELEMENT};
    uint32_t index = 0;
    const Element *element = element_from(lattice, at, &index);
    if (element) {
        chunk.kind = CHUNK_NAME;
        chunk.count = element->count;
        chunk.element = index;
        return chunk;
    }
    const uint32_t limit = next_element(lattice, at);
    const Value *value = value_at(lattice->tokens, at);
    if (value && at + value->count <= limit) {
        chunk.kind = value->is_money ? CHUNK_NOUN : CHUNK_TIME;
        chunk.count = value->count;
        return chunk;
    }
    if (is_time_number(lattice, chunks, at)) {
        chunk.kind = CHUNK_TIME;
        return chunk;
    }
    if (phrase_chunk(lattice, at, cut, &chunk)) {
        chunk.kind = word_kind(lattice, chunks, &chunk);
    } else if ((lattice->tokens->tokens[at].shape & SHAPE_PUNCT) != 0) {
        chunk.kind = sign_kind(lattice, at);
    }
    return chunk;
}

void tag_chunks(const Lattice *lattice, ChunkVec *out) {
    CutVec cuts = {0};
    uint32_t from = lattice->first;
    uint32_t to = lattice->first;
    for (uint32_t at = lattice->first; at < lattice->end;) {
        if (at >= to) {
            from = at;
            to = next_element(lattice, at);
            cut_stretch(lattice, from, to, &cuts);
        }
        const uint32_t bracket = is_short_quote(lattice, at) ? 1 : bracket_count(lattice, at);
        if (bracket > 0) { /* what stands in brackets says nothing of the clause around */
            at += bracket;
            continue;
        }
        const uint32_t cut = at < to ? cuts.items[at - from].end : at + 1;
        const Chunk chunk = chunk_at(lattice, out, at, cut);
        vec_push(out, chunk);
        at += chunk.count;
    }
    vec_free(&cuts);
}
