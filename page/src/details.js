// The panel on the side: an actor with its facts, or a relation with its sentences.
import { button, el, link, swatch, webAddress } from './dom.js';
import { showDate, showDates } from './dates.js';
import { labelOf, language, number, t } from './labels.js';
import { markNames } from './text.js';

const FACTS_AT_ONCE = 60;

const heading = (text, node) => el('h2', {}, node ? swatch(node.type.color) : null, text);

function term(name, ...content) {
    return [el('dt', { text: name }), el('dd', {}, ...content)];
}

const badge = (modality) => (modality === 'asserted' ? null : el('span', { class: `badge ${modality}`, text: t(modality) }));

const sentenceCount = (n) => (n === 1 ? t('sentences.one') : t('sentences.count', { n }));

export class Details {
    /* `go`: { node(node), edge(edge), back(), close() }; `filter` says which statements are shown. */
    constructor(root, filter, go) {
        this.root = root;
        this.filter = filter;
        this.go = go;
        this.subject = null;
        this.limits = new Map();
    }

    /* Shows { node } or { edge }, or nothing; `canBack` when there was something before. */
    show(subject, canBack) {
        if (this.subject?.node !== subject?.node || this.subject?.edge !== subject?.edge) {
            this.limits.clear();
            this.root.scrollTop = 0;
        }
        this.subject = subject;
        this.canBack = canBack;
        this.render();
    }

    render() {
        const { subject } = this;
        this.root.hidden = !subject;
        if (!subject) {
            this.root.replaceChildren();
            return;
        }
        const scroll = this.root.scrollTop;
        this.root.replaceChildren(
            el('div', { class: 'panel-head' },
                this.canBack ? button('\u2190', this.go.back, { class: 'icon', 'aria-label': t('back'), id: 'back' }) : null,
                el('span', { class: 'spring' }),
                button('\u00d7', this.go.close, { class: 'icon', 'aria-label': t('close'), id: 'close' })),
            ...(subject.node ? this.node(subject.node) : this.edge(subject.edge)));
        this.root.scrollTop = scroll;
    }

    // ---- An actor ----

    node(node) {
        const wikidata = /^Q\d+$/.test(node.wikidata ?? '')
            ? term('Wikidata', link('https://www.wikidata.org/wiki/' + node.wikidata, t('wikidata') + ' (' + node.wikidata + ')')) : [];
        return [
            heading(node.label, node),
            el('p', { class: 'kind', text: labelOf(node.type) }),
            el('dl', {},
                node.aliases.length ? term(t('aliases'), el('ul', { class: 'names' }, node.aliases.map((alias) => el('li', { text: alias })))) : [],
                wikidata,
                term(t('mentions'), number(node.mentions)),
                term(t('documents'), number(node.documents)),
                term(t('community'), t('community.number', { n: node.community + 1 }))),
            el('h3', { text: t('facts') }),
            ...this.facts(node),
        ];
    }

    /* The facts by relation and direction, those with most statements first. */
    facts(node) {
        const shown = node.edges.filter((edge) => edge.shown);
        const hidden = node.edges.length - shown.length;
        const groups = new Map();
        for (const edge of shown) {
            const direction = edge.relation.symmetric ? 'both' : edge.source === node ? 'out' : 'in';
            const key = `${edge.relation.name} ${direction}`;
            groups.set(key, [...groups.get(key) ?? [], edge]);
        }
        const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
        return [
            ...sorted.map(([key, edges]) => this.factGroup(node, key, edges)),
            shown.length === 0 ? el('p', { class: 'note', text: t('facts.none') }) : null,
            hidden > 0 ? el('p', { class: 'note', text: t('facts.hidden', { n: hidden }) }) : null,
        ];
    }

    factGroup(node, key, edges) {
        const [name, direction] = key.split(' ');
        const limit = this.limits.get(key) ?? FACTS_AT_ONCE;
        const relation = labelOf(edges[0].relation);
        edges.sort((a, b) => b.statements - a.statements || a.index - b.index);
        const title = direction === 'in' ? ['\u2026 ', el('b', { text: relation }), ' ' + node.label] : [el('b', { text: relation }), ' \u2026'];
        const items = edges.slice(0, limit).map((edge) => el('li', {}, this.fact(node, edge)));
        if (edges.length > limit) {
            items.push(el('li', {}, button(t('facts.more', { n: edges.length - limit }), () => {
                this.limits.set(key, limit + 5 * FACTS_AT_ONCE);
                this.render();
            }, { class: 'more' })));
        }
        return el('section', { class: 'facts', 'data-relation': name, 'data-direction': direction },
            el('h4', {}, el('span', {}, ...title), el('span', { class: 'count', text: number(edges.length) })),
            el('ul', {}, items));
    }

