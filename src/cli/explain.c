/* explain: what each stage makes of a sentence. */
#include "explain.h"
#include "folders.h"
#include "options.h"

enum { NUMBER_COLUMNS = 5, WORD_COLUMNS = 16, SHAPE_COLUMNS = 20, TYPE_COLUMNS = 24 };

/* ---- Tokens ---- */

static void show_shape(Page *page, uint32_t shape) {
    static const char *const names[] = {
#define X(id, word, bit) [bit] = (word),
        PROGRAM_SHAPES(X)
#undef X
    };
    Buffer text = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((shape >> i & 1) != 0) {
            buffer_printf(&text, "%s%s", text.count > 0 ? " " : "", names[i]);
        }
    }
    page_cell(page, STYLE_FAINT, buffer_str(&text), SHAPE_COLUMNS);
    buffer_free(&text);
}

/* Classes that have a name: not those that a literal or a list of them makes. */
static bool is_named_class(Str name) {
    return name.len > 0 && name.ptr[0] != '(' && str_find(name, '"', 0) == name.len;
}

/* Class names without the part that says what fills them: "verb" for "grammar:verb". */
static Str short_class(Str name) {
    const size_t colon = str_find(name, ':', 0);
    return colon < name.len ? str_sub(name, colon + 1, name.len) : name;
}

/* The longest phrase with a class that begins at the token, or all of them, with their classes. */
static void show_phrases_at(Page *page, Study *study, uint32_t token, bool all) {
    const TokenList *tokens = &study->analysis.tokens;
    Buffer classes = {0};
    bool any = false;
    for (uint32_t i = tokens->phrase_at[token]; i < tokens->phrase_at[token + 1] && (all || !any);
         i++) {
        const PhraseMatch *phrase = &tokens->phrases[i];
        const LexEntry *entry = &study->ruleset->entries[phrase->entry];
        buffer_clear(&classes);
        for (uint32_t c = 0; c < entry->class_count; c++) {
            const Str name = intern_str(&study->ruleset->class_names, entry->classes[c]);
            if (is_named_class(name)) {
                buffer_printf(&classes, " %.*s", STR_ARG(all ? name : short_class(name)));
            }
        }
        if (entry->gazetteer_count > 0 && token_gazetteer_fits(tokens, study->ruleset, phrase)) {
            buffer_add(&classes, STR(" gazetteer"));
        }
        if (classes.count > 0) {
            page_add(page, STYLE_PLAIN, any ? STR("; ") : STR_NONE);
            page_add(page, STYLE_NAME, study_words(study, token, phrase->count));
            page_add(page, STYLE_PLAIN, buffer_str(&classes));
            any = true;
        }
    }
    buffer_free(&classes);
}

static void show_tokens(Page *page, Study *study, const Sentence *sentence, bool all) {
    const TokenList *tokens = &study->analysis.tokens;
    page_add(page, STYLE_HEADING, STR("tokens\n"));
    for (uint32_t i = sentence->first; i < sentence->first + sentence->count; i++) {
        page_printf(page, "%*u  ", NUMBER_COLUMNS, i);
        page_cell(page, STYLE_PLAIN, token_text(tokens, i, 1), WORD_COLUMNS);
        show_shape(page, tokens->tokens[i].shape);
        show_phrases_at(page, study, i, all);
        while (vec_last(&page->text) == ' ') {
            page->text.count--;
        }
        page_line_end(page);
    }
}

/* ---- Mentions, phrases, lists ---- */

static void show_mention(Page *page, Study *study, uint32_t index) {
    static const char *const kinds[] = {"name", "role", "bare", "pronoun"};
    const Mention *mention = &study->analysis.entities.mentions[index];
    page_add(page, STYLE_PLAIN, STR("  "));
    page_cell(page, STYLE_PLAIN, study->ruleset->types[mention->type].name, TYPE_COLUMNS);
    page_printf(page, "%-8s ", kinds[mention->kind]);
    page_quoted(page, STYLE_NAME, study_mention(study, index));
    if (mention->antecedent != NO_MENTION) {
        page_add(page, STYLE_PLAIN, STR(" refers to "));
        page_quoted(page, STYLE_NAME, study_mention(study, mention->antecedent));
    }
    if (mention->title_count > 0) {
        page_add(page, STYLE_PLAIN, STR(", office "));
        page_quoted(page, STYLE_PLAIN,
                    study_words(study, mention->title_first, mention->title_count));
    }
    if (mention->acronym.len > 0) {
        page_add(page, STYLE_PLAIN, STR(", short "));
        page_quoted(page, STYLE_PLAIN, mention->acronym);
    }
    page_add(page, STYLE_PLAIN, STR("  "));
    if (mention->rule) {
        page_add(page, STYLE_RULE, mention->rule->name);
        page_add(page, STYLE_PLAIN, STR(" "));
        page_add(page, STYLE_FAINT, mention->rule->place_text);
    } else if (mention->gazetteer != NO_MENTION) {
        const GazetteerEntry *known = &study->ruleset->gazetteer[mention->gazetteer];
        page_add(page, STYLE_FAINT, STR("gazetteer: "));
        page_add(page, STYLE_FAINT, known->name);
    } else {
        page_add(page, STYLE_FAINT, STR("grammar"));
    }
    page_line_end(page);
}

