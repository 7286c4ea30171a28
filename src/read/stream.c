#include "stream.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { INPUT_SIZE = 128 * 1024, READ_STEP = 256 * 1024 };

struct Stream {
    int fd, stop;
    Compression compression;
    bool ended;    /* the file has no more bytes */
    bool finished; /* a frame of compressed data is complete and no other has begun */
    bool failed;
    bool stopped;
    uint64_t consumed;
    size_t at, end; /* unread bytes of `input` */
    z_stream gzip;
    ZSTD_DStream *zstd;
    char error[160];
    char input[INPUT_SIZE];
};

static ptrdiff_t fail(Stream *stream, const char *what, const char *detail) {
    (void)snprintf(stream->error, sizeof stream->error, "%s%s%s", what, detail ? ": " : "",
                   detail ? detail : "");
    stream->failed = true;
    return -1;
}

/* The system's read(), counted and repeated until there is something, unless it is to stop. */
static ptrdiff_t read_fd(Stream *stream, char *to, size_t room) {
    ssize_t got;
    do {
        if (!interrupt_await_input(stream->fd, stream->stop)) {
            stream->stopped = true;
            return fail(stream, "stopped", NULL);
        }
        got = read(stream->fd, to, room);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    if (got < 0) {
        char text[96];
        return fail(stream, "cannot read", strerror_r(errno, text, sizeof text));
    }
    stream->ended = got == 0;
    stream->consumed += (uint64_t)got;
    return got;
}

/* Fills `input` once it is used up. False after a failure. */
static bool fill(Stream *stream) {
    if (stream->at < stream->end || stream->ended) {
        return true;
    }
    const ptrdiff_t got = read_fd(stream, stream->input, INPUT_SIZE);
    stream->at = 0;
    stream->end = got > 0 ? (size_t)got : 0;
    return got >= 0;
}

static Compression guess(Stream *stream) {
    /* Four bytes may come one at a time from a pipe. */
    while (stream->end < 4 && !stream->ended) {
        const ptrdiff_t got =
            read_fd(stream, stream->input + stream->end, INPUT_SIZE - stream->end);
        if (got < 0) {
            break;
        }
        stream->end += (size_t)got;
    }
    const Str head = {stream->input, stream->end};
    if (str_starts(head, STR("\x1F\x8B"))) {
        return COMPRESSION_GZIP;
    }
    return str_starts(head, STR("\x28\xB5\x2F\xFD")) ? COMPRESSION_ZSTD : COMPRESSION_NONE;
}

static void open_decoder(Stream *stream) {
    stream->finished = true;
    if (stream->compression == COMPRESSION_GZIP) {
        enum { GZIP_ONLY = 16 };
        if (inflateInit2(&stream->gzip, GZIP_ONLY + MAX_WBITS) != Z_OK) {
            diag_out_of_memory("gzip");
        }
    } else if (stream->compression == COMPRESSION_ZSTD) {
        stream->zstd = ZSTD_createDStream();
        if (!stream->zstd) {
            diag_out_of_memory("zstd");
        }
    }
}

Stream *stream_open(int fd, Compression compression, int stop) {
    Stream *stream = mem_zeroed(1, sizeof *stream, "stream");
    stream->fd = fd;
    stream->stop = stop;
    stream->compression = compression == COMPRESSION_GUESS ? guess(stream) : compression;
    open_decoder(stream);
    return stream;
}

static ptrdiff_t read_plain(Stream *stream, char *to, size_t room) {
    if (stream->at == stream->end) {
        return stream->ended ? 0 : read_fd(stream, to, room);
    }
    const size_t rest = stream->end - stream->at;
    const size_t count = rest < room ? rest : room;
    memcpy(to, stream->input + stream->at, count);
    stream->at += count;
    return (ptrdiff_t)count;
}

/* Zero bytes behind a complete member are padding, as gzip itself has it. */
static void skip_padding(Stream *stream) {
    while (stream->finished && stream->consumed > stream->end - stream->at &&
           stream->at < stream->end && stream->input[stream->at] == 0) {
        stream->at++;
    }
}

static ptrdiff_t read_gzip(Stream *stream, char *to, size_t room) {
    z_stream *gzip = &stream->gzip;
    gzip->next_out = (Bytef *)to;
    gzip->avail_out = room < UINT32_MAX ? (uInt)room : UINT32_MAX;
    const uInt wanted = gzip->avail_out;
    while (gzip->avail_out == wanted) {
        if (!fill(stream)) {
            return -1;
        }
        skip_padding(stream);
        if (stream->at == stream->end) {
            if (!stream->ended) {
                continue;
            }
            return stream->finished ? 0 : fail(stream, "the gzip data end too early", NULL);
        }
        gzip->next_in = (Bytef *)stream->input + stream->at;
        gzip->avail_in = (uInt)(stream->end - stream->at);
        const int result = inflate(gzip, Z_NO_FLUSH);
        stream->at = stream->end - gzip->avail_in;
        stream->finished = result == Z_STREAM_END;
        if (result == Z_STREAM_END) {
            (void)inflateReset(gzip);
        } else if (result == Z_MEM_ERROR) {
            diag_out_of_memory("gzip");
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            return fail(stream, "not gzip, or damaged", gzip->msg);
        }
    }
    return (ptrdiff_t)(wanted - gzip->avail_out);
}

static ptrdiff_t read_zstd(Stream *stream, void *to, size_t room) {
    ZSTD_outBuffer out = {to, room, 0};
    while (out.pos == 0) {
        if (!fill(stream)) {
            return -1;
        }
        if (stream->at == stream->end && stream->finished) {
            return 0;
        }
        ZSTD_inBuffer in = {stream->input, stream->end, stream->at};
        const size_t result = ZSTD_decompressStream(stream->zstd, &out, &in);
        if (ZSTD_isError(result)) {
            return fail(stream, "not zstd, or damaged", ZSTD_getErrorName(result));
        }
        const bool stuck = in.pos == stream->at && out.pos == 0;
        stream->at = in.pos;
        stream->finished = result == 0;
        if (stuck && stream->ended && !stream->finished) {
            return fail(stream, "the zstd data end too early", NULL);
        }
    }
    return (ptrdiff_t)out.pos;
}

ptrdiff_t stream_read(Stream *stream, char *to, size_t room) {
    if (stream->failed) {
        return -1;
    }
    switch (stream->compression) {
    case COMPRESSION_GZIP:
        return read_gzip(stream, to, room);
    case COMPRESSION_ZSTD:
        return read_zstd(stream, to, room);
    default:
        return read_plain(stream, to, room);
    }
}

bool stream_read_all(Stream *stream, Buffer *to, size_t limit) {
    while (to->count < limit) {
        if (to->capacity == to->count) {
            vec_reserve(to, to->count + READ_STEP);
        }
        size_t room = to->capacity - to->count;
        if (room > limit - to->count) {
            room = limit - to->count;
        }
        const ptrdiff_t got = stream_read(stream, to->items + to->count, room);
        if (got <= 0) {
            return got == 0;
        }
        to->count += (size_t)got;
    }
    return true;
}

bool stream_is_stopped(const Stream *stream) { return stream->stopped; }

const char *stream_error(const Stream *stream) { return stream->error; }

uint64_t stream_consumed(const Stream *stream) { return stream->consumed; }

bool stream_is_waiting(const Stream *stream) {
    if (stream->at < stream->end || stream->ended) {
        return false;
    }
    struct pollfd state = {.fd = stream->fd, .events = POLLIN};
    return poll(&state, 1, 0) == 0;
}

void stream_close(Stream *stream) {
    if (!stream) {
        return;
    }
    if (stream->compression == COMPRESSION_GZIP) {
        (void)inflateEnd(&stream->gzip);
    }
    (void)ZSTD_freeDStream(stream->zstd);
    if (stream->fd != STDIN_FILENO) {
        (void)close(stream->fd);
    }
    free(stream);
}
