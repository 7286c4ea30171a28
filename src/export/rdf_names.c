#include "rdf.h"

#define X(name, prefix, local, kind, several) {prefix, local, kind, several},
const RdfFixed rdf_fixed[RDF_FIXED_COUNT] = {RDF_NAMES(X)};
#undef X
#define X(name, text, iri) text,
const char *const rdf_prefixes[RDF_PREFIX_COUNT] = {RDF_PREFIXES(X)};
#undef X
#define X(name, text, iri) iri,
const char *const rdf_namespaces[RDF_PREFIX_COUNT] = {RDF_PREFIXES(X)};
#undef X

/* What has no IRI of its own is a term of ours. */
static Str iri_or_own(Arena *arena, Str iri, Str name) {
    if (iri.len > 0) {
        return iri;
    }
    Buffer own = {0};
    buffer_add(&own, STR(OWN_VOCABULARY));
    add_encoded(&own, name);
    const Str copy = arena_str(arena, buffer_str(&own));
    buffer_free(&own);
    return copy;
}

void rdf_names_open(RdfNames *names, const Ruleset *ruleset) {
    *names = (RdfNames){.ruleset = ruleset};
    names->count = rdf_relation_name(names, ruleset->relation_count);
    Str *iris = arena_array(&names->arena, Str, names->count);
    for (uint32_t i = 0; i < RDF_FIXED_COUNT; i++) {
        iris[i] = arena_printf(&names->arena, "%s%s", rdf_namespaces[rdf_fixed[i].prefix],
                               rdf_fixed[i].local);
    }
    /* Type 0 is what has no known type. */
    iris[rdf_type_name(0)] = STR("http://schema.org/Thing");
    for (TypeId i = 1; i < ruleset->type_count; i++) {
        iris[rdf_type_name(i)] =
            iri_or_own(&names->arena, ruleset->types[i].iri, ruleset->types[i].name);
    }
    for (RelationId i = 1; i < ruleset->relation_count; i++) {
        iris[rdf_relation_name(names, i)] =
            iri_or_own(&names->arena, ruleset->relations[i].iri, ruleset->relations[i].name);
    }
    names->iris = iris;
}

void rdf_names_close(RdfNames *names) { arena_free(&names->arena); }

bool rdf_is_local_name(Str rest) {
    bool plain = rest.len > 0 && !strchr("-.", rest.ptr[0]) && rest.ptr[rest.len - 1] != '.';
    for (size_t i = 0; i < rest.len; i++) {
        const unsigned char byte = (unsigned char)rest.ptr[i];
        plain = plain && (is_alphanumeric(byte) || (byte != '\0' && strchr("_-.%", byte)));
    }
    return plain;
}

const char *rdf_cut_prefix(Str *iri) {
    for (RdfPrefix i = 0; i < RDF_PREFIX_COUNT; i++) {
        const Str space = str_from(rdf_namespaces[i]);
        if (str_starts(*iri, space) && rdf_is_local_name(str_sub(*iri, space.len, iri->len))) {
            *iri = str_sub(*iri, space.len, iri->len);
            return rdf_prefixes[i];
        }
    }
    return NULL;
}

const Str *rdf_turtle_names(RdfNames *names) {
    Str *terms = arena_array(&names->arena, Str, names->count);
    for (RdfName i = 0; i < names->count; i++) {
        Str local = names->iris[i];
        const char *prefix = rdf_cut_prefix(&local);
        terms[i] = prefix ? arena_printf(&names->arena, "%s:%.*s", prefix, STR_ARG(local))
                          : arena_printf(&names->arena, "<%.*s>", STR_ARG(local));
    }
    return terms;
}

void rdf_put_prefixes(Output *out) {
    Buffer text = {0};
    for (RdfPrefix i = 0; i < RDF_PREFIX_COUNT; i++) {
        buffer_printf(&text, "@prefix %s: <%s> .\n", rdf_prefixes[i], rdf_namespaces[i]);
    }
    put(out, buffer_str(&text));
    buffer_free(&text);
}
