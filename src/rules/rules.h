/* The rule language: text in rules/ to an immutable Ruleset.
 *
 * A Ruleset owns everything that its parts point to; it is built once by ruleset_load(), never
 * written again, and may be read by any number of threads. All ids index its tables; id 0 means
 * "none" for symbols, classes, types, relations, roles and entries. */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "program.h"

typedef uint32_t SymId;      /* a folded syllable that some lexicon or rule mentions */
typedef uint32_t ClassId;    /* a class of phrases: SIGN, TITLE, ... and each literal of a rule */
typedef uint32_t TypeId;     /* a type of the ontology, 1..63 */
typedef uint32_t RelationId; /* a relation of the ontology */
typedef uint32_t RoleId;     /* a role of the clause grammar; ROLE_... first, then declared ones */
typedef uint32_t EntryId;    /* an entry of the lexicon: one phrase with its classes */
typedef uint64_t TypeSet;    /* bit t stands for type t */

#define TYPE_BIT(type) ((TypeSet)1 << (type))

/* ---- Ontology (rules/ontology/) ---- */

typedef struct TypeInfo {
    Str name, label_en, label_vi;
    Str iri;                /* absolute */
    TypeId parent;          /* 0 at the top */
    TypeSet self_and_above; /* and a bit for each group that holds the type, see Ruleset.groups */
    uint32_t color;         /* 0xRRGGBB */
} TypeInfo;

typedef struct RelationInfo {
    Str name, label_en, label_vi;
    Str iri;
    TypeSet domain, range; /* including subtypes */
    bool symmetric;
    bool office;        /* its object is the body where its subject has a post */
    RelationId inverse; /* 0 if none */
    Str related; /* IRIs of like terms elsewhere, separated by a space; '^' = of the inverse */
    Str note;    /* what it means, in English */
} RelationInfo;

/* What exports say of actors and statements besides relations, as people read of it. */
typedef struct TermInfo {
    Str name, label_en, label_vi;
    Str domain; /* the IRI of a class, or empty */
    Str note;   /* what it means, in English */
} TermInfo;

/* Terms without an IRI of another vocabulary are terms of this one. */
#define OWN_ONTOLOGY "https://w3id.org/trithuc/ontology"
#define OWN_VOCABULARY "https://w3id.org/trithuc/ontology#"

/* ---- Lexicon ---- */

/* One known name of the gazetteers. */
typedef struct GazetteerEntry {
    Str name; /* the label */
    TypeId type;
    const Str *aliases; /* spellings besides `name`, as written in the file */
    uint32_t alias_count;
    Str wikidata; /* "Q..." or empty */
    Str parent;   /* name of the containing place or body, or empty */
    bool weak;    /* also a common word or otherwise ambiguous */
} GazetteerEntry;

/* One phrase of the lexicon: its syllables lead from the root of the trie to it. */
typedef struct LexEntry {
    const ClassId *classes; /* sorted; every class that holds the phrase, through inclusion too */
    const uint64_t *class_bits; /* the same: bit c = class c holds it */
    uint64_t keys;              /* bit k = the phrase is in grammar key k */
    uint16_t class_count;
    uint16_t syllables;
    uint16_t gazetteer_count;
    uint32_t class_set;         /* number of its list of classes: entries with one list share it */
    const uint32_t *gazetteers; /* indices into Ruleset.gazetteer */
    uint64_t capitals; /* gazetteer phrases: bit i set = syllable i must begin with a capital */
} LexEntry;

/* The trie over symbol ids, walked by lexicon_step() from node 0. */
typedef struct Trie Trie;

/* ---- Clause grammar ----
 * The constructions that the clause engine knows; `grammar KEY = CLASSES` fills them from rules/.
 * One list: identifier, word in the rule files, meaning. */
