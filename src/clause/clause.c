#include "internal.h"

/* Whether nothing but openers and fronted phrases stands before the verb, from the last stop on. */
static bool opens_sentence(const Parser *parser, const VerbFrame *verb) {
    for (uint32_t c = verb->group_start; c-- > 0;) {
        const ChunkKind kind = parser->chunks.items[c].kind;
        if (kind == CHUNK_STOP) {
            return true;
        }
        if (kind != CHUNK_CONJUNCTION && kind != CHUNK_TIME && kind != CHUNK_CONNECTIVE &&
            kind != CHUNK_MARK && kind != CHUNK_COMMA && kind != CHUNK_PREPOSITION) {
            return false;
        }
    }
    return true;
}

/* Whether the verb has a subject of its own that stands behind a comma behind chunk `from`. */
static bool has_own_subject(const Parser *parser, const VerbFrame *verb, uint32_t from) {
    if (verb->surface == NO_ELEMENT || verb->governor != NO_ELEMENT) {
        return false;
    }
    const uint32_t subject = parser->phrases.items[verb->surface].first;
    for (uint32_t c = from; c < verb->group_start; c++) {
        const Chunk *chunk = &parser->chunks.items[c];
        const Str sign = token_text(parser->lattice->tokens, chunk->first, 1);
        if (chunk->kind == CHUNK_STOP || str_equal(sign, STR(";"))) {
            return false;
        }
        if (chunk->kind == CHUNK_COMMA && chunk->first < subject) {
            return true;
        }
    }
    return false;
}

/* "Speaking at X, A said ...", "Asking B to do Y, A said ...": first verbs without a subject have
 * that of the first clause behind a comma that has one of its own. */
static void lend_subjects(Parser *parser) {
    uint32_t open = 0;
    while (open < parser->verbs.count && parser->verbs.items[open].surface == NO_ELEMENT &&
           !parser->verbs.items[open].passive) {
        open++;
    }
    if (open == 0 || !opens_sentence(parser, &parser->verbs.items[0])) {
        return;
    }
    uint32_t owner = open;
    while (owner < parser->verbs.count && !has_own_subject(parser, &parser->verbs.items[owner],
                                                           parser->verbs.items[open - 1].chunk)) {
        owner++;
    }
    for (uint32_t i = 0; owner < parser->verbs.count && i < open; i++) {
        parser->verbs.items[i].surface = parser->verbs.items[owner].surface;
    }
}

/* A verb before a coordinated one takes over its arguments. */
static void share_right(Parser *parser) {
    for (size_t i = parser->verbs.count; i-- > 1;) {
        VerbFrame *verb = &parser->verbs.items[i - 1];
        const VerbFrame *next = &parser->verbs.items[i];
        for (size_t r = 0; verb->shares_right && r < next->roles.count; r++) {
            vec_push(&verb->roles, next->roles.items[r]);
        }
    }
}

/* "X, organised by A, B helps": behind a clause with an agent, a verb without anything of its own
 * does the same to the same. */
static void share_agent_clause(Parser *parser) {
    for (uint32_t i = 1; i < parser->verbs.count; i++) {
        VerbFrame *verb = &parser->verbs.items[i];
        const VerbFrame *before = &parser->verbs.items[i - 1];
        const bool bare = verb->roles.count == 0 && !verb->passive && !verb->shares_right;
        if (bare && before->passive && before->agent != NO_ELEMENT && before->roles.count == 0 &&
            verb->surface != NO_ELEMENT && verb->surface != before->surface) {
            verb->agent = verb->surface;
            verb->surface = before->surface;
            verb->passive = true;
        }
    }
}

static bool has_object(const VerbFrame *verb) {
    for (size_t i = 0; i < verb->roles.count; i++) {
        if (verb->roles.items[i].role == ROLE_OBJECT) {
            return true;
        }
    }
    return false;
}

static void fill_roles(const VerbFrame *verb, Clause *clause, Arena *arena) {
    RoleFill *roles = arena_array(arena, RoleFill, verb->roles.count + 2);
    uint32_t count = 0;
    const uint32_t subject = verb->passive ? verb->agent : verb->surface;
    if (subject != NO_ELEMENT) {
        roles[count++] = (RoleFill){ROLE_SUBJECT, subject};
    }
    if (verb->passive && verb->surface != NO_ELEMENT) {
        const RoleId role = has_object(verb) ? ROLE_RECIPIENT : ROLE_OBJECT;
        roles[count++] = (RoleFill){role, verb->surface};
    }
    for (size_t i = 0; i < verb->roles.count; i++) { /* its own phrases before fronted ones */
        roles[count++] = verb->roles.items[(verb->fronted + i) % verb->roles.count];
    }
    clause->roles = roles;
    clause->role_count = count;
}

static void finish(const Parser *parser, ClauseList *out, Arena *arena) {
    Clause *clauses = arena_array(arena, Clause, parser->verbs.count);
    for (size_t i = 0; i < parser->verbs.count; i++) {
        const VerbFrame *verb = &parser->verbs.items[i];
        const Chunk *word = &parser->chunks.items[verb->chunk];
        const Chunk *first = &parser->chunks.items[verb->group_start];
        const Chunk *last = &parser->chunks.items[verb->right_end - 1];
        clauses[i] = (Clause){.first = first->first,
                              .count = last->first + last->count - first->first,
                              .verb_first = word->first,
                              .verb_count = word->count,
                              .passive = verb->passive,
                              .modality = verb->modality};
        fill_roles(verb, &clauses[i], arena);
    }
    NounPhrase *phrases = arena_array(arena, NounPhrase, parser->phrases.count);
    if (parser->phrases.count > 0) {
        memcpy(phrases, parser->phrases.items, parser->phrases.count * sizeof *phrases);
    }
    *out = (ClauseList){.clauses = clauses,
                        .clause_count = (uint32_t)parser->verbs.count,
                        .phrases = phrases,
                        .phrase_count = (uint32_t)parser->phrases.count};
}

void clause_find(ClauseList *out, const Lattice *lattice, Arena *arena) {
    Parser parser = {.lattice = lattice};
    tag_chunks(lattice, &parser.chunks);
    mark_appositions(&parser);
    for (uint32_t i = 0; i < parser.chunks.count; i++) {
        if (parser.chunks.items[i].kind == CHUNK_VERB) {
            vec_push(&parser.verbs, (VerbFrame){.chunk = i,
                                                .surface = NO_ELEMENT,
                                                .agent = NO_ELEMENT,
                                                .right_end = i + 1,
                                                .governor = NO_ELEMENT});
        }
    }
    for (uint32_t i = 0; i < parser.verbs.count; i++) {
        find_left(&parser, i);
        parser.verbs.items[i].fronted = parser.verbs.items[i].roles.count;
        find_right(&parser, i);
    }
    lend_subjects(&parser);
    share_agent_clause(&parser);
    share_right(&parser);
    finish(&parser, out, arena);
    for (size_t i = 0; i < parser.verbs.count; i++) {
        vec_free(&parser.verbs.items[i].roles);
    }
    vec_free(&parser.verbs);
    vec_free(&parser.phrases);
    vec_free(&parser.chunks);
}
