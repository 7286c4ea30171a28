/* export/ with names that break careless writers; files that cannot be written. */
#include "export/export.h"
#include "unit/network.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Test {
    unsigned passed, failed;
    char folder[256];
} Test;

static void expect(Test *test, bool holds, const char *what) {
    if (holds) {
        test->passed++;
    } else {
        test->failed++;
        printf("not so: %s\n", what);
    }
}

static char *slurp(const Test *test, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", test->folder, name);
    FILE *file = fopen(path, "rb");
    Buffer text = {0};
    for (int c = file ? fgetc(file) : EOF; c != EOF; c = fgetc(file)) {
        buffer_byte(&text, (char)c);
    }
    buffer_byte(&text, '\0');
    if (file) {
        fclose(file);
    }
    return text.items;
}

static void expect_text(Test *test, const char *text, const char *part) {
    expect(test, strstr(text, part) != NULL, part);
}

static void expect_none(Test *test, const char *text, const char *part) {
    char what[256];
    snprintf(what, sizeof what, "no %s", part);
    expect(test, strstr(text, part) == NULL, what);
}

static void change_evidence(TestNetwork *test, NetworkEdge *edge, Str date, Str amount) {
    Evidence *evidence = arena_new(&test->arena, Evidence);
    *evidence = edge->evidence[0];
    evidence->date = date;
    evidence->amount = amount;
    evidence->role = STR("=1+1");
    edge->evidence = evidence;
}

static void make_nasty(TestNetwork *test) {
    static const char *const labels[] = {
        "Quote \" & <tag> 'x'",
        "Back\\slash\\",
        "Line\nbreak\ttab\rreturn",
        "Emoji \xF0\x9F\x98\x80 \xC4\x90\xE1\xBB\x93ng",
        "Control \x01\x02\x1F|bad \xFF\xC3|non \xEF\xBF\xBE\xEF\xB7\x90|",
        "\\N \\G &lt; {a|b}"};
    *test = (TestNetwork){0};
    network_vocabulary(test);
    Str *aliases = arena_array(&test->arena, Str, 2);
    aliases[0] = STR("A|B");
    aliases[1] = STR("c\\d");
    NetworkNode *nodes = arena_array(&test->arena, NetworkNode, 6);
    for (uint32_t i = 0; i < 6; i++) {
        nodes[i] = (NetworkNode){.id = arena_printf(&test->arena, "id-%u", i),
                                 .label = str_from(labels[i]),
                                 .type = test->types[1 + i % 3].name,
                                 .type_id = 1 + i % 3,
                                 .aliases = aliases,
                                 .alias_count = i == 0 ? 2 : 0,
                                 .wikidata = i == 3 ? STR("Q42") : STR_NONE,
                                 .mentions = 3,
                                 .documents = 2};
    }
    NetworkEdge *edges = arena_array(&test->arena, NetworkEdge, 5);
    edges[0] = network_edge(test, 0, SIGNED, 1, MODALITY_ASSERTED);
    edges[1] = network_edge(test, 0, SIGNED, 2, MODALITY_PLANNED);
    edges[2] = network_edge(test, 0, OWNS, 1, MODALITY_REPORTED);
    edges[3] = network_edge(test, 1, SUES, 3, MODALITY_NEGATED);
    edges[4] = network_edge(test, 4, ATTENDS, 4, MODALITY_ASSERTED);
    edges[1].role = STR("=1+1");
    edges[2].first_date = STR("2023");
    edges[2].last_date = STR("2024-02");
    edges[4].last_date = STR("soon");
    change_evidence(test, &edges[1], STR("2023-02"), STR("2.5 USD"));
    change_evidence(test, &edges[2], STR("2023"), STR("a lot"));
    change_evidence(test, &edges[4], STR("soon"), STR_NONE);
    nodes[5].wikidata = STR("q1\"> <x");
    test->network.nodes = nodes;
    test->network.node_count = 6;
    test->network.edges = edges;
    test->network.edge_count = 5;
    test->network.document_count = 2;
}

static void write_all(Test *test, const Graph *graph, const ExportOptions *options) {
    for (size_t i = 0; i < export_format_count; i++) {
        char path[512];
        if (export_ready(&export_formats[i]) != STATUS_OK) {
            continue;
        }
        snprintf(path, sizeof path, "%s/graph", test->folder);
        expect(test, export_write(&export_formats[i], graph, options, path) == STATUS_OK,
               export_formats[i].name);
    }
}

