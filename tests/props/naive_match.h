/* Random patterns, and a naive matcher that walks their trees.
 *
 * It lists every way to match, in the order of preference that the language promises; the first way
 * is the match. It knows nothing of programs, triggers or memory of failures. */
#ifndef PROPS_NAIVE_MATCH_H
#define PROPS_NAIVE_MATCH_H

#include "match/match.h"

#include <stdio.h>

enum { NODES = 64, RESULTS_MAX = 3000, CLASSES = 3, TYPES = 3 };

typedef enum Kind {
    LITERAL,
    CLASS,
    TYPE,
    SHAPE,
    GAP,
    NOT,
    START,
    END,
    SEQUENCE,
    CHOICE,
    REPEAT,
    LOOK
} Kind;

typedef struct Node {
    Kind kind;
    int child[3];
    int child_count;
    int value;             /* which literal, class, type, shape; GAP: its length */
    int head;              /* TYPE: class in brackets, or -1; GAP: its barrier, or -1 */
    int least, most;       /* REPEAT */
    bool behind, negative; /* LOOK */
    int capture;           /* or -1 */
    uint32_t shape_all, shape_none;
    int not_class; /* or -1 */
} Node;

typedef struct Pattern {
    Node nodes[NODES];
    int count, captures, root;
} Pattern;

typedef struct Way {
    uint32_t end;
    Capture captures[CAPTURES_MAX];
} Way;

typedef struct Ways {
    VEC(Way) list;
    bool too_many;
} Ways;

typedef struct Random {
    uint64_t state;
} Random;

static uint32_t draw(Random *random, uint32_t below) {
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return (uint32_t)((random->state >> 20) % below);
}

static bool chance(Random *random, uint32_t percent) { return draw(random, 100) < percent; }

static const char *const literals[] = {"ba", "ca", "da", "ma", "ba ca", "na ra", ",", "5"};
static const char *const class_names[CLASSES] = {"CA", "CB", "CC"};
static const char *const type_names[TYPES + 1] = {"Place", "City", "Event", "Any"};
static const struct {
    const char *name;
    uint32_t bit;
} shapes[] = {{"any", 0},
              {"cap", SHAPE_CAPITAL},
              {"number", SHAPE_NUMBER},
              {"punct", SHAPE_PUNCT},
              {"lower", SHAPE_LOWER}};
/* ---- Random patterns ---- */

static int node_new(Pattern *pattern, Kind kind) {
    Node *node = &pattern->nodes[pattern->count];
    *node = (Node){.kind = kind, .head = -1, .capture = -1, .not_class = -1};
    return pattern->count++;
}

static void add_conditions(Random *random, Node *node) {
    if (chance(random, 10)) {
        node->shape_all |= SHAPE_CAPITAL;
    } else if (chance(random, 10)) {
        node->shape_none |= SHAPE_CAPITAL;
    }
    if (chance(random, 12)) {
        node->not_class = (int)draw(random, CLASSES);
    }
}

static int random_atom(Random *random, Pattern *pattern) {
    static const Kind kinds[] = {LITERAL, LITERAL, CLASS, CLASS, CLASS, TYPE,  TYPE,
                                 TYPE,    SHAPE,   SHAPE, GAP,   NOT,   START, END};
    const int index = node_new(pattern, kinds[draw(random, sizeof kinds / sizeof *kinds)]);
    Node *node = &pattern->nodes[index];
    switch (node->kind) {
    case LITERAL:
        node->value = (int)draw(random, sizeof literals / sizeof *literals);
        add_conditions(random, node);
        break;
    case TYPE:
        node->value = (int)draw(random, TYPES + 1);
        node->head = chance(random, 30) ? (int)draw(random, CLASSES) : -1;
        add_conditions(random, node);
        break;
    case SHAPE:
        node->value = (int)draw(random, sizeof shapes / sizeof *shapes);
        break;
    case GAP:
        node->value = 1 + (int)draw(random, 4);
        node->head = chance(random, 50) ? (int)draw(random, CLASSES) : -1;
        break;
    case CLASS:
        add_conditions(random, node);
        node->value = (int)draw(random, CLASSES);
        break;
    default:
        node->value = (int)draw(random, CLASSES);
        break;
    }
    const bool takes =
        node->kind == LITERAL || node->kind == CLASS || node->kind == TYPE || node->kind == SHAPE;
    if (takes && pattern->captures < 6 && chance(random, 25)) {
        node->capture = pattern->captures++;
    }
    return index;
}