    fact(node, edge) {
        const other = edge.source === node ? edge.target : edge.source;
        const dates = showDates(edge.first, edge.last, language());
        const about = [edge.role, dates, sentenceCount(edge.statements)].filter(Boolean).join(' \u00b7 ');
        const arrow = edge.relation.symmetric ? '\u2194' : edge.source === node ? '\u2192' : '\u2190';
        return el('button', { type: 'button', class: 'fact', on: { click: () => this.go.edge(edge) },
            'aria-label': `${this.sentenceOf(edge)} (${about})` },
            el('span', { class: 'arrow', 'aria-hidden': 'true', text: arrow }),
            el('span', { class: 'name' }, other.label,
                el('small', {}, about, badge(edge.modality),
                    edge.contradicted ? el('span', { class: 'badge contradicted', text: t('contradicted') }) : null)),
            swatch(other.type.color));
    }

    sentenceOf(edge) {
        return t('fact', { subject: edge.source.label, relation: labelOf(edge.relation), object: edge.target.label });
    }

    // ---- A relation ----

    edge(edge) {
        const others = edge.siblings.filter((one) => one !== edge);
        const dates = showDates(edge.first, edge.last, language());
        return [
            el('h2', { class: 'statement' },
                this.actor(edge.source, 'a', t('subject')),
                el('span', { class: 'relation' }, edge.relation.symmetric ? '\u2194 ' : '', labelOf(edge.relation), edge.relation.symmetric ? '' : ' \u2192'),
                this.actor(edge.target, 'b', t('object'))),
            el('p', { class: 'kind' }, [edge.role, dates].filter(Boolean).join(' \u00b7 '), badge(edge.modality),
                edge.contradicted ? el('span', { class: 'badge contradicted', text: t('contradicted') }) : null),
            el('h3', { text: t('sentences') }),
            ...this.sentences(edge),
            ...(others.length ? [el('h3', { text: t('parallel') }),
                el('ul', { class: 'parallel' }, others.map((one) => el('li', {}, this.parallel(one))))] : []),
        ];
    }

    actor(node, side, role) {
        return el('button', { type: 'button', class: `actor ${side}`, title: role, on: { click: () => this.go.node(node) } },
            swatch(node.type.color), node.label);
    }

    parallel(edge) {
        return el('button', { type: 'button', class: 'fact', on: { click: () => this.go.edge(edge) } },
            el('span', { class: 'name' }, this.sentenceOf(edge),
                el('small', {}, sentenceCount(edge.statements), badge(edge.modality))));
    }

    sentences(edge) {
        const shown = edge.evidence.filter((one) => this.filter.admits(one));
        const hidden = edge.evidence.length - shown.length;
        const notes = [];
        if (edge.statements > edge.evidence.length) {
            notes.push(t('sentences.shown', { shown: edge.evidence.length, n: edge.statements }));
        }
        if (hidden > 0) {
            notes.push(t('sentences.hidden', { n: hidden }));
        }
        return [el('ol', { class: 'sentences' }, shown.map((one) => el('li', {}, this.sentence(edge, one)))),
            ...notes.map((text) => el('p', { class: 'note', text }))];
    }

    sentence(edge, one) {
        const { pieces, missing } = markNames(one.sentence, [edge.source, edge.target]);
        const text = pieces.map((piece) => (piece.actor < 0 ? piece.text
            : el('mark', { class: `${piece.actor === 0 ? 'a' : 'b'}${piece.part ? ' part' : ''}`, text: piece.text })));
        const address = webAddress(one.source.url ?? '');
        const title = one.source.title || one.source.id;
        const facts = [
            one.date && one.date !== one.source.date ? t('when', { date: showDate(one.date, language()) }) : '',
            one.role ? `${t('role')}: ${one.role}` : '',
            one.amount ? `${t('amount')}: ${one.amount}` : '',
            t('sure', { n: one.confidence }),
        ].filter(Boolean).join(' \u00b7 ');
        return el('figure', {},
            el('blockquote', { lang: 'vi' }, ...text),
            missing.length ? el('p', { class: 'note', text: t('elsewhere', { names: missing.map((node) => node.label).join(', ') }) }) : null,
            el('figcaption', {},
                el('span', { class: 'source' },
                    address ? el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', 'aria-label': t('article.open', { title }), text: title })
                        : el('cite', { text: title }),
                    one.source.date ? ', ' + showDate(one.source.date, language()) : '', badge(one.modality)),
                el('small', {}, facts, ' \u00b7 ', t('rule'), ' ', el('code', { text: one.rule }))));
    }
}
