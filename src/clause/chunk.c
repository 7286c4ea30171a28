#include "internal.h"

enum { BRACKET_TOKENS = 25 };

bool phrase_chunk(const Lattice *lattice, uint32_t at, uint32_t limit, Chunk *out) {
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

const Element *element_from(const Lattice *lattice, uint32_t at, uint32_t *index) {
    *index = lattice->element_at[at - lattice->first];
    return *index < lattice->element_at[at - lattice->first + 1] ? &lattice->elements[*index]
                                                                 : NULL;
}

uint32_t next_element(const Lattice *lattice, uint32_t at) {
    while (at < lattice->end && lattice->element_at[at - lattice->first] ==
                                    lattice->element_at[at - lattice->first + 1]) {
        at++;
    }
    return at;
}

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
    if (str_equal(sign, STR("\xE2\x80\x93"))) { /* en dash */
        return CHUNK_COMMA;
    }
    if (str_equal(sign, STR("-")) && (token->shape & quotes) == 0) {
        return (token->shape & SHAPE_GLUED) != 0 ? CHUNK_NOUN : CHUNK_COMMA;
    }
    return CHUNK_STOP;
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
    for (uint32_t at = from; at <= to; at++) {
        vec_push(cuts, (Cut){0, at});
    }
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
        const uint32_t skipped = is_short_quote(lattice, at) ? 1 : bracket_count(lattice, at);
        if (skipped > 0) { /* what stands in brackets says nothing of the clause around */
            at += skipped;
            continue;
        }
        const uint32_t cut = at < to ? cuts.items[at - from].end : at + 1;
        const Chunk chunk = chunk_at(lattice, out, at, cut);
        vec_push(out, chunk);
        at += chunk.count;
    }
    vec_free(&cuts);
}
