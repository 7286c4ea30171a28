// The texts of the page in the chosen language.
import tables from '../labels.tsv';

export const languages = Object.keys(tables);

const preferred = (navigator.languages ?? []).map((tag) => tag.slice(0, 2)).find((tag) => languages.includes(tag));
let current = preferred ?? languages[0];
const listeners = [];

export const language = () => current;

/* The name of a language in itself. */
export const nameOf = (code) => tables[code].language;

/* The text of `key`, with {name} filled in from `values`. */
export function t(key, values = {}) {
    return tables[current][key].replace(/\{(\w+)\}/g, (whole, name) => {
        const value = values[name];
        return typeof value === 'number' ? number(value) : value ?? whole;
    });
}

/* What the ontology calls a type or a relation. */
export const labelOf = (item) => item[current] ?? item.name;

export function number(value) {
    return new Intl.NumberFormat(current).format(value);
}

/* Fills the elements below `root` that say which text they want. */
export function fillTexts(root) {
    const each = (name, set) => {
        for (const element of root.querySelectorAll(`[data-${name}]`)) {
            set(element, t(element.dataset[name]));
        }
    };
    each('text', (element, text) => { element.textContent = text; });
    each('label', (element, text) => element.setAttribute('aria-label', text));
    each('title', (element, text) => element.setAttribute('title', text));
    each('hint', (element, text) => element.setAttribute('placeholder', text));
}

export function chooseLanguage(code) {
    current = code;
    document.documentElement.lang = code;
    listeners.forEach((listener) => listener());
}

export const onLanguage = (listener) => listeners.push(listener);
