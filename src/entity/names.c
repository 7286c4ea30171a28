#include "internal.h"

enum { ACRONYM_TOKENS = 6 };

/* Names of the document by their folded words. */
typedef struct NameIndex {
    Intern words;
    VEC(uint32_t) mention; /* by id - 1: the mention that says what the name is */
    VEC(uint32_t)
    votes; /* by id - 1: guesses for the type of that mention less those against
              it; 0 where it is no guess */
} NameIndex;

/* Whether only what stands around the name told its type: a rule that loses against all others. */
static bool is_guess(const Finder *finder, const Mention *mention) {
    return mention->kind == MENTION_NAME && mention->type != finder->unknown &&
           mention->gazetteer == NO_MENTION && mention->rule && mention->rule->priority < 0;
}

Str fold_tokens(Finder *finder, uint32_t first, uint32_t count) {
    buffer_clear(&finder->key);
    for (uint32_t i = first; i < first + count; i++) {
        if (i > first) {
            buffer_byte(&finder->key, ' ');
        }
        const SymId symbol = finder->tokens->tokens[i].symbol;
        if (symbol != 0) { /* a symbol is the folded word */
            buffer_add(&finder->key, intern_str(&finder->ruleset->symbols, symbol));
        } else {
            utf8_fold(&finder->key, token_text(finder->tokens, i, 1));
        }
    }
    return buffer_str(&finder->key);
}

static void index_name(NameIndex *index, Str key, uint32_t mention, uint32_t votes) {
    if (intern_find(&index->words, key) == 0) {
        (void)intern_add(&index->words, key);
        vec_push(&index->mention, mention);
        vec_push(&index->votes, votes);
    }
}

/* A guess counts where nothing better is known of the name; where guesses differ, most of them. */
static void index_guess(const Finder *finder, NameIndex *index, Str key, uint32_t mention) {
    const uint32_t id = intern_find(&index->words, key);
    if (id == 0 || id > index->votes.count) {
        index_name(index, key, mention, 1);
        return;
    }
    uint32_t *votes = &index->votes.items[id - 1];
    const uint32_t best = index->mention.items[id - 1];
    if (*votes == 0) {
        return;
    }
    if (finder->mentions.items[best].type == finder->mentions.items[mention].type) {
        (*votes)++;
    } else if (*votes > 1) {
        (*votes)--;
    } else {
        index->mention.items[id - 1] = mention;
    }
}

static uint32_t indexed(const NameIndex *index, Str key) {
    const uint32_t id = intern_find(&index->words, key);
    return id == 0 || id > index->mention.count ? NO_MENTION : index->mention.items[id - 1];
}

static bool is_word(const Finder *finder, uint32_t token, const char *text) {
    return str_equal(token_text(finder->tokens, token, 1), str_from(text));
}

/* The tokens of a short name in brackets that begin right behind token `at`: "(NIC)". */
static uint32_t acronym_at(const Finder *finder, uint32_t at, uint32_t end, uint32_t *first) {
    if (at >= end || !is_word(finder, at, "(")) {
        return 0;
    }
    uint32_t from = at + 1;
    from += grammar_at(finder, GRAMMAR_ALIAS_MARK, from, end);
    uint32_t stop = from;
    bool upper = false;
    while (stop < end && stop - from <= ACRONYM_TOKENS && !is_word(finder, stop, ")")) {
        const uint32_t shape = finder->tokens->tokens[stop].shape;
        upper = upper || (shape & (SHAPE_UPPER | SHAPE_MIXED)) != 0;
        if ((shape & (SHAPE_LOWER | SHAPE_NUMBER)) != 0 && from == at + 1) {
            return 0;
        }
        stop++;
    }
    const bool closed = stop < end && is_word(finder, stop, ")");
    *first = from;
    return closed && stop > from && stop - from <= ACRONYM_TOKENS && (upper || from > at + 1)
               ? stop - from
               : 0;
}

static bool takes_acronym(const Finder *finder, const Mention *mention) {
    return mention->kind == MENTION_NAME && !mention_is(finder, mention, finder->place) &&
           mention->type != finder->person && mention->type != finder->unknown;
}

/* Whether mention `index` is a place or another known body that begins at token `first`: a bracket
 * with such a name in it gives no short name. */
static bool holds_other(const Finder *finder, size_t index, uint32_t first) {
    if (index >= finder->mentions.count) {
        return false;
    }
    const Mention *inside = &finder->mentions.items[index];
    const Mention *before = &finder->mentions.items[index - 1];
    const bool known = inside->gazetteer != NO_MENTION && inside->gazetteer != before->gazetteer &&
                       inside->count > 1;
    return inside->first == first && (known || mention_is(finder, inside, finder->place));
}

