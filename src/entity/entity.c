#include "internal.h"

static TypeSet type_set(const Ruleset *ruleset, const char *name) {
    const TypeId type = ruleset_type(ruleset, str_from(name));
    return type == 0 ? 0 : TYPE_BIT(type);
}

/* Chains of references end at once. */
static void shorten_chains(MentionVec *mentions) {
    for (uint32_t i = 0; i < mentions->count; i++) {
        uint32_t end = i;
        for (int step = 0; step < 8 && mentions->items[end].antecedent != NO_MENTION; step++) {
            end = mentions->items[end].antecedent;
        }
        mentions->items[i].antecedent = end == i ? NO_MENTION : end;
    }
}

void entity_find(EntityList *out, const TokenList *tokens, const Ruleset *ruleset, Matcher *matcher,
                 Arena *arena) {
    Finder finder = {.tokens = tokens,
                     .ruleset = ruleset,
                     .matcher = matcher,
                     .arena = arena,
                     .person = ruleset_type(ruleset, STR("Person")),
                     .company = ruleset_type(ruleset, STR("Corporation")),
                     .country = ruleset_type(ruleset, STR("Country")),
                     .unknown = ruleset_type(ruleset, STR("Thing")),
                     .organization = type_set(ruleset, "Organization"),
                     .firm = type_set(ruleset, "Corporation") |
                             type_set(ruleset, "EducationalOrganization"),
                     .event = type_set(ruleset, "Event"),
                     .place = type_set(ruleset, "Place")};
    finder.actor = finder.organization | type_set(ruleset, "Person") |
                   type_set(ruleset, "Country") | type_set(ruleset, "City") |
                   type_set(ruleset, "AdministrativeArea");
    find_candidates(&finder);
    find_repeats(&finder);
    link_names(&finder);
    Draft *drafts = arena_array(arena, Draft, tokens->sentence_count);
    BoundMatchList *phrases = arena_array(arena, BoundMatchList, tokens->sentence_count);
    PhraseRounds *rounds = arena_array(arena, PhraseRounds, tokens->sentence_count);
    for (uint32_t i = 0; i < tokens->sentence_count; i++) {
        build_lattice(&finder, i, &drafts[i], &phrases[i], &rounds[i]);
    }
    identify(&finder);
    resolve_references(&finder, drafts, tokens->sentence_count);
    find_omitted(&finder, drafts, tokens->sentence_count);
    Lattice *lattices = arena_array(arena, Lattice, tokens->sentence_count);
    for (uint32_t i = 0; i < tokens->sentence_count; i++) {
        lattices[i] = drafts[i].lattice;
    }
    shorten_chains(&finder.mentions);
    Mention *mentions = arena_array(arena, Mention, finder.mentions.count);
    if (finder.mentions.count > 0) {
        memcpy(mentions, finder.mentions.items, finder.mentions.count * sizeof *mentions);
    }
    *out = (EntityList){.tokens = tokens,
                        .mentions = mentions,
                        .mention_count = (uint32_t)finder.mentions.count,
                        .lattices = lattices,
                        .phrases = phrases,
                        .rounds = rounds};
    vec_free(&finder.mentions);
    vec_free(&finder.mention_at);
    buffer_free(&finder.key);
}

Str mention_text(const EntityList *list, const Mention *mention, Arena *arena) {
    const Token *tokens = list->tokens->tokens;
    return text_line(list->tokens->text, tokens[mention->first].start,
                     tokens[mention->first + mention->count - 1].end, arena);
}
