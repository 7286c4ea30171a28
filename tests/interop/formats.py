"""Formats that say the same in other words are held against each other, by readers that are not ours:

GEXF (libxml2, with a schema) and the tables (Python's csv) against GraphML; N-Quads and Turtle against JSON-LD, by
rdflib: no blank nodes, so equal sets of triples are equal graphs. On a graph with names that break careless writers,
and on the sample articles, whose terms the vocabulary of `trithuc ontology` has to define. `formats.py FOLDER` checks the graph in FOLDER instead.
"""
import csv
import glob
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import rdflib
from rdflib.namespace import OWL, RDF, RDFS

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
FORMATS = "graphml,gexf,csv,neo4j,jsonld,nquads,turtle"

passed = failed = 0


def expect(holds, what):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print("not so:", what)


def expect_equal(got, wanted, what):
    expect(got == wanted, f"{what}: {str(got)[:300]} instead of {str(wanted)[:300]}")


def read_graphml(path):
    root = ET.parse(path).getroot()
    names = {key.get("id"): key.get("attr.name") for key in root.findall(GRAPHML + "key")}

    def data(element):
        return {names[item.get("key")]: item.text for item in element.findall(GRAPHML + "data")}

    nodes = {n.get("id"): data(n) for n in root.iter(GRAPHML + "node")}
    edges = {e.get("id"): (e.get("source"), e.get("target"), data(e)) for e in root.iter(GRAPHML + "edge")}
    return nodes, edges


def first_and_last(data):
    """The days that the first and last date of an edge can mean, or None."""
    first, last = data.get("firstDate"), data.get("lastDate")
    if not first or not last or not (first + last).replace("-", "").isdigit():
        return None
    leap = int(last[:4]) % 4 == 0
    ends = {"02": "29" if leap else "28", "04": "30", "06": "30", "09": "30", "11": "30"}
    last += "-12" if len(last) == 4 else ""
    return first + "-01-01"[:10 - len(first)], last + ("-" + ends.get(last[5:], "31") if len(last) == 7 else "")


def check_gexf(path, nodes, edges):
    schema = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gexf.rng")
    done = subprocess.run(["xmllint", "--noout", "--relaxng", schema, path], capture_output=True, text=True, timeout=200)
    expect(done.returncode == 0, f"{path}: libxml2 holds it against the schema: {done.stderr[:300]}")
    root = ET.parse(path).getroot()
    titles = {a.get("id"): a.get("title") for a in root.iter(GEXF + "attribute")}

    def values(element):
        return {titles[v.get("for")]: v.get("value") for v in element.iter(GEXF + "attvalue")}

    def spell(element):
        found = element.find(f"{GEXF}spells/{GEXF}spell")
        return None if found is None else (found.get("start"), found.get("end"))

    lives = {}
    kept = {}
    for edge in root.iter(GEXF + "edge"):
        data = values(edge)
        data |= {"label": edge.get("label"), "weight": edge.get("weight")}
        kept[edge.get("id")] = (edge.get("source"), edge.get("target"), data)
        expect_equal(edge.get("kind"), data["relation"], f"{path}: kind")
        expect_equal(spell(edge), first_and_last(data), f"{path}: spell of {edge.get('id')}")
        if spell(edge):
            for end in (edge.get("source"), edge.get("target")):
                lives.setdefault(end, []).append(spell(edge))
    expect_equal(kept, edges, f"{path}: edges")
    kept = {}
    for node in root.iter(GEXF + "node"):
        data = values(node) | {"label": node.get("label"), "size": node.find(VIZ + "size").get("value")}
        data |= {k: node.find(VIZ + "position").get(k) for k in "xy"} | {k: node.find(VIZ + "color").get(k) for k in "rgb"}
        kept[node.get("id")] = data
        known = lives.get(node.get("id"))
        life = (min(s for s, _ in known), max(e for _, e in known)) if known else None
        expect_equal(spell(node), life, f"{path}: spell of {node.get('id')}")
    expect_equal(kept, nodes, f"{path}: nodes")


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    expect(len({len(row) for row in rows}) == 1, f"{path}: each row has a cell for each column")
    return rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]


def check_table(path, wanted, rename):
    """Each row has what GraphML has; `rename` gives the title of a column for an attribute."""
    titles, rows = read_table(path)
    expect(len(set(titles)) == len(titles), f"{path}: each title once")
    for row, data in zip(rows, wanted):
        for name, value in data.items():
            expect_equal(row[rename(name)], value, f"{path}: {name}")
        expect({rename(n) for n in data} >= {k for k, v in row.items() if v} - set(EXTRA), f"{path}: nothing else")
    expect_equal(len(rows), len(wanted), f"{path}: rows")
    return rows


EXTRA = ("Id", "Source", "Target", "Type", "Kind", "id:ID", ":LABEL", ":START_ID", ":END_ID", ":TYPE")
TYPES = {"mentions": "int", "documents": "int", "degree": "int", "community": "int", "r": "int", "g": "int", "b": "int",
         "x": "float", "y": "float", "size": "float", "pagerank": "double", "betweenness": "double",
         "weight": "double", "confidence": "double", "contradicted": "boolean"}


