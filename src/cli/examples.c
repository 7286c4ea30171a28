#include "examples.h"

#include "names.h"

/* One item of what an example expects: `[modality] SUBJECT relation OBJECT`, or a word and a text
 * in quotes. */
typedef struct Expected {
    Str source;
    Modality modality;
    RelationId relation; /* 0 for a mention or head */
    Str subject, object;
    Str kind, words; /* "head" or a type */
} Expected;

typedef struct Trial {
    Study *study;
    const Rule *rule;
    Buffer *failure, *found;
    uint32_t found_count;
} Trial;

static Str word_at(Str text, size_t at) { return str_sub(text, at, str_find(text, ' ', at)); }

static bool parse_triple(const Ruleset *ruleset, Expected *out) {
    Str text = out->source;
    const Str first = word_at(text, 0);
    if (modality_from(first) != MODALITY_COUNT && first.len < text.len) {
        out->modality = modality_from(first);
        text = str_trim(str_sub(text, first.len, text.len));
    }
    for (size_t at = str_find(text, ' ', 0); at < text.len; at = str_find(text, ' ', at + 1)) {
        const Str word = word_at(text, at + 1);
        out->relation = ruleset_relation(ruleset, word);
        if (out->relation != 0) {
            out->subject = str_trim(str_sub(text, 0, at));
            out->object = str_trim(str_sub(text, at + 1 + word.len, text.len));
            return out->object.len > 0;
        }
    }
    return false;
}

static bool parse_mention(const Ruleset *ruleset, Expected *out) {
    const size_t quote = str_find(out->source, '"', 0);
    out->kind = str_trim(str_sub(out->source, 0, quote));
    if (quote == out->source.len || !str_ends(out->source, STR("\"")) ||
        quote + 1 >= out->source.len) {
        return false;
    }
    out->words = str_sub(out->source, quote + 1, out->source.len - 1);
    return str_equal(out->kind, STR("head")) || ruleset_type(ruleset, out->kind) != 0;
}

/* ---- What is there instead ---- */

static Buffer *next_found(Trial *trial) {
    buffer_add(trial->found, trial->found_count++ == 0 ? STR("found ") : STR("; "));
    return trial->found;
}

static void add_by(Trial *trial, const Rule *rule) {
    if (rule && rule != trial->rule) {
        buffer_printf(trial->found, " by `%.*s`", STR_ARG(rule->name));
    }
}

static void find_mentions(Trial *trial) {
    const EntityList *entities = &trial->study->analysis.entities;
    for (uint32_t i = 0; i < entities->mention_count; i++) {
        const Mention *mention = &entities->mentions[i];
        const Str text = study_mention(trial->study, i);
        const Str type = trial->study->ruleset->types[mention->type].name;
        buffer_printf(next_found(trial), "%.*s \"%.*s\"", STR_ARG(type), STR_ARG(text));
        add_by(trial, mention->rule);
        if (!mention->rule && mention->gazetteer != NO_MENTION) {
            buffer_add(trial->found, STR(" of the gazetteer"));
        }
    }
}

static void find_phrases(Trial *trial) {
    const EntityList *entities = &trial->study->analysis.entities;
    for (uint32_t s = 0; s < entities->tokens->sentence_count; s++) {
        for (uint32_t i = 0; i < entities->phrases[s].count; i++) {
            const BoundMatch *phrase = &entities->phrases[s].items[i];
            const Str words = study_words(trial->study, phrase->first, phrase->count);
            buffer_printf(next_found(trial), "phrase \"%.*s\"", STR_ARG(words));
            add_by(trial, phrase->rule);
        }
    }
}

static void find_claims(Trial *trial, const ClaimList *claims) {
    for (uint32_t i = 0; i < claims->claim_count; i++) {
        add_claim_text(trial->study, &claims->claims[i], next_found(trial));
        add_by(trial, claims->claims[i].rule);
    }
}

static void add_reasons(Trial *trial) {
    Buffer reasons = {0};
    const uint32_t count = trial->study->analysis.tokens.sentence_count;
    for (uint32_t s = 0; s < count; s++) {
        if (!study_why_not(trial->study, trial->rule, s, &reasons)) {
            buffer_clear(&reasons);
            buffer_add(&reasons, STR("the rule matches, but not so"));
            break;
        }
    }
    if (trial->found_count == 0) {
        buffer_add(trial->found, STR("found nothing"));
    }
    Str rest = buffer_str(&reasons);
    while (rest.len > 0) {
        buffer_add(trial->found, STR("; "));
        buffer_add(trial->found, str_split(&rest, '\n'));
    }
    buffer_free(&reasons);
}

/* ---- Examples ---- */

/* Whether `name` says the mention: its words, or the label or an alias of its entity. */
static bool says_mention(Study *study, uint32_t mention, Str name) {
    const Analysis *analysis = &study->analysis;
    if (same_name(study_mention(study, mention), name)) {
        return true;
    }
    const Mention *item = &analysis->entities.mentions[mention];
    const Token *tokens = analysis->tokens.tokens;
    const DocumentResult *result = &analysis->result;
    for (uint32_t m = 0; m < result->mention_count; m++) {
        const ResultMention *seen = &result->mentions[m];
        if (seen->start != tokens[item->first].cp_start ||
            seen->end != tokens[item->first + item->count - 1].cp_end) {
            continue;
        }
        for (uint32_t e = 0; e < result->entity_count; e++) {
            const ResultEntity *entity = &result->entities[e];
            bool named = str_equal(entity->label, seen->entity);
            if (!named) {
                continue;
            }
            named = same_name(entity->label, name);
            for (uint32_t a = 0; a < entity->alias_count && !named; a++) {
                named = same_name(entity->aliases[a], name);
            }
            if (named) {
                return true;
            }
        }
    }
    return false;
}

