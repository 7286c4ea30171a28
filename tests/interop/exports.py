"""Reads the three exports back by programs that are not ours, and holds them against each other:

GraphML by an XML parser and networkx, DOT by Graphviz, JSON-LD by rdflib. Two graphs: one with names that break
careless writers, one built from the sample articles. `exports.py FOLDER` checks the graph in FOLDER instead.
"""
import glob
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import networkx
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
PROV_FROM = rdflib.URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
NIF = rdflib.Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
TYPES = {"string", "int", "float", "double", "boolean"}

passed = failed = 0


def expect(holds, what):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print("not so:", what)


def read_graphml(path):
    """Nodes by id and edges, each with its data by attribute name."""
    with open(path, "rb") as file:
        start = file.read(60)
    expect(start.startswith(b'<?xml version="1.0" encoding="UTF-8"?>'), f"{path}: begins with its encoding")
    root = ET.parse(path).getroot()
    keys = {}
    for key in root.findall(GRAPHML + "key"):
        expect(key.get("id") not in keys, f"{path}: key {key.get('id')} once")
        expect(key.get("attr.type") in TYPES, f"{path}: type {key.get('attr.type')}")
        keys[key.get("id")] = key

    def data(element):
        values = {}
        for item in element.findall(GRAPHML + "data"):
            key = keys[item.get("key")]
            local = element.tag.removeprefix(GRAPHML)
            expect(key.get("for") == local, f"{path}: key {key.get('id')} on {local}")
            expect(bool(item.text), f"{path}: a value for {key.get('id')}")
            expect(key.get("attr.type") != "int" or re.fullmatch("-?[0-9]+", item.text), f"{path}: int {item.text}")
            values[key.get("attr.name")] = item.text
        return values

    nodes = {n.get("id"): data(n) for n in root.iter(GRAPHML + "node")}
    edges = [(e.get("id"), e.get("source"), e.get("target"), e.get("label"), data(e)) for e in root.iter(GRAPHML + "edge")]
    return nodes, edges


def check_graphml(path):
    schema = os.path.join(os.path.dirname(os.path.abspath(__file__)), "graphml.rng")
    done = subprocess.run(["xmllint", "--noout", "--relaxng", schema, path], capture_output=True, text=True, timeout=200)
    expect(done.returncode == 0, f"{path}: libxml2 holds it against the schema: {done.stderr[:300]}")
    nodes, edges = read_graphml(path)
    graph = networkx.read_graphml(path, force_multigraph=True)
    expect(graph.is_directed(), f"{path}: directed")
    expect(graph.number_of_nodes() == len(nodes), f"{path}: nodes in networkx")
    expect(graph.number_of_edges() == len(edges), f"{path}: edges in networkx")
    expect(all(graph.nodes[n].get("label") == d.get("label") for n, d in nodes.items()), f"{path}: labels in networkx")
    expect(len({e[0] for e in edges} | set(nodes)) == len(edges) + len(nodes), f"{path}: ids are unique")
    for number, source, target, kind, data in edges:
        expect(source in nodes and target in nodes, f"{path}: ends of {number}")
        expect(kind == data["relation"] == data["label"], f"{path}: kind of {number}")
        expect(float(data["weight"]) > 0, f"{path}: weight of {number}")
    for number, data in nodes.items():
        expect({"label", "type", "iri", "mentions", "documents", "degree", "pagerank", "community", "x", "y", "size",
                "r", "g", "b"} <= set(data), f"{path}: attributes of {number}")
    expect(not nodes or abs(sum(float(d["pagerank"]) for d in nodes.values()) - 1) < 1e-3, f"{path}: ranks sum to 1")
    return nodes, edges


def check_dot(path, nodes, edges):
    svg = path + ".svg"
    done = subprocess.run(["dot", "-Tsvg", path, "-o", svg], capture_output=True, text=True, timeout=200)
    expect(done.returncode == 0, f"{path}: dot succeeds")
    expect(done.stderr == "", f"{path}: dot says nothing, not: {done.stderr[:300]}")
    groups = [g.get("class", "").split()[0] for g in ET.parse(svg).getroot().iter("{http://www.w3.org/2000/svg}g") if g.get("class")]
    expect(groups.count("node") == len(nodes), f"{path}: nodes in the drawing")
    expect(groups.count("edge") == len(edges), f"{path}: edges in the drawing")


