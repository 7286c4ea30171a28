#include "machine.h"

enum { FEW_MATCHES = 24 };

void matcher_free(Matcher *matcher) {
    MatchScratch *scratch = matcher->scratch;
    if (!scratch) {
        return;
    }
    arena_free(&scratch->arena);
    for (int kind = 0; kind < RULE_KIND_COUNT; kind++) {
        index_free(&scratch->index[kind]);
    }
    free(scratch->plans);
    vec_free(&scratch->firsts);
    intern_free(&scratch->first_keys);
    vec_free(&scratch->failed);
    vec_free(&scratch->row_round);
    vec_free(&scratch->local);
    vec_free(&scratch->choices);
    vec_free(&scratch->undo);
    vec_free(&scratch->trail);
    vec_free(&scratch->limit);
    vec_free(&scratch->suffix);
    vec_free(&scratch->left);
    vec_free(&scratch->here);
    vec_free(&scratch->started);
    vec_free(&scratch->starts);
    vec_free(&scratch->work);
    vec_free(&scratch->visited);
    vec_free(&scratch->classes);
    vec_free(&scratch->shapes);
    free(scratch);
    matcher->scratch = NULL;
}

static void find_limits(MatchScratch *scratch, const Lattice *lattice) {
    const uint32_t length = lattice->end - lattice->first;
    if (lattice->open || lattice->element_count == 0) {
        return;
    }
    vec_reserve(&scratch->limit, (size_t)length + 1);
    uint32_t *limit = scratch->limit.items;
    for (uint32_t i = 0; i <= length; i++) {
        limit[i] = lattice->end;
    }
    for (uint32_t e = 0; e < lattice->element_count; e++) {
        const Element *element = &lattice->elements[e];
        for (uint32_t t = 0; t < element->count; t++) {
            limit[element->first + t - lattice->first] = element->first + t;
        }
    }
    for (uint32_t i = length; i > 0; i--) {
        if (limit[i - 1] == lattice->end) {
            limit[i - 1] = limit[i];
        }
    }
}

MatchScratch *scratch_prepare(Matcher *matcher, const Lattice *lattice) {
    if (matcher->scratch && matcher->scratch->ruleset != lattice->ruleset) {
        matcher_free(matcher);
    }
    if (!matcher->scratch) {
        MatchScratch *scratch = mem_zeroed(1, sizeof *scratch, "matcher");
        scratch->ruleset = lattice->ruleset;
        scratch->plans = mem_zeroed(lattice->ruleset->rule_count, sizeof(Plan), "plans of rules");
        matcher->scratch = scratch;
    }
    find_limits(matcher->scratch, lattice);
    return matcher->scratch;
}

/* The first position of the bitset at or behind `row`, or NO_POSITION. */
static uint32_t next_start(const uint64_t *starts, uint32_t words, uint32_t row) {
    for (uint32_t word = row / 64; word < words; word++) {
        uint64_t bits = starts[word];
        bits &= word == row / 64 ? UINT64_MAX << (row % 64) : UINT64_MAX;
        if (bits != 0) {
            return word * 64 + (uint32_t)__builtin_ctzll(bits);
        }
    }
    return NO_POSITION;
}

/* Counts one run of a rule since `steps`. */
static void count_work(const Matcher *matcher, const Rule *rule, uint64_t steps, bool matched) {
    if (matcher->work) {
        RuleWork *work = &matcher->work[rule - matcher->scratch->ruleset->rules];
        work->runs++;
        work->steps += matcher->steps - steps;
        work->matches += matched;
    }
}

/* Adds the matches of one rule, which may begin at the `starts`. */
static void run_rule(Matcher *matcher, const Lattice *lattice, const Rule *rule,
                     const uint64_t *starts, MatchList *out) {
    const uint32_t words = (lattice->end - lattice->first + 63) / 64;
    uint32_t row = next_start(starts, words, 0);
    if (row == NO_POSITION) {
        return;
    }
    Machine machine;
    machine_start(&machine, matcher, lattice, rule);
    while (row != NO_POSITION) {
        const uint32_t at = lattice->first + row;
        const uint64_t steps = matcher->steps;
        const uint32_t end =
            machine_may_start(&machine, at) ? machine_run(&machine, at) : NO_POSITION;
        count_work(matcher, rule, steps, end != NO_POSITION && end != at);
        if (end == NO_POSITION || end == at) {
            row = next_start(starts, words, row + 1);
            continue;
        }
        Match match = {.rule = rule, .first = at, .count = end - at};
        for (uint32_t i = 0; i < machine.captures; i++) {
            match.captures[i] = matcher->scratch->captures[i].capture;
        }
        vec_push(out, match);
        row = next_start(starts, words, end - lattice->first);
    }
}

/* Rules lie in one array, so that their addresses are in their order. */
static int by_place(const void *left, const void *right) {
    const Match *a = left;
    const Match *b = right;
    return a->first != b->first ? (a->first > b->first) - (a->first < b->first)
                                : (a->rule > b->rule) - (a->rule < b->rule);
}

static void sort_matches(Match *items, size_t count) {
    if (count > FEW_MATCHES) {
        qsort(items, count, sizeof *items, by_place);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        size_t to = i;
        while (to > 0 && by_place(&items[to - 1], &items[i]) > 0) {
            to--;
        }
        if (to < i) {
            const Match moved = items[i];
            memmove(items + to + 1, items + to, (i - to) * sizeof *items);
            items[to] = moved;
        }
    }
}

void match_rules(Matcher *matcher, const Lattice *lattice, RuleKind kind, MatchList *out) {
    if (lattice->first >= lattice->end) {
        return;
    }
    MatchScratch *scratch = scratch_prepare(matcher, lattice);
    RuleIndex *index = scratch_index(scratch, kind);
    if (!find_starts(scratch, index, lattice)) {
        return;
    }
    const uint32_t words = (lattice->end - lattice->first + 63) / 64;
    const size_t before = out->count;
    for (uint32_t w = 0; w < index->words; w++) {
        for (uint64_t bits = scratch->started.items[w]; bits != 0; bits &= bits - 1) {
            const uint32_t r = w * 64 + (uint32_t)__builtin_ctzll(bits);
            run_rule(matcher, lattice, index->rules[r], scratch->starts.items + (size_t)r * words,
                     out);
        }
    }
    if (out->count > before + 1) {
        sort_matches(out->items + before, out->count - before);
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
    machine_start(&machine, matcher, lattice, rule);
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
