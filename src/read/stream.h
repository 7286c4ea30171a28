/* Bytes of one open file, decompressed as they are read. The only code that knows zlib and zstd. */
#ifndef READ_STREAM_H
#define READ_STREAM_H

#include "base/base.h"

typedef enum Compression {
    COMPRESSION_NONE,
    COMPRESSION_GZIP,
    COMPRESSION_ZSTD,
    COMPRESSION_GUESS /* by the first bytes */
} Compression;

typedef struct Stream Stream;

/* Takes the open file `fd`; borrows `stop`, or -1. Never NULL; release with stream_close(). */
Stream *stream_open(int fd, Compression compression, int stop);
/* Up to `room` (at least 1) bytes into `to`; returns their number, 0 at the end, -1 after a failure
 * that stream_error() describes. */
ptrdiff_t stream_read(Stream *stream, char *to, size_t room);
/* Appends bytes to `to` until it holds `limit` bytes or the stream ends; false after a failure. */
bool stream_read_all(Stream *stream, Buffer *to, size_t limit);
/* Whether it failed because no more is wanted: the program is asked to end, or `stop` can be read.
 */
bool stream_is_stopped(const Stream *stream);
/* Why stream_read() failed; lives as long as the stream. */
const char *stream_error(const Stream *stream);
/* Bytes taken from the file so far. */
uint64_t stream_consumed(const Stream *stream);
/* Whether nothing is there to be read at the moment, as with a pipe whose writer is slow. */
bool stream_is_waiting(const Stream *stream);
void stream_close(Stream *stream);

#endif
