#include "rdf.h"

#include "date.h"
#include "rdf_iri.h"

typedef struct Walk {
    const Network *network;
    const ExportOptions *options;
    const RdfNames *names;
    RdfSink *sink;
    Str base;
    Buffer iri;            /* of the open resource */
    Buffer object;         /* of the value that is added */
    Buffer other;          /* of a second object, or text */
    Intern role_keys;      /* folded texts of roles */
    VEC(Str) role_labels;  /* of each key: its text where it is first met */
    VEC(uint64_t) members; /* of one edge: key << 32 | evidence */
} Walk;

/* ---- Properties of the open resource; what is empty is left out ---- */

static void add(Walk *walk, RdfName name, RdfKind kind, Str value) {
    if (value.len > 0) {
        walk->sink->add(walk->sink, name, kind, value);
    }
}

static void add_text(Walk *walk, RdfName name, Str text) { add(walk, name, RDF_TEXT, text); }

static void add_count(Walk *walk, RdfName name, uint64_t count) {
    buffer_clear(&walk->object);
    buffer_uint(&walk->object, count);
    add(walk, name, RDF_INTEGER, buffer_str(&walk->object));
}

/* Typed by what it is; anything but a day, a month or a year stays text. */
static void add_date(Walk *walk, RdfName name, Str date) {
    static const RdfKind kinds[] = {[DATE_UNKNOWN] = RDF_TEXT,
                                    [DATE_YEAR] = RDF_YEAR,
                                    [DATE_MONTH] = RDF_MONTH,
                                    [DATE_DAY] = RDF_DATE};
    add(walk, name, kinds[date_precision(date)], date);
}

/* A number from 0 to 1 with up to four decimals. */
static void add_fraction(Walk *walk, RdfName name, double value) {
    enum { SCALE = 10000 };
    const double held = value > 0 ? (value < 1 ? value : 1) : 0;
    unsigned left = (unsigned)(held * SCALE + 0.5);
    buffer_clear(&walk->object);
    buffer_uint(&walk->object, left / SCALE);
    buffer_byte(&walk->object, '.');
    left %= SCALE;
    unsigned place = SCALE / 10;
    do {
        buffer_uint(&walk->object, left / place);
        left %= place;
        place /= 10;
    } while (left > 0);
    add(walk, name, RDF_DECIMAL, buffer_str(&walk->object));
}

static bool is_decimal(Str text) {
    bool point = false;
    bool good = text.len > 0 && text.ptr[0] != '.' && text.ptr[text.len - 1] != '.';
    for (size_t i = 0; good && i < text.len; i++) {
        good = (text.ptr[i] >= '0' && text.ptr[i] <= '9') || (text.ptr[i] == '.' && !point);
        point = point || text.ptr[i] == '.';
    }
    return good;
}

/* As it is, and in parts when it is a number and a currency. */
static void add_amount(Walk *walk, Str amount) {
    Str rest = amount;
    const Str number = str_split(&rest, ' ');
    add_text(walk, NAME_AMOUNT, amount);
    if (rest.len > 0 && is_decimal(number)) {
        buffer_clear(&walk->object);
        buffer_add(&walk->object, number);
        if (str_find(number, '.', 0) == number.len) {
            buffer_add(&walk->object, STR(".0"));
        }
        add(walk, NAME_AMOUNT_VALUE, RDF_DECIMAL, buffer_str(&walk->object));
        add_text(walk, NAME_CURRENCY, rest);
    }
}

/* ---- Resources ---- */

static void open_resource(Walk *walk, Str iri, const RdfName *types, size_t count) {
    walk->sink->open(walk->sink, iri, types, count);
}

static void close_resource(Walk *walk) { walk->sink->close(walk->sink); }

static Str actor_iri(const Walk *walk, uint32_t node, Buffer *out) {
    buffer_clear(out);
    add_actor_iri(out, walk->base, &walk->network->nodes[node]);
    return buffer_str(out);
}