static void find_acronyms(Finder *finder, NameIndex *acronyms) {
    for (size_t i = 0; i < finder->mentions.count; i++) {
        Mention *mention = &finder->mentions.items[i];
        const Sentence *sentence = &finder->tokens->sentences[mention->sentence];
        const uint32_t end = sentence->first + sentence->count;
        uint32_t first = 0;
        const uint32_t count = acronym_at(finder, mention->first + mention->count, end, &first);
        if (count == 0 || !takes_acronym(finder, mention) || holds_other(finder, i + 1, first)) {
            continue;
        }
        mention->acronym = token_text(finder->tokens, first, count);
        index_name(acronyms, fold_tokens(finder, first, count), (uint32_t)i, 0);
        if (i + 1 < finder->mentions.count && finder->mentions.items[i + 1].first >= first &&
            finder->mentions.items[i + 1].first < first + count) {
            Mention *inside = &finder->mentions.items[i + 1];
            inside->type = mention->type;
            inside->antecedent = (uint32_t)i;
        }
    }
}

static void index_names(Finder *finder, NameIndex *names) {
    for (uint32_t i = 0; i < finder->mentions.count; i++) {
        const Mention *mention = &finder->mentions.items[i];
        if (mention->kind == MENTION_NAME && mention->type != finder->unknown &&
            !is_guess(finder, mention)) {
            index_name(names, fold_tokens(finder, mention->first, mention->count), i, 0);
        }
    }
    for (uint32_t i = 0; i < finder->mentions.count; i++) {
        const Mention *mention = &finder->mentions.items[i];
        if (is_guess(finder, mention)) {
            index_guess(finder, names, fold_tokens(finder, mention->first, mention->count), i);
        }
    }
}

/* Whether the folded name of a person begins or ends with the folded short name. */
static bool shortens(Str longer, Str shorter) {
    if (longer.len <= shorter.len) {
        return false;
    }
    const size_t behind = longer.len - shorter.len;
    return (str_ends(longer, shorter) && longer.ptr[behind - 1] == ' ') ||
           (str_starts(longer, shorter) && longer.ptr[shorter.len] == ' ');
}

/* The one longer name of a person in the document that `key` shortens: by its end (given name of
 * the language, surname of foreigners) rather than its beginning; NO_MENTION if two differ. */
static uint32_t full_person(const Finder *finder, const NameIndex *names, Str key) {
    uint32_t at_end = NO_MENTION;
    uint32_t at_start = NO_MENTION;
    bool two = false;
    for (uint32_t id = 1; id <= intern_count(&names->words); id++) {
        const uint32_t mention = names->mention.items[id - 1];
        const Str name = intern_str(&names->words, id);
        if (finder->mentions.items[mention].type != finder->person || !shortens(name, key)) {
            continue;
        }
        if (str_ends(name, key)) {
            two = two || at_end != NO_MENTION;
            at_end = mention;
        } else {
            at_start = mention;
        }
    }
    if (at_end != NO_MENTION) {
        return two ? NO_MENTION : at_end;
    }
    return at_start;
}

/* Whether the words of `shorter` stand in `longer` in the same order. */
static bool is_part(Str shorter, Str longer) {
    Str word = str_split(&shorter, ' ');
    while (longer.len > 0) {
        if (str_equal(str_split(&longer, ' '), word)) {
            if (shorter.len == 0) {
                return true;
            }
            word = str_split(&shorter, ' ');
        }
    }
    return false;
}

/* The one longer name of a body in the document that begins with `key` ("the Department of Health"
 * for that of Hanoi) or, for a name of unknown kind, ends with it ("Nordvik" for "Nordvik
 * Group");
 * NO_MENTION if none or two. */
static uint32_t full_body(const Finder *finder, const NameIndex *names, Str key, bool tail) {
    uint32_t found = NO_MENTION;
    Str found_name = STR_NONE;
    for (uint32_t id = 1; id <= intern_count(&names->words); id++) {
        const uint32_t mention = names->mention.items[id - 1];
        const Str name = intern_str(&names->words, id);
        const bool fits = name.len > key.len &&
                          (tail ? str_ends(name, key) && name.ptr[name.len - key.len - 1] == ' '
                                : str_starts(name, key) && name.ptr[key.len] == ' ');
        if (!fits || !mention_is(finder, &finder->mentions.items[mention], finder->organization)) {
            continue;
        }
        if (found == NO_MENTION || is_part(found_name, name)) {
            found = mention;
            found_name = name;
        } else if (!is_part(name, found_name)) {
            return NO_MENTION;
        }
    }
    return found;
}

