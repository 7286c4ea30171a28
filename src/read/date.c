#include "date.h"

#include <stdio.h>
#include <strings.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2200, PARTS_MAX = 8 };

typedef struct Number {
    uint32_t value;
    size_t start, end;
} Number;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* The next run of digits at or behind `from`; false if there is none. */
static bool next_number(Str text, size_t from, Number *out) {
    while (from < text.len && !is_digit(text.ptr[from])) {
        from++;
    }
    if (from == text.len) {
        return false;
    }
    *out = (Number){.start = from};
    while (from < text.len && is_digit(text.ptr[from])) {
        const uint32_t digit = (uint32_t)(text.ptr[from] - '0');
        out->value = out->value > 100000000U ? out->value : out->value * 10 + digit;
        from++;
    }
    out->end = from;
    return true;
}

static bool is_year(uint32_t value) { return value >= YEAR_MIN && value <= YEAR_MAX; }

static bool is_day(uint32_t year, uint32_t month, uint32_t day) {
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!is_year(year) || month < 1 || month > 12 || day < 1 || day > days[month - 1]) {
        return false;
    }
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month != 2 || day < 29 || is_leap;
}

static Str full_date(Arena *arena, uint32_t year, uint32_t month, uint32_t day) {
    return is_day(year, month, day) ? arena_printf(arena, "%04u-%02u-%02u", year, month, day)
                                    : STR_NONE;
}

/* 1..12 for an English name of a month or its first three letters, at `at`; 0 for other words. */
static uint32_t month_at(Str text, size_t at) {
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (at + 3 > text.len || (at > 0 && is_letter(text.ptr[at - 1]))) {
        return 0;
    }
    for (uint32_t month = 0; month < 12; month++) {
        if (strncasecmp(text.ptr + at, names + (size_t)month * 3, 3) == 0) {
            return month + 1;
        }
    }
    return 0;
}

/* "05 Dec 2024 10:00", "December 5, 2024" */
static Str named_month(Str text, Arena *arena) {
    uint32_t month = 0;
    size_t at = 0;
    while (at < text.len && month == 0) {
        month = is_letter(text.ptr[at]) ? month_at(text, at) : 0;
        at++;
    }
    Number before = {0};
    Number behind = {0};
    Number year = {0};
    if (month == 0 || !next_number(text, at, &behind)) {
        return STR_NONE;
    }
    if (next_number(text, 0, &before) && before.start < at) {
        const uint32_t short_year = behind.value < 100 ? behind.value + 2000 : behind.value;
        return full_date(arena, short_year, month, before.value);
    }
    if (next_number(text, behind.end, &year)) {
        return full_date(arena, year.value, month, behind.value);
    }
    return is_year(behind.value) ? arena_printf(arena, "%04u-%02u", behind.value, month) : STR_NONE;
}

static bool has_half_day(Str text) {
    for (size_t i = 1; i < text.len; i++) {
        const char c = text.ptr[i - 1];
        const bool is_end = i + 1 == text.len || !is_letter(text.ptr[i + 1]);
        const bool is_begin = i < 2 || !is_letter(text.ptr[i - 2]);
        if (is_begin && is_end && strchr("AaPp", c) && c != '\0' &&
            (text.ptr[i] == 'M' || text.ptr[i] == 'm')) {
            return true;
        }
    }
    return false;
}

/* "2024-12-05T10:00:00+07:00", "2024/12/5", "20241205", "2024-12", "2024" */
static Str year_first(Str text, Number first, Arena *arena) {
    if (first.end - first.start == 8) {
        return full_date(arena, first.value / 10000, first.value / 100 % 100, first.value % 100);
    }
    Number month;
    Number day;
    if (first.end - first.start != 4 || !is_year(first.value)) {
        return STR_NONE;
    }
    if (!next_number(text, first.end, &month)) {
        return arena_printf(arena, "%04u", first.value);
    }
    if (month.start != first.end + 1 || month.value < 1 || month.value > 12) {
        return STR_NONE;
    }
    if (!next_number(text, month.end, &day) || day.start != month.end + 1) {
        return arena_printf(arena, "%04u-%02u", first.value, month.value);
    }
    return full_date(arena, first.value, month.value, day.value);
}

/* Three numbers from `first` on, day first. */
static Str day_first(Str text, Number first, bool is_month_first, Arena *arena) {
    Number second;
    Number year;
    if (!next_number(text, first.end, &second) || second.start != first.end + 1 ||
        !next_number(text, second.end, &year) || year.start != second.end + 1 ||
        year.end - year.start != 4 || !strchr("/-.", text.ptr[first.end]) ||
        text.ptr[first.end] != text.ptr[second.end]) {
        return STR_NONE;
    }
    const bool is_turned = is_month_first ? first.value <= 12 : second.value > 12;
    return is_turned ? full_date(arena, year.value, first.value, second.value)
                     : full_date(arena, year.value, second.value, first.value);
}

Str date_normalise(Str text, Arena *arena) {
    text = str_trim(text);
    Number number;
    if (!next_number(text, 0, &number)) {
        return STR_NONE;
    }
    Str date = number.start == 0 ? year_first(text, number, arena) : STR_NONE;
    if (date.len > 0) {
        return date;
    }
    date = named_month(text, arena);
    const bool is_month_first = has_half_day(text);
    for (size_t at = 0; date.len == 0 && next_number(text, at, &number); at = number.end) {
        date = day_first(text, number, is_month_first, arena);
        if (date.len == 0 && number.end - number.start == 4 && number.end < text.len &&
            strchr("-/", text.ptr[number.end])) {
            date = year_first(str_sub(text, number.start, text.len), (Number){number.value, 0, 4},
                              arena);
        }
    }
    return date;
}

Str date_find(Str text, Arena *arena) {
    Number number;
    for (size_t at = 0; next_number(text, at, &number); at = number.end) {
        if (number.end - number.start <= 2) {
            const Str date = day_first(text, number, false, arena);
            if (date.len > 0) {
                return date;
            }
        }
    }
    return STR_NONE;
}