def check_tables(folder, nodes, edges):
    numbers = list(nodes)
    own = {"label": "Label", "weight": "Weight"}
    rows = check_table(f"{folder}/graph.nodes.csv", list(nodes.values()), lambda n: own.get(n, n))
    ids = [row["Id"] for row in rows]
    expect(len(set(ids)) == len(ids), "ids of nodes are unique")
    ends = [(ids[numbers.index(s)], ids[numbers.index(t)]) for s, t, _ in edges.values()]
    data = [d for _, _, d in edges.values()]
    rows = check_table(f"{folder}/graph.edges.csv", data, lambda n: own.get(n, n))
    expect_equal([(r["Source"], r["Target"]) for r in rows], ends, "ends of edges")
    expect_equal([(r["Id"], r["Kind"], r["Type"]) for r in rows], [(e, d["relation"], "Directed") for e, (_, _, d) in edges.items()], "kinds")
    typed = lambda n: f"{n}:{TYPES.get(n, 'string')}"
    rows = check_table(f"{folder}/graph.neo4j-nodes.csv", list(nodes.values()), typed)
    expect_equal([r["id:ID"] for r in rows], ids, "the same ids for Neo4j")
    expect(all(r["type:string"] in r[":LABEL"].split(";") for r in rows), "the type is a label")
    without = [{k: v for k, v in d.items() if k != "label"} for d in data]
    rows = check_table(f"{folder}/graph.neo4j-edges.csv", without, typed)
    expect_equal([(r[":START_ID"], r[":END_ID"]) for r in rows], ends, "ends of relationships")
    expect_equal([r[":TYPE"] for r in rows], [d["relation"] for d in data], "types of relationships")


def check_rdf(folder):
    graphs = {}
    for ending, name in (("jsonld", "json-ld"), ("nq", "nquads"), ("ttl", "turtle")):
        dataset = rdflib.ConjunctiveGraph()
        dataset.parse(f"{folder}/graph.{ending}", format=name)
        graphs[ending] = {tuple(term.n3() for term in triple) for triple in dataset}
    for ending in ("nq", "ttl"):
        odd = graphs[ending] ^ graphs["jsonld"]
        expect(not odd, f"{folder}/graph.{ending} and JSON-LD differ in {len(odd)} triples: {sorted(odd)[:4]}")
    with open(f"{folder}/graph.nq", encoding="utf-8") as file:
        lines = file.read().splitlines()
    expect_equal(len(lines), len(set(lines)), f"{folder}/graph.nq: no line twice")
    expect_equal(len(lines), len(graphs["nq"]), f"{folder}/graph.nq: one triple a line")
    expect(not any(term.startswith("_:") for triple in graphs["nq"] for term in triple), f"{folder}: no blank nodes")


OWN = "https://w3id.org/trithuc/ontology#"
SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def read_vocabulary(*options):
    done = subprocess.run([os.environ["TRITHUC"], "ontology", *options], capture_output=True, text=True, timeout=60)
    expect_equal((done.returncode, done.stderr), (0, ""), "the vocabulary is written")
    return rdflib.Graph().parse(data=done.stdout, format="turtle")


def check_vocabulary(folder):
    """What the dataset uses is defined, and the shapes know it."""
    ontology, shapes = read_vocabulary(), read_vocabulary("--shapes")
    data = rdflib.Graph().parse(f"{folder}/graph.ttl", format="turtle")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    named = {kind: {s for s in ontology.subjects(RDF.type, kind) if isinstance(s, rdflib.URIRef)} for kind in kinds}
    defined = set.union(*named.values())
    for term in {p for _, p, _ in data if p.startswith(OWN)} | {o for o in data.objects(None, RDF.type) if o.startswith(OWN)}:
        expect(term in defined, f"{term} is defined")
    relations = set(data.objects(None, RDF.predicate))
    expect(relations <= defined, f"{relations - defined} are defined")
    for term in defined:
        languages = {label.language for label in ontology.objects(term, RDFS.label)}
        expect_equal(languages, {"en", "vi"}, f"languages of the labels of {term}")
        expect(not term.startswith(OWN) or (term, RDFS.isDefinedBy, rdflib.URIRef(OWN[:-1])) in ontology, f"{term} is ours")
    for first in list(ontology.objects(None, OWL.unionOf)):
        expect(all((t, RDF.type, OWL.Class) in ontology for t in ontology.items(first)), "ends are classes")
    for relation in ontology.subjects(RDF.type, OWL.SymmetricProperty):
        ends = [ontology.value(relation, p) for p in (RDFS.domain, RDFS.range)]
        tops = [set(ontology.items(ontology.value(e, OWL.unionOf))) if isinstance(e, rdflib.BNode) else {e} for e in ends]
        expect_equal(tops[0], tops[1], f"ends of the symmetric {relation}")
    listed = set()
    for prop in shapes.subjects(SHACL.path, RDF.predicate):
        listed |= set(shapes.items(shapes.value(prop, SHACL["in"])))
    expect_equal(listed, named[OWL.ObjectProperty], "relations that the shapes know")
    actors = set(shapes.objects(rdflib.URIRef(OWN + "ActorShape"), SHACL.targetClass))
    expect_equal(actors, named[OWL.Class], "classes that the shapes know")


def check_folder(folder):
    nodes, edges = read_graphml(f"{folder}/graph.graphml")
    check_gexf(f"{folder}/graph.gexf", nodes, edges)
    check_tables(folder, nodes, edges)
    check_rdf(folder)


def main():
    if len(sys.argv) > 1:
        check_folder(sys.argv[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.environ["TEST_PROGRAMS"] + "/unit/test_export", folder], check=True)
        check_folder(folder)
    with tempfile.TemporaryDirectory() as folder:
        documents = sorted(glob.glob("tests/documents/*.txt"))
        done = subprocess.run([os.environ["TRITHUC"], "build", "-q", "--format", FORMATS, "-o", folder, *documents], timeout=250)
        expect(done.returncode == 0, "the sample articles are read")
        if done.returncode == 0:
            check_folder(folder)
            check_vocabulary(folder)


main()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
