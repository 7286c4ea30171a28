// What colours and lines mean; a click on an entry makes its nodes stand out.
import { el, swatch } from './dom.js';
import { labelOf, number, t } from './labels.js';
import { colorOfCommunity } from './view.js';
import { shorten } from './text.js';

export class Legend {
    /* `highlight` is called with a function of nodes, or null. */
    constructor(root, model, highlight) {
        this.root = root;
        this.model = model;
        this.highlight = highlight;
        this.colorBy = 'type';
        this.chosen = null;
    }

    render() {
        const entries = this.colorBy === 'type'
            ? this.model.types.map(({ item, n }) => this.entry(item.color, labelOf(item), n, 'type ' + item.name, (node) => node.type === item))
            : this.communities();
        const lines = [['asserted', t('legend.solid')], ['planned', t('legend.dashed')], ['negated', t('legend.dotted')]];
        this.root.replaceChildren(
            el('ul', { class: 'entries' }, entries.map((entry) => el('li', {}, entry))),
            el('ul', { class: 'lines', 'aria-label': t('legend.lines') }, lines.map(([kind, text]) =>
                el('li', {}, el('span', { class: `line ${kind}`, 'aria-hidden': 'true' }), text))),
            el('p', { text: t('legend.size') }));
    }

    communities() {
        const named = this.model.communities.map(({ number: community, size, leaders }, index) =>
            this.entry(colorOfCommunity(index), leaders.map((node) => shorten(node.label, 24)).join(', '), size, 'community ' + community,
                (node) => node.community === community));
        const others = this.model.nodes.filter((node) => node.communityColor < 0).length;
        return others ? [...named, this.entry(colorOfCommunity(-1), t('legend.others'), others, 'others', (node) => node.communityColor < 0)] : named;
    }

    entry(color, text, count, name, holds) {
        const act = () => {
            this.chosen = this.chosen === name ? null : name;
            this.highlight(this.chosen ? holds : null);
            this.render();
            this.root.querySelector(`[data-name="${CSS.escape(name)}"]`)?.focus();
        };
        return el('button', { type: 'button', on: { click: act }, title: t('legend.show'), 'data-name': name, 'aria-pressed': String(this.chosen === name) },
            swatch(color), el('span', { class: 'name', text }), el('span', { class: 'count', text: number(count) }));
    }

    /* Something else has the focus now. */
    release() {
        if (this.chosen) {
            this.chosen = null;
            this.render();
        }
    }
}
