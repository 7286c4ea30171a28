"""Reads RDF with pyoxigraph or rdflib and writes N-Quads, or tests it: read_rdf.py READER FILE QUADS [SHAPES ONTOLOGY]

READER: oxigraph, rdflib, or pyshacl: then FILE is held against SHAPES, and QUADS is not written. Prints the version, then "seconds N".
"""
import importlib.metadata
import logging
import sys
import time


def read_oxigraph(path, quads):
    import pyoxigraph
    form = pyoxigraph.RdfFormat.from_extension(path.rpartition(".")[2])
    with open(quads, "wb") as out:
        pyoxigraph.serialize(pyoxigraph.parse(path=path, format=form), out, pyoxigraph.RdfFormat.N_QUADS)


def read_rdflib(path, quads):
    import rdflib
    form = {"jsonld": "json-ld", "nq": "nquads", "ttl": "turtle"}[path.rpartition(".")[2]]
    if form == "nquads":
        dataset = rdflib.Dataset()
        dataset.parse(path, format=form)
        graph = dataset.default_graph
    else:
        graph = rdflib.Graph().parse(path, format=form)
    graph.serialize(quads, format="nt", encoding="utf-8")


def hold_against(path, shapes, ontology):
    import pyshacl
    import rdflib
    graph = rdflib.Graph()
    graph.parse(path, format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(shapes), ont_graph=rdflib.Graph().parse(ontology), inference="none")
    if not conforms:
        print("difference:", text[:3000])


def main():
    logging.basicConfig(level=logging.WARNING)
    reader, path, quads, *more = sys.argv[1:]
    print("version", importlib.metadata.version({"oxigraph": "pyoxigraph"}.get(reader, reader)))
    start = time.monotonic()
    if reader == "pyshacl":
        hold_against(path, *more)
    else:
        {"oxigraph": read_oxigraph, "rdflib": read_rdflib}[reader](path, quads)
    print("seconds", time.monotonic() - start)


main()
