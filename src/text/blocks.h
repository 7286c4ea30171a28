/* The lines of a text and what each of them is. */
#ifndef TEXT_BLOCKS_H
#define TEXT_BLOCKS_H

#include "text.h"

typedef VEC(Block) BlockList;

/* Appends the blocks of `body`, which is shorter than 4 GiB. `title` may be empty and need not be
 * in NFC. */
void blocks_find(Str body, Str title, BlockList *blocks);

#endif
