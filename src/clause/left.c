#include "search.h"

/* Steps of one search to the left; a sentence has a bounded number of tokens anyway. */
enum { STEPS_MAX = 200 };

static uint32_t verb_number(const Parser *parser, uint32_t chunk_index) {
    for (uint32_t i = 0; i < parser->verbs.count; i++) {
        if (parser->verbs.items[i].chunk == chunk_index) {
            return i;
        }
    }
    return NO_ELEMENT;
}

/* Whether the words of the chunk are of a class that the engine knows by its name. */
static bool chunk_in(const Search *search, const Chunk *word, Str class_name) {
    const Lattice *lattice = search->parser->lattice;
    const ClassId id = intern_find(&lattice->ruleset->class_names, class_name);
    return id != 0 && token_class_at(lattice->tokens, lattice->ruleset, word->first,
                                     word->first + word->count, id) == word->count;
}

/* ", at X, " between subject and verb: the chunk before its first comma, or `at` if there is none.
 */
static int64_t before_insertion(const Search *search, int64_t at) {
    for (int64_t i = at - 1; i > 0 && at - i < 12; i--) {
        const ChunkKind kind = search_chunk(search, i)->kind;
        if (kind == CHUNK_VERB || kind == CHUNK_STOP) {
            break;
        }
        if (kind == CHUNK_COMMA) {
            const ChunkKind opener = search_chunk(search, i + 1)->kind;
            const bool apposed =
                opener == CHUNK_NOUN && search_chunk(search, i - 1)->kind == CHUNK_NAME;
            const bool inserted = opener == CHUNK_PREPOSITION || opener == CHUNK_TIME ||
                                  opener == CHUNK_CONJUNCTION || opener == CHUNK_MARK || apposed;
            return inserted ? i - 1 : at;
        }
    }
    return at;
}

static bool is_fronted(const Search *search, int64_t at) {
    for (int64_t i = at; i >= 0; i--) {
        const ChunkKind kind = search_chunk(search, i)->kind;
        if (kind == CHUNK_PREPOSITION || kind == CHUNK_TIME || kind == CHUNK_CONNECTIVE ||
            kind == CHUNK_HEARSAY || kind == CHUNK_CONJUNCTION) {
            return true;
        }
        if (kind == CHUNK_COMMA || kind == CHUNK_VERB || kind == CHUNK_STOP) {
            return false;
        }
    }
    return false;
}

static void take_subject(Search *search, uint32_t phrase, uint32_t start) {
    const uint32_t name = search_chunk(search, start)->said_of;
    if (name != 0) { /* what an apposition says is said of the name */
        phrase = phrase_left(search->parser, name - 1, &start);
    }
    search->verb->surface = phrase;
    search->at = (int64_t)start - 1;
    search->done = true;
}

/* Whether a mark before the verb says that it speaks of the name before it. */
static bool is_relative(const Search *search) {
    for (uint32_t i = search->verb->group_start; i < search->verb->chunk; i++) {
        if (chunk_has(&search->parser->chunks.items[i], KEY_BIT(RELATIVE_MARK))) {
            return true;
        }
    }
    return false;
}

/* Whether the name that ends at chunk `at` opens its clause: nothing governs it. */
static bool opens_clause(Search *search, int64_t at) {
    uint32_t start = 0;
    (void)phrase_left(search->parser, (uint32_t)at, &start);
    if (start == 0) {
        return true;
    }
    const ChunkKind kind = search_chunk(search, (int64_t)start - 1)->kind;
    return kind == CHUNK_COMMA || kind == CHUNK_STOP || kind == CHUNK_CONNECTIVE ||
           kind == CHUNK_TIME;
}

static void at_comma(Search *search) {
    const TokenList *tokens = search->parser->lattice->tokens;
    const Chunk *sign = search_chunk(search, search->at);
    const Chunk *name = search_chunk(search, search->at - 1);
    if (sign->said_of != 0) {
        search->at = sign->said_of - 1;
        return;
    }
    search->comma =
        !name || name->kind != CHUNK_VERB ||
        (search->previous != NO_ELEMENT && search->parser->verbs.items[search->previous].relative);
    search->climbs = search->climbs || str_equal(token_text(tokens, sign->first, 1), STR(";"));
    if (name && name->kind == CHUNK_NAME && !name_is(search->parser, name, "Place") &&
        (is_relative(search) || opens_clause(search, search->at - 1))) {
        uint32_t start = 0;
        const uint32_t phrase = phrase_left(search->parser, (uint32_t)search->at - 1, &start);
        if (search->parser->phrases.items[phrase].element != NO_ELEMENT) {
            take_subject(search, phrase, start);
            return;
        }
    }
    const int64_t outside = before_insertion(search, search->at);
    if (outside != search->at && outside >= 0) {
        const ChunkKind kind = search_chunk(search, outside)->kind;
        if (kind == CHUNK_NAME || kind == CHUNK_NOUN) {
            search->at = outside;
            return;
        }
    }
    if (search->previous != NO_ELEMENT) {
        inherit(search, false);
        return;
    }
    const Chunk *before = search_chunk(search, search->at - 1);
    if (before && (before->kind == CHUNK_NAME || before->kind == CHUNK_NOUN) &&
        !is_fronted(search, search->at - 1)) {
        search->at--;
        return;
    }
    search->done = true;
}

