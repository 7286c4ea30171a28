#include "parts.h"

/* A date as far as it is known; 0 where it is not. */
typedef struct Date {
    unsigned year, month, day;
} Date;

/* Numbers with one kind of separator between them: 5/12/2024, 5.12, 5-12-2024 (five tokens). */
typedef struct Fields {
    uint32_t count, tokens; /* count 0: no such thing here */
    unsigned value[3], digits[3];
    char separator; /* 0 for one number */
} Fields;

static bool is_leap(unsigned year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static unsigned month_days(unsigned year, unsigned month) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool is_valid(Date date) {
    return date.year >= 1000 && date.year <= 2999 && date.month <= 12 &&
           (date.day == 0 || (date.month > 0 && date.day <= month_days(date.year, date.month)));
}

/* Days since the first of March of the year 0. */
static long day_number(Date date) {
    const long year = (long)date.year - (date.month < 3 ? 1 : 0);
    const long month = (long)(date.month + 9) % 12;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 +
           (long)date.day - 1;
}

static Date next_day(Date date) {
    if (date.day < month_days(date.year, date.month)) {
        return (Date){date.year, date.month, date.day + 1};
    }
    return date.month < 12 ? (Date){date.year, date.month + 1, 1} : (Date){date.year + 1, 1, 1};
}

static Date previous_day(Date date) {
    if (date.day > 1) {
        return (Date){date.year, date.month, date.day - 1};
    }
    const Date before =
        date.month > 1 ? (Date){date.year, date.month - 1, 0} : (Date){date.year - 1, 12, 0};
    return (Date){before.year, before.month, month_days(before.year, before.month)};
}

static unsigned read_digits(Str s, size_t *at, unsigned *digits) {
    unsigned value = 0;
    *digits = 0;
    while (*at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9' && *digits < 5) {
        value = value * 10 + (unsigned)(s.ptr[(*at)++] - '0');
        (*digits)++;
    }
    return value;
}

void value_scan_date(ValueScan *scan, Str iso) {
    size_t at = 0;
    Date date = {0};
    unsigned digits = 0;
    date.year = read_digits(iso, &at, &digits);
    if (digits != 4) {
        return;
    }
    if (at < iso.len && iso.ptr[at] == '-') {
        at++;
        date.month = read_digits(iso, &at, &digits);
        if (date.month > 0 && at < iso.len && iso.ptr[at] == '-') {
            at++;
            date.day = read_digits(iso, &at, &digits);
        }
    }
    if (is_valid(date)) {
        scan->year = date.year;
        scan->month = date.month;
        scan->day = date.day;
    }
}

static uint32_t shape_at(const ValueScan *scan, uint32_t at) {
    return at < scan->end ? scan->list->tokens[at].shape : 0;
}

static uint32_t key_at(const ValueScan *scan, uint32_t at, GrammarKey key) {
    return token_class_at(scan->list, scan->ruleset, at, scan->end, scan->ruleset->grammar[key]);
}

static Fields token_fields(const ValueScan *scan, uint32_t at) {
    Fields fields = {.tokens = 1};
    if (!(shape_at(scan, at) & SHAPE_NUMBER)) {
        return fields;
    }
    const Str word = token_text(scan->list, at, 1);
    for (size_t byte = 0;;) {
        unsigned *digits = &fields.digits[fields.count];
        fields.value[fields.count++] = read_digits(word, &byte, digits);
        if (byte == word.len && *digits > 0 && *digits < 5) {
            return fields;
        }
        const char separator = byte < word.len ? word.ptr[byte++] : '\0';
        const bool known = separator == '/' || separator == '.';
        if (!known || fields.count == 3 ||
            (fields.separator != 0 && fields.separator != separator)) {
            return (Fields){.tokens = 1};
        }
        fields.separator = separator;
    }
}

/* The fields at `at`; single numbers that hyphens join without white space are fields of one date.
 */
static Fields fields_at(const ValueScan *scan, uint32_t at) {
    Fields fields = token_fields(scan, at);
    while (fields.count > 0 && fields.count < 3 &&
           (fields.separator == 0 || fields.separator == '-')) {
        const uint32_t dash = at + fields.tokens;
        const bool glued = (shape_at(scan, dash) & MARK_DASH) &&
                           (shape_at(scan, dash) & SHAPE_GLUED) &&
                           (shape_at(scan, dash + 1) & SHAPE_GLUED);
        const Fields next = glued ? token_fields(scan, dash + 1) : (Fields){0};
        if (next.count != 1) {
            break;
        }
        fields.value[fields.count] = next.value[0];
        fields.digits[fields.count++] = next.digits[0];
        fields.separator = '-';
        fields.tokens += 2;
    }
    return fields;
}

/* Reads the year behind `at`, if one is written there: its tokens, or 0. */
static uint32_t year_at(const ValueScan *scan, uint32_t at, Date *date) {
    static const struct {
        GrammarKey key;
        int shift;
    } relative[] = {{GRAMMAR_THIS_YEAR, 0}, {GRAMMAR_LAST_YEAR, -1}, {GRAMMAR_NEXT_YEAR, 1}};
    for (size_t i = 0; scan->year > 0 && i < sizeof relative / sizeof *relative; i++) {
        const uint32_t taken = key_at(scan, at, relative[i].key);
        if (taken > 0) {
            date->year = (unsigned)((int)scan->year + relative[i].shift);
            return taken;
        }
    }
    const uint32_t word = key_at(scan, at, GRAMMAR_YEAR);
    const Fields fields = word > 0 ? token_fields(scan, at + word) : (Fields){0};
    if (fields.count != 1 || fields.digits[0] != 4) {
        return 0;
    }
    date->year = fields.value[0];
    return word + 1;
}

/* The same, with a comma before it allowed. */
static uint32_t year_tail(const ValueScan *scan, uint32_t at, Date *date) {
    const uint32_t comma = (shape_at(scan, at) & MARK_COMMA) ? 1 : 0;
    const uint32_t taken = year_at(scan, at + comma, date);
    return taken > 0 ? comma + taken : 0;
}

/* Behind the word for a month: its number, perhaps its year. */
static uint32_t month_number(const ValueScan *scan, uint32_t at, Date *date) {
    const Fields fields = fields_at(scan, at);
    const bool with_year = fields.count == 2 && fields.digits[1] == 4;
    if (fields.count == 0 || fields.digits[0] > 2 || fields.value[0] < 1 || fields.value[0] > 12 ||
        fields.count == 3) {
        return 0;
    }
    date->month = fields.value[0];
    if (with_year) {
        date->year = fields.value[1];
        return fields.tokens;
    }
    if (fields.separator != 0 && fields.separator != '-') {
        return 0;
    }
    const uint32_t taken = fields.separator == '-' ? 1 : fields.tokens;
    return taken + year_tail(scan, at + taken, date);
}

static uint32_t month_at(const ValueScan *scan, uint32_t at, Date *date) {
    const uint32_t word = key_at(scan, at, GRAMMAR_MONTH);
    const uint32_t taken = word > 0 ? month_number(scan, at + word, date) : 0;
    return taken > 0 ? word + taken : 0;
}

/* Day, month and year of three fields, in either order. */
static bool full_date(const Fields *fields, Date *date) {
    if (fields->count != 3) {
        return false;
    }
    const bool year_first = fields->digits[0] == 4 && fields->separator == '-';
    *date = year_first ? (Date){fields->value[0], fields->value[1], fields->value[2]}
                       : (Date){fields->value[2], fields->value[1], fields->value[0]};
    const unsigned year_digits = year_first ? fields->digits[0] : fields->digits[2];
    return year_digits == 4 && date->day > 0 && date->month > 0;
}

static bool day_and_month(const Fields *fields, Date *date) {
    if (fields->count != 2 || fields->digits[0] > 2 || fields->digits[1] > 2) {
        return false;
    }
    *date = (Date){0, fields->value[1], fields->value[0]};
    return date->day > 0 && date->month > 0;
}

/* Behind one number of a day: the month, or the end of a stretch of days that has it. The first day
 * counts. */
static uint32_t day_tail(const ValueScan *scan, uint32_t at, Date *date) {
    uint32_t taken = month_at(scan, at, date);
    if (taken > 0 || !(shape_at(scan, at) & MARK_DASH)) {
        return taken;
    }
    const Fields last = token_fields(scan, at + 1);
    Date end = {0};
    if (full_date(&last, &end) || day_and_month(&last, &end)) {
        date->month = end.month;
        date->year = end.year;
        taken = 2;
        return taken + (end.year == 0 ? year_tail(scan, at + taken, date) : 0);
    }
    taken = last.count == 1 ? month_at(scan, at + 2, date) : 0;
    return taken > 0 ? 2 + taken : 0;
}

/* Behind the word for a day. */
static uint32_t day_number_at(const ValueScan *scan, uint32_t at, Date *date) {
    const Fields single = token_fields(scan, at);
    if (single.count == 1 && single.digits[0] <= 2) {
        Date day = {0, 0, single.value[0]};
        const uint32_t tail = day_tail(scan, at + 1, &day);
        if (tail > 0) {
            *date = day;
            return 1 + tail;
        }
    }
    const Fields fields = fields_at(scan, at);
    if (full_date(&fields, date)) {
        return fields.tokens;
    }
    if (day_and_month(&fields, date)) {
        return fields.tokens + year_tail(scan, at + fields.tokens, date);
    }
    return 0;
}

/* Whether what stands around `count` tokens from `at` makes a day and a month of 5/12: brackets, or
 * a word of time before it. */
static bool is_dated(const ValueScan *scan, uint32_t at, uint32_t count) {
    if (at == scan->first) {
        return false;
    }
    if ((shape_at(scan, at - 1) & MARK_OPEN) && (shape_at(scan, at + count) & MARK_CLOSE)) {
        return true;
    }
    static const GrammarKey keys[] = {GRAMMAR_TIME, GRAMMAR_TODAY, GRAMMAR_YESTERDAY,
                                      GRAMMAR_TOMORROW};
    for (uint32_t back = 1; back <= 3 && at - back >= scan->first; back++) {
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            if (token_class_at(scan->list, scan->ruleset, at - back, at,
                               scan->ruleset->grammar[keys[i]]) == back) {
                return true;
            }
        }
        if (at - back == scan->first) {
            break;
        }
    }
    return false;
}

