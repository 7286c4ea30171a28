#include "internal.h"

enum { EXAMPLES_REACH = 30, NESTING = 6 };

static uint32_t add_phrase(Parser *parser, uint32_t from, uint32_t to, uint32_t element) {
    const Chunk *first = &parser->chunks.items[from];
    const Chunk *last = &parser->chunks.items[to];
    vec_push(&parser->phrases, (NounPhrase){.first = first->first,
                                            .count = last->first + last->count - first->first,
                                            .element = element,
                                            .owner = NO_ELEMENT});
    return (uint32_t)parser->phrases.count - 1;
}

static bool kind_is(const Parser *parser, uint32_t at, ChunkKind kind) {
    return at < parser->chunks.count && parser->chunks.items[at].kind == kind;
}

static bool in_noun_phrase(ChunkKind kind) {
    return kind == CHUNK_NOUN || kind == CHUNK_NAME || kind == CHUNK_COMMA ||
           kind == CHUNK_COORDINATOR || kind == CHUNK_PREPOSITION || kind == CHUNK_GENITIVE ||
           kind == CHUNK_TIME;
}

/* "the companies of the region, such as A, B and C": the named members stand for the phrase. */
static uint32_t examples_behind(const Parser *parser, uint32_t at) {
    for (uint32_t i = at; i < parser->chunks.count && i - at < EXAMPLES_REACH; i++) {
        if (kind_is(parser, i, CHUNK_LIST_OPENER)) {
            return kind_is(parser, i + 1, CHUNK_NAME) ? i + 1 : NO_ELEMENT;
        }
        if (!in_noun_phrase(parser->chunks.items[i].kind)) {
            break;
        }
    }
    return NO_ELEMENT;
}

static uint32_t owner_behind(Parser *parser, uint32_t at, uint32_t *next) {
    if (!kind_is(parser, at, CHUNK_GENITIVE)) {
        return NO_ELEMENT;
    }
    uint32_t behind = at + 1;
    const uint32_t owner = phrase_right(parser, at + 1, &behind);
    *next = behind;
    return owner;
}

bool name_is(const Parser *parser, const Chunk *name, const char *type) {
    const Lattice *lattice = parser->lattice;
    const TypeId id = ruleset_type(lattice->ruleset, str_from(type));
    return id != 0 && (lattice->elements[name->element].types & TYPE_BIT(id)) != 0;
}

static bool is_number(const Parser *parser, const Chunk *word) {
    return (parser->lattice->tokens->tokens[word->first].shape & SHAPE_NUMBER) != 0;
}

/* Whether common words from chunk `from` to `to` only introduce the name behind them ("the company
 * X"), rather than being people or things of it ("engineers of X"). */
static bool introduces(const Parser *parser, uint32_t from, uint32_t to, const Chunk *name) {
    const bool person = name_is(parser, name, "Person");
    const bool actor =
        person || name_is(parser, name, "Organization") || name_is(parser, name, "Place");
    for (uint32_t i = from; i <= to; i++) {
        const Chunk *word = &parser->chunks.items[i];
        const uint64_t counted = KEY_BIT(QUANTIFIER);
        const uint64_t abstract = KEY_BIT(NOMINALIZER) | KEY_BIT(MODIFIER_HOST);
        if (chunk_has(word, actor ? counted | abstract : counted) ||
            (word->entry == 0 && !is_number(parser, word)) ||
            (chunk_has(word, KEY_BIT(HUMAN)) && !person)) {
            return false;
        }
    }
    return true;
}

/* "the founding of X": an act as a noun, with the name that it is about. */
static bool is_act_on(const Parser *parser, uint32_t from, uint32_t to) {
    return to > from && chunk_has(&parser->chunks.items[from], KEY_BIT(NOMINALIZER)) &&
           chunk_has(&parser->chunks.items[to], KEY_BIT(VERB));
}

