"""Reads a graph with networkx or igraph and writes what is in it, one JSON object a line: read_python.py LIBRARY FILE LISTING

Prints the version of the library, then "seconds N" for the reading alone.
"""
import json
import math
import sys
import time
import warnings


def read_networkx(path):
    import networkx
    print("version", networkx.__version__)
    read = networkx.read_gexf if path.endswith(".gexf") else lambda p: networkx.read_graphml(p, force_multigraph=True)
    start = time.monotonic()
    graph = read(path)
    print("seconds", time.monotonic() - start)
    assert graph.is_directed()
    for node, data in graph.nodes(data=True):
        yield {**data, "node": node}
    for source, target, key, data in graph.edges(keys=True, data=True):
        yield {**data, "edge": key, "source": source, "target": target}


def read_igraph(path):
    import igraph
    print("version", igraph.__version__)
    start = time.monotonic()
    graph = igraph.Graph.Read_GraphML(path)
    print("seconds", time.monotonic() - start)
    assert graph.is_directed()
    names = graph.vs["id"]
    for vertex in graph.vs:
        yield {**vertex.attributes(), "node": vertex["id"], "id": None}
    for edge in graph.es:
        yield {**edge.attributes(), "edge": edge["id"], "source": names[edge.source], "target": names[edge.target], "id": None}


def present(record):
    """What is missing is none, NaN or empty, by library."""
    return {key: value for key, value in record.items() if value is not None and value != "" and not (isinstance(value, float) and math.isnan(value))}


def main():
    warnings.simplefilter("always")
    library, path, listing = sys.argv[1:]
    with open(listing, "w", encoding="utf-8") as out:
        for record in {"networkx": read_networkx, "igraph": read_igraph}[library](path):
            out.write(json.dumps(present(record), ensure_ascii=False) + "\n")


main()
