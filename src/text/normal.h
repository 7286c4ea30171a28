/* A document's text in NFC, and where that moved its code points. */
#ifndef TEXT_NORMAL_H
#define TEXT_NORMAL_H

#include "text.h"

typedef VEC(Shift) ShiftList;

/* Appends well-formed `source` in NFC to `body` and to `shifts` every place where the distance to
 * the source changes. */
void normal_add(Str source, Buffer *body, ShiftList *shifts);

#endif