static int random_node(Random *random, Pattern *pattern, int depth, bool may_capture) {
    if (depth <= 0 || pattern->count > NODES - 16 || chance(random, 35)) {
        const int captures = pattern->captures;
        const int atom = random_atom(random, pattern);
        if (!may_capture) {
            pattern->nodes[atom].capture = -1;
            pattern->captures = captures;
        }
        return atom;
    }
    const uint32_t which = draw(random, 10);
    const Kind kind = which < 5 ? SEQUENCE : which < 7 ? CHOICE : which < 9 ? REPEAT : LOOK;
    const int index = node_new(pattern, kind);
    const int wanted = kind == SEQUENCE || kind == CHOICE ? 2 + (int)draw(random, 2) : 1;
    const bool inner_captures = may_capture && kind != LOOK;
    for (int i = 0; i < wanted; i++) {
        const int child = random_node(random, pattern, depth - 1, inner_captures);
        Node *node = &pattern->nodes[index];
        node->child[node->child_count++] = child;
    }
    Node *node = &pattern->nodes[index];
    node->least = (int)draw(random, 3);
    node->most = node->least + (int)draw(random, 3);
    node->most += node->most == 0;
    node->behind = chance(random, 50);
    node->negative = chance(random, 50);
    if (kind == SEQUENCE && may_capture && pattern->captures < 6 && chance(random, 20)) {
        node->capture = pattern->captures++;
    }
    return index;
}

static void print_conditions(const Node *node, Buffer *out) {
    if (node->shape_all) {
        buffer_add(out, STR(" & <cap>"));
    }
    if (node->shape_none) {
        buffer_add(out, STR(" & !<cap>"));
    }
    if (node->not_class >= 0) {
        buffer_printf(out, " & !%s", class_names[node->not_class]);
    }
}

static void print_node(const Pattern *pattern, int index, Buffer *out);

static void print_children(const Pattern *pattern, const Node *node, const char *between,
                           Buffer *out) {
    for (int i = 0; i < node->child_count; i++) {
        buffer_add(out, str_from(i > 0 ? between : ""));
        print_node(pattern, node->child[i], out);
    }
}

static void print_node(const Pattern *pattern, int index, Buffer *out) {
    const Node *node = &pattern->nodes[index];
    if (node->capture >= 0) {
        buffer_printf(out, "X%d:", node->capture);
    }
    switch (node->kind) {
    case LITERAL:
        buffer_printf(out, "\"%s\"", literals[node->value]);
        break;
    case CLASS:
        buffer_add(out, str_from(class_names[node->value]));
        break;
    case TYPE:
        buffer_add(out, str_from(type_names[node->value]));
        if (node->head >= 0) {
            buffer_printf(out, "[%s]", class_names[node->head]);
        }
        break;
    case SHAPE:
        buffer_printf(out, "<%s>", shapes[node->value].name);
        break;
    case GAP:
        buffer_printf(out, "..%d", node->value);
        if (node->head >= 0) {
            buffer_printf(out, "!%s", class_names[node->head]);
        }
        break;
    case NOT:
        buffer_printf(out, "!%s", class_names[node->value]);
        break;
    case START:
        buffer_add(out, STR("<start>"));
        break;
    case END:
        buffer_add(out, STR("<end>"));
        break;
    case LOOK:
        buffer_printf(out, "%s%s(", node->negative ? "not-" : "",
                      node->behind ? "behind" : "ahead");
        print_children(pattern, node, " ", out);
        buffer_add(out, STR(")"));
        break;
    default:
        buffer_add(out, STR("("));
        print_children(pattern, node, node->kind == CHOICE ? " | " : " ", out);
        buffer_add(out, STR(")"));
        if (node->kind == REPEAT) {
            buffer_printf(out, "{%d,%d}", node->least, node->most);
        }
        break;
    }
    print_conditions(node, out);
}

/* ---- The naive matcher ---- */

typedef struct Naive {
    const Lattice *lattice;
    const Pattern *pattern;
    ClassId classes[CLASSES];
    ClassId literal[sizeof literals / sizeof *literals];
    TypeSet types[TYPES + 1];
} Naive;

static void ways(const Naive *naive, int index, const Way *from, Ways *out);

static void add_way(Ways *out, Way way) {
    if (out->list.count >= RESULTS_MAX) {
        out->too_many = true;
    } else {
        vec_push(&out->list, way);
    }
}

static bool is_hidden(const Lattice *lattice, uint32_t token) {
    for (uint32_t e = 0; e < lattice->element_count && !lattice->open; e++) {
        const Element *element = &lattice->elements[e];
        if (token >= element->first && token < element->first + element->count) {
            return true;
        }
    }
    return false;
}

/* Whether the phrase of `count` tokens at `at` is one of the class. */
static bool is_phrase(const Naive *naive, uint32_t at, uint32_t count, ClassId class_id) {
    const TokenList *list = naive->lattice->tokens;
    for (uint32_t p = 0; p < list->phrase_count; p++) {
        const PhraseMatch *phrase = &list->phrases[p];
        if (phrase->first == at && phrase->count == count &&
            entry_in_class(&naive->lattice->ruleset->entries[phrase->entry], class_id)) {
            return true;
        }
    }
    return false;
}