static void test_graphml(Test *test) {
    char *text = slurp(test, "graph.graphml");
    expect_text(test, text, "<data key=\"label\">Quote \" &amp; &lt;tag&gt; 'x'</data>");
    expect_text(test, text, "<data key=\"label\">Back\\slash\\</data>");
    expect_text(test, text, "Line\nbreak\ttab&#13;return");
    expect_text(test, text, "<data key=\"label\">Emoji \xF0\x9F\x98\x80");
    expect_text(test, text, "Control |bad \xEF\xBF\xBD\xEF\xBF\xBD|non |</data>");
    expect_text(test, text, "<data key=\"aliases\">A|B | c\\d</data>");
    expect_text(test, text, "http://www.wikidata.org/entity/Q42");
    expect_text(test, text, "<edge id=\"e1\" source=\"n0\" target=\"n2\" label=\"signed\">");
    expect_text(test, text, "<data key=\"modality\">planned</data>");
    expect_none(test, text, "sues");
    expect_none(test, text, "></data>");
    free(text);
}

static void test_dot(Test *test) {
    char *text = slurp(test, "graph.dot");
    expect_text(test, text, "label=\"Quote \\\" &amp; <tag> 'x'\"");
    expect_text(test, text, "label=\"Back\\\\slash\\\\\"");
    expect_text(test, text, "label=\"\\\\N \\\\G &amp;lt; {a|b}\"");
    expect_text(test, text, "URL=\"https://news.example/?a=1&amp;b=%222%22%20x\"");
    expect_text(test, text, "tooltip=\"\\\\\\\\N \\\\\\\\G &amp;lt; {a|b}\\n");
    expect_text(test, text, "style=\"dashed\"");
    expect_none(test, text, "\"n1\" -> \"n3\"");
    free(text);
}

static void test_jsonld(Test *test) {
    char *text = slurp(test, "graph.jsonld");
    expect_text(test, text, "\"rdfs:label\":[\"Quote \\\" & <tag> 'x'\"");
    expect_text(test, text, "Line\\nbreak\\ttab\\rreturn");
    expect_text(test, text, "\"trithuc:modality\":\"negated\"");
    expect_text(test, text, "\"trithuc:date\":\"2024-12-05\"");
    expect_text(test, text, "\"trithuc:date\":{\"@type\":\"xsd:gYear\",\"@value\":\"2023\"}");
    expect_text(test, text, "\"trithuc:date\":{\"@value\":\"soon\"}");
    expect_text(test, text, "\"schema:url\":\"https://news.example/?a=1&b=%222%22%20x\"");
    expect_text(test, text, "#document/doc%200-");
    expect_none(test, text, "#char=");
    expect_none(test, text, "wikidata.org/entity/q1");
    expect_text(
        test, text,
        "\"signed\":[\"https://base.example/#actor/id-1\",\"https://base.example/#actor/id-2\"]");
    expect_none(test, text, "\"sues\":[");
    free(text);
}

/* The dataset of every syntax is held against the others in tests/interop. */
static void test_nquads(Test *test) {
    char *text = slurp(test, "graph.nq");
    expect_text(test, text,
                "<https://base.example/#actor/id-0> "
                "<http://www.w3.org/2000/01/rdf-schema#label> "
                "\"Quote \\\" & <tag> 'x'\" .\n");
    expect_text(test, text, "\"Back\\\\slash\\\\\" .\n");
    expect_text(test, text, "\"Line\\nbreak\\ttab\\rreturn\" .\n");
    expect_text(test, text, "\"2023-02\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .\n");
    expect_text(test, text,
                "#amountValue> \"2.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n");
    expect_text(test, text, "#currency> \"USD\" .\n");
    expect_text(test, text,
                "<http://www.w3.org/ns/prov#wasGeneratedBy> "
                "<https://base.example/#activity/trithuc-9.9> .\n");
    expect_text(test, text,
                "<https://base.example/#actor/id-0> <http://schema.org/owns> "
                "<https://base.example/#actor/id-1> .\n");
    expect_none(test, text,
                "<https://base.example/#actor/id-1> "
                "<https://w3id.org/trithuc/ontology#sues>");
    expect_none(test, text, "_:");
    free(text);
}

static void test_turtle(Test *test) {
    char *text = slurp(test, "graph.ttl");
    expect_text(test, text, "@prefix actor: <https://base.example/#actor/> .\n");
    expect_text(test, text,
                "\nactor:id-0 a schema:Person ;\n    rdfs:label \"Quote \\\" & <tag> 'x'\" ;\n"
                "    skos:altLabel \"A|B\", \"c\\\\d\" ;\n");
    expect_text(test, text,
                "trithuc:signed actor:id-1, actor:id-2 ;\n    schema:owns actor:id-1 .\n");
    expect_text(test, text,
                "a org:Membership ;\n    org:member actor:id-4 ;\n    "
                "org:organization actor:id-4 ;\n    org:role role:");
    expect_text(test, text, "a org:Role ;\n    rdfs:label \"=1+1\" .\n");
    free(text);
}

