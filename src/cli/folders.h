/* Where the rules are, and where output goes. Inside cli/ only. */
#ifndef CLI_FOLDERS_H
#define CLI_FOLDERS_H

#include "options.h"

#include "rules/rules.h"

/* Loads the rules that --rules or $TRITHUC_RULES names, or else those of the installation or the
 * source tree that the program lies in, or else ./rules. */
MUST_USE Status load_rules(Ruleset **out, const Options *options);

/* Makes `path` and the folders above it, as far as they are missing. */
MUST_USE Status make_folder(const char *path);

#endif
