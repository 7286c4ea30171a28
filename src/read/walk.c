#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

/* A folder under way, to recognise a link that leads back into it. */
typedef struct Ancestor {
    const struct Ancestor *parent;
    dev_t device;
    ino_t inode;
} Ancestor;

typedef struct Walk {
    Arena *arena;
    InputFileList *files;
    Status status;
} Walk;

static void report(Walk *walk, Str path, const char *what) {
    char text[96];
    const char *reason = strerror_r(errno, text, sizeof text);
    const Place place = {.file = path};
    walk->status = diag_report(STATUS_INPUT, SEVERITY_ERROR, &place, NULL, "%s: %s", what, reason);
}

static int by_bytes(const void *a, const void *b) {
    return str_compare(*(const Str *)a, *(const Str *)b);
}

typedef VEC(Str) NameList;

/* The names in folder `path` that are not hidden, in byte order. */
static bool list_folder(Walk *walk, Str path, NameList *names) {
    DIR *folder = opendir(path.ptr);
    if (!folder) {
        report(walk, path, "cannot open the folder");
        return false;
    }
    errno = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') {
            vec_push(names, arena_str(walk->arena, str_from(entry->d_name)));
        }
    }
    if (errno != 0) {
        report(walk, path, "cannot read the whole folder");
    }
    (void)closedir(folder);
    if (names->count > 1) {
        qsort(names->items, names->count, sizeof *names->items, by_bytes);
    }
    return true;
}

static bool leads_back(const Ancestor *folder) {
    for (const Ancestor *above = folder->parent; above; above = above->parent) {
        if (above->device == folder->device && above->inode == folder->inode) {
            return true;
        }
    }
    return false;
}

static void add_file(Walk *walk, Str path, const struct stat *info) {
    InputFile file = {.path = path, .size = info->st_size > 0 ? (uint64_t)info->st_size : 0};
    if (format_of_path(path, &file.format, &file.compression)) {
        vec_push(walk->files, file);
    }
}

/* Recursion is as deep as the folders, which the longest path of the system bounds. */
static void walk_folder(Walk *walk, Str path, Ancestor folder) {
    const Place place = {.file = path};
    if (leads_back(&folder)) {
        (void)diag_report(STATUS_OK, SEVERITY_WARNING, &place, NULL,
                          "leads back to a folder above; passed over");
        return;
    }
    NameList names = {0};
    if (list_folder(walk, path, &names)) {
        const char *slash = str_ends(path, STR("/")) ? "" : "/";
        for (size_t i = 0; i < names.count; i++) {
            const Str child =
                arena_printf(walk->arena, "%s%s%s", path.ptr, slash, names.items[i].ptr);
            struct stat info;
            if (stat(child.ptr, &info) != 0) {
                Format format;
                Compression compression;
                if (format_of_path(child, &format, &compression)) {
                    report(walk, child, "cannot open");
                }
            } else if (S_ISDIR(info.st_mode)) {
                walk_folder(walk, child, (Ancestor){&folder, info.st_dev, info.st_ino});
            } else if (S_ISREG(info.st_mode)) {
                add_file(walk, child, &info);
            }
        }
    }
    vec_free(&names);
}

static Status walk_named_file(Walk *walk, Str path, const struct stat *info) {
    if (!S_ISREG(info->st_mode)) {
        const InputFile pipe = {.path = path, .compression = COMPRESSION_GUESS, .is_sniffed = true};
        vec_push(walk->files, pipe);
        return STATUS_OK;
    }
    const size_t before = walk->files->count;
    add_file(walk, path, info);
    if (walk->files->count > before) {
        return STATUS_OK;
    }
    const Place place = {.file = path};
    return diag_report(STATUS_INPUT, SEVERITY_ERROR, &place, format_hint(),
                       "the name does not say what format the file has");
}

Status walk_path(const char *path, Arena *arena, InputFileList *files) {
    const Str copy = arena_str(arena, str_from(path));
    Walk walk = {arena, files, STATUS_OK};
    if (strcmp(path, "-") == 0) {
        const InputFile input = {
            .path = copy, .compression = COMPRESSION_GUESS, .is_sniffed = true};
        vec_push(files, input);
        return STATUS_OK;
    }
    struct stat info;
    if (stat(path, &info) != 0) {
        report(&walk, copy, "cannot open");
        return walk.status;
    }
    if (!S_ISDIR(info.st_mode)) {
        return walk_named_file(&walk, copy, &info);
    }
    const size_t before = files->count;
    walk_folder(&walk, copy, (Ancestor){NULL, info.st_dev, info.st_ino});
    if (files->count == before && walk.status == STATUS_OK) {
        const Place place = {.file = copy};
        return diag_report(STATUS_INPUT, SEVERITY_ERROR, &place, format_hint(),
                           "no document in this folder");
    }
    return walk.status;
}