static void test_reifiers(Test *test, const Graph *graph) {
    const ExportOptions reifiers = {.reifiers = true};
    write_all(test, graph, &reifiers);
    char *text = slurp(test, "graph.ttl");
    expect_text(test, text, "\n<< actor:id-1 trithuc:sues actor:id-3 ~ statement:");
    expect_none(test, text, "rdf:Statement");
    expect_none(test, text, "wasGeneratedBy");
    free(text);
    text = slurp(test, "graph.nq");
    expect_text(test, text,
                "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( "
                "<https://w3id.org/trithuc/actor/id-1> "
                "<https://w3id.org/trithuc/ontology#sues> "
                "<https://w3id.org/trithuc/actor/id-3> )>> .\n");
    free(text);
    text = slurp(test, "graph.jsonld");
    expect_text(test, text, "rdf:Statement");
    free(text);
}

static void test_gexf(Test *test) {
    char *text = slurp(test, "graph.gexf");
    expect_text(test, text, "label=\"Quote &quot; &amp; &lt;tag&gt; 'x'\"");
    expect_text(test, text, "label=\"Line&#10;break&#9;tab&#13;return\"");
    expect_text(test, text, "label=\"Control |bad \xEF\xBF\xBD\xEF\xBF\xBD|non |\"");
    expect_text(test, text, "<edge id=\"e1\" source=\"n0\" target=\"n2\" kind=\"signed\"");
    expect_text(test, text, "<spell start=\"2024-12-05\" end=\"2024-12-05\"/></spells></edge>");
    expect_text(test, text, "<spell start=\"2023-01-01\" end=\"2024-02-29\"/></spells></edge>");
    expect_text(test, text, "<spell start=\"2023-01-01\" end=\"2024-12-05\"/></spells><viz:size");
    expect_text(test, text,
                "for=\"lastDate\" value=\"soon\"/><attvalue for=\"modality\" "
                "value=\"asserted\"/>");
    expect(test, !strstr(text, "soon\"/></spells>") && !strstr(text, "end=\"soon"),
           "a date that is none gives no spell");
    expect_none(test, text, "sues");
    expect_none(test, text, "value=\"\"");
    free(text);
}

static void test_tables(Test *test) {
    char *text = slurp(test, "graph.nodes.csv");
    expect_text(test, text, "Id,Label,type,aliases,");
    expect_text(test, text, "\n\"id-0\",\"Quote \"\" & <tag> 'x'\",\"Person\",\"A|B | c\\d\",");
    expect_text(test, text, "\"Line\nbreak\ttab\rreturn\"");
    expect_text(test, text, ",\"http://www.wikidata.org/entity/Q42\",3,2,");
    free(text);
    text = slurp(test, "graph.edges.csv");
    expect_text(test, text, "Source,Target,Type,Kind,Id,Label,Weight,");
    expect_text(test, text, "\n\"id-0\",\"id-2\",Directed,\"signed\",e1,\"signed\",3,");
    expect_text(test, text, ",\"=1+1\",");
    expect_none(test, text, "sues");
    free(text);
    text = slurp(test, "graph.neo4j-nodes.csv");
    expect_text(test, text, "id:ID,:LABEL,label:string,type:string,");
    expect_text(test, text, "mentions:int");
    expect_text(test, text, "\n\"id-1\",\"Person;Corporation\",\"Back\\slash\\\",\"Corporation\",");
    free(text);
    text = slurp(test, "graph.neo4j-edges.csv");
    expect_text(test, text, ":START_ID,:END_ID,:TYPE,weight:double,relation:string,");
    expect_text(test, text, "\n\"id-0\",\"id-2\",\"signed\",3,");
    free(text);
}

static void test_modalities(Test *test, const Graph *graph) {
    const ExportOptions all = {.all_modalities = true};
    write_all(test, graph, &all);
    char *text = slurp(test, "graph.graphml");
    expect_text(test, text, "<data key=\"modality\">negated</data>");
    free(text);
    text = slurp(test, "graph.dot");
    expect_text(test, text, "\"n1\" -> \"n3\"");
    free(text);
}

static unsigned count_files(const char *folder) {
    unsigned count = 0;
    DIR *dir = opendir(folder);
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        count += entry->d_name[0] != '.';
    }
    closedir(dir);
    return count;
}

