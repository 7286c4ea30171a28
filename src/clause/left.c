#include "internal.h"

/* Steps of one search to the left; a sentence has a bounded number of tokens anyway. */
enum { STEPS_MAX = 200 };

/* One search for the subject, to the left of a verb. */
typedef struct Search {
    Parser *parser;
    VerbFrame *verb;
    int64_t at;        /* chunk to look at next; -1 in front of the sentence */
    uint32_t previous; /* number of the verb before, or NO_ELEMENT */
    bool climbs;       /* an elided subject is that of the main clause, not of the nearest */
    bool comma;        /* a comma has been passed */
    uint32_t nearest;  /* the first phrase in front of an agent, or NO_ELEMENT */
    bool done;
} Search;

static const Chunk *chunk(const Search *search, int64_t at) {
    return at >= 0 ? &search->parser->chunks.items[at] : NULL;
}

static uint32_t verb_number(const Parser *parser, uint32_t chunk_index) {
    for (uint32_t i = 0; i < parser->verbs.count; i++) {
        if (parser->verbs.items[i].chunk == chunk_index) {
            return i;
        }
    }
    return NO_ELEMENT;
}

static void weaken(VerbFrame *verb, Modality modality) {
    if (modality > verb->modality) {
        verb->modality = modality;
    }
}

/* What a mark before the verb says of how far it is asserted. */
static void read_mark(VerbFrame *verb, const Chunk *mark) {
    if (chunk_has(mark, KEY_BIT(NEGATION))) {
        weaken(verb, MODALITY_NEGATED);
    }
    if (chunk_has(mark, KEY_BIT(POSSIBLE) | KEY_BIT(WISH))) {
        weaken(verb, MODALITY_POSSIBLE);
    }
    if (chunk_has(mark, KEY_BIT(PLANNED))) {
        weaken(verb, MODALITY_PLANNED);
    }
}

/* What the verb before says of how far this one is asserted, when it governs this one. */
static void governed_by(Search *search, const VerbFrame *governor) {
    const Chunk *word = &search->parser->chunks.items[governor->chunk];
    if (chunk_has(word, KEY_BIT(DENIAL))) {
        weaken(search->verb, MODALITY_NEGATED);
    }
    if (chunk_has(word, KEY_BIT(WISH) | KEY_BIT(POSSIBLE))) {
        weaken(search->verb, MODALITY_POSSIBLE);
    }
    if (chunk_has(word, KEY_BIT(SAY))) {
        weaken(search->verb, MODALITY_REPORTED);
    }
    if (governor->modality != MODALITY_REPORTED) {
        weaken(search->verb, governor->modality);
    }
}

/* What is said or asked goes with the main clause: "A tells B to do X, asks C ...". */
static bool climbs(const Search *search) {
    const Chunk *word = &search->parser->chunks.items[search->verb->chunk];
    return search->climbs ||
           (search->comma && chunk_has(word, KEY_BIT(SAY) | KEY_BIT(CAUSATIVE) | KEY_BIT(WISH)));
}

static bool has_role(const VerbFrame *verb, RoleId role) {
    for (size_t i = 0; i < verb->roles.count; i++) {
        if (verb->roles.items[i].role == role) {
            return true;
        }
    }
    return false;
}

/* What stands in front of the subject is said of all verbs that share it. */
static void share_fronted(VerbFrame *verb, const VerbFrame *before) {
    for (size_t i = 0; i < before->fronted; i++) {
        if (!has_role(verb, before->roles.items[i].role)) {
            vec_push(&verb->roles, before->roles.items[i]);
        }
    }
}

/* The verb before has the same subject. */
static void inherit(Search *search, bool governed) {
    search->done = true;
    if (search->previous == NO_ELEMENT) {
        return;
    }
    const VerbFrame *before = &search->parser->verbs.items[search->previous];
    while (!governed && climbs(search) && before->governor != NO_ELEMENT) {
        before = &search->parser->verbs.items[before->governor];
    }
    if (search->verb->surface == NO_ELEMENT) {
        search->verb->surface = before->surface;
    }
    search->verb->governor = before->governor;
    share_fronted(search->verb, before);
    const bool adjacent = search->at >= 0 && (uint32_t)search->at == before->chunk + 1 &&
                          chunk(search, search->at)->kind == CHUNK_COORDINATOR;
    const Chunk *word = &search->parser->chunks.items[before->chunk];
    if (before->by_agent && (governed || adjacent) && !chunk_has(word, KEY_BIT(CAUSATIVE))) {
        search->verb->agent = before->agent; /* "by A organised and directed" */
        search->verb->passive = true;
        search->verb->by_agent = true;
    }
    if (governed) {
        governed_by(search, before);
    } else if (before->modality == MODALITY_PLANNED || before->modality == MODALITY_POSSIBLE) {
        weaken(search->verb, before->modality);
    }
}

/* ", at X, " between subject and verb: the chunk before its first comma, or `at` if there is none.
 */
