/* --help, the man page and the completions, all from the tables of options.h. */
#include "options.h"

#include "export/export.h"

enum { LINE_COLUMNS = 79, OPTION_COLUMN = 26, COMMAND_COLUMN = 22, STATUS_COLUMN = 5 };

typedef struct ExitStatus {
    const char *number;
    const char *about;
} ExitStatus;

static const ExitStatus exit_statuses[] = {
    {"0", "done"},
    {"1", "check, diff, eval --min: something was found"},
    {"2", "the command line is wrong"},
    {"3", "the rules could not be loaded"},
    {"4", "some input could not be read; the rest is done"},
    {"5", "output could not be written"},
    {"129, 130, 143", "stopped by SIGHUP, SIGINT, SIGTERM: what extract has done is written, in "
                      "whole lines, with -o FILE to FILE.partial; no other file is half written"},
    {"141", "stopped without a word, as nobody reads its standard output any more (5 where SIGPIPE "
            "is ignored)"},
};
enum { EXIT_STATUS_COUNT = sizeof exit_statuses / sizeof *exit_statuses };

static const char tagline[] = "reads Vietnamese news and writes the knowledge graph that it tells";

/* `text` from `column` on, wrapped, with a line end. */
static void add_wrapped(Buffer *out, const char *text, size_t column) {
    Str rest = str_from(text);
    size_t at = column;
    while (rest.len > 0) {
        const Str word = str_split(&rest, ' ');
        if (at > column && at + 1 + word.len > LINE_COLUMNS) {
            buffer_printf(out, "\n%*s", (int)column, "");
            at = column;
        } else if (at > column) {
            buffer_byte(out, ' ');
            at++;
        }
        buffer_add(out, word);
        at += word.len;
    }
    buffer_byte(out, '\n');
}

/* Two columns: `left`, padded or on a line of its own, and `about`. */
static void add_row(Buffer *out, Str left, const char *about, size_t column) {
    buffer_add(out, STR("  "));
    buffer_add(out, left);
    if (left.len + 4 > column) {
        buffer_printf(out, "\n%*s", (int)column, "");
    } else {
        buffer_printf(out, "%*s", (int)(column - 2 - left.len), "");
    }
    add_wrapped(out, about, column);
}

static void add_option(Buffer *out, const OptionSpec *option) {
    Buffer left = {0};
    if (option->letter) {
        buffer_printf(&left, "-%c, ", option->letter);
    } else {
        buffer_add(&left, STR("    "));
    }
    buffer_printf(&left, "--%s", option->name);
    if (option->argument) {
        buffer_printf(&left, " %s", option->argument);
    }
    add_row(out, buffer_str(&left), option->about, OPTION_COLUMN);
    buffer_free(&left);
}

static void add_options(Buffer *out, unsigned commands) {
    buffer_add(out, STR("\nOptions\n"));
    for (size_t i = 0; i < option_spec_count; i++) {
        if (option_specs[i].commands & commands) {
            add_option(out, &option_specs[i]);
        }
    }
}

/* "graph.nodes.csv, graph.edges.csv" */
static void add_files(Buffer *out, const ExportFormat *format) {
    for (size_t i = 0; i < EXPORT_FILES_MOST && format->endings[i]; i++) {
        buffer_printf(out, i == 0 ? "graph%s" : ", graph%s", format->endings[i]);
    }
}

static void add_formats(Buffer *out) {
    buffer_add(out, STR("\nFormats\n"));
    for (size_t i = 0; i < export_format_count; i++) {
        Buffer about = {0};
        add_files(&about, &export_formats[i]);
        buffer_printf(&about, ", %s", export_formats[i].about);
        buffer_byte(&about, '\0');
        add_row(out, str_from(export_formats[i].name), about.items, COMMAND_COLUMN);
        buffer_free(&about);
    }
}

static void add_overview(Buffer *out) {
    buffer_printf(out, "trithuc %s\n\nCommands\n", tagline);
    for (size_t i = 0; i < command_spec_count; i++) {
        if (!command_specs[i].hidden) {
            Buffer left = {0};
            buffer_printf(&left, "%s %s", command_specs[i].name, command_specs[i].arguments);
            add_row(out, buffer_str(&left), command_specs[i].about, COMMAND_COLUMN);
            buffer_free(&left);
        }
    }
    buffer_add(out, STR("\nDOCS are files, folders, or - for standard input: text, HTML, RSS and "
                        "other XML,\nJSON, NDJSON, also compressed by gzip or zstd.\n"));
    add_options(out, FOR_ALL);
    add_formats(out);
    buffer_add(out, STR("\nExit status\n"));
    for (size_t i = 0; i < EXIT_STATUS_COUNT; i++) {
        add_row(out, str_from(exit_statuses[i].number), exit_statuses[i].about, STATUS_COLUMN);
    }
}

