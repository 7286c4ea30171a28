#include "internal.h"
#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH_BYTES = 256 * 1024, DOCUMENT_BYTES = 1 << 30, SNIFFED_SPACE = 64 * 1024 };

struct Source {
    Arena arena;
    InputFileList files;
    size_t next; /* index into `files` */
    SourceLimits limits;
    Status status;
    uint64_t total_bytes;
    /* The file under way; `stream` is NULL between files. */
    Stream *stream;
    InputFile file;
    Buffer pending;   /* bytes read and not handed out yet */
    uint32_t line;    /* of the first pending byte */
    uint64_t counted; /* consumed bytes that items have been told of */
    bool is_skipping; /* in a line that is longer than a document may be */
    bool has_handed_out;
    bool is_by_line;
    bool is_interrupted;
    int stop; /* can be read from source_stop() on */
    uint64_t handed_out;
};

/* ---- Opening and closing ---- */

Status source_open(Source **out, const char *const *paths, size_t path_count) {
    xmlInitParser();
    Source *source = mem_zeroed(1, sizeof *source, "source");
    source->limits = (SourceLimits){BATCH_BYTES, DOCUMENT_BYTES};
    source->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    for (size_t i = 0; i < path_count; i++) {
        source->status =
            status_worse(source->status, walk_path(paths[i], &source->arena, &source->files));
    }
    bool is_known = true;
    for (size_t i = 0; i < source->files.count; i++) {
        is_known = is_known && !source->files.items[i].is_sniffed;
        source->total_bytes += source->files.items[i].size;
    }
    source->total_bytes = is_known ? source->total_bytes : 0;
    *out = source;
    if (source->files.count > 0) {
        return STATUS_OK;
    }
    *out = NULL;
    const Status known = source_close(source);
    return known != STATUS_OK ? known : diag_error(STATUS_INPUT, "no input is named");
}

void source_set_limits(Source *source, SourceLimits limits) { source->limits = limits; }

void source_split_lines(Source *source) {
    source->is_by_line = true;
    source->limits.batch = 1; /* read no further ahead than need be */
}

void source_stop(Source *source) { (void)eventfd_write(source->stop, 1); }

bool source_is_interrupted(const Source *source) { return source->is_interrupted; }

uint64_t source_total_bytes(const Source *source) { return source->total_bytes; }

static void close_file(Source *source) {
    stream_close(source->stream);
    source->stream = NULL;
    buffer_free(&source->pending);
}

Status source_close(Source *source) {
    if (!source) {
        return STATUS_OK;
    }
    const Status status = source->status;
    close_file(source);
    if (source->stop >= 0) {
        (void)close(source->stop);
    }
    vec_free(&source->files);
    arena_free(&source->arena);
    free(source);
    return status;
}

void raw_item_free(RawItem *item) {
    if (item) {
        free((void *)item->bytes.ptr);
        free((void *)item->path.ptr);
        free(item);
    }
}

/* ---- Reports ---- */

static void lose(Source *source, uint32_t line, const char *message) {
    const Place place = {.file = source->file.path, .line = line};
    source->status = diag_report(STATUS_INPUT, SEVERITY_ERROR, &place, NULL, "%s", message);
}

/* What stream_read() failed of, unless it was told to stop. */
static void lose_stream(Source *source, uint32_t line) {
    if (stream_is_stopped(source->stream)) {
        source->is_interrupted = true;
    } else {
        lose(source, line, stream_error(source->stream));
    }
}

static Status cannot_open(Str path) {
    char text[96];
    const Place place = {.file = path};
    return diag_report(STATUS_INPUT, SEVERITY_ERROR, &place, NULL, "cannot open: %s",
                       strerror_r(errno, text, sizeof text));
}

/* ---- Items ---- */

/* An item of the first `count` pending bytes; the rest stays pending. */
static RawItem *hand_out(Source *source, size_t count) {
    Buffer rest = {0};
    buffer_add(&rest, (Str){source->pending.items + count, source->pending.count - count});
    RawItem *item = mem_zeroed(1, sizeof *item, "input");
    char *path = mem_zeroed(source->file.path.len + 1, 1, "path");
    memcpy(path, source->file.path.ptr, source->file.path.len);
    item->format = source->file.format;
    item->path = (Str){path, source->file.path.len};
    item->bytes = (Str){source->pending.items, count};
    item->is_fleeting = source->file.is_sniffed;
    item->number = source->handed_out++;
    item->first_line = source->line;
    const uint64_t consumed = stream_consumed(source->stream);
    item->input_bytes = consumed - source->counted;
    source->counted = consumed;
    source->pending = rest;
    source->has_handed_out = true;
    return item;
}

