/* The RDF dataset of a graph, once for all syntaxes: rdf_walk() tells it, a sink writes it down.
 * Inside export/ only.
 *
 * An edge that somebody asserts, plans or reports is a triple between its actors. Every statement
 * of every edge, denied ones too, is a resource with its modality and the sentence it is from.
 * There are no blank nodes, and no IRI depends on the run: to load a dataset twice adds nothing. */
#ifndef EXPORT_RDF_H
#define EXPORT_RDF_H

#include "write.h"

#define RDF_PREFIXES(X)                                                                            \
    X(PREFIX_RDF, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")                            \
    X(PREFIX_RDFS, "rdfs", "http://www.w3.org/2000/01/rdf-schema#")                                \
    X(PREFIX_XSD, "xsd", "http://www.w3.org/2001/XMLSchema#")                                      \
    X(PREFIX_OWL, "owl", "http://www.w3.org/2002/07/owl#")                                         \
    X(PREFIX_SKOS, "skos", "http://www.w3.org/2004/02/skos/core#")                                 \
    X(PREFIX_SCHEMA, "schema", "http://schema.org/")                                               \
    X(PREFIX_PROV, "prov", "http://www.w3.org/ns/prov#")                                           \
    X(PREFIX_ORG, "org", "http://www.w3.org/ns/org#")                                              \
    X(PREFIX_NIF, "nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")        \
    X(PREFIX_TRITHUC, "trithuc", OWN_VOCABULARY)

#define X(name, text, iri) name,
typedef enum RdfPrefix { RDF_PREFIXES(X) RDF_PREFIX_COUNT } RdfPrefix;
#undef X

/* What an object is: an IRI, a text, a text in a language, a literal of a datatype. */
typedef enum RdfKind {
    RDF_IRI,
    RDF_TEXT,
    RDF_ENGLISH,
    RDF_VIETNAMESE,
    RDF_INTEGER,
    RDF_DECIMAL,
    RDF_DATE,
    RDF_MONTH,
    RDF_YEAR,
    RDF_KIND_COUNT
} RdfKind;

/* Identifier, prefix, local name, usual kind of its objects, whether it may have several. */
#define RDF_NAMES(X)                                                                               \
    X(NAME_TYPE, PREFIX_RDF, "type", RDF_IRI, true)                                                \
    X(NAME_PROPERTY, PREFIX_RDF, "Property", RDF_TEXT, false)                                      \
    X(NAME_STATEMENT, PREFIX_RDF, "Statement", RDF_TEXT, false)                                    \
    X(NAME_SUBJECT, PREFIX_RDF, "subject", RDF_IRI, false)                                         \
    X(NAME_PREDICATE, PREFIX_RDF, "predicate", RDF_IRI, false)                                     \
    X(NAME_OBJECT, PREFIX_RDF, "object", RDF_IRI, false)                                           \
    X(NAME_REIFIES, PREFIX_RDF, "reifies", RDF_TEXT, false)                                        \
    X(NAME_LABEL, PREFIX_RDFS, "label", RDF_TEXT, true)                                            \
    X(NAME_SAME_AS, PREFIX_OWL, "sameAs", RDF_IRI, false)                                          \
    X(NAME_ALT_LABEL, PREFIX_SKOS, "altLabel", RDF_TEXT, true)                                     \
    X(NAME_ARTICLE, PREFIX_SCHEMA, "NewsArticle", RDF_TEXT, false)                                 \
    X(NAME_IDENTIFIER, PREFIX_SCHEMA, "identifier", RDF_TEXT, false)                               \
    X(NAME_HEADLINE, PREFIX_SCHEMA, "headline", RDF_TEXT, false)                                   \
    X(NAME_URL, PREFIX_SCHEMA, "url", RDF_IRI, false)                                              \
    X(NAME_PUBLISHED, PREFIX_SCHEMA, "datePublished", RDF_DATE, false)                             \
    X(NAME_VERSION, PREFIX_SCHEMA, "softwareVersion", RDF_TEXT, false)                             \
    X(NAME_DERIVED_FROM, PREFIX_PROV, "wasDerivedFrom", RDF_IRI, true)                             \
    X(NAME_GENERATED_BY, PREFIX_PROV, "wasGeneratedBy", RDF_IRI, false)                            \
    X(NAME_ASSOCIATED_WITH, PREFIX_PROV, "wasAssociatedWith", RDF_IRI, false)                      \
    X(NAME_ACTIVITY, PREFIX_PROV, "Activity", RDF_TEXT, false)                                     \
    X(NAME_AGENT, PREFIX_PROV, "SoftwareAgent", RDF_TEXT, false)                                   \
    X(NAME_MEMBERSHIP, PREFIX_ORG, "Membership", RDF_TEXT, false)                                  \
    X(NAME_MEMBER, PREFIX_ORG, "member", RDF_IRI, false)                                           \
    X(NAME_ORGANIZATION, PREFIX_ORG, "organization", RDF_IRI, false)                               \
    X(NAME_ORG_ROLE, PREFIX_ORG, "role", RDF_IRI, false)                                           \
    X(NAME_ROLE_CLASS, PREFIX_ORG, "Role", RDF_TEXT, false)                                        \
    X(NAME_CONTEXT, PREFIX_NIF, "Context", RDF_TEXT, false)                                        \
    X(NAME_SENTENCE, PREFIX_NIF, "Sentence", RDF_TEXT, false)                                      \
    X(NAME_STRING_SCHEME, PREFIX_NIF, "RFC5147String", RDF_TEXT, false)                            \
    X(NAME_REFERENCE_CONTEXT, PREFIX_NIF, "referenceContext", RDF_IRI, false)                      \
    X(NAME_BEGIN_INDEX, PREFIX_NIF, "beginIndex", RDF_INTEGER, false)                              \
    X(NAME_END_INDEX, PREFIX_NIF, "endIndex", RDF_INTEGER, false)                                  \
    X(NAME_ANCHOR_OF, PREFIX_NIF, "anchorOf", RDF_TEXT, false)                                     \
    X(NAME_MENTIONS, PREFIX_TRITHUC, "mentions", RDF_INTEGER, false)                               \
    X(NAME_DOCUMENTS, PREFIX_TRITHUC, "documents", RDF_INTEGER, false)                             \
    X(NAME_CONFIDENCE, PREFIX_TRITHUC, "confidence", RDF_DECIMAL, false)                           \
    X(NAME_MODALITY, PREFIX_TRITHUC, "modality", RDF_TEXT, false)                                  \
    X(NAME_DATE, PREFIX_TRITHUC, "date", RDF_DATE, false)                                          \
    X(NAME_ROLE, PREFIX_TRITHUC, "role", RDF_TEXT, false)                                          \
    X(NAME_AMOUNT, PREFIX_TRITHUC, "amount", RDF_TEXT, false)                                      \
    X(NAME_AMOUNT_VALUE, PREFIX_TRITHUC, "amountValue", RDF_DECIMAL, false)                        \
    X(NAME_CURRENCY, PREFIX_TRITHUC, "currency", RDF_TEXT, false)                                  \
    X(NAME_RULE, PREFIX_TRITHUC, "rule", RDF_TEXT, false)

/* A name of the vocabulary: one of these, then each type, then each relation of the ruleset. */
#define X(name, prefix, local, kind, several) name,
typedef enum RdfFixedName { RDF_NAMES(X) RDF_FIXED_COUNT } RdfFixedName;
#undef X
typedef uint32_t RdfName;
#define RDF_NO_NAME UINT32_MAX

typedef struct RdfFixed {
    RdfPrefix prefix;
    const char *local;
    RdfKind kind;
    bool several;
} RdfFixed;

extern const RdfFixed rdf_fixed[RDF_FIXED_COUNT];
extern const char *const rdf_prefixes[RDF_PREFIX_COUNT];
extern const char *const rdf_namespaces[RDF_PREFIX_COUNT];

/* The vocabulary of one graph. Its strings live as long as it does. */
typedef struct RdfNames {
    Arena arena;
    const Ruleset *ruleset;
    const Str *iris; /* [count], by name */
    uint32_t count;
} RdfNames;

void rdf_names_open(RdfNames *names, const Ruleset *ruleset);
void rdf_names_close(RdfNames *names);
static inline RdfName rdf_type_name(TypeId type) { return RDF_FIXED_COUNT + type; }
static inline RdfName rdf_relation_name(const RdfNames *names, RelationId relation) {
    return RDF_FIXED_COUNT + names->ruleset->type_count + relation;
}
static inline bool rdf_is_relation(const RdfNames *names, RdfName name) {
    return name >= rdf_relation_name(names, 0);
}
/* The prefix for an IRI of a vocabulary, of which the local name is left; NULL when none fits. */
const char *rdf_cut_prefix(Str *iri);
/* By name, as Turtle writes it: "schema:url", or the IRI in brackets. Lives as long as `names`. */
const Str *rdf_turtle_names(RdfNames *names);
/* The prefixes of the vocabularies, in Turtle. */
void rdf_put_prefixes(Output *out);
/* Whether the rest of an IRI may stand behind a prefix as it is: letters, digits, '_', '-', '.' and
 * percent signs; a part of what Turtle allows. */
bool rdf_is_local_name(Str rest);

typedef struct RdfTriple {
    Str subject;
    RdfName predicate;
    Str object;
} RdfTriple;

/* Writes the dataset down, one resource at a time: open, add for each property, close. Objects of
 * one property come together. IRIs are absolute and hold only what an IRI may. Strings are borrowed
 * for the call. */
typedef struct RdfSink RdfSink;
struct RdfSink {
    void (*open)(RdfSink *sink, Str iri, const RdfName *types, size_t type_count);
    /* Opens what stands for the triple, which is not asserted by it; NULL = an rdf:Statement. */
    void (*open_reifier)(RdfSink *sink, Str iri, const RdfTriple *of);
    void (*add)(RdfSink *sink, RdfName predicate, RdfKind kind, Str value);
    void (*close)(RdfSink *sink);
};

/* Tells `sink` all of the graph. */
void rdf_walk(const Graph *graph, const ExportOptions *options, const RdfNames *names,
              RdfSink *sink);

#endif
