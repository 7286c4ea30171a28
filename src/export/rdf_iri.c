#include "rdf_iri.h"

/* The readable beginning of `text`, '-', a hash of all of `whole`. */
static void add_named_hash(Buffer *out, Str text, uint64_t hash) {
    enum { READABLE = 48 };
    Str readable = text;
    if (readable.len > READABLE) {
        readable.len = READABLE;
        while (readable.len > 0 && ((unsigned char)text.ptr[readable.len] & 0xC0) == 0x80) {
            readable.len--;
        }
    }
    add_encoded(out, readable);
    buffer_byte(out, '-');
    add_hex(out, hash);
}

void document_iri(Buffer *out, Str base, const Evidence *evidence) {
    buffer_clear(out);
    buffer_add(out, evidence->document);
    buffer_byte(out, '\n');
    buffer_add(out, evidence->url);
    const uint64_t hash = str_hash(buffer_str(out));
    buffer_clear(out);
    buffer_add(out, base);
    buffer_add(out, STR("document/"));
    add_named_hash(out, evidence->document, hash);
}

/* An IRI has one '#'. */
void sentence_iri(Buffer *out, Str base, const Evidence *evidence) {
    document_iri(out, base, evidence);
    buffer_add(out, str_find(base, '#', 0) < base.len ? STR("/char=") : STR("#char="));
    buffer_uint(out, evidence->start);
    buffer_byte(out, ',');
    buffer_uint(out, evidence->end);
}

/* Makes `out` `base`, `folder` and a hash of what it held and of the lines. */
static void hash_iri(Buffer *out, Str base, Str folder, const Str *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        buffer_byte(out, '\n');
        buffer_add(out, lines[i]);
    }
    const uint64_t hash = str_hash(buffer_str(out));
    buffer_clear(out);
    buffer_add(out, base);
    buffer_add(out, folder);
    add_hex(out, hash);
}

void statement_iri(Buffer *out, Str base, const Network *network, const NetworkEdge *edge,
                   const Evidence *evidence) {
    const Str lines[] = {network->nodes[edge->source].id,
                         network->ruleset->relations[edge->relation].name,
                         network->nodes[edge->target].id,
                         modality_name(evidence->modality),
                         evidence->date,
                         evidence->role};
    sentence_iri(out, base, evidence);
    hash_iri(out, base, STR("statement/"), lines, sizeof lines / sizeof *lines);
}

void membership_iri(Buffer *out, Str base, const Network *network, const NetworkEdge *edge,
                    Str role) {
    const Str lines[] = {network->nodes[edge->source].id,
                         network->ruleset->relations[edge->relation].name,
                         network->nodes[edge->target].id, role};
    buffer_clear(out);
    hash_iri(out, base, STR("membership/"), lines, sizeof lines / sizeof *lines);
}

void role_iri(Buffer *out, Str base, Str role) {
    buffer_clear(out);
    buffer_add(out, base);
    buffer_add(out, STR("role/"));
    add_named_hash(out, role, str_hash(role));
}

void software_iri(Buffer *out, Str base, Str kind, Str version) {
    buffer_clear(out);
    buffer_add(out, base);
    buffer_add(out, kind);
    buffer_add(out, STR("/trithuc-"));
    add_encoded(out, version);
}
