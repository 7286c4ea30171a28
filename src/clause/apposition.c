/* Appositions between commas or dashes, with clauses of their own in them: "A, a firm that makes X,
 * has announced Y". */
#include "internal.h"

enum { INSIDE_MOST = 25 };

static const Chunk *chunk_at(const Parser *parser, uint32_t at) {
    return at < parser->chunks.count ? &parser->chunks.items[at] : NULL;
}

/* Whether a clause begins at chunk `at`, as far as what stands before tells. */
static bool begins_clause(const Parser *parser, uint32_t at) {
    if (at == 0) {
        return true;
    }
    switch (parser->chunks.items[at - 1].kind) {
    case CHUNK_COMMA:
    case CHUNK_STOP:
    case CHUNK_CONNECTIVE:
    case CHUNK_CONJUNCTION:
    case CHUNK_TIME:
    case CHUNK_AGENT:
        return true;
    default:
        return false;
    }
}

/* Whether common words that say what a name is, or where, may begin at chunk `at`. Behind a comma,
 * counted ones are rather the next member of a list. */
static bool begins_apposition(const Parser *parser, uint32_t at) {
    const Chunk *word = chunk_at(parser, at);
    const Chunk *opener = &parser->chunks.items[at - 1];
    const bool listed = str_equal(token_text(parser->lattice->tokens, opener->first, 1), STR(","));
    if (!word || (parser->lattice->tokens->tokens[word->first].shape & SHAPE_CAPITAL) != 0) {
        return false;
    }
    return word->kind == CHUNK_RELATIVE || (word->kind == CHUNK_NOUN && word->entry != 0 &&
                                            !(listed && chunk_has(word, KEY_BIT(QUANTIFIER))));
}

/* Whether a verb comes at chunk `at`, past its marks. */
static bool verb_comes(const Parser *parser, uint32_t at) {
    for (; at < parser->chunks.count; at++) {
        switch (parser->chunks.items[at].kind) {
        case CHUNK_VERB:
            return true;
        case CHUNK_MARK:
        case CHUNK_TIME:
        case CHUNK_PASSIVE:
            break;
        default:
            return false;
        }
    }
    return false;
}

static bool same_sign(const Parser *parser, const Chunk *a, const Chunk *b) {
    const TokenList *tokens = parser->lattice->tokens;
    return str_equal(token_text(tokens, a->first, 1), token_text(tokens, b->first, 1));
}

/* The sign that closes the apposition opened by the one in chunk `opener`, or NO_ELEMENT. */
static uint32_t closing(const Parser *parser, uint32_t opener) {
    for (uint32_t i = opener + 1; i < parser->chunks.count && i - opener <= INSIDE_MOST; i++) {
        const Chunk *sign = &parser->chunks.items[i];
        if (sign->kind == CHUNK_STOP) {
            break;
        }
        if (sign->kind == CHUNK_COMMA && same_sign(parser, sign, &parser->chunks.items[opener]) &&
            verb_comes(parser, i + 1)) {
            return i;
        }
    }
    return NO_ELEMENT;
}

/* Whether the name in chunk `at` is in a phrase in front of a clause: "according to A, ...". */
static bool is_fronted(const Parser *parser, uint32_t at) {
    const Chunk *before = at > 0 ? &parser->chunks.items[at - 1] : NULL;
    return before && (before->kind == CHUNK_HEARSAY ||
                      (before->kind == CHUNK_PREPOSITION && begins_clause(parser, at - 1)));
}

/* Whether the word in chunk `at` takes up the name two chunks before it and a verb comes right
 * behind: "A, who has done X". */
static bool takes_up(const Parser *parser, uint32_t at) {
    const Chunk *word = chunk_at(parser, at);
    return chunk_has(word, KEY_BIT(APPOSITIVE)) && word->kind == CHUNK_NOUN &&
           verb_comes(parser, at + 1) && !is_fronted(parser, at - 2);
}

void mark_appositions(Parser *parser) {
    for (uint32_t i = 0; i + 2 < parser->chunks.count; i++) {
        if (parser->chunks.items[i].kind != CHUNK_NAME ||
            parser->chunks.items[i + 1].kind != CHUNK_COMMA || !begins_apposition(parser, i + 2)) {
            continue;
        }
        if (takes_up(parser, i + 2)) {
            parser->chunks.items[i + 2].said_of = i + 1;
        }
        if (!begins_clause(parser, i)) {
            continue;
        }
        const uint32_t end = closing(parser, i + 1);
        if (end != NO_ELEMENT) {
            parser->chunks.items[i + 2].said_of = i + 1;
            parser->chunks.items[end].said_of = i + 1;
        }
    }
}
