#include "write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
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

/* Waits for the reader of a named pipe, as long as the program is not asked to end. */
static int open_in_place(const char *path, bool is_pipe) {
    enum { PAUSE = 20 }; /* milliseconds */
    int file = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    while (file < 0 && errno == ENXIO && is_pipe && !interrupt_pending()) {
        (void)poll(NULL, 0, PAUSE);
        file = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    }
    return file;
}

/* Hands it out if its file is open, else reports errno. */
static Status finish_opening(Output **out, Output *output) {
    struct stat info;
    *out = output;
    if (output->file >= 0) {
        output->is_regular = fstat(output->file, &info) == 0 && S_ISREG(info.st_mode);
        return STATUS_OK;
    }
    *out = NULL;
    if (!interrupt_pending()) {
        (void)diag_error(STATUS_OUTPUT, "%s: cannot be written: %s", output->path, strerror(errno));
    }
    output_free(output);
    return STATUS_OUTPUT;
}

Status output_open(Output **out, const char *path) {
    Output *output = mem_zeroed(1, sizeof *output, "output");
    output->path = copy_text(str_from(path));
    struct stat info;
    if (strcmp(path, "-") == 0) {
        output->file = STDOUT_FILENO;
    } else if (stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {
        output->file = open_in_place(path, S_ISFIFO(info.st_mode));
    } else {
        output->file = open_temporary(output);
    }
    return finish_opening(out, output);
}

Status output_resume(Output **out, const char *path) {
    Output *output = mem_zeroed(1, sizeof *output, "output");
    output->path = copy_text(str_from(path));
    output->file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    TRY(finish_opening(out, output));
    const char *reason = NULL;
    if (!output->is_regular) {
        reason = "not a file to go on with";
    } else if (flock(output->file, LOCK_EX | LOCK_NB) != 0) {
        reason = errno == EWOULDBLOCK ? "another run is writing it" : strerror(errno);
    }
    if (reason) {
        output_discard(output);
        *out = NULL;
        return diag_error(STATUS_OUTPUT, "%s: cannot be written: %s", path, reason);
    }
    return STATUS_OK;
}

Status output_cut(Output *output, uint64_t end) {
    if (ftruncate(output->file, (off_t)end) == 0 &&
        lseek(output->file, (off_t)end, SEEK_SET) >= 0) {
        return STATUS_OK;
    }
    return diag_error(STATUS_OUTPUT, "%s: cannot be written: %s", output->path, strerror(errno));
}

/* What may have to wait for its reader takes PIPE_BUF bytes at a time, which is what it has room
 * for once it is ready. */
static void write_all(Output *output, const char *bytes, size_t count) {
    while (count > 0 && output->error == 0) {
        size_t step = count;
        if (!output->is_regular) {
            if (!interrupt_await_output(output->file)) {
                output->error = EPIPE;
                return;
            }
            step = count < PIPE_BUF ? count : PIPE_BUF;
        }
        const ssize_t written = write(output->file, bytes, step);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (written < 0 && errno != EINTR && errno != EAGAIN) {
            output->error = errno;
        }
    }
}

void output_flush(Output *output) {
    write_all(output, output->buffer, output->used);
    output->used = 0;
}

void output_add(Output *output, Str s) {
    if (s.len > OUTPUT_BUFFER - output->used) {
        output_flush(output);
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
    output_flush(output);
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
    if (output->error == EPIPE) {
        return STATUS_OUTPUT;
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

Status output_close_partial(Output *output) {
    if (output->temporary) {
        Buffer name = {0};
        buffer_printf(&name, "%s.partial", output->path);
        free(output->path);
        output->path = copy_text(buffer_str(&name));
        buffer_free(&name);
    }
    return output_close(output);
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