static bool begins_phrase(const Naive *naive, uint32_t at, uint32_t end, ClassId class_id) {
    for (uint32_t count = 1; at + count <= end; count++) {
        if (is_phrase(naive, at, count, class_id)) {
            return true;
        }
    }
    return false;
}

static void take(const Node *node, const Way *from, uint32_t count, uint32_t element, Ways *out) {
    Way way = *from;
    if (node->capture >= 0) {
        way.captures[node->capture] = (Capture){from->end, count, element};
    }
    way.end += count;
    add_way(out, way);
}

static void take_class(const Naive *naive, const Node *node, const Way *from, Ways *out) {
    const Lattice *lattice = naive->lattice;
    const ClassId class_id =
        node->kind == LITERAL ? naive->literal[node->value] : naive->classes[node->value];
    for (uint32_t count = lattice->end - from->end; count > 0; count--) {
        bool free = true;
        for (uint32_t t = 0; t < count; t++) {
            free = free && !is_hidden(lattice, from->end + t);
        }
        if (free && is_phrase(naive, from->end, count, class_id)) {
            take(node, from, count, NO_ELEMENT, out);
        }
    }
}

static void take_elements(const Naive *naive, const Node *node, const Way *from, Ways *out) {
    const Lattice *lattice = naive->lattice;
    for (uint32_t e = 0; e < lattice->element_count; e++) {
        const Element *element = &lattice->elements[e];
        if (element->first != from->end) {
            continue;
        }
        bool fits = node->kind != TYPE || (element->types & naive->types[node->value]) != 0;
        if (fits && node->kind == TYPE && node->head >= 0) {
            const ClassId head = naive->classes[node->head];
            const uint32_t end = element->first + element->count;
            fits = begins_phrase(naive, element->first, end, head) ||
                   begins_phrase(naive, element->head_first, end, head);
        }
        if (fits) {
            take(node, from, element->count, e, out);
        }
    }
}

/* One element or else one token. */
static void take_unit(const Naive *naive, const Node *node, int barrier, const Way *from,
                      Ways *out) {
    const Lattice *lattice = naive->lattice;
    if (from->end >= lattice->end ||
        (barrier >= 0 && begins_phrase(naive, from->end, lattice->end, naive->classes[barrier]))) {
        return;
    }
    const Node any = {.kind = GAP, .capture = node->capture};
    const size_t before = out->list.count;
    take_elements(naive, &any, from, out);
    if ((out->list.count == before || lattice->open) && !is_hidden(lattice, from->end)) {
        take(&any, from, 1, NO_ELEMENT, out);
    }
}

static void gap_ways(const Naive *naive, const Node *node, int left, const Way *from, Ways *out) {
    add_way(out, *from);
    if (left == 0 || out->too_many) {
        return;
    }
    Ways units = {0};
    take_unit(naive, node, node->head, from, &units);
    for (size_t i = 0; i < units.list.count; i++) {
        gap_ways(naive, node, left - 1, &units.list.items[i], out);
    }
    vec_free(&units.list);
}

static void repeat_ways(const Naive *naive, const Node *node, int done, const Way *from,
                        Ways *out) {
    if (done < node->most && !out->too_many) {
        Ways once = {0};
        ways(naive, node->child[0], from, &once);
        for (size_t i = 0; i < once.list.count; i++) {
            repeat_ways(naive, node, done + 1, &once.list.items[i], out);
        }
        out->too_many = out->too_many || once.too_many;
        vec_free(&once.list);
    }
    if (done >= node->least) {
        add_way(out, *from);
    }
}

static void sequence_ways(const Naive *naive, const Node *node, int done, const Way *from,
                          Ways *out) {
    if (done == node->child_count) {
        add_way(out, *from);
        return;
    }
    Ways first = {0};
    ways(naive, node->child[done], from, &first);
    for (size_t i = 0; i < first.list.count && !out->too_many; i++) {
        sequence_ways(naive, node, done + 1, &first.list.items[i], out);
    }
    out->too_many = out->too_many || first.too_many;
    vec_free(&first.list);
}

static void capture_group(const Naive *naive, const Node *node, uint32_t start, Ways *out,
                          size_t before) {
    const Lattice *lattice = naive->lattice;
    for (size_t i = before; i < out->list.count; i++) {
        Way *way = &out->list.items[i];
        Capture capture = {start, way->end - start, NO_ELEMENT};
        for (uint32_t e = lattice->element_count; e > 0 && capture.count > 0; e--) {
            const Element *element = &lattice->elements[e - 1];
            if (element->first == start && element->count == capture.count) {
                capture.element = e - 1;
            }
        }
        way->captures[node->capture] = capture;
    }
}