uint32_t phrase_right(Parser *parser, uint32_t at, uint32_t *next) {
    if (kind_is(parser, at, CHUNK_NAME)) {
        const uint32_t phrase = add_phrase(parser, at, at, parser->chunks.items[at].element);
        *next = at + 1;
        uint32_t behind = at + 1;
        const uint32_t owner = owner_behind(parser, at + 1, &behind);
        parser->phrases.items[phrase].owner = owner;
        *next = behind;
        return phrase;
    }
    uint32_t end = at;
    while (kind_is(parser, end, CHUNK_NOUN)) {
        end++;
    }
    if (end == at) {
        return NO_ELEMENT;
    }
    const uint32_t examples = examples_behind(parser, end);
    if (examples != NO_ELEMENT) {
        *next = examples + 1;
        return add_phrase(parser, at, examples, parser->chunks.items[examples].element);
    }
    if (kind_is(parser, end, CHUNK_NAME)) {
        const Chunk *name = &parser->chunks.items[end];
        *next = end + 1;
        if (introduces(parser, at, end - 1, name) || is_act_on(parser, at, end - 1)) {
            return add_phrase(parser, at, end, name->element);
        }
        const uint32_t common = add_phrase(parser, at, end, NO_ELEMENT);
        const uint32_t of = add_phrase(parser, end, end, name->element);
        parser->phrases.items[common].owner = of;
        return common;
    }
    const uint32_t phrase = add_phrase(parser, at, end - 1, NO_ELEMENT);
    *next = end;
    uint32_t behind = end;
    const uint32_t owner = owner_behind(parser, end, &behind);
    parser->phrases.items[phrase].owner = owner;
    *next = behind;
    return phrase;
}

/* Whether the words from chunk `at` on only go on with the name before them, which opens its
 * clause: "the University of X 3", "the Committee on Y the great works". Behind a place people of
 * it may follow, and a pronoun ("she") may be the beginning of a word ("the teacher"). */
static bool goes_on_name(const Parser *parser, uint32_t at) {
    if (at == 0 || !kind_is(parser, at - 1, CHUNK_NAME)) {
        return false;
    }
    const Chunk *name = &parser->chunks.items[at - 1];
    const uint32_t shape = parser->lattice->tokens->tokens[name->first].shape;
    const bool pronoun = name->count == 1 && ((shape & SHAPE_CAPITAL) == 0 ||
                                              (shape & (SHAPE_FIRST | SHAPE_UPPER)) == SHAPE_FIRST);
    if (pronoun || name_is(parser, name, "Place")) {
        return false;
    }
    return at == 1 || kind_is(parser, at - 2, CHUNK_COMMA) || kind_is(parser, at - 2, CHUNK_STOP) ||
           kind_is(parser, at - 2, CHUNK_TIME) || kind_is(parser, at - 2, CHUNK_CONNECTIVE);
}

uint32_t phrase_left(Parser *parser, uint32_t at, uint32_t *start) {
    uint32_t first = at;
    uint32_t element = NO_ELEMENT;
    uint32_t owner_chunk = NO_ELEMENT;
    if (kind_is(parser, at, CHUNK_NAME)) {
        element = parser->chunks.items[at].element;
    }
    while (first > 0 && kind_is(parser, first - 1, CHUNK_NOUN)) {
        first--;
    }
    if (element != NO_ELEMENT && first < at &&
        !introduces(parser, first, at - 1, &parser->chunks.items[at])) {
        element = NO_ELEMENT;
    }
    for (int depth = 0; depth < NESTING && first >= 2; depth++) {
        const Chunk *joint = &parser->chunks.items[first - 1];
        const ChunkKind head = parser->chunks.items[first - 2].kind;
        if (joint->kind != CHUNK_GENITIVE || (head != CHUNK_NOUN && head != CHUNK_NAME)) {
            break;
        }
        owner_chunk = element != NO_ELEMENT && first == at ? at : owner_chunk;
        first -= 2;
        element = head == CHUNK_NAME ? parser->chunks.items[first].element : NO_ELEMENT;
        while (first > 0 && kind_is(parser, first - 1, CHUNK_NOUN)) {
            first--;
        }
    }
    if (element == NO_ELEMENT && owner_chunk == NO_ELEMENT && goes_on_name(parser, first)) {
        first--;
        element = parser->chunks.items[first].element;
    }
    *start = first;
    const uint32_t phrase = add_phrase(parser, first, at, element);
    if (owner_chunk != NO_ELEMENT) {
        const uint32_t owner =
            add_phrase(parser, owner_chunk, owner_chunk, parser->chunks.items[owner_chunk].element);
        parser->phrases.items[phrase].owner = owner;
    }
    return phrase;
}
