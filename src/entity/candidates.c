#include "internal.h"

/* A stretch of tokens that may become a mention. */
typedef struct Candidate {
    uint32_t first, count;           /* what it occupies */
    uint32_t name_first, name_count; /* the name itself */
    int priority;
    TypeId type;
    MentionKind kind;
    uint32_t gazetteer;
    const Rule *rule;
} Candidate;

typedef VEC(Candidate) CandidateVec;

enum { PRONOUN_PRIORITY = -100 };

/* Whether the gazetteers know a place that begins at token `at`. */
static bool known_place_at(const Finder *finder, uint32_t at, uint32_t end) {
    const TokenList *tokens = finder->tokens;
    for (uint32_t i = at < end ? tokens->phrase_at[at] : 0;
         at < end && i < tokens->phrase_at[at + 1]; i++) {
        const LexEntry *entry = &finder->ruleset->entries[tokens->phrases[i].entry];
        if (entry->gazetteer_count > 0 &&
            type_is(finder->ruleset, finder->ruleset->gazetteer[entry->gazetteers[0]].type,
                    finder->place) &&
            token_gazetteer_fits(tokens, finder->ruleset, &tokens->phrases[i])) {
            return true;
        }
    }
    return false;
}

/* Whether what begins at token `at` goes on with a list of places: ", France", "and France". */
static bool lists_place(const Finder *finder, uint32_t at, uint32_t end) {
    if (at >= end) {
        return false;
    }
    const bool comma = str_equal(token_text(finder->tokens, at, 1), STR(","));
    const uint32_t joined = comma ? 1 : grammar_at(finder, GRAMMAR_COORDINATOR, at, end);
    return joined > 0 && known_place_at(finder, at + joined, end);
}

/* Whether the token begins a longer word that goes on in small letters. */
static bool begins_word(const Finder *finder, uint32_t token, uint32_t end) {
    const TokenList *tokens = finder->tokens;
    const uint32_t longest = tokens->phrase_at[token];
    return token + 1 < end && longest < tokens->phrase_at[token + 1] &&
           tokens->phrases[longest].count > 1 &&
           finder->ruleset->entries[tokens->phrases[longest].entry].gazetteer_count == 0 &&
           (tokens->tokens[token + 1].shape & SHAPE_LOWER) != 0;
}

/* A weak name of one syllable says too little where every word is written with a capital, and
 * nothing where it is part of a word. */
static bool too_weak(const Finder *finder, const Sentence *sentence, const PhraseMatch *phrase,
                     const GazetteerEntry *entry) {
    const Token *token = &finder->tokens->tokens[phrase->first];
    const uint32_t end = sentence->first + sentence->count;
    const uint32_t next = phrase->first + 1;
    if (!entry->weak || phrase->count != 1) {
        return false;
    }
    if ((token->shape & SHAPE_FIRST) == 0) {
        return begins_word(finder, phrase->first, end);
    }
    if (lists_place(finder, next, end)) {
        return false;
    }
    const bool goes_on = acts(finder, next, end) ||
                         grammar_at(finder, GRAMMAR_DAY, next, end) > 0 ||
                         grammar_at(finder, GRAMMAR_TIME, next, end) > 0;
    return !goes_on || grammar_at(finder, GRAMMAR_HONORIFIC, phrase->first, end) > 0 ||
           grammar_at(finder, GRAMMAR_PRONOUN_PERSON, phrase->first, end) > 0;
}

static void add_gazetteer(Finder *finder, const Sentence *sentence, CandidateVec *out) {
    const TokenList *tokens = finder->tokens;
    const uint32_t end = sentence->phrase_first + sentence->phrase_count;
    for (uint32_t i = sentence->phrase_first; i < end; i++) {
        const PhraseMatch *phrase = &tokens->phrases[i];
        const LexEntry *entry = &finder->ruleset->entries[phrase->entry];
        if (entry->gazetteer_count == 0 || !token_gazetteer_fits(tokens, finder->ruleset, phrase)) {
            continue;
        }
        const GazetteerEntry *known = &finder->ruleset->gazetteer[entry->gazetteers[0]];
        if (too_weak(finder, sentence, phrase, known)) {
            continue;
        }
        vec_push(out, (Candidate){.first = phrase->first,
                                  .count = phrase->count,
                                  .name_first = phrase->first,
                                  .name_count = phrase->count,
                                  .type = known->type,
                                  .gazetteer = entry->gazetteers[0]});
    }
}

static TypeSet above(const Ruleset *ruleset, TypeId type) {
    return ruleset->types[type].self_and_above;
}

