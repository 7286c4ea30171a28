#include "internal.h"

/* How far back a reference may reach, in sentences. */
enum { REACH_BARE = 15, REACH_PRONOUN = 3 };

static Mention *at(Finder *finder, uint32_t index) { return &finder->mentions.items[index]; }

uint32_t referent(const Finder *finder, uint32_t index) {
    const Mention *mentions = finder->mentions.items;
    for (int step = 0; step < 8 && mentions[index].antecedent != NO_MENTION; step++) {
        index = mentions[index].antecedent;
    }
    return index;
}

static bool is_anchor(Finder *finder, uint32_t index) {
    const Mention *mention = at(finder, referent(finder, index));
    return mention->kind == MENTION_NAME && mention->type != finder->unknown;
}

/* Whether `count` tokens of the text from `left` on are those from `right` on. */
static bool same_words(const Finder *finder, uint32_t left, uint32_t right, uint32_t count) {
    const Token *tokens = finder->tokens->tokens;
    for (uint32_t i = 0; i < count; i++) {
        if (right + i >= finder->tokens->token_count || tokens[left + i].symbol == 0 ||
            tokens[left + i].symbol != tokens[right + i].symbol) {
            return false;
        }
    }
    return true;
}

/* Tokens of the unit ("session", "round") that a bare head or a name begins with: a phrase of the
 * class BARE_UNIT of the rules. */
static uint32_t unit_count(const Finder *finder, const Mention *mention) {
    const ClassId units = intern_find(&finder->ruleset->class_names, STR("BARE_UNIT"));
    const uint32_t count = units == 0
                               ? 0
                               : token_class_at(finder->tokens, finder->ruleset, mention->first,
                                                mention->first + mention->count, units);
    return count < mention->count ? count : 0;
}

/* Whether the name begins with the words of the bare head, or the words before the name do. A unit
 * in front counts for nothing on either side. */
static bool same_head(const Finder *finder, const Mention *bare, const Mention *name) {
    if (same_words(finder, bare->first, name->first, bare->count) ||
        (name->first >= bare->count &&
         same_words(finder, bare->first, name->first - bare->count, bare->count))) {
        return true;
    }
    const uint32_t unit = unit_count(finder, bare);
    return unit > 0 && same_words(finder, bare->first + unit,
                                  name->first + unit_count(finder, name), bare->count - unit);
}

/* Whether the name begins with a head of its own that is not the bare one: "the commune of X" is no
 * province. */
static bool has_other_head(const Finder *finder, const Mention *bare, const Mention *name) {
    return grammar_at(finder, GRAMMAR_PLACE_HEAD, name->first, name->first + name->count) > 0 &&
           !same_words(finder, bare->first, name->first, bare->count);
}

/* Whether a bare head may refer to the name: it is of the type, or a body of which no more is known
 * where the head means a company. */
static bool within(const Finder *finder, const Mention *bare, const Mention *name) {
    if (mention_is(finder, bare, finder->place) && has_other_head(finder, bare, name)) {
        return false;
    }
    if (bare->type == finder->company && TYPE_BIT(name->type) == finder->organization) {
        return true;
    }
    return (finder->ruleset->types[name->type].self_and_above & TYPE_BIT(bare->type)) != 0;
}

/* Mentions in the order of the text. */
typedef VEC(uint32_t) Order;

/* Tokens of the phrase of a class of the rules that begins at `token`; 0 if none does. */
static uint32_t class_count(const Finder *finder, uint32_t token, Str class_name) {
    const ClassId phrases = intern_find(&finder->ruleset->class_names, class_name);
    return phrases == 0 ? 0
                        : token_class_at(finder->tokens, finder->ruleset, token,
                                         finder->tokens->token_count, phrases);
}

/* Whether the words right before the name say that it is the former name of a body: a phrase of the
 * class FORMERLY. */
static bool is_former(const Finder *finder, const Mention *name) {
    for (uint32_t back = 1; back <= 3 && back <= name->first; back++) {
        if (class_count(finder, name->first - back, STR("FORMERLY")) == back) {
            return true;
        }
    }
    return false;
}

