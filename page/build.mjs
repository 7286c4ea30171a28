// Makes the page that the program fills: node build.mjs MODULES OUT
//
// MODULES is the node_modules to bundle from, OUT the file to write. What comes out is one HTML file
// with a place for the data, without any address to load from.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
const { buildSync, build } = createRequire(join(modules, 'here.js'))('esbuild');

// ---- Texts ----

const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();

/* { language: { key: text } }; every key in every language, with the same placeholders. */
function readLabels(path) {
    const rows = readFileSync(path, 'utf8').split('\n')
        .filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));
    const [, ...languages] = rows.shift();
    const labels = Object.fromEntries(languages.map((language) => [language, {}]));
    for (const [key, ...texts] of rows) {
        if (texts.length !== languages.length || texts.includes('') || key in labels[languages[0]]) {
            throw new Error(`${path}: ${key}: not one text for each language`);
        }
        if (new Set(texts.map(placeholders)).size !== 1) {
            throw new Error(`${path}: ${key}: the languages fill in different things`);
        }
        languages.forEach((language, i) => { labels[language][key] = texts[i]; });
    }
    return labels;
}

const labels = readLabels(join(here, 'labels.tsv'));

/* A key that the scripts or the template name and the table does not have is a mistake, and so is
 * one that nobody names. Modalities are their own keys, a language names itself. */
function checkKeys(sources) {
    const made = ['asserted', 'planned', 'reported', 'possible', 'negated', 'language'];
    const known = new Set(Object.keys(Object.values(labels)[0]));
    const used = new Set(made);
    for (const source of sources) {
        for (const [, key] of source.matchAll(/(?:\bt\('|data-(?:text|label|hint|title)="|\bkey: ')([\w.]+)/g)) {
            used.add(key);
        }
    }
    const missing = [...used].filter((key) => !known.has(key));
    const idle = [...known].filter((key) => !used.has(key));
    if (missing.length + idle.length > 0) {
        throw new Error(`labels.tsv: not there: ${missing.join(' ') || '-'}; not used: ${idle.join(' ') || '-'}`);
    }
}

// ---- Script and style ----

const labelTable = {
    name: 'labels',
    setup(builder) {
        builder.onLoad({ filter: /labels\.tsv$/ }, () => ({ contents: JSON.stringify(labels), loader: 'json' }));
    },
};

/* The licences of what was bundled, as comments that stay in the page. */
function notices(inputs) {
    const packages = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
    return [...packages].sort().map((name) => {
        const folder = join(modules, name);
        const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        const text = file ? readFileSync(join(folder, file), 'utf8').trim() : about.license;
        return `/*! ${name} ${about.version}\n${text.replaceAll('*/', '* /')}\n*/`;
    });
}

const bundled = await build({
    entryPoints: [join(here, 'src/main.js')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    target: ['es2020'],
    nodePaths: [modules],
    legalComments: 'inline',
    plugins: [labelTable],
    logLevel: 'warning',
});
const own = '/*! trithuc: GPL-2.0-or-later. It holds the libraries named below, under their own licences. */';
const script = [own, ...notices(Object.keys(bundled.metafile.inputs)), bundled.outputFiles[0].text.trim()].join('\n');
const style = buildSync({
    entryPoints: [join(here, 'page.css')], minify: true, write: false, target: ['es2020'], logLevel: 'warning',
}).outputFiles[0].text.trim();

// ---- The page ----

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const fill = {
    CSP: `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`,
    STYLE: style,
    SCRIPT: script,
    NOSCRIPT: Object.values(labels).map((texts) => texts.noscript).join(' \u00b7 '),
};
const template = readFileSync(join(here, 'page.html'), 'utf8');
const page = template.replace(/@([A-Z]+)@/g, (mark, name) => fill[name] ?? mark);
const scripts = readdirSync(join(here, 'src')).map((name) => readFileSync(join(here, 'src', name), 'utf8'));
checkKeys([...scripts, template, "t('noscript')"]);
if (page.split('@DATA@').length !== 2) {
    throw new Error('the page does not have one place for the data');
}
if (/<\/(script|style)/i.test(script + style)) {
    throw new Error('the script would end its own element');
}
if (!existsSync(dirname(out))) {
    throw new Error(`${dirname(out)} is not there`);
}
writeFileSync(out, page);
