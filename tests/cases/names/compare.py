"""The sentences as NDJSON, and the comparison of what was found in them: see README.md."""
import json
import sys


def cases(path):
    """(sentence, names that have to be found, words that must not be) for each sentence."""
    out = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("  !"):
            out[-1][2].append(line[3:].strip())
        elif line.startswith("  "):
            out[-1][1].append(tuple(line.strip().split("\t")))
        elif line and not line.startswith("#"):
            out.append((line, [], []))
    return out


def documents(path):
    for number, (sentence, _, _) in enumerate(cases(path)):
        print(json.dumps({"id": str(number), "text": sentence}, ensure_ascii=False))


def check(path, found_path):
    found = {}
    for line in open(found_path, encoding="utf-8"):
        document = json.loads(line)
        found[document["id"]] = {(m["type"], m["text"]) for m in document["mentions"]}
    passed = failed = 0
    for number, (sentence, wanted, forbidden) in enumerate(cases(path)):
        names = found.get(str(number), set())
        missing = [name for name in wanted if name not in names]
        wrong = [words for words in forbidden if any(text == words for _, text in names)]
        if missing or wrong:
            failed += 1
            print(f"{sentence}\n  missing {missing}\n  wrong {wrong}\n  found {sorted(names)}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return failed


if sys.argv[1] == "documents":
    documents(sys.argv[2])
else:
    sys.exit(1 if check(sys.argv[2], sys.argv[3]) else 0)
