/* The vocabulary of the RDF exports in Turtle (OWL 2): classes, relations, and the terms of
 * statements. */
#include "rdf.h"

typedef struct Vocabulary {
    Output *out;
    const Ruleset *ruleset;
    const Str *terms; /* by name, as Turtle writes them */
    const RdfNames *names;
} Vocabulary;

static void put_literal(Output *out, Str predicate, Str text, Str language) {
    if (text.len > 0) {
        put(out, STR(" ;\n    "));
        put(out, predicate);
        put(out, STR(" \""));
        write_text(out, text, &escape_turtle);
        put(out, STR("\"@"));
        put(out, language);
    }
}

static void put_labels(Output *out, Str english, Str vietnamese) {
    put_literal(out, STR("rdfs:label"), english, STR("en"));
    put_literal(out, STR("rdfs:label"), vietnamese, STR("vi"));
}

static void put_iri_of(Output *out, Str predicate, Str iri) {
    put(out, STR(" ;\n    "));
    put(out, predicate);
    const char *prefix = rdf_cut_prefix(&iri);
    put(out, prefix ? STR(" ") : STR(" <"));
    put(out, str_from(prefix));
    put(out, prefix ? STR(":") : STR_NONE);
    put(out, iri);
    put(out, prefix ? STR_NONE : STR(">"));
}

/* Whether the term is ours to define; others are only said to be used. */
static bool is_own(Str iri) { return str_starts(iri, STR(OWN_VOCABULARY)); }

static void put_defined(Output *out, Str iri) {
    if (is_own(iri)) {
        put(out, STR(" ;\n    rdfs:isDefinedBy <" OWN_ONTOLOGY ">"));
    }
}

static void write_head(Output *out, Str version) {
    put(out, STR("\n<" OWN_ONTOLOGY "> a owl:Ontology"));
    put_literal(out, STR("rdfs:label"), STR("trithuc"), STR("en"));
    put_literal(out, STR("rdfs:comment"),
                STR("What trithuc's graphs tell: actors of the news, relations between them, and "
                    "the statements that say so."),
                STR("en"));
    put(out, STR(" ;\n    owl:versionInfo \""));
    write_text(out, version, &escape_turtle);
    put(out, STR("\" .\n"));
}

static void write_classes(const Vocabulary *vocabulary) {
    Output *out = vocabulary->out;
    for (TypeId i = 1; i < vocabulary->ruleset->type_count; i++) {
        const TypeInfo *type = &vocabulary->ruleset->types[i];
        put(out, STR("\n"));
        put(out, vocabulary->terms[rdf_type_name(i)]);
        put(out, STR(" a owl:Class"));
        put_labels(out, type->label_en, type->label_vi);
        if (type->parent != 0) {
            put(out, STR(" ;\n    rdfs:subClassOf "));
            put(out, vocabulary->terms[rdf_type_name(type->parent)]);
        }
        put_defined(out, type->iri);
        put(out, STR(" .\n"));
    }
}

/* The types of the set but those below others of it. */
static uint32_t top_types(const Ruleset *ruleset, TypeSet set, TypeId top[64]) {
    uint32_t count = 0;
    for (TypeId i = 1; i < ruleset->type_count; i++) {
        const TypeId parent = ruleset->types[i].parent;
        if ((set & TYPE_BIT(i)) != 0 && (parent == 0 || (set & TYPE_BIT(parent)) == 0)) {
            top[count++] = i;
        }
    }
    return count;
}

static void put_ends(const Vocabulary *vocabulary, Str predicate, TypeSet set) {
    Output *out = vocabulary->out;
    TypeId top[64];
    const uint32_t count = top_types(vocabulary->ruleset, set, top);
    if (count == 0) {
        return;
    }
    put(out, STR(" ;\n    "));
    put(out, predicate);
    put(out, count == 1 ? STR(" ") : STR(" [ a owl:Class ; owl:unionOf ( "));
    for (uint32_t i = 0; i < count; i++) {
        put(out, vocabulary->terms[rdf_type_name(top[i])]);
        put(out, count == 1 ? STR_NONE : STR(" "));
    }
    put(out, count == 1 ? STR_NONE : STR(") ]"));
}

