#include "internal.h"

/* Rounds of phrase rules: an office with its body, then a person with that office, then what
 * follows in apposition. */
enum { PHRASE_ROUNDS = 4, LIST_MAX = 60, BRACKET_TOKENS = 40, FILLER_TOKENS = 7 };

typedef VEC(Element) ElementVec;
typedef VEC(BoundMatch) BoundVec;

typedef struct Builder {
    Finder *finder;
    const Sentence *sentence;
    uint32_t sentence_index;
    uint32_t end;
    ElementVec elements; /* by first; no two overlap, until lists are added */
    BoundVec bound;
} Builder;

static TypeSet types_of(const Finder *finder, const uint32_t *heads, uint32_t count) {
    TypeSet all = ~(TypeSet)0;
    for (uint32_t i = 0; i < count; i++) {
        const TypeId type = finder->mentions.items[heads[i]].type;
        all &= finder->ruleset->types[type].self_and_above;
    }
    return count == 0 ? 0 : all;
}

static Element element_of(const Finder *finder, uint32_t first, uint32_t count,
                          const uint32_t *heads, uint32_t head_count) {
    return (Element){.first = first,
                     .count = count,
                     .heads = heads,
                     .head_count = head_count,
                     .types = types_of(finder, heads, head_count),
                     .head_first = finder->mentions.items[heads[0]].first};
}

static void add_mentions(Builder *builder) {
    Finder *finder = builder->finder;
    const uint32_t stop = finder->mention_at.items[builder->sentence_index + 1];
    for (uint32_t i = finder->mention_at.items[builder->sentence_index]; i < stop; i++) {
        const Mention *mention = &finder->mentions.items[i];
        uint32_t *head = arena_new(finder->arena, uint32_t);
        *head = i;
        uint32_t count = mention->count;
        if (mention->kind == MENTION_BARE) { /* "this company": the word belongs to the phrase */
            count +=
                grammar_at(finder, GRAMMAR_DEMONSTRATIVE, mention->first + count, builder->end);
        }
        vec_push(&builder->elements, element_of(finder, mention->first, count, head, 1));
    }
}

static int by_place(const void *left, const void *right) {
    const Element *a = left;
    const Element *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return (a->count < b->count) - (a->count > b->count);
}

/* A lattice over the builder's elements of this moment, copied into the arena. */
static void freeze(const Builder *builder, Draft *draft) {
    const Finder *finder = builder->finder;
    const uint32_t count = (uint32_t)builder->elements.count;
    Element *elements = arena_array(finder->arena, Element, count);
    if (count > 0) {
        memcpy(elements, builder->elements.items, count * sizeof *elements);
        qsort(elements, count, sizeof *elements, by_place);
    }
    uint32_t *at = arena_array(finder->arena, uint32_t, builder->sentence->count + 1);
    uint32_t next = 0;
    for (uint32_t i = 0; i <= builder->sentence->count; i++) {
        at[i] = next;
        while (next < count && elements[next].first == builder->sentence->first + i) {
            next++;
        }
    }
    draft->elements = elements;
    draft->lattice = (Lattice){.tokens = finder->tokens,
                               .ruleset = finder->ruleset,
                               .first = builder->sentence->first,
                               .end = builder->end,
                               .elements = elements,
                               .element_at = at,
                               .element_count = count};
}

void match_bind(BoundMatch *out, const Match *match, const Lattice *lattice) {
    *out = (BoundMatch){.rule = match->rule, .first = match->first, .count = match->count};
    for (uint32_t i = 0; i < match->rule->capture_count && i < CAPTURES_MAX; i++) {
        const Capture *capture = &match->captures[i];
        out->captures[i].first = capture->first;
        out->captures[i].count = capture->count;
        if (capture->count > 0 && capture->element != NO_ELEMENT) {
            out->captures[i].heads = lattice->elements[capture->element].heads;
            out->captures[i].head_count = lattice->elements[capture->element].head_count;
        }
    }
}

static int by_match_rank(const void *left, const void *right) {
    const Match *a = left;
    const Match *b = right;
    if (a->rule->priority != b->rule->priority) {
        return a->rule->priority > b->rule->priority ? -1 : 1;
    }
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return (a->rule > b->rule) - (a->rule < b->rule);
}

