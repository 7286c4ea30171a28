/* What the files of the command `explain` share. Inside cli/ only. */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "page.h"
#include "study.h"

/* Every rule that fired in the sentence: captures, triples, what kept it back. */
void explain_rules(Page *page, Study *study, uint32_t sentence);
/* One rule in the sentence: where it matches, or why it does not. */
void explain_rule(Page *page, Study *study, const Rule *rule, uint32_t sentence);

#endif
