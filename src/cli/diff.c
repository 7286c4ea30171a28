/* diff: what two runs state differently. */
#include "options.h"
#include "page.h"

#include "resolve/resolve.h"

enum { COUNT_COLUMNS = 8 };

/* A triple of a document, with what tells it from others: all but rule, confidence and attributes.
 */
typedef struct Stated {
    Str document;
    const ResultTriple *triple;
} Stated;

typedef struct Side {
    Arena arena;
    VEC(Stated) stated;
    uint32_t documents;
} Side;

typedef struct Change {
    Str name;
    uint32_t gained, lost;
} Change;

/* Changes by name. */
typedef struct Changes {
    Intern names;
    VEC(Change) items;
} Changes;

typedef struct Diff {
    Side before, after;
    Changes relations, rules;
    Page page, lines;
    uint32_t gained, lost, same, other_rule;
} Diff;

static void add_result(Side *side, const DocumentResult *result) {
    side->documents++;
    for (uint32_t i = 0; i < result->triple_count; i++) {
        vec_push(&side->stated, (Stated){result->id, &result->triples[i]});
    }
}

static Status read_side(Side *side, const char *path) {
    Source *source;
    TRY(source_open(&source, &path, 1));
    Status status = STATUS_OK;
    for (RawItem *item; (item = source_next(source)) != NULL; raw_item_free(item)) {
        const Str name = arena_str(&side->arena, item->path);
        Str rest = arena_str(&side->arena, item->bytes);
        for (uint32_t line = item->first_line; rest.len > 0; line++) {
            const Str text = str_trim(str_split(&rest, '\n'));
            DocumentResult result = {0};
            if (text.len == 0) {
                continue;
            }
            const Status read = result_read(&result, text, name, line, &side->arena);
            status = status_worse(status, read);
            if (read == STATUS_OK) {
                add_result(side, &result);
            }
        }
    }
    return status_worse(status, source_close(source));
}

static int compare(const Stated *a, const Stated *b) {
    int order = str_compare(a->document, b->document);
    if (order == 0 && a->triple->start != b->triple->start) {
        order = a->triple->start < b->triple->start ? -1 : 1;
    }
    order = order != 0 ? order : str_compare(a->triple->subject, b->triple->subject);
    order = order != 0 ? order : str_compare(a->triple->relation, b->triple->relation);
    order = order != 0 ? order : str_compare(a->triple->object, b->triple->object);
    return order != 0 ? order : (int)a->triple->modality - (int)b->triple->modality;
}

static int by_place(const void *left, const void *right) { return compare(left, right); }

static void sort_side(Side *side) {
    if (side->stated.count > 1) {
        qsort(side->stated.items, side->stated.count, sizeof *side->stated.items, by_place);
    }
}

/* ---- Counting ---- */

/* The name of a rule, without the place that any edit of its file moves. */
static Str rule_name(const ResultTriple *triple) {
    size_t start = triple->rule.len;
    while (start > 0 && triple->rule.ptr[start - 1] != ' ') {
        start--;
    }
    return triple->rule.len > 0 ? str_sub(triple->rule, start, triple->rule.len) : STR("?");
}

static void count_change(Changes *changes, Str name, bool gained) {
    const uint32_t id = intern_add(&changes->names, name);
    if (id > changes->items.count) {
        vec_push(&changes->items, (Change){.name = intern_str(&changes->names, id)});
    }
    changes->items.items[id - 1].gained += gained;
    changes->items.items[id - 1].lost += !gained;
}

static void show_change(Diff *diff, const Stated *stated, bool gained) {
    const ResultTriple *triple = stated->triple;
    Page *page = &diff->lines;
    const Style style = gained ? STYLE_GOOD : STYLE_BAD;
    page_add(page, style, gained ? STR("+ ") : STR("- "));
    if (triple->modality != MODALITY_ASSERTED) {
        page_add(page, style, modality_name(triple->modality));
        page_add(page, style, STR(" "));
    }
    page_add(page, style, triple->subject);
    page_add(page, style, STR("  --"));
    page_add(page, style, triple->relation);
    page_add(page, style, STR("->  "));
    page_add(page, style, triple->object);
    page_add(page, STYLE_PLAIN, STR("  "));
    page_add(page, STYLE_RULE, rule_name(triple));
    page_add(page, STYLE_PLAIN, STR("\n    "));
    page_add(page, STYLE_FAINT, stated->document);
    page_add(page, STYLE_FAINT, STR(": "));
    page_add(page, STYLE_FAINT, triple->sentence);
    page_line_end(page);
}

