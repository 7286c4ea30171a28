// The SHA-256 of the dataset in N-Quads, canonical by RDFC-1.0: canonize.mjs FILE
import crypto from 'node:crypto';
import fs from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(process.env.MODULES + '/');
const {canonize} = require('rdf-canonize');
const {Parser} = require('n3');
console.log('version', require('rdf-canonize/package.json').version);
const start = process.hrtime.bigint();
// Not its own parser, whose time grows with the square of the statements.
const quads = new Parser({format: 'N-Quads'}).parse(fs.readFileSync(process.argv[2], 'utf8'));
const text = await canonize(quads, {algorithm: 'RDFC-1.0', format: 'application/n-quads'});
console.log('seconds', Number(process.hrtime.bigint() - start) / 1e9);
console.log('hash', crypto.createHash('sha256').update(text).digest('hex'));
