// The page: what is chosen, and who is told of it.
import { button } from './dom.js';
import { readData } from './data.js';
import { Details } from './details.js';
import { Filter, FilterPanel } from './filter.js';
import { chooseLanguage, fillTexts, language, languages, nameOf, onLanguage, t } from './labels.js';
import { Legend } from './legend.js';
import { Search } from './search.js';
import { GraphView } from './view.js';

const $ = (id) => document.getElementById(id);
const narrow = matchMedia('(max-width: 800px)');

const model = readData($('data').textContent);
$('data').remove(); // twice in memory otherwise

const say = (text) => { $('said').textContent = text; };

// ---- What is chosen: a stack, so that one can go back ----

const visited = [];
const chosen = () => visited[visited.length - 1] ?? null;

function showChosen({ reveal = false, focus = false } = {}) {
    const subject = chosen();
    details.show(subject, visited.length > 1);
    legend.release();
    view?.setFocus(subject ?? {});
    document.body.classList.toggle('has-details', subject !== null);
    if (subject && reveal) {
        view?.reveal(subject);
    }
    if (focus) {
        $('details').focus({ preventScroll: true });
    }
    const hash = subject?.node ? '#' + encodeURIComponent(subject.node.id) : '';
    if (hash !== location.hash && (hash || location.hash)) {
        history.replaceState(null, '', hash || location.pathname + location.search);
    }
}

function choose(subject, options) {
    const before = chosen();
    if (before?.node !== subject.node || before?.edge !== subject.edge) {
        visited.push(subject);
    }
    showChosen(options);
}

const chooseNode = (node, options) => choose({ node }, options);
const chooseEdge = (edge, options) => choose({ edge }, options);

function chooseNothing() {
    visited.length = 0;
    showChosen();
}

const fromKeyboard = { reveal: true, focus: true };

// ---- The parts ----

const filter = new Filter(model, () => {
    view?.show();
    details.render();
    showCounts();
});
const filterPanel = new FilterPanel($('filters'), filter, () => toggleFilters(false));
const details = new Details($('details'), filter, {
    node: (node) => chooseNode(node, fromKeyboard),
    edge: (edge) => chooseEdge(edge, fromKeyboard),
    back: () => { visited.pop(); showChosen(fromKeyboard); },
    close: () => { chooseNothing(); $('graph').focus({ preventScroll: true }); },
});
const legend = new Legend($('legend').querySelector('div'), model, (group) => {
    visited.length = 0;
    details.show(null, false);
    document.body.classList.remove('has-details');
    view?.setFocus({ group });
});
const search = new Search(model, (node) => {
    if (!node.shown) {
        // What was looked for is to be seen, whatever the filters say.
        filter.reset();
        filter.lonely = node.edges.every((edge) => !edge.shown);
        filterPanel.render();
        filter.apply();
    }
    chooseNode(node, fromKeyboard);
}, say);

/* What the panel and the legend cover of the stage. */
function inset() {
    const stage = $('stage').getBoundingClientRect();
    const sheet = $('details').getBoundingClientRect();
    const box = $('legend').getBoundingClientRect();
    return {
        left: $('legend').open && stage.width > 3 * box.width ? box.right - stage.left : 0,
        right: 0,
        top: 0,
        bottom: $('counts').offsetHeight + (narrow.matches && !$('details').hidden ? Math.max(0, stage.bottom - sheet.top) : 0),
    };
}

$('legend').open = !narrow.matches;
toggleFilters(!narrow.matches);
let view = null;
try {
    filter.apply();
    view = new GraphView($('graph'), model, { node: (node) => chooseNode(node), edge: (edge) => chooseEdge(edge), nothing: chooseNothing }, inset);
} catch (error) {
    console.error(error);
    $('graph').hidden = true;
}

function showMessage() {
    const text = !view ? t('nocanvas') : model.nodes.length === 0 ? t('nothing') : view.nodes.length === 0 ? t('empty') : '';
    $('message').hidden = text === '';
    $('message').textContent = text;
}

function showCounts() {
    const nodes = model.nodes.filter((node) => node.shown).length;
    const edges = model.edges.filter((edge) => edge.shown).length;
    const all = { nodes: model.nodes.length, edges: model.edges.length, allNodes: model.nodeCount, allEdges: model.edgeCount };
    const cut = all.nodes < all.allNodes || all.edges < all.allEdges ? ' ' + t('cut', all) : '';
    $('counts').textContent = t('counts', { nodes, edges, allNodes: all.nodes, allEdges: all.edges }) + ', '
        + t('counts.documents', { n: model.documentCount }) + '.' + cut;
    showMessage();
}

// ---- Choices at the top ----

function toggleFilters(open) {
    document.body.classList.toggle('filters-open', open);
    $('filters-open').setAttribute('aria-expanded', String(open));
    if (open && narrow.matches) {
        $('filters-close').focus();
    } else if (!open && $('filters').contains(document.activeElement)) {
        $('filters-open').focus();
    }
}

const isFiltersOpen = () => document.body.classList.contains('filters-open');

/* A row of buttons of which one is pressed. */
function renderChoice(root, options, current, act) {
    root.replaceChildren(...options.map(([value, text, attributes = {}]) =>
        button(text, () => { act(value); root.querySelector('[aria-pressed="true"]')?.focus(); },
            { 'aria-pressed': String(value === current), 'data-value': value, ...attributes })));
}

function renderColors() {
    renderChoice($('color'), [['type', t('color.type')], ['community', t('color.community')]], legend.colorBy, (by) => {
        legend.colorBy = by;
        legend.chosen = null;
        legend.render();
        view?.setColors(by);
        if (view?.focus.group) {
            view.setFocus({});
        }
        renderColors();
    });
}

function renderAll() {
    document.documentElement.lang = language();
    document.title = 'trithuc: ' + t('title');
    fillTexts(document);
    renderChoice($('language'), languages.map((code) => [code, code.toUpperCase(), { title: nameOf(code), lang: code, 'aria-label': nameOf(code) }]),
        language(), chooseLanguage);
    renderColors();
    filterPanel.render();
    legend.render();
    details.render();
    showCounts();
    if (search.isOpen()) {
        search.open();
    }
    view?.draw();
}

onLanguage(renderAll);

$('filters-open').addEventListener('click', () => toggleFilters(!isFiltersOpen()));
$('zoom-in').addEventListener('click', () => view?.zoomBy(1.5));
$('zoom-out').addEventListener('click', () => view?.zoomBy(1 / 1.5));
$('zoom-fit').addEventListener('click', () => view?.fit());

document.addEventListener('keydown', (event) => {
    const typing = event.target.matches?.('input:not([type=checkbox]):not([type=range])');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        $('query').focus();
        $('query').select();
    } else if (event.key === 'Escape') {
        if (narrow.matches && isFiltersOpen()) {
            toggleFilters(false);
        } else if (chosen()) {
            chooseNothing();
            $('graph').focus({ preventScroll: true });
        } else if (view?.focus.group) {
            legend.release();
            view.setFocus({});
        }
    }
});

function chooseByAddress() {
    let id = '';
    try {
        id = decodeURIComponent(location.hash.slice(1));
    } catch {
        return; // no address that this page made
    }
    const node = model.byId.get(id);
    if (node) {
        chooseNode(node, { reveal: true });
    }
}

addEventListener('hashchange', chooseByAddress);
renderAll();
view?.fit(false); // the legend has its size now
chooseByAddress();
