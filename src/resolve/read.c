#include "internal.h"

#include "json.h"

typedef VEC(Str) StrVec;

/* What a line holds, as it is read; and for each triple where its parts stand, for complaints. */
typedef struct Reading {
    JsonReader json;
    Arena *arena;
    VEC(ResultEntity) entities;
    VEC(ResultMention) mentions;
    VEC(ResultTriple) triples;
    StrVec names; /* scratch: aliases of one entity */
} Reading;

static bool is(Str key, const char *name) { return str_equal(key, str_from(name)); }

/* Complains that the object that began at byte `start` lacks a field. */
static void need(JsonReader *json, Str value, size_t start, const char *object, const char *field) {
    if (value.len == 0) {
        json_complain(json, start, start + 1, "this is not a line that `trithuc extract` wrote",
                      "%s without \"%s\"", object, field);
    }
}

static void read_aliases(Reading *reading, ResultEntity *entity) {
    JsonReader *json = &reading->json;
    vec_clear(&reading->names);
    json_open(json, '[', "\"aliases\"");
    while (json_item(json)) {
        const Str name = json_string(json, "an alias");
        if (name.len > 0) {
            vec_push(&reading->names, name);
        }
    }
    Str *names = arena_array(reading->arena, Str, reading->names.count);
    for (size_t i = 0; i < reading->names.count; i++) {
        names[i] = reading->names.items[i];
    }
    entity->aliases = names;
    entity->alias_count = (uint32_t)reading->names.count;
}

static void read_entity(Reading *reading) {
    JsonReader *json = &reading->json;
    ResultEntity entity = {.proper = true};
    Str key;
    json_open(json, '{', "an entity");
    const size_t start = json->value_start;
    while (json_key(json, &key)) {
        if (is(key, "label")) {
            entity.label = json_string(json, "\"label\"");
        } else if (is(key, "type")) {
            entity.type = json_string(json, "\"type\"");
        } else if (is(key, "aliases")) {
            read_aliases(reading, &entity);
        } else if (is(key, "wikidata")) {
            entity.wikidata = json_string(json, "\"wikidata\"");
        } else if (is(key, "proper")) {
            entity.proper = json_bool(json, "\"proper\"");
        } else {
            json_skip(json);
        }
    }
    need(json, entity.label, start, "an entity", "label");
    vec_push(&reading->entities, entity);
}

/* Reads `start` or `end`; false if `key` is neither. */
static bool read_span(JsonReader *json, Str key, uint32_t *start, uint32_t *end) {
    if (is(key, "start")) {
        *start = json_uint(json, "\"start\"");
        return true;
    }
    if (is(key, "end")) {
        *end = json_uint(json, "\"end\"");
        return true;
    }
    return false;
}

static void check_span(JsonReader *json, size_t at, uint32_t start, uint32_t end) {
    if (end < start) {
        json_complain(json, at, at + 1, "both count code points of the document",
                      "\"end\" %u lies before \"start\" %u", end, start);
    }
}

static void read_mention(Reading *reading) {
    JsonReader *json = &reading->json;
    ResultMention mention = {0};
    Str key;
    json_open(json, '{', "a mention");
    const size_t start = json->value_start;
    while (json_key(json, &key)) {
        if (read_span(json, key, &mention.start, &mention.end)) {
            continue;
        }
        if (is(key, "text")) {
            mention.text = json_string(json, "\"text\"");
        } else if (is(key, "type")) {
            mention.type = json_string(json, "\"type\"");
        } else if (is(key, "entity")) {
            mention.entity = json_string(json, "\"entity\"");
        } else {
            json_skip(json);
        }
    }
    check_span(json, start, mention.start, mention.end);
    vec_push(&reading->mentions, mention);
}

static Modality read_modality(JsonReader *json) {
    const Str name = json_string(json, "\"modality\"");
    const Modality modality = modality_from(name);
    if (modality == MODALITY_COUNT && !json->failed) {
        json_complain(json, json->value_start, json->at,
                      "asserted, planned, reported, possible or negated", "unknown modality");
    }
    return modality == MODALITY_COUNT ? MODALITY_ASSERTED : modality;
}