/* How often the text has named `name`, or meant it, before place `position`. */
static uint32_t times_named(Finder *finder, const Order *order, size_t position, uint32_t name) {
    uint32_t times = 0;
    for (size_t i = 0; i < position; i++) {
        times += same_as(finder, order->items[i]) == same_as(finder, name);
    }
    return times;
}

/* Whether any of its kind may be meant that the text is about, not just the last one named: "the
 * school", but not "this school", nor one of many bodies of state. */
static bool means_topic(Finder *finder, const Mention *bare) {
    const uint32_t behind = bare->first + bare->count;
    return mention_is(finder, bare, finder->firm) &&
           grammar_at(finder, GRAMMAR_DEMONSTRATIVE, behind, finder->tokens->token_count) == 0;
}

/* The nearest body before whose name holds the words of the bare place inside it, and so says which
 * place is meant: "the people's committee of the province of X" for "the province"; or NO_MENTION. */
static uint32_t body_of_place(Finder *finder, const Order *order, size_t position) {
    const Mention *bare = at(finder, order->items[position]);
    for (uint32_t back = 1; back <= 3 && back <= bare->first; back++) {
        if (grammar_at(finder, GRAMMAR_ORG_HEAD, bare->first - back, bare->first) == back) {
            return NO_MENTION; /* "the police of this commune": another body */
        }
    }
    for (size_t i = position; i-- > 0;) {
        const Mention *body = at(finder, order->items[i]);
        if (bare->sentence - body->sentence > REACH_BARE) {
            break;
        }
        for (uint32_t t = 1; body->kind == MENTION_NAME && t + bare->count < body->count; t++) {
            if (mention_is(finder, body, finder->organization) &&
                same_words(finder, bare->first, body->first + t, bare->count)) {
                return referent(finder, order->items[i]);
            }
        }
    }
    return NO_MENTION;
}

static void refer_bare(Finder *finder, const Order *order, size_t position) {
    Mention *bare = at(finder, order->items[position]);
    const uint32_t end = bare->first + bare->count;
    const bool generic = grammar_at(finder, GRAMMAR_GENERIC_HEAD, bare->first, end) == bare->count;
    const bool topic = means_topic(finder, bare);
    uint32_t most = 0;
    for (size_t i = position; i-- > 0;) {
        const uint32_t index = order->items[i];
        const Mention *name = at(finder, index);
        if (bare->sentence - name->sentence > REACH_BARE) {
            break;
        }
        const bool fits = same_head(finder, bare, name) ||
                          (generic && class_count(finder, name->first, STR("BODY_PART")) == 0);
        if (name->kind != MENTION_NAME || !is_anchor(finder, index) ||
            !within(finder, bare, name) || !fits || is_former(finder, name)) {
            continue;
        }
        const uint32_t anchor = referent(finder, index);
        const uint32_t times = topic ? times_named(finder, order, position, anchor) : 1;
        if (times > most) {
            most = times;
            bare->antecedent = anchor;
        }
        if (!topic) {
            break;
        }
    }
    if (most > 0) {
        bare->type = at(finder, bare->antecedent)->type;
        return;
    }
    if (mention_is(finder, bare, finder->place)) {
        const uint32_t body = body_of_place(finder, order, position);
        bare->antecedent = body;
        bare->type = body == NO_MENTION ? bare->type : at(finder, body)->type;
        return;
    }
    if (!generic && mention_is(finder, bare, finder->event)) {
        bare->kind = MENTION_NAME; /* the first word of an event that has no name */
    }
}

/* Whether `words` occurs in `text` at word boundaries. */
static bool contains_words(Str text, Str words) {
    for (size_t i = 0; words.len > 0 && i + words.len <= text.len; i++) {
        const bool start = i == 0 || text.ptr[i - 1] == ' ';
        const bool stop = i + words.len == text.len || text.ptr[i + words.len] == ' ';
        if (start && stop && memcmp(text.ptr + i, words.ptr, words.len) == 0) {
            return true;
        }
    }
    return false;
}

