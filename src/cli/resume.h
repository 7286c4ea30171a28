/* extract --resume: going on where an earlier run stopped. Inside cli/ only. */
#ifndef CLI_RESUME_H
#define CLI_RESUME_H

#include "export/export.h"
#include "pipeline.h"

/* Opens what an earlier run wrote to `path`, or a new file, to write on behind its last whole line,
 * and fills `written` with what is there. What is no line of NDJSON is reported with its place; the
 * file stays as it is then. */
MUST_USE Status resume_open(Output **out, const char *path, Written *written);

#endif
