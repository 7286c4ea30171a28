#include "resolver.h"

enum { SLUG_MAX = 48 };

/* A node in the making. Arrays of them are by class. */
typedef struct Draft {
    uint32_t class_position; /* the class in Merge */
    NetworkNode node;
} Draft;

typedef VEC(Draft) DraftVec;

typedef struct Maker {
    Resolver *resolver;
    const Merge *merge;
    const bool *used;
    uint32_t *draft_of; /* by class: its draft plus one, or 0 */
    uint32_t *weight;   /* by position: mentions */
    DraftVec drafts;
} Maker;

/* All whom `actor` names: its class, and each namesake. */
typedef struct Classes {
    uint32_t top, first, count;
} Classes;

static Classes classes_of(const Maker *maker, uint32_t actor) {
    Classes out = {.top = merge_top_of(maker->merge, maker->merge->position[actor])};
    uint32_t end = 0;
    merge_namesakes(maker->merge, out.top, &out.first, &end);
    out.count = 1 + end - out.first;
    return out;
}

static uint32_t class_number(const Maker *maker, const Classes *classes, uint32_t index) {
    return index == 0 ? classes->top : maker->merge->by_top.items[classes->first + index - 1].b;
}

static void begin_drafts(Maker *maker) {
    for (uint32_t i = 0; i < merge_class_count(maker->merge); i++) {
        if (maker->used[i]) {
            vec_push(&maker->drafts, (Draft){.class_position = i});
            maker->draft_of[i] = (uint32_t)maker->drafts.count;
        }
    }
}

static uint32_t add_up(uint32_t a, uint32_t b) { return a > UINT32_MAX - b ? UINT32_MAX : a + b; }

/* Mentions and documents of each node; a document that was added twice counts once. */
static void count_sightings(Maker *maker) {
    RowVec rows = {0};
    Resolver *resolver = maker->resolver;
    for (size_t i = 0; i < resolver->sightings.count; i++) {
        const Sighting *sighting = &resolver->sightings.items[i];
        const uint32_t top = merge_class(maker->merge, sighting->actor, sighting->document);
        if (maker->used[top]) {
            vec_push(&rows, (Row){top, sighting->document, sighting->actor, sighting->mentions});
        }
    }
    rows_sort(&rows);
    for (size_t i = 0; i < rows.count; i++) {
        const Row *row = &rows.items[i];
        const Row *next = row + 1;
        const bool same_document = i + 1 < rows.count && next->a == row->a && next->b == row->b;
        NetworkNode *node = &maker->drafts.items[maker->draft_of[row->a] - 1].node;
        node->documents += !same_document;
        if (!same_document || next->c != row->c) {
            uint32_t *weight = &maker->weight[maker->merge->position[row->c]];
            node->mentions = add_up(node->mentions, row->d);
            *weight = add_up(*weight, row->d);
        }
    }
    vec_free(&rows);
}

/* ---- Label and type: of the members first .. end - 1 of `rows`, positions in `b` ---- */

static uint32_t label_at(const Maker *maker, const Row *row) {
    return actor_at(maker->resolver, maker->merge->actor[row->b])->label;
}

static uint32_t choose_label(const Maker *maker, const RowVec *rows, size_t first, size_t end) {
    uint32_t best = 0;
    uint64_t best_weight = 0;
    const uint32_t known = maker->merge->gazetteer[merge_top(maker->merge, rows->items[first].a)];
    for (size_t i = first; i < end;) {
        const uint32_t label = label_at(maker, &rows->items[i]);
        uint64_t weight = 0;
        if (known != 0 && str_equal(intern_str(&maker->resolver->known, known),
                                    string_at(maker->resolver, label))) {
            return label;
        }
        for (; i < end && label_at(maker, &rows->items[i]) == label; i++) {
            weight += maker->weight[rows->items[i].b];
        }
        if (best == 0 || weight > best_weight) {
            best = label;
            best_weight = weight;
        }
    }
    return best;
}

/* The type that most mentions bear out, each for its own type and all below it; of equal ones the
 * more specific, then the first by name. For a name of the gazetteer, those that come with that
 * name. */