static double read_confidence(JsonReader *json) {
    const double value = json_double(json, "\"confidence\"");
    if (value < 0 || value > 1) {
        json_complain(json, json->value_start, json->at, NULL,
                      "\"confidence\" lies between 0 and 1");
    }
    return value;
}

typedef struct TextField {
    const char *name;
    size_t offset;
} TextField;

/* Fields of a triple that are text. */
static Str *text_field(ResultTriple *triple, Str key) {
    static const TextField fields[] = {{"subject", offsetof(ResultTriple, subject)},
                                       {"relation", offsetof(ResultTriple, relation)},
                                       {"object", offsetof(ResultTriple, object)},
                                       {"subjectType", offsetof(ResultTriple, subject_type)},
                                       {"objectType", offsetof(ResultTriple, object_type)},
                                       {"sentence", offsetof(ResultTriple, sentence)},
                                       {"rule", offsetof(ResultTriple, rule)},
                                       {"date", offsetof(ResultTriple, date)},
                                       {"role", offsetof(ResultTriple, role)},
                                       {"amount", offsetof(ResultTriple, amount)},
                                       {"document", offsetof(ResultTriple, document_name)}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (is(key, fields[i].name)) {
            return (Str *)(void *)((char *)triple + fields[i].offset);
        }
    }
    return NULL;
}

static void read_triple(Reading *reading) {
    JsonReader *json = &reading->json;
    ResultTriple triple = {.modality = MODALITY_ASSERTED, .confidence = 1};
    Str key;
    json_open(json, '{', "a triple");
    const size_t start = json->value_start;
    while (json_key(json, &key)) {
        Str *text = text_field(&triple, key);
        if (text) {
            char name[32] = "\"";
            memcpy(name + 1, key.ptr, key.len);
            name[key.len + 1] = '"';
            *text = json_string(json, name);
        } else if (is(key, "modality")) {
            triple.modality = read_modality(json);
        } else if (is(key, "confidence")) {
            triple.confidence = read_confidence(json);
        } else if (!read_span(json, key, &triple.start, &triple.end)) {
            json_skip(json);
        }
    }
    need(json, triple.subject, start, "a triple", "subject");
    need(json, triple.relation, start, "a triple", "relation");
    need(json, triple.object, start, "a triple", "object");
    check_span(json, start, triple.start, triple.end);
    vec_push(&reading->triples, triple);
}

static void read_list(Reading *reading, const char *what, void (*read_one)(Reading *)) {
    json_open(&reading->json, '[', what);
    while (json_item(&reading->json)) {
        read_one(reading);
    }
}

static void read_version(JsonReader *json) {
    const uint32_t version = json_uint(json, "\"v\"");
    if (version != FORMAT_VERSION) {
        json_complain(json, json->value_start, json->at,
                      "extract the documents again with this program",
                      "format version %u; this program reads version %d", version, FORMAT_VERSION);
    }
}

static void read_result(Reading *reading, DocumentResult *out) {
    JsonReader *json = &reading->json;
    Str key;
    json_open(json, '{', "the result of one document");
    const size_t start = json->value_start;
    while (json_key(json, &key)) {
        if (is(key, "v")) {
            read_version(json);
        } else if (is(key, "id")) {
            out->id = json_string(json, "\"id\"");
        } else if (is(key, "title")) {
            out->title = json_string(json, "\"title\"");
        } else if (is(key, "date")) {
            out->date = json_string(json, "\"date\"");
        } else if (is(key, "url")) {
            out->url = json_string(json, "\"url\"");
        } else if (is(key, "entities")) {
            read_list(reading, "\"entities\"", read_entity);
        } else if (is(key, "mentions")) {
            read_list(reading, "\"mentions\"", read_mention);
        } else if (is(key, "triples")) {
            read_list(reading, "\"triples\"", read_triple);
        } else {
            json_skip(json);
        }
    }
    need(json, out->id, start, "the result of a document", "id");
    json_end(json);
}

typedef struct LabelType {
    Str label, type;
} LabelType;

static int label_order(const void *left, const void *right) {
    const LabelType *a = left;
    const LabelType *b = right;
    const int order = str_compare(a->label, b->label);
    return order != 0 ? order : str_compare(a->type, b->type);
}

