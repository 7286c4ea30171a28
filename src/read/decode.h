/* Bytes in any encoding to well-formed UTF-8. */
#ifndef READ_DECODE_H
#define READ_DECODE_H

#include "internal.h"

/* The bytes of the item in UTF-8, without byte order mark: borrowed from the item when they are
 * well-formed already, else in the arena. A byte order mark rules; else well-formed UTF-8 is taken
 * as it is; else the encoding `declared`, a name or empty, is tried; else each ill-formed part
 * becomes U+FFFD, which is reported once, with the first place and their number. */
Str decode_item(Reader *reader, Str declared);
/* The same for bytes that can only be UTF-8, beginning in line `line` of the file. */
Str decode_utf8(Reader *reader, Str bytes, uint32_t line);

/* The encoding that XML or HTML declares in its first bytes, or an empty string. */
Str decode_declared(Str bytes);

#endif
