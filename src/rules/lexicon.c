/* Word lists and gazetteers. */
#include "tsv.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

/* Where each phrase stood last in the table being read. */
typedef struct LastSeen {
    VEC(uint32_t) lines; /* by phrase; 0 = not yet */
} LastSeen;

/* Reports a phrase that the table has already. */
static void note_duplicate(const Tsv *tsv, LastSeen *seen, uint32_t phrase) {
    while (seen->lines.count <= phrase) {
        vec_push(&seen->lines, 0);
    }
    uint32_t *line = &seen->lines.items[phrase];
    if (*line != 0) {
        const Span span = tsv_span(tsv, 0);
        load_finding(tsv->loader, &span, "join the lines", "`%.*s` stands on line %u already",
                     STR_ARG(tsv->cells[0]), *line);
    }
    *line = tsv->line;
}

/* Whether a cell is filled and in NFC; else a message. */
static bool check_text(const Tsv *tsv, uint32_t cell, const char *what) {
    const Str text = tsv->cells[cell];
    const Span span = tsv_span(tsv, cell);
    if (text.len == 0) {
        load_error(tsv->loader, &span, NULL, "the %s is empty", what);
        return false;
    }
    if (utf8_is_nfc_quick(text)) {
        return true;
    }
    Buffer normal = {0};
    utf8_nfc(&normal, text);
    const bool good = str_equal(buffer_str(&normal), text);
    buffer_free(&normal);
    if (!good) {
        load_error(tsv->loader, &span, "save the table in Unicode NFC",
                   "the %s is not in Unicode NFC", what);
    }
    return good;
}

static void add_to_classes(const Tsv *tsv, uint32_t phrase) {
    Loader *loader = tsv->loader;
    Str rest = tsv->cells[1];
    while (rest.len > 0) {
        const Str name = str_split(&rest, ' ');
        Span span = tsv_span(tsv, 1);
        span.start = (uint32_t)(name.ptr - tsv->file->content.ptr);
        span.end = span.start + (uint32_t)name.len;
        if (!is_class_name(name)) {
            load_error(loader, &span, "classes are separated by one space each",
                       "the name of a class is written in capitals, not `%.*s`", STR_ARG(name));
            continue;
        }
        const ClassId id = class_named(loader, name);
        class_define(loader, id, &span);
        class_add_phrase(loader, id, phrase);
    }
}

static void read_words(Tsv *tsv) {
    LastSeen seen = {0};
    while (tsv_next(tsv)) {
        if (!check_text(tsv, 0, "term") || !check_text(tsv, 1, "class")) {
            continue;
        }
        const Span span = tsv_span(tsv, 0);
        const uint32_t phrase = phrase_of(tsv->loader, tsv->cells[0], &span, NULL);
        if (phrase != 0) {
            note_duplicate(tsv, &seen, phrase);
            add_to_classes(tsv, phrase);
        }
    }
    vec_free(&seen.lines);
}

static void add_spelling(const Tsv *tsv, Str name, uint32_t cell) {
    Loader *loader = tsv->loader;
    const Span span = tsv_span(tsv, cell);
    NameSpelling spelling = {.gazetteer = (uint32_t)loader->gazetteer.count};
    spelling.phrase = phrase_of(loader, name, &span, &spelling.capitals);
    if (spelling.phrase != 0) {
        vec_push(&loader->spellings, spelling);
    }
}

/* Aliases are separated by bars. */
static void read_aliases(const Tsv *tsv, GazetteerEntry *entry) {
    uint32_t count = 0;
    for (size_t i = 0; i < tsv->cells[2].len; i++) {
        count += tsv->cells[2].ptr[i] == '|';
    }
    Str *aliases = arena_array(&tsv->loader->out->arena, Str, count + 1);
    Str rest = tsv->cells[2];
    while (rest.len > 0) {
        const Str alias = str_trim(str_split(&rest, '|'));
        if (alias.len == 0) {
            const Span span = tsv_span(tsv, 2);
            load_error(tsv->loader, &span, "aliases are separated by |", "an alias is empty");
            continue;
        }
        aliases[entry->alias_count++] = alias;
        add_spelling(tsv, alias, 2);
    }
    entry->aliases = aliases;
}

static bool is_wikidata(Str id) {
    bool good = id.len > 1 && id.ptr[0] == 'Q';
    for (size_t i = 1; i < id.len; i++) {
        good = good && id.ptr[i] >= '0' && id.ptr[i] <= '9';
    }
    return good;
}

