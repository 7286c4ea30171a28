/* Which rules a sentence leaves over, and where they may begin. */
#include "machine.h"

enum { WORD_BITS = 64 };

/* RuleIndex.set_state: rows are filled; some need is satisfied; some rule may begin. */
enum { SET_KNOWN = 1, SET_NEEDED = 2, SET_STARTS = 4 };

/* The classes of need or rule `number`. */
typedef const ClassId *ClassesOf(const MatchScratch *scratch, const RuleIndex *index,
                                 uint32_t number, uint32_t *count);

static void set_bit(uint64_t *words, uint32_t bit) {
    words[bit / WORD_BITS] |= (uint64_t)1 << (bit % WORD_BITS);
}

static inline void join(uint64_t *restrict into, const uint64_t *restrict other, uint32_t words) {
    for (uint32_t w = 0; w < words; w++) {
        into[w] |= other[w];
    }
}

/* ---- The index of a kind ---- */

static bool same_need(const RuleNeed *a, const RuleNeed *b) {
    return a->types == b->types && a->class_count == b->class_count && a->behind == b->behind &&
           (a->class_count == 0 ||
            memcmp(a->classes, b->classes, a->class_count * sizeof *a->classes) == 0);
}

static uint32_t need_number(RuleIndex *index, const RuleNeed *need) {
    uint32_t number = 0;
    while (number < index->need_count && !same_need(index->needs[number], need)) {
        number++;
    }
    if (number == index->need_count) {
        index->needs[index->need_count++] = need;
    }
    return number;
}

/* The needs of a rule, or its trigger where that is all that is known. */
static const RuleNeed *needs_of(const Rule *rule, Arena *arena, uint32_t *count) {
    *count = rule->need_count;
    if (rule->need_count > 0 || rule->trigger == 0) {
        return rule->needs;
    }
    RuleNeed *need = arena_new(arena, RuleNeed);
    *need = (RuleNeed){.classes = &rule->trigger, .class_count = 1, .behind = true};
    *count = 1;
    return need;
}

static void add_rule(MatchScratch *scratch, RuleIndex *index, const Rule *rule) {
    const uint32_t number = index->count++;
    const Plan *plan = plan_of(scratch, rule);
    index->rules[number] = rule;
    index->first[number] = plan_first(scratch, plan, rule->program, 0);
    const First *first = &scratch->firsts.items[index->first[number]];
    if (first->anything) {
        set_bit(index->anywhere, number);
    }
}

/* Fills the sets of needs; the rarest one of each rule in `rarest`, need_count for none. */
static void add_needs(MatchScratch *scratch, RuleIndex *index, uint32_t *rarest) {
    Arena *arena = &scratch->arena;
    for (uint32_t r = 0; r < index->count; r++) { /* all numbers before any set */
        uint32_t count = 0;
        const RuleNeed *needs = needs_of(index->rules[r], arena, &count);
        for (uint32_t i = 0; i < count; i++) {
            (void)need_number(index, &needs[i]);
        }
    }
    index->need_words = index->need_count / WORD_BITS + 1;
    index->needs_of = arena_array(arena, uint64_t, (size_t)index->count * index->need_words);
    index->ahead_of = arena_array(arena, uint64_t, (size_t)index->count * index->need_words);
    index->needless = arena_array(arena, uint64_t, index->words);
    index->element_needed = true;
    for (uint32_t r = 0; r < index->count; r++) {
        uint32_t count = 0;
        const RuleNeed *needs = needs_of(index->rules[r], arena, &count);
        bool element = false;
        for (uint32_t i = 0; i < count; i++) {
            const uint32_t number = need_number(index, &needs[i]);
            set_bit(index->needs_of + (size_t)r * index->need_words, number);
            if (!needs[i].behind) {
                set_bit(index->ahead_of + (size_t)r * index->need_words, number);
            }
            element = element || needs[i].class_count == 0;
        }
        index->element_needed = index->element_needed && element;
        rarest[r] = count > 0 ? need_number(index, &needs[0]) : index->need_count;
        if (count == 0) {
            set_bit(index->needless, r);
        }
    }
}

static void list_by_rarest(MatchScratch *scratch, RuleIndex *index, const uint32_t *rarest) {
    index->rarest_at = arena_array(&scratch->arena, uint32_t, (size_t)index->need_count + 3);
    index->by_rarest = arena_array(&scratch->arena, uint32_t, (size_t)index->count + 1);
    for (uint32_t r = 0; r < index->count; r++) {
        index->rarest_at[rarest[r] + 2]++;
    }
    for (uint32_t n = 2; n < index->need_count + 3; n++) {
        index->rarest_at[n] += index->rarest_at[n - 1];
    }
    for (uint32_t r = 0; r < index->count; r++) {
        index->by_rarest[index->rarest_at[rarest[r] + 1]++] = r;
    }
}

