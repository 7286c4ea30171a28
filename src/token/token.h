/* Sentences, syllables, and the phrases of the lexicon found over them. */
#ifndef TOKEN_TOKEN_H
#define TOKEN_TOKEN_H

#include "rules/rules.h"
#include "text/text.h"

/* What a token looks like; several bits may be set. */
enum {
    SHAPE_CAPITAL = 1 << 0, /* begins with a capital letter */
    SHAPE_UPPER = 1 << 1,   /* two letters or more, all capitals */
    SHAPE_LOWER = 1 << 2,   /* letters, none of them capital */
    SHAPE_NUMBER = 1 << 3,  /* digits, with separators inside: 1.000, 5/12/2024 */
    SHAPE_PUNCT = 1 << 4,   /* one punctuation character or symbol, or a run of full stops */
    SHAPE_MIXED = 1 << 5,   /* letters and digits, or inner capitals: 5G, VinFast */
    SHAPE_FOREIGN =
        1 << 6, /* letters that are not one syllable: f j w z, no vowel or two groups of them, a
                   consonant cluster, a letter outside the Latin script (see shape.c) */
    SHAPE_QUOTE_OPEN = 1 << 7,
    SHAPE_QUOTE_CLOSE = 1 << 8,
    SHAPE_GLUED = 1 << 9, /* no white space before it; never at the start of a block */
    SHAPE_FIRST =
        1 << 10 /* first word of its sentence, behind quotes and bullets; the first word behind a
                   dateline, or behind a colon and an opening quote: its capital says nothing */
};

typedef struct Token {
    uint32_t start, end;       /* bytes of Text.body */
    uint32_t cp_start, cp_end; /* code points of the source */
    SymId symbol;              /* 0 = no lexicon or rule mentions it */
    uint32_t shape;
} Token;

/* A phrase of the lexicon over tokens first .. first + count - 1 of the document, all of one
 * sentence. An entry that is a word and a name too is there whatever its capitals: see
 * token_gazetteer_fits(). */
typedef struct PhraseMatch {
    uint32_t first;
    uint32_t count;
    EntryId entry;
} PhraseMatch;

enum { SENTENCE_TOKENS_MAX = 400 }; /* longer ones are cut, at a comma if there is one */

typedef struct Sentence {
    uint32_t first, count;               /* tokens; never more than SENTENCE_TOKENS_MAX */
    uint32_t phrase_first, phrase_count; /* into TokenList.phrases */
    BlockKind block;
    uint32_t block_index;
} Sentence;

/* A date or an amount of money over tokens. */
typedef struct Value {
    uint32_t first, count; /* tokens */
    bool is_money;
    Str normal; /* ISO 8601 ("2024-12-05", "2024-12", "2024"), or "200000000 USD"; in the arena */
} Value;

/* Lives in the arena given to token_split(). */
typedef struct TokenList {
    const Text *text;
    const Token *tokens;
    uint32_t token_count;
    const Sentence *sentences;
    uint32_t sentence_count;
    const PhraseMatch *phrases; /* by first, then longest first */
    const uint32_t *phrase_at;  /* [token_count + 1]: phrases that begin at token t are
                                   phrases[phrase_at[t]] .. phrases[phrase_at[t + 1] - 1] */
    uint32_t phrase_count;
    const Value *values; /* by first; they do not overlap */
    uint32_t value_count;
} TokenList;

/* Scratch memory of one thread, so that splitting takes nothing from the heap in the steady state:
 * the keys of words seen before, and lists that grow. Zero-initialise, release with
 * tokenizer_free(). Serves one Ruleset: call tokenizer_free() before it meets another. */
typedef struct Tokenizer {
    struct WordKey *keys; /* direct-mapped by a hash of the word's bytes */
    VEC(Token) tokens;
    VEC(Sentence) sentences;
    VEC(PhraseMatch) phrases;
    VEC(Value) values;
    Buffer fold;
} Tokenizer;

void tokenizer_free(Tokenizer *tokenizer);

/* Splits `text`, which must outlive the list. `date` is the document's own date, ISO 8601, or
 * empty: days and months without a year, and words such as "today", are resolved against it. */
void token_split(TokenList *out, const Text *text, const Ruleset *ruleset, Str date, Arena *arena);
/* The same with the scratch memory of the calling thread; this is the one for many documents. */
void token_split_with(Tokenizer *tokenizer, TokenList *out, const Text *text,
                      const Ruleset *ruleset, Str date, Arena *arena);

/* The longest phrase of `class_id` that begins at token `at` and ends at or before token `limit`:
 * its count, or 0. */
uint32_t token_class_at(const TokenList *list, const Ruleset *ruleset, uint32_t at, uint32_t limit,
                        ClassId class_id);

/* The entry of that phrase too; `*entry` is 0 if there is none. */
uint32_t token_entry_at(const TokenList *list, const Ruleset *ruleset, uint32_t at, uint32_t limit,
                        ClassId class_id, EntryId *entry);

/* Whether the capitals over `phrase` are those that its gazetteer names need (false if it has
 * none): a syllable that they write with a capital has one in the text; text in capitals fits all.
 */
bool token_gazetteer_fits(const TokenList *list, const Ruleset *ruleset, const PhraseMatch *phrase);

/* Number of the first value that begins at or behind token `at`; value_count if there is none. */
uint32_t token_value_from(const TokenList *list, uint32_t at);

/* The bytes of tokens first .. first + count - 1, borrowed from the body. */
Str token_text(const TokenList *list, uint32_t first, uint32_t count);

#endif