static void take_agent(Search *search, uint32_t phrase, uint32_t start) {
    search->verb->by_agent = search_chunk(search, (int64_t)start - 1)->kind == CHUNK_AGENT;
    search->verb->agent = phrase;
    search->verb->passive = true;
    search->at = (int64_t)start - 2;
    while (search->at >= 0 && search_chunk(search, search->at)->kind == CHUNK_MARK) {
        read_mark(search->verb, search_chunk(search, search->at)); /* "has not been A-given" */
        search->at--;
    }
}

/* The chunk that governs the phrase from chunk `start` on; adverbs may stand between a verb and its
 * object. */
static int64_t governor_at(const Search *search, uint32_t start) {
    const int64_t before = (int64_t)start - 1;
    int64_t at = before;
    while (at >= 0 && search_chunk(search, at)->kind == CHUNK_MARK) {
        at--;
    }
    return at >= 0 && search_chunk(search, at)->kind == CHUNK_VERB ? at : before;
}

/* The noun phrase before is the object of verb number `number`. */
static void behind_verb(Search *search, uint32_t phrase, uint32_t start, uint32_t number) {
    const VerbFrame *governor = &search->parser->verbs.items[number];
    const Chunk *word = &search->parser->chunks.items[governor->chunk];
    search->previous = number;
    const NounPhrase *noun = &search->parser->phrases.items[phrase];
    if (noun->element == NO_ELEMENT && noun->owner != NO_ELEMENT &&
        search->verb->group_start < search->verb->chunk) {
        take_subject(search, noun->owner, start); /* "praised the efforts of A that did ..." */
        return;
    }
    if (chunk_has(word, KEY_BIT(SAY) | KEY_BIT(CAUSATIVE) | KEY_BIT(LIGHT))) {
        governed_by(search, governor);
        search->verb->governor = number;
        take_subject(search, phrase, start);
        return;
    }
    const bool sent = search->verb->passive && !search->verb->by_agent &&
                      search_chunk(search, search->at + 1)->kind == CHUNK_PASSIVE;
    if ((is_relative(search) || sent) && noun->element != NO_ELEMENT) {
        take_subject(search, phrase, start);
        return;
    }
    inherit(search, true);
}

/* "A, B and 400 delegates attend": the names stand for the whole, where nothing governs them.
 * Returns `phrase` otherwise. */
static uint32_t named_before(Search *search, uint32_t phrase, uint32_t *start) {
    const int64_t before = (int64_t)*start - 2;
    if (before < 0 || search_chunk(search, before)->kind != CHUNK_NAME ||
        search->parser->phrases.items[phrase].element != NO_ELEMENT ||
        !opens_clause(search, before)) {
        return phrase;
    }
    return phrase_left(search->parser, (uint32_t)before, start);
}

/* "A, secretary of some board, said": a person who opens the clause, with words behind that nobody
 * knows; before what is said such words may go on. Returns `phrase` otherwise. */
static uint32_t person_before(Search *search, uint32_t phrase, uint32_t *start) {
    enum { WORDS_MOST = 12 };
    const bool says = chunk_has(search_chunk(search, search->verb->chunk), KEY_BIT(SAY));
    if (search->parser->phrases.items[phrase].element != NO_ELEMENT) {
        return phrase;
    }
    int64_t before = (int64_t)*start - 1;
    for (int i = 0; says && before >= 0 && i < WORDS_MOST; i++, before--) {
        const ChunkKind kind = search_chunk(search, before)->kind;
        if (kind != CHUNK_NOUN && kind != CHUNK_TIME && kind != CHUNK_GENITIVE &&
            kind != CHUNK_PREPOSITION && kind != CHUNK_COORDINATOR) {
            break;
        }
    }
    if (before < 0 || search_chunk(search, before)->kind != CHUNK_NAME ||
        !name_is(search->parser, search_chunk(search, before), "Person") ||
        !opens_clause(search, before)) {
        return phrase;
    }
    return phrase_left(search->parser, (uint32_t)before, start);
}

