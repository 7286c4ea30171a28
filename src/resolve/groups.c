#include "internal.h"

/* Names of one kind that are compared with each other pairwise look no further than so many
 * neighbours. */
enum { NEIGHBOURS = 256, NAMES_EACH = 5 };

uint32_t mention_root(const EntityList *entities, uint32_t mention) {
    for (int step = 0; step < 16 && entities->mentions[mention].antecedent != NO_MENTION; step++) {
        mention = entities->mentions[mention].antecedent;
    }
    return mention;
}

uint32_t group_of(const Grouping *grouping, uint32_t mention) {
    while (grouping->parent[mention] != mention) {
        grouping->parent[mention] = grouping->parent[grouping->parent[mention]];
        mention = grouping->parent[mention];
    }
    return mention;
}

static const Mention *mention_at(const Grouping *grouping, uint32_t index) {
    return &grouping->entities->mentions[index];
}

static TypeId family_of(const Grouping *grouping, uint32_t mention) {
    return grouping->families->of[mention_at(grouping, mention)->type];
}

/* The group with the earlier mention takes the other; two entries of the gazetteer stay apart. */
static void unite(Grouping *grouping, uint32_t a, uint32_t b) {
    a = group_of(grouping, a);
    b = group_of(grouping, b);
    if (a == b) {
        return;
    }
    const uint32_t known_a = grouping->gazetteer[a];
    const uint32_t known_b = grouping->gazetteer[b];
    if (known_a != NO_MENTION && known_b != NO_MENTION && known_a != known_b) {
        return;
    }
    const uint32_t top = a < b ? a : b;
    grouping->parent[a] = top;
    grouping->parent[b] = top;
    grouping->gazetteer[top] = known_a != NO_MENTION ? known_a : known_b;
}

/* The slot of the name in the family, else the free slot where it belongs. Family `thing` finds any
 * family. */
static uint32_t *find_slot(const Grouping *grouping, Str key, TypeId family) {
    const uint64_t hash = str_hash(key);
    const size_t mask = grouping->slot_count - 1;
    const bool any = family != 0 && family == grouping->families->thing;
    for (size_t at = (size_t)hash & mask;; at = (at + 1) & mask) {
        uint32_t *slot = &grouping->slots[at];
        if (*slot == 0) {
            return slot;
        }
        const NameEntry *entry = &grouping->names.items[*slot - 1];
        if (entry->hash == hash && (entry->family == family || (any && entry->family != 0)) &&
            str_equal(entry->key, key)) {
            return slot;
        }
    }
}

/* The first mention of that name in the family, or NO_MENTION. */
static uint32_t find_name(const Grouping *grouping, Str key, TypeId family) {
    const uint32_t entry = *find_slot(grouping, key, family);
    return entry == 0 ? NO_MENTION : grouping->names.items[entry - 1].mention;
}

/* Puts the name into the table, or its group together with the one that has it. `key` lives as long
 * as the table, which has room for NAMES_EACH names of every mention. */
static void enter(Grouping *grouping, Str key, TypeId family, uint32_t mention) {
    uint32_t *slot = find_slot(grouping, key, family);
    if (*slot != 0) {
        unite(grouping, grouping->names.items[*slot - 1].mention, mention);
        return;
    }
    vec_push(&grouping->names, (NameEntry){str_hash(key), key, family, mention});
    *slot = (uint32_t)grouping->names.count;
}

static Str gazetteer_key(const uint32_t *index) {
    return (Str){(const char *)index, sizeof *index};
}

static bool stays(const Grouping *grouping, uint32_t index) {
    const Mention *mention = mention_at(grouping, index);
    const Families *families = grouping->families;
    if (mention->type == 0) {
        return false;
    }
    switch (mention->kind) {
    case MENTION_NAME:
        return mention->type != families->thing || grouping->used[index];
    case MENTION_ROLE:
        return true;
    case MENTION_BARE: /* an event without a name is still an event that people attend */
        return grouping->used[index] && family_of(grouping, index) == families->event;
    case MENTION_PRONOUN:
    default:
        return false;
    }
}

/* Groups of the same entry of the gazetteer or the same words: of the mentions of unknown type, or
 * of the others. */