/* Lists for each class the numbers below `count` whose classes, as `classes_of` gives them, hold
 * it.
 */
static ClassLists list_by_class(MatchScratch *scratch, const RuleIndex *index, uint32_t count,
                                ClassesOf *classes_of) {
    const size_t classes = intern_count(&scratch->ruleset->class_names);
    ClassLists out = {.at = arena_array(&scratch->arena, uint32_t, classes + 3)};
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t length = 0;
        const ClassId *ids = classes_of(scratch, index, i, &length);
        for (uint32_t c = 0; c < length; c++) {
            out.at[ids[c] + 2]++;
        }
        total += length;
    }
    for (size_t c = 2; c < classes + 3; c++) {
        out.at[c] += out.at[c - 1];
    }
    out.items = arena_array(&scratch->arena, uint32_t, (size_t)total + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t length = 0;
        const ClassId *ids = classes_of(scratch, index, i, &length);
        for (uint32_t c = 0; c < length; c++) {
            out.items[out.at[ids[c] + 1]++] = i;
        }
    }
    return out;
}

static const ClassId *classes_of_need(const MatchScratch *scratch, const RuleIndex *index,
                                      uint32_t number, uint32_t *count) {
    (void)scratch;
    *count = index->needs[number]->class_count;
    return index->needs[number]->classes;
}

static const ClassId *classes_of_rule(const MatchScratch *scratch, const RuleIndex *index,
                                      uint32_t number, uint32_t *count) {
    const First *first = &scratch->firsts.items[index->first[number]];
    *count = first->class_count;
    return first->classes;
}

static void index_make(MatchScratch *scratch, RuleKind kind, RuleIndex *index) {
    const Ruleset *ruleset = scratch->ruleset;
    Arena *arena = &scratch->arena;
    uint32_t rules = 0;
    size_t needs = 0;
    for (uint32_t r = 0; r < ruleset->rule_count; r++) {
        const Rule *rule = &ruleset->rules[r];
        if (rule->kind == kind && rule->program) {
            rules++;
            needs += rule->need_count + 1;
        }
    }
    index->words = rules / WORD_BITS + 1;
    index->rules = arena_array(arena, const Rule *, (size_t)rules + 1);
    index->first = arena_array(arena, uint32_t, (size_t)rules + 1);
    index->needs = arena_array(arena, const RuleNeed *, needs + 1);
    index->anywhere = arena_array(arena, uint64_t, index->words);
    for (uint32_t r = 0; r < ruleset->rule_count; r++) {
        const Rule *rule = &ruleset->rules[r];
        if (rule->kind == kind && rule->program) {
            add_rule(scratch, index, rule);
        }
    }
    uint32_t *rarest = mem_zeroed((size_t)rules + 1, sizeof *rarest, "rule index");
    add_needs(scratch, index, rarest);
    list_by_rarest(scratch, index, rarest);
    free(rarest);
    index->needs_by_class = list_by_class(scratch, index, index->need_count, classes_of_need);
    index->rules_by_class = list_by_class(scratch, index, index->count, classes_of_rule);
    const size_t sets = (size_t)ruleset->class_set_count + 1;
    index->set_needs = arena_array(arena, uint64_t, sets * index->need_words);
    index->set_starts = arena_array(arena, uint64_t, 2 * sets * index->words);
    index->set_state = arena_array(arena, uint8_t, sets);
    index->by_shape = arena_array(arena, uint64_t, (size_t)SHAPE_VALUES * index->words);
    index->shape_known = arena_array(arena, bool, SHAPE_VALUES);
}

RuleIndex *scratch_index(MatchScratch *scratch, RuleKind kind) {
    RuleIndex *index = &scratch->index[kind];
    if (!index->rules) {
        index_make(scratch, kind, index);
    }
    return index;
}

void index_free(RuleIndex *index) {
    vec_free(&index->element_types);
    vec_free(&index->by_types);
}

/* ---- Rows, each worked out when it is first asked for ---- */

/* Fills the rows of the class set of `entry`. */
static void learn_set(const MatchScratch *scratch, RuleIndex *index, const LexEntry *entry) {
    const size_t set = entry->class_set;
    uint64_t *needs = index->set_needs + set * index->need_words;
    uint64_t *small = index->set_starts + 2 * set * index->words;
    uint64_t *capital = small + index->words;
    const ClassLists *by_need = &index->needs_by_class;
    const ClassLists *by_rule = &index->rules_by_class;
    index->set_state[set] = SET_KNOWN;
    for (uint32_t i = 0; i < entry->class_count; i++) {
        const ClassId id = entry->classes[i];
        for (uint32_t n = by_need->at[id]; n < by_need->at[id + 1]; n++) {
            set_bit(needs, by_need->items[n]);
            index->set_state[set] |= SET_NEEDED;
        }
        for (uint32_t r = by_rule->at[id]; r < by_rule->at[id + 1]; r++) {
            const uint32_t rule = by_rule->items[r];
            const ShapeTest test = scratch->firsts.items[index->first[rule]].of_class;
            index->set_state[set] |= SET_STARTS;
            if ((test.all & PROGRAM_SHAPE_CAPITAL) == 0) {
                set_bit(small, rule);
            }
            if ((test.none & PROGRAM_SHAPE_CAPITAL) == 0) {
                set_bit(capital, rule);
            }
        }
    }
}