/* A mention made by a phrase rule, such as an office that stands for its holder. */
static const uint32_t *new_mention(Builder *builder, const BoundMatch *bound) {
    Finder *finder = builder->finder;
    const Rule *rule = bound->rule;
    uint32_t first = bound->first;
    uint32_t count = bound->count;
    if (rule->span != NO_CAPTURE && bound->captures[rule->span].count > 0) {
        first = bound->captures[rule->span].first;
        count = bound->captures[rule->span].count;
    }
    uint32_t *head = arena_new(finder->arena, uint32_t);
    *head = (uint32_t)finder->mentions.count;
    vec_push(&finder->mentions, (Mention){.first = first,
                                          .count = count,
                                          .sentence = builder->sentence_index,
                                          .type = rule->type,
                                          .kind = (MentionKind)rule->mention_kind,
                                          .gazetteer = NO_MENTION,
                                          .antecedent = NO_MENTION,
                                          .rule = rule});
    return head;
}

static const BoundCapture *capture_named(const BoundMatch *bound, const char *name) {
    for (uint32_t i = 0; i < bound->rule->capture_count && i < CAPTURES_MAX; i++) {
        if (str_equal(bound->rule->captures[i], str_from(name)) && bound->captures[i].count > 0) {
            return &bound->captures[i];
        }
    }
    return NULL;
}

/* What a phrase tells of its head: the office, a short name. */
static void note_on_head(Builder *builder, const BoundMatch *bound, uint32_t head) {
    Mention *mention = &builder->finder->mentions.items[head];
    const BoundCapture *title = capture_named(bound, "Title");
    if (title && mention->title_count == 0) {
        mention->title_first = title->first;
        mention->title_count = title->count;
    }
    const BoundCapture *acronym = capture_named(bound, "Acronym");
    if (acronym && mention->acronym.len == 0) {
        mention->acronym = token_text(builder->finder->tokens, acronym->first, acronym->count);
    }
}

/* Puts one element in the place of those inside the match. */
static void replace_elements(Builder *builder, const BoundMatch *bound, const uint32_t *heads,
                             uint32_t head_count) {
    size_t kept = 0;
    for (size_t i = 0; i < builder->elements.count; i++) {
        const Element *element = &builder->elements.items[i];
        if (element->first + element->count <= bound->first ||
            element->first >= bound->first + bound->count) {
            builder->elements.items[kept++] = *element;
        }
    }
    builder->elements.count = kept;
    vec_push(&builder->elements,
             element_of(builder->finder, bound->first, bound->count, heads, head_count));
    qsort(builder->elements.items, builder->elements.count, sizeof(Element), by_place);
}

/* Whether the phrase says something new: not just one element as it stands. */
static bool grows(const Builder *builder, const Match *match) {
    for (size_t i = 0; i < builder->elements.count; i++) {
        const Element *element = &builder->elements.items[i];
        if (element->first == match->first && element->count == match->count) {
            return false;
        }
    }
    return true;
}

/* Where the longest word of the language that begins at token `at` ends, if it runs over no name; or
 * `at`. Words in a grammar key of `passed` do not count. */
static uint32_t word_end(const Builder *builder, const Lattice *lattice, uint32_t at,
                         uint64_t passed) {
    const TokenList *tokens = builder->finder->tokens;
    for (uint32_t i = tokens->phrase_at[at]; i < tokens->phrase_at[at + 1]; i++) {
        const PhraseMatch *phrase = &tokens->phrases[i];
        const uint32_t *elements = lattice->element_at;
        const uint32_t end = at + phrase->count;
        const uint64_t keys = lattice->ruleset->entries[phrase->entry].keys;
        if (end <= builder->end && keys != 0 && (keys & passed) == 0 &&
            elements[at - lattice->first] == elements[end - lattice->first]) {
            return end;
        }
    }
    return at;
}

/* Whether token `first` is the last of a word that begins before it: a phrase rule that begins there
 * would split the word. An honorific of several words ("the family of Mr") may be split. */
