#include "resolver.h"

Resolver *resolver_new(const Ruleset *ruleset) {
    Resolver *resolver = mem_zeroed(1, sizeof *resolver, "resolver");
    resolver->ruleset = ruleset;
    families_make(&resolver->families, ruleset);
    for (uint32_t i = 0; i < ruleset->gazetteer_count; i++) {
        (void)intern_add(&resolver->known, ruleset->gazetteer[i].name);
    }
    return resolver;
}

void resolver_free(Resolver *resolver) {
    if (!resolver) {
        return;
    }
    intern_free(&resolver->strings);
    intern_free(&resolver->keys);
    intern_free(&resolver->known);
    intern_free(&resolver->complaints);
    intern_free(&resolver->actors);
    intern_free(&resolver->documents);
    intern_free(&resolver->names);
    vec_free(&resolver->sightings);
    vec_free(&resolver->statements);
    vec_free(&resolver->entity_actor);
    vec_free(&resolver->entity_mentions);
    buffer_free(&resolver->scratch);
    arena_free(&resolver->output);
    free(resolver->evidence);
    free(resolver->network.nodes);
    free(resolver->network.edges);
    free(resolver);
}

/* An empty string has number 0. */
static uint32_t keep(Resolver *resolver, Str s) {
    return s.len == 0 ? 0 : intern_add(&resolver->strings, s);
}

/* Says once that the ontology lacks a name. */
static void complain(Resolver *resolver, Str document, const char *kind, Str name) {
    buffer_clear(&resolver->scratch);
    buffer_add(&resolver->scratch, str_from(kind));
    buffer_byte(&resolver->scratch, ' ');
    buffer_add(&resolver->scratch, name);
    if (intern_find(&resolver->complaints, buffer_str(&resolver->scratch)) != 0) {
        return;
    }
    (void)intern_add(&resolver->complaints, buffer_str(&resolver->scratch));
    (void)diag_report(STATUS_INPUT, SEVERITY_WARNING, NULL,
                      "build the graph with the rules that the documents were extracted with",
                      "document \"%.*s\": the ontology has no %s \"%.*s\"; what has it is left out",
                      STR_ARG(document), kind, STR_ARG(name));
}

/* The type of that name, `thing` for none; 0 after a complaint if the ontology lacks it. */
static TypeId known_type(Resolver *resolver, Str document, Str name) {
    const TypeId type =
        name.len == 0 ? resolver->families.thing : ruleset_type(resolver->ruleset, name);
    if (type == 0) {
        complain(resolver, document, "type", name);
    }
    return type;
}

/* Whether the actor is one only within its document: an office or event without a name of its own,
 * a person known by one word. */
static bool is_local(Resolver *resolver, const ResultEntity *entity, TypeId type) {
    const Ruleset *ruleset = resolver->ruleset;
    if (entity->wikidata.len > 0 || intern_find(&resolver->known, entity->label) != 0) {
        return false;
    }
    if (!entity->proper) {
        return !name_in_class(ruleset, entity->label, ruleset->grammar[GRAMMAR_SOLE_TITLE]);
    }
    if (resolver->families.person == 0 ||
        resolver->families.of[type] != resolver->families.person) {
        return false;
    }
    buffer_clear(&resolver->scratch);
    name_key(&resolver->scratch, entity->label);
    return key_words(buffer_str(&resolver->scratch)) < 2;
}

static uint32_t add_actor(Resolver *resolver, const ResultEntity *entity, Str document_id,
                          uint32_t document) {
    const TypeId type = known_type(resolver, document_id, entity->type);
    if (type == 0 || entity->label.len == 0) {
        return NO_ACTOR;
    }
    const ActorKey key = {.label = keep(resolver, entity->label),
                          .type = type,
                          .wikidata = keep(resolver, entity->wikidata),
                          .scope = is_local(resolver, entity, type) ? document : 0};
    const uint32_t actor = intern_add(&resolver->actors, (Str){(const char *)&key, sizeof key});
    for (uint32_t i = 0; i < entity->alias_count; i++) {
        const OtherName name = {.actor = actor, .name = keep(resolver, entity->aliases[i])};
        if (name.name != 0) {
            (void)intern_add(&resolver->names, (Str){(const char *)&name, sizeof name});
        }
    }
    return actor;
}

/* The actor of one end of a triple; one that the document does not list is taken by its name. */
static uint32_t end_actor(Resolver *resolver, const DocumentResult *result, uint32_t document,
                          Str label, Str type) {
    const uint32_t entity = entity_find_label(result->entities, result->entity_count, label, type);
    if (entity != NO_GROUP) {
        return resolver->entity_actor.items[entity];
    }
    const ResultEntity missing = {.label = label, .type = type, .proper = true};
    const uint32_t actor = add_actor(resolver, &missing, result->id, document);
    if (actor != NO_ACTOR) {
        vec_push(&resolver->sightings, (Sighting){.actor = actor, .document = document});
    }
    return actor;
}

static void add_sightings(Resolver *resolver, const DocumentResult *result, uint32_t document) {
    vec_clear(&resolver->entity_actor);
    vec_clear(&resolver->entity_mentions);
    for (uint32_t i = 0; i < result->entity_count; i++) {
        vec_push(&resolver->entity_actor,
                 add_actor(resolver, &result->entities[i], result->id, document));
        vec_push(&resolver->entity_mentions, 0);
    }
    for (uint32_t i = 0; i < result->mention_count; i++) {
        const ResultMention *mention = &result->mentions[i];
        const uint32_t entity = entity_find_label(result->entities, result->entity_count,
                                                  mention->entity, mention->type);
        if (entity != NO_GROUP) {
            resolver->entity_mentions.items[entity]++;
        }
    }
    for (uint32_t i = 0; i < result->entity_count; i++) {
        if (resolver->entity_actor.items[i] != NO_ACTOR) {
            vec_push(&resolver->sightings, (Sighting){resolver->entity_actor.items[i], document,
                                                      resolver->entity_mentions.items[i]});
        }
    }
}

