"""What a file says, by a plain XML reader: read_graph.py FILE.graphml LISTING

One JSON object a line: {"node": id, attributes}, {"edge": id, "source", "target", "kind", attributes}. What other readers list is held against this.
"""
import json
import sys
import xml.parsers.expat

CASTS = {"int": int, "float": float, "double": float, "boolean": lambda text: text == "true", "string": str}


class Reader:
    def __init__(self, out):
        self.out, self.keys, self.record, self.key, self.text = out, {}, None, None, []
        self.parser = xml.parsers.expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CharacterDataHandler = self.text_part

    def start(self, name, values):
        if name == "key":
            self.keys[values["id"]] = (values["attr.name"], CASTS[values["attr.type"]])
        elif name == "node":
            self.record = {"node": values["id"]}
        elif name == "edge":
            self.record = {"edge": values["id"], "source": values["source"], "target": values["target"], "kind": values["label"]}
        elif name == "data":
            self.key, self.text = values["key"], []

    def text_part(self, text):
        if self.key:
            self.text.append(text)

    def end(self, name):
        if name == "data":
            title, cast = self.keys[self.key]
            self.record[title] = cast("".join(self.text))
            self.key = None
        elif name in ("node", "edge"):
            self.out.write(json.dumps(self.record, ensure_ascii=False) + "\n")


def main():
    with open(sys.argv[2], "w", encoding="utf-8") as out, open(sys.argv[1], "rb") as file:
        Reader(out).parser.ParseFile(file)


main()
