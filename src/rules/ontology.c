/* Types, groups of types, relations. */
#include "tsv.h"

#include <unistd.h>

static Str iri_of(Loader *loader, Str iri, Str name) {
    return iri.len > 0 ? iri
                       : arena_printf(&loader->out->arena, OWN_VOCABULARY "%.*s", STR_ARG(name));
}

static bool is_iri(Str iri) {
    bool good = str_starts(iri, STR("http://")) || str_starts(iri, STR("https://"));
    for (size_t i = 0; i < iri.len; i++) {
        good = good && (unsigned char)iri.ptr[i] > ' ' && !strchr("\"<>\\^`{|}", iri.ptr[i]);
    }
    return good;
}

static void check_iri(const Tsv *tsv, uint32_t cell, Str iri) {
    if (iri.len > 0 && !is_iri(iri)) {
        const Span span = tsv_span(tsv, cell);
        load_error(tsv->loader, &span, NULL,
                   "an IRI begins with http:// or https://, and has no spaces, quotes or brackets");
    }
}

/* IRIs separated by a space, '^' in front of some. */
static void check_related(const Tsv *tsv, uint32_t cell) {
    Str rest = tsv->cells[cell];
    while (rest.len > 0) {
        const Str iri = str_split(&rest, ' ');
        check_iri(tsv, cell, str_starts(iri, STR("^")) ? str_sub(iri, 1, iri.len) : iri);
    }
}

/* "#RRGGBB"; grey if empty. */
static uint32_t color_of(const Tsv *tsv, uint32_t cell) {
    const Str text = tsv->cells[cell];
    uint32_t color = 0;
    bool good = text.len == 7 && text.ptr[0] == '#';
    for (size_t i = 1; good && i < text.len; i++) {
        static const char digits[] = "0123456789abcdef";
        const char c =
            text.ptr[i] >= 'A' && text.ptr[i] <= 'F' ? (char)(text.ptr[i] + 32) : text.ptr[i];
        const char *at = c == '\0' ? NULL : strchr(digits, c);
        good = at != NULL;
        color = good ? color << 4 | (uint32_t)(at - digits) : 0;
    }
    if (!good && text.len > 0) {
        const Span span = tsv_span(tsv, cell);
        load_error(tsv->loader, &span, NULL, "a color is written #RRGGBB");
    }
    return good ? color : 0x999999;
}

TypeId loader_type(const Loader *loader, Str name) {
    for (TypeId type = 1; type < loader->types.count; type++) {
        if (str_equal(loader->types.items[type].name, name)) {
            return type;
        }
    }
    return 0;
}

static const TypeGroup *find_group(const Loader *loader, Str name) {
    for (size_t i = 0; i < loader->groups.count; i++) {
        if (str_equal(loader->groups.items[i].name, name)) {
            return &loader->groups.items[i];
        }
    }
    return NULL;
}

TypeSet loader_subtypes(const Loader *loader, TypeSet set) {
    TypeSet out = set;
    for (TypeId type = 1; type < loader->types.count; type++) {
        if (loader->types.items[type].self_and_above & set) {
            out |= TYPE_BIT(type);
        }
    }
    return out;
}

TypeSet loader_type_set(Loader *loader, Str name, const Span *span) {
    const TypeId type = loader_type(loader, name);
    const TypeGroup *group = find_group(loader, name);
    if (type != 0 || group) {
        return group ? group->set : TYPE_BIT(type);
    }
    Nearest nearest = nearest_to(name);
    for (TypeId i = 1; i < loader->types.count; i++) {
        nearest_offer(&nearest, loader->types.items[i].name);
    }
    for (size_t i = 0; i < loader->groups.count; i++) {
        nearest_offer(&nearest, loader->groups.items[i].name);
    }
    const char *hint = nearest_hint(&nearest, loader->sources.arena);
    load_error(loader, span,
               loader->types.count < 2 ? "there is no `ontology` statement, or its types are empty"
                                       : hint,
               "unknown type `%.*s`", STR_ARG(name));
    return 0;
}

RelationId loader_relation(Loader *loader, Str name, const Span *span) {
    Nearest nearest = nearest_to(name);
    for (RelationId i = 1; i < loader->relations.count; i++) {
        if (str_equal(loader->relations.items[i].name, name)) {
            return i;
        }
    }
    for (RelationId i = 1; i < loader->relations.count; i++) {
        nearest_offer(&nearest, loader->relations.items[i].name);
    }
    load_error(loader, span, nearest_hint(&nearest, loader->sources.arena),
               "unknown relation `%.*s`", STR_ARG(name));
    return 0;
}

