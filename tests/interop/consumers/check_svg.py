"""Holds a drawing by Graphviz against the graph: check_svg.py EXPECTED SVG

Every node and every edge is drawn once, with its name and its relation, all of the name in the tooltip of a node; links lead to the web.
Prints each difference, then "nodes N edges N".
"""
import collections
import json
import re
import sys
import xml.parsers.expat


class Drawing:
    """Nodes by id with their tooltip, edges as (source, target, relation), links."""

    def __init__(self, path):
        self.nodes, self.edges, self.links = {}, collections.Counter(), []
        self.group, self.in_title, self.title, self.tips = None, False, "", 0
        parser = xml.parsers.expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self.start, self.end, self.text
        with open(path, "rb") as file:
            parser.ParseFile(file)

    def start(self, name, values):
        if name == "g" and values.get("class", "").split(" ")[0] in ("node", "edge"):
            self.group, self.title = values["class"].split(" "), ""
        elif name == "title":
            self.in_title = True
        elif name == "a" and self.group:
            self.links += [values["xlink:href"]] if "xlink:href" in values else []
            tip = values.get("xlink:title", "")
            self.tips += bool(tip)
            if self.group[0] == "node":
                self.nodes[self.title] = tip

    def end(self, name):
        if name == "title" and self.in_title and self.group:
            self.in_title = False
            if self.group[0] == "edge" and self.title:
                source, target = self.title.split("->")
                self.edges[(source, target, self.group[1])] += 1
                self.group.append("named")
        elif name == "title":
            self.in_title = False

    def text(self, text):
        if self.in_title and self.group and len(self.group) < 3:
            self.title += text


def words(text):
    """What is left of a name in a drawing: no white space, no controls; cut where it is long."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", "", text)[:100]


def main():
    expected_path, svg = sys.argv[1:]
    drawing = Drawing(svg)
    wrong, edges, nodes = [], collections.Counter(), 0
    with open(expected_path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if "edge" in record:
                edges[(record["source"], record["target"], record["kind"])] += 1
                continue
            nodes += 1
            tip = drawing.nodes.get(record["node"])
            if tip is None or not words(tip).startswith(words(record["label"])):
                wrong.append(f"{record['node']} is drawn as {tip!r}, not {record['label']!r}")
    wrong += [f"{edge} is drawn {drawing.edges[edge]} times, not {times}" for edge, times in edges.items() if drawing.edges[edge] != times]
    wrong += [f"{edge} is drawn, but not in the graph" for edge in drawing.edges.keys() - edges.keys()]
    wrong += [f"link {link!r}" for link in drawing.links if not re.match("https?://[^\\s\"<>]+$", link)]
    if len(drawing.nodes) != nodes:
        wrong.append(f"{len(drawing.nodes)} nodes are drawn, not {nodes}")
    if drawing.tips < nodes + sum(edges.values()):
        wrong.append(f"{drawing.tips} tooltips for {nodes} nodes and {sum(edges.values())} edges")
    for text in wrong[:10]:
        print("difference:", text)
    print(f"nodes {len(drawing.nodes)} edges {sum(drawing.edges.values())}")


main()