void resolver_add(Resolver *resolver, const DocumentResult *result) {
    const DocumentKey key = {.id = keep(resolver, result->id),
                             .date = keep(resolver, result->date),
                             .title = keep(resolver, result->title),
                             .url = keep(resolver, result->url)};
    const uint32_t document =
        intern_add(&resolver->documents, (Str){(const char *)&key, sizeof key});
    add_sightings(resolver, result, document);
    for (uint32_t i = 0; i < result->triple_count; i++) {
        const ResultTriple *triple = &result->triples[i];
        const RelationId relation = ruleset_relation(resolver->ruleset, triple->relation);
        if (relation == 0) {
            complain(resolver, result->id, "relation", triple->relation);
            continue;
        }
        const uint32_t subject =
            end_actor(resolver, result, document, triple->subject, triple->subject_type);
        const uint32_t object =
            end_actor(resolver, result, document, triple->object, triple->object_type);
        if (subject == NO_ACTOR || object == NO_ACTOR || subject == object) {
            continue;
        }
        vec_push(&resolver->statements, (Statement){.subject = subject,
                                                    .object = object,
                                                    .document = document,
                                                    .start = triple->start,
                                                    .end = triple->end,
                                                    .sentence = keep(resolver, triple->sentence),
                                                    .rule = keep(resolver, triple->rule),
                                                    .date = keep(resolver, triple->date),
                                                    .role = keep(resolver, triple->role),
                                                    .amount = keep(resolver, triple->amount),
                                                    .relation = (uint16_t)relation,
                                                    .modality = (uint8_t)triple->modality,
                                                    .confidence = triple->confidence});
    }
}

void resolver_record_merges(Resolver *resolver, const Correction *corrections, size_t count) {
    resolver->records_merges = true;
    resolver->corrections = corrections;
    resolver->correction_count = count;
}

void resolver_filter(Resolver *resolver, const StatementFilter *filter) {
    resolver->filter = filter;
}

/* Two dates as far as both go. */
static int compare_dates(Str a, Str b) {
    const size_t shared = a.len < b.len ? a.len : b.len;
    return str_compare(str_sub(a, 0, shared), str_sub(b, 0, shared));
}

bool statement_is_chosen(const Resolver *resolver, const Statement *statement) {
    const StatementFilter *filter = resolver->filter;
    if (!filter) {
        return true;
    }
    const bool bounded = filter->since.len > 0 || filter->until.len > 0;
    const Str date =
        string_at(resolver, statement->date ? statement->date
                                            : document_at(resolver, statement->document)->date);
    return (!filter->relations || filter->relations[statement->relation]) &&
           statement->confidence >= filter->min_confidence &&
           (!bounded || (date.len > 0 && compare_dates(date, filter->since) >= 0 &&
                         compare_dates(date, filter->until) <= 0));
}

int compare_documents(const Resolver *resolver, uint32_t a, uint32_t b) {
    if (a == b || a == 0 || b == 0) {
        return (a > b) - (a < b);
    }
    const DocumentKey *left = document_at(resolver, a);
    const DocumentKey *right = document_at(resolver, b);
    int order = str_compare(string_at(resolver, left->id), string_at(resolver, right->id));
    if (order == 0) {
        order = str_compare(string_at(resolver, left->date), string_at(resolver, right->date));
    }
    if (order == 0) {
        order = str_compare(string_at(resolver, left->title), string_at(resolver, right->title));
    }
    if (order == 0) {
        order = str_compare(string_at(resolver, left->url), string_at(resolver, right->url));
    }
    return order;
}

static int row_order(const void *left, const void *right) {
    const Row *x = left;
    const Row *y = right;
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    if (x->b != y->b) {
        return x->b < y->b ? -1 : 1;
    }
    if (x->c != y->c) {
        return x->c < y->c ? -1 : 1;
    }
    return (x->d > y->d) - (x->d < y->d);
}

void rows_sort(RowVec *rows) {
    if (rows->count > 1) {
        qsort(rows->items, rows->count, sizeof *rows->items, row_order);
    }
}

const Network *resolver_finish(Resolver *resolver) {
    free(resolver->evidence);
    free(resolver->network.nodes);
    free(resolver->network.edges);
    arena_reset(&resolver->output);
    resolver->evidence = NULL;
    resolver->network = (Network){.ruleset = resolver->ruleset,
                                  .document_count = (uint32_t)intern_count(&resolver->documents)};
    Merge merge;
    merge_actors(resolver, &merge);
    bool *used = mem_zeroed(merge_class_count(&merge) + 1, sizeof *used, "actors");
    for (size_t i = 0; i < resolver->statements.count; i++) {
        const Statement *statement = &resolver->statements.items[i];
        const uint32_t subject = merge_class(&merge, statement->subject, statement->document);
        const uint32_t object = merge_class(&merge, statement->object, statement->document);
        if (subject != object && statement_is_chosen(resolver, statement)) {
            used[subject] = true;
            used[object] = true;
        }
    }
    uint32_t *node_of = NULL;
    make_nodes(resolver, &merge, used, &node_of);
    make_edges(resolver, &merge, node_of);
    if (resolver->records_merges) {
        record_merges(resolver, &merge, used);
    }
    free(node_of);
    free(used);
    merge_free(&merge);
    return &resolver->network;
}
