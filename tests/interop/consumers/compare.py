"""Holds what a consumer listed against what the file says, node by node and edge by edge: compare.py READER EXPECTED LISTING

READER is the name of the consumer and of the format: gephi-graphml. Prints each difference, then "nodes N edges N".
"""
import json
import math
import re
import sys

SHOWN = 10


def name_of(record):
    """A node by its id, an edge by its ends and its relation: there is one of each."""
    return record.get("node") or (record["source"], record["relation"], record["target"])


def load(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


# ---- What each reader is known to do with the values ----

def rename(record, names):
    for old, new in names.items():
        if old in record:
            record[new] = record.pop(old)


def as_gephi(expected, listed, is_gexf):
    # In any text but the label, its import writes "Infinity" for "INF", and takes "null" and, from GraphML, white space for nothing.
    for key, value in list(expected.items()):
        if isinstance(value, str) and key not in ("node", "edge", "source", "target", "kind", "label"):
            expected[key] = value.replace("INF", "Infinity")
            if value == "null" or (not is_gexf and value.isspace()):
                del expected[key]
    if "edge" in listed:
        listed.pop("directed")


def as_networkx(expected, listed, is_gexf):
    if "edge" in listed and not is_gexf:
        expected.pop("kind")
    if is_gexf:
        drawn = listed.pop("viz", {})
        listed.update({k: drawn["color"][k] for k in "rgb"} if "color" in drawn else {})
        listed.update({k: drawn["position"][k] for k in "xy"} if "position" in drawn else {})
        listed.update({"size": drawn["size"]} if "size" in drawn else {})
        listed["kind"] = listed.get("kind", expected.get("kind"))
        listed.pop("id", None)


def as_igraph(expected, listed, is_gexf):
    # Version 1.0 gives edges the ids of nodes.
    for record in (expected, listed):
        record.pop("edge", None)
    expected.pop("kind", None)
    if "source" in expected:
        expected.setdefault("contradicted", False)


def as_graphology(expected, listed, is_gexf):
    # Its XML reader takes NEL and LINE SEPARATOR for line ends, as XML 1.1 does.
    for key, value in expected.items():
        if isinstance(value, str):
            expected[key] = re.sub("\r\x85|\x85|\u2028", " " if is_gexf else "\n", value)
    color = listed.pop("color", None)
    if color and color.startswith("#"):
        listed["r"], listed["g"], listed["b"] = (int(color[i:i + 2], 16) for i in (1, 3, 5))
    elif color:
        listed["r"], listed["g"], listed["b"] = (int(part) for part in color[4:-1].split(","))
    listed.pop("z", None)
    rename(listed, {"edgedocuments": "documents"})
    if not is_gexf:
        expected.pop("kind", None)


KNOWN = {"gephi": as_gephi, "networkx": as_networkx, "igraph": as_igraph, "graphology": as_graphology}


# ---- Times (GEXF) ----

def bounds(expected):
    """First and last day that the dates of an edge allow."""
    first, last = expected.get("firstDate", ""), expected.get("lastDate", "")
    return first[:4], last[:4]


def same_time(expected, listed):
    """The years of the spell are those of the dates; an exact match of days is the schema's and the unit test's part."""
    spells = listed.pop("spells", None)
    time = listed.pop("time", None)
    listed.pop("start", None), listed.pop("end", None)
    if "source" not in expected:
        return True
    first, last = bounds(expected)
    told = [first, last]
    if not (first.isdigit() and last.isdigit()):
        return True
    if spells is not None:
        return [spells[0][0][:4], spells[-1][1][:4]] == told
    if time is not None:
        ends = time.strip("<>[]()").split(", ")
        return [ends[0][:4], ends[1][:4]] == told
    return True


# ---- Comparison ----

def same(expected, listed):
    if isinstance(expected, (int, float)) and isinstance(listed, (int, float)):
        return math.isclose(expected, listed, rel_tol=1e-5, abs_tol=1e-9)
    return expected == listed


def differences(expected, listed, known, is_gexf):
    if not same_time(expected, listed):
        yield f"time of {expected}"
    known(expected, listed, is_gexf)
    for key in expected.keys() | listed.keys():
        if not same(expected.get(key), listed.get(key)):
            yield f"{name_of(expected)}: {key} is {str(listed.get(key))[:200]!r}, not {str(expected.get(key))[:200]!r}"


def main():
    reader, expected_path, listing_path = sys.argv[1:]
    name, form = reader.rsplit("-", 1)
    known = KNOWN[name.split("-")[0]]
    expected = {name_of(record): record for record in load(expected_path)}
    counts, wrong = {"node": 0, "edge": 0}, []
    for listed in load(listing_path):
        number = name_of(listed)
        counts["node" if "node" in listed else "edge"] += 1
        if number not in expected:
            wrong.append(f"{number} is not in the file, or twice in the listing")
            continue
        wrong += differences(expected.pop(number), listed, known, form == "gexf")
    wrong += [f"{number} is missing" for number in expected]
    for text in wrong[:SHOWN]:
        print("difference:", text)
    if len(wrong) > SHOWN:
        print(f"difference: and {len(wrong) - SHOWN} more")
    print(f"nodes {counts['node']} edges {counts['edge']}")


main()