static void put_related(Output *out, Str related) {
    while (related.len > 0) {
        const Str iri = str_split(&related, ' ');
        if (str_starts(iri, STR("^"))) {
            put_iri_of(out, STR("owl:inverseOf"), str_sub(iri, 1, iri.len));
        } else if (iri.len > 0) {
            put_iri_of(out, STR("rdfs:seeAlso"), iri);
        }
    }
}

/* The ends of another vocabulary's property are for that to say. */
static void write_relations(const Vocabulary *vocabulary) {
    Output *out = vocabulary->out;
    for (RelationId i = 1; i < vocabulary->ruleset->relation_count; i++) {
        const RelationInfo *relation = &vocabulary->ruleset->relations[i];
        put(out, STR("\n"));
        put(out, vocabulary->terms[rdf_relation_name(vocabulary->names, i)]);
        put(out, STR(" a owl:ObjectProperty"));
        put(out, relation->symmetric ? STR(", owl:SymmetricProperty") : STR_NONE);
        put_labels(out, relation->label_en, relation->label_vi);
        put_literal(out, STR("rdfs:comment"), relation->note, STR("en"));
        if (is_own(relation->iri)) {
            put_ends(vocabulary, STR("rdfs:domain"), relation->domain);
            put_ends(vocabulary, STR("rdfs:range"), relation->range);
        }
        if (relation->inverse != 0) {
            put(out, STR(" ;\n    owl:inverseOf "));
            put(out, vocabulary->terms[rdf_relation_name(vocabulary->names, relation->inverse)]);
        }
        put_related(out, relation->related);
        put_defined(out, relation->iri);
        put(out, STR(" .\n"));
    }
}

static const TermInfo *find_term(const Ruleset *ruleset, const char *name) {
    for (uint32_t i = 0; i < ruleset->term_count; i++) {
        if (str_equal(ruleset->terms[i].name, str_from(name))) {
            return &ruleset->terms[i];
        }
    }
    return NULL;
}

/* The terms of statements and actors, with what the tables say of them. A date has no datatype: it
 * may be a day, a month or a year. */
static void write_terms(const Vocabulary *vocabulary) {
    static const char *const ranges[RDF_KIND_COUNT] = {
        [RDF_TEXT] = "xsd:string", [RDF_INTEGER] = "xsd:integer", [RDF_DECIMAL] = "xsd:decimal"};
    Output *out = vocabulary->out;
    for (RdfName i = 0; i < RDF_FIXED_COUNT; i++) {
        if (rdf_fixed[i].prefix != PREFIX_TRITHUC) {
            continue;
        }
        const TermInfo *term = find_term(vocabulary->ruleset, rdf_fixed[i].local);
        put(out, STR("\n"));
        put(out, vocabulary->terms[i]);
        put(out, STR(" a owl:DatatypeProperty"));
        if (term) {
            put_labels(out, term->label_en, term->label_vi);
            put_literal(out, STR("rdfs:comment"), term->note, STR("en"));
        }
        if (term && term->domain.len > 0) {
            put_iri_of(out, STR("rdfs:domain"), term->domain);
        }
        if (ranges[rdf_fixed[i].kind]) {
            put(out, STR(" ;\n    rdfs:range "));
            put(out, str_from(ranges[rdf_fixed[i].kind]));
        }
        put_defined(out, vocabulary->names->iris[i]);
        put(out, STR(" .\n"));
    }
}

void ontology_write(Output *out, const Ruleset *ruleset, Str version) {
    RdfNames names;
    rdf_names_open(&names, ruleset);
    const Vocabulary vocabulary = {
        .out = out, .ruleset = ruleset, .terms = rdf_turtle_names(&names), .names = &names};
    rdf_put_prefixes(out);
    write_head(out, version);
    write_classes(&vocabulary);
    write_relations(&vocabulary);
    write_terms(&vocabulary);
    rdf_names_close(&names);
}