static uint32_t count_lines(Str bytes) {
    uint32_t lines = 0;
    for (size_t at = str_find(bytes, '\n', 0); at < bytes.len; at = str_find(bytes, '\n', at + 1)) {
        lines++;
    }
    return lines;
}

/* Drops pending bytes up to the end of a line that is too long. */
static void skip_line(Source *source) {
    const Str bytes = buffer_str(&source->pending);
    const size_t end = str_find(bytes, '\n', 0);
    if (end == bytes.len) {
        source->pending.count = 0;
        return;
    }
    source->is_skipping = false;
    source->line++;
    source->pending.count -= end + 1;
    memmove(source->pending.items, source->pending.items + end + 1, source->pending.count);
}

/* End of the last whole line in the pending bytes, none of them before `from`, or 0. */
static size_t whole_lines(const Source *source, size_t from) {
    const char *bytes = source->pending.items;
    const char *last = source->pending.count > from
                           ? memrchr(bytes + from, '\n', source->pending.count - from)
                           : NULL;
    return last ? (size_t)(last - bytes) + 1 : 0;
}

static RawItem *hand_out_lines(Source *source, size_t end) {
    const uint32_t lines = count_lines((Str){source->pending.items, end});
    RawItem *item = hand_out(source, end);
    source->line += lines;
    return item;
}

/* More bytes behind the pending ones: their number, 0 at the end, -1 after a failure. */
static ptrdiff_t read_more(Source *source) {
    enum { LEAST = 4096 };
    Buffer *pending = &source->pending;
    const size_t batch = source->limits.batch;
    const size_t room = pending->count + LEAST < batch ? batch - pending->count : LEAST;
    vec_reserve(pending, pending->count + room);
    const ptrdiff_t got = stream_read(source->stream, pending->items + pending->count,
                                      pending->capacity - pending->count);
    pending->count += got > 0 ? (size_t)got : 0;
    return got;
}

/* The last batch of a file, or NULL. */
static RawItem *last_batch(Source *source, bool failed) {
    if (failed) {
        const uint32_t whole = count_lines(buffer_str(&source->pending));
        lose_stream(source, source->line + whole);
    }
    /* Behind a failure an unfinished line is no line. */
    const size_t end = failed ? whole_lines(source, 0) : source->pending.count;
    if (end > 0 && !source->is_skipping) {
        RawItem *item = hand_out_lines(source, end);
        close_file(source);
        return item;
    }
    if (!source->has_handed_out && !failed && !source->is_skipping) {
        const Place place = {.file = source->file.path};
        (void)diag_report(STATUS_OK, SEVERITY_WARNING, &place, NULL, "is empty");
    }
    close_file(source);
    return NULL;
}

/* The next whole lines of the NDJSON file under way, or NULL behind its end. */
static RawItem *next_batch(Source *source) {
    size_t end = whole_lines(source, 0);
    for (;;) {
        const size_t before = source->pending.count;
        const bool is_enough =
            end > 0 && (before >= source->limits.batch || stream_is_waiting(source->stream));
        if (end > 0 && source->is_by_line) {
            return hand_out_lines(source, str_find(buffer_str(&source->pending), '\n', 0) + 1);
        }
        if (is_enough) {
            return hand_out_lines(source, end);
        }
        if (end == 0 && before > source->limits.document && !source->is_skipping) {
            lose(source, source->line, "the line is longer than 1 GiB; passed over");
            source->is_skipping = true;
        }
        if (source->is_skipping) {
            skip_line(source);
            end = whole_lines(source, 0);
            if (!source->is_skipping) {
                continue;
            }
        }
        const size_t from = source->pending.count;
        const ptrdiff_t got = read_more(source);
        if (got <= 0) {
            return last_batch(source, got < 0);
        }
        const size_t later = source->is_skipping ? 0 : whole_lines(source, from);
        end = later > 0 ? later : end;
    }
}

/* The whole of the file under way, or NULL if it is empty or cannot be read. */
static RawItem *whole_file(Source *source) {
    const size_t limit = source->limits.document;
    RawItem *item = NULL;
    const Place place = {.file = source->file.path};
    if (!stream_read_all(source->stream, &source->pending, limit + 1)) {
        lose_stream(source, 0);
    } else if (source->pending.count > limit) {
        lose(source, 0, "is larger than 1 GiB; passed over");
    } else if (source->pending.count == 0) {
        (void)diag_report(STATUS_OK, SEVERITY_WARNING, &place, NULL, "is empty");
    } else {
        item = hand_out(source, source->pending.count);
    }
    close_file(source);
    return item;
}

static bool is_blank(const Buffer *bytes) {
    for (size_t i = 0; i < bytes->count; i++) {
        const char c = bytes->items[i];
        if (c != ' ' && (c < '\t' || c > '\r')) {
            return false;
        }
    }
    return true;
}

