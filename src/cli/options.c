#include "options.h"

#define FIELD(name) offsetof(Options, name)
enum { ANY_NUMBER = 1 << 30 };

const CommandSpec command_specs[] = {
    {"build", FOR_BUILD, "DOCS...", 1, ANY_NUMBER,
     "read documents, write the graph of what they tell", command_build, false},
    {"extract", FOR_EXTRACT, "DOCS...", 1, ANY_NUMBER,
     "read documents, write NDJSON, one object for each", command_extract, false},
    {"graph", FOR_GRAPH, "NDJSON...", 1, ANY_NUMBER, "read what `extract` wrote, write the graph",
     command_graph, false},
    {"explain", FOR_EXPLAIN, "SENTENCE", 1, 1,
     "show why a sentence (or standard input, -) gives what it gives, and why not", command_explain,
     false},
    {"check", FOR_CHECK, "[RULES]", 0, 1, "lint the rules and run their examples", command_check,
     false},
    {"eval", FOR_EVAL, "[DOCS...]", 0, ANY_NUMBER,
     "precision, recall and F1 of documents, or of what `extract` wrote, against gold triples",
     command_eval, false},
    {"diff", FOR_DIFF, "A.ndjson B.ndjson", 2, 2,
     "show what two runs of `extract` state differently", command_diff, false},
    {"ontology", FOR_ONTOLOGY, "", 0, 0,
     "write the vocabulary of the RDF formats in Turtle, or SHACL shapes for them",
     command_ontology, false},
    {"help-man", FOR_HELP, "", 0, 0, "print the man page", command_help_man, true},
    {"help-completion", FOR_HELP, "bash|zsh", 1, 1, "print the completion for a shell",
     command_help_completion, true},
};
const size_t command_spec_count = sizeof command_specs / sizeof *command_specs;

const OptionSpec option_specs[] = {
    {'o', "output", "PATH", FIELD(output), FOR_INPUT | FOR_ONTOLOGY,
     "folder of the graph (default: out); of extract and ontology: the file (default: standard "
     "output)"},
    {'\0', "resume", "FILE", FIELD(resume), FOR_EXTRACT,
     "go on with FILE, which an earlier run wrote or began: documents that are in it are left out, "
     "the others are added in place; a line that was half written is cut"},
    {'\0', "line-buffered", NULL, FIELD(line_buffered), FOR_EXTRACT,
     "write the line of a document before the next is waited for, one at a time"},
    {'\0', "format", "LIST", FIELD(formats), FOR_NETWORK,
     "formats to write, separated by commas (default: graphml,dot,jsonld)"},
    {'\0', "all-modalities", NULL, FIELD(all_modalities), FOR_NETWORK,
     "all but RDF: with edges that are only denied or supposed, marked by `modality`"},
    {'\0', "language", "en|vi", FIELD(language), FOR_NETWORK,
     "of the labels of relations and types in DOT (default: en)"},
    {'\0', "color", "type|community", FIELD(paint), FOR_NETWORK,
     "what the colours of actors tell (default: type)"},
    {'\0', "relation", "LIST", FIELD(relations), FOR_NETWORK,
     "only these relations, separated by commas"},
    {'\0', "type", "LIST", FIELD(types), FOR_NETWORK,
     "only actors of these types, and of the types below them"},
    {'\0', "since", "DATE", FIELD(since), FOR_NETWORK,
     "only statements of that day, month or year (2024-12-05, 2024-12, 2024) and later"},
    {'\0', "until", "DATE", FIELD(until), FOR_NETWORK, "only statements up to that date"},
    {'\0', "min-confidence", "C", FIELD(min_confidence), FOR_NETWORK,
     "only statements of that confidence (0 to 1) and more"},
    {'\0', "min-weight", "N", FIELD(min_weight), FOR_NETWORK,
     "only edges of so many statements and more"},
    {'\0', "ego", "NAME", FIELD(ego), FOR_NETWORK, "only that actor and who is near"},
    {'\0', "hops", "K", FIELD(hops), FOR_NETWORK, "with --ego: up to so many edges away (1)"},
    {'\0', "top", "N", FIELD(top), FOR_NETWORK,
     "only so many actors, the most central (by PageRank in what the others select)"},
    {'\0', "shapes", NULL, FIELD(shapes), FOR_ONTOLOGY,
     "the SHACL shapes instead of the vocabulary"},
    {'\0', "reifiers", NULL, FIELD(reifiers), FOR_NETWORK,
     "Turtle and N-Quads: statements as reifiers (RDF 1.2, RDF-star) instead of rdf:Statement"},
    {'\0', "base-iri", "IRI", FIELD(base_iri), FOR_NETWORK,
     "what the IRIs of actors, statements and documents begin with"},
    {'\0', "merges", "FILE", FIELD(merges), FOR_NETWORK,
     "write which names became one actor, and why; follow the corrections that stand in FILE"},
    {'j', "jobs", "N", FIELD(jobs_text), FOR_INPUT, "threads (default: one for each processor)"},
    {'\0', "rules", "DIR", FIELD(rules), FOR_ALL & ~(FOR_HELP | FOR_DIFF), "folder of the rules"},
    {'\0', "rule", "NAME", FIELD(rule), FOR_EXPLAIN,
     "explain this rule only: where it matches, or the first thing that fails"},
    {'\0', "gold", "DIR", FIELD(gold), FOR_EVAL,
     "folder of the gold: NAME.tsv for the document NAME; without DOCS the texts NAME.txt beside "
     "it "
     "are read"},
    {'\0', "scheme", "PATH", FIELD(scheme), FOR_EVAL,
     "which relations the gold annotates, and its type families (default: gold.scheme in the "
     "folder of the gold)"},
    {'\0', "together", NULL, FIELD(together), FOR_EVAL,
     "score one graph of all documents instead of one for each"},
    {'\0', "min", "F1", FIELD(min), FOR_EVAL, "exit with 1 when the strict F1 is lower"},
    {'\0', "stats", NULL, FIELD(stats), FOR_EXTRACT,
     "say what each stage and the most costly rules took"},
    {'q', "quiet", NULL, FIELD(quiet), FOR_ALL, "say nothing but errors"},
    {'v', "verbose", NULL, FIELD(verbose), FOR_ALL, "say more"},
    {'h', "help", NULL, FIELD(help), FOR_ALL, "show this help"},
    {'\0', "version", NULL, FIELD(version), FOR_ALL, "show the version"},
};
const size_t option_spec_count = sizeof option_specs / sizeof *option_specs;

