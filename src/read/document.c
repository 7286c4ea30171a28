#include "decode.h"
#include "format.h"

void reader_error(Reader *reader, const Place *place, const char *hint, const char *message) {
    reader->status = STATUS_INPUT;
    if (reader->reported < REPORTED_MAX) {
        (void)diag_report(STATUS_INPUT, SEVERITY_ERROR, place, hint, "%s", message);
    } else if (reader->reported == REPORTED_MAX) {
        const Place from_here = {.file = place->file, .line = place->line};
        (void)diag_report(STATUS_INPUT, SEVERITY_NOTE, &from_here, NULL,
                          "further errors in this part of the input are not shown");
    }
    reader->reported += reader->reported <= REPORTED_MAX;
}

void reader_warning(const Reader *reader, const Place *place, const char *hint,
                    const char *message) {
    (void)reader;
    (void)diag_report(STATUS_OK, SEVERITY_WARNING, place, hint, "%s", message);
}

void reader_add(Reader *reader, Document document, uint64_t number) {
    document.path = arena_str(reader->arena, reader->item->path);
    if (str_trim(document.text).len == 0) {
        const Place place = {.file = document.path, .line = document.line};
        reader_warning(reader, &place, NULL, "holds no text");
        return;
    }
    if (document.id.len == 0) {
        const Str name = format_document_name(document.path);
        document.id = number == 0 ? name
                                  : arena_printf(reader->arena, "%.*s.%llu", STR_ARG(name),
                                                 (unsigned long long)number);
    }
    vec_push(reader->out, document);
}

/* A copy of `text` in which every line ends in "\n" alone. */
static Str unify_line_ends(Arena *arena, Str text) {
    char *copy = arena_alloc(arena, text.len + 1);
    if (str_find(text, '\r', 0) == text.len) {
        memcpy(copy, text.ptr, text.len);
        return (Str){copy, text.len};
    }
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        const bool is_pair = text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
        if (!is_pair) {
            copy[count++] = text.ptr[i];
            copy[count - 1] = text.ptr[i] == '\r' ? '\n' : text.ptr[i];
        }
    }
    return (Str){copy, count};
}

void read_text(Reader *reader) {
    const Str text = decode_item(reader, STR_NONE);
    reader_add(reader, (Document){.line = 1, .text = unify_line_ends(reader->arena, text)}, 0);
}

Status read_documents(const RawItem *item, Arena *arena, DocumentList *out) {
    Reader reader = {.item = item, .arena = arena, .out = out};
    switch (item->format) {
    case FORMAT_TEXT:
        read_text(&reader);
        break;
    case FORMAT_HTML:
        read_html(&reader);
        break;
    case FORMAT_XML:
        read_xml(&reader);
        break;
    case FORMAT_JSON:
        read_json(&reader);
        break;
    case FORMAT_NDJSON:
        read_ndjson(&reader);
        break;
    }
    return reader.status;
}
