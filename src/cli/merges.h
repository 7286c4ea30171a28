/* The file of merges: what the graph made one actor, and what the analyst says of it.
 *
 * A table of cells separated by tabs, with a header. A row whose `decision` is `join` or `apart` is
 * a correction; the others only tell. Inside cli/ only. */
#ifndef CLI_MERGES_H
#define CLI_MERGES_H

#include "resolve/resolve.h"

/* The corrections of a file; owns what they point to. Zero-initialise, release with
 * merges_free(). */
typedef struct Merges {
    Buffer content;
    VEC(Correction) corrections;
} Merges;

/* Reads the corrections of `path`; a file that does not exist has none. Reports each bad row, and
 * then returns STATUS_INPUT. */
MUST_USE Status merges_read(Merges *out, const char *path);
/* Writes the merges of `network` and the corrections to `path`. */
MUST_USE Status merges_write(const Merges *merges, const Network *network, const char *path);
void merges_free(Merges *merges);

#endif