static bool splits_word(const Builder *builder, const Lattice *lattice, uint32_t first) {
    enum { WORD_REACH = 3 };
    for (uint32_t back = 1; back <= WORD_REACH; back++) {
        if (first < builder->sentence->first + back) {
            break;
        }
        const uint64_t honorific = (uint64_t)1 << GRAMMAR_HONORIFIC;
        const uint32_t end = word_end(builder, lattice, first - back, honorific);
        if (end > first && end >= word_end(builder, lattice, first, 0)) {
            return true;
        }
    }
    return false;
}

static bool apply_phrase(Builder *builder, const Match *match, const Lattice *lattice) {
    const Rule *rule = match->rule;
    if (!grows(builder, match) || splits_word(builder, lattice, match->first)) {
        return false;
    }
    BoundMatch bound;
    match_bind(&bound, match, lattice);
    const uint32_t *heads = NULL;
    uint32_t head_count = 0;
    if (rule->type != 0) {
        heads = new_mention(builder, &bound);
        head_count = 1;
    } else if (rule->head != NO_CAPTURE) {
        heads = bound.captures[rule->head].heads;
        head_count = bound.captures[rule->head].head_count;
    }
    if (head_count == 0) {
        return false;
    }
    note_on_head(builder, &bound, heads[0]);
    replace_elements(builder, &bound, heads, head_count);
    vec_push(&builder->bound, bound);
    return true;
}

static bool phrase_round(Builder *builder, MatchList *matches, Lattice *lattice) {
    Finder *finder = builder->finder;
    Draft draft;
    freeze(builder, &draft);
    *lattice = draft.lattice;
    vec_clear(matches);
    match_rules(finder->matcher, lattice, RULE_PHRASE, matches);
    if (matches->count == 0) {
        return false;
    }
    qsort(matches->items, matches->count, sizeof(Match), by_match_rank);
    unsigned char *taken = arena_alloc(finder->arena, builder->sentence->count);
    bool changed = false;
    for (size_t i = 0; i < matches->count; i++) {
        const Match *match = &matches->items[i];
        const uint32_t from = match->first - builder->sentence->first;
        if (!memchr(taken + from, 1, match->count) && apply_phrase(builder, match, lattice)) {
            memset(taken + from, 1, match->count);
            changed = true;
        }
    }
    return changed;
}

/* ---- Lists ---- */

static bool is_sign(const Finder *finder, uint32_t token, const char *sign) {
    return str_equal(token_text(finder->tokens, token, 1), str_from(sign));
}

static const Element *element_at(const Builder *builder, uint32_t token) {
    for (size_t i = 0; i < builder->elements.count; i++) {
        if (builder->elements.items[i].first == token) {
            return &builder->elements.items[i];
        }
    }
    return NULL;
}

/* "Vietnam - Japan": a dash between two places of one kind joins them. */
static bool joins_places(const Builder *builder, uint32_t at) {
    const Finder *finder = builder->finder;
    if (at >= builder->end || (!is_sign(finder, at, "-") && !is_sign(finder, at, "\xE2\x80\x93"))) {
        return false;
    }
    const Element *behind = element_at(builder, at + 1);
    if (!behind) {
        return false;
    }
    const Mention *right = &finder->mentions.items[behind->heads[0]];
    for (size_t i = 0; i < builder->elements.count; i++) {
        const Element *before = &builder->elements.items[i];
        if (before->first + before->count == at) {
            const Mention *left = &finder->mentions.items[before->heads[0]];
            return left->type == right->type && mention_is(finder, left, finder->place);
        }
    }
    return false;
}

/* The separator at `at`: its tokens, and whether it is a coordinator. 0 if there is none. */
static uint32_t separator(const Builder *builder, uint32_t at, bool *coordinator) {
    const Finder *finder = builder->finder;
    uint32_t count = 0;
    if (at < builder->end && (is_sign(finder, at, ",") || is_sign(finder, at, ";"))) {
        count = 1;
    }
    if (joins_places(builder, at)) {
        *coordinator = true;
        return 1;
    }
    const uint32_t joined = grammar_at(finder, GRAMMAR_COORDINATOR, at + count, builder->end);
    *coordinator = joined > 0;
    return count + joined;
}

/* Common words that stand as a member of a list: their tokens, or 0. */
static uint32_t filler(const Builder *builder, uint32_t at) {
    uint32_t count = 0;
    while (count < FILLER_TOKENS) {
        const uint32_t step =
            grammar_at(builder->finder, GRAMMAR_GAP_FILLER, at + count, builder->end);
        if (step == 0) {
            break;
        }
        count += step;
    }
    return count;
}

