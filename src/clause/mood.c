/* How far a verb is asserted: the marks before it, and the conditions that it hangs on. */
#include "internal.h"

void weaken(VerbFrame *verb, Modality modality) {
    if (modality > verb->modality) {
        verb->modality = modality;
    }
}

void read_mark(VerbFrame *verb, const Chunk *mark) {
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

void weaken_purpose(const Parser *parser, VerbFrame *verb, uint32_t at) {
    const Lattice *lattice = parser->lattice;
    const ClassId spend = intern_find(&lattice->ruleset->class_names, STR("SPEND"));
    uint32_t i = at;
    while (i > 0 && parser->chunks.items[i - 1].kind != CHUNK_VERB) {
        i--;
    }
    if (spend != 0 && i > 0) {
        const Chunk *word = &parser->chunks.items[i - 1];
        if (token_class_at(lattice->tokens, lattice->ruleset, word->first,
                           word->first + word->count, spend) == word->count) {
            return;
        }
    }
    weaken(verb, MODALITY_POSSIBLE);
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

void read_marks(Parser *parser, VerbFrame *verb) {
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
