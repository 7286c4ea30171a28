/* Classes of phrases while they are being collected. */
#include "loader.h"

ClassId class_named(Loader *loader, Str name) {
    const ClassId id = intern_add(&loader->out->class_names, name);
    if (id > loader->classes.count) {
        vec_push(&loader->classes, (ClassDraft){0});
    }
    return id;
}

static ClassDraft *draft(Loader *loader, ClassId id) { return &loader->classes.items[id - 1]; }

void class_define(Loader *loader, ClassId class_id, const Span *span) {
    ClassDraft *class = draft(loader, class_id);
    if (!class->defined) {
        class->defined = true;
        class->span = *span;
    }
}

/* The symbol of a token as written. */
static SymId symbol_of(Loader *loader, Str surface) {
    const uint32_t id = intern_add(&loader->surfaces, surface);
    if (id > loader->surface_symbols.count) {
        buffer_clear(&loader->fold);
        utf8_fold(&loader->fold, surface);
        vec_push(&loader->surface_symbols,
                 intern_add(&loader->out->symbols, buffer_str(&loader->fold)));
    }
    return loader->surface_symbols.items[id - 1];
}

static bool begins_capital(Str token) {
    if ((unsigned char)token.ptr[0] < 0x80) {
        return token.ptr[0] >= 'A' && token.ptr[0] <= 'Z';
    }
    size_t at = 0;
    return utf8_kind(utf8_next(token, &at)) == CHAR_LETTER_UPPER;
}

uint32_t phrase_of(Loader *loader, Str text, const Span *span, uint64_t *capitals) {
    SymId symbols[PHRASE_LONGEST];
    uint32_t count = 0;
    uint64_t capital_bits = 0;
    for (size_t start = 0, end = 0; syllable_next(text, &start, &end) != SYLLABLE_NONE;
         start = end) {
        if (count == PHRASE_LONGEST) {
            load_error(loader, span, NULL, "a phrase has at most %d tokens", PHRASE_LONGEST);
            return 0;
        }
        const Str token = str_sub(text, start, end);
        capital_bits |= (uint64_t)begins_capital(token) << count;
        symbols[count++] = symbol_of(loader, token);
    }
    if (count == 0) {
        load_error(loader, span, NULL, "the phrase is empty");
        return 0;
    }
    if (capitals) {
        *capitals = capital_bits;
    }
    return intern_add(&loader->phrases, (Str){(const char *)symbols, count * sizeof *symbols});
}

void class_add_phrase(Loader *loader, ClassId class_id, uint32_t phrase) {
    draft(loader, class_id)->direct++;
    vec_push(&loader->members, (Membership){.phrase = phrase, .class_id = class_id});
}

void class_include(Loader *loader, ClassId outer, ClassId inner, const Span *span) {
    draft(loader, inner)->used = true;
    vec_push(&draft(loader, outer)->includes, (Inclusion){.class_id = inner, .span = *span});
}

/* A class that people name, at a place where it is used. */
static ClassId class_used(Loader *loader, Str name, const Span *span) {
    const ClassId id = class_named(loader, name);
    ClassDraft *class = draft(loader, id);
    class->used = true;
    class->named = true;
    if (!class->defined && class->span.file == NULL) {
        class->span = *span;
    }
    return id;
}

void class_add_terms(Loader *loader, ClassId class_id, const ClassTerm *terms) {
    for (const ClassTerm *term = terms; term; term = term->next) {
        if (term->is_string) {
            const uint32_t phrase = phrase_of(loader, term->text, &term->span, NULL);
            if (phrase != 0) {
                class_add_phrase(loader, class_id, phrase);
            }
        } else {
            class_include(loader, class_id, class_used(loader, term->text, &term->span),
                          &term->span);
        }
    }
}

/* The anonymous class of one string, named by the string in quotes. */
static ClassId class_of_literal(Loader *loader, const ClassTerm *term) {
    Buffer name = {0};
    buffer_byte(&name, '"');
    buffer_add(&name, term->text);
    buffer_byte(&name, '"');
    const size_t known = loader->classes.count;
    ClassId id = class_named(loader, buffer_str(&name));
    buffer_free(&name);
    if (id > known) {
        class_define(loader, id, &term->span);
        const uint32_t phrase = phrase_of(loader, term->text, &term->span, NULL);
        if (phrase != 0) {
            class_add_phrase(loader, id, phrase);
        } else {
            return 0;
        }
    }
    return id;
}

