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

void find_right(Parser *parser, uint32_t index) {
    VerbFrame *verb = &parser->verbs.items[index];
    uint32_t at = verb->chunk + 1;
    bool has_object = false;
    const uint32_t count = (uint32_t)parser->chunks.count;
    if (shares_next(parser, at) && !kind_is(parser, at, CHUNK_VERB) &&
        (kind_is(parser, at, CHUNK_COORDINATOR) || kind_is(parser, at, CHUNK_COMMA))) {
        verb->shares_right = true;
        verb->right_end = at;
        return;
    }
    while (at < count) {
        const ChunkKind kind = parser->chunks.items[at].kind;
        uint32_t next = at + 1;
        if (kind == CHUNK_NAME || kind == CHUNK_NOUN) {
            const uint32_t phrase = phrase_right(parser, at, &next);
            if (!has_object) {
                take_object(parser, verb, phrase);
                has_object = true;
                const uint32_t other = coordinated(parser, next, &next);
                if (other != NO_ELEMENT) {
                    take_object(parser, verb, other);
                }
            }
        } else if (kind == CHUNK_PREPOSITION) {
            const uint32_t phrase = phrase_right(parser, at + 1, &next);
            if (phrase != NO_ELEMENT) {
                add_roles(parser, verb, at, phrase);
            }
            const uint32_t other = coordinated(parser, next, &next);
            if (other != NO_ELEMENT) {
                add_roles(parser, verb, at, other);
            }
        } else if (kind == CHUNK_AGENT) {
            const uint32_t phrase = phrase_right(parser, at + 1, &next);
            if (phrase == NO_ELEMENT || kind_is(parser, next, CHUNK_VERB)) {
                break;
            }
            if (verb->passive && verb->agent == NO_ELEMENT) { /* else it is a cause */
                verb->agent = phrase;
            }
        } else if (!goes_on(parser, at) && kind != CHUNK_MARK && kind != CHUNK_TIME) {
            break;
        }
        at = next;
    }
    verb->right_end = at;
}
