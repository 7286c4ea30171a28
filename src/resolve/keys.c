#include "internal.h"

static TypeSet type_bit(const Ruleset *ruleset, const char *name) {
    const TypeId type = ruleset_type(ruleset, str_from(name));
    return type == 0 ? 0 : TYPE_BIT(type);
}

void families_make(Families *out, const Ruleset *ruleset) {
    *out = (Families){.thing = ruleset_type(ruleset, STR("Thing")),
                      .person = ruleset_type(ruleset, STR("Person")),
                      .organization = ruleset_type(ruleset, STR("Organization")),
                      .place = ruleset_type(ruleset, STR("Place")),
                      .event = ruleset_type(ruleset, STR("Event")),
                      .work = ruleset_type(ruleset, STR("CreativeWork")),
                      .areas = type_bit(ruleset, "Country") | type_bit(ruleset, "City") |
                               type_bit(ruleset, "AdministrativeArea")};
    for (TypeId type = 1; type < ruleset->type_count && type < TYPES_MAX; type++) {
        TypeId top = type;
        uint8_t depth = 0;
        while (depth < TYPES_MAX && ruleset->types[top].parent != 0 &&
               ruleset->types[top].parent != out->thing) {
            top = ruleset->types[top].parent;
            depth++;
        }
        out->of[type] = top;
        out->depth[type] = (uint8_t)(type == out->thing ? 0 : depth + 1);
    }
}

/* Punctuation that tells names apart. */
static bool telling(Str token) {
    return token.len == 1 && (token.ptr[0] == '&' || token.ptr[0] == '+' || token.ptr[0] == '#');
}

static bool is_ascii(Str s) {
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static void add_folded(Buffer *out, Str word) {
    if (!is_ascii(word)) {
        utf8_fold(out, word);
        return;
    }
    for (size_t i = 0; i < word.len; i++) {
        const char c = word.ptr[i];
        buffer_byte(out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
    }
}

void name_key(Buffer *out, Str name) {
    const size_t start = out->count;
    size_t from = 0;
    size_t end = 0;
    for (SyllableKind kind; (kind = syllable_next(name, &from, &end)) != SYLLABLE_NONE;
         from = end) {
        const Str word = str_sub(name, from, end);
        if (kind == SYLLABLE_PUNCT && !telling(word)) {
            continue;
        }
        if (out->count > start) {
            buffer_byte(out, ' ');
        }
        add_folded(out, word);
    }
    if (out->count == start) {
        buffer_add(out, name);
    }
}

void token_key(Buffer *out, const TokenList *tokens, const Ruleset *ruleset, uint32_t first,
               uint32_t count) {
    const size_t start = out->count;
    for (uint32_t i = first; i < first + count; i++) {
        const Token *token = &tokens->tokens[i];
        const Str word = token_text(tokens, i, 1);
        if ((token->shape & SHAPE_PUNCT) != 0 && !telling(word)) {
            continue;
        }
        if (out->count > start) {
            buffer_byte(out, ' ');
        }
        if (token->symbol != 0) {
            buffer_add(out, intern_str(&ruleset->symbols, token->symbol));
        } else {
            add_folded(out, word);
        }
    }
    if (out->count == start) {
        buffer_add(out, token_text(tokens, first, count));
    }
}

uint32_t key_words(Str key) {
    uint32_t words = key.len > 0;
    for (size_t i = 0; i < key.len; i++) {
        words += key.ptr[i] == ' ';
    }
    return words;
}

bool key_contains(Str longer, Str shorter) {
    while (shorter.len > 0) {
        const Str word = str_split(&shorter, ' ');
        Str found;
        do {
            if (longer.len == 0) {
                return false;
            }
            found = str_split(&longer, ' ');
        } while (!str_equal(found, word));
    }
    return true;
}

/* The plain letter under a Latin letter of a folded word (which has no tone marks any more), or 0.
 */
static char plain_letter(uint32_t code) {
    static const char latin1[] = "aaaaaaaceeeeiiiidnooooo/ouuuuypy"; /* U+00E0..U+00FF */
    static const struct {
        uint32_t code;
        char letter;
    } others[] = {{0x103, 'a'}, {0x101, 'a'}, {0x105, 'a'}, {0x107, 'c'}, {0x10D, 'c'},
                  {0x10F, 'd'}, {0x111, 'd'}, {0x113, 'e'}, {0x119, 'e'}, {0x11B, 'e'},
                  {0x11F, 'g'}, {0x12B, 'i'}, {0x131, 'i'}, {0x142, 'l'}, {0x148, 'n'},
                  {0x14D, 'o'}, {0x151, 'o'}, {0x153, 'o'}, {0x159, 'r'}, {0x15B, 's'},
                  {0x15F, 's'}, {0x161, 's'}, {0x163, 't'}, {0x165, 't'}, {0x16B, 'u'},
                  {0x16F, 'u'}, {0x171, 'u'}, {0x17A, 'z'}, {0x17C, 'z'}, {0x17E, 'z'},
                  {0x1A1, 'o'}, {0x1B0, 'u'}, {0xDF, 's'},  {0x219, 's'}, {0x21B, 't'}};
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) {
        return (char)code;
    }
    if (code >= 0xE0 && code <= 0xFF && code != 0xF7) {
        return latin1[code - 0xE0];
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i].code == code) {
            return others[i].letter;
        }
    }
    return 0;
}

