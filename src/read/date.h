/* Dates as the web writes them. */
#ifndef READ_DATE_H
#define READ_DATE_H

#include "base/base.h"

/* `text` as YYYY-MM-DD (or YYYY-MM, YYYY where it says no more), in `arena`; empty when it is no
 * date. Reads ISO 8601, RFC 822, English month names, and numbers: year first, or day before month,
 * which only an AM or PM behind them, or a number that can be no month, turns around. The date is
 * taken as written, in its own time zone. */
Str date_normalise(Str text, Arena *arena);
/* The first full date in numbers, day first, with / - or . between them, inside longer text; empty
 * if none. */
Str date_find(Str text, Arena *arena);

#endif
