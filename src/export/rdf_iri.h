/* The IRIs of what a graph tells of: the same in every run. Inside export/ only. */
#ifndef EXPORT_RDF_IRI_H
#define EXPORT_RDF_IRI_H

#include "write.h"

/* Each makes `out` the IRI; all under `base`. */
void document_iri(Buffer *out, Str base, const Evidence *evidence);
/* A stretch of the document in code points, as RFC 5147 names it. */
void sentence_iri(Buffer *out, Str base, const Evidence *evidence);
void statement_iri(Buffer *out, Str base, const Network *network, const NetworkEdge *edge,
                   const Evidence *evidence);
/* `role` is the key of the role: see role_iri(). */
void membership_iri(Buffer *out, Str base, const Network *network, const NetworkEdge *edge,
                    Str role);
void role_iri(Buffer *out, Str base, Str role);
/* `kind` is "activity" or "agent". */
void software_iri(Buffer *out, Str base, Str kind, Str version);

#endif