static void test_output(Test *test) {
    char path[512];
    Output *out;
    snprintf(path, sizeof path, "%s/no/such/folder", test->folder);
    expect(test, output_open(&out, path) == STATUS_OUTPUT && !out, "no folder, no output");
    expect(test, output_open(&out, "/dev/full") == STATUS_OK, "opens /dev/full");
    output_add(out, STR("x"));
    expect(test, output_close(out) == STATUS_OUTPUT, "a full disk is reported");
    const unsigned before = count_files(test->folder);
    snprintf(path, sizeof path, "%s/discarded", test->folder);
    expect(test, output_open(&out, path) == STATUS_OK, "opens");
    expect(test, count_files(test->folder) == before + 1, "writes aside");
    output_discard(out);
    expect(test, count_files(test->folder) == before, "leaves nothing behind");
    snprintf(path, sizeof path, "%s/folder", test->folder);
    mkdir(path, 0777);
    expect(test, output_open(&out, path) == STATUS_OK, "opens beside a folder");
    expect(test, output_close(out) == STATUS_OUTPUT, "does not replace a folder");
    expect(test, count_files(test->folder) == before + 1, "removes its temporary file");
    Output *pair[2];
    char first[512];
    snprintf(first, sizeof first, "%s/first", test->folder);
    expect(test, output_open(&pair[0], first) == STATUS_OK, "opens the first of two");
    expect(test, output_open(&pair[1], path) == STATUS_OK, "opens the second");
    expect(test, output_close_all(pair, 2) == STATUS_OUTPUT, "two files, of which one fails");
    expect(test, count_files(test->folder) == before + 1, "leave neither behind");
    rmdir(path);
    expect(test, output_open(&pair[0], first) == STATUS_OK, "opens again");
    expect(test, output_open(&pair[1], path) == STATUS_OK, "opens again");
    expect(test, output_close_all(pair, 2) == STATUS_OK, "two files");
    expect(test, count_files(test->folder) == before + 2, "are both there");
}

static void test_empty(Test *test) {
    TestNetwork empty = {0};
    Graph *graph;
    const ExportOptions options = {0};
    network_vocabulary(&empty);
    expect(test, graph_build(&graph, &empty.network) == STATUS_OK, "an empty network");
    write_all(test, graph, &options);
    Buffer summary = {0};
    graph_summary(graph, &summary);
    buffer_free(&summary);
    graph_free(graph);
}

static void remove_folder(const Test *test) {
    DIR *dir = opendir(test->folder);
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            char path[512];
            snprintf(path, sizeof path, "%s/%s", test->folder, entry->d_name);
            unlink(path);
        }
    }
    closedir(dir);
    rmdir(test->folder);
}

/* test_export FOLDER: the nasty graph into FOLDER, for readers of other programs. */
static int write_for_others(const char *folder) {
    Test test = {0};
    TestNetwork nasty;
    Graph *graph;
    const ExportOptions options = {0};
    snprintf(test.folder, sizeof test.folder, "%s", folder);
    make_nasty(&nasty);
    if (graph_build(&graph, &nasty.network) != STATUS_OK) {
        return 1;
    }
    write_all(&test, graph, &options);
    graph_free(graph);
    arena_free(&nasty.arena);
    return test.failed > 0;
}

int main(int argc, char **argv) {
    Test test = {.folder = "/tmp/trithuc-export-XXXXXX"};
    TestNetwork nasty;
    Graph *graph;
    const ExportOptions options = {.base_iri = STR("https://base.example/#"),
                                   .version = STR("9.9")};
    if (argc > 1) {
        return write_for_others(argv[1]);
    }
    if (!mkdtemp(test.folder)) {
        return 1;
    }
    make_nasty(&nasty);
    expect(&test, graph_build(&graph, &nasty.network) == STATUS_OK, "graph_build");
    expect(&test, graph->nodes[0].degree == 3 && graph->nodes[3].degree == 0, "degrees");
    write_all(&test, graph, &options);
    test_graphml(&test);
    test_dot(&test);
    test_jsonld(&test);
    test_nquads(&test);
    test_turtle(&test);
    test_gexf(&test);
    test_tables(&test);
    test_modalities(&test, graph);
    test_reifiers(&test, graph);
    graph_free(graph);
    arena_free(&nasty.arena);
    test_output(&test);
    test_empty(&test);
    remove_folder(&test);
    printf("%u passed, %u failed\n", test.passed, test.failed);
    return test.failed > 0;
}