static void group_same_names(Grouping *grouping, bool unknown) {
    const uint32_t count = grouping->entities->mention_count;
    for (uint32_t i = 0; i < count; i++) {
        const Mention *mention = mention_at(grouping, i);
        if (!grouping->kept[i] || (mention->type == grouping->families->thing) != unknown) {
            continue;
        }
        buffer_clear(&grouping->scratch);
        token_key(&grouping->scratch, grouping->tokens, grouping->ruleset, mention->first,
                  mention->count);
        grouping->key[i] = arena_str(grouping->arena, buffer_str(&grouping->scratch));
        if (mention->gazetteer != NO_MENTION) {
            enter(grouping, gazetteer_key(&mention->gazetteer), 0, i);
        }
        enter(grouping, grouping->key[i], family_of(grouping, i), i);
    }
}

static void group_acronyms(Grouping *grouping) {
    for (uint32_t i = 0; i < grouping->entities->mention_count; i++) {
        const Mention *mention = mention_at(grouping, i);
        if (!grouping->kept[i] || mention->acronym.len == 0 ||
            mention->type == grouping->families->thing) {
            continue;
        }
        buffer_clear(&grouping->scratch);
        name_key(&grouping->scratch, mention->acronym);
        const Str key = arena_str(grouping->arena, buffer_str(&grouping->scratch));
        enter(grouping, key, family_of(grouping, i), i);
    }
}

/* The entry of the gazetteer that is named by just the tokens first .. end - 1, or NO_MENTION. */
static uint32_t known_phrase(const Grouping *grouping, uint32_t first, uint32_t end) {
    const TokenList *tokens = grouping->tokens;
    for (uint32_t p = tokens->phrase_at[first]; p < tokens->phrase_at[first + 1]; p++) {
        const PhraseMatch *phrase = &tokens->phrases[p];
        const LexEntry *entry = &grouping->ruleset->entries[phrase->entry];
        if (phrase->count == end - first && entry->gazetteer_count > 0 &&
            token_gazetteer_fits(tokens, grouping->ruleset, phrase)) {
            return entry->gazetteers[0];
        }
    }
    return NO_MENTION;
}

/* The tokens of the head of a place's name that end right before token `at`, not before `first`; or
 * 0. */
static uint32_t place_head_before(const Grouping *grouping, uint32_t first, uint32_t at) {
    enum { HEAD_MAX = 3 };
    const ClassId heads = grouping->ruleset->grammar[GRAMMAR_PLACE_HEAD];
    for (uint32_t count = HEAD_MAX; count > 0; count--) {
        if (at >= first + count &&
            token_class_at(grouping->tokens, grouping->ruleset, at - count, at, heads) == count) {
            return count;
        }
    }
    return 0;
}

/* A body named after a place is one however the place is written: its name with the gazetteer's own
 * spelling at its end, as it would be compared, in the scratch buffer. False if it ends with no
 * place. */
static bool spell_place(Grouping *grouping, const Mention *mention) {
    const TokenList *tokens = grouping->tokens;
    const uint32_t end = mention->first + mention->count;
    for (uint32_t at = mention->first + 1; at < end; at++) {
        const uint32_t known = known_phrase(grouping, at, end);
        if (known == NO_MENTION ||
            grouping->families->of[grouping->ruleset->gazetteer[known].type] !=
                grouping->families->place) {
            continue;
        }
        const uint32_t head = place_head_before(grouping, mention->first + 1, at);
        buffer_clear(&grouping->scratch);
        token_key(&grouping->scratch, tokens, grouping->ruleset, mention->first,
                  at - head - mention->first);
        buffer_byte(&grouping->scratch, ' ');
        name_key(&grouping->scratch, grouping->ruleset->gazetteer[known].name);
        return true;
    }
    return false;
}

static void group_place_names(Grouping *grouping) {
    for (uint32_t i = 0; i < grouping->entities->mention_count; i++) {
        const Mention *mention = mention_at(grouping, i);
        if (grouping->kept[i] && mention->gazetteer == NO_MENTION &&
            family_of(grouping, i) == grouping->families->organization &&
            spell_place(grouping, mention)) {
            const Str key = arena_str(grouping->arena, buffer_str(&grouping->scratch));
            enter(grouping, key, family_of(grouping, i), i);
        }
    }
}

/* ---- A head word before a name: "the group N" is N ---- */

static bool is_above(const Grouping *grouping, TypeId upper, TypeId lower) {
    return type_is(grouping->ruleset, lower, TYPE_BIT(upper));
}

/* Whether a head word before a name leaves the actor the same: a company named by its brand, a city
 * by its name; not the airport of a city, nor the university of a company. */