def check_order(path):
    """What streaming readers need: the context first, then @type before @id, one object a line."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    pairs = json.loads(text, object_pairs_hook=list)
    expect([key for key, _ in pairs] == ["@context", "@graph"], f"{path}: context, then graph")
    objects = dict(pairs)["@graph"]
    expect(all([key for key, _ in o[:2]] == ["@type", "@id"] for o in objects), f"{path}: @type, then @id")
    expect(text.count('\n{"@type"') == len(objects), f"{path}: one object a line")
    ids = [o[1][1] for o in objects]
    expect(len(set(ids)) == len(ids), f"{path}: each IRI described once")


def check_jsonld(path, nodes, edges):
    check_order(path)
    complaints = []
    handler = logging.Handler()
    handler.emit = complaints.append
    logging.getLogger("rdflib").addHandler(handler)
    graph = rdflib.Graph().parse(path, format="json-ld")
    expect(not complaints, f"{path}: rdflib complains: {[c.getMessage() for c in complaints[:3]]}")
    iris = {number: rdflib.URIRef(data["iri"]) for number, data in nodes.items()}
    for number, data in nodes.items():
        names = {str(o) for o in graph.objects(iris[number], RDFS.label)}
        expect({n.replace("\r", "\n") for n in names} == {data["label"].replace("\r", "\n")}, f"{path}: label of {number}: {names}")
        aliases = {str(o) for o in graph.objects(iris[number], SKOS.altLabel)}
        expect(aliases == set(data["aliases"].split(" | ") if "aliases" in data else []), f"{path}: aliases of {number}")
        same = {str(o) for o in graph.objects(iris[number], OWL.sameAs)}
        expect(same == ({data["sameAs"]} if "sameAs" in data else set()), f"{path}: sameAs of {number}")
        expect(any(True for _ in graph.objects(iris[number], RDF.type)), f"{path}: type of {number}")
    labels = {}
    for prop in graph.subjects(RDF.type, RDF.Property):
        labels[prop] = prop
    actors = set(iris.values())
    triples = {(s, p, o) for s, p, o in graph if s in actors and p in labels}
    expect(len(triples) == len(edges), f"{path}: {len(triples)} triples for {len(edges)} edges")
    ends = sorted((s, o) for s, _, o in triples)
    expect(ends == sorted((iris[s], iris[t]) for _, s, t, _, _ in edges), f"{path}: ends of the triples")
    check_statements(path, graph, actors, triples)
    for _, _, value in graph:
        if isinstance(value, rdflib.Literal) and value.datatype:
            expect(value.value is not None and not value.ill_typed if hasattr(value, "ill_typed") else value.value is not None,
                   f"{path}: literal {value!r}")
    lines = graph.serialize(format="nt")
    expect(" <>" not in lines and "file://" not in lines, f"{path}: no relative IRI")


def check_statements(path, graph, actors, triples):
    stated = set()
    for statement in graph.subjects(RDF.type, RDF.Statement):
        ends = tuple(graph.value(statement, p) for p in (RDF.subject, RDF.predicate, RDF.object))
        stated.add(ends)
        expect(ends[0] in actors and ends[2] in actors, f"{path}: ends of {statement}")
        sentence = graph.value(statement, PROV_FROM)
        expect((sentence, RDF.type, NIF.Sentence) in graph, f"{path}: sentence of {statement}")
        expect(graph.value(sentence, NIF.anchorOf) is not None, f"{path}: text of {sentence}")
        document = graph.value(sentence, NIF.referenceContext)
        expect((document, RDF.type, NIF.Context) in graph, f"{path}: document of {sentence}")
        begin, end = graph.value(sentence, NIF.beginIndex), graph.value(sentence, NIF.endIndex)
        expect(begin.datatype == XSD.integer and int(begin) < int(end), f"{path}: place of {sentence}")
    expect(triples <= stated, f"{path}: every triple has its statement")


def check_folder(folder):
    nodes, edges = check_graphml(f"{folder}/graph.graphml")
    check_dot(f"{folder}/graph.dot", nodes, edges)
    check_jsonld(f"{folder}/graph.jsonld", nodes, edges)
    return nodes, edges


def main():
    if len(sys.argv) > 1:
        check_folder(sys.argv[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.environ["TEST_PROGRAMS"] + "/unit/test_export", folder], check=True)
        nodes, _ = check_folder(folder)
        expect(any("\\slash\\" in d["label"] for d in nodes.values()), "backslashes survive")
        expect(any("\U0001F600" in d["label"] for d in nodes.values()), "letters beyond the first plane survive")
    with tempfile.TemporaryDirectory() as folder:
        documents = sorted(glob.glob("tests/documents/*.txt"))
        done = subprocess.run([os.environ["TRITHUC"], "build", "-q", "-o", folder, *documents], timeout=250)
        expect(done.returncode == 0, "the sample articles are read")
        if done.returncode == 0:
            nodes, edges = check_folder(folder)
            expect(len(nodes) > 5 and len(edges) > 5, "they tell something")


main()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