static void show_mentions(Page *page, Study *study, uint32_t sentence) {
    const EntityList *entities = &study->analysis.entities;
    bool any = false;
    for (uint32_t i = 0; i < entities->mention_count; i++) {
        if (entities->mentions[i].sentence == sentence) {
            page_add(page, STYLE_HEADING, any ? STR_NONE : STR("mentions\n"));
            show_mention(page, study, i);
            any = true;
        }
    }
}

/* Elements of more than one mention's words: phrases and lists. */
static void show_elements(Page *page, Study *study, uint32_t sentence) {
    const Lattice *lattice = &study->analysis.entities.lattices[sentence];
    bool any = false;
    for (uint32_t i = 0; i < lattice->element_count; i++) {
        const Element *element = &lattice->elements[i];
        const Mention *head = &study->analysis.entities.mentions[element->heads[0]];
        if (!element->is_list && element->count == head->count) {
            continue;
        }
        page_add(page, STYLE_HEADING, any ? STR_NONE : STR("phrases and lists\n"));
        page_add(page, STYLE_PLAIN, STR("  "));
        page_quoted(page, STYLE_PLAIN, study_words(study, element->first, element->count));
        page_add(page, STYLE_PLAIN, element->is_list ? STR(" lists ") : STR(" stands for "));
        for (uint32_t h = 0; h < element->head_count; h++) {
            page_add(page, STYLE_PLAIN, h > 0 ? STR(", ") : STR_NONE);
            page_quoted(page, STYLE_NAME, study_mention(study, element->heads[h]));
        }
        page_line_end(page);
        any = true;
    }
}

/* ---- Clauses ---- */

/* The words of a noun phrase; of a subject that the sentence leaves out, its name. */
static void show_phrase(Page *page, Study *study, const Lattice *lattice,
                        const NounPhrase *phrase) {
    if (phrase->element == lattice->element_count) {
        page_quoted(page, STYLE_NAME,
                    study_mention(study, lattice->elements[phrase->element].heads[0]));
        page_add(page, STYLE_FAINT, STR("  left out"));
        return;
    }
    page_quoted(page, phrase->element == NO_ELEMENT ? STYLE_PLAIN : STYLE_NAME,
                study_words(study, phrase->first, phrase->count));
    page_add(page, STYLE_FAINT, phrase->element == NO_ELEMENT ? STR("  common words") : STR_NONE);
}

static void show_clause(Page *page, Study *study, uint32_t sentence, const ClauseList *clauses,
                        const Clause *clause) {
    const Lattice *lattice = &study->analysis.entities.lattices[sentence];
    page_add(page, STYLE_PLAIN, STR("  "));
    page_quoted(page, STYLE_GOOD, study_words(study, clause->verb_first, clause->verb_count));
    page_printf(page, " %s, %.*s\n", clause->passive ? "passive" : "active",
                STR_ARG(modality_name(clause->modality)));
    for (uint32_t i = 0; i < clause->role_count; i++) {
        const RoleFill *fill = &clause->roles[i];
        const NounPhrase *phrase = &clauses->phrases[fill->phrase];
        page_add(page, STYLE_PLAIN, STR("    "));
        page_cell(page, STYLE_PLAIN, study->ruleset->roles[fill->role].name, WORD_COLUMNS);
        show_phrase(page, study, lattice, phrase);
        page_line_end(page);
    }
}

static void show_clauses(Page *page, Study *study, uint32_t sentence) {
    ClauseList clauses;
    clause_find(&clauses, &study->analysis.entities.lattices[sentence], &study->arena);
    if (clauses.clause_count > 0) {
        page_add(page, STYLE_HEADING, STR("clauses\n"));
    }
    for (uint32_t i = 0; i < clauses.clause_count; i++) {
        show_clause(page, study, sentence, &clauses, &clauses.clauses[i]);
    }
}

