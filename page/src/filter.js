// What is shown: by type, relation, time, modality and confidence.
import { button, el, swatch } from './dom.js';
import { firstDay, lastDay } from './dates.js';
import { fillTexts, labelOf, number, t } from './labels.js';

const plain = ['asserted', 'planned', 'reported'];

export class Filter {
    /* `changed` is called after each change, with nodes and edges marked by `shown`. */
    constructor(model, changed) {
        this.model = model;
        this.changed = changed;
        this.reset();
    }

    reset() {
        const { types, relations, modalities, allModalities } = this.model;
        this.types = new Set(types.map(({ item }) => item));
        this.relations = new Set(relations.map(({ item }) => item));
        this.modalities = new Set(allModalities ? modalities : plain);
        this.from = '';
        this.to = '';
        this.undated = true;
        this.confidence = 0;
        this.lonely = false;
    }

    /* Whether one statement passes. */
    admits({ modality, date, confidence }) {
        if (!this.modalities.has(modality) || confidence < this.confidence) {
            return false;
        }
        if (!date) {
            return this.undated || (!this.from && !this.to);
        }
        return (!this.from || lastDay(date) >= this.from) && (!this.to || firstDay(date) <= this.to);
    }

    apply() {
        const { nodes, edges } = this.model;
        for (const node of nodes) {
            node.shown = this.types.has(node.type);
        }
        for (const edge of edges) {
            edge.shown = edge.source.shown && edge.target.shown && this.relations.has(edge.relation)
                && edge.facts.some((fact) => this.admits(fact));
        }
        if (!this.lonely) {
            for (const node of nodes) {
                node.shown = node.shown && node.edges.some((edge) => edge.shown);
            }
        }
        this.changed();
    }
}

/* One row of a list of things to tick. */
function row(set, item, text, count, mark, apply) {
    const box = el('input', { type: 'checkbox', on: { change: () => { set[box.checked ? 'add' : 'delete'](item); apply(); } } });
    box.checked = set.has(item);
    return el('label', { class: 'row' }, box, mark, el('span', { class: 'name', text }), el('span', { class: 'count', text: count }));
}

export class FilterPanel {
    constructor(root, filter, close) {
        this.root = root;
        this.filter = filter;
        this.close = close;
    }

    render() {
        const open = new Set([...this.root.querySelectorAll('details[open]')].map((part) => part.dataset.part));
        const first = this.root.children.length === 0;
        const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
        const scroll = this.root.scrollTop;
        this.root.replaceChildren(
            el('div', { class: 'panel-head' }, el('h2', { text: t('filters') }),
                button(t('filters.reset'), () => { this.filter.reset(); this.render(); this.filter.apply(); },
                    { 'data-focus': 'reset', id: 'filters-reset' }),
                button('\u00d7', this.close, { class: 'icon', id: 'filters-close', 'aria-label': t('filters.close') })),
            this.part('types', t('types'), first || open.has('types'), this.list('types', (type) => swatch(type.color))),
            this.part('relations', t('relations'), first || open.has('relations'), this.list('relations', () => null)),
            this.part('dates', t('dates'), first || open.has('dates'), this.dates()),
            this.part('modalities', t('modalities'), first || open.has('modalities'), this.modalities()),
            this.part('confidence', t('confidence'), first || open.has('confidence'), this.confidence()),
            this.tick('lonely', t('lonely')));
        fillTexts(this.root);
        this.root.scrollTop = scroll;
        if (focused) {
            this.root.querySelector(`[data-focus="${focused}"]`)?.focus();
        }
    }

    part(name, title, open, ...content) {
        return el('details', { 'data-part': name, open }, el('summary', { text: title }),
            el('div', { role: 'group', 'aria-label': title }, ...content));
    }

    /* Types or relations, with all and none. */
    list(name, mark) {
        const items = this.filter.model[name];
        const apply = () => this.filter.apply();
        const set = (all) => () => {
            this.filter[name] = new Set(all ? items.map(({ item }) => item) : []);
            this.render();
            apply();
        };
        return [
            el('p', { class: 'few' }, button(t('filters.all'), set(true), { 'data-focus': name + ' all' }),
                button(t('filters.none'), set(false), { 'data-focus': name + ' none' })),
            el('div', { class: 'rows' }, items.map(({ item, n }) => row(this.filter[name], item, labelOf(item), number(n), mark(item), apply))),
        ];
    }

    dates() {
        const { edges } = this.filter.model;
        const known = edges.flatMap((edge) => edge.facts).map((fact) => fact.date).filter(Boolean);
        const least = known.length ? known.reduce((a, b) => (firstDay(a) < firstDay(b) ? a : b)) : '';
        const most = known.length ? known.reduce((a, b) => (lastDay(a) > lastDay(b) ? a : b)) : '';
        const field = (name, text) => {
            const input = el('input', { type: 'date', min: firstDay(least || '0001'), max: lastDay(most || '9999'), value: this.filter[name], id: name,
                on: { input: () => { this.filter[name] = input.value; this.filter.apply(); } } });
            return el('label', { class: 'field' }, el('span', { text }), input);
        };
        return [field('from', t('dates.from')), field('to', t('dates.to')), this.tick('undated', t('dates.undated'))];
    }

    modalities() {
        const { model, modalities } = this.filter;
        const counts = new Map();
        model.edges.forEach((edge) => new Set(edge.facts.map((fact) => fact.modality))
            .forEach((modality) => counts.set(modality, (counts.get(modality) ?? 0) + 1)));
        return model.modalities.map((modality) => row(modalities, modality, t(modality), number(counts.get(modality) ?? 0),
            el('span', { class: `line ${modality}`, 'aria-hidden': 'true' }), () => this.filter.apply()));
    }

    confidence() {
        const value = el('output', { text: number(this.filter.confidence) });
        const input = el('input', { type: 'range', min: 0, max: 1, step: 0.05, value: this.filter.confidence, id: 'confidence', 'aria-label': t('confidence'),
            on: { input: () => {
                this.filter.confidence = Number(input.value);
                value.textContent = number(this.filter.confidence);
                this.filter.apply();
            } } });
        return el('p', { class: 'range' }, input, value);
    }

    tick(name, text) {
        const box = el('input', { type: 'checkbox', id: name, on: { change: () => { this.filter[name] = box.checked; this.filter.apply(); } } });
        box.checked = this.filter[name];
        return el('label', { class: 'row' }, box, el('span', { class: 'name', text }));
    }
}