/* The open lattice of the entity rules: one element for each name of the gazetteers. */
static void gazetteer_lattice(Finder *finder, const Sentence *sentence, const CandidateVec *known,
                              Lattice *lattice) {
    const uint32_t end = sentence->first + sentence->count;
    Element *elements = arena_array(finder->arena, Element, known->count);
    uint32_t *at = arena_array(finder->arena, uint32_t, sentence->count + 1);
    uint32_t count = 0;
    for (uint32_t token = sentence->first, next = 0; token < end; token++) {
        at[token - sentence->first] = count;
        for (; next < known->count && known->items[next].first == token; next++) {
            const Candidate *item = &known->items[next];
            uint32_t *head = arena_new(finder->arena, uint32_t);
            *head = next;
            elements[count++] = (Element){.first = token,
                                          .count = item->count,
                                          .heads = head,
                                          .head_count = 1,
                                          .types = above(finder->ruleset, item->type),
                                          .head_first = token};
        }
    }
    at[sentence->count] = count;
    *lattice = (Lattice){.tokens = finder->tokens,
                         .ruleset = finder->ruleset,
                         .first = sentence->first,
                         .end = end,
                         .elements = elements,
                         .element_at = at,
                         .element_count = count,
                         .open = true};
}

/* The gazetteer entry of the type, or of one above or below it, whose words are just those of the
 * name, else NO_MENTION. */
static uint32_t same_words(const Ruleset *ruleset, const CandidateVec *known, size_t known_count,
                           const Candidate *name) {
    for (size_t i = 0; i < known_count; i++) {
        const Candidate *item = &known->items[i];
        if (item->name_first == name->name_first && item->name_count == name->name_count &&
            (type_is(ruleset, item->type, TYPE_BIT(name->type)) ||
             type_is(ruleset, name->type, TYPE_BIT(item->type)))) {
            return item->gazetteer;
        }
    }
    return NO_MENTION;
}

/* Whether the name is a known one of its type with nothing but words in small letters behind it:
 * those belong to the sentence, not to the name. */
static bool only_lengthens(const Lattice *lattice, const CandidateVec *known, size_t known_count,
                           const Candidate *name) {
    for (size_t i = 0; i < known_count; i++) {
        const Candidate *item = &known->items[i];
        bool small = item->first == name->name_first && item->count < name->name_count &&
                     item->count > 1 && item->type == name->type;
        for (uint32_t t = item->count; small && t < name->name_count; t++) {
            small = (lattice->tokens->tokens[item->first + t].shape & SHAPE_LOWER) != 0;
        }
        if (small) {
            return true;
        }
    }
    return false;
}

static void add_rule_match(const Match *match, const Lattice *lattice, CandidateVec *out,
                           size_t known_count) {
    const Rule *rule = match->rule;
    Candidate item = {.first = match->first,
                      .count = match->count,
                      .name_first = match->first,
                      .name_count = match->count,
                      .priority = rule->priority,
                      .type = rule->type,
                      .kind = (MentionKind)rule->mention_kind,
                      .gazetteer = NO_MENTION,
                      .rule = rule};
    if (rule->span != NO_CAPTURE && match->captures[rule->span].count > 0) {
        item.name_first = match->captures[rule->span].first;
        item.name_count = match->captures[rule->span].count;
    }
    if (item.type == 0 && rule->head != NO_CAPTURE) {
        const uint32_t element = match->captures[rule->head].element;
        if (element == NO_ELEMENT || known_count == 0) {
            return;
        }
        item.type = out->items[lattice->elements[element].heads[0]].type;
    }
    if (item.type != 0 && item.kind == MENTION_NAME) {
        item.gazetteer = same_words(lattice->ruleset, out, known_count, &item);
    }
    if (item.type != 0 && !only_lengthens(lattice, out, known_count, &item)) {
        vec_push(out, item);
    }
}

static int by_rank(const void *left, const void *right) {
    const Candidate *a = left;
    const Candidate *b = right;
    if (a->priority != b->priority) {
        return a->priority > b->priority ? -1 : 1;
    }
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    const bool known_a = a->gazetteer != NO_MENTION;
    const bool known_b = b->gazetteer != NO_MENTION;
    if (known_a != known_b) {
        return known_a ? -1 : 1;
    }
    const uint32_t line_a = a->rule ? a->rule->place.line : 0;
    const uint32_t line_b = b->rule ? b->rule->place.line : 0;
    return (line_a > line_b) - (line_a < line_b);
}

static int by_first(const void *left, const void *right) {
    const Mention *a = left;
    const Mention *b = right;
    return (a->first > b->first) - (a->first < b->first);
}