/* "A works together with B, C and other bodies to hold X": whether the phrase from chunk `start` on
 * closes the list of partners of a verb of the class JOINT_WORK, which then becomes the verb
 * before.
 */
static bool in_joint_work(Search *search, uint32_t start) {
    for (int64_t i = (int64_t)start - 1; i >= 0; i--) {
        const Chunk *word = search_chunk(search, i);
        if (word->kind == CHUNK_VERB) {
            search->previous = verb_number(search->parser, (uint32_t)i);
            return search->previous != NO_ELEMENT && chunk_in(search, word, STR("JOINT_WORK"));
        }
        if (word->kind != CHUNK_NOUN && word->kind != CHUNK_NAME && word->kind != CHUNK_COMMA &&
            word->kind != CHUNK_COORDINATOR && word->kind != CHUNK_PREPOSITION &&
            word->kind != CHUNK_GENITIVE) {
            return false;
        }
    }
    return false;
}

static bool is_place(const Search *search, uint32_t phrase) {
    const uint32_t element = search->parser->phrases.items[phrase].element;
    const Chunk name = {.element = element};
    return element != NO_ELEMENT && name_is(search->parser, &name, "Place");
}

/* Whether the phrase is the subject whatever else stands before it: nothing governs it, it is what
 * somebody does or makes ("X, held by A"), or its name ends in a noun that takes it up. */
static bool is_surely_subject(Search *search, uint32_t phrase, const Chunk *governor) {
    const bool by_agent = search->verb->by_agent;
    const bool behind_preposition = governor && governor->kind == CHUNK_PREPOSITION;
    const bool adjacent = by_agent && phrase == search->nearest &&
                          search_chunk(search, search->at + 1)->kind == CHUNK_AGENT;
    const bool thing = adjacent && !is_place(search, phrase);
    const bool complement = governor && chunk_has(governor, KEY_BIT(COPULA)) &&
                            search->parser->phrases.items[phrase].element == NO_ELEMENT;
    return !governor || (by_agent && (!behind_preposition || thing) && !complement) ||
           is_taken_up(search->parser, search_chunk(search, search->at));
}

/* The noun phrase has a coordinator in front. */
static void behind_coordinator(Search *search, uint32_t phrase, uint32_t start) {
    if (search->verb->group_start == search->verb->chunk && in_joint_work(search, start)) {
        inherit(search, true);
    } else {
        take_subject(search, named_before(search, phrase, &start), start);
    }
}

static void at_prepositional(Search *search, uint32_t phrase, uint32_t start) {
    const Chunk *last = search_chunk(search, search->at);
    if (last->kind == CHUNK_NAME && is_relative(search) &&
        !name_is(search->parser, last, "Place")) {
        take_subject(search, phrase, start);
        return;
    }
    add_roles(search->parser, search->verb, start - 1, phrase);
    search->at = (int64_t)start - 2;
}

static void at_phrase(Search *search) {
    uint32_t start = 0;
    const uint32_t phrase = phrase_left(search->parser, (uint32_t)search->at, &start);
    const int64_t governed_at = governor_at(search, start);
    const Chunk *governor = search_chunk(search, governed_at);
    if (search->verb->by_agent && search->nearest == NO_ELEMENT) {
        search->nearest = phrase;
    }
    if (is_surely_subject(search, phrase, governor)) {
        take_subject(search, phrase, start);
        return;
    }
    switch (governor->kind) {
    case CHUNK_HEARSAY:
        weaken(search->verb, MODALITY_REPORTED);
        search->at = (int64_t)start - 2;
        break;
    case CHUNK_PREPOSITION:
        at_prepositional(search, phrase, start);
        break;
    case CHUNK_AGENT:
    case CHUNK_PASSIVE:
        if (search->verb->agent != NO_ELEMENT) {
            take_subject(search, phrase, start); /* "because A has been B-named" */
        } else {
            take_agent(search, phrase, start);
        }
        break;
    case CHUNK_VERB:
        behind_verb(search, phrase, start, verb_number(search->parser, (uint32_t)governed_at));
        break;
    case CHUNK_PURPOSE:
        weaken_purpose(search->parser, search->verb, (int64_t)start - 1);
        take_subject(search, phrase, start);
        break;
    case CHUNK_COORDINATOR:
        behind_coordinator(search, phrase, start);
        break;
    case CHUNK_RELATIVE:
        search->verb->governor = search->previous;
        search->verb->relative = true;
        take_subject(search, phrase, start);
        break;
    default:
        take_subject(search, person_before(search, phrase, &start), start);
        break;
    }
}