/* The arguments that are still to be read. */
typedef struct Reader {
    Options *options;
    char **next, **end;
    uint64_t seen; /* bit for each option of the table */
} Reader;

/* The nearest of what could be meant by `word`; empty when nothing is near. */
static Str nearest(Str word, bool is_command) {
    const size_t count = is_command ? command_spec_count : option_spec_count;
    Nearest found = nearest_to(word);
    for (size_t i = 0; i < count; i++) {
        if (!is_command || !command_specs[i].hidden) {
            nearest_offer(&found,
                          str_from(is_command ? command_specs[i].name : option_specs[i].name));
        }
    }
    return found.best;
}

static Status complain(const char *what, const char *word, Str near, const char *dashes) {
    if (near.len > 0) {
        return diag_report(STATUS_USAGE, SEVERITY_ERROR, NULL, NULL,
                           "%s '%s'; did you mean '%s%.*s'?", what, word, dashes, STR_ARG(near));
    }
    return diag_report(STATUS_USAGE, SEVERITY_ERROR, NULL, "`trithuc --help` lists what there is",
                       "%s '%s'", what, word);
}

static void set_value(Reader *reader, const OptionSpec *option, const char *value) {
    char *field = (char *)reader->options + option->field;
    reader->seen |= UINT64_C(1) << (option - option_specs);
    if (option->argument) {
        memcpy(field, &value, sizeof value);
    } else {
        const bool on = true;
        memcpy(field, &on, sizeof on);
    }
}

/* `value` is what follows in the same argument, or NULL. */
static Status take_option(Reader *reader, const OptionSpec *option, const char *value) {
    if (option->argument && !value) {
        if (reader->next == reader->end) {
            return diag_error(STATUS_USAGE, "option '--%s' needs a value: %s", option->name,
                              option->argument);
        }
        value = *reader->next++;
    }
    set_value(reader, option, value);
    return STATUS_OK;
}

static Status take_long(Reader *reader, const char *text) {
    const Str all = str_from(text);
    const size_t equals = str_find(all, '=', 0);
    const Str name = str_sub(all, 0, equals);
    for (size_t i = 0; i < option_spec_count; i++) {
        const OptionSpec *option = &option_specs[i];
        if (!str_equal(name, str_from(option->name))) {
            continue;
        }
        if (!option->argument && equals < all.len) {
            return diag_error(STATUS_USAGE, "option '--%s' takes no value", option->name);
        }
        return take_option(reader, option, equals < all.len ? text + equals + 1 : NULL);
    }
    return complain("unknown option", text - 2, nearest(name, false), "--");
}

static Status take_letters(Reader *reader, const char *letters) {
    for (const char *at = letters; *at; at++) {
        const OptionSpec *option = NULL;
        for (size_t i = 0; i < option_spec_count; i++) {
            if (option_specs[i].letter == *at) {
                option = &option_specs[i];
            }
        }
        if (!option) {
            const char word[] = {'-', *at, '\0'};
            return complain("unknown option", word, STR_NONE, "");
        }
        if (option->argument) {
            return take_option(reader, option, at[1] ? at + 1 : NULL);
        }
        set_value(reader, option, NULL);
    }
    return STATUS_OK;
}

