/* The examples inside rules, run. Inside cli/ only. */
#ifndef CLI_EXAMPLES_H
#define CLI_EXAMPLES_H

#include "study.h"

/* Whether the example of `rule` holds. An example holds when the rule itself gives all that it
 * expects: a mention, a phrase with that head, or triples of that modality. A counter-example holds
 * when the rule gives no mention, no phrase, and no triple that is asserted or planned. Otherwise
 * `failure` says what is wrong and `found` what there is instead, both without a line end. */
bool example_holds(Study *study, const Rule *rule, const RuleExample *example, Buffer *failure,
                   Buffer *found);

#endif
