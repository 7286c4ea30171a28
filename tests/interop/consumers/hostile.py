"""Writes results as `extract` does, with whatever breaks careless writers: hostile.py NODES EDGES > FILE.ndjson

Every actor has a name of its own, so that `graph` has nothing to merge and the file is the whole expectation. The same bytes each time.
"""
import csv
import json
import os
import random
import sys

ONTOLOGY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../rules/ontology")

PIECES = [
    "\"quoted\"", "'single'", "&", "&amp;", "&lt;b&gt;", "<b>bold</b>", "<script>alert(1)</script>", "]]>", "<![CDATA[x", "<!-- c -->", "<?pi x?>",
    "back\\slash", "C:\\new\\table", "\\", "\\\\N \\G \\E", "line\nbreak", "two\n\nbreaks", "tab\there", "carriage\rreturn", "\r\n",
    "\U0001F600\U0001F1FB\U0001F1F3", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U00020BB7\U00020000", "שלום עולם", "مرحبا بالعالم", "\u202Eabc\u202C",
    "Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt", "e\u0301", "Z\u0351\u036B\u0343", "INF", "NaN", "-INF", "INFO", "Infinity", "null", "true", "None", "1e+06", "0x1F",
    "\0zero", "\x01one", "\x1Fus", "\x7Fdel", "\x85nel", "\u2028line", "\u2029par", "\uFEFFbom", "\uFFFEnon", "\uFDD0non", "\U0001FFFFnon", "\u200Bzw", "\u00ADshy", "\u00A0nbsp",
    "a | b", "a; b", "a, b", "a\u001fb", "{curly}", "[square]", "$dollar ${x}", "%s %n %41", "#hash", "@at", "=1+1", "+1", "-1", "@SUM(A1)", "^caret", "`tick`", "~", "*", "?", "!",
    "//", "/* c */", "--", "http://a.example/?x=1&y=\"2\"", "_:b0", "<http://a.example/>", "\"\"@en", "\"x\"^^<y>", "node", "graph", "strict", "edge", "\\n", "\\u0041", "\\\"", "\uFFFD",
]
LONG = "Một câu dài & <đầy> \"dấu\" \\ "


def read_table(name):
    with open(os.path.join(ONTOLOGY, name), encoding="utf-8") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


class Ontology:
    def __init__(self):
        self.parent = {row["type"]: row["parent"] for row in read_table("types.tsv")}
        self.groups = {row["group"]: row["members"].split() for row in read_table("groups.tsv")}
        rows = read_table("relations.tsv")
        self.relations = [(row["relation"], self.types(row["domain"]), self.types(row["range"])) for row in rows]
        self.offices = {row["relation"] for row in rows if row["office"]}

    def types(self, cell):
        """All types that a cell of domain or range allows."""
        tops = {member for name in cell.split() for member in self.groups.get(name, [name])}

        def is_below(name):
            return name != "" and (name in tops or is_below(self.parent[name]))

        return [name for name in self.parent if is_below(name)]


def make_name(number, rng):
    piece, other = rng.choice(PIECES), rng.choice(PIECES)
    form = number % 4
    if form == 0:
        return f"{piece} Actor {number}"
    if form == 1:
        return f"Actor {number} {piece}{other}"
    return f"Actor {piece} number {number}" if form == 2 else f"Số {number} {piece}"


def make_actors(count, ontology, rng):
    """Label, type, aliases, id. Some are told apart by the case of letters, by their type, or by their id only."""
    actors = []
    types = sorted({name for _, domain, reach in ontology.relations for name in domain + reach})
    while len(actors) < count:
        number = len(actors)
        name, kind = make_name(number, rng), types[number % len(types)]
        aliases = [f"{rng.choice(PIECES)} alias {number}.{i}" for i in range(rng.choice([0, 0, 0, 1, 3]))]
        if number % 101 == 0:
            actors.append((f"Vina Case {number}", kind, [], f"Q{9000000 + number}"))
            actors.append((f"VINA CASE {number}", kind, [], f"Q{9100000 + number}"))
        elif number % 103 == 0:
            actors.append((name, "Person", aliases, ""))
            actors.append((name, "Event", [], ""))
        else:
            actors.append((name, kind, aliases, f"Q{9200000 + number}" if number % 37 == 0 else ""))
    return actors[:count]


