"""Holds a graph against the results that it was built from: check_results.py RESULTS.ndjson EXPECTED [STATEMENTS.nq]

For results whose actors have each a name and a type of their own (hostile.py): then no two are merged, and what the README says of nodes, edges and
statements can be counted here, from the NDJSON alone. Prints each difference, then "nodes N edges N".
"""
import collections
import json
import re
import sys

import hostile

MODALITIES = ["asserted", "planned", "reported", "possible", "negated"]
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
PROV = "http://www.w3.org/ns/prov#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
TRITHUC = "https://w3id.org/trithuc/ontology#"


def clean(text):
    """What every export leaves out: controls that XML cannot hold, and noncharacters."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\uFDD0-\uFDEF\uFFFE\uFFFF]|[" + "".join(chr(p * 0x10000 + 0xFFFE) + chr(p * 0x10000 + 0xFFFF) for p in range(1, 17)) + "]", "", text)


class Results:
    """Nodes by (label, type) and edges by (subject, relation, object) with their statements."""

    def __init__(self, path):
        self.symmetric = {row["relation"] for row in hostile.read_table("relations.tsv") if row["symmetric"]}
        self.nodes, self.edges, self.statements = {}, {}, collections.Counter()
        with open(path, encoding="utf-8") as file:
            for line in file:
                self.add(json.loads(line))

    def add(self, document):
        linked = set()
        for triple in document["triples"]:
            ends = [(clean(triple["subject"]), triple["subjectType"]), (clean(triple["object"]), triple["objectType"])]
            if ends[0] == ends[1]:
                continue
            linked.update(ends)
            date = triple.get("date", document.get("date", "")[:10])
            self.edges.setdefault(self.key(ends[0], triple["relation"], ends[1]), []).append({**triple, "date": date, "id": document["id"]})
            cells = [triple["relation"], triple["modality"], triple.get("role", ""), triple.get("amount", ""), date, triple["sentence"], document["id"], document.get("title", "")]
            self.statements[(*self.order(triple["relation"], ends), triple["confidence"], triple["start"], triple["end"], *(clean(cell) for cell in cells))] += 1
        times = collections.Counter((clean(m["entity"]), m["type"]) for m in document["mentions"])
        for entity in document["entities"]:
            key = (clean(entity["label"]), entity["type"])
            node = self.nodes.setdefault(key, {"mentions": 0, "documents": 0, "linked": False, "entity": entity})
            node["mentions"] += times[key]
            node["documents"] += 1
            node["linked"] = node["linked"] or key in linked

    def order(self, relation, ends):
        return sorted(ends) if relation in self.symmetric else ends

    def key(self, subject, relation, target):
        return (relation, *self.order(relation, [subject, target]))


def node_values(key, node):
    aliases = sorted(set(node["entity"]["aliases"]), key=str.encode)
    values = {"label": key[0], "type": key[1], "aliases": clean(" | ".join(aliases)), "mentions": node["mentions"], "documents": node["documents"],
              "sameAs": "http://www.wikidata.org/entity/" + node["entity"]["wikidata"] if node["entity"]["wikidata"] else ""}
    return {name: value for name, value in values.items() if value != ""}


def edge_values(said):
    """All of an edge that follows from its statements; of equally good sentences any will do."""
    best = min((MODALITIES.index(s["modality"]), -s["confidence"]) for s in said)
    shown = [s for s in said if (MODALITIES.index(s["modality"]), -s["confidence"]) == best]
    dates = sorted(s["date"].encode() for s in said if s["date"])
    told = {s["modality"] for s in said}
    values = {"weight": len(said), "documents": len({s["id"] for s in said}), "confidence": -best[1], "modality": MODALITIES[best[0]],
              "firstDate": dates[0].decode() if dates else "", "lastDate": dates[-1].decode() if dates else "",
              "contradicted": {"asserted", "negated"} <= told or "",
              "evidence": {clean(s["sentence"]) for s in shown}, "rule": {clean(s["rule"]) for s in shown}}
    if len(said) == 1:
        values["role"] = clean(said[0].get("role", ""))
    return values


def check_values(name, wanted, found):
    for key, value in wanted.items():
        have = found.get(key, "")
        if not (have in value if isinstance(value, set) else abs(have - value) < 1e-4 if isinstance(value, float) else have == value):
            yield f"{name}: {key} is {str(have)[:200]!r}, not {str(value)[:200]!r}"


def check_graph(results, path):
    """Prints what the graph says otherwise; gives how many nodes and edges it has."""
    names, counts, edges = {}, collections.Counter(), set()
    with open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if "node" in record:
                counts["nodes"] += 1
                names[record["node"]] = key = (record["label"], record["type"])
                node = results.nodes.get(key)
                if not node or not node["linked"]:
                    yield f"{key} is a node, but no actor of an edge"
                else:
                    yield from check_values(key, node_values(key, node), record)
                continue
            counts["edges"] += 1
            key = results.key(names[record["source"]], record["relation"], names[record["target"]])
            edges.add(key)
            if key not in results.edges:
                yield f"{key} is an edge, but no triple"
            else:
                yield from check_values(key, edge_values(results.edges[key]), record)
    yield from (f"{key} is no node" for key in {k for k, node in results.nodes.items() if node["linked"]} - set(names.values()))
    yield from (f"{key} is no edge" for key in results.edges.keys() - edges)
    print(f"nodes {counts['nodes']} edges {counts['edges']}")


# ---- RDF ----

RELATIONS = {row["iri"] or TRITHUC + row["relation"]: row["relation"] for row in hostile.read_table("relations.tsv")}
LINE = re.compile(r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@\S+)?) \.\n')
ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def unescape(text):
    return ESCAPE.sub(lambda m: chr(int(m[1][1:], 16)) if m[1][0] in "uU" else LETTERS.get(m[1], m[1]), text) if "\\" in text else text


def date_type(date):
    """The datatype of a date as exact as it is told."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        year, month, day = map(int, date.split("-"))
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return "date" if 1 <= month <= 12 and 1 <= day <= [31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] else ""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", date):
        return "gYearMonth"
    return "gYear" if re.fullmatch(r"\d{4}", date) else ""