Status help_show(const CommandSpec *command) {
    Buffer out = {0};
    if (command) {
        buffer_printf(&out, "trithuc %s %s\n\n", command->name, command->arguments);
        add_wrapped(&out, command->about, 0);
        add_options(&out, command->bit);
        if (command->bit & FOR_NETWORK) {
            add_formats(&out);
        }
    } else {
        add_overview(&out);
    }
    const Status status = print_text(&out);
    buffer_free(&out);
    return status;
}

/* ---- Man page ---- */

/* Text of a man page: hyphens and backslashes are themselves. */
static void add_roff(Buffer *out, const char *text) {
    for (const char *at = text; *at; at++) {
        if (*at == '\\') {
            buffer_add(out, STR("\\e"));
        } else if (*at == '-') {
            buffer_add(out, STR("\\-"));
        } else if (*at == '.' && at == text) {
            buffer_add(out, STR("\\&."));
        } else {
            buffer_byte(out, *at);
        }
    }
}

static void add_item(Buffer *out, const char *bold, const char *italic, const char *about) {
    buffer_add(out, STR(".TP\n\\fB"));
    add_roff(out, bold);
    buffer_add(out, STR("\\fR"));
    if (italic && *italic) {
        buffer_add(out, STR(" \\fI"));
        add_roff(out, italic);
        buffer_add(out, STR("\\fR"));
    }
    buffer_byte(out, '\n');
    add_roff(out, about);
    buffer_byte(out, '\n');
}

static void add_man_options(Buffer *out) {
    buffer_add(out, STR(".SH OPTIONS\n"));
    for (size_t i = 0; i < option_spec_count; i++) {
        const OptionSpec *option = &option_specs[i];
        Buffer name = {0};
        if (option->letter) {
            buffer_printf(&name, "-%c, ", option->letter);
        }
        buffer_printf(&name, "--%s", option->name);
        buffer_byte(&name, '\0');
        add_item(out, name.items, option->argument, option->about);
        buffer_free(&name);
    }
}

static void add_man_files(Buffer *out) {
    buffer_add(out, STR(".SH FILES\n"));
    for (size_t i = 0; i < export_format_count; i++) {
        Buffer name = {0};
        add_files(&name, &export_formats[i]);
        buffer_byte(&name, '\0');
        add_item(out, name.items, NULL, export_formats[i].about);
        buffer_free(&name);
    }
    add_item(out, "summary.txt", NULL, "the most central actors, communities, counts");
    add_item(out, "PREFIX/share/trithuc/rules", NULL,
             "the rules; used unless --rules or TRITHUC_RULES names others");
}

Status command_help_man(const Options *options) {
    (void)options;
    Buffer out = {0};
    buffer_add(&out, STR(".TH TRITHUC 1 \"\" \"trithuc " PROGRAM_VERSION "\"\n"
                         ".SH NAME\ntrithuc \\- "));
    add_roff(&out, tagline);
    buffer_add(&out, STR("\n.SH SYNOPSIS\n\\fBtrithuc\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... "
                         "\\fIARGUMENT\\fR...\n.SH COMMANDS\n"));
    for (size_t i = 0; i < command_spec_count; i++) {
        if (!command_specs[i].hidden) {
            add_item(&out, command_specs[i].name, command_specs[i].arguments,
                     command_specs[i].about);
        }
    }
    buffer_add(&out, STR(".PP\n\\fIDOCS\\fR are files, folders, or \\- for standard input: text, "
                         "HTML, RSS and other XML, JSON, NDJSON, also compressed by gzip or "
                         "zstd.\n"));
    add_man_options(&out);
    buffer_add(&out, STR(".SH EXIT STATUS\n"));
    for (size_t i = 0; i < EXIT_STATUS_COUNT; i++) {
        add_item(&out, exit_statuses[i].number, NULL, exit_statuses[i].about);
    }
    buffer_add(&out, STR(".SH ENVIRONMENT\n"));
    add_item(&out, "TRITHUC_RULES", NULL, "folder of the rules, unless --rules names one");
    add_man_files(&out);
    const Status status = print_text(&out);
    buffer_free(&out);
    return status;
}

/* ---- Completions ---- */