/* A date written in numbers alone. */
static uint32_t bare_date(const ValueScan *scan, uint32_t at, Date *date) {
    const Fields fields = fields_at(scan, at);
    if (full_date(&fields, date)) {
        return fields.tokens;
    }
    if (fields.count != 2 || fields.separator != '/') {
        return 0;
    }
    if (fields.digits[1] == 4 && fields.digits[0] <= 2 && fields.value[0] > 0) {
        *date = (Date){fields.value[1], fields.value[0], 0};
        return fields.tokens;
    }
    return is_dated(scan, at, fields.tokens) && day_and_month(&fields, date) ? fields.tokens : 0;
}

static uint32_t relative_day(const ValueScan *scan, uint32_t at, Date *date) {
    const Date today = {scan->year, scan->month, scan->day};
    if (today.day == 0) {
        return 0;
    }
    uint32_t taken = key_at(scan, at, GRAMMAR_TODAY);
    *date = today;
    if (taken == 0 && (taken = key_at(scan, at, GRAMMAR_YESTERDAY)) > 0) {
        *date = previous_day(today);
    } else if (taken == 0 && (taken = key_at(scan, at, GRAMMAR_TOMORROW)) > 0) {
        *date = next_day(today);
    }
    return taken;
}

/* Gives a date without a year that of the document; a day more than nine months off is taken from
 * the year that brings it nearer (30/12 in a text of January). */
