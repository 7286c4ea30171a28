#include "parts.h"

void tokenizer_free(Tokenizer *tokenizer) {
    free(tokenizer->keys);
    tokenizer->keys = NULL;
    vec_free(&tokenizer->tokens);
    vec_free(&tokenizer->sentences);
    vec_free(&tokenizer->phrases);
    vec_free(&tokenizer->values);
    buffer_free(&tokenizer->fold);
}

/* `size` bytes of `items` in the arena. */
static void *kept(Arena *arena, const void *items, size_t size) {
    void *copy = arena_alloc(arena, size);
    if (size > 0) {
        memcpy(copy, items, size);
    }
    return copy;
}

#define KEPT(arena, vec) kept((arena), (vec).items, (vec).count * sizeof *(vec).items)

static void add_tokens(Tokenizer *tokenizer, const Text *text, const Block *block,
                       const Ruleset *ruleset, SourceCursor *cursor) {
    const Str body = str_sub(text->body, 0, block->end);
    const bool is_source = text->shift_count == 0; /* code points of the body are the source's */
    size_t start = block->start;
    size_t end = start;
    size_t before = SIZE_MAX;
    uint32_t code_point = is_source ? text_source_at(cursor, (uint32_t)start) : 0;
    size_t counted = start; /* byte of `code_point` */
    SyllableKind kind = SYLLABLE_NONE;
    while ((kind = syllable_next(body, &start, &end)) != SYLLABLE_NONE) {
        const WordKey *key = word_key(tokenizer, ruleset, str_sub(body, start, end), kind);
        Token token = {.start = (uint32_t)start,
                       .end = (uint32_t)end,
                       .symbol = key->symbol,
                       .shape = key->shape};
        if (is_source) {
            code_point += (uint32_t)utf8_count(str_sub(body, counted, start));
            token.cp_start = code_point;
            token.cp_end = code_point += key->code_points;
            counted = end;
        } else {
            token.cp_start = text_source_at(cursor, token.start);
            token.cp_end = text_source_at(cursor, token.end);
        }
        token.shape |= start == before ? SHAPE_GLUED : 0;
        vec_push(&tokenizer->tokens, token);
        before = end;
        start = end;
    }
}

static void split_blocks(Tokenizer *tokenizer, const Text *text, const Ruleset *ruleset) {
    SourceCursor cursor = {.text = text};
    for (uint32_t b = 0; b < text->block_count; b++) {
        const Block *block = &text->blocks[b];
        const uint32_t first = (uint32_t)tokenizer->tokens.count;
        add_tokens(tokenizer, text, block, ruleset, &cursor);
        const uint32_t end = (uint32_t)tokenizer->tokens.count;
        quotes_mark(tokenizer->tokens.items, first, end);
        const size_t sentences = tokenizer->sentences.count;
        sentences_cut(tokenizer, ruleset, first, end);
        for (size_t s = sentences; s < tokenizer->sentences.count; s++) {
            Sentence *sentence = &tokenizer->sentences.items[s];
            sentence->block = block->kind;
            sentence->block_index = b;
            sentence_mark_first(tokenizer->tokens.items, sentence, s == sentences);
        }
    }
}

/* A phrase that only gazetteers hold is dropped where its capitals do not fit. */
static bool is_wanted(const TokenList *list, const Ruleset *ruleset, const PhraseMatch *phrase) {
    return ruleset->entries[phrase->entry].class_count > 0 ||
           token_gazetteer_fits(list, ruleset, phrase);
}

/* Appends the phrases that begin at token `at` and end at or before `limit`, longest first. */
static void add_phrases(Tokenizer *tokenizer, const TokenList *list, const Ruleset *ruleset,
                        uint32_t at, uint32_t limit) {
    const size_t lowest = tokenizer->phrases.count;
    uint32_t node = 0;
    for (uint32_t t = at; t < limit && list->tokens[t].symbol != 0; t++) {
        EntryId entry = 0;
        node = lexicon_step(ruleset->trie, node, list->tokens[t].symbol, &entry);
        if (node == 0) {
            break;
        }
        const PhraseMatch phrase = {.first = at, .count = t + 1 - at, .entry = entry};
        if (entry != 0 && is_wanted(list, ruleset, &phrase)) {
            vec_push(&tokenizer->phrases, phrase);
        }
    }
    size_t low = lowest;
    size_t high = tokenizer->phrases.count;
    while (low + 1 < high) {
        const PhraseMatch swap = tokenizer->phrases.items[low];
        tokenizer->phrases.items[low++] = tokenizer->phrases.items[--high];
        tokenizer->phrases.items[high] = swap;
    }
}

