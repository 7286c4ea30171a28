/* What the files of entity/ share. Not for other folders. */
#ifndef ENTITY_INTERNAL_H
#define ENTITY_INTERNAL_H

#include "entity.h"

typedef VEC(Mention) MentionVec;

/* The state of entity_find(): one document. `mentions` is by first token once found. */
typedef struct Finder {
    const TokenList *tokens;
    const Ruleset *ruleset;
    Matcher *matcher;
    Arena *arena;
    MentionVec mentions;
    VEC(uint32_t) mention_at; /* [sentence]: its first mention; one more at the end */
    TypeId company, country;  /* side by side they are no apposition */
    TypeId person, unknown;   /* types that the engine treats apart; 0 if the ontology lacks them */
    TypeSet organization, event, place, actor;
    TypeSet firm;             /* companies and schools */
    const uint32_t *same;     /* by mention: the first one of the same words; see identify() */
    const unsigned char *sex; /* by mention that is the first of its words: Sex */
    Buffer key;               /* scratch */
} Finder;

/* Mentions of every sentence: the gazetteer and the entity rules, overlaps settled. */
void find_candidates(Finder *finder);

/* Adds given names that stand alone, of persons named in full elsewhere in the document. */
void find_repeats(Finder *finder);

/* Types of unknown names, acronyms and short names by what the rest of the document says. */
void link_names(Finder *finder);

/* A lattice whose elements may still change. */
typedef struct Draft {
    Lattice lattice;
    Element *elements; /* those of the lattice */
} Draft;

/* Elements of sentence `sentence`: mentions, phrases, lists. */
void build_lattice(Finder *finder, uint32_t sentence, Draft *draft, BoundMatchList *phrases,
                   PhraseRounds *rounds);

/* Antecedents of bare heads, pronouns and offices; elements get what they refer to. */
void resolve_references(Finder *finder, const Draft *drafts, uint32_t sentence_count);

/* Subjects that sentences leave out; after resolve_references(). */
void find_omitted(Finder *finder, Draft *drafts, uint32_t sentence_count);

/* What is known of a person's sex; both when the text contradicts itself. */
enum Sex { SEX_MALE = 1, SEX_FEMALE = 2 };

/* Finds names of the same words, and the sex of persons. Before resolve_references(). */
void identify(Finder *finder);
/* What the word at a token tells: a pronoun or what stands before a name; or 0. */
unsigned sex_told_at(const Finder *finder, uint32_t token);
/* The first mention that has the words of what mention `index` stands for. */
uint32_t same_as(const Finder *finder, uint32_t index);

/* The mention that mention `index` stands for in the end. */
uint32_t referent(const Finder *finder, uint32_t index);

/* Whether the phrase of a grammar class begins at token `at` and ends by `limit`; its length, or 0.
 */
static inline uint32_t grammar_at(const Finder *finder, GrammarKey key, uint32_t at,
                                  uint32_t limit) {
    const TokenList *tokens = finder->tokens;
    if (at >= limit) {
        return 0;
    }
    for (uint32_t i = tokens->phrase_at[at]; i < tokens->phrase_at[at + 1]; i++) {
        const PhraseMatch *phrase = &tokens->phrases[i];
        if (at + phrase->count <= limit &&
            (finder->ruleset->entries[phrase->entry].keys >> key & 1) != 0) {
            return phrase->count;
        }
    }
    return 0;
}

/* The folded words of tokens first .. first + count - 1, joined by spaces, in `finder->key`. */
Str fold_tokens(Finder *finder, uint32_t first, uint32_t count);

/* Whether the words at token `at` are those of an act: a verb or what stands before one. */
bool acts(const Finder *finder, uint32_t at, uint32_t limit);

static inline bool mention_is(const Finder *finder, const Mention *mention, TypeSet set) {
    return mention->type != 0 && type_is(finder->ruleset, mention->type, set);
}

#endif
