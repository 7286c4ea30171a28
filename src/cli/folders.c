#include "folders.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder of the program itself, without a slash at its end; empty when unknown. */
static Str own_folder(char *path, size_t size) {
    const ssize_t length = readlink("/proc/self/exe", path, size);
    size_t end = length > 0 ? (size_t)length : 0;
    while (end > 0 && path[end - 1] != '/') {
        end--;
    }
    return (Str){path, end > 0 ? end - 1 : 0};
}

/* Leaves the path of the rules in `path`, with a NUL behind it. */
static bool find_rules(Buffer *path) {
    static const char *const beside[] = {"/../share/trithuc/rules", "/rules", "/../rules",
                                         "/../../rules", "/../../../rules"};
    char own[PATH_MAX];
    const Str folder = own_folder(own, sizeof own);
    for (size_t i = 0; i <= sizeof beside / sizeof *beside; i++) {
        buffer_clear(path);
        if (i < sizeof beside / sizeof *beside) {
            buffer_add(path, folder);
            buffer_add(path, str_from(beside[i]));
        } else {
            buffer_add(path, STR("rules"));
        }
        const size_t length = path->count;
        buffer_add(path, STR("/main.rules"));
        buffer_byte(path, '\0');
        const bool found = access(path->items, R_OK) == 0;
        path->count = length;
        buffer_byte(path, '\0');
        if (found) {
            return true;
        }
    }
    return false;
}

Status load_rules(Ruleset **out, const Options *options) {
    const char *named = options->rules ? options->rules : getenv("TRITHUC_RULES");
    if (named && *named) {
        return ruleset_load(out, named);
    }
    Buffer path = {0};
    char whole[PATH_MAX];
    Status status;
    if (!find_rules(&path)) {
        status = diag_report(STATUS_RULES, SEVERITY_ERROR, NULL,
                             "name their folder with --rules or TRITHUC_RULES",
                             "no rules beside the program or in this folder");
    } else {
        status = ruleset_load(out, realpath(path.items, whole) ? whole : path.items);
    }
    buffer_free(&path);
    return status;
}

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

Status make_folder(const char *path) {
    Buffer part = {0};
    const Str all = str_from(path);
    Status status = STATUS_OK;
    for (size_t end = str_find(all, '/', 1); status == STATUS_OK;
         end = str_find(all, '/', end + 1)) {
        buffer_clear(&part);
        buffer_add(&part, str_sub(all, 0, end));
        buffer_byte(&part, '\0');
        if (mkdir(part.items, 0777) != 0 && !is_folder(part.items)) {
            status =
                diag_error(STATUS_OUTPUT, "%s: cannot be made: %s", part.items, strerror(errno));
        }
        if (end == all.len) {
            break;
        }
    }
    buffer_free(&part);
    return status;
}