static void walk_relations(Walk *walk) {
    const Ruleset *ruleset = walk->network->ruleset;
    bool *used = mem_zeroed(ruleset->relation_count + 1, sizeof *used, "relations");
    for (uint32_t i = 0; i < walk->network->edge_count; i++) {
        used[walk->network->edges[i].relation] = true;
    }
    for (RelationId i = 1; i < ruleset->relation_count; i++) {
        const RdfName type = NAME_PROPERTY;
        if (used[i]) {
            open_resource(walk, walk->names->iris[rdf_relation_name(walk->names, i)], &type, 1);
            add(walk, NAME_LABEL, RDF_ENGLISH, ruleset->relations[i].label_en);
            add(walk, NAME_LABEL, RDF_VIETNAMESE, ruleset->relations[i].label_vi);
            close_resource(walk);
        }
    }
    free(used);
}

/* What made the statements. It bears no time: the same statement comes of every run. */
static void walk_software(Walk *walk) {
    const Str version = walk->options->version;
    const RdfName types[] = {NAME_ACTIVITY, NAME_AGENT};
    if (version.len == 0) {
        return;
    }
    buffer_clear(&walk->other);
    buffer_printf(&walk->other, "extraction by trithuc %.*s", STR_ARG(version));
    software_iri(&walk->iri, walk->base, STR("activity"), version);
    open_resource(walk, buffer_str(&walk->iri), &types[0], 1);
    add_text(walk, NAME_LABEL, buffer_str(&walk->other));
    software_iri(&walk->object, walk->base, STR("agent"), version);
    add(walk, NAME_ASSOCIATED_WITH, RDF_IRI, buffer_str(&walk->object));
    close_resource(walk);
    open_resource(walk, buffer_str(&walk->object), &types[1], 1);
    buffer_clear(&walk->other);
    buffer_printf(&walk->other, "trithuc %.*s", STR_ARG(version));
    add_text(walk, NAME_LABEL, buffer_str(&walk->other));
    add_text(walk, NAME_VERSION, version);
    close_resource(walk);
}

/* The triples of `source`, whose edges begin at `edge`; returns the first edge behind them. */
static uint32_t walk_triples(Walk *walk, uint32_t source, uint32_t edge) {
    const Network *network = walk->network;
    for (; edge < network->edge_count && network->edges[edge].source == source; edge++) {
        const NetworkEdge *this = &network->edges[edge];
        if (graph_edge_counts(this)) {
            add(walk, rdf_relation_name(walk->names, this->relation), RDF_IRI,
                actor_iri(walk, this->target, &walk->object));
        }
    }
    return edge;
}

static void walk_actors(Walk *walk) {
    const Network *network = walk->network;
    uint32_t edge = 0;
    for (uint32_t i = 0; i < network->node_count; i++) {
        const NetworkNode *node = &network->nodes[i];
        const RdfName type = rdf_type_name(node->type_id);
        open_resource(walk, actor_iri(walk, i, &walk->iri), &type, 1);
        add_text(walk, NAME_LABEL, node->label);
        for (uint32_t k = 0; k < node->alias_count; k++) {
            add_text(walk, NAME_ALT_LABEL, node->aliases[k]);
        }
        if (is_wikidata_id(node->wikidata)) {
            buffer_clear(&walk->object);
            buffer_add(&walk->object, STR(WIKIDATA));
            buffer_add(&walk->object, node->wikidata);
            add(walk, NAME_SAME_AS, RDF_IRI, buffer_str(&walk->object));
        }
        add_count(walk, NAME_MENTIONS, node->mentions);
        add_count(walk, NAME_DOCUMENTS, node->documents);
        edge = walk_triples(walk, i, edge);
        close_resource(walk);
    }
}

static void open_statement(Walk *walk, const NetworkEdge *edge, const Evidence *evidence) {
    const RdfName type = NAME_STATEMENT;
    const RdfTriple triple = {.subject = actor_iri(walk, edge->source, &walk->object),
                              .predicate = rdf_relation_name(walk->names, edge->relation),
                              .object = actor_iri(walk, edge->target, &walk->other)};
    statement_iri(&walk->iri, walk->base, walk->network, edge, evidence);
    if (walk->sink->open_reifier) {
        walk->sink->open_reifier(walk->sink, buffer_str(&walk->iri), &triple);
        return;
    }
    open_resource(walk, buffer_str(&walk->iri), &type, 1);
    add(walk, NAME_SUBJECT, RDF_IRI, triple.subject);
    add(walk, NAME_PREDICATE, RDF_IRI, walk->names->iris[triple.predicate]);
    add(walk, NAME_OBJECT, RDF_IRI, triple.object);
}

