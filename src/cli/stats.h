/* What a run cost, for people. Inside cli/ only. */
#ifndef CLI_STATS_H
#define CLI_STATS_H

#include "pipeline.h"

/* The processor time of each stage and the rules that took most steps, on standard error. */
void stats_show(const Ruleset *ruleset, const RunStats *stats, const RunCounts *counts);

#endif