static void at_verb(Search *search) {
    search->previous = verb_number(search->parser, (uint32_t)search->at);
    inherit(search, true);
}

/* "X, where ...": what is done there by somebody is done to the name before. */
static void at_relative(Search *search) {
    search->at--;
    if (search->at >= 0 && search_chunk(search, search->at)->kind == CHUNK_COMMA) {
        search->at--;
    }
    const Chunk *name = search_chunk(search, search->at);
    if (search->verb->passive && !search->verb->by_agent && name && name->kind == CHUNK_NAME) {
        uint32_t start = 0;
        const uint32_t phrase = phrase_left(search->parser, (uint32_t)search->at, &start);
        take_subject(search, phrase, start);
    }
}

static void step(Search *search) {
    switch (search_chunk(search, search->at)->kind) {
    case CHUNK_CONNECTIVE:
        search->climbs = true;
        search->at--;
        break;
    case CHUNK_TIME:
    case CHUNK_MARK:
    case CHUNK_PREPOSITION:
    case CHUNK_PASSIVE:
        search->at--;
        break;
    case CHUNK_COMMA:
        at_comma(search);
        break;
    case CHUNK_COORDINATOR:
        inherit(search, false);
        break;
    case CHUNK_PURPOSE:
        weaken_purpose(search->parser, search->verb, search->at);
        inherit(search, false);
        break;
    case CHUNK_CONJUNCTION:
        at_conjunction(search);
        break;
    case CHUNK_RELATIVE:
        if (search->previous != NO_ELEMENT && search->at + 1 == search->verb->group_start &&
            search->parser->verbs.items[search->previous].modality == MODALITY_NEGATED) {
            inherit(search, false); /* "does not V1 but V2" */
            break;
        }
        at_relative(search);
        break;
    case CHUNK_VERB:
        at_verb(search);
        break;
    case CHUNK_NAME:
    case CHUNK_NOUN:
        at_phrase(search);
        break;
    default:
        search->done = true;
        break;
    }
}

/* Prepositional phrases in front of the subject belong to the clause. */
static void take_fronted(Search *search) {
    int64_t at = search->at;
    while (at >= 0) {
        const ChunkKind kind = search_chunk(search, at)->kind;
        if (kind == CHUNK_COMMA || kind == CHUNK_TIME || kind == CHUNK_CONNECTIVE) {
            at--;
            continue;
        }
        if (kind != CHUNK_NAME && kind != CHUNK_NOUN) {
            return;
        }
        uint32_t start = 0;
        const uint32_t phrase = phrase_left(search->parser, (uint32_t)at, &start);
        const Chunk *governor = start == 0 ? NULL : search_chunk(search, (int64_t)start - 1);
        if (governor && governor->kind == CHUNK_HEARSAY) {
            weaken(search->verb, MODALITY_REPORTED);
        }
        if (!governor || governor->kind != CHUNK_PREPOSITION) {
            return;
        }
        add_roles(search->parser, search->verb, start - 1, phrase);
        at = (int64_t)start - 2;
    }
}

/* The subject that the sentence leaves out, as a phrase on its first token; or NO_ELEMENT. */
static uint32_t omitted_subject(Parser *parser) {
    const Lattice *lattice = parser->lattice;
    if (!lattice->omits_subject) {
        return NO_ELEMENT;
    }
    vec_push(&parser->phrases, (NounPhrase){.first = lattice->first,
                                            .count = 1,
                                            .element = lattice->element_count,
                                            .owner = NO_ELEMENT});
    return (uint32_t)parser->phrases.count - 1;
}

void find_left(Parser *parser, uint32_t index) {
    VerbFrame *verb = &parser->verbs.items[index];
    read_marks(parser, verb);
    Search search = {.parser = parser,
                     .verb = verb,
                     .at = (int64_t)verb->group_start - 1,
                     .nearest = NO_ELEMENT,
                     .previous = index > 0 ? index - 1 : NO_ELEMENT};
    for (int i = 0; i < STEPS_MAX && !search.done && search.at >= 0; i++) {
        step(&search);
    }
    if (verb->by_agent && verb->surface == NO_ELEMENT) {
        verb->surface = search.nearest;
    }
    if (search.done) {
        take_fronted(&search);
    }
    if (index == 0 && verb->surface == NO_ELEMENT && !verb->passive) {
        verb->surface = omitted_subject(parser);
    }
}