static bool too_many(const Tsv *tsv) {
    const Loader *loader = tsv->loader;
    if (loader->types.count + loader->groups.count <= SETS_OF_TYPES) {
        return false;
    }
    const Span span = tsv_span(tsv, 0);
    load_error(tsv->loader, &span, NULL, "there are more than %d types and groups", SETS_OF_TYPES);
    return true;
}

typedef struct ParentName {
    TypeId type;
    Str name;
    Span span;
} ParentName;

/* The type's own bit and those of all above it; a type above itself is reported. */
static TypeSet above(Loader *loader, const ParentName *from) {
    TypeSet set = 0;
    for (TypeId at = from->type; at != 0; at = loader->types.items[at].parent) {
        if (set & TYPE_BIT(at)) {
            load_error(loader, &from->span, NULL, "type `%.*s` is above itself",
                       STR_ARG(loader->types.items[from->type].name));
            break;
        }
        set |= TYPE_BIT(at);
    }
    return set;
}

/* types.tsv */
static void read_types(Loader *loader, Str path, const Span *from) {
    static const char *const columns[] = {"type", "parent", "label_en", "label_vi", "iri", "color"};
    Tsv tsv;
    if (!tsv_open(&tsv, loader, path, from) || !tsv_expect(&tsv, columns, 6, 6)) {
        return;
    }
    VEC(ParentName) parents = {0};
    while (tsv_next(&tsv)) {
        const Str name = tsv.cells[0];
        const Span span = tsv_span(&tsv, 0);
        if (name.len == 0 || loader_type(loader, name) != 0) {
            load_error(loader, &span, NULL,
                       name.len ? "type `%.*s` is defined twice" : "no name%.*s", STR_ARG(name));
            continue;
        }
        if (too_many(&tsv)) {
            break;
        }
        check_iri(&tsv, 4, tsv.cells[4]);
        check_iri(&tsv, 0, iri_of(loader, STR_NONE, name));
        vec_push(&parents, (ParentName){.type = (TypeId)loader->types.count,
                                        .name = tsv.cells[1],
                                        .span = tsv_span(&tsv, 1)});
        vec_push(&loader->types, (TypeInfo){.name = name,
                                            .label_en = tsv.cells[2],
                                            .label_vi = tsv.cells[3],
                                            .iri = iri_of(loader, tsv.cells[4], name),
                                            .color = color_of(&tsv, 5)});
    }
    for (size_t i = 0; i < parents.count; i++) {
        const ParentName *parent = &parents.items[i];
        if (parent->name.len > 0 && loader_type_set(loader, parent->name, &parent->span) != 0) {
            loader->types.items[parent->type].parent = loader_type(loader, parent->name);
        }
    }
    for (size_t i = 0; i < parents.count; i++) {
        loader->types.items[parents.items[i].type].self_and_above =
            above(loader, &parents.items[i]);
    }
    vec_free(&parents);
}

/* The union of the types and groups named in a cell. */
static TypeSet set_of_cell(const Tsv *tsv, uint32_t cell) {
    TypeSet set = 0;
    Str rest = tsv->cells[cell];
    while (rest.len > 0) {
        const Str name = str_split(&rest, ' ');
        if (name.len == 0) {
            continue;
        }
        Span span = tsv_span(tsv, cell);
        span.start = (uint32_t)(name.ptr - tsv->file->content.ptr);
        span.end = span.start + (uint32_t)name.len;
        set |= loader_type_set(tsv->loader, name, &span);
    }
    return set;
}

/* groups.tsv. A group gets a bit of its own above its members, so that what all heads of a list
 * are in can be told by and. The bits are
 * handed out from the top. */
static void read_groups(Loader *loader, Str path, const Span *from) {
    static const char *const columns[] = {"group", "members"};
    Tsv tsv;
    if (!tsv_open(&tsv, loader, path, from) || !tsv_expect(&tsv, columns, 2, 2)) {
        return;
    }
    while (tsv_next(&tsv) && !too_many(&tsv)) {
        const Str name = tsv.cells[0];
        const Span span = tsv_span(&tsv, 0);
        if (name.len == 0 || loader_type(loader, name) != 0 || find_group(loader, name)) {
            load_error(loader, &span, NULL, name.len ? "`%.*s` is defined already" : "no name%.*s",
                       STR_ARG(name));
            continue;
        }
        const TypeSet members = set_of_cell(&tsv, 1);
        const TypeSet bit = (TypeSet)1 << (SETS_OF_TYPES - loader->groups.count);
        for (TypeId type = 1; type < loader->types.count; type++) {
            if (loader->types.items[type].self_and_above & members) {
                loader->types.items[type].self_and_above |= bit;
            }
        }
        vec_push(
            &loader->groups,
            (TypeGroup){.name = name, .set = loader_subtypes(loader, members | bit), .bit = bit});
    }
}

