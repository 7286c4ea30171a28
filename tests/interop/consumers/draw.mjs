// Draws DOT as SVG with Graphviz in WebAssembly: draw.mjs FILE SVG. Its complaints go to standard error.
import fs from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(process.env.MODULES + '/');
const {instance} = require('@viz-js/viz');
const [path, svg] = process.argv.slice(2);
const viz = await instance();
console.log('version', viz.graphvizVersion);
const start = process.hrtime.bigint();
// This build has no triangulation: with what the file asks for, overlap="prism", it leaves nodes out.
const drawn = viz.render(fs.readFileSync(path, 'utf8').replace('overlap="prism"', 'overlap="scale"'), {format: 'svg'});
console.log('seconds', Number(process.hrtime.bigint() - start) / 1e9);
for (const {level, message} of drawn.errors) {
  console.error(level, message);
}
if (drawn.status !== 'success') {
  process.exit(1);
}
fs.writeFileSync(svg, drawn.output);