/* The type of `label`: its entity's, else that of a mention of it (`known`, sorted), else empty. */
static Str type_of(const Reading *reading, const LabelType *known, Str label) {
    const uint32_t entity = entity_find_label(reading->entities.items,
                                              (uint32_t)reading->entities.count, label, STR_NONE);
    if (entity != NO_GROUP) {
        return reading->entities.items[entity].type;
    }
    size_t low = 0;
    size_t high = reading->mentions.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (str_compare(known[middle].label, label) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < reading->mentions.count && str_equal(known[low].label, label) ? known[low].type
                                                                               : STR_NONE;
}

static void fill_types(Reading *reading) {
    LabelType *known = arena_array(reading->arena, LabelType, reading->mentions.count);
    for (size_t i = 0; i < reading->mentions.count; i++) {
        known[i] = (LabelType){reading->mentions.items[i].entity, reading->mentions.items[i].type};
    }
    if (reading->mentions.count > 1) {
        qsort(known, reading->mentions.count, sizeof *known, label_order);
    }
    for (size_t i = 0; i < reading->triples.count; i++) {
        ResultTriple *triple = &reading->triples.items[i];
        if (triple->subject_type.len == 0) {
            triple->subject_type = type_of(reading, known, triple->subject);
        }
        if (triple->object_type.len == 0) {
            triple->object_type = type_of(reading, known, triple->object);
        }
    }
}

static void *copy_items(Arena *arena, const void *items, size_t bytes) {
    void *copy = arena_alloc(arena, bytes);
    if (bytes > 0) {
        memcpy(copy, items, bytes);
    }
    return copy;
}

/* Hands what was read to `out`, in the order that a DocumentResult promises. */
static void hand_over(Reading *reading, DocumentResult *out) {
    if (reading->entities.count > 1) {
        qsort(reading->entities.items, reading->entities.count, sizeof(ResultEntity), entity_order);
    }
    fill_types(reading);
    if (reading->mentions.count > 1) {
        qsort(reading->mentions.items, reading->mentions.count, sizeof(ResultMention),
              result_mention_order);
    }
    if (reading->triples.count > 1) {
        qsort(reading->triples.items, reading->triples.count, sizeof(ResultTriple), triple_order);
    }
    Arena *arena = reading->arena;
    out->entities =
        copy_items(arena, reading->entities.items, reading->entities.count * sizeof(ResultEntity));
    out->entity_count = (uint32_t)reading->entities.count;
    out->mentions =
        copy_items(arena, reading->mentions.items, reading->mentions.count * sizeof(ResultMention));
    out->mention_count = (uint32_t)reading->mentions.count;
    out->triples =
        copy_items(arena, reading->triples.items, reading->triples.count * sizeof(ResultTriple));
    out->triple_count = (uint32_t)reading->triples.count;
}

Status result_read(DocumentResult *out, Str line, Str path, uint32_t line_number, Arena *arena) {
    *out = (DocumentResult){0};
    while (line.len > 0 && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r')) {
        line.len--;
    }
    Reading reading = {.arena = arena};
    json_begin(&reading.json, path, line_number, line, arena);
    const size_t bad = utf8_validate(line);
    if (bad < line.len) {
        json_complain(&reading.json, bad, bad + 1, "NDJSON is UTF-8", "bytes that are no UTF-8");
    }
    read_result(&reading, out);
    const bool failed = reading.json.failed;
    if (!failed) {
        hand_over(&reading, out);
    } else {
        *out = (DocumentResult){0};
    }
    vec_free(&reading.entities);
    vec_free(&reading.mentions);
    vec_free(&reading.triples);
    vec_free(&reading.names);
    return failed ? STATUS_INPUT : STATUS_OK;
}

Status result_read_id(Buffer *out, Str line, Str path, uint32_t line_number, Arena *arena) {
    static const char head[] = "{\"v\":1,\"id\":\"";
    _Static_assert(FORMAT_VERSION == 1, "as the head has it");
    const Str start = STR(head);
    DocumentResult result;
    if (str_starts(line, start)) {
        const Str id = str_sub(line, start.len, str_find(line, '"', start.len));
        if (id.len > 0 && start.len + id.len < line.len && str_find(id, '\\', 0) == id.len) {
            buffer_add(out, id);
            return STATUS_OK;
        }
    }
    TRY(result_read(&result, line, path, line_number, arena));
    buffer_json(out, result.id);
    return STATUS_OK;
}
