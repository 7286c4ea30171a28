#include "diag.h"

#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SOURCE_COLUMNS = 200 };

Place diag_place(Str file, Str content, size_t start, size_t end) {
    size_t from = start < content.len ? start : content.len;
    while (from > 0 && content.ptr[from - 1] != '\n') {
        from--;
    }
    uint32_t line = 1;
    for (size_t i = 0; i < from; i++) {
        line += content.ptr[i] == '\n';
    }
    const size_t stop = str_find(content, '\n', from);
    const size_t last = end < stop ? end : stop;
    Str source = str_sub(content, from, stop);
    if (source.len > 0 && source.ptr[source.len - 1] == '\r') {
        source.len--;
    }
    return (Place){.file = file,
                   .line = line,
                   .column = (uint32_t)utf8_count(str_sub(content, from, start)) + 1,
                   .length = last > start ? (uint32_t)utf8_count(str_sub(content, start, last)) : 1,
                   .source = source};
}

/* The part of `s` behind its first `count` code points. */
static Str skip_code_points(Str s, size_t count) {
    size_t at = 0;
    while (at < s.len && count > 0) {
        (void)utf8_next(s, &at);
        count--;
    }
    return str_sub(s, at, s.len);
}

static void print_source(const Place *place) {
    Str line = place->source;
    size_t before = place->column > 0 ? place->column - 1U : 0;
    if (before > SOURCE_COLUMNS) {
        line = skip_code_points(line, before - SOURCE_COLUMNS / 2);
        before = SOURCE_COLUMNS / 2;
    }
    const Str rest = skip_code_points(line, SOURCE_COLUMNS);
    line.len -= rest.len;
    fprintf(stderr, "  %.*s\n", STR_ARG(line));
    if (place->column == 0) {
        return;
    }
    const Str marked = skip_code_points(line, before);
    const Str behind = skip_code_points(marked, place->length);
    const size_t indent = utf8_width(str_sub(line, 0, line.len - marked.len));
    size_t width = utf8_width(str_sub(marked, 0, marked.len - behind.len));
    fprintf(stderr, "  %*s^", (int)indent, "");
    while (width > 1) {
        fputc('~', stderr);
        width--;
    }
    fputc('\n', stderr);
}

static void print_message(Severity severity, const Place *place, const char *hint,
                          const char *format, va_list args) {
    static const char *const names[] = {"error", "warning", "note"};
    flockfile(stderr);
    if (place && place->file.len > 0) {
        fprintf(stderr, "%.*s:", STR_ARG(place->file));
        if (place->line > 0) {
            fprintf(stderr, "%u:", place->line);
        }
        if (place->column > 0) {
            fprintf(stderr, "%u:", place->column);
        }
        fputc(' ', stderr);
    } else {
        fputs("trithuc: ", stderr);
    }
    fprintf(stderr, "%s: ", names[severity]);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    if (place && place->source.len > 0) {
        print_source(place);
    }
    if (hint) {
        fprintf(stderr, "  hint: %s\n", hint);
    }
    funlockfile(stderr);
}

Status diag_report(Status status, Severity severity, const Place *place, const char *hint,
                   const char *format, ...) {
    va_list args;
    va_start(args, format);
    print_message(severity, place, hint, format, args);
    va_end(args);
    return status;
}

Status diag_error(Status status, const char *format, ...) {
    va_list args;
    va_start(args, format);
    print_message(SEVERITY_ERROR, NULL, NULL, format, args);
    va_end(args);
    return status;
}

void diag_print(const char *format, ...) {
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fflush(stderr);
}

int diag_is_terminal(void) { return isatty(STDERR_FILENO); }

_Noreturn void diag_out_of_memory(const char *noun) {
    fprintf(stderr, "trithuc: error: out of memory for %s\n", noun);
    abort();
}
