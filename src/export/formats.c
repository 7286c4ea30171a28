#include "write.h"

const ExportFormat export_formats[] = {
    {"graphml", ".graphml", "for Gephi, networkx, igraph", graphml_write},
    {"dot", ".dot", "for Graphviz", dot_write},
    {"jsonld", ".jsonld", "for triple stores", jsonld_write},
};

const size_t export_format_count = sizeof export_formats / sizeof *export_formats;
