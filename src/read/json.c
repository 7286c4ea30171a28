#include "date.h"
#include "decode.h"
#include "flat.h"

#include <cjson/cJSON.h>
#include <stdio.h>

/* cJSON writes the place of its last error to a variable shared by all threads; nothing here reads
 * it, the place comes from the call itself. */

/* One object of the input and where it stands. */
typedef struct JsonPlace {
    Str text;      /* the object */
    Str content;   /* the file from the begin of the object's line on */
    size_t offset; /* of `text` in `content` */
    uint32_t line; /* of the first byte of `content` */
} JsonPlace;

static Place place_at(const Reader *reader, const JsonPlace *where, size_t offset) {
    /* Finding a column costs the length of the line: not for messages that nobody sees. */
    if (reader->reported >= REPORTED_MAX) {
        return (Place){.file = reader->item->path, .line = where->line};
    }
    const size_t at = where->offset + offset;
    Place place = diag_place(reader->item->path, where->content, at, at);
    place.line += where->line - 1;
    return place;
}

static bool is_string(const cJSON *value) { return cJSON_IsString(value) && value->valuestring; }

/* A field that may be missing or null. */
static Str optional_field(Reader *reader, const JsonPlace *where, const cJSON *object,
                          const char *name) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    if (is_string(value)) {
        return arena_str(reader->arena, str_from(value->valuestring));
    }
    if (value && !cJSON_IsNull(value)) {
        char message[96];
        (void)snprintf(message, sizeof message, "\"%s\" is not a string; read without it", name);
        const Place place = place_at(reader, where, 0);
        reader_error(reader, &place, NULL, message);
    }
    return STR_NONE;
}

/* A string, or a number as it is usually written. */
static Str id_field(Reader *reader, const JsonPlace *where, const cJSON *object) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, "id");
    if (!cJSON_IsNumber(value)) {
        return optional_field(reader, where, object, "id");
    }
    Buffer digits = {0};
    enum { EXACT_DIGITS = 15 };
    const double number = value->valuedouble;
    const bool is_finite = number - number == 0;
    buffer_double(&digits, is_finite ? number : 0, EXACT_DIGITS);
    const Str id = arena_str(reader->arena, buffer_str(&digits));
    buffer_free(&digits);
    return id;
}

/* `written` as a date, with a warning if it is none. */
static Str date_field(const Reader *reader, const JsonPlace *where, Str written) {
    const Str date = date_normalise(written, reader->arena);
    if (str_trim(written).len > 0 && date.len == 0) {
        const Place place = place_at(reader, where, 0);
        reader_warning(reader, &place, "YYYY-MM-DD is expected",
                       "\"date\" is not a date; read without it");
    }
    return date;
}

static void add_object(Reader *reader, const JsonPlace *where, const cJSON *object,
                       uint64_t number) {
    if (!cJSON_IsObject(object)) {
        const Place place = place_at(reader, where, 0);
        reader_error(reader, &place, NULL, "not a JSON object");
        return;
    }
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(object, "text");
    if (!is_string(text)) {
        const Place place = place_at(reader, where, 0);
        reader_error(reader, &place, NULL,
                     text ? "\"text\" is not a string" : "the object has no \"text\"");
        return;
    }
    Document document = {.line = where->line};
    document.id = id_field(reader, where, object);
    document.title = optional_field(reader, where, object, "title");
    document.date = date_field(reader, where, optional_field(reader, where, object, "date"));
    document.url = optional_field(reader, where, object, "url");
    document.text = arena_str(reader->arena, str_from(text->valuestring));
    reader_add(reader, document, number);
}

/* cJSON ends a string at U+0000; U+FFFD, of the same length in the source and as a character, takes
 * its place. */
static Str without_nul(Reader *reader, Str text) {
    static const char escape[] = "\\u0000";
    if (!memmem(text.ptr, text.len, escape, sizeof escape - 1)) {
        return text;
    }
    const Str copy = arena_str(reader->arena, text);
    char *bytes = (char *)copy.ptr; /* the arena's copy is ours to write */
    for (size_t i = 0; i + 6 <= copy.len; i++) {
        if (bytes[i] == '\\' && memcmp(bytes + i, escape, 6) == 0) {
            memcpy(bytes + i, "\\ufffd", 6);
        }
        i += bytes[i] == '\\';
    }
    return copy;
}

/* False when the text is not JSON. */
static bool parse_object(Reader *reader, JsonPlace where, uint64_t number) {
    FlatObject flat;
    if (flat_parse(where.text, reader->arena, &flat) && flat.has_text) {
        reader_add(reader,
                   (Document){.line = where.line,
                              .id = flat.id,
                              .title = flat.title,
                              .date = date_field(reader, &where, flat.date),
                              .url = flat.url,
                              .text = flat.text},
                   number);
        return true;
    }
    where.text = without_nul(reader, where.text);
    const char *end = where.text.ptr;
    cJSON *object = cJSON_ParseWithLengthOpts(where.text.ptr, where.text.len, &end, false);
    const size_t stop = (size_t)(end - where.text.ptr);
    const bool is_whole = str_trim(str_sub(where.text, stop, where.text.len)).len == 0;
    const bool is_json = object && is_whole;
    if (is_json) {
        add_object(reader, &where, object, number);
    } else {
        const size_t bad = stop < where.text.len ? stop : where.text.len;
        const Place place = place_at(reader, &where, bad);
        reader_error(reader, &place, NULL,
                     object ? "something follows the JSON object" : "not JSON from here on");
    }
    cJSON_Delete(object);
    return is_json;
}

