"""Answers SPARQL queries with Oxigraph: answer.py DATA FOLDER QUERY.rq... writes FOLDER/QUERY.tsv."""
import os
import sys

import pyoxigraph

data, folder, *queries = sys.argv[1:]
store = pyoxigraph.Store()
store.load(path=data, format=pyoxigraph.RdfFormat.from_extension(data.rpartition(".")[2]))
for path in queries:
    with open(path, encoding="utf-8") as file:
        results = store.query(file.read())
    results.serialize(os.path.join(folder, os.path.basename(path).replace(".rq", ".tsv")), pyoxigraph.QueryResultsFormat.TSV)
