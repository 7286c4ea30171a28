/* How exact a date of a text is, and the days that it stands for. Inside export/ only. */
#ifndef EXPORT_DATE_H
#define EXPORT_DATE_H

#include "base/base.h"

typedef enum DatePrecision {
    DATE_UNKNOWN, /* not of the form of the others, or no such day */
    DATE_YEAR,    /* 2024 */
    DATE_MONTH,   /* 2024-12 */
    DATE_DAY      /* 2024-12-05 */
} DatePrecision;

DatePrecision date_precision(Str date);

/* The first and the last day of a year, a month or a day: year * 10000 + month * 100 + day; 0 for
 * what is no date. */
uint32_t date_first_day(Str date);
uint32_t date_last_day(Str date);

#endif