void name_slug(Buffer *out, Str name, size_t limit) {
    Buffer folded = {0};
    name_key(&folded, name);
    const Str key = buffer_str(&folded);
    const size_t start = out->count;
    bool gap = false;
    for (size_t at = 0; at < key.len && out->count - start + 1 < limit;) {
        const uint32_t code = utf8_next(key, &at);
        const char letter = code == UTF8_BAD ? 0 : plain_letter(code);
        if (letter == 0) {
            gap = gap || code < 0x80;
            continue;
        }
        if (gap && out->count > start) {
            buffer_byte(out, '-');
        }
        gap = false;
        buffer_byte(out, letter);
    }
    buffer_free(&folded);
}

/* The bytes of `name` up to the end of the longest phrase of `class_id` at its beginning; 0 without
 * one. */
static size_t class_prefix(const Ruleset *ruleset, Str name, ClassId class_id) {
    Buffer word = {0};
    uint32_t node = 0;
    EntryId entry = 0;
    size_t from = 0;
    size_t end = 0;
    size_t longest = 0;
    while (class_id != 0 && syllable_next(name, &from, &end) != SYLLABLE_NONE) {
        buffer_clear(&word);
        utf8_fold(&word, str_sub(name, from, end));
        const SymId symbol = intern_find(&ruleset->symbols, buffer_str(&word));
        node = symbol == 0 ? 0 : lexicon_step(ruleset->trie, node, symbol, &entry);
        if (node == 0) {
            break;
        }
        if (entry != 0 && entry_in_class(&ruleset->entries[entry], class_id)) {
            longest = end;
        }
        from = end;
    }
    buffer_free(&word);
    return longest;
}

bool name_in_class(const Ruleset *ruleset, Str name, ClassId class_id) {
    return name.len > 0 && class_prefix(ruleset, name, class_id) == name.len;
}

bool name_begins_in_class(const Ruleset *ruleset, Str name, ClassId class_id) {
    return class_prefix(ruleset, name, class_id) > 0;
}

typedef struct Syllable {
    size_t start, end;
    SymId symbol;
} Syllable;

enum { NAME_SYLLABLES = 24 };

/* The syllables of `name`; 0 if there are too many. */
static uint32_t split_name(const Ruleset *ruleset, Str name, Syllable *out) {
    Buffer word = {0};
    uint32_t count = 0;
    size_t from = 0;
    size_t end = 0;
    while (syllable_next(name, &from, &end) != SYLLABLE_NONE) {
        if (count == NAME_SYLLABLES) {
            count = 0;
            break;
        }
        buffer_clear(&word);
        utf8_fold(&word, str_sub(name, from, end));
        out[count++] = (Syllable){from, end, intern_find(&ruleset->symbols, buffer_str(&word))};
        from = end;
    }
    buffer_free(&word);
    return count;
}

/* The entry of the lexicon that is just these syllables, or 0. */
static EntryId entry_of(const Ruleset *ruleset, const Syllable *syllables, uint32_t count) {
    uint32_t node = 0;
    EntryId entry = 0;
    for (uint32_t i = 0; i < count; i++) {
        node = syllables[i].symbol == 0
                   ? 0
                   : lexicon_step(ruleset->trie, node, syllables[i].symbol, &entry);
        if (node == 0) {
            return 0;
        }
    }
    return entry;
}

/* The place of the gazetteer, surely one, that is just these syllables, or NULL. */
static const GazetteerEntry *place_of(const Ruleset *ruleset, const Families *families,
                                      const Syllable *syllables, uint32_t count) {
    const LexEntry *entry = &ruleset->entries[entry_of(ruleset, syllables, count)];
    if (entry->gazetteer_count == 0) {
        return NULL;
    }
    const GazetteerEntry *known = &ruleset->gazetteer[entry->gazetteers[0]];
    return families->of[known->type] == families->place && !known->weak ? known : NULL;
}

void body_key(Buffer *out, const Ruleset *ruleset, const Families *families, Str name) {
    enum { HEAD_MAX = 3 };
    Syllable syllables[NAME_SYLLABLES];
    const uint32_t count = ruleset->entry_count > 1 ? split_name(ruleset, name, syllables) : 0;
    for (uint32_t at = 1; at < count; at++) {
        const GazetteerEntry *place = place_of(ruleset, families, syllables + at, count - at);
        if (!place) {
            continue;
        }
        uint32_t head = at - 1 < HEAD_MAX ? at - 1 : HEAD_MAX;
        while (head > 0 &&
               !entry_in_class(&ruleset->entries[entry_of(ruleset, syllables + at - head, head)],
                               ruleset->grammar[GRAMMAR_PLACE_HEAD])) {
            head--;
        }
        name_key(out, str_sub(name, 0, syllables[at - head].start));
        buffer_byte(out, ' ');
        name_key(out, place->name);
        return;
    }
    name_key(out, name);
}