static void look_ways(const Naive *naive, const Node *node, const Way *from, Ways *out) {
    const uint32_t room = from->end - naive->lattice->first;
    const uint32_t longest = !node->behind ? 0 : room < 8 ? room : 8;
    bool found = false;
    for (uint32_t length = 0; length <= longest && !found; length++) {
        Ways inner = {0};
        const Way start = {.end = from->end - length};
        ways(naive, node->child[0], &start, &inner);
        for (size_t i = 0; i < inner.list.count; i++) {
            found = found || !node->behind || inner.list.items[i].end == from->end;
        }
        out->too_many = out->too_many || inner.too_many;
        vec_free(&inner.list);
    }
    if (found != node->negative) {
        add_way(out, *from);
    }
}

static bool conditions_hold(const Naive *naive, const Node *node, uint32_t at) {
    const Lattice *lattice = naive->lattice;
    if (at >= lattice->end) {
        return false;
    }
    const uint32_t shape = lattice->tokens->tokens[at].shape;
    return (shape & node->shape_all) == node->shape_all && !(shape & node->shape_none) &&
           (node->not_class < 0 ||
            !begins_phrase(naive, at, lattice->end, naive->classes[node->not_class]));
}

static void atom_ways(const Naive *naive, const Node *node, const Way *from, Ways *out) {
    const Lattice *lattice = naive->lattice;
    if (!conditions_hold(naive, node, from->end)) {
        return;
    }
    if (node->kind == TYPE) {
        take_elements(naive, node, from, out);
    } else if (node->kind == SHAPE) {
        const uint32_t bit = shapes[node->value].bit;
        if (!is_hidden(lattice, from->end) &&
            (lattice->tokens->tokens[from->end].shape & bit) == bit) {
            take(node, from, 1, NO_ELEMENT, out);
        }
    } else {
        take_class(naive, node, from, out);
    }
}

/* Words and classes with nothing but `|` between them are one class: longest phrase first. */
static bool is_one_class(const Naive *naive, const Node *node) {
    for (int i = 0; i < node->child_count; i++) {
        const Node *child = &naive->pattern->nodes[node->child[i]];
        if ((child->kind != LITERAL && child->kind != CLASS) || child->capture >= 0 ||
            child->shape_all != 0 || child->shape_none != 0 || child->not_class >= 0) {
            return false;
        }
    }
    return true;
}

static int by_falling_end(const void *left, const void *right) {
    const Way *a = left;
    const Way *b = right;
    return (a->end < b->end) - (a->end > b->end);
}

static void class_ways(const Naive *naive, const Node *node, const Way *from, Ways *out) {
    const size_t start = out->list.count;
    for (int i = 0; i < node->child_count && !out->too_many; i++) {
        ways(naive, node->child[i], from, out);
    }
    if (out->list.count > start) {
        qsort(out->list.items + start, out->list.count - start, sizeof(Way), by_falling_end);
    }
}

static void ways(const Naive *naive, int index, const Way *from, Ways *out) {
    const Node *node = &naive->pattern->nodes[index];
    const size_t before = out->list.count;
    switch (node->kind) {
    case GAP:
        gap_ways(naive, node, node->value, from, out);
        break;
    case NOT:
        take_unit(naive, node, node->value, from, out);
        break;
    case START:
    case END:
        if (from->end == (node->kind == START ? naive->lattice->first : naive->lattice->end)) {
            add_way(out, *from);
        }
        break;
    case SEQUENCE:
        sequence_ways(naive, node, 0, from, out);
        if (node->capture >= 0) {
            capture_group(naive, node, from->end, out, before);
        }
        break;
    case CHOICE:
        if (is_one_class(naive, node)) {
            class_ways(naive, node, from, out);
            break;
        }
        for (int i = 0; i < node->child_count && !out->too_many; i++) {
            ways(naive, node->child[i], from, out);
        }
        break;
    case REPEAT:
        repeat_ways(naive, node, 0, from, out);
        break;
    case LOOK:
        look_ways(naive, node, from, out);
        break;
    default:
        atom_ways(naive, node, from, out);
        break;
    }
}

/* Appends the matches of the pattern; false if there are too many ways to follow. */
static bool naive_matches(const Naive *naive, MatchList *out) {
    for (uint32_t at = naive->lattice->first; at < naive->lattice->end;) {
        Ways all = {0};
        const Way start = {.end = at};
        ways(naive, naive->pattern->root, &start, &all);
        const bool too_many = all.too_many;
        uint32_t end = at;
        if (all.list.count > 0 && all.list.items[0].end > at) {
            end = all.list.items[0].end;
            Match match = {.first = at, .count = end - at};
            memcpy(match.captures, all.list.items[0].captures, sizeof match.captures);
            vec_push(out, match);
        }
        vec_free(&all.list);
        if (too_many) {
            return false;
        }
        at = end > at ? end : at + 1;
    }
    return true;
}

#endif
