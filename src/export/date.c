#include "date.h"

enum { YEAR_LENGTH = 4, MONTH_LENGTH = 7, DAY_LENGTH = 10 };

/* The number of the digits in `start`..`end`; 0 when something else is there too. */
static uint32_t number_of(Str s, size_t start, size_t end) {
    uint32_t value = 0;
    for (size_t i = start; i < end; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return 0;
        }
        value = value * 10 + (uint32_t)(s.ptr[i] - '0');
    }
    return value;
}

static uint32_t days_of(uint32_t year, uint32_t month) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[(month + 11) % 12];
}

DatePrecision date_precision(Str date) {
    const uint32_t year = date.len >= YEAR_LENGTH ? number_of(date, 0, YEAR_LENGTH) : 0;
    if (year == 0) {
        return DATE_UNKNOWN;
    }
    if (date.len == YEAR_LENGTH) {
        return DATE_YEAR;
    }
    const uint32_t month =
        date.len >= MONTH_LENGTH && date.ptr[4] == '-' ? number_of(date, 5, MONTH_LENGTH) : 0;
    if (month < 1 || month > 12) {
        return DATE_UNKNOWN;
    }
    if (date.len == MONTH_LENGTH) {
        return DATE_MONTH;
    }
    const uint32_t day =
        date.len == DAY_LENGTH && date.ptr[7] == '-' ? number_of(date, 8, DAY_LENGTH) : 0;
    return day >= 1 && day <= days_of(year, month) ? DATE_DAY : DATE_UNKNOWN;
}

uint32_t date_first_day(Str date) {
    const DatePrecision precision = date_precision(date);
    if (precision == DATE_UNKNOWN) {
        return 0;
    }
    const uint32_t year = number_of(date, 0, YEAR_LENGTH);
    const uint32_t month = precision >= DATE_MONTH ? number_of(date, 5, MONTH_LENGTH) : 1;
    const uint32_t day = precision == DATE_DAY ? number_of(date, 8, DAY_LENGTH) : 1;
    return year * 10000 + month * 100 + day;
}

uint32_t date_last_day(Str date) {
    const DatePrecision precision = date_precision(date);
    const uint32_t first = date_first_day(date);
    if (precision == DATE_YEAR) {
        return first + 1130; /* from 1 January to 31 December */
    }
    return precision == DATE_MONTH ? first - 1 + days_of(first / 10000, first / 100 % 100) : first;
}
