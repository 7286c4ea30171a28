#include "internal.h"

/* A claim through a pronoun or a bare head is less sure by this factor. */
static const double REFERRED = 0.92;
/* A date counts for a claim when it stands at most so many tokens away. */
enum { DATE_REACH = 30 };

/* How far the match is asserted, and how surely. */
typedef struct Stated {
    Modality modality;
    double confidence;
} Stated;

static uint32_t follow(const Linker *linker, uint32_t mention) {
    const uint32_t antecedent = linker->entities->mentions[mention].antecedent;
    return antecedent == NO_MENTION ? mention : antecedent;
}

static bool holds_name(const Linker *linker, const Mention *role) {
    for (uint32_t i = 0; i < linker->entities->mention_count; i++) {
        const Mention *inside = &linker->entities->mentions[i];
        if (inside != role && inside->kind == MENTION_NAME && inside->first >= role->first &&
            inside->first + inside->count <= role->first + role->count) {
            return true;
        }
    }
    return false;
}

/* Whether a node can stand for the mention: a name, or an office that is clear by itself. */
static bool is_actor(const Linker *linker, const Mention *mention) {
    if (mention->type == 0 || mention->type == linker->unknown) {
        return false;
    }
    if (mention->kind == MENTION_ROLE) {
        const ClassId sole = linker->ruleset->grammar[GRAMMAR_SOLE_TITLE];
        const uint32_t end = mention->first + mention->count;
        return holds_name(linker, mention) ||
               (sole != 0 && token_class_at(linker->entities->tokens, linker->ruleset,
                                            mention->first, end, sole) > 0);
    }
    return mention->kind == MENTION_NAME;
}

static uint32_t distance(const Value *value, const BoundMatch *bound) {
    if (value->first + value->count <= bound->first) {
        return bound->first - value->first - value->count;
    }
    const uint32_t end = bound->first + bound->count;
    return value->first >= end ? value->first - end : 0;
}

/* The date in the sentence that stands nearest to the match. */
static Str date_near(const Linker *linker, const BoundMatch *bound) {
    const TokenList *tokens = linker->entities->tokens;
    const Sentence *sentence = &tokens->sentences[linker->sentence];
    const Value *best = NULL;
    const uint32_t end = token_value_from(tokens, sentence->first + sentence->count);
    for (uint32_t i = token_value_from(tokens, sentence->first); i < end; i++) {
        const Value *value = &tokens->values[i];
        if (!value->is_money && distance(value, bound) <= DATE_REACH &&
            (!best || distance(value, bound) < distance(best, bound))) {
            best = value;
        }
    }
    return best ? best->normal : STR_NONE;
}

static Str capture_text(const Linker *linker, const BoundCapture *capture) {
    const TokenList *tokens = linker->entities->tokens;
    return text_line(tokens->text, tokens->tokens[capture->first].start,
                     tokens->tokens[capture->first + capture->count - 1].end, linker->arena);
}

/* An amount of money inside the capture, in its normal form. */
static Str amount_in(const Linker *linker, const BoundCapture *capture) {
    const TokenList *tokens = linker->entities->tokens;
    const uint32_t end = token_value_from(tokens, capture->first + capture->count);
    for (uint32_t i = token_value_from(tokens, capture->first); i < end; i++) {
        const Value *value = &tokens->values[i];
        if (value->is_money) {
            return value->normal;
        }
    }
    return STR_NONE;
}

/* What a capture says for an attribute: an amount of money in it, the office of the person that it
 * is, or else its text. */
static Str capture_value(const Linker *linker, Str key, const BoundCapture *capture) {
    if (str_equal(key, STR("amount"))) {
        return amount_in(linker, capture);
    }
    if (str_equal(key, STR("role")) && capture->head_count == 1) {
        const Mention *person = &linker->entities->mentions[capture->heads[0]];
        const BoundCapture title = {.first = person->title_first, .count = person->title_count};
        return title.count > 0 ? capture_text(linker, &title) : STR_NONE;
    }
    return capture_text(linker, capture);
}

/* Fills the attributes of one triple; a modality among them is returned through `modality`. */
static void fill_attributes(const Linker *linker, const BoundMatch *bound,
                            const TripleTemplate *triple, Claim *claim) {
    ClaimAttribute *attributes =
        arena_array(linker->arena, ClaimAttribute, triple->attribute_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < triple->attribute_count; i++) {
        const AttributeTemplate *wanted = &triple->attributes[i];
        Str value = wanted->literal;
        if (wanted->capture != NO_CAPTURE) {
            const BoundCapture *capture = &bound->captures[wanted->capture];
            if (capture->count == 0) {
                continue;
            }
            value = capture_value(linker, wanted->key, capture);
        }
        if (str_equal(wanted->key, STR("modality"))) {
            const Modality stated = modality_from(value);
            claim->modality = stated > claim->modality ? stated : claim->modality;
        } else if (value.len > 0) {
            attributes[count++] = (ClaimAttribute){wanted->key, value};
        }
    }
    claim->attributes = attributes;
    claim->attribute_count = count;
}

static bool ends_fit(const Linker *linker, const RelationInfo *relation, uint32_t subject,
                     uint32_t object) {
    const Mention *from = &linker->entities->mentions[subject];
    const Mention *to = &linker->entities->mentions[object];
    return subject != object && is_actor(linker, from) && is_actor(linker, to) &&
           type_is(linker->ruleset, from->type, relation->domain) &&
           type_is(linker->ruleset, to->type, relation->range);
}

/* How far back, in sentences, the event that a text is about may have been named. */
enum { RECENT_REACH = 4 };
static const double RECALLED = 0.85;

