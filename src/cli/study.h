/* One text taken through all stages, to be looked at rather than written. Inside cli/ only. */
#ifndef CLI_STUDY_H
#define CLI_STUDY_H

#include "pipeline.h"

/* Zero-initialise with the ruleset set; study_begin() for each text; release with study_free(). */
typedef struct Study {
    const Ruleset *ruleset;
    Scratch scratch;
    Arena arena; /* of the text at hand */
    Document document;
    Analysis analysis;
} Study;

/* Analyses well-formed `text`, which must outlive the study of it, as a document without date. */
void study_begin(Study *study, Str text);
void study_free(Study *study);

Str rule_kind_name(RuleKind kind);

/* The words of tokens first .. first + count - 1 on one line. */
Str study_words(Study *study, uint32_t first, uint32_t count);
Str study_mention(Study *study, uint32_t mention);
/* The claims of one rule, those included that another rule states more surely. */
ClaimList study_claims(Study *study, const Rule *rule);
/* `subject relation object`, with the modality in front if it is not asserted. */
void add_claim_text(Study *study, const Claim *claim, Buffer *out);
/* The matches of rules of a kind with programs, or of one of them, over `lattice`, in the arena. */
uint32_t study_matches(Study *study, const Lattice *lattice, RuleKind kind, const Rule *only,
                       BoundMatch **out);

/* The number of lattices of one sentence that rules of the kind run over: the rounds of phrases,
 * else 1. Not for frames. */
uint32_t study_lattice_count(const Study *study, RuleKind kind, uint32_t sentence);
void study_lattice(Study *study, RuleKind kind, uint32_t sentence, uint32_t index, Lattice *out);

/* Appends why `rule` does not match in the sentence, without a line end, one reason behind each
 * "\n"; false, and nothing appended, if it does. */
bool study_why_not(Study *study, const Rule *rule, uint32_t sentence, Buffer *out);

#endif