static void walk_statement(Walk *walk, const NetworkEdge *edge, const Evidence *evidence) {
    open_statement(walk, edge, evidence);
    add_fraction(walk, NAME_CONFIDENCE, evidence->confidence);
    add_text(walk, NAME_MODALITY, modality_name(evidence->modality));
    add_date(walk, NAME_DATE, evidence->date);
    add_text(walk, NAME_ROLE, evidence->role);
    add_amount(walk, evidence->amount);
    add_text(walk, NAME_RULE, evidence->rule);
    sentence_iri(&walk->object, walk->base, evidence);
    add(walk, NAME_DERIVED_FROM, RDF_IRI, buffer_str(&walk->object));
    if (walk->options->version.len > 0) {
        software_iri(&walk->object, walk->base, STR("activity"), walk->options->version);
        add(walk, NAME_GENERATED_BY, RDF_IRI, buffer_str(&walk->object));
    }
    close_resource(walk);
}

/* ---- Memberships ---- */

/* The number of the role's key, which is its text in small letters; 0 = no role. */
static uint32_t role_number(Walk *walk, Str role) {
    size_t at = 0;
    buffer_clear(&walk->other);
    while (at < role.len) {
        const uint32_t code = utf8_next(role, &at);
        if (code != UTF8_BAD) {
            utf8_add(&walk->other, utf8_lower(code));
        }
    }
    if (walk->other.count == 0) {
        return 0;
    }
    const uint32_t number = intern_add(&walk->role_keys, buffer_str(&walk->other));
    if (number > walk->role_labels.count) {
        vec_push(&walk->role_labels, role);
    }
    return number;
}

static int compare_members(const void *left, const void *right) {
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* What is asserted or reported of the edge, by role. */
static void collect_members(Walk *walk, const NetworkEdge *edge) {
    vec_clear(&walk->members);
    for (uint32_t i = 0; i < edge->evidence_count; i++) {
        const Evidence *evidence = &edge->evidence[i];
        if (evidence->modality == MODALITY_ASSERTED || evidence->modality == MODALITY_REPORTED) {
            vec_push(&walk->members, (uint64_t)role_number(walk, evidence->role) << 32 | i);
        }
    }
    if (walk->members.count > 1) {
        qsort(walk->members.items, walk->members.count, sizeof *walk->members.items,
              compare_members);
    }
}

static void open_membership(Walk *walk, const NetworkEdge *edge, uint32_t role) {
    const RdfName type = NAME_MEMBERSHIP;
    const Str key = intern_str(&walk->role_keys, role);
    membership_iri(&walk->iri, walk->base, walk->network, edge, key);
    open_resource(walk, buffer_str(&walk->iri), &type, 1);
    add(walk, NAME_MEMBER, RDF_IRI, actor_iri(walk, edge->source, &walk->object));
    add(walk, NAME_ORGANIZATION, RDF_IRI, actor_iri(walk, edge->target, &walk->object));
    if (role != 0) {
        role_iri(&walk->object, walk->base, key);
        add(walk, NAME_ORG_ROLE, RDF_IRI, buffer_str(&walk->object));
    }
}

/* One membership for each role of the edge, derived from its statements. */
static void walk_memberships(Walk *walk, const NetworkEdge *edge) {
    collect_members(walk, edge);
    for (size_t i = 0; i < walk->members.count; i++) {
        const uint64_t member = walk->members.items[i];
        if (i == 0 || member >> 32 != walk->members.items[i - 1] >> 32) {
            open_membership(walk, edge, (uint32_t)(member >> 32));
        }
        statement_iri(&walk->object, walk->base, walk->network, edge,
                      &edge->evidence[(uint32_t)member]);
        add(walk, NAME_DERIVED_FROM, RDF_IRI, buffer_str(&walk->object));
        if (i + 1 == walk->members.count || member >> 32 != walk->members.items[i + 1] >> 32) {
            close_resource(walk);
        }
    }
}

static void walk_roles(Walk *walk) {
    const RdfName type = NAME_ROLE_CLASS;
    for (size_t i = 0; i < walk->role_labels.count; i++) {
        role_iri(&walk->iri, walk->base, intern_str(&walk->role_keys, (uint32_t)i + 1));
        open_resource(walk, buffer_str(&walk->iri), &type, 1);
        add_text(walk, NAME_LABEL, walk->role_labels.items[i]);
        close_resource(walk);
    }
}

static void walk_edges(Walk *walk) {
    const Network *network = walk->network;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        for (uint32_t k = 0; k < edge->evidence_count; k++) {
            walk_statement(walk, edge, &edge->evidence[k]);
        }
        if (network->ruleset->relations[edge->relation].office) {
            walk_memberships(walk, edge);
        }
    }
    walk_roles(walk);
}