#define GRAMMAR_KEYS(X)                                                                            \
    X(VERB, "verb", "may head a clause")                                                           \
    X(PASSIVE, "passive", "before a verb: the subject undergoes it")                               \
    X(AGENT, "agent", "before a noun phrase and a verb: who does it")                              \
    X(NEGATION, "negation", "before a verb: it did not happen")                                    \
    X(DENIAL, "denial", "a verb whose complement did not happen")                                  \
    X(PLANNED, "planned", "before a verb: it is to happen")                                        \
    X(POSSIBLE, "possible", "before a verb: it may happen")                                        \
    X(WISH, "wish", "before a verb or its clause: somebody wants it")                              \
    X(CONDITION, "condition", "begins a clause that is only supposed")                             \
    X(HEARSAY, "hearsay", "begins the naming of a source")                                         \
    X(SAY, "say", "a verb of speech or thought; a clause follows")                                 \
    X(AUXILIARY, "auxiliary", "may stand between subject and verb")                                \
    X(ADVERB, "adverb", "may stand between subject and verb or verb and object")                   \
    X(COORDINATOR, "coordinator", "joins phrases or clauses")                                      \
    X(LIST_OPENER, "list-opener", "begins a list of examples")                                     \
    X(RELATIVE, "relative", "begins a relative clause")                                            \
    X(GENITIVE, "genitive", "joins an owner to a noun")                                            \
    X(NOMINALIZER, "nominalizer", "turns the following verb into a noun")                          \
    X(MODIFIER_HOST, "modifier-host", "a noun that a directly following verb only modifies")       \
    X(QUANTIFIER, "quantifier", "begins a noun phrase")                                            \
    X(DEMONSTRATIVE, "demonstrative", "ends a noun phrase")                                        \
    X(NOUN, "noun", "a common noun")                                                               \
    X(HUMAN, "human", "a common noun for people")                                                  \
    X(PREPOSITION, "preposition", "any preposition, of a role or not")                             \
    X(CONJUNCTION, "conjunction", "joins or opens clauses")                                        \
    X(CONNECTIVE, "connective", "stands before the subject of a sentence")                         \
    X(CAUSATIVE, "causative", "its object is the subject of the next verb")                        \
    X(PURPOSE, "purpose", "opens a purpose; the subject stays")                                    \
    X(LIGHT, "light", "a verb whose object carries the meaning")                                   \
    X(COPULA, "copula", "to be")                                                                   \
    X(TIME, "time", "a word of time")                                                              \
    X(PRONOUN_PERSON, "pronoun-person", "stands for one person")                                   \
    X(PRONOUN_GROUP, "pronoun-group", "stands for one organisation")                               \
    X(PRONOUN_BOTH, "pronoun-both", "stands for the two parties named before")                     \
    X(HONORIFIC, "honorific", "before a person's name")                                            \
    X(TITLE, "title", "an office, before a person's name or a body")                               \
    X(ORG_HEAD, "organization-head", "the first words of an organisation's name")                  \
    X(EVENT_HEAD, "event-head", "the first words of an event's name")                              \
    X(WORK_HEAD, "work-head", "the first words of a document's name")                              \
    X(PLACE_HEAD, "place-head", "the first words of a place's name")                               \
    X(ABBREVIATION, "abbreviation", "its full stop ends no sentence")                              \
    X(TODAY, "today", "the document's own day")                                                    \
    X(YESTERDAY, "yesterday", "the day before the document's")                                     \
    X(TOMORROW, "tomorrow", "the day after the document's")                                        \
    X(DAY, "day", "before the number of a day")                                                    \
    X(MONTH, "month", "before the number of a month")                                              \
    X(YEAR, "year", "before the number of a year")                                                 \
    X(THIS_YEAR, "this-year", "the year of the document")                                          \
    X(LAST_YEAR, "last-year", "the year before the document's")                                    \
    X(NEXT_YEAR, "next-year", "the year after the document's")                                     \
    X(MAGNITUDE, "magnitude", "thousand, million, ... after a number")                             \
    X(CURRENCY, "currency", "makes an amount of money of a number")                                \
    X(ALIAS_MARK, "alias", "before a short name in brackets")                                      \
    X(APPOSITIVE, "appositive", "a common noun that takes a name up again: X, the firm that ...")  \
    X(RELATIVE_MARK, "relative-mark", "before a verb that is said of the name before it")          \
    X(OBJECT_TAKER, "object-taker", "a verb behind which a word that may be a noun is one")        \
    X(ADDRESS, "address", "to thank, praise or blame: what its object does is said in passing")    \
    X(CAUSE, "cause", "a conjunction before what the object did: blames A for doing X")            \
    X(GENERIC_HEAD, "generic-head", "a bare head that may refer to any name of its type")          \
    X(SOLE_TITLE, "sole-title", "an office that one person holds, clear without its body")         \
    X(SIDE_OFFICE, "side-office", "begins an office that one person may hold beside another")      \
    X(GAP_FILLER, "gap-filler", "may stand between members of a list")

typedef enum GrammarKey {
#define X(id, word, meaning) GRAMMAR_##id,
    GRAMMAR_KEYS(X)
#undef X
        GRAMMAR_KEY_COUNT
} GrammarKey;

