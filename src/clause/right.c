#include "internal.h"

void add_roles(Parser *parser, VerbFrame *verb, uint32_t at, uint32_t phrase) {
    const Ruleset *ruleset = parser->lattice->ruleset;
    const Chunk *preposition = &parser->chunks.items[at];
    if (preposition->entry == 0) {
        return;
    }
    const LexEntry *entry = &ruleset->entries[preposition->entry];
    for (RoleId role = ROLE_FIRST_DECLARED; role < ruleset->role_count; role++) {
        if (entry_in_class(entry, ruleset->roles[role].prepositions)) {
            vec_push(&verb->roles, (RoleFill){role, phrase});
        }
    }
}

static bool kind_is(const Parser *parser, uint32_t at, ChunkKind kind) {
    return at < parser->chunks.count && parser->chunks.items[at].kind == kind;
}

/* Behind a comma the clause goes on only with a preposition that gives a role. */
static bool goes_on(const Parser *parser, uint32_t at) {
    return kind_is(parser, at, CHUNK_COMMA) && kind_is(parser, at + 1, CHUNK_PREPOSITION) &&
           !kind_is(parser, at + 2, CHUNK_VERB);
}

/* "signs and hands over X": the first verb shares what stands behind the second, unless that is
 * said or asked rather than done. */
static bool shares_next(const Parser *parser, uint32_t at) {
    const TokenList *tokens = parser->lattice->tokens;
    if (kind_is(parser, at, CHUNK_COMMA) &&
        !str_equal(token_text(tokens, parser->chunks.items[at].first, 1), STR(","))) {
        return false;
    }
    while (kind_is(parser, at, CHUNK_COORDINATOR) || kind_is(parser, at, CHUNK_COMMA) ||
           kind_is(parser, at, CHUNK_MARK)) {
        at++;
    }
    return kind_is(parser, at, CHUNK_VERB) &&
           !chunk_has(&parser->chunks.items[at], KEY_BIT(SAY) | KEY_BIT(CAUSATIVE));
}

static void take_object(Parser *parser, VerbFrame *verb, uint32_t phrase) {
    vec_push(&verb->roles, (RoleFill){ROLE_OBJECT, phrase});
    const uint32_t owner = parser->phrases.items[phrase].owner;
    if (owner != NO_ELEMENT) {
        vec_push(&verb->roles, (RoleFill){ROLE_OWNER, owner});
    }
}

/* "with A and B", where A are common words: the phrase behind the coordinator has the same role.
 * Not where it is the subject of a clause to come. Returns it, or NO_ELEMENT. */
static uint32_t coordinated(Parser *parser, uint32_t at, uint32_t *next) {
    if (!kind_is(parser, at, CHUNK_COORDINATOR)) {
        return NO_ELEMENT;
    }
    uint32_t behind = at + 1;
    const uint32_t phrase = phrase_right(parser, at + 1, &behind);
    if (phrase == NO_ELEMENT || kind_is(parser, behind, CHUNK_VERB) ||
        kind_is(parser, behind, CHUNK_MARK) || kind_is(parser, behind, CHUNK_PASSIVE)) {
        return NO_ELEMENT;
    }
    *next = behind;
    return phrase;
}

/* Arguments of a verb, from chunk `at` on. */
typedef struct Arguments {
    Parser *parser;
    VerbFrame *verb;
    uint32_t at;
    bool has_object;
} Arguments;

static void take_phrase(Arguments *arguments) {
    uint32_t next = arguments->at + 1;
    const uint32_t phrase = phrase_right(arguments->parser, arguments->at, &next);
    if (!arguments->has_object) {
        take_object(arguments->parser, arguments->verb, phrase);
        arguments->has_object = true;
        const uint32_t other = coordinated(arguments->parser, next, &next);
        if (other != NO_ELEMENT) {
            take_object(arguments->parser, arguments->verb, other);
        }
    }
    arguments->at = next;
}

static void take_prepositional(Arguments *arguments) {
    const uint32_t preposition = arguments->at;
    uint32_t next = preposition + 1;
    const uint32_t phrase = phrase_right(arguments->parser, preposition + 1, &next);
    if (phrase != NO_ELEMENT) {
        add_roles(arguments->parser, arguments->verb, preposition, phrase);
    }
    const uint32_t other = coordinated(arguments->parser, next, &next);
    if (other != NO_ELEMENT) {
        add_roles(arguments->parser, arguments->verb, preposition, other);
    }
    arguments->at = next;
}

/* "by A": who does it, or what causes it. False where it opens a clause of its own. */
static bool take_agent(Arguments *arguments) {
    VerbFrame *verb = arguments->verb;
    uint32_t next = arguments->at + 1;
    const uint32_t phrase = phrase_right(arguments->parser, arguments->at + 1, &next);
    if (phrase == NO_ELEMENT || kind_is(arguments->parser, next, CHUNK_VERB)) {
        return false;
    }
    if (verb->passive && verb->agent == NO_ELEMENT) {
        verb->agent = phrase;
    }
    arguments->at = next;
    return true;
}

/* Takes the argument ahead; false where the clause ends. */
static bool take_argument(Arguments *arguments) {
    switch (arguments->parser->chunks.items[arguments->at].kind) {
    case CHUNK_NAME:
    case CHUNK_NOUN:
        take_phrase(arguments);
        return true;
    case CHUNK_PREPOSITION:
        take_prepositional(arguments);
        return true;
    case CHUNK_AGENT:
        return take_agent(arguments);
    case CHUNK_MARK:
    case CHUNK_TIME:
        arguments->at++;
        return true;
    default:
        arguments->at += goes_on(arguments->parser, arguments->at);
        return kind_is(arguments->parser, arguments->at, CHUNK_PREPOSITION);
    }
}

void find_right(Parser *parser, uint32_t index) {
    VerbFrame *verb = &parser->verbs.items[index];
    const uint32_t behind = verb->chunk + 1;
    const bool joined =
        kind_is(parser, behind, CHUNK_COORDINATOR) || kind_is(parser, behind, CHUNK_COMMA);
    if (joined && shares_next(parser, behind)) {
        verb->shares_right = true;
        verb->right_end = behind;
        return;
    }
    Arguments arguments = {.parser = parser, .verb = verb, .at = behind};
    while (arguments.at < parser->chunks.count && take_argument(&arguments)) {
    }
    verb->right_end = arguments.at;
}
