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

Status output_close(Output *output) {
    flush_buffer(output);
    if (output->file != STDOUT_FILENO && close(output->file) != 0 && output->error == 0) {
        output->error = errno;
    }
    if (output->error == 0 && output->temporary && rename(output->temporary, output->path) != 0) {
        output->error = errno;
    }
    Status status = STATUS_OK;
    if (output->error != 0) {
        status = diag_error(STATUS_OUTPUT, "%s: cannot be written: %s", shown_name(output),
                            strerror(output->error));
        if (output->temporary) {
            (void)unlink(output->temporary);
        }
    }
    output_free(output);
    return status;
}

void output_discard(Output *output) {
    if (output->file != STDOUT_FILENO) {
        (void)close(output->file);
    }
    if (output->temporary) {
        (void)unlink(output->temporary);
    }
    output_free(output);
}
