#include "write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_TRIES = 100 };

static void output_free(Output *output) {
    free(output->path);
    free(output->temporary);
    free(output);
}

static char *copy_text(Str text) {
    char *copy = mem_zeroed(text.len + 1, 1, "path");
    memcpy(copy, text.ptr, text.len);
    return copy;
}

/* Beside the file itself, so that the rename stays within one file system. */
static int open_temporary(Output *output) {
    for (unsigned try = 0; try < NAME_TRIES; try++) {
        Buffer name = {0};
        buffer_printf(&name, "%s.tmp-%ld-%u", output->path, (long)getpid(), try);
        free(output->temporary);
        output->temporary = copy_text(buffer_str(&name));
        buffer_free(&name);
        const int file = open(output->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST) {
            return file;
        }
    }
    return -1;
}

Status output_open(Output **out, const char *path) {
    Output *output = mem_zeroed(1, sizeof *output, "output");
    output->path = copy_text(str_from(path));
    struct stat info;
    if (strcmp(path, "-") == 0) {
        output->file = STDOUT_FILENO;
    } else if (stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {
        output->file = open(path, O_WRONLY | O_CLOEXEC);
    } else {
        output->file = open_temporary(output);
    }
    if (output->file < 0) {
        const Status status =
            diag_error(STATUS_OUTPUT, "%s: cannot be written: %s", path, strerror(errno));
        output_free(output);
        *out = NULL;
        return status;
    }
    *out = output;
    return STATUS_OK;
}

static void write_all(Output *output, const char *bytes, size_t count) {
    while (count > 0 && output->error == 0) {
        const ssize_t written = write(output->file, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (written < 0 && errno != EINTR) {
            output->error = errno;
        }
    }
}

static void flush_buffer(Output *output) {
    write_all(output, output->buffer, output->used);
    output->used = 0;
}

void output_add(Output *output, Str s) {
    if (s.len > OUTPUT_BUFFER - output->used) {
        flush_buffer(output);
        if (s.len >= OUTPUT_BUFFER) {
            write_all(output, s.ptr, s.len);
            return;
        }
    }
    if (s.len > 0) {
        memcpy(output->buffer + output->used, s.ptr, s.len);
        output->used += s.len;
    }
}

static const char *shown_name(const Output *output) {
    return strcmp(output->path, "-") == 0 ? "standard output" : output->path;
}

bool output_failed(const Output *output) { return output->error != 0; }

/* Writes what is left; whether all of it is in the file, under its temporary name. */
static bool complete(Output *output) {
    flush_buffer(output);
    if (output->file != STDOUT_FILENO && close(output->file) != 0 && output->error == 0) {
        output->error = errno;
    }
    struct stat info;
    if (output->error == 0 && output->temporary && stat(output->path, &info) == 0 &&
        S_ISDIR(info.st_mode)) {
        output->error = EISDIR;
    }
    return output->error == 0;
}

/* Gives the file its name, or removes it, and reports what failed. */
static Status settle(Output *output, bool keep) {
    if (keep && output->temporary && rename(output->temporary, output->path) != 0) {
        output->error = errno;
    }
    if (output->temporary && (!keep || output->error != 0)) {
        (void)unlink(output->temporary);
    }
    if (output->error != 0) {
        return diag_error(STATUS_OUTPUT, "%s: cannot be written: %s", shown_name(output),
                          strerror(output->error));
    }
    return STATUS_OK;
}

Status output_close_all(Output *const *outputs, size_t count) {
    bool keep = true;
    Status status = STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        keep = complete(outputs[i]) && keep;
    }
    for (size_t i = 0; i < count; i++) {
        status = status_worse(status, settle(outputs[i], keep));
        output_free(outputs[i]);
    }
    return status;
}

Status output_close(Output *output) { return output_close_all(&output, 1); }

void output_discard(Output *output) {
    if (output->file != STDOUT_FILENO) {
        (void)close(output->file);
    }
    if (output->temporary) {
        (void)unlink(output->temporary);
    }
    output_free(output);
}
