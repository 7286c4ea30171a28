/* explain: what each stage makes of a sentence. */
#include "folders.h"
#include "options.h"

#include "pipeline.h"

static void add_tokens(Buffer *out, const TokenList *tokens) {
    buffer_add(out, STR("tokens\n"));
    for (uint32_t i = 0; i < tokens->token_count; i++) {
        buffer_printf(out, "  %4u  %.*s\n", i, STR_ARG(token_text(tokens, i, 1)));
    }
}

static void add_result(Buffer *out, const DocumentResult *result) {
    buffer_add(out, STR("mentions\n"));
    for (uint32_t i = 0; i < result->mention_count; i++) {
        const ResultMention *mention = &result->mentions[i];
        buffer_printf(out, "  %u..%u  %.*s  %.*s\n", mention->start, mention->end,
                      STR_ARG(mention->type), STR_ARG(mention->text));
    }
    buffer_add(out, STR("triples\n"));
    for (uint32_t i = 0; i < result->triple_count; i++) {
        const ResultTriple *triple = &result->triples[i];
        buffer_printf(out, "  %.*s | %.*s | %.*s  (%.*s, %.*s)\n", STR_ARG(triple->subject),
                      STR_ARG(triple->relation), STR_ARG(triple->object),
                      STR_ARG(modality_name(triple->modality)), STR_ARG(triple->rule));
    }
}

Status command_explain(const Options *options) {
    Ruleset *ruleset;
    TRY(load_rules(&ruleset, options));
    const Document document = {.id = STR("sentence"), .text = str_from(options->arguments[0])};
    Analysis analysis = {0};
    Scratch scratch = {0};
    Arena arena = {0};
    Buffer out = {0};
    pipeline_analyse(&analysis, &document, ruleset, &scratch, &arena);
    add_tokens(&out, &analysis.tokens);
    add_result(&out, &analysis.result);
    const Status status = print_text(&out);
    buffer_free(&out);
    arena_free(&arena);
    scratch_free(&scratch);
    ruleset_free(ruleset);
    return status;
}
