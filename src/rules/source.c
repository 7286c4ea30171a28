#include "source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

enum { MESSAGES_SHOWN = 50 };

static const size_t file_limit = (size_t)1 << 30; /* offsets are 32 bits wide */

/* Appends all of `file` to `out`; an errno value, or 0. */
static int read_all(FILE *file, Buffer *out) {
    for (;;) {
        vec_reserve(out, out->count + 65536);
        errno = 0;
        const size_t got = fread(out->items + out->count, 1, out->capacity - out->count, file);
        out->count += got;
        if (got == 0) {
            return ferror(file) ? (errno != 0 ? errno : EIO) : 0;
        }
        if (out->count > file_limit) {
            return EFBIG;
        }
    }
}

static Span no_span(Str path, Arena *arena) {
    SourceFile *file = arena_new(arena, SourceFile);
    file->path = path;
    file->index = UINT32_MAX;
    return (Span){.file = file};
}

static void report_unreadable(Sources *sources, Str path, const Span *from, int problem) {
    const Span nowhere = no_span(path, sources->arena);
    source_report(sources, MESSAGE_ERROR, from ? from : &nowhere, NULL, "cannot read `%.*s`: %s",
                  STR_ARG(path), strerror(problem));
}

SourceFile *source_find(const Sources *sources, Str path) {
    for (size_t i = 0; i < sources->files.count; i++) {
        if (str_equal(sources->files.items[i]->path, path)) {
            return sources->files.items[i];
        }
    }
    return NULL;
}

SourceFile *source_add(Sources *sources, Str path, Str content) {
    SourceFile *file = arena_new(sources->arena, SourceFile);
    file->path = path;
    file->content = content;
    file->index = (uint32_t)sources->files.count;
    vec_push(&sources->files, file);
    const size_t bad = utf8_validate(content);
    if (bad < content.len) {
        Span span = {.file = file, .line = 1};
        for (size_t i = 0; i < bad; i++) {
            if (content.ptr[i] == '\n') {
                span.line++;
                span.line_start = (uint32_t)i + 1;
            }
        }
        span.start = span.end = (uint32_t)bad;
        file->content.len = bad; /* all that may be shown */
        source_report(sources, MESSAGE_ERROR, &span, "save the file as UTF-8",
                      "byte 0x%02X is not UTF-8", (unsigned char)content.ptr[bad]);
        return NULL;
    }
    return file;
}

SourceFile *rule_file_open(Sources *sources, Str path, const Span *from) {
    FILE *stream = fopen(arena_str(sources->arena, path).ptr, "rb");
    if (!stream) {
        report_unreadable(sources, path, from, errno);
        return NULL;
    }
    Buffer bytes = {0};
    const int problem = read_all(stream, &bytes);
    fclose(stream);
    SourceFile *file = NULL;
    if (problem != 0) {
        report_unreadable(sources, path, from, problem);
    } else {
        Str content = buffer_str(&bytes);
        if (str_starts(content, STR("\xEF\xBB\xBF"))) {
            content = str_sub(content, 3, content.len);
        }
        file = source_add(sources, path, arena_str(sources->arena, content));
    }
    buffer_free(&bytes);
    return file;
}

void sources_free(Sources *sources) {
    vec_free(&sources->files);
    vec_free(&sources->messages);
}

Str span_text(const Span *span) { return str_sub(span->file->content, span->start, span->end); }

Place span_place(const Span *span) {
    const Str content = span->file->content;
    if (span->line == 0) {
        return (Place){.file = span->file->path};
    }
    const size_t stop = str_find(content, '\n', span->line_start);
    Str source = str_sub(content, span->line_start, stop);
    if (source.len > 0 && source.ptr[source.len - 1] == '\r') {
        source.len--;
    }
    const size_t last = span->end < stop ? span->end : stop;
    const size_t length = last > span->start ? utf8_count(str_sub(content, span->start, last)) : 1;
    return (Place){.file = span->file->path,
                   .line = span->line,
                   .column =
                       (uint32_t)utf8_count(str_sub(content, span->line_start, span->start)) + 1,
                   .length = (uint32_t)length,
                   .source = source};
}

