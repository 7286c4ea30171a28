/* Subjects that a clause takes over from the verb before. */
#include "search.h"

void governed_by(Search *search, const VerbFrame *governor) {
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

/* Whether an elided subject is not that of the clause that verb `governor` governs, but that of its
 * main clause. What is said or asked is: "A tells B to do X, asks C ..."; what is done is behind a
 * strong joint, unless somebody only said what B does; and where A just speaks to B of what B did.
 */
static bool climbs(const Search *search, uint32_t governor) {
    const Parser *parser = search->parser;
    const Chunk *word = &parser->chunks.items[search->verb->chunk];
    const Chunk *above = &parser->chunks.items[parser->verbs.items[governor].chunk];
    const bool speaks =
        chunk_has(word, KEY_BIT(SAY) | KEY_BIT(CAUSATIVE) | KEY_BIT(WISH) | KEY_BIT(ADDRESS));
    const bool told = chunk_has(above, KEY_BIT(SAY)) && !chunk_has(above, KEY_BIT(CAUSATIVE));
    return (search->comma && (speaks || chunk_has(above, KEY_BIT(ADDRESS)))) ||
           (search->climbs && (speaks || !told));
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

bool has_tense(const Search *search) {
    for (uint32_t i = search->verb->group_start; i < search->verb->chunk; i++) {
        const Chunk *mark = &search->parser->chunks.items[i];
        if (mark->kind == CHUNK_TIME || (chunk_has(mark, KEY_BIT(AUXILIARY) | KEY_BIT(PLANNED)) &&
                                         !chunk_has(mark, KEY_BIT(COORDINATOR)))) {
            return true;
        }
    }
    return false;
}

/* Whether the noun phrase is of people without a name: "the delegation". */
static bool is_people(const Parser *parser, uint32_t phrase) {
    const NounPhrase *noun = phrase == NO_ELEMENT ? NULL : &parser->phrases.items[phrase];
    for (uint32_t i = 0; noun && noun->element == NO_ELEMENT && i < parser->chunks.count; i++) {
        if (parser->chunks.items[i].first == noun->first) {
            return chunk_has(&parser->chunks.items[i], KEY_BIT(HUMAN));
        }
    }
    return false;
}

void inherit(Search *search, bool governed) {
    search->done = true;
    if (search->previous == NO_ELEMENT) {
        return;
    }
    const VerbFrame *before = &search->parser->verbs.items[search->previous];
    while (!governed && before->governor != NO_ELEMENT && climbs(search, before->governor)) {
        before = &search->parser->verbs.items[before->governor];
    }
    if (search->verb->surface == NO_ELEMENT) {
        search->verb->surface = before->surface;
    }
    search->verb->governor = before->governor;
    share_fronted(search->verb, before);
    const bool adjacent = search->at >= 0 && (uint32_t)search->at == before->chunk + 1 &&
                          search_chunk(search, search->at)->kind == CHUNK_COORDINATOR;
    const Chunk *word = &search->parser->chunks.items[before->chunk];
    if (before->by_agent && (governed || adjacent) && !chunk_has(word, KEY_BIT(CAUSATIVE)) &&
        !has_tense(search)) {
        search->verb->agent = before->agent; /* "by A organised and directed" */
        search->verb->passive = true;
        search->verb->by_agent = true;
    } else if (before->by_agent && has_tense(search) &&
               is_people(search->parser, before->surface)) {
        search->verb->surface = before->agent; /* "the delegation led by A has left" */
    }
    if (governed) {
        governed_by(search, before);
    } else if (before->modality == MODALITY_PLANNED || before->modality == MODALITY_POSSIBLE) {
        weaken(search->verb, before->modality);
    }
}

/* "A said B has come but asks C ...": a verb right behind a conjunction has the subject before.
 * "A thanked B for doing ...": what it is done for is done by the object. */
void at_conjunction(Search *search) {
    const Parser *parser = search->parser;
    search->done = true;
    if (search->at + 1 != search->verb->group_start || search->previous == NO_ELEMENT ||
        search->at == 0 || search_chunk(search, search->at - 1)->kind == CHUNK_STOP) {
        return;
    }
    const VerbFrame *before = &parser->verbs.items[search->previous];
    if (chunk_has(search_chunk(search, search->at), KEY_BIT(CAUSE)) && !before->passive &&
        before->roles.count > before->fronted) {
        const RoleFill *first = &before->roles.items[before->fronted];
        search->verb->surface = first->role == ROLE_OBJECT ? first->phrase : NO_ELEMENT;
        return;
    }
    search->comma = !has_tense(search);
    inherit(search, false);
}