ClassId class_of_terms(Loader *loader, const ClassTerm *terms) {
    VEC(ClassId) ids = {0};
    bool good = true;
    for (const ClassTerm *term = terms; term; term = term->next) {
        const ClassId id = term->is_string ? class_of_literal(loader, term)
                                           : class_used(loader, term->text, &term->span);
        good = good && id != 0;
        vec_push(&ids, id);
    }
    const ClassId out = good ? class_union(loader, ids.items, (uint32_t)ids.count) : 0;
    vec_free(&ids);
    return out;
}

ClassId class_union(Loader *loader, const ClassId *ids, uint32_t count) {
    if (count == 1) {
        return ids[0];
    }
    Buffer name = {0};
    buffer_byte(&name, '(');
    for (uint32_t i = 0; i < count; i++) {
        buffer_add(&name, i == 0 ? STR("") : STR(" | "));
        buffer_add(&name, intern_str(&loader->out->class_names, ids[i]));
    }
    buffer_byte(&name, ')');
    const size_t known = loader->classes.count;
    const ClassId out = class_named(loader, buffer_str(&name));
    buffer_free(&name);
    if (out > known && count > 0) {
        const Span span = draft(loader, ids[0])->span;
        class_define(loader, out, &span);
        for (uint32_t i = 0; i < count; i++) {
            class_include(loader, out, ids[i], &span);
        }
    }
    return out;
}

static void report_unknown(Loader *loader, ClassId id) {
    const Str name = intern_str(&loader->out->class_names, id);
    Nearest nearest = nearest_to(name);
    for (ClassId other = 1; other <= loader->classes.count; other++) {
        const Str known = intern_str(&loader->out->class_names, other);
        if (draft(loader, other)->defined && is_class_name(known)) {
            nearest_offer(&nearest, known);
        }
    }
    const char *hint = nearest_hint(&nearest, loader->sources.arena);
    load_error(loader, &draft(loader, id)->span,
               hint ? hint : "a `class` statement or a lexicon defines classes",
               "unknown class `%.*s`", STR_ARG(name));
}

static void report_cycle(Loader *loader, const ClassId *path, size_t depth, const Inclusion *last) {
    size_t at = 0;
    while (path[at] != last->class_id) {
        at++;
    }
    Buffer chain = {0};
    for (; at < depth; at++) {
        const Str name = intern_str(&loader->out->class_names, path[at]);
        buffer_printf(&chain, "%.*s > ", STR_ARG(name));
    }
    const Str name = intern_str(&loader->out->class_names, last->class_id);
    load_error(loader, &last->span, "a class cannot hold itself",
               "classes include each other: %.*s%.*s", (int)chain.count, chain.items,
               STR_ARG(name));
    buffer_free(&chain);
}

typedef struct Visit {
    ClassId *path; /* the classes that are open, outermost first */
    size_t *next;  /* the next inclusion of each */
    size_t depth;
} Visit;

/* One step of the walk over inclusions: into the next one of the innermost class, or out of it. */
static void visit_step(Loader *loader, Visit *visit) {
    const ClassId id = visit->path[visit->depth - 1];
    ClassDraft *class = draft(loader, id);
    size_t *next = &visit->next[visit->depth - 1];
    if (*next == class->includes.count) {
        class->state = CLASS_DONE;
        visit->depth--;
        if (visit->depth > 0) {
            draft(loader, visit->path[visit->depth - 1])->size += class->size;
        }
        return;
    }
    const Inclusion *inclusion = &class->includes.items[(*next)++];
    ClassDraft *inner = draft(loader, inclusion->class_id);
    if (inner->state == CLASS_OPEN) {
        report_cycle(loader, visit->path, visit->depth, inclusion);
    } else if (inner->state == CLASS_DONE) {
        class->size += inner->size;
    } else {
        inner->state = CLASS_OPEN;
        inner->size = inner->direct;
        visit->path[visit->depth] = inclusion->class_id;
        visit->next[visit->depth++] = 0;
    }
}

void classes_measure(Loader *loader) {
    const size_t count = loader->classes.count;
    Visit visit = {.path = arena_array(&loader->scratch, ClassId, count + 1),
                   .next = arena_array(&loader->scratch, size_t, count + 1)};
    for (ClassId id = 1; id <= count; id++) {
        ClassDraft *class = draft(loader, id);
        if (!class->defined && class->used) {
            report_unknown(loader, id);
        }
        if (class->state != CLASS_NEW) {
            continue;
        }
        class->state = CLASS_OPEN;
        class->size = class->direct;
        visit.path[0] = id;
        visit.next[0] = 0;
        visit.depth = 1;
        while (visit.depth > 0) {
            visit_step(loader, &visit);
        }
    }
}
