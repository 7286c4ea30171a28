#include "selection.h"

#include "names.h"

static Status no_such(const char *kind, Str name, const Nearest *near, const char *where) {
    Arena arena = {0};
    const char *hint = nearest_hint(near, &arena);
    const Status status = diag_report(STATUS_USAGE, SEVERITY_ERROR, NULL, hint ? hint : where,
                                      "the ontology has no %s '%.*s'", kind, STR_ARG(name));
    arena_free(&arena);
    return status;
}

static Status read_relations(Chosen *out, const char *list, const Ruleset *ruleset) {
    if (!list) {
        return STATUS_OK;
    }
    out->relations = mem_zeroed(ruleset->relation_count, sizeof *out->relations, "relations");
    out->filter.relations = out->relations;
    for (Str rest = str_from(list); rest.len > 0;) {
        const Str name = str_trim(str_split(&rest, ','));
        const RelationId relation = ruleset_relation(ruleset, name);
        if (relation == 0) {
            Nearest near = nearest_to(name);
            for (RelationId i = 1; i < ruleset->relation_count; i++) {
                nearest_offer(&near, ruleset->relations[i].name);
            }
            return no_such("relation", name, &near,
                           "ontology/relations.tsv of the rules lists them");
        }
        out->relations[relation] = true;
    }
    return STATUS_OK;
}

static Status read_types(Chosen *out, const char *list, const Ruleset *ruleset) {
    for (Str rest = str_from(list); rest.len > 0;) {
        const Str name = str_trim(str_split(&rest, ','));
        const TypeId type = ruleset_type(ruleset, name);
        if (type == 0) {
            Nearest near = nearest_to(name);
            for (TypeId i = 1; i < ruleset->type_count; i++) {
                nearest_offer(&near, ruleset->types[i].name);
            }
            return no_such("type", name, &near, "ontology/types.tsv of the rules lists them");
        }
        out->selection.types |= TYPE_BIT(type);
    }
    return STATUS_OK;
}

/* A day, a month or a year: 2024-12-05, 2024-12, 2024. */
static Status read_date(Str *out, const char *text, const char *option) {
    static const char form[] = "dddd-dd-dd";
    *out = str_from(text);
    bool valid = !text || out->len == 4 || out->len == 7 || out->len == 10;
    for (size_t i = 0; valid && i < out->len; i++) {
        const bool digit = out->ptr[i] >= '0' && out->ptr[i] <= '9';
        valid = form[i] == 'd' ? digit : out->ptr[i] == form[i];
    }
    return valid ? STATUS_OK
                 : diag_report(STATUS_USAGE, SEVERITY_ERROR, NULL, "2024-12-05, 2024-12 or 2024",
                               "'--%s' takes a date, not '%s'", option, text);
}

static Status read_count(uint32_t *out, const char *text, const char *option, long least) {
    enum { COUNT_MOST = 1000000000 };
    char *end = NULL;
    const long value = text ? strtol(text, &end, 10) : 0;
    if (text && (end == text || *end != '\0' || value < least || value > COUNT_MOST)) {
        return diag_error(STATUS_USAGE, "'--%s' takes a number from %ld, not '%s'", option, least,
                          text);
    }
    if (text) {
        *out = (uint32_t)value;
    }
    return STATUS_OK;
}

static Status read_confidence(double *out, const char *text) {
    char *end = NULL;
    const double value = text ? strtod(text, &end) : 0;
    if (text && (end == text || *end != '\0' || !(value >= 0 && value <= 1))) {
        return diag_error(STATUS_USAGE, "'--min-confidence' takes a number from 0 to 1, not '%s'",
                          text);
    }
    *out = value;
    return STATUS_OK;
}

Status chosen_read(Chosen *out, const Options *options, const Ruleset *ruleset) {
    *out = (Chosen){.ego = str_from(options->ego), .selection = {.hops = 1}};
    TRY(read_relations(out, options->relations, ruleset));
    TRY(read_types(out, options->types, ruleset));
    TRY(read_date(&out->filter.since, options->since, "since"));
    TRY(read_date(&out->filter.until, options->until, "until"));
    TRY(read_confidence(&out->filter.min_confidence, options->min_confidence));
    TRY(read_count(&out->selection.min_weight, options->min_weight, "min-weight", 1));
    TRY(read_count(&out->selection.hops, options->hops, "hops", 0));
    TRY(read_count(&out->selection.top, options->top, "top", 1));
    if (options->hops && !options->ego) {
        return diag_error(STATUS_USAGE, "'--hops' goes with '--ego'");
    }
    return STATUS_OK;
}

static bool is_called(const NetworkNode *node, Str name) {
    bool called = same_name(node->label, name);
    for (uint32_t i = 0; !called && i < node->alias_count; i++) {
        called = same_name(node->aliases[i], name);
    }
    return called;
}

static Status find_egos(Chosen *chosen, const Network *network) {
    Nearest near = nearest_to(chosen->ego);
    for (uint32_t i = 0; i < network->node_count; i++) {
        if (is_called(&network->nodes[i], chosen->ego)) {
            vec_push(&chosen->egos, i);
        }
        nearest_offer(&near, network->nodes[i].label);
    }
    if (chosen->egos.count > 0) {
        chosen->selection.egos = chosen->egos.items;
        chosen->selection.ego_count = (uint32_t)chosen->egos.count;
        return STATUS_OK;
    }
    return diag_report(STATUS_USAGE, SEVERITY_ERROR, NULL, nearest_hint(&near, &chosen->arena),
                       "'--ego': no actor is called '%.*s'", STR_ARG(chosen->ego));
}

Status chosen_network(Chosen *chosen, const Network *network, Network *out) {
    if (chosen->ego.len > 0) {
        TRY(find_egos(chosen, network));
    }
    graph_select(out, network, &chosen->selection, &chosen->arena);
    return STATUS_OK;
}

void chosen_free(Chosen *chosen) {
    free(chosen->relations);
    vec_free(&chosen->egos);
    arena_free(&chosen->arena);
}
