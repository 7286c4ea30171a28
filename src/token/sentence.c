#include "parts.h"

/* Longest abbreviation, in tokens, that is looked for before a full stop. */
enum { ABBREVIATION_TOKENS = 4, OPENERS = 4, DATELINE_TOKENS = 12 };

static bool is_abbreviation(const Token *tokens, const Ruleset *ruleset, uint32_t first,
                            uint32_t end) {
    const ClassId class_id = ruleset->grammar[GRAMMAR_ABBREVIATION];
    if (class_id == 0 || !ruleset->trie) {
        return false;
    }
    const uint32_t lowest = end - first > ABBREVIATION_TOKENS ? end - ABBREVIATION_TOKENS : first;
    for (uint32_t start = lowest; start < end; start++) {
        uint32_t node = 0;
        EntryId entry = 0;
        uint32_t t = start;
        while (t < end && tokens[t].symbol != 0 &&
               (node = lexicon_step(ruleset->trie, node, tokens[t].symbol, &entry)) != 0) {
            t++;
        }
        if (t == end && entry != 0 && entry_in_class(&ruleset->entries[entry], class_id)) {
            return true;
        }
    }
    return false;
}

/* Whether the full stop at `stop` of a sentence that begins at `first` belongs to what is before
 * it. */
static bool dot_is_inner(const Token *tokens, const Ruleset *ruleset, uint32_t first,
                         uint32_t stop) {
    if (stop == first || !(tokens[stop].shape & SHAPE_GLUED)) {
        return false;
    }
    const uint32_t before = tokens[stop - 1].shape;
    const bool initial = (before & MARK_ONE_LETTER) && (before & SHAPE_CAPITAL);
    const bool enumeration =
        stop == first + 1 && ((before & SHAPE_NUMBER) || (before & MARK_ONE_LETTER));
    return initial || enumeration || is_abbreviation(tokens, ruleset, first, stop);
}

/* Whether a sentence may go on glued to the stop at `stop`: never between parts of a name or an
 * address, but texts lose the white space between a plain word and a capitalised one. */
static bool glued_is_start(const Token *tokens, uint32_t first, uint32_t stop, uint32_t next) {
    if (tokens[next].shape & (SHAPE_QUOTE_OPEN | MARK_OPEN)) {
        return true;
    }
    if (next > stop + 1) {
        return (tokens[next].shape & SHAPE_CAPITAL) != 0;
    }
    const uint32_t before = stop > first ? tokens[stop - 1].shape : 0;
    const bool plain = (before & SHAPE_LOWER) && !(before & (MARK_ONE_LETTER | SHAPE_FOREIGN));
    const bool capital = (tokens[next].shape & SHAPE_CAPITAL) &&
                         !(tokens[next].shape & (SHAPE_UPPER | SHAPE_MIXED | SHAPE_FOREIGN));
    return plain && capital;
}

/* Whether the text from token `next` on may begin a sentence. */
static bool may_start(const Token *tokens, uint32_t next, uint32_t end) {
    uint32_t t = next;
    while (t < end && t < next + OPENERS &&
           (tokens[t].shape & (SHAPE_QUOTE_OPEN | MARK_OPEN | MARK_DASH | MARK_BULLET))) {
        t++;
    }
    if (t == end) {
        return true;
    }
    const uint32_t shape = tokens[t].shape;
    return !(shape & (SHAPE_LOWER | MARK_COMMA | MARK_COLON | MARK_CLOSE | MARK_STOP | MARK_QUOTE));
}

/* Whether only punctuation is left of the block: no sentence of its own. */
static bool is_wordless(const Token *tokens, uint32_t next, uint32_t end) {
    while (next < end && (tokens[next].shape & SHAPE_PUNCT)) {
        next++;
    }
    return next == end;
}

/* The end of the sentence that stops at `stop`, or 0 if it goes on; closing quotes and brackets
 * belong to it. */
static uint32_t stop_ends(const Token *tokens, const Ruleset *ruleset, uint32_t first,
                          uint32_t stop, uint32_t end) {
    uint32_t next = stop + 1;
    while (next < end && ((tokens[next].shape & SHAPE_QUOTE_CLOSE) ||
                          ((tokens[next].shape & SHAPE_GLUED) &&
                           (tokens[next].shape & (MARK_STOP | MARK_CLOSE))))) {
        next++;
    }
    if (is_wordless(tokens, next, end)) {
        return end;
    }
    const bool dot = next == stop + 1 && (tokens[stop].shape & MARK_DOT);
    if (dot && dot_is_inner(tokens, ruleset, first, stop)) {
        return 0;
    }
    if ((tokens[next].shape & SHAPE_GLUED) && !glued_is_start(tokens, first, stop, next)) {
        return 0;
    }
    return may_start(tokens, next, end) ? next : 0;
}