/* "Minister Health": behind an office that swallows the first word of the name of its body, the
 * body of the gazetteers that has it; the classes SWALLOWING_OFFICE and SWALLOWED_HEAD of the rules
 * say which. Any token of the text that is such a first word lends its symbol. */
static EntryId body_of_office(const Finder *finder, const Mention *mention) {
    enum { OFFICE_TOKENS = 4 };
    const TokenList *tokens = finder->tokens;
    const Ruleset *ruleset = finder->ruleset;
    const ClassId office = intern_find(&ruleset->class_names, STR("SWALLOWING_OFFICE"));
    const ClassId head = intern_find(&ruleset->class_names, STR("SWALLOWED_HEAD"));
    uint32_t back = 1;
    while (office != 0 && back <= OFFICE_TOKENS && back <= mention->first &&
           token_class_at(tokens, ruleset, mention->first - back, mention->first, office) != back) {
        back++;
    }
    if (office == 0 || head == 0 || back > OFFICE_TOKENS || back > mention->first) {
        return 0;
    }
    uint32_t at = 0;
    while (at < tokens->token_count &&
           token_class_at(tokens, ruleset, at, tokens->token_count, head) != 1) {
        at++;
    }
    EntryId entry = 0;
    uint32_t node = at < tokens->token_count
                        ? lexicon_step(ruleset->trie, 0, tokens->tokens[at].symbol, &entry)
                        : 0;
    for (uint32_t i = 0; node != 0 && i < mention->count; i++) {
        const SymId symbol = tokens->tokens[mention->first + i].symbol;
        node = symbol == 0 ? 0 : lexicon_step(ruleset->trie, node, symbol, &entry);
    }
    return node != 0 && entry != 0 && ruleset->entries[entry].gazetteer_count > 0 ? entry : 0;
}

static void link_mention(Finder *finder, const NameIndex *names, const NameIndex *acronyms,
                         uint32_t index) {
    Mention *mention = &finder->mentions.items[index];
    if (mention->kind != MENTION_NAME || mention->antecedent != NO_MENTION) {
        return;
    }
    const bool unknown = mention->type == finder->unknown;
    const bool guess = is_guess(finder, mention);
    const Str key = fold_tokens(finder, mention->first, mention->count);
    uint32_t known = indexed(acronyms, key);
    if (known == NO_MENTION && (unknown || guess)) {
        known = indexed(names, key);
        if (guess && known != NO_MENTION && finder->mentions.items[known].type == mention->type) {
            known = NO_MENTION;
        }
    }
    const bool may_be_person = mention->type == finder->person || (unknown && mention->count <= 2);
    if (known == NO_MENTION && may_be_person && mention->gazetteer == NO_MENTION) {
        known = full_person(finder, names, key);
    }
    const bool body = mention_is(finder, mention, finder->organization);
    const bool loose = unknown || (guess && mention_is(finder, mention, finder->place));
    if (known == NO_MENTION && mention->gazetteer == NO_MENTION && (body || loose)) {
        const bool headless = grammar_at(finder, GRAMMAR_ORG_HEAD, mention->first,
                                         mention->first + mention->count) == 0;
        known = full_body(finder, names, key, loose || headless);
        if (known == NO_MENTION && loose) {
            known = full_body(finder, names, key, false);
        }
    }
    if (known != NO_MENTION && known != index) {
        mention->type = finder->mentions.items[known].type;
        mention->antecedent = known;
        return;
    }
    const EntryId body_entry = unknown ? body_of_office(finder, mention) : 0;
    if (body_entry != 0) {
        mention->gazetteer = finder->ruleset->entries[body_entry].gazetteers[0];
        mention->type = finder->ruleset->gazetteer[mention->gazetteer].type;
    }
}

static void index_free(NameIndex *index) {
    intern_free(&index->words);
    vec_free(&index->mention);
    vec_free(&index->votes);
}

void link_names(Finder *finder) {
    NameIndex names = {0};
    NameIndex acronyms = {0};
    index_names(finder, &names);
    find_acronyms(finder, &acronyms);
    for (uint32_t i = 0; i < finder->mentions.count; i++) {
        link_mention(finder, &names, &acronyms, i);
    }
    index_free(&names);
    index_free(&acronyms);
}