static TypeSet family(const Finder *finder, TypeId type) {
    TypeId top = type;
    while (finder->ruleset->types[top].parent != 0) {
        top = finder->ruleset->types[top].parent;
    }
    return TYPE_BIT(top);
}

/* Members of one list are of one kind; a name of unknown kind goes with any. */
static bool compatible(const Finder *finder, const Element *a, const Element *b, bool coordinator) {
    const TypeId left = finder->mentions.items[a->heads[0]].type;
    const TypeId right = finder->mentions.items[b->heads[0]].type;
    if (left == finder->unknown || right == finder->unknown) {
        return true;
    }
    if (family(finder, left) == family(finder, right)) {
        return true;
    }
    return coordinator && (a->types & finder->actor) != 0 && (b->types & finder->actor) != 0;
}

/* Behind a bracket that begins at `at`, or `at`. */
static uint32_t behind_bracket(const Builder *builder, uint32_t at) {
    if (at < builder->end && is_sign(builder->finder, at, "(")) {
        for (uint32_t i = at + 1; i < builder->end && i - at <= BRACKET_TOKENS; i++) {
            if (is_sign(builder->finder, i, ")")) {
                return i + 1;
            }
        }
    }
    return at;
}

/* Collects the members of the list that begins with element `start`; returns how many. */
static uint32_t list_members(const Builder *builder, const Element *start, const Element **members,
                             bool *joined) {
    uint32_t count = 0;
    members[count++] = start;
    *joined = false;
    uint32_t at = behind_bracket(builder, start->first + start->count);
    while (count < LIST_MAX) {
        bool coordinator = false;
        uint32_t next = at;
        uint32_t gap = separator(builder, next, &coordinator);
        while (gap > 0) {
            const uint32_t words = filler(builder, next + gap);
            if (words == 0 || element_at(builder, next + gap)) {
                break;
            }
            const uint32_t behind = next + gap + words;
            bool again = false;
            const uint32_t more = separator(builder, behind, &again);
            if (more == 0) {
                break;
            }
            next = behind;
            gap = more;
            coordinator = again;
        }
        const Element *member = gap > 0 ? element_at(builder, next + gap) : NULL;
        if (!member || !compatible(builder->finder, start, member, coordinator && next == at)) {
            break;
        }
        *joined = *joined || coordinator || is_sign(builder->finder, next, ";");
        members[count++] = member;
        at = behind_bracket(builder, member->first + member->count);
    }
    return count;
}

/* Members of unknown kind are of the kind of the others. */
static void share_type(Finder *finder, const Element **members, uint32_t count) {
    TypeId known = finder->unknown;
    for (uint32_t i = 0; i < count && known == finder->unknown; i++) {
        known = finder->mentions.items[members[i]->heads[0]].type;
    }
    for (uint32_t i = 0; i < count; i++) {
        Mention *mention = &finder->mentions.items[members[i]->heads[0]];
        if (mention->type == finder->unknown && known != 0) {
            mention->type = known;
        }
    }
}

/* Whether a phrase in one of the grammar keys ends right before token `first`. */
static bool key_before(const Builder *builder, uint32_t first, const GrammarKey *keys,
                       size_t key_count) {
    for (uint32_t back = 1; back <= 3 && first >= builder->sentence->first + back; back++) {
        for (size_t i = 0; i < key_count; i++) {
            if (grammar_at(builder->finder, keys[i], first - back, first) == back) {
                return true;
            }
        }
    }
    return false;
}

/* Whether somebody is told or thanked: "asks A, B to do X" is a list if both are names. */
static bool addressed(const Builder *builder, const Element *a, const Element *b) {
    static const GrammarKey keys[] = {GRAMMAR_CAUSATIVE, GRAMMAR_ADDRESS};
    const Mention *mentions = builder->finder->mentions.items;
    return mentions[a->heads[0]].kind == MENTION_NAME &&
           mentions[b->heads[0]].kind == MENTION_NAME &&
           key_before(builder, a->first, keys, sizeof keys / sizeof *keys);
}