/* Highest priority, then longest, then earliest; what overlaps a taken one is dropped. */
static void settle(Finder *finder, CandidateVec *all, uint32_t sentence_index) {
    const Sentence *sentence = &finder->tokens->sentences[sentence_index];
    if (all->count > 0) {
        qsort(all->items, all->count, sizeof *all->items, by_rank);
    }
    unsigned char *taken = arena_alloc(finder->arena, sentence->count);
    const size_t start = finder->mentions.count;
    for (size_t i = 0; i < all->count; i++) {
        const Candidate *item = &all->items[i];
        const uint32_t from = item->first - sentence->first;
        if (memchr(taken + from, 1, item->count)) {
            continue;
        }
        memset(taken + from, 1, item->count);
        vec_push(&finder->mentions, (Mention){.first = item->name_first,
                                              .count = item->name_count,
                                              .sentence = sentence_index,
                                              .type = item->type,
                                              .kind = item->kind,
                                              .gazetteer = item->gazetteer,
                                              .antecedent = NO_MENTION,
                                              .rule = item->rule});
    }
    const size_t added = finder->mentions.count - start;
    if (added > 1) {
        qsort(finder->mentions.items + start, added, sizeof(Mention), by_first);
    }
}

typedef struct PronounKey {
    GrammarKey key;
    const char *type;
} PronounKey;

/* Words that stand for an actor; a title before a capital letter is none. */
static void add_pronouns(Finder *finder, const Sentence *sentence, CandidateVec *out) {
    static const PronounKey keys[] = {{GRAMMAR_PRONOUN_PERSON, "Person"},
                                      {GRAMMAR_PRONOUN_GROUP, "Organization"},
                                      {GRAMMAR_PRONOUN_BOTH, "Organization"}};
    const uint32_t end = sentence->first + sentence->count;
    uint64_t seen = 0; /* grammar keys of the sentence */
    for (uint32_t i = 0; i < sentence->phrase_count; i++) {
        const PhraseMatch *phrase = &finder->tokens->phrases[sentence->phrase_first + i];
        seen |= finder->ruleset->entries[phrase->entry].keys;
    }
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        for (uint32_t at = sentence->first; (seen >> keys[k].key & 1) != 0 && at < end; at++) {
            const uint32_t count = grammar_at(finder, keys[k].key, at, end);
            if (count == 0) {
                continue;
            }
            const bool named =
                at + count < end && (finder->tokens->tokens[at + count].shape & SHAPE_CAPITAL) != 0;
            const bool noun = grammar_at(finder, GRAMMAR_NOUN, at, end) > count ||
                              (grammar_at(finder, GRAMMAR_NOUN, at + count, end) > 0 &&
                               grammar_at(finder, GRAMMAR_VERB, at + count, end) == 0);
            if (!((named || noun) && keys[k].key == GRAMMAR_PRONOUN_PERSON)) {
                vec_push(out,
                         (Candidate){.first = at,
                                     .count = count,
                                     .name_first = at,
                                     .name_count = count,
                                     .priority = PRONOUN_PRIORITY,
                                     .type = ruleset_type(finder->ruleset, str_from(keys[k].type)),
                                     .kind = MENTION_PRONOUN,
                                     .gazetteer = NO_MENTION});
            }
        }
    }
}

void find_candidates(Finder *finder) {
    CandidateVec all = {0};
    MatchList matches = {0};
    for (uint32_t i = 0; i < finder->tokens->sentence_count; i++) {
        const Sentence *sentence = &finder->tokens->sentences[i];
        vec_push(&finder->mention_at, (uint32_t)finder->mentions.count);
        vec_clear(&all);
        vec_clear(&matches);
        add_gazetteer(finder, sentence, &all);
        const size_t known_count = all.count;
        Lattice lattice;
        gazetteer_lattice(finder, sentence, &all, &lattice);
        match_rules(finder->matcher, &lattice, RULE_ENTITY, &matches);
        for (size_t m = 0; m < matches.count; m++) {
            add_rule_match(&matches.items[m], &lattice, &all, known_count);
        }
        add_pronouns(finder, sentence, &all);
        settle(finder, &all, i);
    }
    vec_push(&finder->mention_at, (uint32_t)finder->mentions.count);
    vec_free(&all);
    vec_free(&matches);
}

void entity_lattice(Lattice *out, const TokenList *tokens, const Ruleset *ruleset,
                    uint32_t sentence, Arena *arena) {
    Finder finder = {.tokens = tokens, .ruleset = ruleset, .arena = arena};
    CandidateVec known = {0};
    add_gazetteer(&finder, &tokens->sentences[sentence], &known);
    gazetteer_lattice(&finder, &tokens->sentences[sentence], &known, out);
    vec_free(&known);
}
