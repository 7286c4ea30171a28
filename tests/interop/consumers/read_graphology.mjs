// Reads GraphML or GEXF with graphology and writes what is in it, one JSON object a line: read_graphology.mjs FILE LISTING
import fs from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(process.env.MODULES + '/');
const {MultiDirectedGraph} = require('graphology');
const [path, listing] = process.argv.slice(2);
const reader = path.endsWith('.gexf') ? 'graphology-gexf' : 'graphology-graphml';
const start = process.hrtime.bigint();
const graph = require(reader).parse(MultiDirectedGraph, fs.readFileSync(path, 'utf8'));
console.log('version', require(reader + '/package.json').version);
console.log('seconds', Number(process.hrtime.bigint() - start) / 1e9);
const out = fs.createWriteStream(listing);
graph.forEachNode((node, data) => out.write(JSON.stringify({...data, node}) + '\n'));
graph.forEachDirectedEdge((edge, data, source, target) => out.write(JSON.stringify({...data, edge, source, target}) + '\n'));
out.end();
