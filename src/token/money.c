#include "parts.h"

/* digits x 10^power, exactly. */
typedef struct Decimal {
    uint64_t digits;
    int power;
} Decimal;

/* Digits that a Decimal holds without overflow, and the powers of ten that make sense for money. */
enum { DIGITS_MAX = 18, POWER_MAX = 24, ADDENDS = 4 };

/* Where the decimals begin: a separator is decimal if it is a single comma, or if the digits behind
 * it are not three; all others group thousands. */
static size_t decimal_point(Str s) {
    size_t last = s.len;
    size_t separators = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.' || s.ptr[i] == ',') {
            last = i;
            separators++;
        }
    }
    const bool grouped = s.len - last == 4 && !(separators == 1 && s.ptr[last] == ',');
    return last < s.len && !grouped ? last : s.len;
}

static bool read_decimal(Str s, Decimal *out) {
    const size_t point = decimal_point(s);
    size_t digits = 0;
    *out = (Decimal){0};
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.' || s.ptr[i] == ',') {
            continue;
        }
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || ++digits > DIGITS_MAX) {
            return false;
        }
        out->digits = out->digits * 10 + (uint64_t)(s.ptr[i] - '0');
        out->power -= i > point;
    }
    return digits > 0;
}

/* Adds `b` to `*a`; false if the sum needs too many digits. */
static bool add_decimal(Decimal *a, Decimal b) {
    Decimal high = a->power > b.power ? *a : b;
    const Decimal low = a->power > b.power ? b : *a;
    while (high.power > low.power) {
        if (high.digits > UINT64_MAX / 20) {
            return false;
        }
        high.digits *= 10;
        high.power--;
    }
    if (high.digits > UINT64_MAX / 2 || low.digits > UINT64_MAX / 2) {
        return false;
    }
    *a = (Decimal){high.digits + low.digits, low.power};
    return true;
}

static Str print_decimal(Decimal value, Str code, Arena *arena) {
    while (value.power < 0 && value.digits % 10 == 0) {
        value.digits /= 10;
        value.power++;
    }
    if (value.power >= 0) {
        return arena_printf(arena, "%llu%.*s %.*s", (unsigned long long)value.digits, value.power,
                            "000000000000000000000000", STR_ARG(code));
    }
    uint64_t unit = 1;
    for (int i = 0; i < -value.power; i++) {
        unit *= 10;
    }
    return arena_printf(arena, "%llu.%0*llu %.*s", (unsigned long long)(value.digits / unit),
                        -value.power, (unsigned long long)(value.digits % unit), STR_ARG(code));
}

/* What follows `prefix` in the name of a class of the entry: MAGNITUDE_6 gives "6", CURRENCY_USD
 * "USD". */
static Str class_suffix(const Ruleset *ruleset, EntryId entry, Str prefix) {
    const LexEntry *phrase = &ruleset->entries[entry];
    for (uint32_t i = 0; i < phrase->class_count; i++) {
        const Str name = intern_str(&ruleset->class_names, phrase->classes[i]);
        if (name.len > prefix.len && str_starts(name, prefix)) {
            return str_sub(name, prefix.len, name.len);
        }
    }
    return STR_NONE;
}

/* The tokens of a phrase of grammar key `key` at `at`, and the suffix of its class; 0 if it has
 * none. */
static uint32_t coded_at(const ValueScan *scan, uint32_t at, GrammarKey key, Str *code) {
    const Str prefix = key == GRAMMAR_CURRENCY ? STR("CURRENCY_") : STR("MAGNITUDE_");
    EntryId entry = 0;
    const uint32_t count = token_entry_at(scan->list, scan->ruleset, at, scan->end,
                                          scan->ruleset->grammar[key], &entry);
    if (count == 0) {
        return 0;
    }
    *code = class_suffix(scan->ruleset, entry, prefix);
    return code->len > 0 ? count : 0;
}

/* A number and the magnitudes behind it. */
static uint32_t number_at(const ValueScan *scan, uint32_t at, Decimal *out) {
    if (at >= scan->end || !(scan->list->tokens[at].shape & SHAPE_NUMBER) ||
        !read_decimal(token_text(scan->list, at, 1), out)) {
        return 0;
    }
    uint32_t taken = 1;
    Str code = STR_NONE;
    uint32_t word = 0;
    while ((word = coded_at(scan, at + taken, GRAMMAR_MAGNITUDE, &code)) > 0) {
        int power = 0;
        for (size_t i = 0; i < code.len; i++) {
            if (code.ptr[i] < '0' || code.ptr[i] > '9' || power > POWER_MAX) {
                return 0;
            }
            power = power * 10 + (code.ptr[i] - '0');
        }
        out->power += power;
        taken += word;
        if (out->power > POWER_MAX) {
            return 0;
        }
    }
    return taken;
}

#define KEY_BIT(key) ((uint64_t)1 << GRAMMAR_##key)

bool value_may_begin(const ValueScan *scan, uint32_t at) {
    static const uint64_t keys = KEY_BIT(TODAY) | KEY_BIT(YESTERDAY) | KEY_BIT(TOMORROW) |
                                 KEY_BIT(DAY) | KEY_BIT(MONTH) | KEY_BIT(YEAR) |
                                 KEY_BIT(THIS_YEAR) | KEY_BIT(LAST_YEAR) | KEY_BIT(NEXT_YEAR) |
                                 KEY_BIT(CURRENCY);
    const TokenList *list = scan->list;
    if (list->tokens[at].shape & SHAPE_NUMBER) {
        return true;
    }
    for (uint32_t p = list->phrase_at[at]; p < list->phrase_at[at + 1]; p++) {
        if ((scan->ruleset->entries[list->phrases[p].entry].keys & keys) != 0) {
            return true;
        }
    }
    return false;
}

bool money_at(const ValueScan *scan, uint32_t at, Value *out) {
    Str code = STR_NONE;
    /* Before a number stands a sign or a code, not the word for a currency. */
    const bool may_lead = (scan->list->tokens[at].shape & (SHAPE_PUNCT | SHAPE_UPPER)) != 0;
    const uint32_t prefix = may_lead ? coded_at(scan, at, GRAMMAR_CURRENCY, &code) : 0;
    Decimal sum = {0};
    uint32_t taken = number_at(scan, at + prefix, &sum);
    if (taken == 0) {
        return false;
    }
    taken += prefix;
    for (int i = 1; i < ADDENDS && sum.power > 0; i++) {
        Decimal more = {0};
        const uint32_t next = number_at(scan, at + taken, &more);
        if (next == 0 || more.power >= sum.power || !add_decimal(&sum, more)) {
            break;
        }
        taken += next;
    }
    const uint32_t suffix = coded_at(scan, at + taken, GRAMMAR_CURRENCY, &code);
    if (code.len == 0 || (prefix == 0 && suffix == 0)) {
        return false;
    }
    *out = (Value){.first = at, .count = taken + suffix, .is_money = true};
    out->normal = print_decimal(sum, code, scan->arena);
    return true;
}
