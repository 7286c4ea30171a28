#include "write.h"

const ExportFormat export_formats[] = {
    {"graphml", {".graphml"}, "for Gephi, networkx, igraph", graphml_write},
    {"dot", {".dot"}, "for Graphviz", dot_write},
    {"jsonld", {".jsonld"}, "for triple stores", jsonld_write},
    {"nquads", {".nq"}, "for triple stores, one statement a line", nquads_write},
    {"turtle", {".ttl"}, "for triple stores and for reading", turtle_write},
    {"gexf", {".gexf"}, "for Gephi, with a timeline", gexf_write},
    {"csv", {".nodes.csv", ".edges.csv"}, "tables for Gephi and spreadsheets", csv_write},
    {"neo4j", {".neo4j-nodes.csv", ".neo4j-edges.csv"}, "tables for Neo4j", neo4j_write},
    {"html", {".html"}, "a page for the browser: search, filters, sentences", html_write},
};

const size_t export_format_count = sizeof export_formats / sizeof *export_formats;

Status export_ready(const ExportFormat *format) {
    return format->write == html_write ? html_ready() : STATUS_OK;
}

static Status open_files(const ExportFormat *format, const char *stem, Output **files,
                         size_t *count) {
    Buffer path = {0};
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < EXPORT_FILES_MOST && format->endings[i]; i++) {
        buffer_clear(&path);
        buffer_printf(&path, "%s%s", stem, format->endings[i]);
        buffer_byte(&path, '\0');
        status = output_open(&files[i], path.items);
        *count += status == STATUS_OK;
    }
    buffer_free(&path);
    return status;
}

Status export_write(const ExportFormat *format, const Graph *graph, const ExportOptions *options,
                    const char *stem) {
    Output *files[EXPORT_FILES_MOST] = {0};
    size_t count = 0;
    Status status = open_files(format, stem, files, &count);
    if (status == STATUS_OK) {
        status = format->write(graph, options, files);
    }
    if (status == STATUS_OK) {
        return output_close_all(files, count);
    }
    for (size_t i = 0; i < count; i++) {
        output_discard(files[i]);
    }
    return status;
}
