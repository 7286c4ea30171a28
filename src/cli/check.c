/* check: lints the rules. */
#include "folders.h"
#include "options.h"

Status command_check(const Options *options) {
    Options named = *options;
    if (options->argument_count > 0) {
        named.rules = options->arguments[0];
    }
    Ruleset *ruleset;
    TRY(load_rules(&ruleset, &named));
    const uint32_t findings = ruleset_lint(ruleset);
    if (!options->quiet) {
        diag_print("%u rules, %u findings\n", ruleset->rule_count, findings);
    }
    ruleset_free(ruleset);
    return findings > 0 ? STATUS_FINDINGS : STATUS_OK;
}