/* The body or place that begins at a token, or at the genitive there; NO_MENTION if none does. */
static uint32_t body_from(Finder *finder, const Order *order, uint32_t token) {
    token += grammar_at(finder, GRAMMAR_GENITIVE, token, finder->tokens->token_count);
    size_t low = 0;
    size_t high = order->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (at(finder, order->items[middle])->first < token) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < order->count && at(finder, order->items[low])->first == token; low++) {
        const Mention *mention = at(finder, order->items[low]);
        if (mention->type != finder->person && mention_is(finder, mention, finder->actor)) {
            return order->items[low];
        }
    }
    return NO_MENTION;
}

/* Whether two bodies behind the same office may be one: neither is more than a shorter name of the
 * other. */
static bool may_be_one(Finder *finder, uint32_t left, uint32_t right) {
    if (left == NO_MENTION || right == NO_MENTION) {
        return true;
    }
    const Mention *a = at(finder, referent(finder, left));
    const Mention *b = at(finder, referent(finder, right));
    if (a == b || (a->gazetteer != NO_MENTION && a->gazetteer == b->gazetteer)) {
        return true;
    }
    const Str one = arena_str(finder->arena, fold_tokens(finder, a->first, a->count));
    const Str other = fold_tokens(finder, b->first, b->count);
    return str_starts(one, other) || str_starts(other, one);
}

/* Whether the person holds the office that `role` (whose words are given) names: the same office,
 * of no other body. */
static bool holds_title(Finder *finder, const Order *order, const Mention *person,
                        const Mention *role, Str words) {
    if (person->type != finder->person || person->title_count == 0) {
        return false;
    }
    const Str title = fold_tokens(finder, person->title_first, person->title_count);
    if (contains_words(title, words)) {
        return true;
    }
    return str_starts(words, title) && words.ptr[title.len] == ' ' &&
           may_be_one(finder, body_from(finder, order, person->title_first + person->title_count),
                      body_from(finder, order, role->first + person->title_count));
}

static void refer_role(Finder *finder, const Order *order, size_t position) {
    Mention *role = at(finder, order->items[position]);
    const Str words = arena_str(finder->arena, fold_tokens(finder, role->first, role->count));
    for (size_t step = 1; step < order->count; step++) {
        /* nearest before first; behind only when nobody stands before */
        const size_t i = step <= position ? position - step : step;
        const uint32_t index = order->items[i];
        if (holds_title(finder, order, at(finder, index), role, words)) {
            role->antecedent = referent(finder, index);
            return;
        }
    }
}

/* How well a person goes with the sex of a pronoun: 0 not at all, 1 nothing is known, 2 well. */
static int agreement(Finder *finder, const Mention *pronoun, uint32_t person) {
    const unsigned known = finder->sex[same_as(finder, person)];
    const unsigned meant = sex_told_at(finder, pronoun->first);
    if (known == 0 || meant == 0) {
        return 1;
    }
    return (known & meant) != 0 ? 2 : 0;
}

/* Who is meant: of the nearest sentence that names a person of that sex, the one who is known to be
 * of it rather than others, and then the first, whom the text is about. */
static void refer_person(Finder *finder, const Order *order, size_t position) {
    Mention *pronoun = at(finder, order->items[position]);
    uint32_t sentence = pronoun->sentence;
    int best = 0;
    for (size_t i = position; i-- > 0;) {
        const uint32_t index = order->items[i];
        const Mention *person = at(finder, index);
        if (pronoun->sentence - person->sentence > REACH_PRONOUN ||
            (best > 0 && person->sentence != sentence)) {
            return;
        }
        if (person->type != finder->person || person->kind == MENTION_PRONOUN ||
            !is_anchor(finder, index)) {
            continue;
        }
        const int agrees = agreement(finder, pronoun, index);
        if (agrees > 0 && agrees >= best) {
            best = agrees;
            pronoun->antecedent = referent(finder, index);
            sentence = person->sentence;
        }
    }
}

