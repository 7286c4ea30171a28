#include "tsv.h"

/* Takes the next line that is neither empty nor a comment. */
static bool next_line(Tsv *tsv, Str *out) {
    const Str content = tsv->file->content;
    while (tsv->at < content.len) {
        const size_t stop = str_find(content, '\n', tsv->at);
        tsv->line++;
        tsv->line_start = tsv->at;
        Str line = str_sub(content, tsv->at, stop);
        tsv->at = (uint32_t)(stop < content.len ? stop + 1 : stop);
        if (line.len > 0 && line.ptr[line.len - 1] == '\r') {
            line.len--;
        }
        if (line.len > 0 && line.ptr[0] != '#') {
            *out = line;
            return true;
        }
    }
    return false;
}

/* Cells of `line`; their number, which may be more than fit. */
static uint32_t split(Tsv *tsv, Str line) {
    uint32_t count = 0;
    size_t start = 0;
    for (;;) {
        const size_t stop = str_find(line, '\t', start);
        if (count < TSV_COLUMNS) {
            tsv->cells[count] = str_trim(str_sub(line, start, stop));
        }
        count++;
        if (stop == line.len) {
            break;
        }
        start = stop + 1;
    }
    for (uint32_t i = count; i < TSV_COLUMNS; i++) {
        tsv->cells[i] = str_sub(line, line.len, line.len);
    }
    return count;
}

bool tsv_open(Tsv *tsv, Loader *loader, Str path, const Span *from) {
    *tsv = (Tsv){.loader = loader, .file = rule_file_open(&loader->sources, path, from)};
    if (!tsv->file) {
        return false;
    }
    Str line;
    if (!next_line(tsv, &line)) {
        const Span span = {.file = tsv->file};
        load_error(loader, &span, NULL, "the table has no header");
        return false;
    }
    tsv->columns = split(tsv, line);
    return true;
}

Span tsv_span(const Tsv *tsv, uint32_t cell) {
    const char *base = tsv->file->content.ptr;
    const uint32_t start = (uint32_t)(tsv->cells[cell].ptr - base);
    return (Span){.file = tsv->file,
                  .start = start,
                  .end = start + (uint32_t)tsv->cells[cell].len,
                  .line = tsv->line,
                  .line_start = tsv->line_start};
}

bool tsv_next(Tsv *tsv) {
    Str line;
    while (next_line(tsv, &line)) {
        const uint32_t count = split(tsv, line);
        if (count <= tsv->columns) {
            return true;
        }
        Span span = tsv_span(tsv, tsv->columns < TSV_COLUMNS ? tsv->columns : TSV_COLUMNS - 1);
        load_error(tsv->loader, &span, "cells are separated by one tab each",
                   "the row has %u cells, the header %u", count, tsv->columns);
    }
    return false;
}

bool tsv_expect(Tsv *tsv, const char *const *columns, uint32_t count, uint32_t needed) {
    bool good = tsv->columns >= needed && tsv->columns <= count;
    for (uint32_t i = 0; good && i < tsv->columns; i++) {
        good = str_equal(tsv->cells[i], str_from(columns[i]));
    }
    if (!good) {
        Buffer names = {0};
        for (uint32_t i = 0; i < count; i++) {
            buffer_printf(&names, i == 0 ? "%s" : " %s", columns[i]);
        }
        const Span span = tsv_span(tsv, 0);
        load_error(tsv->loader, &span, "the columns are separated by tabs",
                   "the header of this table must be: %.*s", (int)names.count, names.items);
        buffer_free(&names);
    }
    return good;
}
