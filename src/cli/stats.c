#include "stats.h"

enum { RULES_SHOWN = 10 };

static const char *const stage_names[] = {
#define X(id, name) name,
    STAGES(X)
#undef X
};

static void show_stages(const RunStats *stats, const RunCounts *counts) {
    double total = 0;
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        total += stats->spent[stage];
    }
    diag_print("%-12s %9s %6s %9s\n", "stage", "seconds", "%", "MB/s");
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        const double spent = stats->spent[stage];
        diag_print("%-12s %9.3f %6.1f %9.1f\n", stage_names[stage], spent,
                   total > 0 ? 100 * spent / total : 0.0,
                   spent > 0 ? (double)counts->bytes / 1e6 / spent : 0.0);
    }
}

/* The number of the rule with most steps among those that are not `shown` yet; rule_count if none
 * has any. */
static uint32_t costliest(const Ruleset *ruleset, const RunStats *stats, const bool *shown) {
    uint32_t best = ruleset->rule_count;
    for (uint32_t r = 0; r < ruleset->rule_count; r++) {
        const uint64_t least = best < ruleset->rule_count ? stats->rules[best].steps : 0;
        if (!shown[r] && stats->rules[r].steps > least) {
            best = r;
        }
    }
    return best;
}

static void show_rules(const Ruleset *ruleset, const RunStats *stats) {
    uint64_t total = 0;
    for (uint32_t r = 0; r < ruleset->rule_count; r++) {
        total += stats->rules[r].steps;
    }
    bool *shown = mem_zeroed((size_t)ruleset->rule_count + 1, sizeof *shown, "rules shown");
    diag_print("%-12s %9s %6s %9s  %s\n", "steps", "tried", "%", "matched", "rule");
    for (int i = 0; i < RULES_SHOWN; i++) {
        const uint32_t r = costliest(ruleset, stats, shown);
        if (r == ruleset->rule_count) {
            break;
        }
        shown[r] = true;
        const RuleWork *work = &stats->rules[r];
        diag_print("%-12llu %9llu %6.1f %9llu  %.*s %.*s\n", (unsigned long long)work->steps,
                   (unsigned long long)work->runs, 100.0 * (double)work->steps / (double)total,
                   (unsigned long long)work->matches, STR_ARG(ruleset->rules[r].place_text),
                   STR_ARG(ruleset->rules[r].name));
    }
    free(shown);
}

void stats_show(const Ruleset *ruleset, const RunStats *stats, const RunCounts *counts) {
    show_stages(stats, counts);
    show_rules(ruleset, stats);
}
