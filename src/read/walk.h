/* From the paths of a command line to the files that hold input. */
#ifndef READ_WALK_H
#define READ_WALK_H

#include "format.h"

typedef struct InputFile {
    Str path; /* a NUL follows it */
    uint64_t size;
    Format format;
    Compression compression;
    bool is_sniffed; /* standard input or a pipe: format and compression show in the bytes */
} InputFile;

typedef VEC(InputFile) InputFileList;

/* Appends the files that `path` leads to, strings in `arena`. What cannot be used is reported and
 * makes the result STATUS_INPUT; files found nevertheless are in the list. */
Status walk_path(const char *path, Arena *arena, InputFileList *files);

#endif