static TypeId choose_type(const Maker *maker, const RowVec *rows, size_t first, size_t end,
                          uint32_t label) {
    const Ruleset *ruleset = maker->resolver->ruleset;
    const Families *families = &maker->resolver->families;
    const bool known = maker->merge->gazetteer[merge_top(maker->merge, rows->items[first].a)] != 0;
    uint64_t weights[TYPES_MAX] = {0};
    for (size_t i = first; i < end; i++) {
        const ActorKey *actor = actor_at(maker->resolver, maker->merge->actor[rows->items[i].b]);
        if (!known || actor->label == label) {
            weights[actor->type] += 1 + (uint64_t)maker->weight[rows->items[i].b];
        }
    }
    TypeId best = 0;
    uint64_t best_weight = 0;
    for (TypeId type = 1; type < ruleset->type_count && type < TYPES_MAX; type++) {
        uint64_t sum = 0;
        for (TypeId upper = 1; weights[type] > 0 && upper < TYPES_MAX; upper++) {
            const bool counts = weights[upper] > 0 && (upper == families->thing ||
                                                       type_is(ruleset, type, TYPE_BIT(upper)));
            sum += counts ? weights[upper] : 0;
        }
        const int deeper = (int)families->depth[type] - (int)families->depth[best];
        if (sum > best_weight ||
            (sum == best_weight && best != 0 &&
             (deeper > 0 || (deeper == 0 && str_compare(ruleset->types[type].name,
                                                        ruleset->types[best].name) < 0)))) {
            best = type;
            best_weight = sum;
        }
    }
    return best;
}

/* A short name of letters, digits and '-', from what the node is; the same in every run. */
static Str make_id(Maker *maker, const NetworkNode *node, uint32_t document) {
    Resolver *resolver = maker->resolver;
    Buffer *out = &resolver->scratch;
    buffer_clear(out);
    buffer_add(out, resolver->ruleset->types[resolver->families.of[node->type_id]].name);
    buffer_byte(out, '\x1f');
    buffer_add(out, node->label);
    if (document != 0) {
        buffer_byte(out, '\x1f');
        buffer_add(out, string_at(resolver, document_at(resolver, document)->id));
    }
    const uint32_t hash = (uint32_t)str_hash(buffer_str(out));
    buffer_clear(out);
    name_slug(out, node->type, SLUG_MAX);
    buffer_byte(out, '-');
    const size_t before = out->count;
    name_slug(out, node->label, SLUG_MAX);
    if (out->count > before) {
        buffer_byte(out, '-');
    }
    buffer_printf(out, "%08x", hash);
    return arena_str(&resolver->output, buffer_str(out));
}

/* Names every node by its members, which stand in `rows` by class. */
static void name_nodes(Maker *maker) {
    RowVec rows = {0};
    Resolver *resolver = maker->resolver;
    const Merge *merge = maker->merge;
    for (uint32_t i = 0; i < merge->count; i++) {
        const Classes classes = classes_of(maker, merge->actor[i]);
        for (uint32_t c = 0; c < classes.count; c++) {
            if (maker->used[class_number(maker, &classes, c)]) {
                vec_push(&rows, (Row){class_number(maker, &classes, c), i, 0, 0});
            }
        }
    }
    rows_sort(&rows);
    for (size_t at = 0; at < rows.count;) {
        size_t end = at + 1;
        while (end < rows.count && rows.items[end].a == rows.items[at].a) {
            end++;
        }
        const uint32_t number = rows.items[at].a;
        const uint32_t top = merge_top(merge, number);
        NetworkNode *node = &maker->drafts.items[maker->draft_of[number] - 1].node;
        const uint32_t label = choose_label(maker, &rows, at, end);
        node->label = string_at(resolver, label);
        node->type_id = choose_type(maker, &rows, at, end, label);
        node->type = resolver->ruleset->types[node->type_id].name;
        node->wikidata = string_at(resolver, merge->wikidata[top]);
        node->id = make_id(maker, node,
                           number == top ? actor_at(resolver, merge->actor[top])->scope
                                         : merge->namesakes.items[number - merge->count].document);
        at = end;
    }
    vec_free(&rows);
}

/* ---- Other names ---- */

typedef struct Named {
    uint32_t draft, name;
} Named;

typedef VEC(Named) NamedVec;