/* Where to cut a sentence of the greatest length that begins at `first`: behind its last comma,
 * unless that would leave less than half. */
static uint32_t forced_cut(const Token *tokens, uint32_t first) {
    const uint32_t end = first + SENTENCE_TOKENS_MAX;
    for (uint32_t t = end; t > first + SENTENCE_TOKENS_MAX / 2; t--) {
        if (tokens[t - 1].shape & MARK_COMMA) {
            return t;
        }
    }
    return end;
}

void sentences_cut(Tokenizer *tokenizer, const Ruleset *ruleset, uint32_t first, uint32_t end) {
    const Token *tokens = tokenizer->tokens.items;
    uint32_t start = first;
    for (uint32_t t = first; t < end;) {
        uint32_t cut = 0;
        if (tokens[t].shape & MARK_STOP) {
            cut = stop_ends(tokens, ruleset, start, t, end);
        }
        t = cut > t ? cut : t + 1;
        if (t - start > SENTENCE_TOKENS_MAX ||
            (t - start == SENTENCE_TOKENS_MAX && cut == 0 && t < end)) {
            t = forced_cut(tokens, start);
            cut = t;
        }
        if (cut != 0 || t == end) {
            vec_push(&tokenizer->sentences, (Sentence){.first = start, .count = t - start});
            start = t;
        }
    }
}

/* The token behind the dash of a dateline that begins at `at`, or 0: `(NAME) -`, `NAME (NAME) -`,
 * `NAME -` with NAME in capitals. */
static uint32_t behind_dateline(const Token *tokens, uint32_t at, uint32_t end) {
    const uint32_t limit = end - at > DATELINE_TOKENS ? at + DATELINE_TOKENS : end;
    bool bracket = false;
    for (uint32_t t = at; t < limit; t++) {
        const uint32_t shape = tokens[t].shape;
        if ((shape & MARK_DASH) && !bracket && t > at) {
            const uint32_t before = tokens[t - 1].shape;
            const bool code = t == at + 1 && (before & (SHAPE_UPPER | SHAPE_MIXED));
            return !(shape & SHAPE_GLUED) && (code || (before & MARK_CLOSE)) && t + 1 < end ? t + 1
                                                                                            : 0;
        }
        if (shape & (MARK_OPEN | MARK_CLOSE)) {
            bracket = (shape & MARK_OPEN) != 0;
        } else if (!bracket && !(shape & (SHAPE_CAPITAL | SHAPE_PUNCT))) {
            return 0;
        }
    }
    return 0;
}

void sentence_mark_first(Token *tokens, const Sentence *sentence, bool starts_block) {
    const uint32_t end = sentence->first + sentence->count;
    uint32_t at = sentence->first;
    while (at < end && (tokens[at].shape & SHAPE_PUNCT)) {
        at++;
    }
    const bool numbered = at + 2 < end && (tokens[at].shape & (SHAPE_NUMBER | MARK_ONE_LETTER)) &&
                          (tokens[at + 1].shape & SHAPE_GLUED) &&
                          (tokens[at + 1].shape & (MARK_DOT | MARK_CLOSE));
    at += numbered ? 2 : 0;
    if (at < end) {
        tokens[at].shape |= SHAPE_FIRST;
    }
    uint32_t behind = starts_block ? behind_dateline(tokens, sentence->first, end) : 0;
    if (behind != 0) {
        while (behind < end && (tokens[behind].shape & SHAPE_PUNCT)) {
            behind++;
        }
        if (behind < end && !(tokens[behind].shape & (SHAPE_UPPER | SHAPE_MIXED))) {
            tokens[behind].shape |= SHAPE_FIRST;
        }
    }
    for (uint32_t t = sentence->first; t + 2 < end; t++) {
        if ((tokens[t].shape & MARK_COLON) && (tokens[t + 1].shape & SHAPE_QUOTE_OPEN) &&
            !(tokens[t + 2].shape & SHAPE_PUNCT)) {
            tokens[t + 2].shape |= SHAPE_FIRST;
        }
    }
}