Span span_join(Span first, Span last) {
    if (last.end > first.end) {
        first.end = last.end;
    }
    return first;
}

void source_report(Sources *sources, MessageKind kind, const Span *span, const char *hint,
                   const char *format, ...) {
    va_list args;
    va_start(args, format);
    char text[512];
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    vec_push(&sources->messages, (Message){.span = *span,
                                           .kind = kind,
                                           .hint = hint,
                                           .text = arena_str(sources->arena, str_from(text)),
                                           .order = sources->messages.count});
    sources->errors += kind == MESSAGE_ERROR;
}

static int compare_messages(const void *left, const void *right) {
    const Message *a = left;
    const Message *b = right;
    if (a->span.file->index != b->span.file->index) {
        return a->span.file->index < b->span.file->index ? -1 : 1;
    }
    if (a->span.start != b->span.start) {
        return a->span.start < b->span.start ? -1 : 1;
    }
    return (a->order > b->order) - (a->order < b->order);
}

void sources_print(Sources *sources) {
    if (sources->messages.count == 0) {
        return;
    }
    qsort(sources->messages.items, sources->messages.count, sizeof(Message), compare_messages);
    size_t shown = 0;
    size_t hidden = 0;
    for (size_t i = 0; i < sources->messages.count; i++) {
        const Message *message = &sources->messages.items[i];
        if (message->kind == MESSAGE_FINDING) {
            continue;
        }
        if (shown == MESSAGES_SHOWN) {
            hidden++;
            continue;
        }
        shown++;
        const Place place = span_place(&message->span);
        (void)diag_report(STATUS_RULES,
                          message->kind == MESSAGE_ERROR ? SEVERITY_ERROR : SEVERITY_WARNING,
                          &place, message->hint, "%.*s", STR_ARG(message->text));
    }
    if (hidden > 0) {
        (void)diag_error(STATUS_RULES, "%zu more messages about the rules are not shown", hidden);
    }
}

Str path_folder(Str path) {
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/') {
        at--;
    }
    return at == 0 ? STR(".") : str_sub(path, 0, at > 1 ? at - 1 : 1);
}

Str path_base(Str path) {
    while (path.len > 1 && path.ptr[path.len - 1] == '/') {
        path.len--;
    }
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/') {
        at--;
    }
    return str_sub(path, at, path.len);
}

/* Takes the last component off `out` if it is one that ".." cancels. */
static bool cancel_last(Buffer *out) {
    const Str path = buffer_str(out);
    const Str last = path_base(path);
    if (path.len == 0 || last.len == 0 || str_equal(last, STR("..")) || str_equal(last, STR("."))) {
        return false;
    }
    out->count = path.len - last.len;
    if (out->count > 1) {
        out->count--;
    }
    return true;
}

static void add_components(Buffer *out, Str path) {
    while (path.len > 0) {
        const Str part = str_split(&path, '/');
        if (part.len == 0 || str_equal(part, STR(".")) ||
            (str_equal(part, STR("..")) && cancel_last(out))) {
            continue;
        }
        if (out->count > 0 && out->items[out->count - 1] != '/') {
            buffer_byte(out, '/');
        }
        buffer_add(out, part);
    }
}

Str path_join(Arena *arena, Str folder, Str relative) {
    Buffer out = {0};
    const bool absolute = str_starts(relative, STR("/"));
    if (absolute || str_starts(folder, STR("/"))) {
        buffer_byte(&out, '/');
    }
    if (!absolute) {
        add_components(&out, folder);
    }
    add_components(&out, relative);
    const Str path = out.count > 0 ? arena_str(arena, buffer_str(&out)) : STR(".");
    buffer_free(&out);
    return path;
}
