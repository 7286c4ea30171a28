#include "internal.h"

enum { CONFIDENCE_DIGITS = 4 };

static void add_text(Buffer *out, const char *key, Str value) {
    buffer_byte(out, '"');
    buffer_add(out, str_from(key));
    buffer_add(out, STR("\":\""));
    buffer_json(out, value);
    buffer_byte(out, '"');
}

static void add_optional(Buffer *out, const char *key, Str value) {
    if (value.len > 0) {
        buffer_byte(out, ',');
        add_text(out, key, value);
    }
}

static void add_span(Buffer *out, uint32_t start, uint32_t end) {
    buffer_add(out, STR("\"start\":"));
    buffer_uint(out, start);
    buffer_add(out, STR(",\"end\":"));
    buffer_uint(out, end);
}

static void add_entity(Buffer *out, const ResultEntity *entity) {
    buffer_byte(out, '{');
    add_text(out, "label", entity->label);
    add_optional(out, "type", entity->type);
    for (uint32_t i = 0; i < entity->alias_count; i++) {
        buffer_add(out, i == 0 ? STR(",\"aliases\":[\"") : STR(",\""));
        buffer_json(out, entity->aliases[i]);
        buffer_byte(out, '"');
    }
    if (entity->alias_count > 0) {
        buffer_byte(out, ']');
    }
    add_optional(out, "wikidata", entity->wikidata);
    buffer_add(out, entity->proper ? STR(",\"proper\":true}") : STR(",\"proper\":false}"));
}

static void add_mention(Buffer *out, const ResultMention *mention) {
    buffer_byte(out, '{');
    add_span(out, mention->start, mention->end);
    add_optional(out, "text", mention->text);
    add_optional(out, "type", mention->type);
    add_optional(out, "entity", mention->entity);
    buffer_byte(out, '}');
}

/* The type of a triple's end, where the label alone does not say which entity is meant. */
static void add_end_type(Buffer *out, const DocumentResult *result, const char *key, Str label,
                         Str type) {
    const uint32_t first =
        entity_find_label(result->entities, result->entity_count, label, STR_NONE);
    if (first == NO_GROUP || !str_equal(result->entities[first].type, type)) {
        add_optional(out, key, type);
    }
}

static void add_triple(Buffer *out, const DocumentResult *result, const ResultTriple *triple) {
    buffer_byte(out, '{');
    add_text(out, "subject", triple->subject);
    add_end_type(out, result, "subjectType", triple->subject, triple->subject_type);
    add_optional(out, "relation", triple->relation);
    add_optional(out, "object", triple->object);
    add_end_type(out, result, "objectType", triple->object, triple->object_type);
    buffer_byte(out, ',');
    add_span(out, triple->start, triple->end);
    add_optional(out, "sentence", triple->sentence);
    add_optional(out, "rule", triple->rule);
    add_optional(out, "date", triple->date);
    add_optional(out, "modality", modality_name(triple->modality));
    add_optional(out, "role", triple->role);
    add_optional(out, "amount", triple->amount);
    add_optional(out, "document", triple->document_name);
    buffer_add(out, STR(",\"confidence\":"));
    buffer_double(out, triple->confidence, CONFIDENCE_DIGITS);
    buffer_byte(out, '}');
}

void result_write(Buffer *out, const DocumentResult *result) {
    buffer_add(out, STR("{\"v\":"));
    buffer_uint(out, FORMAT_VERSION);
    buffer_byte(out, ',');
    add_text(out, "id", result->id);
    add_optional(out, "title", result->title);
    add_optional(out, "date", result->date);
    add_optional(out, "url", result->url);
    buffer_add(out, STR(",\"entities\":["));
    for (uint32_t i = 0; i < result->entity_count; i++) {
        buffer_add(out, i > 0 ? STR(",") : STR_NONE);
        add_entity(out, &result->entities[i]);
    }
    buffer_add(out, STR("],\"mentions\":["));
    for (uint32_t i = 0; i < result->mention_count; i++) {
        buffer_add(out, i > 0 ? STR(",") : STR_NONE);
        add_mention(out, &result->mentions[i]);
    }
    buffer_add(out, STR("],\"triples\":["));
    for (uint32_t i = 0; i < result->triple_count; i++) {
        buffer_add(out, i > 0 ? STR(",") : STR_NONE);
        add_triple(out, result, &result->triples[i]);
    }
    buffer_add(out, STR("]}\n"));
}