static bool is_accepted(const Linker *linker, const Mention *mention, const Restriction *accepts) {
    return mention->type != 0 && type_is(linker->ruleset, mention->type, accepts->types) &&
           (accepts->head_class == 0 ||
            token_class_at(linker->entities->tokens, linker->ruleset, mention->first,
                           mention->first + mention->count, accepts->head_class) > 0);
}

/* The last mention before token `before` that is accepted; what it refers to. */
static uint32_t recent_mention(const Linker *linker, const Restriction *accepts, uint32_t before) {
    uint32_t best = NO_MENTION;
    for (uint32_t i = 0; i < linker->entities->mention_count; i++) {
        const Mention *mention = &linker->entities->mentions[i];
        if (mention->first < before && linker->sentence - mention->sentence <= RECENT_REACH &&
            is_accepted(linker, mention, accepts) &&
            is_actor(linker, &linker->entities->mentions[follow(linker, i)]) &&
            (best == NO_MENTION || mention->first > linker->entities->mentions[best].first)) {
            best = i;
        }
    }
    return best == NO_MENTION ? NO_MENTION : follow(linker, best);
}

static void fill_recent(const Linker *linker, BoundMatch *bound, double *confidence) {
    const Rule *rule = bound->rule;
    if (rule->recent == NO_CAPTURE || bound->captures[rule->recent].count > 0) {
        return;
    }
    const uint32_t before = rule->fallback == NO_CAPTURE
                                ? linker->entities->tokens->sentences[linker->sentence].first
                                : bound->first;
    const uint32_t mention = recent_mention(linker, &rule->recent_accepts, before);
    if (mention != NO_MENTION) {
        uint32_t *head = arena_new(linker->arena, uint32_t);
        *head = mention;
        const Mention *found = &linker->entities->mentions[mention];
        bound->captures[rule->recent] = (BoundCapture){
            .first = found->first, .count = found->count, .heads = head, .head_count = 1};
        *confidence *= RECALLED;
    }
}

static void add_claim(Linker *linker, const BoundMatch *bound, const TripleTemplate *triple,
                      const uint32_t ends[2], const Stated *stated) {
    const uint32_t subject = follow(linker, ends[0]);
    const uint32_t object = follow(linker, ends[1]);
    const RelationInfo *relation = &linker->ruleset->relations[triple->relation];
    if (!ends_fit(linker, relation, subject, object)) {
        return;
    }
    Claim claim = {.subject = subject,
                   .object = object,
                   .relation = triple->relation,
                   .sentence = linker->sentence,
                   .rule = bound->rule,
                   .modality = stated->modality,
                   .confidence = stated->confidence,
                   .date = date_near(linker, bound)};
    claim.confidence *= subject == ends[0] ? 1.0 : REFERRED;
    claim.confidence *= object == ends[1] ? 1.0 : REFERRED;
    fill_attributes(linker, bound, triple, &claim);
    vec_push(&linker->claims, claim);
}

/* Gives names of unknown kind the type that the frame infers for them. */
static void infer_types(const Linker *linker, const BoundMatch *bound) {
    for (uint32_t c = 0; c < bound->rule->capture_count && c < CAPTURES_MAX; c++) {
        const BoundCapture *capture = &bound->captures[c];
        for (uint32_t i = 0; capture->inferred != 0 && i < capture->head_count; i++) {
            Mention *mention = &linker->entities->mentions[follow(linker, capture->heads[i])];
            if (mention->type == linker->unknown) {
                mention->type = capture->inferred;
            }
        }
    }
}

/* Whether the text names here for the first time what the rule's fallback capture holds. */
static bool is_first_named(const Linker *linker, const BoundMatch *bound) {
    if (bound->rule->fallback == NO_CAPTURE) {
        return true;
    }
    const BoundCapture *capture = &bound->captures[bound->rule->fallback];
    if (capture->head_count != 1) {
        return false;
    }
    const Mention *mentions = linker->entities->mentions;
    const uint32_t head = capture->heads[0];
    const Str name = mention_text(linker->entities, &mentions[head], linker->arena);
    for (uint32_t i = 0; i < linker->entities->mention_count; i++) {
        if (mentions[i].first < mentions[head].first &&
            (follow(linker, i) == follow(linker, head) ||
             (mentions[i].type == mentions[head].type &&
              str_equal(mention_text(linker->entities, &mentions[i], linker->arena), name)))) {
            return false;
        }
    }
    return mentions[head].kind == MENTION_NAME;
}

void add_claims(Linker *linker, const BoundMatch *match, Modality modality) {
    if (!is_first_named(linker, match)) {
        return;
    }
    if (linker->only && match->rule != linker->only) {
        return;
    }
    BoundMatch filled = *match;
    const BoundMatch *bound = &filled;
    Stated stated = {modality, match->rule->confidence};
    fill_recent(linker, &filled, &stated.confidence);
    infer_types(linker, &filled);
    for (uint32_t t = 0; t < bound->rule->triple_count; t++) {
        const TripleTemplate *triple = &bound->rule->triples[t];
        const BoundCapture *subjects = &bound->captures[triple->subject];
        const BoundCapture *objects = &bound->captures[triple->object];
        const bool pairs = triple->subject == triple->object;
        for (uint32_t s = 0; s < subjects->head_count; s++) {
            for (uint32_t o = pairs ? s + 1 : 0; o < objects->head_count; o++) {
                const uint32_t ends[2] = {subjects->heads[s], objects->heads[o]};
                add_claim(linker, bound, triple, ends, &stated);
            }
        }
    }
}
