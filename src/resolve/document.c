#include "internal.h"

#include <math.h>

/* Spellings of one actor that are looked at; other names from the gazetteer that are handed on. */
enum { FORMS_MAX = 48, GAZETTEER_NAMES_MAX = 12 };

/* One spelling of an actor in the document. */
typedef struct Form {
    Str raw; /* as in the body, white space and all */
    uint32_t mention, count, words;
    bool full, shouted; /* not only a short form; all in capitals */
} Form;

typedef struct FormList {
    Form items[FORMS_MAX];
    uint32_t count;
} FormList;

/* The state of resolve_document(). `members` holds the mentions of each group behind each other. */
typedef struct Naming {
    Grouping grouping;
    Families families;
    uint32_t *entity; /* [mention] index of its entity, or NO_GROUP */
    uint32_t *members;
    uint32_t *member_start; /* [entity_count + 1] */
    bool *in_claim;         /* [entity] */
    uint32_t entity_count;
    uint32_t *place; /* [entity] its index once sorted */
    ResultEntity *entities;
    Str *sentences; /* [sentence], empty until needed */
} Naming;

static const Mention *mention_at(const Naming *naming, uint32_t index) {
    return &naming->grouping.entities->mentions[index];
}

/* Numbers the groups that stay, by their first mentions, and lists the mentions of each. */
static void number_groups(Naming *naming) {
    const Grouping *grouping = &naming->grouping;
    const uint32_t count = grouping->entities->mention_count;
    Arena *arena = grouping->arena;
    naming->entity = arena_array(arena, uint32_t, count);
    uint32_t *number = arena_array(arena, uint32_t, count); /* [group] plus one */
    for (uint32_t i = 0; i < count; i++) {
        naming->entity[i] = NO_GROUP;
        if (grouping->kept[mention_root(grouping->entities, i)]) {
            const uint32_t group = group_of(grouping, i);
            if (number[group] == 0) {
                number[group] = ++naming->entity_count;
            }
            naming->entity[i] = number[group] - 1;
        }
    }
    naming->members = arena_array(arena, uint32_t, count);
    naming->member_start = arena_array(arena, uint32_t, naming->entity_count + 2);
    uint32_t *at = naming->member_start + 1; /* one ahead while counting and filling */
    for (uint32_t i = 0; i < count; i++) {
        if (naming->entity[i] != NO_GROUP) {
            at[naming->entity[i] + 1]++;
        }
    }
    for (uint32_t e = 1; e <= naming->entity_count; e++) {
        at[e] += at[e - 1];
    }
    for (uint32_t i = 0; i < count; i++) {
        if (naming->entity[i] != NO_GROUP) {
            naming->members[at[naming->entity[i]]++] = i;
        }
    }
}

/* ---- Type ---- */

/* The type that most of the names bear out, each for itself and for all below it; the more specific
 * one if equal. */
static TypeId choose_type(const Naming *naming, const uint32_t *members, uint32_t count) {
    const Ruleset *ruleset = naming->grouping.ruleset;
    uint32_t votes[TYPES_MAX] = {0};
    TypeId seen[TYPES_MAX];
    uint32_t seen_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Mention *mention = mention_at(naming, members[i]);
        if (mention->antecedent == NO_MENTION && votes[mention->type]++ == 0) {
            seen[seen_count++] = mention->type;
        }
    }
    TypeId best = 0;
    uint32_t best_votes = 0;
    for (uint32_t i = 0; i < seen_count; i++) {
        uint32_t sum = 0;
        for (uint32_t j = 0; j < seen_count; j++) {
            sum += seen[j] == naming->families.thing || type_is(ruleset, seen[i], TYPE_BIT(seen[j]))
                       ? votes[seen[j]]
                       : 0;
        }
        const bool deeper =
            best == 0 || naming->families.depth[seen[i]] > naming->families.depth[best];
        if (sum > best_votes || (sum == best_votes && deeper)) {
            best = seen[i];
            best_votes = sum;
        }
    }
    return best;
}