/* ---- NDJSON ---- */

void read_ndjson(Reader *reader) {
    Str rest = reader->item->bytes;
    uint32_t line = reader->item->first_line;
    if (line == 1) {
        if (str_starts(rest, STR("\xFF\xFE")) || str_starts(rest, STR("\xFE\xFF"))) {
            const Place place = {.file = reader->item->path, .line = 1};
            reader_error(reader, &place, NULL, "is UTF-16; NDJSON has to be UTF-8");
            return;
        }
        if (str_starts(rest, STR("\xEF\xBB\xBF"))) {
            rest = str_sub(rest, 3, rest.len);
        }
    }
    for (; rest.len > 0; line++) {
        const Str raw = str_split(&rest, '\n');
        if (str_trim(raw).len > 0) {
            const Str text = decode_utf8(reader, raw, line);
            (void)parse_object(reader, (JsonPlace){text, text, 0, line}, line);
        }
    }
}

/* ---- JSON ---- */

static size_t skip_space(Str text, size_t at) {
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]) && text.ptr[at] != '\0') {
        at++;
    }
    return at;
}

/* Offset behind the string that begins at `at`. */
static size_t skip_string(Str text, size_t at) {
    for (at++; at < text.len && text.ptr[at] != '"'; at++) {
        at += text.ptr[at] == '\\';
    }
    return at < text.len ? at + 1 : text.len;
}

/* Offset of the comma or bracket that ends the element of an array at `at`. */
static size_t skip_element(Str text, size_t at) {
    size_t depth = 0;
    while (at < text.len) {
        const char c = text.ptr[at];
        const bool is_closing = c == ']' || c == '}';
        if (depth == 0 && (is_closing || c == ',')) {
            return at;
        }
        depth += c == '[' || c == '{';
        depth -= is_closing;
        at = c == '"' ? skip_string(text, at) : at + 1;
    }
    return at;
}

/* Moves `where` to byte `at` of `text`, at or behind where it is now. */
static void move_to(JsonPlace *where, Str text, size_t at) {
    const size_t base = (size_t)(where->content.ptr - text.ptr);
    size_t start = base;
    for (size_t end = str_find(text, '\n', base); end < at; end = str_find(text, '\n', end + 1)) {
        start = end + 1;
        where->line++;
    }
    where->content = str_sub(text, start, text.len);
    where->offset = at - start;
}

/* What stands at and behind the end of the array. */
static void end_array(Reader *reader, JsonPlace where, Str text, size_t at) {
    if (at == text.len || text.ptr[at] != ']') {
        move_to(&where, text, at);
        const Place place = place_at(reader, &where, 0);
        reader_error(reader, &place, NULL, "the array of documents does not end");
        return;
    }
    at = skip_space(text, at + 1);
    if (at < text.len) {
        move_to(&where, text, at);
        const Place place = place_at(reader, &where, 0);
        reader_error(reader, &place, "one object a line is NDJSON: .ndjson or .jsonl",
                     "something follows the array of documents");
    }
}

/* Each element is parsed on its own, so that a broken one costs itself only. */
static void read_array(Reader *reader, Str text, size_t at) {
    JsonPlace where = {text, text, 0, 1};
    uint64_t number = 0;
    at = skip_space(text, at + 1);
    if (at < text.len && text.ptr[at] == ']') {
        const Place place = {.file = reader->item->path};
        reader_warning(reader, &place, NULL, "holds no document");
    }
    bool is_json = true;
    while (at < text.len && (number > 0 || text.ptr[at] != ']')) {
        const size_t end = skip_element(text, at);
        move_to(&where, text, at);
        where.text = str_sub(text, at, end);
        is_json = parse_object(reader, where, ++number);
        at = end;
        if (at == text.len || text.ptr[at] != ',') {
            break;
        }
        at = skip_space(text, at + 1);
    }
    if (is_json || at < text.len) { /* a broken element may have swallowed the end */
        end_array(reader, where, text, at);
    }
}

void read_json(Reader *reader) {
    const Str text = decode_item(reader, STR_NONE);
    const size_t first = skip_space(text, 0);
    if (first < text.len && text.ptr[first] == '[') {
        read_array(reader, text, first);
    } else if (first < text.len) {
        JsonPlace where = {text, text, 0, 1};
        move_to(&where, text, first);
        where.text = str_sub(text, first, text.len);
        (void)parse_object(reader, where, 0);
    } else {
        const Place place = {.file = reader->item->path};
        reader_warning(reader, &place, NULL, "holds no text");
    }
}
