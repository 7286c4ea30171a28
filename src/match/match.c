#include "machine.h"

void matcher_free(Matcher *matcher) {
    MatchScratch *scratch = matcher->scratch;
    if (!scratch) {
        return;
    }
    arena_free(&scratch->arena);
    vec_free(&scratch->failed);
    vec_free(&scratch->row_round);
    vec_free(&scratch->local);
    vec_free(&scratch->choices);
    vec_free(&scratch->undo);
    vec_free(&scratch->trail);
    vec_free(&scratch->limit);
    vec_free(&scratch->class_rows);
    vec_free(&scratch->shape_rows);
    vec_free(&scratch->element_row);
    vec_free(&scratch->starts);
    vec_free(&scratch->class_row);
    vec_free(&scratch->present);
    vec_free(&scratch->candidates);
    free(scratch);
    matcher->scratch = NULL;
}

/* The first position at or behind `row` where the rule may begin, or NO_POSITION. */
static uint32_t next_start(const MatchScratch *scratch, uint32_t row) {
    for (uint32_t word = row / 64; word < scratch->words; word++) {
        uint64_t bits = scratch->starts.items[word];
        bits &= word == row / 64 ? UINT64_MAX << (row % 64) : UINT64_MAX;
        if (bits != 0) {
            return word * 64 + (uint32_t)__builtin_ctzll(bits);
        }
    }
    return NO_POSITION;
}

/* Adds the matches of one rule. */
static void run_rule(Matcher *matcher, const Lattice *lattice, const RuleStart *start,
                     MatchList *out) {
    MatchScratch *scratch = matcher->scratch;
    scratch_starts(scratch, start);
    uint32_t row = next_start(scratch, 0);
    if (row == NO_POSITION) {
        return;
    }
    Machine machine;
    machine_start(&machine, matcher, lattice, start->rule->program);
    while (row != NO_POSITION) {
        const uint32_t at = lattice->first + row;
        const uint32_t end = machine_run(&machine, at);
        if (end == NO_POSITION || end == at) {
            row = next_start(scratch, row + 1);
            continue;
        }
        Match match = {.rule = start->rule, .first = at, .count = end - at};
        for (uint32_t i = 0; i < CAPTURES_MAX; i++) {
            match.captures[i] = scratch->captures[i].capture;
        }
        vec_push(out, match);
        row = next_start(scratch, end - lattice->first);
    }
}

static int by_index(const void *left, const void *right) {
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Rules lie in one array, so that their addresses are in their order. */
static int by_place(const void *left, const void *right) {
    const Match *a = left;
    const Match *b = right;
    return a->first != b->first ? (a->first > b->first) - (a->first < b->first)
                                : (a->rule > b->rule) - (a->rule < b->rule);
}

/* The rules that the classes of the sentence leave, in order. */
static void find_candidates(MatchScratch *scratch, const RuleIndex *index) {
    vec_clear(&scratch->candidates);
    for (uint32_t i = 0; i < index->untriggered_count; i++) {
        vec_push(&scratch->candidates, index->untriggered[i]);
    }
    for (size_t c = 0; c < scratch->present.count; c++) {
        const ClassId class_id = scratch->present.items[c];
        for (uint32_t i = index->trigger_at[class_id]; i < index->trigger_at[class_id + 1]; i++) {
            vec_push(&scratch->candidates, index->by_trigger[i]);
        }
    }
    if (scratch->candidates.count > 1) {
        qsort(scratch->candidates.items, scratch->candidates.count, sizeof(uint32_t), by_index);
    }
}

void match_rules(Matcher *matcher, const Lattice *lattice, RuleKind kind, MatchList *out) {
    if (lattice->first >= lattice->end) {
        return;
    }
    MatchScratch *scratch = scratch_prepare(matcher, lattice);
    const RuleIndex *index = scratch_index(scratch, kind);
    find_candidates(scratch, index);
    const size_t before = out->count;
    for (size_t i = 0; i < scratch->candidates.count; i++) {
        run_rule(matcher, lattice, &index->starts[scratch->candidates.items[i]], out);
    }
    if (out->count > before + 1) {
        qsort(out->items + before, out->count - before, sizeof(Match), by_place);
    }
}

bool match_why_not(Matcher *matcher, const Lattice *lattice, const Rule *rule, uint32_t *token,
                   Buffer *expected) {
    *token = lattice->first;
    if (!rule->program) {
        return true;
    }
    scratch_prepare(matcher, lattice);
    Furthest best = {.at = lattice->first};
    Machine machine;
    machine_start(&machine, matcher, lattice, rule->program);
    for (uint32_t at = lattice->first; at < lattice->end; at++) {
        Furthest furthest = {.at = at};
        machine.furthest = &furthest;
        const uint32_t end = machine_run(&machine, at);
        if (end != NO_POSITION && end != at) {
            return false;
        }
        /* A run that took nothing says something only if none took anything. */
        if (at == lattice->first || (furthest.at > at && furthest.at > best.at)) {
            best = furthest;
        }
    }
    *token = best.at;
    for (uint32_t i = 0; i < best.count; i++) {
        buffer_add(expected, i > 0 ? STR(" | ") : STR(""));
        buffer_add(expected, best.expected[i]);
    }
    return true;
}
