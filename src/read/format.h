/* What a file is, told from its name or its first bytes. */
#ifndef READ_FORMAT_H
#define READ_FORMAT_H

#include "read.h"
#include "stream.h"

/* False when the ending of `path` is none that is read. */
bool format_of_path(Str path, Format *format, Compression *compression);

/* What the first bytes of nameless input look like: an object is NDJSON, or JSON when its first
 * line ends behind the brace; an array of objects is JSON; a tag is XML or HTML; all else is text.
 */
Format format_of_bytes(Str bytes);

/* The endings that are read, for messages. */
const char *format_hint(void);

/* `path` without folders and known endings; "stdin" for standard input. */
Str format_document_name(Str path);

#endif