_Static_assert(GRAMMAR_KEY_COUNT <= 64, "sets of keys are 64 bits wide");

/* Roles that the engine itself assigns; `role NAME = CLASSES` adds prepositional ones. */
enum {
    ROLE_SUBJECT = 1,
    ROLE_OBJECT,
    ROLE_OWNER,     /* behind the genitive inside the object */
    ROLE_RECIPIENT, /* the subject of a passive verb that has an object of its own */
    ROLE_FIRST_DECLARED
};

typedef struct RoleInfo {
    Str name;
    ClassId prepositions; /* class of its prepositions; 0 for the engine's roles */
} RoleInfo;

/* ---- Rules ---- */

typedef enum RuleKind {
    RULE_ENTITY,  /* tokens to a mention */
    RULE_PHRASE,  /* elements to one element with a head */
    RULE_PATTERN, /* elements to triples */
    RULE_FRAME,   /* roles of a clause to triples */
    RULE_KIND_COUNT
} RuleKind;

typedef enum Modality {
    MODALITY_ASSERTED,
    MODALITY_PLANNED,
    MODALITY_REPORTED,
    MODALITY_POSSIBLE, /* hypothetical, wished for, supposed */
    MODALITY_NEGATED,
    MODALITY_COUNT
} Modality;

/* "asserted", "planned", ... */
Str modality_name(Modality modality);
/* MODALITY_COUNT when `name` is none. */
Modality modality_from(Str name);

enum { NO_CAPTURE = 0xFFFF, CAPTURES_MAX = 16 };

typedef struct AttributeTemplate {
    Str key;          /* "role", "amount", "date", "document", "modality", ... */
    uint16_t capture; /* the text of a capture, or NO_CAPTURE */
    Str literal;
} AttributeTemplate;

typedef struct TripleTemplate {
    uint16_t subject, object; /* captures; the same one twice: every pair of its members */
    RelationId relation;
    const AttributeTemplate *attributes;
    uint32_t attribute_count;
    Place place;
} TripleTemplate;

/* What one end of a frame, or a typed element of a pattern, accepts. */
typedef ProgramRestriction Restriction;

typedef enum SlotKind { SLOT_REQUIRED, SLOT_OPTIONAL, SLOT_FORBIDDEN } SlotKind;

typedef struct FrameSlot {
    uint64_t roles; /* bit r = role r may fill it; the lowest filled bit is taken */
    Restriction accepts;
    uint16_t capture; /* or NO_CAPTURE */
    SlotKind kind;
    TypeId inferred; /* a name of unknown kind fits too, and is of this type then; or 0 */
    Str source;      /* as written: "with B:Actor?" */
    Place place;
} FrameSlot;

typedef enum Voice { VOICE_ANY, VOICE_ACTIVE, VOICE_PASSIVE } Voice;

typedef struct Frame {
    ClassId verb;
    Voice voice;
    const FrameSlot *slots;
    uint32_t slot_count;
} Frame;

typedef struct RuleExample {
    Str text;
    Str expected; /* after "=>"; empty for a counter-example */
    bool counter;
    Place place;
} RuleExample;

/* What every sentence holds in which a rule matches: a phrase of one of the classes, or an element
 * of one of the types (all bits: any element), which begins where the match does or behind, unless
 * `behind` lets it stand before. */
typedef struct RuleNeed {
    const ClassId *classes;
    uint32_t class_count;
    TypeSet types;
    bool behind;
} RuleNeed;

typedef struct Rule {
    RuleKind kind;
    Str name;
    uint32_t mention_kind; /* entity rules: 0 a name, 1 a role, 2 a bare head */
    Str place_text; /* "rules/vi/agreement.rules:12", path as below the rules folder's parent */
    Place place;
    int priority;      /* default 0 */
    double confidence; /* default 0.8 */
    ClassId trigger; /* a sentence without a phrase of this class cannot match; 0 = no such class */
    const RuleNeed *needs; /* all of them must be there; what promises to be rarest first */
    uint32_t need_count;
    const Program *program; /* all but frames */
    const Frame *frame;     /* frames only */
    const Str *captures;    /* names */
    uint32_t capture_count;
    TypeId type;   /* entity rules: the type of the mention; 0 = the type of capture `head` */
    uint16_t span; /* entity rules: capture that is the name, or NO_CAPTURE for the whole match */
    uint16_t head; /* phrase rules: capture whose heads the phrase has */
    /* The capture that the last mention before the sentence that fits fills (before the match, in
     * fallback rules), when nothing in the sentence does; NO_CAPTURE without one. */
    uint16_t recent;
    /* The capture that must be named here for the first time; the triples then count only where no
     * other rule states the relation of their subject in the document. NO_CAPTURE without one. */
    uint16_t fallback;
    Restriction recent_accepts;
    const TripleTemplate *triples;
    uint32_t triple_count;
    const RuleExample *examples;
    uint32_t example_count;
} Rule;