static bool types_agree(const Grouping *grouping, TypeId whole, TypeId tail) {
    const Families *families = grouping->families;
    if (whole == tail || tail == families->thing) {
        return true;
    }
    if (families->of[whole] != families->of[tail]) {
        return false;
    }
    if (families->of[whole] == families->place) {
        return type_is(grouping->ruleset, whole, families->areas) &&
               type_is(grouping->ruleset, tail, families->areas);
    }
    return is_above(grouping, whole, tail) || is_above(grouping, tail, whole);
}

static bool all_capital(const Grouping *grouping, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        const uint32_t shape = grouping->tokens->tokens[i].shape;
        if ((shape & SHAPE_LOWER) != 0) {
            return false;
        }
    }
    return true;
}

/* The entry of the gazetteer that is named by just the tokens first .. end - 1, and agrees with
 * `type`. */
static uint32_t known_tail(const Grouping *grouping, uint32_t first, uint32_t end, TypeId type) {
    const TokenList *tokens = grouping->tokens;
    for (uint32_t p = tokens->phrase_at[first]; p < tokens->phrase_at[first + 1]; p++) {
        const PhraseMatch *phrase = &tokens->phrases[p];
        const LexEntry *entry = &grouping->ruleset->entries[phrase->entry];
        if (phrase->count != end - first || entry->gazetteer_count == 0 ||
            !token_gazetteer_fits(tokens, grouping->ruleset, phrase)) {
            continue;
        }
        for (uint32_t g = 0; g < entry->gazetteer_count; g++) {
            if (types_agree(grouping, type,
                            grouping->ruleset->gazetteer[entry->gazetteers[g]].type)) {
                return entry->gazetteers[g];
            }
        }
    }
    return NO_MENTION;
}

static bool group_tail(Grouping *grouping, uint32_t index, uint32_t first, uint32_t end) {
    const Mention *mention = mention_at(grouping, index);
    const TypeId family = family_of(grouping, index);
    if (family == grouping->families->organization && !all_capital(grouping, first, end)) {
        return false;
    }
    const uint32_t known = known_tail(grouping, first, end, mention->type);
    if (known != NO_MENTION) {
        uint32_t *key = arena_new(grouping->arena, uint32_t);
        *key = known;
        const uint32_t group = group_of(grouping, index);
        if (grouping->gazetteer[group] == NO_MENTION) {
            grouping->gazetteer[group] = known;
            enter(grouping, gazetteer_key(key), 0, group);
        }
        return true;
    }
    buffer_clear(&grouping->scratch);
    token_key(&grouping->scratch, grouping->tokens, grouping->ruleset, first, end - first);
    const Str tail = buffer_str(&grouping->scratch);
    uint32_t named = find_name(grouping, tail, family);
    if (named == NO_MENTION && grouping->families->thing != 0) {
        named = find_name(grouping, tail, grouping->families->thing);
    }
    if (named == NO_MENTION ||
        !types_agree(grouping, mention->type, mention_at(grouping, named)->type)) {
        return false;
    }
    unite(grouping, named, index);
    return true;
}

static void group_heads(Grouping *grouping) {
    for (uint32_t i = 0; i < grouping->entities->mention_count; i++) {
        const Mention *mention = mention_at(grouping, i);
        if (!grouping->kept[i] || mention->kind != MENTION_NAME ||
            mention->gazetteer != NO_MENTION) {
            continue;
        }
        const TypeId family = family_of(grouping, i);
        GrammarKey key = GRAMMAR_KEY_COUNT;
        if (family != 0 && family == grouping->families->organization) {
            key = GRAMMAR_ORG_HEAD;
        } else if (family != 0 && family == grouping->families->place) {
            key = GRAMMAR_PLACE_HEAD;
        } else {
            continue;
        }
        const uint32_t end = mention->first + mention->count;
        uint32_t at = mention->first;
        uint32_t step = 0;
        while ((step = token_class_at(grouping->tokens, grouping->ruleset, at, end,
                                      grouping->ruleset->grammar[key])) > 0 &&
               at + step < end) {
            at += step;
            if (group_tail(grouping, i, at, end)) {
                break;
            }
        }
    }
}

/* ---- Fuller and shorter names of events and documents ---- */

typedef struct Headed {
    Str head, key;
    uint32_t mention;
    uint32_t words, head_words;
} Headed;

typedef VEC(Headed) HeadedVec;

static bool has_digit(Str key) {
    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] >= '0' && key.ptr[i] <= '9') {
            return true;
        }
    }
    return false;
}

