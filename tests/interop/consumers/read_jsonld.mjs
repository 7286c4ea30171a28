// Reads JSON-LD and writes N-Quads: read_jsonld.mjs jsonld|streaming FILE QUADS
// jsonld: jsonld.js, safe mode: nothing may be dropped. streaming: jsonld-streaming-parser, streaming profile.
import fs from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(process.env.MODULES + '/');
const {NQuads} = require('rdf-canonize');
const [reader, path, quads] = process.argv.slice(2);
const start = process.hrtime.bigint();
const out = fs.createWriteStream(quads);
const write = quad => out.write(NQuads.serializeQuad(quad)) || new Promise(resolve => out.once('drain', resolve));
if (reader === 'jsonld') {
  console.log('version', require('jsonld/package.json').version);
  for (const quad of await require('jsonld').toRDF(JSON.parse(fs.readFileSync(path, 'utf8')), {safe: true})) {
    await write(quad);
  }
} else {
  console.log('version', require('jsonld-streaming-parser/package.json').version);
  const {JsonLdParser} = require('jsonld-streaming-parser');
  const parser = new JsonLdParser({streamingProfile: true});
  fs.createReadStream(path).on('error', error => parser.destroy(error)).pipe(parser);
  for await (const quad of parser) {
    await write(quad);
  }
}
console.log('seconds', Number(process.hrtime.bigint() - start) / 1e9);
out.end();