/* What loading noticed that is no error: for ruleset_lint(). */
typedef struct RuleFinding {
    Place place;
    Str text;
    const char *hint; /* or NULL */
} RuleFinding;

typedef struct Ruleset {
    Arena arena;
    Intern symbols;
    Intern class_names; /* id = ClassId */
    TypeInfo *types;    /* [type_count], index 0 unused */
    uint32_t type_count;
    RelationInfo *relations; /* [relation_count], index 0 unused */
    uint32_t relation_count;
    const TermInfo *terms; /* [term_count] */
    uint32_t term_count;
    LexEntry *entries; /* [entry_count], index 0 unused */
    uint32_t entry_count;
    GazetteerEntry *gazetteer;
    uint32_t gazetteer_count;
    const Trie *trie;
    ClassId grammar[GRAMMAR_KEY_COUNT]; /* 0 where rules/ do not fill a key */
    RoleInfo *roles;                    /* [role_count], index 0 unused */
    uint32_t role_count;
    Rule *rules; /* in the order of the files */
    uint32_t rule_count;
    const Str *groups; /* groups of types; group g has bit 63 - g in TypeSets */
    uint32_t group_count;
    uint32_t phrases_per_token;  /* no token begins more phrases than that */
    const uint32_t *class_sizes; /* [classes + 1]: distinct phrases of each class, by ClassId */
    /* [classes + 1]: tokens of the shortest and longest phrase of each class; 0 if it has none */
    const uint8_t *class_shortest, *class_longest;
    uint32_t class_set_count;
    /* Frames for the verbs of class set s: rules frames[frame_at[s]] .. frames[frame_at[s + 1] -
     * 1], in their order. */
    const uint32_t *frame_at, *frames;
    const RuleFinding *findings; /* in the order of files and lines */
    uint32_t finding_count;
} Ruleset;

/* Reads `folder`/main.rules and all that it includes, reports every error found (with place, source
 * line, caret and hint) and returns STATUS_RULES if there was one. On STATUS_OK the caller owns
 * `*out` and releases it with ruleset_free(). */
MUST_USE Status ruleset_load(Ruleset **out, const char *folder);
/* The same from text instead of main.rules, for tests; includes are looked up in `folder`. */
MUST_USE Status ruleset_load_text(Ruleset **out, const char *folder, Str text);
void ruleset_free(Ruleset *ruleset);

/* Child of trie node `node` by `symbol`: 0 if there is none. `*entry` is the entry that ends at the
 * child, or 0. Node 0 is the root. */
uint32_t lexicon_step(const Trie *trie, uint32_t node, SymId symbol, EntryId *entry);

static inline bool entry_in_class(const LexEntry *entry, ClassId class_id) {
    return (entry->class_bits[class_id / 64] >> (class_id % 64) & 1) != 0;
}

/* 0 if there is none of that name. */
TypeId ruleset_type(const Ruleset *ruleset, Str name);
RelationId ruleset_relation(const Ruleset *ruleset, Str name);
static inline bool type_is(const Ruleset *ruleset, TypeId type, TypeSet set) {
    return (ruleset->types[type].self_and_above & set) != 0;
}

/* The bound on the work for a sentence of `tokens` tokens: matcher steps, all rules together. Each
 * instruction is tried at each of the tokens + 1 positions at most once (failures are remembered),
 * for each phrase that may begin there and once for an element or token; inside a look-behind it is
 * tried once more for each length of the stretch. A frame costs one step for each slot and token.
 */
uint64_t ruleset_bound(const Ruleset *ruleset, uint32_t tokens);

typedef struct LintCounts {
    uint32_t errors, warnings;
} LintCounts;

/* Lints the ruleset and reports each error (a rule without an example) and, if `show_warnings`,
 * each warning (rules that can never fire or are always shadowed, unused classes and macros,
 * repeated or contradictory lexicon entries). Running the examples is the caller's part. */
LintCounts ruleset_lint(const Ruleset *ruleset, bool show_warnings);

/* Prints a compiled program or frame, one instruction a line, for people who debug rules. */
void ruleset_print_rule(const Ruleset *ruleset, const Rule *rule, Buffer *out);

#endif