static void find_headed(Grouping *grouping, TypeId family, GrammarKey head, HeadedVec *out) {
    for (uint32_t i = 0; i < grouping->entities->mention_count; i++) {
        const Mention *mention = mention_at(grouping, i);
        if (!grouping->kept[i] || mention->kind != MENTION_NAME ||
            family_of(grouping, i) != family || group_of(grouping, i) != i) {
            continue;
        }
        const uint32_t count =
            token_class_at(grouping->tokens, grouping->ruleset, mention->first,
                           mention->first + mention->count, grouping->ruleset->grammar[head]);
        if (count == 0) {
            continue;
        }
        buffer_clear(&grouping->scratch);
        token_key(&grouping->scratch, grouping->tokens, grouping->ruleset, mention->first, count);
        const Str words = arena_str(grouping->arena, buffer_str(&grouping->scratch));
        vec_push(out, (Headed){.head = words,
                               .key = grouping->key[i],
                               .mention = i,
                               .words = key_words(grouping->key[i]),
                               .head_words = key_words(words)});
    }
}

static bool shortens(const Headed *longer, const Headed *shorter) {
    return longer->words > shorter->words && str_equal(longer->head, shorter->head) &&
           key_contains(longer->key, shorter->key);
}

/* The least of the fuller names of `items[index]`, when all other fuller ones are fuller names of
 * that one too. */
static const Headed *fuller_name(const HeadedVec *items, size_t index) {
    const Headed *shorter = &items->items[index];
    const size_t from = index > NEIGHBOURS ? index - NEIGHBOURS : 0;
    const size_t end = index + NEIGHBOURS < items->count ? index + NEIGHBOURS : items->count;
    const Headed *least = NULL;
    for (size_t i = from; i < end; i++) {
        if (shortens(&items->items[i], shorter) &&
            (!least || items->items[i].words < least->words)) {
            least = &items->items[i];
        }
    }
    for (size_t i = from; least && i < end; i++) {
        const Headed *other = &items->items[i];
        if (other != least && shortens(other, shorter) && !shortens(other, least)) {
            return NULL;
        }
    }
    return least;
}

static void group_fuller_names(Grouping *grouping, TypeId family, GrammarKey head, bool numbered) {
    HeadedVec items = {0};
    if (family != 0 && grouping->ruleset->grammar[head] != 0) {
        find_headed(grouping, family, head, &items);
    }
    for (size_t i = 0; i < items.count; i++) {
        const Headed *item = &items.items[i];
        if (item->words == item->head_words || (numbered && !has_digit(item->key))) {
            continue;
        }
        const Headed *fuller = fuller_name(&items, i);
        if (fuller) {
            unite(grouping, fuller->mention, item->mention);
        }
    }
    vec_free(&items);
}

static void set_up(Grouping *grouping) {
    const uint32_t count = grouping->entities->mention_count;
    Arena *arena = grouping->arena;
    grouping->parent = arena_array(arena, uint32_t, count);
    grouping->gazetteer = arena_array(arena, uint32_t, count);
    grouping->key = arena_array(arena, Str, count);
    grouping->used = arena_array(arena, bool, count);
    grouping->kept = arena_array(arena, bool, count);
    grouping->slot_count = 64;
    while (grouping->slot_count < (size_t)count * (NAMES_EACH + 1)) {
        grouping->slot_count *= 2;
    }
    grouping->slots = arena_array(arena, uint32_t, grouping->slot_count);
    for (uint32_t i = 0; i < grouping->claims->claim_count; i++) {
        const Claim *claim = &grouping->claims->claims[i];
        grouping->used[mention_root(grouping->entities, claim->subject)] = true;
        grouping->used[mention_root(grouping->entities, claim->object)] = true;
    }
    for (uint32_t i = 0; i < count; i++) {
        const Mention *mention = mention_at(grouping, i);
        grouping->parent[i] = mention_root(grouping->entities, i);
        grouping->gazetteer[i] = mention->gazetteer;
        grouping->kept[i] = grouping->parent[i] == i && stays(grouping, i);
    }
}

void group_mentions(Grouping *grouping) {
    set_up(grouping);
    group_same_names(grouping, false);
    group_acronyms(grouping);
    group_place_names(grouping);
    group_same_names(grouping, true); /* last: they join any family that has their name */
    group_heads(grouping);
    group_fuller_names(grouping, grouping->families->event, GRAMMAR_EVENT_HEAD, false);
    group_fuller_names(grouping, grouping->families->work, GRAMMAR_WORK_HEAD, true);
}
