/* SHACL shapes of the RDF exports: what a graph may be relied on to hold. */
#include "rdf.h"

typedef struct Shapes {
    Output *out;
    const Ruleset *ruleset;
    const Str *terms; /* by name, as Turtle writes them */
    const RdfNames *names;
} Shapes;

/* What does not depend on the ontology. */
static const char shape_of_sentences[] =
    "\ntrithuc:SentenceShape a sh:NodeShape ;\n"
    "    sh:targetClass nif:Sentence ;\n"
    "    sh:nodeKind sh:IRI ;\n"
    "    sh:property [ sh:path nif:referenceContext ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:class nif:Context ] ;\n"
    "    sh:property [ sh:path nif:beginIndex ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:datatype xsd:integer ; sh:minInclusive 0 ; sh:lessThan nif:endIndex ] ;\n"
    "    sh:property [ sh:path nif:endIndex ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:datatype xsd:integer ] ;\n"
    "    sh:property [ sh:path nif:anchorOf ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:datatype xsd:string ; sh:minLength 1 ] .\n";

static const char shape_of_documents[] =
    "\ntrithuc:DocumentShape a sh:NodeShape ;\n"
    "    sh:targetClass nif:Context ;\n"
    "    sh:nodeKind sh:IRI ;\n"
    "    sh:class schema:NewsArticle ;\n"
    "    sh:property [ sh:path schema:identifier ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:datatype xsd:string ] ;\n"
    "    sh:property [ sh:path schema:headline ; sh:maxCount 1 ; sh:datatype xsd:string ] ;\n"
    "    sh:property [ sh:path schema:url ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;\n"
    "    sh:property [ sh:path schema:datePublished ; sh:maxCount 1 ; sh:node trithuc:DateShape ] "
    ".\n"
    "\ntrithuc:DateShape a sh:NodeShape ;\n"
    "    sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ] "
    "[ sh:datatype xsd:string ] ) .\n";

static const char shape_of_offices[] =
    "\ntrithuc:MembershipShape a sh:NodeShape ;\n"
    "    sh:targetClass org:Membership ;\n"
    "    sh:nodeKind sh:IRI ;\n"
    "    sh:property [ sh:path org:member ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:node trithuc:NamedShape ] ;\n"
    "    sh:property [ sh:path org:organization ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:node trithuc:NamedShape ] ;\n"
    "    sh:property [ sh:path org:role ; sh:maxCount 1 ; sh:class org:Role ] ;\n"
    "    sh:property [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .\n"
    "\ntrithuc:RoleShape a sh:NodeShape ;\n"
    "    sh:targetClass org:Role ;\n"
    "    sh:node trithuc:NamedShape .\n"
    "\ntrithuc:NamedShape a sh:NodeShape ;\n"
    "    sh:nodeKind sh:IRI ;\n"
    "    sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:datatype xsd:string ; "
    "sh:minLength 1 ] .\n";

static const char shape_of_statements[] =
    "    sh:property [ sh:path trithuc:confidence ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:datatype xsd:decimal ; sh:minInclusive 0 ; sh:maxInclusive 1 ] ;\n"
    "    sh:property [ sh:path trithuc:date ; sh:maxCount 1 ; sh:node trithuc:DateShape ] ;\n"
    "    sh:property [ sh:path trithuc:role ; sh:maxCount 1 ; sh:datatype xsd:string ] ;\n"
    "    sh:property [ sh:path trithuc:amount ; sh:maxCount 1 ; sh:datatype xsd:string ] ;\n"
    "    sh:property [ sh:path trithuc:amountValue ; sh:maxCount 1 ; sh:datatype xsd:decimal ; "
    "sh:minInclusive 0 ] ;\n"
    "    sh:property [ sh:path trithuc:currency ; sh:maxCount 1 ; sh:datatype xsd:string ] ;\n"
    "    sh:property [ sh:path trithuc:rule ; sh:maxCount 1 ; sh:datatype xsd:string ] ;\n"
    "    sh:property [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:maxCount 1 ; "
    "sh:class nif:Sentence ] ;\n"
    "    sh:property [ sh:path prov:wasGeneratedBy ; sh:nodeKind sh:IRI ] .\n";

