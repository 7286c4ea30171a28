#include "resolver.h"

/* Persons of one name. News names a person by name and office, so two documents that give one name
 * different offices at the same time speak of two persons - unless the offices have to do with each
 * other, one may be held beside another, or some document gives both to one person. Documents that
 * name no office speak of the best known. */

enum { POSTS_MAX = 64, YEAR_DIGITS = 4 };

/* All that documents say of a person's posts at one body. */
typedef struct Post {
    uint32_t body;     /* class */
    size_t first, end; /* rows, by document */
    bool full_time;
    uint32_t role; /* the first by its words, of a full-time post */
    Str from, to;  /* years of the documents; empty when some document has no date */
    uint32_t component;
} Post;

typedef struct Finder {
    Resolver *resolver;
    Merge *merge;
    const uint32_t *place; /* of a document in their order */
    RowVec rows;           /* person, body, place of the document, statement */
    Post posts[POSTS_MAX];
    uint32_t count;
} Finder;

static const Statement *statement_at(const Finder *finder, size_t row) {
    return &finder->resolver->statements.items[finder->rows.items[row].d];
}

/* Persons that the gazetteer or an id tells apart need no offices for it. */
static bool may_share_name(const Finder *finder, uint32_t top) {
    const Resolver *resolver = finder->resolver;
    const Merge *merge = finder->merge;
    return resolver->families.person != 0 &&
           actor_family(resolver, merge->actor[top]) == resolver->families.person &&
           merge->wikidata[top] == 0 && merge->gazetteer[top] == 0 &&
           actor_at(resolver, merge->actor[top])->scope == 0 &&
           !corrections_hold(resolver, merge, top);
}

static void collect(Finder *finder) {
    const Resolver *resolver = finder->resolver;
    const Merge *merge = finder->merge;
    for (size_t i = 0; i < resolver->statements.count; i++) {
        const Statement *statement = &resolver->statements.items[i];
        if (!resolver->ruleset->relations[statement->relation].office ||
            statement->modality > MODALITY_REPORTED) {
            continue;
        }
        const uint32_t person = merge_top_of(merge, merge->position[statement->subject]);
        if (may_share_name(finder, person)) {
            vec_push(&finder->rows,
                     (Row){person, merge_top_of(merge, merge->position[statement->object]),
                           finder->place[statement->document], (uint32_t)i});
        }
    }
    rows_sort(&finder->rows);
}

static bool is_full_time(const Finder *finder, Str role) {
    const Ruleset *ruleset = finder->resolver->ruleset;
    return role.len > 0 &&
           !name_begins_in_class(ruleset, role, ruleset->grammar[GRAMMAR_SIDE_OFFICE]);
}

static Post make_post(const Finder *finder, size_t first, size_t end) {
    const Resolver *resolver = finder->resolver;
    Post post = {.body = finder->rows.items[first].b, .first = first, .end = end};
    for (size_t i = first; i < end; i++) {
        const Statement *statement = statement_at(finder, i);
        const Str role = string_at(resolver, statement->role);
        if (is_full_time(finder, role) &&
            (!post.full_time || str_compare(role, string_at(resolver, post.role)) < 0)) {
            post.full_time = true;
            post.role = statement->role;
        }
        Str date = string_at(resolver, document_at(resolver, statement->document)->date);
        date.len = date.len < YEAR_DIGITS ? 0 : YEAR_DIGITS;
        if (i == first || str_compare(date, post.from) < 0) {
            post.from = date;
        }
        if (i == first || str_compare(date, post.to) > 0) {
            post.to = date;
        }
    }
    return post;
}

/* ---- What belongs together ---- */

static bool share_document(const Finder *finder, const Post *a, const Post *b) {
    size_t x = a->first;
    size_t y = b->first;
    while (x < a->end && y < b->end) {
        const uint32_t left = finder->rows.items[x].c;
        const uint32_t right = finder->rows.items[y].c;
        if (left == right) {
            return true;
        }
        x += left < right;
        y += left > right;
    }
    return false;
}

/* The last two words of a key: for many bodies, their place. */
static Str key_tail(Str key) {
    uint32_t words = 0;
    size_t at = key.len;
    while (at > 0 && (words += key.ptr[at - 1] == ' ') < 2) {
        at--;
    }
    return str_sub(key, at, key.len);
}

static bool are_related(const Finder *finder, const Post *a, const Post *b) {
    const Str x = intern_str(&finder->resolver->keys, finder->merge->key[a->body]);
    const Str y = intern_str(&finder->resolver->keys, finder->merge->key[b->body]);
    return str_equal(key_tail(x), key_tail(y)) || key_contains(x, y) || key_contains(y, x);
}

static bool same_time(const Post *a, const Post *b) {
    return a->from.len == 0 || b->from.len == 0 ||
           (str_compare(a->from, b->to) <= 0 && str_compare(b->from, a->to) <= 0);
}

static bool conflict(const Finder *finder, const Post *a, const Post *b) {
    return a->full_time && b->full_time && same_time(a, b) && !share_document(finder, a, b) &&
           !are_related(finder, a, b);
}

/* Posts that are not told apart are of one component, the lowest number among them. */
static void find_components(Finder *finder) {
    for (uint32_t i = 0; i < finder->count; i++) {
        finder->posts[i].component = i;
    }
    for (uint32_t i = 0; i < finder->count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            const uint32_t one = finder->posts[i].component;
            const uint32_t other = finder->posts[k].component;
            const uint32_t least = one < other ? one : other;
            if (!share_document(finder, &finder->posts[i], &finder->posts[k]) &&
                !are_related(finder, &finder->posts[i], &finder->posts[k])) {
                continue;
            }
            for (uint32_t n = 0; n < finder->count; n++) {
                uint32_t *component = &finder->posts[n].component;
                *component = *component == one || *component == other ? least : *component;
            }
        }
    }
}