static void refer_group(Finder *finder, const Order *order, size_t position) {
    Mention *pronoun = at(finder, order->items[position]);
    for (size_t i = position; i-- > 0;) {
        const uint32_t index = order->items[i];
        const Mention *group = at(finder, index);
        if (pronoun->sentence - group->sentence > REACH_PRONOUN) {
            return;
        }
        if (group->kind == MENTION_NAME && is_anchor(finder, index) &&
            mention_is(finder, group, TYPE_BIT(pronoun->type))) {
            pronoun->antecedent = referent(finder, index);
            pronoun->type = group->type;
            return;
        }
    }
}

static bool is_body(Finder *finder, uint32_t index) {
    const Mention *mention = at(finder, index);
    return mention->type != finder->person && mention->kind == MENTION_NAME &&
           mention_is(finder, mention, finder->actor);
}

/* Whether the element is the end of a longer list. */
static bool is_tail(const Lattice *lattice, const Element *element) {
    for (uint32_t i = 0; i < lattice->element_count; i++) {
        const Element *other = &lattice->elements[i];
        if (other->is_list && other->first < element->first &&
            other->first + other->count == element->first + element->count) {
            return true;
        }
    }
    return false;
}

static bool are_countries(Finder *finder, const Element *pair) {
    return at(finder, pair->heads[0])->type == finder->country &&
           at(finder, pair->heads[1])->type == finder->country;
}

/* Two different parties found in one sentence, and how many there are. */
typedef struct Pair {
    uint32_t *heads; /* two of them */
    uint32_t count;
} Pair;

static void pair_add(Pair *pair, uint32_t anchor) {
    const bool again = (pair->count > 0 && pair->heads[0] == anchor) ||
                       (pair->count > 1 && pair->heads[1] == anchor);
    if (!again && pair->count < 2) {
        pair->heads[pair->count] = anchor;
    }
    pair->count += !again;
}

static void pair_become(Finder *finder, const Pair *pair, Element *element) {
    const TypeInfo *types = finder->ruleset->types;
    element->heads = pair->heads;
    element->head_count = 2;
    element->types = types[at(finder, pair->heads[0])->type].self_and_above |
                     types[at(finder, pair->heads[1])->type].self_and_above;
}

/* The two persons with an office whom the nearest sentence before names, if it names just two,
 * become the heads of the element. */
static void refer_both_persons(Finder *finder, uint32_t sentence, Element *element) {
    element->types = 0;
    for (uint32_t back = 1; back <= REACH_PRONOUN && back <= sentence; back++) {
        Pair pair = {arena_array(finder->arena, uint32_t, 2), 0};
        for (uint32_t i = 0; i < finder->mentions.count; i++) {
            const Mention *mention = at(finder, i);
            if (mention->sentence == sentence - back && mention->type == finder->person &&
                is_anchor(finder, i) && at(finder, referent(finder, i))->title_count > 0) {
                pair_add(&pair, referent(finder, i));
            }
        }
        if (pair.count == 2) {
            pair_become(finder, &pair, element);
        }
        if (pair.count > 0) {
            return;
        }
    }
}

/* Whether the mention stands within an element that stands for something else: an office's body, a
 * name in brackets. */
static bool is_inner(const Lattice *lattice, const Mention *mention, uint32_t index) {
    for (uint32_t i = 0; i < lattice->element_count; i++) {
        const Element *element = &lattice->elements[i];
        if (element->head_count == 1 && element->heads[0] != index && !element->is_list &&
            element->first <= mention->first &&
            mention->first + mention->count <= element->first + element->count) {
            return true;
        }
    }
    return false;
}

/* The two bodies (countries, if `countries`) that are named before the element in its sentence
 * become its heads, if there are just two; else so those of the sentence before; else, where that
 * names none, the two persons with an office. */
static void refer_both_apart(Finder *finder, const Draft *drafts, uint32_t sentence, bool countries,
                             Element *element) {
    const TypeSet types = countries ? TYPE_BIT(finder->country) : finder->organization;
    for (uint32_t back = 0; back <= 1 && back <= sentence; back++) {
        Pair pair = {arena_array(finder->arena, uint32_t, 2), 0};
        for (uint32_t i = 0; i < finder->mentions.count; i++) {
            const Mention *mention = at(finder, i);
            if (mention->sentence == sentence - back && mention->first < element->first &&
                mention->kind != MENTION_PRONOUN && is_anchor(finder, i) &&
                mention_is(finder, mention, types) &&
                !is_inner(&drafts[sentence - back].lattice, mention, i)) {
                pair_add(&pair, referent(finder, i));
            }
        }
        if (pair.count == 2) {
            pair_become(finder, &pair, element);
        }
        if (pair.count > 1 - back) {
            return;
        }
    }
    refer_both_persons(finder, sentence, element);
}