static void write_actors(const Shapes *shapes) {
    Output *out = shapes->out;
    put(out, STR("\ntrithuc:ActorShape a sh:NodeShape ;\n    sh:targetClass"));
    for (TypeId i = 1; i < shapes->ruleset->type_count; i++) {
        put(out, i > 1 ? STR(", ") : STR(" "));
        put(out, shapes->terms[rdf_type_name(i)]);
    }
    put(out, STR(" ;\n    sh:node trithuc:NamedShape ;\n"
                 "    sh:property [ sh:path skos:altLabel ; sh:datatype xsd:string ] ;\n"
                 "    sh:property [ sh:path owl:sameAs ; sh:nodeKind sh:IRI ; "
                 "sh:pattern \"^http://www[.]wikidata[.]org/entity/Q[1-9][0-9]*$\" ] ;\n"
                 "    sh:property [ sh:path trithuc:mentions ; sh:datatype xsd:integer ; "
                 "sh:minInclusive 0 ] ;\n"
                 "    sh:property [ sh:path trithuc:documents ; sh:datatype xsd:integer ; "
                 "sh:minInclusive 0 ] .\n"));
}

static void write_statements(const Shapes *shapes) {
    Output *out = shapes->out;
    put(out, STR("\ntrithuc:StatementShape a sh:NodeShape ;\n"
                 "    sh:targetClass rdf:Statement ;\n"
                 "    sh:nodeKind sh:IRI ;\n"
                 "    sh:property [ sh:path rdf:subject ; sh:minCount 1 ; sh:maxCount 1 ; "
                 "sh:node trithuc:NamedShape ] ;\n"
                 "    sh:property [ sh:path rdf:object ; sh:minCount 1 ; sh:maxCount 1 ; "
                 "sh:node trithuc:NamedShape ] ;\n"
                 "    sh:property [ sh:path rdf:predicate ; sh:minCount 1 ; sh:maxCount 1 ; "
                 "sh:in ("));
    for (RelationId i = 1; i < shapes->ruleset->relation_count; i++) {
        put(out, STR(" "));
        put(out, shapes->terms[rdf_relation_name(shapes->names, i)]);
    }
    put(out, STR(" ) ] ;\n    sh:property [ sh:path trithuc:modality ; sh:minCount 1 ; "
                 "sh:maxCount 1 ; sh:in ("));
    for (Modality i = 0; i < MODALITY_COUNT; i++) {
        put(out, STR(" \""));
        put(out, modality_name(i));
        put(out, STR("\""));
    }
    put(out, STR(" ) ] ;\n"));
    put(out, STR(shape_of_statements));
}

/* One of the types of the node is in the set. */
static void write_end(const Shapes *shapes, RelationId relation, Str end, TypeSet set) {
    Output *out = shapes->out;
    put(out, STR("\n[] a sh:NodeShape ;\n    sh:target"));
    put(out, end);
    put(out, STR("sOf "));
    put(out, shapes->terms[rdf_relation_name(shapes->names, relation)]);
    put(out, STR(" ;\n    sh:property [ sh:path rdf:type ; sh:qualifiedMinCount 1 ; "
                 "sh:qualifiedValueShape [ sh:in ("));
    for (TypeId i = 1; i < shapes->ruleset->type_count; i++) {
        if ((set & TYPE_BIT(i)) != 0) {
            put(out, STR(" "));
            put(out, shapes->terms[rdf_type_name(i)]);
        }
    }
    put(out, STR(" ) ] ] .\n"));
}

/* The ends of a relation that is another's property may be anything in a store that holds more than
 * our graphs. */
static void write_ends(const Shapes *shapes) {
    for (RelationId i = 1; i < shapes->ruleset->relation_count; i++) {
        const RelationInfo *relation = &shapes->ruleset->relations[i];
        if (!str_starts(relation->iri, STR(OWN_VOCABULARY))) {
            continue;
        }
        write_end(shapes, i, STR("Subject"), relation->domain);
        write_end(shapes, i, STR("Object"), relation->range);
    }
}

void shapes_write(Output *out, const Ruleset *ruleset) {
    RdfNames names;
    rdf_names_open(&names, ruleset);
    const Shapes shapes = {
        .out = out, .ruleset = ruleset, .terms = rdf_turtle_names(&names), .names = &names};
    rdf_put_prefixes(out);
    put(out, STR("@prefix sh: <http://www.w3.org/ns/shacl#> .\n"));
    write_actors(&shapes);
    write_statements(&shapes);
    write_ends(&shapes);
    put(out, STR(shape_of_sentences));
    put(out, STR(shape_of_documents));
    put(out, STR(shape_of_offices));
    rdf_names_close(&names);
}