static void take_change(Diff *diff, const Stated *stated, bool gained) {
    diff->gained += gained;
    diff->lost += !gained;
    count_change(&diff->relations, stated->triple->relation, gained);
    count_change(&diff->rules, rule_name(stated->triple), gained);
    show_change(diff, stated, gained);
}

static void take_both(Diff *diff, const Stated *before, const Stated *after) {
    diff->same++;
    diff->other_rule += !str_equal(rule_name(before->triple), rule_name(after->triple));
}

static void compare_sides(Diff *diff) {
    size_t b = 0;
    size_t a = 0;
    sort_side(&diff->before);
    sort_side(&diff->after);
    while (b < diff->before.stated.count || a < diff->after.stated.count) {
        const Stated *before = &diff->before.stated.items[b];
        const Stated *after = &diff->after.stated.items[a];
        const int order = b == diff->before.stated.count  ? 1
                          : a == diff->after.stated.count ? -1
                                                          : compare(before, after);
        if (order < 0) {
            take_change(diff, before, false);
        } else if (order > 0) {
            take_change(diff, after, true);
        } else {
            take_both(diff, before, after);
        }
        b += order <= 0;
        a += order >= 0;
    }
}

/* ---- Report ---- */

/* Most changes first. */
static int by_changes(const void *left, const void *right) {
    const Change *a = left;
    const Change *b = right;
    const uint32_t sum_a = a->gained + a->lost;
    const uint32_t sum_b = b->gained + b->lost;
    if (sum_a != sum_b) {
        return sum_a > sum_b ? -1 : 1;
    }
    return str_compare(a->name, b->name);
}

static void add_count(Page *page, Style style, char sign, uint32_t count) {
    char text[16] = {sign, '\0'};
    Buffer digits = {0};
    buffer_uint(&digits, count);
    memcpy(text + 1, digits.items, digits.count);
    text[digits.count + 1] = '\0';
    buffer_free(&digits);
    page_cell(page, count > 0 ? style : STYLE_PLAIN, count > 0 ? str_from(text) : STR_NONE,
              COUNT_COLUMNS);
}

static void show_changes(Page *page, const char *heading, Changes *changes) {
    if (changes->items.count > 1) {
        qsort(changes->items.items, changes->items.count, sizeof(Change), by_changes);
    }
    page_line_end(page);
    page_cell(page, STYLE_HEADING, STR("gained"), COUNT_COLUMNS);
    page_cell(page, STYLE_HEADING, STR("lost"), COUNT_COLUMNS);
    page_add(page, STYLE_HEADING, str_from(heading));
    page_line_end(page);
    for (size_t i = 0; i < changes->items.count; i++) {
        const Change *change = &changes->items.items[i];
        add_count(page, STYLE_GOOD, '+', change->gained);
        add_count(page, STYLE_BAD, '-', change->lost);
        page_add(page, STYLE_PLAIN, change->name);
        page_line_end(page);
    }
}

static void show_diff(Diff *diff, const Options *options) {
    Page *page = &diff->page;
    if (options->verbose) {
        page_add(page, STYLE_PLAIN, buffer_str(&diff->lines.text));
    }
    if (options->quiet) {
        return;
    }
    page_printf(page, "%u gained, %u lost, %u the same", diff->gained, diff->lost, diff->same);
    if (diff->other_rule > 0) {
        page_printf(page, ", %u of them by another rule", diff->other_rule);
    }
    page_printf(page, "; %u documents before, %u after\n", diff->before.documents,
                diff->after.documents);
    if (diff->gained + diff->lost > 0) {
        show_changes(page, "relation", &diff->relations);
        show_changes(page, "rule", &diff->rules);
    }
}

static void changes_free(Changes *changes) {
    intern_free(&changes->names);
    vec_free(&changes->items);
}

static void side_free(Side *side) {
    arena_free(&side->arena);
    vec_free(&side->stated);
}

Status command_diff(const Options *options) {
    Diff diff = {0};
    page_begin(&diff.page);
    page_begin(&diff.lines);
    Status status = read_side(&diff.before, options->arguments[0]);
    status = status_worse(status, read_side(&diff.after, options->arguments[1]));
    if (status == STATUS_OK) {
        compare_sides(&diff);
        show_diff(&diff, options);
        status = diff.gained + diff.lost > 0 ? STATUS_FINDINGS : STATUS_OK;
        status = status_worse(status, print_text(&diff.page.text));
    }
    page_free(&diff.page);
    page_free(&diff.lines);
    changes_free(&diff.relations);
    changes_free(&diff.rules);
    side_free(&diff.before);
    side_free(&diff.after);
    return status;
}
