/* The state of loading a ruleset, and the steps of it, in order:
 * parse - ontology - lexicon - declare and check - triggers - flatten - compile - index. */
#ifndef RULES_LOADER_H
#define RULES_LOADER_H

#include "ast.h"

enum { PHRASE_LONGEST = 64, CLASS_NAME_LONGEST = 200, SETS_OF_TYPES = 63 };

typedef struct Inclusion {
    ClassId class_id;
    Span span;
} Inclusion;

typedef struct ClassDraft {
    VEC(Inclusion) includes;
    Span span;       /* where it was first defined */
    bool defined;    /* by a statement or a lexicon, or anonymous */
    bool used;       /* by a rule or another class */
    bool named;      /* may be used by its name */
    uint32_t direct; /* phrases named by the class itself */
    uint32_t size;   /* an upper bound on its phrases, includes counted; by classes_measure() */
    enum { CLASS_NEW, CLASS_OPEN, CLASS_DONE } state;
} ClassDraft;

typedef struct Membership {
    uint32_t phrase;
    ClassId class_id;
} Membership;

typedef struct NameSpelling {
    uint32_t phrase;
    uint32_t gazetteer;
    uint64_t capitals;
} NameSpelling;

typedef struct TypeGroup {
    Str name;
    TypeSet set;
    TypeSet bit;
} TypeGroup;

typedef struct Loader {
    Ruleset *out;
    Arena scratch;
    Sources sources;
    Str folder;
    Ast ast;
    VEC(ClassDraft) classes; /* by ClassId - 1 */
    Intern phrases;          /* the bytes of the SymIds of each phrase; id = EntryId */
    VEC(Membership) members;
    VEC(NameSpelling) spellings;
    VEC(GazetteerEntry) gazetteer;
    VEC(TypeInfo) types;
    VEC(TypeGroup) groups;
    VEC(RelationInfo) relations;
    VEC(RoleInfo) roles;
    Intern surfaces;            /* tokens as written ... */
    VEC(SymId) surface_symbols; /* ... and their symbols, by id - 1 */
    VEC(TermInfo) terms;
    Intern macro_names; /* id = place in ast.macros + 1 */
    Intern rule_names[RULE_KIND_COUNT];
    Buffer fold;
} Loader;

#define load_error(loader, span, hint, ...)                                                        \
    source_report(&(loader)->sources, MESSAGE_ERROR, (span), (hint), __VA_ARGS__)
#define load_warning(loader, span, hint, ...)                                                      \
    source_report(&(loader)->sources, MESSAGE_WARNING, (span), (hint), __VA_ARGS__)
#define load_finding(loader, span, hint, ...)                                                      \
    source_report(&(loader)->sources, MESSAGE_FINDING, (span), (hint), __VA_ARGS__)

/* parse.c: the statements of `file` and of what it includes, into loader->ast. */
void parse_file(Loader *loader, const SourceFile *file);

/* ontology.c */
void ontology_load(Loader *loader, const PathStatement *statement);
/* Fills the parts of the ruleset that come from the ontology, once all of it is read. */
void ontology_finish(Loader *loader);
/* 0 if there is none. */
TypeId loader_type(const Loader *loader, Str name);
/* The set of a type or group, or 0 with a message. */
TypeSet loader_type_set(Loader *loader, Str name, const Span *span);
/* The relation, or 0 with a message. */
RelationId loader_relation(Loader *loader, Str name, const Span *span);
/* All types of which some element is in `set`. */
TypeSet loader_subtypes(const Loader *loader, TypeSet set);

/* lexicon.c: a file, or each *.tsv of a folder. */
void lexicon_load(Loader *loader, const PathStatement *statement);

/* classes.c */
/* The class of that name, made if need be; not yet defined. */
ClassId class_named(Loader *loader, Str name);
/* Says that `class_id` is defined at `span`. */
void class_define(Loader *loader, ClassId class_id, const Span *span);
/* The phrase of the tokens of `text`, or 0 with a message. `capitals` may be NULL. */
uint32_t phrase_of(Loader *loader, Str text, const Span *span, uint64_t *capitals);
void class_add_phrase(Loader *loader, ClassId class_id, uint32_t phrase);
void class_include(Loader *loader, ClassId outer, ClassId inner, const Span *span);
void class_add_terms(Loader *loader, ClassId class_id, const ClassTerm *terms);
/* The class that holds just the terms: the class itself, a literal's, or an anonymous union. 0 with
 * a message if one of them is wrong. `terms` is not empty. */
ClassId class_of_terms(Loader *loader, const ClassTerm *terms);
/* The anonymous union of classes, the class itself if there is one. */
ClassId class_union(Loader *loader, const ClassId *ids, uint32_t count);
/* Reports unknown classes and cycles, and fills in the sizes. */
void classes_measure(Loader *loader);

/* check.c: names in classes, grammar, roles, macros, rules. */
void check_statements(Loader *loader);
/* The role of that name, or 0. */
RoleId loader_role(const Loader *loader, Str name);
/* Class and macro findings, once everything is compiled. */
void check_unused(Loader *loader);

/* trigger.c */
void triggers_find(Loader *loader);

/* flatten.c: entries with their classes and names, trie. */
void flatten(Loader *loader);
/* trie.c: over phrases 1 .. `count` of `phrases`; also the most phrases on one path. */
const Trie *trie_build(Arena *arena, const Intern *phrases, uint32_t symbols, uint32_t *most);

/* What a capture of a rule takes. */
typedef struct CaptureInfo {
    Str name;
    TypeSet types; /* of the elements; 0 = any */
    bool any_type;
    bool words; /* on some path it takes words, not one element */
} CaptureInfo;

typedef struct CaptureList {
    CaptureInfo items[CAPTURES_MAX];
    uint32_t count;
} CaptureList;

/* The place of `name`, or NO_CAPTURE. */
uint16_t capture_find(const CaptureList *captures, Str name);
/* The same, new if need be; NO_CAPTURE with a message if there are too many. */
uint16_t capture_add(Loader *loader, CaptureList *captures, Str name, const Span *span);

/* compile.c: the program of a rule's match expression, in the arena of the ruleset; NULL with a
 * message if it is too large. */
const Program *compile_match(Loader *loader, const RuleAst *ast, CaptureList *captures);
/* frame.c */
/* What a slot accepts. */
Restriction slot_accepts(Loader *loader, const SlotAst *slot);
const Frame *compile_frame(Loader *loader, const RuleAst *ast, CaptureList *captures);
/* rule.c: all rules into the ruleset. */
void compile_rules(Loader *loader);

/* need.c, once the rules are compiled: what the later stages look rules up by. */
void needs_find(Loader *loader);
void frames_index(Loader *loader);

#endif