/* ---- Documents and sentences ---- */

/* The same strings are mostly the same bytes in memory. */
static int compare_shared(Str a, Str b) {
    return a.ptr == b.ptr && a.len == b.len ? 0 : str_compare(a, b);
}

/* By document, address, place. */
static int compare_origins(const void *left, const void *right) {
    const Evidence *a = *(const Evidence *const *)left;
    const Evidence *b = *(const Evidence *const *)right;
    int order = compare_shared(a->document, b->document);
    if (order == 0) {
        order = compare_shared(a->url, b->url);
    }
    if (order == 0) {
        order = (a->start > b->start) - (a->start < b->start);
    }
    return order != 0 ? order : (a->end > b->end) - (a->end < b->end);
}

static void walk_document(Walk *walk, const Evidence *evidence) {
    const RdfName types[] = {NAME_ARTICLE, NAME_CONTEXT};
    document_iri(&walk->iri, walk->base, evidence);
    open_resource(walk, buffer_str(&walk->iri), types, 2);
    add_text(walk, NAME_IDENTIFIER, evidence->document);
    add_text(walk, NAME_HEADLINE, evidence->title);
    if (is_web_address(evidence->url)) {
        buffer_clear(&walk->object);
        add_url(&walk->object, evidence->url);
        add(walk, NAME_URL, RDF_IRI, buffer_str(&walk->object));
    }
    add_date(walk, NAME_PUBLISHED, evidence->published);
    close_resource(walk);
}

static void walk_sentence(Walk *walk, const Evidence *evidence) {
    const RdfName types[] = {NAME_SENTENCE, NAME_STRING_SCHEME};
    sentence_iri(&walk->iri, walk->base, evidence);
    open_resource(walk, buffer_str(&walk->iri), types, 2);
    document_iri(&walk->object, walk->base, evidence);
    add(walk, NAME_REFERENCE_CONTEXT, RDF_IRI, buffer_str(&walk->object));
    add_count(walk, NAME_BEGIN_INDEX, evidence->start);
    add_count(walk, NAME_END_INDEX, evidence->end);
    add_text(walk, NAME_ANCHOR_OF, evidence->sentence);
    close_resource(walk);
}

/* Each document and each sentence once. */
static void walk_origins(Walk *walk) {
    const Network *network = walk->network;
    size_t count = 0;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        count += network->edges[i].evidence_count;
    }
    const Evidence **origins = mem_zeroed(count, sizeof *origins, "sentences");
    count = 0;
    for (uint32_t i = 0; i < network->edge_count; i++) {
        for (uint32_t k = 0; k < network->edges[i].evidence_count; k++) {
            origins[count++] = &network->edges[i].evidence[k];
        }
    }
    qsort((void *)origins, count, sizeof *origins, compare_origins);
    for (size_t i = 0; i < count; i++) {
        const Evidence *this = origins[i];
        const Evidence *before = i > 0 ? origins[i - 1] : NULL;
        if (!before || !str_equal(before->document, this->document) ||
            !str_equal(before->url, this->url)) {
            walk_document(walk, this);
        }
        if (!before || compare_origins(&origins[i - 1], &origins[i]) != 0) {
            walk_sentence(walk, this);
        }
    }
    free((void *)origins);
}

void rdf_walk(const Graph *graph, const ExportOptions *options, const RdfNames *names,
              RdfSink *sink) {
    Walk walk = {.network = graph->network,
                 .options = options,
                 .names = names,
                 .sink = sink,
                 .base = export_base(options)};
    walk_relations(&walk);
    walk_software(&walk);
    walk_actors(&walk);
    walk_edges(&walk);
    walk_origins(&walk);
    buffer_free(&walk.iri);
    buffer_free(&walk.object);
    buffer_free(&walk.other);
    intern_free(&walk.role_keys);
    vec_free(&walk.role_labels);
    vec_free(&walk.members);
}