/* ---- The document ---- */

static void show_triples(Page *page, const Study *study) {
    const DocumentResult *result = &study->analysis.result;
    page_add(page, STYLE_HEADING, STR("triples\n"));
    for (uint32_t i = 0; i < result->triple_count; i++) {
        const ResultTriple *triple = &result->triples[i];
        page_add(page, STYLE_PLAIN, STR("  "));
        page_add(page, STYLE_NAME, triple->subject);
        page_add(page, STYLE_PLAIN, STR(" "));
        page_add(page, STYLE_GOOD, triple->relation);
        page_add(page, STYLE_PLAIN, STR(" "));
        page_add(page, STYLE_NAME, triple->object);
        page_printf(page, "  %.*s, %.2f  ", STR_ARG(modality_name(triple->modality)),
                    triple->confidence);
        page_add(page, STYLE_FAINT, triple->rule);
        page_line_end(page);
    }
    if (result->triple_count == 0) {
        page_add(page, STYLE_PLAIN, STR("  none\n"));
    }
}

static void show_sentence(Page *page, Study *study, uint32_t index) {
    static const char *const blocks[] = {"title", "heading", "paragraph", "item"};
    const Sentence *sentence = &study->analysis.tokens.sentences[index];
    page_add(page, STYLE_PLAIN, index > 0 ? STR("\n") : STR_NONE);
    page_add(page, STYLE_HEADING, STR("sentence"));
    page_printf(page, " %u (%s)  ", index + 1, blocks[sentence->block]);
    page_add(page, STYLE_PLAIN, study_words(study, sentence->first, sentence->count));
    page_line_end(page);
}

/* All that can be said of the text, or with --rule what one rule makes of it. */
static void show_text(Page *page, Study *study, const Options *options) {
    const char *name = options->rule;
    const TokenList *tokens = &study->analysis.tokens;
    for (uint32_t i = 0; i < tokens->sentence_count; i++) {
        show_sentence(page, study, i);
        for (uint32_t r = 0; name && r < study->ruleset->rule_count; r++) {
            if (str_equal(study->ruleset->rules[r].name, str_from(name))) {
                explain_rule(page, study, &study->ruleset->rules[r], i);
            }
        }
        if (!name) {
            show_tokens(page, study, &tokens->sentences[i], options->verbose);
            show_mentions(page, study, i);
            show_elements(page, study, i);
            show_clauses(page, study, i);
            explain_rules(page, study, i);
        }
    }
    if (!name) {
        page_line_end(page);
        show_triples(page, study);
    }
}

static Status explain_input(Page *page, Study *study, const Options *options) {
    static const char *const paths[] = {"-"};
    Source *source;
    TRY(source_open(&source, paths, 1));
    Status status = STATUS_OK;
    for (RawItem *item; (item = source_next(source)) != NULL; raw_item_free(item)) {
        Arena arena = {0};
        DocumentList documents = {0};
        status = status_worse(status, read_documents(item, &arena, &documents));
        for (size_t i = 0; i < documents.count; i++) {
            study_begin(study, documents.items[i].text);
            show_text(page, study, options);
        }
        vec_free(&documents);
        arena_free(&arena);
    }
    return status_worse(status, source_close(source));
}

static Status explain_text(Page *page, Study *study, const Options *options) {
    const Str text = str_from(options->arguments[0]);
    if (str_equal(text, STR("-"))) {
        return explain_input(page, study, options);
    }
    if (utf8_validate(text) < text.len) {
        return diag_error(STATUS_INPUT, "the sentence is not UTF-8");
    }
    study_begin(study, text);
    show_text(page, study, options);
    return STATUS_OK;
}

static Status check_rule_name(const Ruleset *ruleset, const char *name) {
    for (uint32_t i = 0; name && i < ruleset->rule_count; i++) {
        if (str_equal(ruleset->rules[i].name, str_from(name))) {
            return STATUS_OK;
        }
    }
    return name ? diag_error(STATUS_USAGE, "no rule is named '%s'", name) : STATUS_OK;
}

Status command_explain(const Options *options) {
    Ruleset *ruleset;
    TRY(load_rules(&ruleset, options));
    Status status = check_rule_name(ruleset, options->rule);
    if (status == STATUS_OK) {
        Study study = {.ruleset = ruleset};
        Page page;
        page_begin(&page);
        status = explain_text(&page, &study, options);
        status = status_worse(status, print_text(&page.text));
        page_free(&page);
        study_free(&study);
    }
    ruleset_free(ruleset);
    return status;
}