static int64_t before_insertion(const Search *search, int64_t at) {
    for (int64_t i = at - 1; i > 0 && at - i < 12; i--) {
        const ChunkKind kind = chunk(search, i)->kind;
        if (kind == CHUNK_VERB || kind == CHUNK_STOP) {
            break;
        }
        if (kind == CHUNK_COMMA) {
            const ChunkKind opener = chunk(search, i + 1)->kind;
            const bool apposed = opener == CHUNK_NOUN && chunk(search, i - 1)->kind == CHUNK_NAME;
            const bool inserted = opener == CHUNK_PREPOSITION || opener == CHUNK_TIME ||
                                  opener == CHUNK_CONJUNCTION || opener == CHUNK_MARK || apposed;
            return inserted ? i - 1 : at;
        }
    }
    return at;
}

static bool is_fronted(const Search *search, int64_t at) {
    for (int64_t i = at; i >= 0; i--) {
        const ChunkKind kind = chunk(search, i)->kind;
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
    const ChunkKind kind = chunk(search, (int64_t)start - 1)->kind;
    return kind == CHUNK_COMMA || kind == CHUNK_STOP || kind == CHUNK_CONNECTIVE ||
           kind == CHUNK_TIME;
}

static void at_comma(Search *search) {
    const TokenList *tokens = search->parser->lattice->tokens;
    const Chunk *sign = chunk(search, search->at);
    const Chunk *name = chunk(search, search->at - 1);
    search->comma = !name || name->kind != CHUNK_VERB;
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
        const ChunkKind kind = chunk(search, outside)->kind;
        if (kind == CHUNK_NAME || kind == CHUNK_NOUN) {
            search->at = outside;
            return;
        }
    }
    if (search->previous != NO_ELEMENT) {
        inherit(search, false);
        return;
    }
    const Chunk *before = chunk(search, search->at - 1);
    if (before && (before->kind == CHUNK_NAME || before->kind == CHUNK_NOUN) &&
        !is_fronted(search, search->at - 1)) {
        search->at--;
        return;
    }
    search->done = true;
}

static void take_agent(Search *search, uint32_t phrase, uint32_t start) {
    search->verb->by_agent = chunk(search, (int64_t)start - 1)->kind == CHUNK_AGENT;
    search->verb->agent = phrase;
    search->verb->passive = true;
    search->at = (int64_t)start - 2;
    while (search->at >= 0 && chunk(search, search->at)->kind == CHUNK_MARK) {
        read_mark(search->verb, chunk(search, search->at)); /* "has not been A-given" */
        search->at--;
    }
}

/* The noun phrase before is the object of another verb. */
static void behind_verb(Search *search, uint32_t phrase, uint32_t start) {
    const uint32_t number = verb_number(search->parser, start - 1);
    if (number == NO_ELEMENT) {
        take_subject(search, phrase, start);
        return;
    }
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
    if (is_relative(search) && noun->element != NO_ELEMENT) {
        take_subject(search, phrase, start);
        return;
    }
    inherit(search, true);
}

/* Whether the name ends in a noun behind a comma or dash that takes it up again, so that what
 * follows is said of it. */
static bool is_taken_up(const Search *search) {
    const Lattice *lattice = search->parser->lattice;
    const Chunk *name = chunk(search, search->at);
    const ClassId appositive = lattice->ruleset->grammar[GRAMMAR_APPOSITIVE];
    const uint32_t end = name->first + name->count;
    if (name->kind != CHUNK_NAME || appositive == 0) {
        return false;
    }
    for (uint32_t back = 1; back <= 3 && back + 2 < name->count; back++) {
        if (token_class_at(lattice->tokens, lattice->ruleset, end - back, end, appositive) ==
            back) {
            const Token *noun = &lattice->tokens->tokens[end - back];
            return ((noun[-1].shape | noun[-2].shape) & SHAPE_PUNCT) != 0;
        }
    }
    return false;
}

/* "A, B and 400 delegates attend": the names stand for the whole, where nothing governs them.
 * Returns `phrase` otherwise. */
static uint32_t named_before(Search *search, uint32_t phrase, uint32_t *start) {
    const int64_t before = (int64_t)*start - 2;
    if (before < 0 || chunk(search, before)->kind != CHUNK_NAME ||
        search->parser->phrases.items[phrase].element != NO_ELEMENT ||
        !opens_clause(search, before)) {
        return phrase;
    }
    return phrase_left(search->parser, (uint32_t)before, start);
}