static bool claims_hold(Trial *trial, const Expected *expected, const ClaimList *claims) {
    Study *study = trial->study;
    const bool symmetric = study->ruleset->relations[expected->relation].symmetric;
    for (uint32_t i = 0; i < claims->claim_count; i++) {
        const Claim *claim = &claims->claims[i];
        if (claim->relation != expected->relation || claim->modality != expected->modality) {
            continue;
        }
        if ((says_mention(study, claim->subject, expected->subject) &&
             says_mention(study, claim->object, expected->object)) ||
            (symmetric && says_mention(study, claim->subject, expected->object) &&
             says_mention(study, claim->object, expected->subject))) {
            return true;
        }
    }
    return false;
}

static bool mention_holds(Trial *trial, const Expected *expected) {
    const EntityList *entities = &trial->study->analysis.entities;
    const TypeId type = ruleset_type(trial->study->ruleset, expected->kind);
    for (uint32_t i = 0; i < entities->mention_count; i++) {
        const Mention *mention = &entities->mentions[i];
        if (mention->rule == trial->rule && mention->type == type &&
            str_equal(study_mention(trial->study, i), expected->words)) {
            return true;
        }
    }
    return false;
}

static bool head_holds(Trial *trial, const Expected *expected) {
    const EntityList *entities = &trial->study->analysis.entities;
    if (trial->rule->head == NO_CAPTURE) {
        return false;
    }
    for (uint32_t s = 0; s < entities->tokens->sentence_count; s++) {
        for (uint32_t i = 0; i < entities->phrases[s].count; i++) {
            const BoundMatch *phrase = &entities->phrases[s].items[i];
            const BoundCapture *head = &phrase->captures[trial->rule->head];
            for (uint32_t h = 0; phrase->rule == trial->rule && h < head->head_count; h++) {
                if (str_equal(study_mention(trial->study, head->heads[h]), expected->words)) {
                    return true;
                }
            }
        }
    }
    return false;
}

static bool item_holds(Trial *trial, Str source) {
    Expected expected = {.source = source, .modality = MODALITY_ASSERTED};
    const Ruleset *ruleset = trial->study->ruleset;
    bool holds;
    if (parse_mention(ruleset, &expected)) {
        const bool head = str_equal(expected.kind, STR("head"));
        holds = head ? head_holds(trial, &expected) : mention_holds(trial, &expected);
        if (!holds) {
            find_mentions(trial);
            if (head) {
                find_phrases(trial);
            }
        }
    } else if (parse_triple(ruleset, &expected)) {
        const ClaimList own = study_claims(trial->study, trial->rule);
        holds = claims_hold(trial, &expected, &own);
        if (!holds) {
            find_claims(trial, own.claim_count > 0 ? &own : &trial->study->analysis.claims);
        }
    } else {
        buffer_printf(trial->failure,
                      "`%.*s` is neither SUBJECT relation OBJECT nor Type \"words\"",
                      STR_ARG(source));
        return false;
    }
    if (!holds) {
        buffer_printf(trial->failure, "the example of `%.*s` does not give %.*s",
                      STR_ARG(trial->rule->name), STR_ARG(source));
        add_reasons(trial);
    }
    return holds;
}

/* Whether the rule gives a mention or phrase anywhere. */
static bool rule_shows(const Trial *trial) {
    const EntityList *entities = &trial->study->analysis.entities;
    for (uint32_t i = 0; i < entities->mention_count; i++) {
        if (entities->mentions[i].rule == trial->rule) {
            return true;
        }
    }
    for (uint32_t s = 0; s < entities->tokens->sentence_count; s++) {
        for (uint32_t i = 0; i < entities->phrases[s].count; i++) {
            if (entities->phrases[s].items[i].rule == trial->rule) {
                return true;
            }
        }
    }
    return false;
}

static bool counter_holds(Trial *trial) {
    const ClaimList claims = study_claims(trial->study, trial->rule);
    bool stated = false;
    for (uint32_t i = 0; i < claims.claim_count; i++) {
        stated = stated || claims.claims[i].modality == MODALITY_ASSERTED ||
                 claims.claims[i].modality == MODALITY_PLANNED;
    }
    if (!stated && !rule_shows(trial)) {
        return true;
    }
    buffer_printf(trial->failure, "the counter-example of `%.*s` gives something",
                  STR_ARG(trial->rule->name));
    if (stated) {
        find_claims(trial, &claims);
    } else if (trial->rule->kind == RULE_PHRASE) {
        find_phrases(trial);
    } else {
        find_mentions(trial);
    }
    return false;
}

bool example_holds(Study *study, const Rule *rule, const RuleExample *example, Buffer *failure,
                   Buffer *found) {
    Trial trial = {.study = study, .rule = rule, .failure = failure, .found = found};
    study_begin(study, example->text);
    if (example->counter) {
        return counter_holds(&trial);
    }
    Str rest = example->expected;
    while (rest.len > 0) {
        if (!item_holds(&trial, str_trim(str_split(&rest, ';')))) {
            return false;
        }
    }
    return true;
}