/* ---- Names ---- */

static bool is_shouted(const TokenList *tokens, const Mention *mention) {
    uint32_t words = 0;
    for (uint32_t i = mention->first; i < mention->first + mention->count; i++) {
        const uint32_t shape = tokens->tokens[i].shape;
        if ((shape & SHAPE_UPPER) == 0 && (shape & (SHAPE_PUNCT | SHAPE_NUMBER)) == 0) {
            return false;
        }
        words += (shape & SHAPE_UPPER) != 0;
    }
    return words > 1;
}

static uint32_t word_count(const TokenList *tokens, const Mention *mention) {
    uint32_t words = 0;
    for (uint32_t i = mention->first; i < mention->first + mention->count; i++) {
        words += (tokens->tokens[i].shape & SHAPE_PUNCT) == 0;
    }
    return words;
}

/* The spellings that say a name: not pronouns, bare heads and offices that only refer to it. */
static void collect_forms(const Naming *naming, uint32_t entity, FormList *forms) {
    const TokenList *tokens = naming->grouping.tokens;
    forms->count = 0;
    for (uint32_t m = naming->member_start[entity]; m < naming->member_start[entity + 1]; m++) {
        const Mention *mention = mention_at(naming, naming->members[m]);
        const bool full = mention->antecedent == NO_MENTION;
        if (mention->kind != MENTION_NAME && !full) {
            continue;
        }
        const Str raw = token_text(tokens, mention->first, mention->count);
        uint32_t f = 0;
        while (f < forms->count && !str_equal(forms->items[f].raw, raw)) {
            f++;
        }
        if (f == FORMS_MAX) {
            continue;
        }
        if (f == forms->count) {
            forms->items[forms->count++] = (Form){.raw = raw,
                                                  .mention = naming->members[m],
                                                  .words = word_count(tokens, mention),
                                                  .shouted = is_shouted(tokens, mention)};
        }
        forms->items[f].full = forms->items[f].full || full;
        forms->items[f].count++;
    }
}

/* The fullest form; of equally full ones the more frequent, then the first; capitals of headlines
 * only in need. */
static const Form *best_form(const FormList *forms) {
    const Form *best = NULL;
    for (uint32_t i = 0; i < forms->count; i++) {
        const Form *form = &forms->items[i];
        if (!form->full) {
            continue;
        }
        const bool better = !best || (form->words != best->words       ? form->words > best->words
                                      : form->shouted != best->shouted ? best->shouted
                                                                       : form->count > best->count);
        best = better ? form : best;
    }
    return best;
}

static Str form_text(const Naming *naming, const Form *form) {
    return mention_text(naming->grouping.entities, mention_at(naming, form->mention),
                        naming->grouping.arena);
}

typedef struct NameList {
    Str *items;
    uint32_t count;
    Str label;
} NameList;

static void add_name(NameList *names, Str name) {
    if (name.len == 0 || str_equal(name, names->label)) {
        return;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        if (str_equal(names->items[i], name)) {
            return;
        }
    }
    names->items[names->count++] = name;
}

/* Spellings seen, short forms that the text defines, and for actors of triples what the gazetteer
 * knows. */
