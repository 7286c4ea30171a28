// The search: names as they are written or without their accents.
import { button, el, swatch } from './dom.js';
import { fold, shorten } from './text.js';
import { labelOf, t } from './labels.js';

const RESULTS_MOST = 40;

/* How well a folded name fits folded words: 0 = not at all. */
function score(name, query, words) {
    if (name === query) {
        return 4;
    }
    if (name.startsWith(query)) {
        return 3;
    }
    const padded = ' ' + name;
    if (padded.includes(' ' + query)) {
        return 2;
    }
    return words.every((word) => padded.includes(' ' + word)) ? 1 : 0;
}

/* The actors whose label or other name fits, best first, then by weight. */
export function find(model, text) {
    const query = fold(text);
    const words = query.split(' ');
    if (query === '') {
        return model.byWeight;
    }
    return model.byWeight.map((node) => {
        const scores = node.names.map((name) => score(name, query, words));
        // The label counts a little more than another name.
        return { node, score: Math.max(scores[0] * 2 + (scores[0] > 0 ? 1 : 0), ...scores.slice(1).map((one) => one * 2)) };
    }).filter((found) => found.score > 0).sort((a, b) => b.score - a.score).map((found) => found.node);
}

export class Search {
    /* `choose` is called with the node; `say` tells readers of screens. */
    constructor(model, choose, say) {
        this.model = model;
        this.choose = choose;
        this.say = say;
        this.root = document.getElementById('search');
        this.input = document.getElementById('query');
        this.results = document.getElementById('results');
        this.input.addEventListener('input', () => this.open());
        this.input.addEventListener('focus', () => this.open());
        this.root.addEventListener('keydown', (event) => this.key(event));
        this.root.addEventListener('focusout', (event) => {
            if (event.relatedTarget && !this.root.contains(event.relatedTarget)) {
                this.close();
            }
        });
        document.addEventListener('pointerdown', (event) => {
            if (!this.root.contains(event.target)) {
                this.close();
            }
        });
    }

    isOpen() {
        return !this.results.hidden;
    }

    open() {
        const found = find(this.model, this.input.value);
        const shown = found.slice(0, RESULTS_MOST);
        const typed = fold(this.input.value) !== '';
        const head = !typed ? t('search.top') : found.length === 0 ? t('search.none') : t('search.count', { n: found.length });
        this.results.querySelector('#results-head').textContent = head;
        const list = this.results.querySelector('ul');
        list.replaceChildren(...shown.map((node) => el('li', {}, this.item(node))));
        if (found.length > shown.length && typed) {
            list.append(el('li', { class: 'note', text: t('search.more', { n: found.length - shown.length }) }));
        }
        this.results.hidden = false;
        this.results.scrollTop = 0;
        this.input.setAttribute('aria-expanded', 'true');
        if (typed) {
            this.say(head);
        }
    }

    close() {
        this.results.hidden = true;
        this.input.setAttribute('aria-expanded', 'false');
    }

    item(node) {
        const query = fold(this.input.value);
        const other = query !== '' && !node.names[0].includes(query) ? node.aliases.filter((alias) => fold(alias).includes(query)) : [];
        const item = button('', () => { this.close(); this.input.value = ''; this.choose(node); });
        item.append(swatch(node.type.color), el('span', { class: 'name' }, el('span', { text: shorten(node.label, 90) }),
            other.length ? el('small', { text: ' ' + t('also', { names: shorten(other[0], 60) }) }) : null),
            el('span', { class: 'kind', text: labelOf(node.type) }));
        return item;
    }

    key(event) {
        const items = [...this.results.querySelectorAll('button')];
        const at = items.indexOf(document.activeElement);
        const go = (index) => {
            event.preventDefault();
            (index < 0 ? this.input : items[Math.min(index, items.length - 1)])?.focus();
        };
        if (event.key === 'Escape') {
            event.stopPropagation();
            this.input.value = '';
            this.close();
            this.input.blur();
            document.activeElement.blur();
        } else if (!this.isOpen() && event.key === 'ArrowDown') {
            this.open();
        } else if (event.key === 'ArrowDown' && items.length) {
            go(at + 1);
        } else if (event.key === 'ArrowUp' && at >= 0) {
            go(at - 1);
        } else if (event.key === 'Home' && at >= 0) {
            go(0);
        } else if (event.key === 'End' && at >= 0) {
            go(items.length - 1);
        } else if (event.key === 'Enter' && at < 0 && items.length && fold(this.input.value) !== '') {
            event.preventDefault();
            items[0].click();
        }
    }
}