static void find_phrases(Tokenizer *tokenizer, TokenList *list, const Ruleset *ruleset,
                         Arena *arena) {
    uint32_t *phrase_at = arena_array(arena, uint32_t, (size_t)list->token_count + 1);
    for (size_t s = 0; s < tokenizer->sentences.count; s++) {
        Sentence *sentence = &tokenizer->sentences.items[s];
        const uint32_t end = sentence->first + sentence->count;
        sentence->phrase_first = (uint32_t)tokenizer->phrases.count;
        for (uint32_t t = sentence->first; t < end; t++) {
            phrase_at[t] = (uint32_t)tokenizer->phrases.count;
            if (ruleset->trie) {
                add_phrases(tokenizer, list, ruleset, t, end);
            }
        }
        sentence->phrase_count = (uint32_t)tokenizer->phrases.count - sentence->phrase_first;
    }
    phrase_at[list->token_count] = (uint32_t)tokenizer->phrases.count;
    list->phrase_at = phrase_at;
    list->phrases = KEPT(arena, tokenizer->phrases);
    list->phrase_count = (uint32_t)tokenizer->phrases.count;
}

static void find_values(Tokenizer *tokenizer, TokenList *list, const Ruleset *ruleset, Str date,
                        Arena *arena) {
    ValueScan scan = {.list = list, .ruleset = ruleset, .arena = arena};
    value_scan_date(&scan, date);
    for (uint32_t s = 0; s < list->sentence_count; s++) {
        scan.first = list->sentences[s].first;
        scan.end = scan.first + list->sentences[s].count;
        for (uint32_t t = scan.first; t < scan.end;) {
            Value value = {0};
            if (value_may_begin(&scan, t) &&
                (date_at(&scan, t, &value) || money_at(&scan, t, &value))) {
                vec_push(&tokenizer->values, value);
                t = value.first + value.count;
            } else {
                t++;
            }
        }
    }
    list->values = KEPT(arena, tokenizer->values);
    list->value_count = (uint32_t)tokenizer->values.count;
}

void token_split_with(Tokenizer *tokenizer, TokenList *out, const Text *text,
                      const Ruleset *ruleset, Str date, Arena *arena) {
    vec_clear(&tokenizer->tokens);
    vec_clear(&tokenizer->sentences);
    vec_clear(&tokenizer->phrases);
    vec_clear(&tokenizer->values);
    split_blocks(tokenizer, text, ruleset);
    Token *tokens = KEPT(arena, tokenizer->tokens);
    *out = (TokenList){
        .text = text, .tokens = tokens, .token_count = (uint32_t)tokenizer->tokens.count};
    find_phrases(tokenizer, out, ruleset, arena);
    out->sentences = KEPT(arena, tokenizer->sentences);
    out->sentence_count = (uint32_t)tokenizer->sentences.count;
    find_values(tokenizer, out, ruleset, date, arena);
    for (uint32_t t = 0; t < out->token_count; t++) {
        tokens[t].shape &= ~(uint32_t)MARKS_ALL;
    }
}

void token_split(TokenList *out, const Text *text, const Ruleset *ruleset, Str date, Arena *arena) {
    Tokenizer tokenizer = {0};
    token_split_with(&tokenizer, out, text, ruleset, date, arena);
    tokenizer_free(&tokenizer);
}

uint32_t token_entry_at(const TokenList *list, const Ruleset *ruleset, uint32_t at, uint32_t limit,
                        ClassId class_id, EntryId *entry) {
    *entry = 0;
    if (class_id == 0 || at >= limit || at >= list->token_count) {
        return 0;
    }
    for (uint32_t p = list->phrase_at[at]; p < list->phrase_at[at + 1]; p++) {
        const PhraseMatch *phrase = &list->phrases[p];
        if (phrase->count <= limit - at &&
            entry_in_class(&ruleset->entries[phrase->entry], class_id)) {
            *entry = phrase->entry;
            return phrase->count;
        }
    }
    return 0;
}

uint32_t token_class_at(const TokenList *list, const Ruleset *ruleset, uint32_t at, uint32_t limit,
                        ClassId class_id) {
    EntryId entry = 0;
    return token_entry_at(list, ruleset, at, limit, class_id, &entry);
}

bool token_gazetteer_fits(const TokenList *list, const Ruleset *ruleset,
                          const PhraseMatch *phrase) {
    const LexEntry *entry = &ruleset->entries[phrase->entry];
    if (entry->gazetteer_count == 0) {
        return false;
    }
    for (uint32_t i = 0; i < phrase->count && i < 64; i++) {
        const bool needed = (entry->capitals >> i & 1) != 0;
        if (needed && !(list->tokens[phrase->first + i].shape & SHAPE_CAPITAL)) {
            return false;
        }
    }
    return true;
}

Str token_text(const TokenList *list, uint32_t first, uint32_t count) {
    if (count == 0) {
        return STR_NONE;
    }
    return str_sub(list->text->body, list->tokens[first].start,
                   list->tokens[first + count - 1].end);
}

uint32_t token_value_from(const TokenList *list, uint32_t at) {
    uint32_t low = 0;
    uint32_t high = list->value_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (list->values[middle].first < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