def make_edges(count, actors, ontology, rng):
    """Subject, relation, object: all different; many between the same two. Nobody has two offices: that would be two persons of one name."""
    by_type = {}
    for number, actor in enumerate(actors):
        by_type.setdefault(actor[1], []).append(number)

    def pick(types):
        members = by_type[rng.choice(types)]
        return members[int(len(members) * rng.random() ** 2)]

    edges, seen, busy, last = [], set(), set(), None
    unlinked = list(range(len(actors)))
    while len(edges) < count:
        relation, domain, reach = rng.choice(ontology.relations)
        subject, target = pick(domain), pick(reach)
        if unlinked and actors[unlinked[-1]][1] in domain:
            subject = unlinked[-1]
        elif unlinked and actors[unlinked[-1]][1] in reach:
            target = unlinked[-1]
        elif last and rng.random() < 0.3 and actors[last[0]][1] in domain and actors[last[1]][1] in reach:
            subject, target = last
        elif last and rng.random() < 0.1 and actors[last[1]][1] in domain and actors[last[0]][1] in reach:
            target, subject = last
        key = (relation, min(subject, target), max(subject, target))
        if subject == target or key in seen or (relation in ontology.offices and subject in busy):
            continue
        seen.add(key)
        if unlinked and unlinked[-1] in (subject, target):
            unlinked.pop()
        if relation in ontology.offices:
            busy.add(subject)
        last = (subject, target)
        edges.append((subject, relation, target))
    return edges


DATES = ["", "2024", "2024-12", "2024-12-05", "0001-01-01", "1945-09-02", "2023-02-30", "2024-13", "2024-02-29", "9999-12-31", "năm 1990"]
MODALITIES = ["asserted"] * 12 + ["planned", "planned", "reported", "reported", "possible", "negated"]
URLS = ["", "https://news.example/?a=1&b=\"2\" <x>", "http://báo.example/tin đầu", "javascript:alert(1)", "https://e.example/%zz|^`{}\\", "https://e.example/#a#b[1]"]
AMOUNTS = ["", "", "", "200000000 USD", "1.5 VND", "0 EUR", "many \"coins\"", "1e9 USD", "12,5 USD"]


def make_statement(edge, actors, rng):
    subject, relation, target = edge
    sentence = f"{actors[subject][0]} – {relation} {rng.choice(PIECES)} {rng.choice(PIECES)} {actors[target][0]}."
    if rng.random() < 0.001:
        sentence = (LONG * 400)[:10000 - len(sentence)] + sentence
    fields = {"rule": f"rules/vi/x.rules:{rng.randrange(900)} {relation} {rng.choice(PIECES)}", "date": rng.choice(DATES),
              "role": rng.choice(PIECES) if rng.random() < 0.1 else "", "amount": rng.choice(AMOUNTS),
              "document": rng.choice(PIECES) if rng.random() < 0.1 else ""}
    return {"subject": actors[subject][0], "subjectType": actors[subject][1], "relation": relation,
            "object": actors[target][0], "objectType": actors[target][1], "sentence": sentence,
            **{key: value for key, value in fields.items() if value},
            "modality": rng.choice(MODALITIES), "confidence": rng.choice([0, 1, 0.5, 0.0001, rng.randrange(1, 10000) / 10000])}


def make_documents(edges, actors, rng):
    """About ten statements a document; some edges are stated again by others."""
    says = list(edges) + [edge for edge in edges if rng.random() < 0.05] + [(n, "supports", n) for n in range(0, len(actors), 1000)]
    rng.shuffle(says)
    for number, at in enumerate(range(0, len(says), 10)):
        name = ("Bài-%d" if number % 2 else "bÀI-%d") % (number // 2) + (" " + rng.choice(PIECES) if number % 3 == 0 else "")
        document = {"v": 1, "id": name}
        if number % 4:
            document["title"] = f"{rng.choice(PIECES)} {rng.choice(PIECES)} {number}"
        if number % 5:
            document["date"] = rng.choice(DATES[1:]) if number % 2 else f"2025-{1 + number % 12:02d}-{1 + number % 28:02d}T08:00:00+07:00"
        if number % 6:
            document["url"] = rng.choice(URLS)
        triples, start = [], 0
        named = {}
        for edge in dict.fromkeys(says[at:at + 10]):
            triple = make_statement(edge, actors, rng)
            if triples and rng.random() < 0.4:
                triple["sentence"] = triples[-1]["sentence"]
                triple["start"], triple["end"] = triples[-1]["start"], triples[-1]["end"]
            else:
                triple["start"], triple["end"] = start, start + len(triple["sentence"])
                start = triple["end"] + 1
            triples.append(triple)
            for end in (edge[0], edge[2]):
                named[end] = named.get(end, 0) + 1
        document["entities"] = [{"label": actors[n][0], "type": actors[n][1], "aliases": actors[n][2], "wikidata": actors[n][3], "proper": True} for n in named]
        document["mentions"] = [{"start": i, "end": i + 1, "text": "x", "type": actors[n][1], "entity": actors[n][0]} for n, times in named.items() for i in range(times)]
        document["triples"] = triples
        yield document


def main():
    rng = random.Random(20241205)
    ontology = Ontology()
    actors = make_actors(int(sys.argv[1]), ontology, rng)
    edges = make_edges(int(sys.argv[2]), actors, ontology, rng)
    for document in make_documents(edges, actors, rng):
        # Half of the files in escapes: both ways are JSON.
        print(json.dumps(document, ensure_ascii=len(document["triples"]) % 2 == 0).replace("\x7f", "\\u007f"))


if __name__ == "__main__":
    main()