static void add_command_names(Buffer *out) {
    for (size_t i = 0; i < command_spec_count; i++) {
        if (!command_specs[i].hidden) {
            buffer_printf(out, " %s", command_specs[i].name);
        }
    }
}

static void add_format_names(Buffer *out) {
    for (size_t i = 0; i < export_format_count; i++) {
        buffer_printf(out, " %s", export_formats[i].name);
    }
}

static void add_bash(Buffer *out) {
    buffer_add(out,
               STR("# bash completion for trithuc\n"
                   "_trithuc() {\n"
                   "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                   "    case $before in\n"
                   "    --format) COMPREPLY=($(compgen -W '"));
    add_format_names(out);
    buffer_add(out, STR("' -- \"$word\")); return ;;\n"
                        "    --rules) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n"
                        "    esac\n"
                        "    if [[ $word == -* ]]; then\n"
                        "        case ${COMP_WORDS[1]} in\n"));
    for (size_t i = 0; i < command_spec_count; i++) {
        if (command_specs[i].hidden) {
            continue;
        }
        buffer_printf(out, "        %s) COMPREPLY=($(compgen -W '", command_specs[i].name);
        for (size_t k = 0; k < option_spec_count; k++) {
            if (option_specs[k].commands & command_specs[i].bit) {
                buffer_printf(out, " --%s", option_specs[k].name);
            }
        }
        buffer_add(out, STR("' -- \"$word\")) ;;\n"));
    }
    buffer_add(out, STR("        *) COMPREPLY=($(compgen -W '--help --version' -- \"$word\")) ;;\n"
                        "        esac\n"
                        "    elif [[ $COMP_CWORD -eq 1 ]]; then\n"
                        "        COMPREPLY=($(compgen -W '"));
    add_command_names(out);
    buffer_add(out, STR("' -- \"$word\"))\n"
                        "    else\n"
                        "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                        "    fi\n"
                        "}\n"
                        "complete -o filenames -F _trithuc trithuc\n"));
}

/* Inside of a zsh description in single quotes and brackets. */
static void add_zsh_text(Buffer *out, const char *text) {
    for (const char *at = text; *at; at++) {
        if (strchr("[]:\\", *at)) {
            buffer_byte(out, '\\');
        }
        if (*at != '\'' && *at != '`') {
            buffer_byte(out, *at);
        }
    }
}

static void add_zsh_option(Buffer *out, const OptionSpec *option) {
    buffer_printf(out, "            '--%s%s[", option->name, option->argument ? "=" : "");
    add_zsh_text(out, option->about);
    buffer_byte(out, ']');
    if (option->argument) {
        const bool is_path =
            strcmp(option->argument, "PATH") == 0 || strcmp(option->argument, "DIR") == 0;
        buffer_printf(out, ":%s:%s", option->argument, is_path ? "_files" : "");
    }
    buffer_add(out, STR("' \\\n"));
}

static void add_zsh(Buffer *out) {
    buffer_add(out, STR("#compdef trithuc\n"
                        "_trithuc() {\n"
                        "    if (( CURRENT == 2 )); then\n"
                        "        local -a commands=(\n"));
    for (size_t i = 0; i < command_spec_count; i++) {
        if (!command_specs[i].hidden) {
            buffer_printf(out, "            '%s:", command_specs[i].name);
            add_zsh_text(out, command_specs[i].about);
            buffer_add(out, STR("'\n"));
        }
    }
    buffer_add(out, STR("        )\n"
                        "        _describe command commands\n"
                        "        return\n"
                        "    fi\n"
                        "    case $words[2] in\n"));
    for (size_t i = 0; i < command_spec_count; i++) {
        if (command_specs[i].hidden) {
            continue;
        }
        buffer_printf(out, "    %s)\n        _arguments \\\n", command_specs[i].name);
        for (size_t k = 0; k < option_spec_count; k++) {
            if (option_specs[k].commands & command_specs[i].bit) {
                add_zsh_option(out, &option_specs[k]);
            }
        }
        buffer_add(out, STR("            '*:argument:_files' ;;\n"));
    }
    buffer_add(out, STR("    esac\n}\n_trithuc \"$@\"\n"));
}

Status command_help_completion(const Options *options) {
    Buffer out = {0};
    const char *shell = options->arguments[0];
    if (strcmp(shell, "bash") == 0) {
        add_bash(&out);
    } else if (strcmp(shell, "zsh") == 0) {
        add_zsh(&out);
    } else {
        return diag_error(STATUS_USAGE, "no completion for '%s', only for bash and zsh", shell);
    }
    const Status status = print_text(&out);
    buffer_free(&out);
    return status;
}