/* relations.tsv */
static void read_relations(Loader *loader, Str path, const Span *from) {
    static const char *const columns[] = {"relation", "domain",   "range",    "symmetric",
                                          "inverse",  "label_en", "label_vi", "iri",
                                          "note",     "office",   "related"};
    Tsv tsv;
    if (!tsv_open(&tsv, loader, path, from) || !tsv_expect(&tsv, columns, 11, 8)) {
        return;
    }
    VEC(ParentName) inverses = {0};
    while (tsv_next(&tsv)) {
        const Str name = tsv.cells[0];
        const Span span = tsv_span(&tsv, 0);
        bool twice = name.len == 0;
        for (size_t i = 1; i < loader->relations.count; i++) {
            twice = twice || str_equal(loader->relations.items[i].name, name);
        }
        if (twice) {
            load_error(loader, &span, NULL,
                       name.len ? "relation `%.*s` is defined twice" : "no name%.*s",
                       STR_ARG(name));
            continue;
        }
        check_iri(&tsv, 7, tsv.cells[7]);
        check_iri(&tsv, 0, iri_of(loader, STR_NONE, name));
        check_related(&tsv, 10);
        vec_push(&inverses, (ParentName){.type = (TypeId)loader->relations.count,
                                         .name = tsv.cells[4],
                                         .span = tsv_span(&tsv, 4)});
        vec_push(&loader->relations,
                 (RelationInfo){.name = name,
                                .label_en = tsv.cells[5],
                                .label_vi = tsv.cells[6],
                                .iri = iri_of(loader, tsv.cells[7], name),
                                .domain = loader_subtypes(loader, set_of_cell(&tsv, 1)),
                                .range = loader_subtypes(loader, set_of_cell(&tsv, 2)),
                                .symmetric = str_equal(tsv.cells[3], STR("yes")),
                                .office = str_equal(tsv.cells[9], STR("yes")),
                                .related = tsv.cells[10],
                                .note = tsv.cells[8]});
    }
    for (size_t i = 0; i < inverses.count; i++) {
        if (inverses.items[i].name.len > 0) {
            loader->relations.items[inverses.items[i].type].inverse =
                loader_relation(loader, inverses.items[i].name, &inverses.items[i].span);
        }
    }
    vec_free(&inverses);
}

/* terms.tsv, which a folder need not have. */
static void read_terms(Loader *loader, Str path, const Span *from) {
    static const char *const columns[] = {"term", "domain", "label_en", "label_vi", "note"};
    Tsv tsv;
    if (access(path.ptr, F_OK) != 0 || !tsv_open(&tsv, loader, path, from) ||
        !tsv_expect(&tsv, columns, 5, 5)) {
        return;
    }
    while (tsv_next(&tsv)) {
        check_iri(&tsv, 1, tsv.cells[1]);
        vec_push(&loader->terms, (TermInfo){.name = tsv.cells[0],
                                            .domain = tsv.cells[1],
                                            .label_en = tsv.cells[2],
                                            .label_vi = tsv.cells[3],
                                            .note = tsv.cells[4]});
    }
}

void ontology_load(Loader *loader, const PathStatement *statement) {
    Arena *arena = &loader->out->arena;
    read_types(loader, path_join(arena, statement->path, STR("types.tsv")), &statement->span);
    read_groups(loader, path_join(arena, statement->path, STR("groups.tsv")), &statement->span);
    read_relations(loader, path_join(arena, statement->path, STR("relations.tsv")),
                   &statement->span);
    read_terms(loader, path_join(arena, statement->path, STR("terms.tsv")), &statement->span);
}

void ontology_finish(Loader *loader) {
    Ruleset *out = loader->out;
    out->type_count = (uint32_t)loader->types.count;
    out->types = arena_array(&out->arena, TypeInfo, loader->types.count);
    memcpy(out->types, loader->types.items, loader->types.count * sizeof(TypeInfo));
    out->relation_count = (uint32_t)loader->relations.count;
    out->relations = arena_array(&out->arena, RelationInfo, loader->relations.count);
    memcpy(out->relations, loader->relations.items, loader->relations.count * sizeof(RelationInfo));
    TermInfo *terms = arena_array(&out->arena, TermInfo, loader->terms.count + 1);
    if (loader->terms.count > 0) {
        memcpy(terms, loader->terms.items, loader->terms.count * sizeof *terms);
    }
    out->terms = terms;
    out->term_count = (uint32_t)loader->terms.count;
    out->group_count = (uint32_t)loader->groups.count;
    Str *groups = arena_array(&out->arena, Str, loader->groups.count + 1);
    for (size_t i = 0; i < loader->groups.count; i++) {
        groups[i] = loader->groups.items[i].name;
    }
    out->groups = groups;
}