static void collect_names(const Naming *naming, uint32_t entity, const FormList *forms,
                          const GazetteerEntry *known, NameList *names) {
    const uint32_t start = naming->member_start[entity];
    const uint32_t end = naming->member_start[entity + 1];
    uint32_t acronyms = 0;
    for (uint32_t m = start; m < end; m++) {
        acronyms += mention_at(naming, naming->members[m])->acronym.len > 0;
    }
    acronyms = acronyms < FORMS_MAX ? acronyms : FORMS_MAX;
    names->items =
        arena_array(naming->grouping.arena, Str, forms->count + acronyms + GAZETTEER_NAMES_MAX);
    for (uint32_t i = 0; i < forms->count; i++) {
        add_name(names, form_text(naming, &forms->items[i]));
    }
    for (uint32_t m = start; m < end && acronyms > 0; m++) {
        const Mention *mention = mention_at(naming, naming->members[m]);
        if (mention->acronym.len > 0) {
            add_name(names, mention->acronym);
            acronyms--;
        }
    }
    for (uint32_t i = 0;
         known && naming->in_claim[entity] && i < known->alias_count && i < GAZETTEER_NAMES_MAX;
         i++) {
        add_name(names, known->aliases[i]);
    }
}

/* ---- Whether a name is one of its own ---- */

static bool capital_between(const TokenList *tokens, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        if ((tokens->tokens[i].shape & (SHAPE_CAPITAL | SHAPE_UPPER | SHAPE_MIXED)) != 0) {
            return true;
        }
    }
    return false;
}

/* An office is one of its own when it names a body behind its title; an event when something
 * besides its first word has a capital; anything else when anything has. */
static bool is_proper(const Naming *naming, const Mention *mention) {
    enum { TELLING_EVENT = 5 }; /* words that tell an event from others even in lower case */
    const TokenList *tokens = naming->grouping.tokens;
    const Ruleset *ruleset = naming->grouping.ruleset;
    const uint32_t end = mention->first + mention->count;
    uint32_t first = mention->first;
    if (mention->kind == MENTION_BARE || mention->kind == MENTION_PRONOUN) {
        return false;
    }
    if (mention->kind == MENTION_ROLE) {
        uint32_t step = 0;
        while (first < end && (step = token_class_at(tokens, ruleset, first, end,
                                                     ruleset->grammar[GRAMMAR_TITLE])) > 0) {
            first += step;
        }
        first += first == mention->first;
        return capital_between(tokens, first, end);
    }
    const bool event = naming->families.of[mention->type] == naming->families.event;
    if (event && mention->count < TELLING_EVENT) {
        return capital_between(tokens, first + 1, end);
    }
    return capital_between(tokens, first, end);
}

static bool any_proper(const Naming *naming, uint32_t entity) {
    for (uint32_t m = naming->member_start[entity]; m < naming->member_start[entity + 1]; m++) {
        const Mention *mention = mention_at(naming, naming->members[m]);
        if (mention->antecedent == NO_MENTION && is_proper(naming, mention)) {
            return true;
        }
    }
    return false;
}

static void name_entity(const Naming *naming, uint32_t entity, ResultEntity *out) {
    const Ruleset *ruleset = naming->grouping.ruleset;
    const uint32_t *members = naming->members + naming->member_start[entity];
    const uint32_t count = naming->member_start[entity + 1] - naming->member_start[entity];
    const uint32_t index = naming->grouping.gazetteer[group_of(&naming->grouping, members[0])];
    const GazetteerEntry *known = index == NO_MENTION ? NULL : &ruleset->gazetteer[index];
    FormList forms;
    collect_forms(naming, entity, &forms);
    const Form *best = best_form(&forms);
    NameList names = {0};
    names.label = known ? known->name : best ? form_text(naming, best) : STR_NONE;
    collect_names(naming, entity, &forms, known, &names);
    const TypeId type = known ? known->type : choose_type(naming, members, count);
    *out = (ResultEntity){.label = names.label,
                          .type = ruleset->types[type].name,
                          .aliases = names.items,
                          .alias_count = names.count,
                          .wikidata = known ? known->wikidata : STR_NONE,
                          .proper = known || any_proper(naming, entity)};
}

typedef struct Placed {
    ResultEntity entity;
    uint32_t number;
} Placed;

