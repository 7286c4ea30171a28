/* Which names are one by their words alone, and what the text says of the sex of persons. */
#include "internal.h"

static ClassId class_named(const Finder *finder, Str name) {
    return intern_find(&finder->ruleset->class_names, name);
}

static bool in_class(const Finder *finder, uint32_t token, ClassId class_id) {
    return class_id != 0 &&
           token_class_at(finder->tokens, finder->ruleset, token, token + 1, class_id) == 1;
}

unsigned sex_told_at(const Finder *finder, uint32_t token) {
    return (in_class(finder, token, class_named(finder, STR("MALE"))) ? SEX_MALE : 0U) |
           (in_class(finder, token, class_named(finder, STR("FEMALE"))) ? SEX_FEMALE : 0U);
}

/* What the word before a person's name, or a word of it, says. */
static unsigned sex_of(const Finder *finder, const Mention *person) {
    const uint32_t start = finder->tokens->sentences[person->sentence].first;
    const ClassId woman = class_named(finder, STR("WOMAN_NAME"));
    unsigned sex = person->first > start ? sex_told_at(finder, person->first - 1) : 0;
    for (uint32_t i = 1; i + 1 < person->count; i++) {
        sex |= in_class(finder, person->first + i, woman) ? SEX_FEMALE : 0U;
    }
    return sex;
}

void identify(Finder *finder) {
    const size_t count = finder->mentions.count;
    uint32_t *same = arena_array(finder->arena, uint32_t, count);
    unsigned char *sex = arena_array(finder->arena, unsigned char, count);
    Intern words = {0};
    uint32_t *first = arena_array(finder->arena, uint32_t, count); /* by id - 1 */
    uint32_t names = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Mention *mention = &finder->mentions.items[i];
        same[i] = i;
        sex[i] = 0;
        if (mention->kind == MENTION_NAME) {
            const uint32_t id =
                intern_add(&words, fold_tokens(finder, mention->first, mention->count));
            if (id > names) {
                first[names++] = i;
            }
            same[i] = first[id - 1];
        }
    }
    finder->same = same;
    for (uint32_t i = 0; i < count; i++) {
        const Mention *mention = &finder->mentions.items[i];
        if (mention->type == finder->person && mention->kind == MENTION_NAME) {
            sex[same_as(finder, i)] |= (unsigned char)sex_of(finder, mention);
        }
    }
    finder->sex = sex;
    intern_free(&words);
}

uint32_t same_as(const Finder *finder, uint32_t index) {
    return finder->same[referent(finder, index)];
}
