#include "resume.h"

typedef struct Reading {
    Written *written;
    Str path;
    Arena arena;
    Buffer id;
} Reading;

static Status take_line(void *context, Str line, uint32_t number) {
    Reading *reading = context;
    if (str_trim(line).len == 0) {
        return STATUS_OK;
    }
    arena_reset(&reading->arena);
    buffer_clear(&reading->id);
    TRY(result_read_id(&reading->id, line, reading->path, number, &reading->arena));
    written_add(reading->written, buffer_str(&reading->id));
    return STATUS_OK;
}

Status resume_open(Output **out, const char *path, Written *written) {
    TRY(output_resume(out, path));
    Reading reading = {.written = written, .path = str_from(path)};
    uint64_t end;
    Status status = read_lines(path, take_line, &reading, &end);
    if (status == STATUS_OK) {
        status = output_cut(*out, end);
    }
    if (status != STATUS_OK) {
        output_discard(*out);
        *out = NULL;
    }
    arena_free(&reading.arena);
    buffer_free(&reading.id);
    return status;
}