static int placed_order(const void *left, const void *right) {
    const Placed *a = left;
    const Placed *b = right;
    const int order = entity_order(&a->entity, &b->entity);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static void name_entities(Naming *naming) {
    const Grouping *grouping = &naming->grouping;
    const uint32_t count = naming->entity_count;
    naming->in_claim = arena_array(grouping->arena, bool, count);
    for (uint32_t i = 0; i < grouping->claims->claim_count; i++) {
        const uint32_t ends[] = {grouping->claims->claims[i].subject,
                                 grouping->claims->claims[i].object};
        for (size_t e = 0; e < 2; e++) {
            if (naming->entity[ends[e]] != NO_GROUP) {
                naming->in_claim[naming->entity[ends[e]]] = true;
            }
        }
    }
    Placed *placed = arena_array(grouping->arena, Placed, count);
    for (uint32_t i = 0; i < count; i++) {
        placed[i].number = i;
        name_entity(naming, i, &placed[i].entity);
    }
    if (count > 1) {
        qsort(placed, count, sizeof *placed, placed_order);
    }
    naming->entities = arena_array(grouping->arena, ResultEntity, count);
    naming->place = arena_array(grouping->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        naming->entities[i] = placed[i].entity;
        naming->place[placed[i].number] = i;
    }
}

static const ResultEntity *entity_at(const Naming *naming, uint32_t mention) {
    const uint32_t number = naming->entity[mention];
    return number == NO_GROUP ? NULL : &naming->entities[naming->place[number]];
}

static void list_mentions(const Naming *naming, DocumentResult *out) {
    const EntityList *list = naming->grouping.entities;
    const Token *tokens = naming->grouping.tokens->tokens;
    Arena *arena = naming->grouping.arena;
    ResultMention *mentions = arena_array(arena, ResultMention, list->mention_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < list->mention_count; i++) {
        const Mention *mention = &list->mentions[i];
        const ResultEntity *entity = entity_at(naming, i);
        if (entity && mention->kind == MENTION_NAME) {
            mentions[count++] =
                (ResultMention){.start = tokens[mention->first].cp_start,
                                .end = tokens[mention->first + mention->count - 1].cp_end,
                                .text = mention_text(list, mention, arena),
                                .type = entity->type,
                                .entity = entity->label};
        }
    }
    if (count > 1) {
        qsort(mentions, count, sizeof *mentions, result_mention_order);
    }
    out->mentions = mentions;
    out->mention_count = count;
}

/* ---- Triples ---- */

static Str attribute(const Claim *claim, const char *key) {
    for (uint32_t i = 0; i < claim->attribute_count; i++) {
        if (str_equal(claim->attributes[i].key, str_from(key))) {
            return claim->attributes[i].value;
        }
    }
    return STR_NONE;
}

static Str sentence_text(Naming *naming, uint32_t index) {
    if (naming->sentences[index].len == 0) {
        const TokenList *tokens = naming->grouping.tokens;
        const Sentence *sentence = &tokens->sentences[index];
        naming->sentences[index] = text_line(
            tokens->text, tokens->tokens[sentence->first].start,
            tokens->tokens[sentence->first + sentence->count - 1].end, naming->grouping.arena);
    }
    return naming->sentences[index];
}

static Str rule_text(const Rule *rule, Arena *arena) {
    if (!rule) {
        return STR_NONE;
    }
    const size_t gap = rule->place_text.len > 0 ? 1 : 0;
    char *text = arena_alloc(arena, rule->place_text.len + gap + rule->name.len + 1);
    if (gap > 0) {
        memcpy(text, rule->place_text.ptr, rule->place_text.len);
        text[rule->place_text.len] = ' ';
    }
    if (rule->name.len > 0) {
        memcpy(text + rule->place_text.len + gap, rule->name.ptr, rule->name.len);
    }
    return (Str){text, rule->place_text.len + gap + rule->name.len};
}

static bool same_ends(const ResultTriple *a, const ResultTriple *b, bool symmetric) {
    const bool straight = str_equal(a->subject, b->subject) && str_equal(a->object, b->object) &&
                          str_equal(a->subject_type, b->subject_type) &&
                          str_equal(a->object_type, b->object_type);
    const bool crossed = str_equal(a->subject, b->object) && str_equal(a->object, b->subject) &&
                         str_equal(a->subject_type, b->object_type) &&
                         str_equal(a->object_type, b->subject_type);
    return straight || (symmetric && crossed);
}

/* Claims come by sentence: what says the same stands among the triples from `from` on. The surer
 * one stays. */
static void add_triple(ResultTriple *triples, uint32_t from, uint32_t *count,
                       const ResultTriple *triple, bool symmetric) {
    for (uint32_t i = from; i < *count; i++) {
        if (str_equal(triples[i].relation, triple->relation) &&
            same_ends(&triples[i], triple, symmetric)) {
            if (triple->confidence > triples[i].confidence) {
                triples[i] = *triple;
            }
            return;
        }
    }
    triples[(*count)++] = *triple;
}

static void list_triples(Naming *naming, DocumentResult *out) {
    const ClaimList *claims = naming->grouping.claims;
    const TokenList *tokens = naming->grouping.tokens;
    const Ruleset *ruleset = naming->grouping.ruleset;
    Arena *arena = naming->grouping.arena;
    ResultTriple *triples = arena_array(arena, ResultTriple, claims->claim_count);
    naming->sentences = arena_array(arena, Str, tokens->sentence_count);
    uint32_t count = 0;
    uint32_t from = 0;
    for (uint32_t i = 0; i < claims->claim_count; i++) {
        const Claim *claim = &claims->claims[i];
        const ResultEntity *subject = entity_at(naming, claim->subject);
        const ResultEntity *object = entity_at(naming, claim->object);
        if (i > 0 && claims->claims[i - 1].sentence != claim->sentence) {
            from = count;
        }
        if (!subject || !object || str_equal(subject->label, object->label)) {
            continue;
        }
        const Sentence *sentence = &tokens->sentences[claim->sentence];
        const RelationInfo *relation = &ruleset->relations[claim->relation];
        const ResultTriple triple = {
            .subject = subject->label,
            .relation = relation->name,
            .object = object->label,
            .subject_type = subject->type,
            .object_type = object->type,
            .start = tokens->tokens[sentence->first].cp_start,
            .end = tokens->tokens[sentence->first + sentence->count - 1].cp_end,
            .sentence = sentence_text(naming, claim->sentence),
            .rule = rule_text(claim->rule, arena),
            .date = claim->date,
            .role = attribute(claim, "role"),
            .amount = attribute(claim, "amount"),
            .document_name = attribute(claim, "document"),
            .modality = claim->modality,
            .confidence = floor(claim->confidence * 1000 + 0.5) / 1000};
        add_triple(triples, from, &count, &triple, relation->symmetric);
    }
    if (count > 1) {
        qsort(triples, count, sizeof *triples, triple_order);
    }
    out->triples = triples;
    out->triple_count = count;
}

void resolve_document(DocumentResult *out, const EntityList *entities, const ClaimList *claims,
                      const Ruleset *ruleset, Arena *arena) {
    const Document *document = entities->tokens->text->document;
    *out = (DocumentResult){
        .id = document->id, .title = document->title, .date = document->date, .url = document->url};
    Naming naming = {0};
    families_make(&naming.families, ruleset);
    naming.grouping = (Grouping){.entities = entities,
                                 .claims = claims,
                                 .tokens = entities->tokens,
                                 .ruleset = ruleset,
                                 .arena = arena,
                                 .families = &naming.families};
    group_mentions(&naming.grouping);
    buffer_free(&naming.grouping.scratch);
    vec_free(&naming.grouping.names);
    number_groups(&naming);
    name_entities(&naming);
    list_mentions(&naming, out);
    list_triples(&naming, out);
    out->entities = naming.entities;
    out->entity_count = naming.entity_count;
}