static void add_name(const Maker *maker, NamedVec *out, uint32_t actor, uint32_t name) {
    const Classes classes = classes_of(maker, actor);
    for (uint32_t c = 0; c < classes.count; c++) {
        const uint32_t draft = maker->draft_of[class_number(maker, &classes, c)];
        if (draft != 0) {
            vec_push(out, (Named){draft - 1, name});
        }
    }
}

static int named_order(const void *left, const void *right, void *context) {
    const Named *a = left;
    const Named *b = right;
    if (a->draft != b->draft) {
        return a->draft < b->draft ? -1 : 1;
    }
    const Resolver *resolver = context;
    return str_compare(string_at(resolver, a->name), string_at(resolver, b->name));
}

static void add_aliases(Maker *maker) {
    Resolver *resolver = maker->resolver;
    if (maker->drafts.count == 0) {
        return;
    }
    NamedVec named = {0};
    for (uint32_t actor = 1; actor <= maker->merge->count; actor++) {
        add_name(maker, &named, actor, actor_at(resolver, actor)->label);
    }
    for (uint32_t n = 1; n <= intern_count(&resolver->names); n++) {
        const OtherName *name = other_name_at(resolver, n);
        add_name(maker, &named, name->actor, name->name);
    }
    if (named.count > 1) {
        qsort_r(named.items, named.count, sizeof *named.items, named_order, resolver);
    }
    for (size_t at = 0; at < named.count;) {
        NetworkNode *node = &maker->drafts.items[named.items[at].draft].node;
        size_t end = at;
        while (end < named.count && named.items[end].draft == named.items[at].draft) {
            end++;
        }
        Str *aliases = arena_array(&resolver->output, Str, end - at);
        for (size_t i = at; i < end; i++) {
            const Str name = string_at(resolver, named.items[i].name);
            const bool again = i > at && named.items[i - 1].name == named.items[i].name;
            if (!again && !str_equal(name, node->label)) {
                aliases[node->alias_count++] = name;
            }
        }
        node->aliases = aliases;
        at = end;
    }
    vec_free(&named);
}

/* ---- Order ---- */

static int by_id(const void *left, const void *right) {
    const Draft *a = left;
    const Draft *b = right;
    const int order = str_compare(a->node.id, b->node.id);
    return order != 0
               ? order
               : (a->class_position > b->class_position) - (a->class_position < b->class_position);
}

/* Nodes that came to the same id are told apart by a number, in the order of what they are. */
static void order_nodes(Maker *maker) {
    Draft *items = maker->drafts.items;
    const size_t count = maker->drafts.count;
    if (count < 2) {
        return;
    }
    qsort(items, count, sizeof *items, by_id);
    bool changed = false;
    for (size_t i = 0; i < count;) {
        const Str id = items[i].node.id;
        size_t end = i + 1;
        for (; end < count && str_equal(items[end].node.id, id); end++) {
            items[end].node.id =
                arena_printf(&maker->resolver->output, "%.*s-%zu", STR_ARG(id), end - i + 1);
            changed = true;
        }
        i = end;
    }
    if (changed) {
        qsort(items, count, sizeof *items, by_id);
    }
}

void make_nodes(Resolver *resolver, const Merge *merge, const bool *used, uint32_t **node_of) {
    Maker maker = {.resolver = resolver, .merge = merge, .used = used};
    maker.draft_of = mem_zeroed(merge_class_count(merge), sizeof *maker.draft_of, "nodes");
    maker.weight = mem_zeroed(merge->count, sizeof *maker.weight, "nodes");
    begin_drafts(&maker);
    count_sightings(&maker);
    name_nodes(&maker);
    add_aliases(&maker);
    order_nodes(&maker);
    Network *network = &resolver->network;
    network->node_count = (uint32_t)maker.drafts.count;
    network->nodes = mem_zeroed(maker.drafts.count, sizeof *network->nodes, "nodes");
    *node_of = maker.draft_of;
    for (uint32_t i = 0; i < network->node_count; i++) {
        network->nodes[i] = maker.drafts.items[i].node;
        (*node_of)[maker.drafts.items[i].class_position] = i;
    }
    free(maker.weight);
    vec_free(&maker.drafts);
}