/* A post of component `b` that is in conflict with one of `a`, which is told in *with; else NULL.
 */
static const Post *find_conflict(const Finder *finder, uint32_t a, uint32_t b, const Post **with) {
    for (uint32_t i = 0; i < finder->count; i++) {
        for (uint32_t k = 0; k < finder->count; k++) {
            if (finder->posts[i].component == a && finder->posts[k].component == b &&
                conflict(finder, &finder->posts[i], &finder->posts[k])) {
                *with = &finder->posts[i];
                return &finder->posts[k];
            }
        }
    }
    return NULL;
}

static size_t size_of(const Finder *finder, uint32_t component) {
    size_t size = 0;
    for (uint32_t i = 0; i < finder->count; i++) {
        const Post *post = &finder->posts[i];
        size += post->component == component ? post->end - post->first : 0;
    }
    return size;
}

/* ---- Who they are ---- */

/* Somebody of that name, and what keeps him apart from the first. */
typedef struct Person {
    const Post *with, *post; /* NULL for the first */
} Person;

/* Makes a namesake of who has the posts of `component`. */
static void put_apart(Finder *finder, uint32_t component, const Person *person) {
    Merge *merge = finder->merge;
    const uint32_t top = finder->rows.items[person->post->first].a;
    uint32_t first = NO_GROUP;
    uint32_t document = 0;
    for (uint32_t i = 0; i < finder->count; i++) {
        const Post *own = &finder->posts[i];
        if (own->component == component && finder->rows.items[own->first].c < first) {
            first = finder->rows.items[own->first].c;
            document = statement_at(finder, own->first)->document;
        }
    }
    const uint32_t namesake = merge_add_namesake(merge, top, document);
    for (uint32_t i = 0; i < finder->count; i++) {
        const Post *own = &finder->posts[i];
        for (size_t r = own->first; own->component == component && r < own->end; r++) {
            vec_push(&merge->shared, (Row){top, statement_at(finder, r)->document, namesake, 0});
        }
    }
    vec_push(&merge->records, (MergeRecord){.a = namesake,
                                            .b = top,
                                            .detail = (uint32_t)merge->offices.count,
                                            .correction = NO_CORRECTION,
                                            .reason = MERGE_OFFICES});
    vec_push(&merge->offices, (OfficeNamed){person->with->role, person->with->body});
    vec_push(&merge->offices, (OfficeNamed){person->post->role, person->post->body});
}

/* The largest component that is not done; NO_GROUP after the last. */
static uint32_t next_component(const Finder *finder, const bool *done) {
    uint32_t next = NO_GROUP;
    for (uint32_t i = 0; i < finder->count; i++) {
        const uint32_t component = finder->posts[i].component;
        if (!done[component] &&
            (next == NO_GROUP || size_of(finder, component) > size_of(finder, next))) {
            next = component;
        }
    }
    return next;
}

static void join_components(Finder *finder, uint32_t into, uint32_t component) {
    for (uint32_t i = 0; i < finder->count; i++) {
        if (finder->posts[i].component == component) {
            finder->posts[i].component = into;
        }
    }
}

/* Each component, the largest first, goes to the first person with whom it is not in conflict, or
 * becomes one. */
static void tell_apart(Finder *finder) {
    uint32_t component_of[POSTS_MAX];
    Person persons[POSTS_MAX];
    uint32_t count = 0;
    bool done[POSTS_MAX] = {false};
    uint32_t next;
    while ((next = next_component(finder, done)) != NO_GROUP) {
        Person person = {NULL, NULL};
        uint32_t k = 0;
        done[next] = true;
        while (k < count) {
            const Post *with = NULL;
            const Post *post = find_conflict(finder, component_of[k], next, &with);
            if (!post) {
                break;
            }
            person = (Person){with, post};
            k++;
        }
        if (k < count) {
            join_components(finder, component_of[k], next);
        } else {
            component_of[count] = next;
            persons[count++] = person;
        }
    }
    for (uint32_t k = 1; k < count; k++) {
        put_apart(finder, component_of[k], &persons[k]);
    }
}

void namesakes_find(Resolver *resolver, Merge *merge) {
    uint32_t *place = order_documents(resolver);
    Finder *finder = mem_zeroed(1, sizeof *finder, "offices");
    finder->resolver = resolver;
    finder->merge = merge;
    finder->place = place;
    collect(finder);
    for (size_t at = 0; at < finder->rows.count;) {
        const uint32_t person = finder->rows.items[at].a;
        uint32_t bodies = 0;
        finder->count = 0;
        while (at < finder->rows.count && finder->rows.items[at].a == person) {
            size_t end = at + 1;
            while (end < finder->rows.count && finder->rows.items[end].a == person &&
                   finder->rows.items[end].b == finder->rows.items[at].b) {
                end++;
            }
            if (bodies++ < POSTS_MAX) {
                finder->posts[finder->count++] = make_post(finder, at, end);
            }
            at = end;
        }
        /* Who has more posts than that is too well known to be told apart by them. */
        if (bodies > 1 && bodies <= POSTS_MAX) {
            find_components(finder);
            tell_apart(finder);
        }
    }
    vec_free(&finder->rows);
    free(finder);
    free(place);
}