static void at_phrase(Search *search) {
    uint32_t start = 0;
    const uint32_t phrase = phrase_left(search->parser, (uint32_t)search->at, &start);
    const Chunk *governor = start > 0 ? chunk(search, (int64_t)start - 1) : NULL;
    const bool behind_preposition = governor && governor->kind == CHUNK_PREPOSITION;
    if (search->verb->by_agent && search->nearest == NO_ELEMENT) {
        search->nearest = phrase;
    }
    const bool complement = governor && chunk_has(governor, KEY_BIT(COPULA)) &&
                            search->parser->phrases.items[phrase].element == NO_ELEMENT;
    if (!governor || (search->verb->by_agent && !behind_preposition && !complement) ||
        is_taken_up(search)) {
        take_subject(search, phrase, start);
        return;
    }
    const Chunk *last = chunk(search, search->at);
    switch (governor->kind) {
    case CHUNK_HEARSAY:
        weaken(search->verb, MODALITY_REPORTED);
        search->at = (int64_t)start - 2;
        break;
    case CHUNK_PREPOSITION:
        if (last->kind == CHUNK_NAME && is_relative(search) &&
            !name_is(search->parser, last, "Place")) {
            take_subject(search, phrase, start);
            break;
        }
        add_roles(search->parser, search->verb, start - 1, phrase);
        search->at = (int64_t)start - 2;
        break;
    case CHUNK_AGENT:
    case CHUNK_PASSIVE:
        take_agent(search, phrase, start);
        break;
    case CHUNK_VERB:
        behind_verb(search, phrase, start);
        break;
    case CHUNK_PURPOSE:
        weaken(search->verb, MODALITY_POSSIBLE);
        take_subject(search, phrase, start);
        break;
    case CHUNK_COORDINATOR:
        take_subject(search, named_before(search, phrase, &start), start);
        break;
    default:
        take_subject(search, phrase, start);
        break;
    }
}

static void at_verb(Search *search) {
    search->previous = verb_number(search->parser, (uint32_t)search->at);
    inherit(search, true);
}

static void step(Search *search) {
    switch (chunk(search, search->at)->kind) {
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
        weaken(search->verb, MODALITY_POSSIBLE);
        inherit(search, false);
        break;
    case CHUNK_RELATIVE:
        if (search->previous != NO_ELEMENT && search->at + 1 == search->verb->group_start &&
            search->parser->verbs.items[search->previous].modality == MODALITY_NEGATED) {
            inherit(search, false); /* "does not V1 but V2" */
            break;
        }
        search->at--;
        if (search->at >= 0 && chunk(search, search->at)->kind == CHUNK_COMMA) {
            search->at--;
        }
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
        const ChunkKind kind = chunk(search, at)->kind;
        if (kind == CHUNK_COMMA || kind == CHUNK_TIME || kind == CHUNK_CONNECTIVE) {
            at--;
            continue;
        }
        if (kind != CHUNK_NAME && kind != CHUNK_NOUN) {
            return;
        }
        uint32_t start = 0;
        const uint32_t phrase = phrase_left(search->parser, (uint32_t)at, &start);
        const Chunk *governor = start == 0 ? NULL : chunk(search, (int64_t)start - 1);
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

/* Whether a condition opens at chunk `at`: "if ..." in front of its main clause. */
static bool opens_condition(const Parser *parser, uint32_t at) {
    if (at == 0) {
        return true;
    }
    const Chunk *before = &parser->chunks.items[at - 1];
    return before->kind == CHUNK_COMMA || before->kind == CHUNK_STOP ||
           before->kind == CHUNK_CONNECTIVE || before->kind == CHUNK_CONJUNCTION ||
           chunk_has(before, KEY_BIT(SAY));
}

/* Whether the clause of the verb is a condition, or hangs on one in front of it. Who says so, says
 * so all the same. */
static bool is_supposed(const Parser *parser, const VerbFrame *verb) {
    const bool says = chunk_has(&parser->chunks.items[verb->chunk], KEY_BIT(SAY));
    bool outside = false;
    for (uint32_t i = verb->group_start; i-- > 0;) {
        const ChunkKind kind = parser->chunks.items[i].kind;
        if (kind == CHUNK_CONDITION && (!outside || (!says && opens_condition(parser, i)))) {
            return true;
        }
        if (kind == CHUNK_STOP) {
            return false;
        }
        outside = outside || kind == CHUNK_COMMA;
    }
    return false;
}

/* Marks right before the verb, and whether its clause is only supposed. */
static void read_marks(Parser *parser, VerbFrame *verb) {
    uint32_t at = verb->chunk;
    while (at > 0) {
        const Chunk *mark = &parser->chunks.items[at - 1];
        const bool joins = mark->kind == CHUNK_COMMA && at >= 2 && at < verb->chunk &&
                           parser->chunks.items[at - 2].kind == CHUNK_MARK &&
                           parser->chunks.items[at].kind == CHUNK_MARK;
        if (mark->kind != CHUNK_MARK && mark->kind != CHUNK_PASSIVE && mark->kind != CHUNK_TIME &&
            !joins) {
            break;
        }
        if (mark->kind == CHUNK_PASSIVE) {
            verb->passive = true;
        }
        read_mark(verb, mark);
        at--;
    }
    verb->group_start = at;
    if (is_supposed(parser, verb)) {
        weaken(verb, MODALITY_POSSIBLE);
    }
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
}
