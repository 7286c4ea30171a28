/* resolve/ across documents: the network of tests/cases/results/graph.docs (see its README), in
 * every order. */
#include "unit/results.h"

enum { DOCUMENTS = 6 };

static void print_evidence(Buffer *out, const Evidence *evidence) {
    const Str modality = modality_name(evidence->modality);
    buffer_printf(out, "    %.*s %u-%u %.*s %.*s %.2f [%.*s] %.*s\n", STR_ARG(evidence->document),
                  evidence->start, evidence->end, STR_ARG(evidence->date), STR_ARG(modality),
                  evidence->confidence, STR_ARG(evidence->rule), STR_ARG(evidence->sentence));
}

static void print_network(Buffer *out, const Network *network) {
    buffer_printf(out, "%u documents\n", network->document_count);
    for (uint32_t i = 0; i < network->node_count; i++) {
        const NetworkNode *node = &network->nodes[i];
        buffer_printf(out, "%.*s: %.*s, %.*s %.*s, %u mentions in %u documents", STR_ARG(node->id),
                      STR_ARG(node->label), STR_ARG(node->type), STR_ARG(node->wikidata),
                      node->mentions, node->documents);
        for (uint32_t a = 0; a < node->alias_count; a++) {
            buffer_printf(out, " | %.*s", STR_ARG(node->aliases[a]));
        }
        buffer_byte(out, '\n');
    }
    for (uint32_t i = 0; i < network->edge_count; i++) {
        const NetworkEdge *edge = &network->edges[i];
        const Str source = network->nodes[edge->source].label;
        const Str target = network->nodes[edge->target].label;
        const Str modality = modality_name(edge->modality);
        buffer_printf(
            out, "%.*s %.*s %.*s: %u in %u, %.*s%s %.2f, %.*s..%.*s, role \"%.*s\", best %u\n",
            STR_ARG(source), STR_ARG(network->ruleset->relations[edge->relation].name),
            STR_ARG(target), edge->statements, edge->documents, STR_ARG(modality),
            edge->contradicted ? " (contradicted)" : "", edge->confidence,
            STR_ARG(edge->first_date), STR_ARG(edge->last_date), STR_ARG(edge->role), edge->best);
        for (uint32_t e = 0; e < edge->evidence_count; e++) {
            print_evidence(out, &edge->evidence[e]);
        }
    }
}

static Buffer network_of(Test *test, const DocumentResult *results, const unsigned *order) {
    Buffer out = {0};
    Resolver *resolver = resolver_new(test->ruleset);
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        resolver_add(resolver, &results[order[i]]);
    }
    print_network(&out, resolver_finish(resolver));
    resolver_free(resolver);
    return out;
}

/* The next permutation in lexicographic order; false after the last. */
static bool permute(unsigned *order) {
    int i = DOCUMENTS - 2;
    while (i >= 0 && order[i] > order[i + 1]) {
        i--;
    }
    if (i < 0) {
        return false;
    }
    int j = DOCUMENTS - 1;
    while (order[j] < order[i]) {
        j--;
    }
    const unsigned kept = order[i];
    order[i] = order[j];
    order[j] = kept;
    for (int low = i + 1, high = DOCUMENTS - 1; low < high; low++, high--) {
        const unsigned moved = order[low];
        order[low] = order[high];
        order[high] = moved;
    }
    return true;
}

static void test_network(Test *test) {
    static const char path[] = "tests/cases/results/graph.docs";
    static const char expected_path[] = "tests/cases/results/graph.expected";
    Buffer lines = {0};
    Buffer expected = {0};
    Buffer messages = {0};
    Arena arena = {0};
    DocumentResult results[DOCUMENTS];
    unsigned order[DOCUMENTS];
    (void)slurp(path, &lines);
    (void)slurp(expected_path, &expected);
    Str rest = buffer_str(&lines);
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        order[i] = i;
        check(test,
              result_read(&results[i], str_split(&rest, '\n'), str_from(path), i + 1, &arena) ==
                  STATUS_OK,
              "graph.docs can be read");
    }
    Messages capture = messages_begin();
    Buffer first = network_of(test, results, order);
    messages_end(&capture, &messages);
    check(test,
          strstr((buffer_byte(&messages, '\0'), messages.items), "relation \"sells\"") != NULL,
          "an unknown relation is said");
    check(test, strstr(messages.items, "type \"Vehicle\"") != NULL, "an unknown type is said");
    if (test->is_updating) {
        FILE *file = fopen(expected_path, "w");
        if (file) {
            fwrite(first.items, 1, first.count, file);
            fclose(file);
        }
    } else {
        check(test, str_equal(buffer_str(&first), buffer_str(&expected)), expected_path);
    }
    bool same = true;
    capture = messages_begin();
    while (same && permute(order)) {
        Buffer other = network_of(test, results, order);
        same = str_equal(buffer_str(&first), buffer_str(&other));
        buffer_free(&other);
    }
    buffer_clear(&messages);
    messages_end(&capture, &messages);
    check(test, same, "the network does not depend on the order of the documents");
    buffer_free(&first);
    buffer_free(&lines);
    buffer_free(&expected);
    buffer_free(&messages);
    arena_free(&arena);
}

static void test_finish_again(Test *test) {
    Arena arena = {0};
    DocumentResult result;
    Buffer one = {0};
    Buffer two = {0};
    Resolver *resolver = resolver_new(test->ruleset);
    print_network(&one, resolver_finish(resolver));
    check_text(test, buffer_str(&one), "0 documents\n", "an empty network");
    static const char line[] =
        "{\"id\":\"x\",\"triples\":[{\"subject\":\"A B\",\"subjectType\":\"Person\","
        "\"relation\":\"visits\",\"object\":\"a b.\",\"objectType\":\"City\"}]}";
    check(test, result_read(&result, str_from(line), STR("x"), 1, &arena) == STATUS_OK, "a line");
    resolver_add(resolver, &result);
    buffer_clear(&one);
    print_network(&one, resolver_finish(resolver));
    resolver_add(resolver, &result);
    print_network(&two, resolver_finish(resolver));
    check(test, str_equal(buffer_str(&one), buffer_str(&two)),
          "a document that comes twice counts once");
    resolver_free(resolver);
    buffer_free(&one);
    buffer_free(&two);
    arena_free(&arena);
}

int main(int argc, char **argv) {
    Test test = {.is_updating = argc > 1 && strcmp(argv[1], "--update") == 0};
    if (ruleset_load(&test.ruleset, "tests/cases/results") != STATUS_OK) {
        return 1;
    }
    test_network(&test);
    test_finish_again(&test);
    ruleset_free(test.ruleset);
    printf("%u passed, %u failed\n", test.passed, test.failed);
    return test.failed > 0;
}
