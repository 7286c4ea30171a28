#include "gold.h"

#include "names.h"
#include "read/read.h"

enum { CELLS = 5 };

static GoldNames parse_names(Gold *gold, Str cell) {
    uint32_t most = 1;
    for (size_t at = str_find(cell, '|', 0); at < cell.len; at = str_find(cell, '|', at + 1)) {
        most++;
    }
    GoldName *items = arena_array(&gold->arena, GoldName, most);
    GoldNames out = {.source = arena_str(&gold->arena, cell), .items = items};
    Str rest = cell;
    do {
        const Str name = str_trim(str_split(&rest, '|'));
        const bool is_part = str_starts(name, STR("~"));
        items[out.count++] =
            (GoldName){name_words_in(&gold->arena, str_sub(name, is_part, name.len)), is_part};
    } while (rest.len > 0);
    return out;
}

static bool add_line(Gold *gold, Str line, Str document) {
    Str cells[CELLS + 1];
    uint32_t count = 0;
    for (Str rest = line; rest.len > 0 && count <= CELLS;) {
        cells[count++] = str_trim(str_split(&rest, '\t'));
    }
    if (count == 5 && str_equal(cells[0], STR("T")) &&
        (str_equal(cells[4], STR("must")) || str_equal(cells[4], STR("may")))) {
        vec_push(&gold->triples, (GoldTriple){.document = document,
                                              .subject = parse_names(gold, cells[1]),
                                              .object = parse_names(gold, cells[3]),
                                              .relation = arena_str(&gold->arena, cells[2]),
                                              .must = str_equal(cells[4], STR("must"))});
        return true;
    }
    if (count == 3 && str_equal(cells[0], STR("N"))) {
        vec_push(&gold->nodes, (GoldNode){.document = document,
                                          .name = parse_names(gold, cells[1]),
                                          .family = arena_str(&gold->arena, cells[2])});
        return true;
    }
    return false;
}

static Status add_lines(Gold *gold, const char *path, Str content, Str document) {
    Status status = STATUS_OK;
    for (Str rest = content; rest.len > 0;) {
        const Str line = str_split(&rest, '\n');
        if (str_trim(line).len == 0 || line.ptr[0] == '#' || add_line(gold, line, document)) {
            continue;
        }
        const size_t start = (size_t)(line.ptr - content.ptr);
        const Place place = diag_place(str_from(path), content, start, start + line.len);
        status = diag_report(STATUS_INPUT, SEVERITY_ERROR, &place,
                             "T SUBJECT RELATION OBJECT must|may, or N NAME FAMILY, with tabs",
                             "not a line of gold");
    }
    return status;
}

Status gold_read(Gold *gold, const char *path, Str document) {
    Buffer content = {0};
    Status status = read_utf8_file(path, &content);
    if (status == STATUS_OK) {
        status = add_lines(gold, path, buffer_str(&content), arena_str(&gold->arena, document));
    }
    buffer_free(&content);
    return status;
}

void gold_clear(Gold *gold) {
    arena_reset(&gold->arena);
    vec_clear(&gold->triples);
    vec_clear(&gold->nodes);
}

void gold_free(Gold *gold) {
    arena_free(&gold->arena);
    vec_free(&gold->triples);
    vec_free(&gold->nodes);
}

bool gold_lists(Str cell, Str name) {
    while (cell.len > 0) {
        if (str_equal(str_trim(str_split(&cell, '|')), name)) {
            return true;
        }
    }
    return false;
}

/* ---- Schemes ---- */

/* The next word of a line; empty at its end. */
static Str next_word(Str *rest) {
    *rest = str_trim(*rest);
    return str_split(rest, ' ');
}

static bool add_scheme_line(GoldScheme *out, Str line, const Ruleset *ruleset) {
    const Str key = next_word(&line);
    if (str_equal(key, STR("relations"))) {
        if (!out->relations) {
            out->relations = arena_array(&out->arena, bool, ruleset->relation_count);
        }
        for (Str name = next_word(&line); name.len > 0; name = next_word(&line)) {
            out->relations[ruleset_relation(ruleset, name)] = true;
        }
        return true;
    }
    if (str_equal(key, STR("family"))) {
        if (!out->families) {
            out->families = arena_array(&out->arena, Str, ruleset->type_count);
        }
        const Str family = arena_str(&out->arena, next_word(&line));
        for (Str name = next_word(&line); name.len > 0; name = next_word(&line)) {
            out->families[ruleset_type(ruleset, name)] = family;
        }
        return true;
    }
    return false;
}

Status gold_scheme_read(GoldScheme *out, const char *path, const Ruleset *ruleset) {
    *out = (GoldScheme){0};
    Buffer content = {0};
    Status status = read_utf8_file(path, &content);
    for (Str rest = buffer_str(&content); status == STATUS_OK && rest.len > 0;) {
        const Str line = str_split(&rest, '\n');
        if (str_trim(line).len == 0 || line.ptr[0] == '#' || add_scheme_line(out, line, ruleset)) {
            continue;
        }
        const size_t start = (size_t)(line.ptr - content.items);
        const Place place =
            diag_place(str_from(path), buffer_str(&content), start, start + line.len);
        status = diag_report(STATUS_INPUT, SEVERITY_ERROR, &place, NULL,
                             "expected `relations NAME...` or `family FAMILY TYPE...`");
    }
    buffer_free(&content);
    return status;
}

void gold_scheme_free(GoldScheme *scheme) { arena_free(&scheme->arena); }

bool gold_scheme_family(const GoldScheme *scheme, const Ruleset *ruleset, TypeId type, Str family) {
    if (scheme->families) {
        return type != 0 && str_equal(scheme->families[type], family);
    }
    for (TypeId above = type; above != 0; above = ruleset->types[above].parent) {
        if (str_equal(ruleset->types[above].name, family)) {
            return true;
        }
    }
    return false;
}
