/* What the parser makes of rule files. All nodes live in the scratch arena of the Loader; strings
 * are slices of the files. */
#ifndef RULES_AST_H
#define RULES_AST_H

#include "rules.h"
#include "source.h"

/* One alternative of a class: a string or the name of a class. */
typedef struct ClassTerm {
    struct ClassTerm *next;
    Span span;
    Str text;
    bool is_string;
} ClassTerm;

typedef enum ExprKind {
    EXPR_ALT,     /* one of the children */
    EXPR_SEQ,     /* all of the children */
    EXPR_LITERAL, /* text */
    EXPR_CLASS,   /* name, later class_id */
    EXPR_TYPE,    /* name, terms: classes of the first words */
    EXPR_SHAPE,   /* shapes */
    EXPR_NOT,     /* one unit; not_terms */
    EXPR_GAP,     /* 0 to `width` units; not_terms */
    EXPR_START,
    EXPR_END,
    EXPR_LOOK, /* child */
    EXPR_MACRO /* name, later macro */
} ExprKind;

typedef struct Macro Macro;

enum { GAP_WIDEST = 40, REPEATED_MOST = 40, NESTING_DEEPEST = 60 };

/* Expr.max of `*`, `+` and `{m,}`. */
#define REPEATED_FREELY UINT32_MAX

/* An item: an atom with its capture, its conditions and its quantifier. */
/* As often as the sentence goes on: `*`, `+`, `{m,}`. */
#define REPEATED_FREELY UINT32_MAX

typedef struct Expr {
    ExprKind kind;
    struct Expr *next;  /* in the parent's list */
    struct Expr *child; /* first of the list */
    Span span;          /* the atom with its conditions */
    Span capture_span;
    Str capture;       /* or empty */
    Str text;          /* literal, or name of class, type, macro */
    uint32_t min, max; /* quantifier; 1, 1 without; max may be REPEATED_FREELY */
    uint32_t width;    /* of a gap */
    uint32_t shape_all, shape_none;
    ClassTerm *terms;     /* of a type */
    ClassTerm *not_terms; /* classes that may not begin here */
    ClassTerm *and_terms; /* classes of which each must begin here */
    bool ahead, negative; /* of a look-around */
    /* filled by the checker: */
    ClassId class_id;
    ClassId not_class;
    TypeSet types;
    Macro *macro;
    bool has_capture; /* it or a part of it */
} Expr;

struct Macro {
    Str name;
    Span span;
    Expr *body;
    enum { MACRO_NEW, MACRO_OPEN, MACRO_DONE } state;
    bool used;
};

/* class, grammar or role. */
typedef struct ClassStatement {
    Str name;
    Span span;
    ClassTerm *terms;
} ClassStatement;

typedef struct PathStatement {
    Str path;
    Span span;
} PathStatement;

typedef struct AttributeAst {
    struct AttributeAst *next;
    Str key;
    Span span; /* of the value */
    Str value;
    bool is_string;
} AttributeAst;

typedef struct TripleAst {
    struct TripleAst *next;
    Span span;
    Str subject, relation, object;
    Span subject_span, relation_span, object_span;
    AttributeAst *attributes;
} TripleAst;

typedef struct RoleName {
    struct RoleName *next;
    Str name;
    Span span;
} RoleName;

typedef struct SlotAst {
    struct SlotAst *next;
    Span span;
    RoleName *roles;
    Str capture; /* or empty */
    Span capture_span;
    ClassTerm *types; /* alternatives of types; NULL = any element, or a common noun phrase */
    ClassTerm *terms; /* classes of the first words, or NULL */
    SlotKind kind;
    bool inferred;
} SlotAst;

typedef struct ExampleAst {
    struct ExampleAst *next;
    Span span;
    Str text, expected;
    bool counter;
} ExampleAst;

typedef struct NameAst {
    Str name; /* empty: not given */
    Span span;
} NameAst;

typedef struct RuleAst {
    RuleKind kind;
    Str name;
    Span span;     /* of the name */
    uint32_t seen; /* properties that may stand once, by their place in the parser's table */
    Expr *match;
    ClassTerm *verb;
    Voice voice;
    NameAst type, span_capture, head, fallback;
    bool type_is_capture;
    uint32_t mention_kind;
    int priority;
    double confidence;
    SlotAst *slots, *last_slot;
    SlotAst *recent; /* or NULL */
    TripleAst *triples, *last_triple;
    ExampleAst *examples, *last_example;
    bool broken; /* a part was not understood: no complaint about what is missing */
    ClassId trigger;
} RuleAst;

typedef struct Ast {
    VEC(ClassStatement) classes, grammar, roles;
    VEC(Macro *) macros;
    VEC(RuleAst *) rules;
    VEC(PathStatement) ontologies, lexicons;
} Ast;

/* Whether `name` is UPPER_CASE, as classes are. */
static inline bool is_class_name(Str name) {
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        const bool upper = c >= 'A' && c <= 'Z';
        if (!upper && (i == 0 || !(c == '_' || (c >= '0' && c <= '9')))) {
            return false;
        }
    }
    return name.len > 0;
}

static inline bool is_capital_name(Str name) {
    return name.len > 0 && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
}

#endif