/* Whether a colon or a list opener stands before token `first`. */
static bool opened(const Builder *builder, uint32_t first) {
    static const GrammarKey keys[] = {GRAMMAR_LIST_OPENER, GRAMMAR_LIGHT};
    return (first > builder->sentence->first && is_sign(builder->finder, first - 1, ":")) ||
           key_before(builder, first, keys, sizeof keys / sizeof *keys);
}

static void add_list(Builder *builder, const Element **members, uint32_t count, ElementVec *lists) {
    Finder *finder = builder->finder;
    share_type(finder, members, count);
    for (uint32_t from = 0; from + 1 < count; from++) {
        uint32_t total = 0;
        for (uint32_t i = from; i < count; i++) {
            total += members[i]->head_count;
        }
        uint32_t *heads = arena_array(finder->arena, uint32_t, total);
        uint32_t filled = 0;
        for (uint32_t i = from; i < count; i++) {
            memcpy(heads + filled, members[i]->heads, members[i]->head_count * sizeof *heads);
            filled += members[i]->head_count;
        }
        const Element *last = members[count - 1];
        Element list = element_of(finder, members[from]->first,
                                  last->first + last->count - members[from]->first, heads, total);
        list.is_list = true;
        vec_push(lists, list);
    }
}

/* Two bodies of one kind side by side ("the Department of X, the Department of Y") are a list, not
 * an apposition. */
static bool same_kind(const Finder *finder, const Element *a, const Element *b) {
    const Mention *left = &finder->mentions.items[a->heads[0]];
    const Mention *right = &finder->mentions.items[b->heads[0]];
    const Token *tokens = finder->tokens->tokens;
    if (left->type == right->type && left->kind == MENTION_NAME && right->kind == MENTION_NAME &&
        (left->type == finder->company || left->type == finder->country)) {
        return true;
    }
    return left->type == right->type && mention_is(finder, left, finder->organization) &&
           tokens[left->first].symbol != 0 &&
           tokens[left->first].symbol == tokens[right->first].symbol;
}

static void build_lists(Builder *builder) {
    ElementVec lists = {0};
    const Element *members[LIST_MAX];
    for (size_t i = 0; i < builder->elements.count; i++) {
        const Element *start = &builder->elements.items[i];
        bool joined = false;
        const uint32_t count = list_members(builder, start, members, &joined);
        if (count > 2 || (count == 2 && (joined || opened(builder, start->first) ||
                                         addressed(builder, start, members[1]) ||
                                         same_kind(builder->finder, start, members[1])))) {
            add_list(builder, members, count, &lists);
            const uint32_t behind = members[count - 1]->first;
            while (i + 1 < builder->elements.count &&
                   builder->elements.items[i + 1].first <= behind) {
                i++;
            }
        }
    }
    for (size_t i = 0; i < builder->elements.count; i++) { /* types may have become known */
        Element *element = &builder->elements.items[i];
        element->types = types_of(builder->finder, element->heads, element->head_count);
    }
    for (size_t i = 0; i < lists.count; i++) {
        vec_push(&builder->elements, lists.items[i]);
    }
    vec_free(&lists);
}

void build_lattice(Finder *finder, uint32_t sentence, Draft *draft, BoundMatchList *phrases,
                   PhraseRounds *rounds) {
    const Sentence *source = &finder->tokens->sentences[sentence];
    Builder builder = {.finder = finder,
                       .sentence = source,
                       .sentence_index = sentence,
                       .end = source->first + source->count};
    MatchList matches = {0};
    add_mentions(&builder);
    Lattice *seen = arena_array(finder->arena, Lattice, PHRASE_ROUNDS);
    uint32_t round = 0;
    while (round < PHRASE_ROUNDS && phrase_round(&builder, &matches, &seen[round++])) {
    }
    *rounds = (PhraseRounds){seen, round};
    build_lists(&builder);
    freeze(&builder, draft);
    BoundMatch *bound = arena_array(finder->arena, BoundMatch, builder.bound.count);
    if (builder.bound.count > 0) {
        memcpy(bound, builder.bound.items, builder.bound.count * sizeof *bound);
    }
    *phrases = (BoundMatchList){bound, (uint32_t)builder.bound.count};
    vec_free(&matches);
    vec_free(&builder.elements);
    vec_free(&builder.bound);
}
