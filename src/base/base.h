/* The door of base/: memory, strings, vectors, UTF-8, diagnostics, threads, signals.
 * Knows nothing of the other folders. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include "arena.h"
#include "buffer.h"
#include "diag.h"
#include "intern.h"
#include "interrupt.h"
#include "nearest.h"
#include "status.h"
#include "str.h"
#include "syllable.h"
#include "threads.h"
#include "utf8.h"
#include "vec.h"

#endif