static Status take_word(Reader *reader, const char *word) {
    Options *options = reader->options;
    if (options->command) {
        options->arguments[options->argument_count++] = word;
        return STATUS_OK;
    }
    for (size_t i = 0; i < command_spec_count; i++) {
        if (strcmp(word, command_specs[i].name) == 0) {
            options->command = &command_specs[i];
            return STATUS_OK;
        }
    }
    return complain("unknown command", word, nearest(str_from(word), true), "");
}

/* Whether each option belongs to the command, and the number of arguments fits. */
static Status check_command(const Reader *reader) {
    const Options *options = reader->options;
    const CommandSpec *command = options->command;
    if (!command) {
        return diag_report(STATUS_USAGE, SEVERITY_ERROR, NULL,
                           "`trithuc --help` lists what there is", "no command");
    }
    for (size_t i = 0; i < option_spec_count; i++) {
        if ((reader->seen >> i & 1) != 0 && (option_specs[i].commands & command->bit) == 0) {
            return diag_error(STATUS_USAGE, "option '--%s' is not for '%s'", option_specs[i].name,
                              command->name);
        }
    }
    if (options->argument_count < command->arguments_least) {
        return diag_error(STATUS_USAGE, "'%s' needs %s", command->name, command->arguments);
    }
    if (options->argument_count > command->arguments_most) {
        return diag_error(STATUS_USAGE, "too many arguments for '%s': '%s'", command->name,
                          options->arguments[command->arguments_most]);
    }
    return STATUS_OK;
}

static Status set_jobs(Options *options) {
    enum { JOBS_MOST = 1024 };
    if (!options->jobs_text) {
        options->jobs = parallel_cpus();
        return STATUS_OK;
    }
    char *end;
    const unsigned long jobs = strtoul(options->jobs_text, &end, 10);
    if (*end != '\0' || options->jobs_text[0] < '0' || options->jobs_text[0] > '9' || jobs < 1 ||
        jobs > JOBS_MOST) {
        return diag_error(STATUS_USAGE, "'--jobs' takes a number from 1 to %d, not '%s'", JOBS_MOST,
                          options->jobs_text);
    }
    options->jobs = jobs;
    return STATUS_OK;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Whether it begins with a scheme and something behind it. */
static bool has_scheme(Str iri) {
    const size_t colon = str_find(iri, ':', 0);
    bool good = iri.len > 0 && is_letter(iri.ptr[0]) && colon + 1 < iri.len;
    for (size_t i = 0; good && i < colon; i++) {
        good = is_letter(iri.ptr[i]) || strchr("0123456789+-.", iri.ptr[i]) != NULL;
    }
    return good;
}

/* An absolute IRI to which names can be appended. */
static Status check_base_iri(const Options *options) {
    if (!options->base_iri) {
        return STATUS_OK;
    }
    const Str iri = str_from(options->base_iri);
    const size_t fragment = str_find(iri, '#', 0);
    bool valid = has_scheme(iri) && strchr("/#:", iri.ptr[iri.len - 1]) != NULL &&
                 str_find(iri, '#', fragment + 1) == iri.len;
    for (size_t i = 0; i < iri.len; i++) {
        valid =
            valid && iri.ptr[i] > ' ' && iri.ptr[i] < 0x7F && !strchr("\"<>[]\\^`{|}", iri.ptr[i]);
    }
    if (!valid) {
        return diag_report(
            STATUS_USAGE, SEVERITY_ERROR, NULL, "for example https://example.org/news/",
            "'--base-iri' takes an absolute IRI that ends in '/', '#' or ':', not '%s'",
            options->base_iri);
    }
    return STATUS_OK;
}

static Status take_argument(Reader *reader, bool *words_only) {
    const char *argument = *reader->next++;
    if (*words_only || argument[0] != '-' || argument[1] == '\0') {
        return take_word(reader, argument);
    }
    if (argument[1] != '-') {
        return take_letters(reader, argument + 1);
    }
    if (argument[2] == '\0') {
        *words_only = true;
        return STATUS_OK;
    }
    return take_long(reader, argument + 2);
}

Status options_parse(Options *options, int argc, char **argv) {
    *options = (Options){0};
    options->arguments = (const char **)mem_zeroed((size_t)argc, sizeof *argv, "arguments");
    Reader reader = {.options = options, .next = argv + 1, .end = argv + argc};
    if (argc < 1) {
        reader.next = reader.end;
    }
    bool words_only = false;
    while (reader.next < reader.end) {
        TRY(take_argument(&reader, &words_only));
    }
    if (options->help || options->version) {
        return STATUS_OK;
    }
    TRY(check_command(&reader));
    TRY(check_base_iri(options));
    if (options->resume && options->output) {
        return diag_error(STATUS_USAGE, "'--resume' and '--output' both name the file to write");
    }
    return set_jobs(options);
}

void options_free(Options *options) { free((void *)options->arguments); }