def check_statements(results, path):
    """Each statement of the NDJSON once, with all that it says, its sentence and its document."""
    about, wrong_dates = {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            match = LINE.fullmatch(line)
            if not match:
                yield f"no plain triple: {line[:200]!r}"
                continue
            subject, predicate, iri, text, datatype = match.groups()
            about.setdefault(subject, {}).setdefault(predicate, iri if iri is not None else unescape(text))
            if predicate == TRITHUC + "date" and (datatype or "").rpartition("#")[2] != date_type(text):
                wrong_dates.append(f"date {text!r} is a {datatype!r}")
    yield from wrong_dates
    found, base = collections.Counter(), "http://schema.org/"

    def actor(iri):
        kind = about[iri][RDF + "type"]
        return about[iri][RDFS + "label"], "Facility" if kind.endswith("CivicStructure") else kind.removeprefix(base)

    for values in about.values():
        if values.get(RDF + "type") != RDF + "Statement":
            continue
        sentence = about[values[PROV + "wasDerivedFrom"]]
        document = about[sentence[NIF + "referenceContext"]]
        relation = RELATIONS[values[RDF + "predicate"]]
        ends = results.order(relation, [actor(values[RDF + "subject"]), actor(values[RDF + "object"])])
        cells = [relation, values[TRITHUC + "modality"], values.get(TRITHUC + "role", ""), values.get(TRITHUC + "amount", ""), values.get(TRITHUC + "date", ""),
                 sentence[NIF + "anchorOf"], document[base + "identifier"], document.get(base + "headline", "")]
        found[(*ends, float(values[TRITHUC + "confidence"]), int(sentence[NIF + "beginIndex"]), int(sentence[NIF + "endIndex"]), *cells)] += 1
    yield from (f"not in the data: {key}" for key in results.statements - found)
    yield from (f"not in the results: {key}" for key in found - results.statements)


def main():
    results = Results(sys.argv[1])
    wrong = list(check_graph(results, sys.argv[2]))
    if len(sys.argv) > 3:
        wrong += check_statements(results, sys.argv[3])
    for text in wrong[:10]:
        print("difference:", text[:1000])
    if len(wrong) > 10:
        print(f"difference: and {len(wrong) - 10} more")


main()