/* Reads flags; a message if one is unknown. */
static bool is_weak(const Tsv *tsv) {
    const Str flags = tsv->cells[5];
    if (flags.len > 0 && !str_equal(flags, STR("weak"))) {
        const Span span = tsv_span(tsv, 5);
        load_error(tsv->loader, &span, "the only flag is `weak`", "unknown flag `%.*s`",
                   STR_ARG(flags));
    }
    return flags.len > 0;
}

static TypeId type_of_cell(const Tsv *tsv, uint32_t cell) {
    const TypeId type = loader_type(tsv->loader, tsv->cells[cell]);
    if (type == 0) {
        const Span span = tsv_span(tsv, cell);
        if (loader_type_set(tsv->loader, tsv->cells[cell], &span) != 0) {
            load_error(tsv->loader, &span, NULL, "`%.*s` is a group; a name has a type",
                       STR_ARG(tsv->cells[cell]));
        }
    }
    return type;
}

static void read_names(Tsv *tsv) {
    Loader *loader = tsv->loader;
    LastSeen seen = {0};
    while (tsv_next(tsv)) {
        if (!check_text(tsv, 0, "name") || !check_text(tsv, 1, "type") ||
            (tsv->cells[2].len > 0 && !check_text(tsv, 2, "list of aliases"))) {
            continue;
        }
        GazetteerEntry entry = {.name = tsv->cells[0],
                                .type = type_of_cell(tsv, 1),
                                .wikidata = tsv->cells[3],
                                .parent = tsv->cells[4],
                                .weak = is_weak(tsv)};
        if (entry.wikidata.len > 0 && !is_wikidata(entry.wikidata)) {
            const Span span = tsv_span(tsv, 3);
            load_error(loader, &span, "an id looks like this: Q881", "`%.*s` is no id of Wikidata",
                       STR_ARG(entry.wikidata));
        }
        const size_t spellings = loader->spellings.count;
        add_spelling(tsv, entry.name, 0);
        if (loader->spellings.count > spellings) {
            note_duplicate(tsv, &seen, vec_last(&loader->spellings).phrase);
        }
        read_aliases(tsv, &entry);
        vec_push(&loader->gazetteer, entry);
    }
    vec_free(&seen.lines);
}

static void read_table(Loader *loader, Str path, const Span *from) {
    static const char *const words[] = {"term", "class", "note"};
    static const char *const names[] = {"name", "type", "aliases", "wikidata", "in", "flags"};
    if (source_find(&loader->sources, path)) {
        return; /* once is enough */
    }
    Tsv tsv;
    if (!tsv_open(&tsv, loader, path, from)) {
        return;
    }
    if (str_equal(tsv.cells[0], STR("name"))) {
        if (tsv_expect(&tsv, names, 6, 6)) {
            read_names(&tsv);
        }
    } else if (tsv_expect(&tsv, words, 3, 2)) {
        read_words(&tsv);
    }
}

static int compare_names(const void *left, const void *right) {
    return str_compare(*(const Str *)left, *(const Str *)right);
}

static void read_folder(Loader *loader, const PathStatement *statement) {
    DIR *folder = opendir(arena_str(&loader->scratch, statement->path).ptr);
    if (!folder) {
        load_error(loader, &statement->span, NULL, "cannot read `%.*s`: %s",
                   STR_ARG(statement->path), strerror(errno));
        return;
    }
    VEC(Str) names = {0};
    for (const struct dirent *item = readdir(folder); item; item = readdir(folder)) {
        const Str name = str_from(item->d_name);
        if (str_ends(name, STR(".tsv")) && name.ptr[0] != '.') {
            vec_push(&names, path_join(&loader->out->arena, statement->path, name));
        }
    }
    closedir(folder);
    if (names.count > 0) {
        qsort(names.items, names.count, sizeof(Str), compare_names);
    } else {
        load_error(loader, &statement->span, NULL, "the folder `%.*s` has no *.tsv",
                   STR_ARG(statement->path));
    }
    for (size_t i = 0; i < names.count; i++) {
        read_table(loader, names.items[i], &statement->span);
    }
    vec_free(&names);
}

void lexicon_load(Loader *loader, const PathStatement *statement) {
    struct stat info;
    const bool folder =
        stat(arena_str(&loader->scratch, statement->path).ptr, &info) == 0 && S_ISDIR(info.st_mode);
    if (folder) {
        read_folder(loader, statement);
    } else {
        read_table(loader, statement->path, &statement->span);
    }
}
