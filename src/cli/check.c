/* check: lints the rules and runs their examples. */
#include "examples.h"
#include "folders.h"
#include "options.h"

enum { BOUND_TOKENS = 40 };

typedef struct ExampleCounts {
    uint32_t examples, failed;
} ExampleCounts;

static void report_failure(const RuleExample *example, Buffer *failure, Buffer *found) {
    buffer_byte(found, '\0');
    (void)diag_report(STATUS_FINDINGS, SEVERITY_ERROR, &example->place,
                      found->count > 1 ? found->items : NULL, "%.*s", STR_ARG(buffer_str(failure)));
}

static ExampleCounts run_examples(const Ruleset *ruleset) {
    ExampleCounts counts = {0};
    Study study = {.ruleset = ruleset};
    Buffer failure = {0};
    Buffer found = {0};
    for (uint32_t r = 0; r < ruleset->rule_count; r++) {
        const Rule *rule = &ruleset->rules[r];
        for (uint32_t i = 0; i < rule->example_count; i++) {
            buffer_clear(&failure);
            buffer_clear(&found);
            counts.examples++;
            if (!example_holds(&study, rule, &rule->examples[i], &failure, &found)) {
                counts.failed++;
                report_failure(&rule->examples[i], &failure, &found);
            }
        }
    }
    buffer_free(&failure);
    buffer_free(&found);
    study_free(&study);
    return counts;
}

Status command_check(const Options *options) {
    Options named = *options;
    if (options->argument_count > 0) {
        named.rules = options->arguments[0];
    }
    Ruleset *ruleset;
    TRY(load_rules(&ruleset, &named));
    const LintCounts lint = ruleset_lint(ruleset, options->verbose);
    const ExampleCounts counts = run_examples(ruleset);
    if (!options->quiet) {
        diag_print("%u rules, %u examples, %u failed, %u warnings, work bound: at most %llu steps "
                   "for a sentence of %d tokens\n",
                   ruleset->rule_count, counts.examples, counts.failed + lint.errors, lint.warnings,
                   (unsigned long long)ruleset_bound(ruleset, BOUND_TOKENS), BOUND_TOKENS);
    }
    ruleset_free(ruleset);
    return counts.failed + lint.errors > 0 ? STATUS_FINDINGS : STATUS_OK;
}