/* The rules that may begin with a token of the shape. */
static const uint64_t *shape_row(const MatchScratch *scratch, RuleIndex *index, uint32_t shape) {
    uint64_t *row = index->by_shape + (size_t)shape * index->words;
    if (index->shape_known[shape]) {
        return row;
    }
    index->shape_known[shape] = true;
    for (uint32_t r = 0; r < index->count; r++) {
        const First *first = &scratch->firsts.items[index->first[r]];
        for (uint32_t i = 0; i < first->shape_count; i++) {
            if (shape_fits(shape, first->shapes[i].all, first->shapes[i].none)) {
                set_bit(row, r);
            }
        }
    }
    return row;
}

static bool types_meet(TypeSet wanted, TypeSet types) {
    return wanted == UINT64_MAX || (wanted & types) != 0;
}

/* The row of an element. */
static const uint64_t *types_row(const MatchScratch *scratch, RuleIndex *index, TypeSet types) {
    const uint32_t length = index->words + index->need_words;
    for (size_t i = 0; i < index->element_types.count; i++) {
        if (index->element_types.items[i] == types) {
            return index->by_types.items + i * length;
        }
    }
    vec_push(&index->element_types, types);
    for (uint32_t w = 0; w < length; w++) {
        vec_push(&index->by_types, 0);
    }
    uint64_t *row = index->by_types.items + index->by_types.count - length;
    for (uint32_t n = 0; n < index->need_count; n++) {
        if (types_meet(index->needs[n]->types, types)) {
            set_bit(row, n);
        }
    }
    for (uint32_t r = 0; r < index->count; r++) {
        if (types_meet(scratch->firsts.items[index->first[r]].types, types)) {
            set_bit(row + index->need_words, r);
        }
    }
    return row;
}

/* ---- One sentence ---- */

/* A vector of `words` zero words. */
#define zero_words(vec, words)                                                                     \
    (vec_reserve((vec), (words)), (vec)->count = (words),                                          \
     (void)memset((vec)->items, 0, (words) * sizeof(uint64_t)))

static bool holds_all(const uint64_t *present, const uint64_t *needs, uint32_t words) {
    for (uint32_t w = 0; w < words; w++) {
        if ((needs[w] & ~present[w]) != 0) {
            return false;
        }
    }
    return true;
}

/* Sets scratch->suffix, position by position from the end. */
static void find_suffixes(MatchScratch *scratch, RuleIndex *index, const Lattice *lattice) {
    const PhraseMatch *phrases = lattice->tokens->phrases;
    const LexEntry *entries = lattice->ruleset->entries;
    const uint32_t words = index->need_words;
    const uint32_t length = lattice->end - lattice->first;
    vec_reserve(&scratch->suffix, (size_t)(length + 1) * words);
    uint64_t *behind = scratch->suffix.items + (size_t)length * words;
    memset(behind, 0, words * sizeof *behind);
    uint32_t p = lattice->tokens->phrase_at[lattice->end];
    for (uint32_t row = length; row-- > 0; behind -= words) {
        uint64_t *present = behind - words;
        for (uint32_t w = 0; w < words; w++) {
            present[w] = behind[w];
        }
        for (const uint32_t begin = lattice->tokens->phrase_at[lattice->first + row]; p > begin;) {
            const LexEntry *entry = &entries[phrases[--p].entry];
            const uint32_t set = entry->class_set;
            if (index->set_state[set] == 0) {
                learn_set(scratch, index, entry);
            }
            if ((index->set_state[set] & SET_NEEDED) != 0) {
                join(present, index->set_needs + (size_t)set * words, words);
            }
        }
    }
    for (uint32_t e = 0; e < lattice->element_count; e++) { /* each for all up to its beginning */
        const Element *element = &lattice->elements[e];
        const uint64_t *types = types_row(scratch, index, element->types);
        for (uint32_t row = 0; row <= element->first - lattice->first; row++) {
            join(scratch->suffix.items + (size_t)row * words, types, words);
        }
    }
}

/* Sets scratch->left to the rules all whose needs the sentence satisfies; false if there are none.
 */