static void fill_year(const ValueScan *scan, Date *date) {
    if (date->year != 0 || scan->year == 0) {
        return;
    }
    date->year = scan->year;
    if (date->day == 0 || scan->day == 0 || !is_valid(*date)) {
        return;
    }
    const long apart = day_number(*date) - day_number((Date){scan->year, scan->month, scan->day});
    date->year += apart < -274 ? 1 : 0;
    date->year -= apart > 274 ? 1 : 0;
}

bool date_at(const ValueScan *scan, uint32_t at, Value *out) {
    Date date = {0};
    uint32_t taken = relative_day(scan, at, &date);
    if (taken == 0) {
        date = (Date){0};
        taken = year_at(scan, at, &date);
    }
    if (taken == 0) {
        taken = month_at(scan, at, &date);
    }
    if (taken == 0) {
        const uint32_t word = key_at(scan, at, GRAMMAR_DAY);
        taken = word > 0 ? day_number_at(scan, at + word, &date) : 0;
        taken += taken > 0 ? word : 0;
    }
    if (taken == 0) {
        taken = bare_date(scan, at, &date);
    }
    fill_year(scan, &date);
    if (taken == 0 || !is_valid(date)) {
        return false;
    }
    *out = (Value){.first = at, .count = taken};
    if (date.day > 0) {
        out->normal = arena_printf(scan->arena, "%04u-%02u-%02u", date.year, date.month, date.day);
    } else if (date.month > 0) {
        out->normal = arena_printf(scan->arena, "%04u-%02u", date.year, date.month);
    } else {
        out->normal = arena_printf(scan->arena, "%04u", date.year);
    }
    return true;
}
