/* Short names that only the rest of the document makes names: the given name alone of a person
 * whose full name stands elsewhere. */
#include "internal.h"

bool acts(const Finder *finder, uint32_t at, uint32_t limit) {
    static const GrammarKey keys[] = {GRAMMAR_VERB, GRAMMAR_AUXILIARY, GRAMMAR_PASSIVE,
                                      GRAMMAR_NEGATION, GRAMMAR_PLANNED};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (grammar_at(finder, keys[i], at, limit) > 0) {
            return true;
        }
    }
    return false;
}

/* The last words of the full names of persons, folded, each with how many different names end so.
 */
typedef struct LastWords {
    Intern words;
    VEC(Str) name;     /* by id - 1: the full name that ends so */
    VEC(bool) several; /* ... or more than one */
} LastWords;

static void collect_last_words(Finder *finder, LastWords *out) {
    for (size_t i = 0; i < finder->mentions.count; i++) {
        const Mention *mention = &finder->mentions.items[i];
        if (mention->type != finder->person || mention->kind != MENTION_NAME ||
            mention->count < 2) {
            continue;
        }
        const Str name =
            arena_str(finder->arena, fold_tokens(finder, mention->first, mention->count));
        const uint32_t last = mention->first + mention->count - 1;
        const uint32_t id = intern_add(&out->words, fold_tokens(finder, last, 1));
        if (id > out->name.count) {
            vec_push(&out->name, name);
            vec_push(&out->several, false);
        } else if (!str_equal(out->name.items[id - 1], name)) {
            out->several.items[id - 1] = true;
        }
    }
}

static bool is_capital_word(const Finder *finder, uint32_t token, const Sentence *sentence) {
    return token >= sentence->first && token < sentence->first + sentence->count &&
           (finder->tokens->tokens[token].shape & SHAPE_CAPITAL) != 0;
}

/* Whether the capital letter says that the word is a name: inside the sentence, or in front of what
 * a person does. */
static bool reads_as_name(const Finder *finder, uint32_t token, const Sentence *sentence) {
    const uint32_t end = sentence->first + sentence->count;
    const Token *word = &finder->tokens->tokens[token];
    const TokenList *tokens = finder->tokens;
    const uint32_t phrase = tokens->phrase_at[token];
    if (phrase < tokens->phrase_at[token + 1] && tokens->phrases[phrase].count > 1) {
        return false; /* the beginning of a longer word */
    }
    if ((word->shape & SHAPE_UPPER) != 0 || is_capital_word(finder, token + 1, sentence)) {
        return false;
    }
    if ((word->shape & SHAPE_FIRST) == 0) {
        return !is_capital_word(finder, token - 1, sentence) ||
               (finder->tokens->tokens[token - 1].shape & SHAPE_FIRST) != 0;
    }
    return acts(finder, token + 1, end) ||
           grammar_at(finder, GRAMMAR_COORDINATOR, token + 1, end) > 0;
}

static void add_in_sentence(Finder *finder, const LastWords *words, uint32_t index,
                            MentionVec *out) {
    const Sentence *sentence = &finder->tokens->sentences[index];
    uint32_t next = finder->mention_at.items[index];
    const uint32_t stop = finder->mention_at.items[index + 1];
    for (uint32_t token = sentence->first; token < sentence->first + sentence->count; token++) {
        if (next < stop && finder->mentions.items[next].first <= token) {
            const Mention *mention = &finder->mentions.items[next++];
            token = mention->first + mention->count - 1;
            continue;
        }
        if (!is_capital_word(finder, token, sentence) || !reads_as_name(finder, token, sentence)) {
            continue;
        }
        const uint32_t id = intern_find(&words->words, fold_tokens(finder, token, 1));
        if (id != 0 && !words->several.items[id - 1]) {
            vec_push(out, (Mention){.first = token,
                                    .count = 1,
                                    .sentence = index,
                                    .type = finder->person,
                                    .gazetteer = NO_MENTION,
                                    .antecedent = NO_MENTION});
        }
    }
}

static int by_first(const void *left, const void *right) {
    const Mention *a = left;
    const Mention *b = right;
    return (a->first > b->first) - (a->first < b->first);
}

static void count_sentences(Finder *finder) {
    uint32_t next = 0;
    for (uint32_t i = 0; i < finder->tokens->sentence_count; i++) {
        finder->mention_at.items[i] = next;
        while (next < finder->mentions.count && finder->mentions.items[next].sentence == i) {
            next++;
        }
    }
    finder->mention_at.items[finder->tokens->sentence_count] = next;
}

void find_repeats(Finder *finder) {
    LastWords words = {0};
    MentionVec added = {0};
    collect_last_words(finder, &words);
    for (uint32_t i = 0; words.name.count > 0 && i < finder->tokens->sentence_count; i++) {
        add_in_sentence(finder, &words, i, &added);
    }
    for (size_t i = 0; i < added.count; i++) {
        vec_push(&finder->mentions, added.items[i]);
    }
    if (added.count > 0) {
        qsort(finder->mentions.items, finder->mentions.count, sizeof(Mention), by_first);
        count_sentences(finder);
    }
    vec_free(&added);
    vec_free(&words.name);
    vec_free(&words.several);
    intern_free(&words.words);
}