static bool find_left(MatchScratch *scratch, RuleIndex *index, const Lattice *lattice) {
    find_suffixes(scratch, index, lattice);
    zero_words(&scratch->left, (size_t)index->words);
    const uint64_t *present = scratch->suffix.items;
    uint64_t *left = scratch->left.items;
    memcpy(left, index->needless, index->words * sizeof *left);
    for (uint32_t w = 0; w < index->need_words; w++) {
        for (uint64_t bits = present[w]; bits != 0; bits &= bits - 1) {
            const uint32_t need = w * WORD_BITS + (uint32_t)__builtin_ctzll(bits);
            for (uint32_t i = index->rarest_at[need]; i < index->rarest_at[need + 1]; i++) {
                const uint32_t rule = index->by_rarest[i];
                if (holds_all(present, index->needs_of + (size_t)rule * index->need_words,
                              index->need_words)) {
                    set_bit(left, rule);
                }
            }
        }
    }
    uint64_t any = 0;
    for (uint32_t w = 0; w < index->words; w++) {
        any |= left[w];
    }
    return any != 0;
}

/* Notes which of the rules in `rules`, all of them left, may begin at position `row`. */
static void start_at(MatchScratch *scratch, const RuleIndex *index, const uint64_t *rules,
                     uint32_t row, uint32_t row_words) {
    uint64_t *started = scratch->started.items;
    const uint64_t *present = scratch->suffix.items + (size_t)row * index->need_words;
    for (uint32_t w = 0; w < index->words; w++) {
        for (uint64_t bits = rules[w]; bits != 0; bits &= bits - 1) {
            const uint32_t bit = (uint32_t)__builtin_ctzll(bits);
            const size_t rule = w * WORD_BITS + bit;
            uint64_t *starts = scratch->starts.items + rule * row_words;
            if (!holds_all(present, index->ahead_of + rule * index->need_words,
                           index->need_words)) {
                continue;
            }
            if ((started[w] >> bit & 1) == 0) {
                started[w] |= (uint64_t)1 << bit;
                memset(starts, 0, row_words * sizeof *starts);
            }
            set_bit(starts, row);
        }
    }
}

/* Whether a token is inside an element that begins before it, where nothing can begin. */
static bool is_inside(const MatchScratch *scratch, const Lattice *lattice, uint32_t row) {
    return !lattice->open && lattice->element_count > 0 &&
           scratch->limit.items[row] == lattice->first + row &&
           lattice->element_at[row] == lattice->element_at[row + 1];
}

/* Adds to `rules` those that may begin with what stands at position `row`. */
static void join_starts(const MatchScratch *scratch, RuleIndex *index, const Lattice *lattice,
                        uint32_t row, uint64_t *rules) {
    const TokenList *list = lattice->tokens;
    const uint32_t at = lattice->first + row;
    const uint32_t words = index->words;
    const uint32_t shape = list->tokens[at].shape % SHAPE_VALUES;
    const size_t capital = (shape & PROGRAM_SHAPE_CAPITAL) != 0;
    const LexEntry *entries = lattice->ruleset->entries;
    const uint32_t end = list->phrase_at[at + 1];
    for (uint32_t p = list->phrase_at[at]; p < end; p++) {
        const size_t set = entries[list->phrases[p].entry].class_set;
        if ((index->set_state[set] & SET_STARTS) != 0) {
            join(rules, index->set_starts + (2 * set + capital) * words, words);
        }
    }
    join(rules, shape_row(scratch, index, shape), words);
    if (lattice->element_count > 0) {
        for (uint32_t e = lattice->element_at[row]; e < lattice->element_at[row + 1]; e++) {
            const uint64_t *types = types_row(scratch, index, lattice->elements[e].types);
            join(rules, types + index->need_words, words);
        }
    }
}

bool find_starts(MatchScratch *scratch, RuleIndex *index, const Lattice *lattice) {
    if (index->count == 0 || (index->element_needed && lattice->element_count == 0) ||
        !find_left(scratch, index, lattice)) {
        return false;
    }
    const uint32_t length = lattice->end - lattice->first;
    const uint32_t row_words = (length + WORD_BITS - 1) / WORD_BITS;
    const uint32_t words = index->words;
    zero_words(&scratch->started, (size_t)words);
    zero_words(&scratch->here, (size_t)words);
    vec_reserve(&scratch->starts, (size_t)index->count * row_words);
    uint64_t *rules = scratch->here.items;
    const uint64_t *left = scratch->left.items;
    for (uint32_t row = 0; row < length; row++) {
        for (uint32_t w = 0; w < words; w++) {
            rules[w] = index->anywhere[w];
        }
        if (!is_inside(scratch, lattice, row)) {
            join_starts(scratch, index, lattice, row, rules);
        }
        uint64_t any = 0;
        for (uint32_t w = 0; w < words; w++) {
            any |= rules[w] &= left[w];
        }
        if (any != 0) {
            start_at(scratch, index, rules, row, row_words);
        }
    }
    return true;
}