/* Reads on until the first line is there to tell the format from, or what cannot be its first line.
 */
static void sniff(Source *source) {
    Buffer *pending = &source->pending;
    ptrdiff_t got = 1;
    while (got > 0 && pending->count < SNIFFED_SPACE &&
           (is_blank(pending) || str_find(buffer_str(pending), '\n', 0) == pending->count)) {
        got = read_more(source);
    }
    source->file.format = format_of_bytes(buffer_str(pending));
}

static bool open_next_file(Source *source) {
    source->file = source->files.items[source->next++];
    source->line = 1;
    source->counted = 0;
    source->is_skipping = false;
    source->has_handed_out = false;
    int fd = STDIN_FILENO;
    if (!str_equal(source->file.path, STR("-"))) {
        fd = open(source->file.path.ptr, O_RDONLY | O_CLOEXEC);
    }
    if (fd < 0) {
        source->status = cannot_open(source->file.path);
        return false;
    }
    source->stream = stream_open(fd, source->file.compression, source->stop);
    if (source->file.is_sniffed) {
        sniff(source);
    } else if (source->file.format != FORMAT_NDJSON &&
               source->file.compression == COMPRESSION_NONE &&
               source->file.size <= source->limits.document) {
        vec_reserve(&source->pending, source->file.size + 1);
    }
    return true;
}

RawItem *source_next(Source *source) {
    for (;;) {
        if (!source->stream) {
            if (source->next == source->files.count || source->is_interrupted) {
                return NULL;
            }
            if (interrupt_pending()) {
                source->is_interrupted = true;
                return NULL;
            }
            if (!open_next_file(source)) {
                continue;
            }
        }
        RawItem *item =
            source->file.format == FORMAT_NDJSON ? next_batch(source) : whole_file(source);
        if (item) {
            return item;
        }
    }
}

/* Hands the whole lines of `bytes` to `take` and drops them; `*end` moves on by their bytes. */
static Status take_lines(Buffer *bytes, LineTaker *take, void *context, uint64_t *end,
                         uint32_t *number) {
    Status status = STATUS_OK;
    size_t at = 0;
    const Str all = buffer_str(bytes);
    for (size_t stop = str_find(all, '\n', 0); stop < all.len && status == STATUS_OK;
         stop = str_find(all, '\n', at)) {
        status = take(context, str_sub(all, at, stop), ++*number);
        at = stop + 1;
    }
    bytes->count -= at;
    memmove(bytes->items, bytes->items + at, bytes->count);
    *end += at;
    return status;
}

Status read_lines(const char *path, LineTaker *take, void *context, uint64_t *end) {
    const Place place = {.file = str_from(path)};
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return cannot_open(place.file);
    }
    Stream *stream = stream_open(fd, COMPRESSION_NONE, -1);
    Buffer bytes = {0};
    Status status = STATUS_OK;
    uint32_t number = 0;
    ptrdiff_t got = 1;
    *end = 0;
    while (status == STATUS_OK && got > 0) {
        vec_reserve(&bytes, bytes.count + BATCH_BYTES);
        got = stream_read(stream, bytes.items + bytes.count, bytes.capacity - bytes.count);
        if (got > 0) {
            bytes.count += (size_t)got;
            status = take_lines(&bytes, take, context, end, &number);
        }
    }
    if (got < 0) {
        status = STATUS_INPUT;
        if (!stream_is_stopped(stream)) {
            (void)diag_report(status, SEVERITY_ERROR, &place, NULL, "%s", stream_error(stream));
        }
    }
    stream_close(stream);
    buffer_free(&bytes);
    return status;
}

Status read_file(const char *path, Buffer *out) {
    const Str name = str_from(path);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return cannot_open(name);
    }
    Stream *stream = stream_open(fd, COMPRESSION_NONE, -1);
    Status status = STATUS_OK;
    const Place place = {.file = name};
    if (!stream_read_all(stream, out, SIZE_MAX)) {
        status =
            diag_report(STATUS_INPUT, SEVERITY_ERROR, &place, NULL, "%s", stream_error(stream));
    }
    stream_close(stream);
    return status;
}

Status read_utf8_file(const char *path, Buffer *out) {
    TRY(read_file(path, out));
    const size_t bad = utf8_validate(buffer_str(out));
    if (bad < out->count) {
        const Place place = diag_place(str_from(path), buffer_str(out), bad, bad + 1);
        return diag_report(STATUS_INPUT, SEVERITY_ERROR,
                           &(Place){.file = place.file, .line = place.line}, NULL, "not UTF-8");
    }
    return STATUS_OK;
}