/* The last two parties that one sentence before names together become the heads of the element. */
static void refer_both(Finder *finder, const Draft *drafts, uint32_t sentence, Element *element) {
    const bool countries = class_count(finder, element->first, STR("COUNTRY_PAIR")) > 0;
    if (class_count(finder, element->first, STR("PERSON_PAIR")) > 0) {
        refer_both_persons(finder, sentence, element);
        return;
    }
    for (uint32_t back = 1; back <= REACH_PRONOUN && back <= sentence; back++) {
        const Lattice *lattice = &drafts[sentence - back].lattice;
        for (uint32_t i = lattice->element_count; i-- > 0;) {
            const Element *pair = &lattice->elements[i];
            if (!is_tail(lattice, pair) && (!countries || are_countries(finder, pair)) &&
                pair->head_count == 2 && is_body(finder, pair->heads[0]) &&
                is_body(finder, pair->heads[1])) {
                element->heads = pair->heads;
                element->head_count = 2;
                element->types = pair->types;
                return;
            }
        }
    }
    element->types = 0;
    if (countries || class_count(finder, element->first, STR("PARTY_PAIR")) > 0) {
        refer_both_apart(finder, drafts, sentence, countries, element);
    }
}

static void refer_pronoun(Finder *finder, const Order *order, size_t position) {
    const Mention *pronoun = at(finder, order->items[position]);
    const uint32_t end = pronoun->first + pronoun->count;
    if (grammar_at(finder, GRAMMAR_PRONOUN_BOTH, pronoun->first, end) > 0) {
        return;
    }
    if (pronoun->type == finder->person) {
        refer_person(finder, order, position);
    } else {
        refer_group(finder, order, position);
    }
}

typedef struct Placed {
    uint32_t first, index;
} Placed;

static int by_first_token(const void *left, const void *right) {
    const Placed *a = left;
    const Placed *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

static void order_mentions(const Finder *finder, Order *order) {
    const size_t count = finder->mentions.count;
    Placed *placed = arena_array(finder->arena, Placed, count);
    for (uint32_t i = 0; i < count; i++) {
        placed[i] = (Placed){finder->mentions.items[i].first, i};
    }
    if (count > 0) {
        qsort(placed, count, sizeof *placed, by_first_token);
    }
    for (size_t i = 0; i < count; i++) {
        vec_push(order, placed[i].index);
    }
}

void resolve_references(Finder *finder, const Draft *drafts, uint32_t sentence_count) {
    Order order = {0};
    order_mentions(finder, &order);
    for (size_t i = 0; i < order.count; i++) {
        const Mention *mention = at(finder, order.items[i]);
        if (mention->antecedent != NO_MENTION) {
            continue;
        }
        if (mention->kind == MENTION_BARE) {
            refer_bare(finder, &order, i);
        } else if (mention->kind == MENTION_ROLE) {
            refer_role(finder, &order, i);
        } else if (mention->kind == MENTION_PRONOUN) {
            refer_pronoun(finder, &order, i);
        }
    }
    for (uint32_t s = 0; s < sentence_count; s++) {
        for (uint32_t i = 0; i < drafts[s].lattice.element_count; i++) {
            Element *element = &drafts[s].elements[i];
            const Mention *mention = at(finder, element->heads[0]);
            if (element->head_count == 1 && mention->kind == MENTION_PRONOUN &&
                grammar_at(finder, GRAMMAR_PRONOUN_BOTH, mention->first,
                           mention->first + mention->count) > 0) {
                refer_both(finder, drafts, s, element);
            } else if (element->head_count == 1) {
                element->types = finder->ruleset->types[mention->type].self_and_above;
            }
        }
    }
    vec_free(&order);
}
