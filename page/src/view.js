// The graph on its canvas. A small one is drawn anew in each frame, a large one comes from its layer;
// what is chosen or pointed at, and the names, are drawn on top.
import { quadtree } from 'd3-quadtree';
import { select } from 'd3-selection';
import 'd3-transition';
import { zoom, zoomIdentity } from 'd3-zoom';
import { distanceTo, newPath, runOf } from './geometry.js';
import { Layer } from './layer.js';
import { drawEdge, drawEdges } from './lines.js';
import { labelOf } from './labels.js';
import { Names } from './names.js';
import { shorten } from './text.js';

const DIRECT_MOST = 2500; // up to so many nodes and edges are drawn in each frame
const ARROWS_MOST = 5000;
const RESTS_AFTER = 160; // ms
const NAMED_NEIGHBOURS = 60;
const LABELLED_EDGES = 40;
const NAME_LENGTH = 36;
const LARGEST = 3.4; // times the smallest radius
const GROWN_MOST = 2.6;
const CELL = 16; // pixels, of the grid that keeps names apart

const communityColors = ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377', '#e69f00', '#8c6bb1', '#009e73', '#a6761d'];
const GREY = '#9a9a9a';

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const schemes = matchMedia('(prefers-color-scheme: dark)');
const touch = matchMedia('(pointer: coarse)');

export const colorOfCommunity = (index) => communityColors[index] ?? GREY;

export class GraphView {
    /* `act`: { node(node), edge(edge), nothing() } are called when one is clicked; `inset()` gives the
     * pixels { left, right, top, bottom } of the stage that something lies upon. */
    constructor(canvas, model, act, inset) {
        this.canvas = canvas;
        this.context = canvas.getContext('2d');
        if (!this.context) {
            throw new Error('the browser has no canvas to draw on');
        }
        this.model = model;
        this.act = act;
        this.inset = inset;
        this.colorBy = 'type';
        this.focus = { node: null, edge: null, group: null };
        this.hover = { node: null, edge: null };
        this.layer = new Layer();
        this.view = { x: 0, y: 0, k: 1, width: 1, height: 1, ratio: 1 };
        this.lastFrame = 0;
        this.point0 = {}; // for places that are looked at only once
        this.lastMove = 0;
        this.names = new Names();
        this.at = (node, out, view = this.view) => {
            out.x = node.x * view.k + view.x;
            out.y = node.y * view.k + view.y;
            out.r = this.radius(node, view);
            return out;
        };
        this.listen();
        this.readColors();
        this.resize();
        this.show();
        this.fit(false);
    }

    // ---- What is there ----

    listen() {
        const { canvas } = this;
        this.zoom = zoom().scaleExtent([0.001, 50]).clickDistance(5).on('zoom', ({ transform }) => {
            Object.assign(this.view, { x: transform.x, y: transform.y, k: transform.k });
            this.lastMove = performance.now();
            this.draw();
        });
        this.selection = select(canvas).call(this.zoom).on('dblclick.zoom', null);
        new ResizeObserver(() => this.resize()).observe(canvas.parentElement);
        schemes.addEventListener('change', () => { this.readColors(); this.layer.invalidate(); this.draw(); });
        canvas.addEventListener('pointermove', (event) => { if (event.buttons === 0) { this.point(event); } });
        canvas.addEventListener('pointerleave', () => this.setHover(null, null));
        canvas.addEventListener('click', (event) => this.click(event));
        canvas.addEventListener('keydown', (event) => this.key(event));
    }

    readColors() {
        const style = getComputedStyle(document.documentElement);
        const read = (name) => style.getPropertyValue(name).trim();
        this.colors = { ground: read('--ground'), text: read('--text'), edge: read('--edge'), accent: read('--accent'), ring: read('--ring') };
        this.names.reset(this.colors, getComputedStyle(document.body).fontFamily);
    }

    resize() {
        const { clientWidth: width, clientHeight: height } = this.canvas.parentElement;
        const ratio = Math.min(devicePixelRatio || 1, 2);
        const { view } = this;
        if (width === 0 || height === 0 || (view.width === width && view.height === height && view.ratio === ratio)) {
            return;
        }
        const untouched = this.fitted && view.x === this.fitted.x && view.y === this.fitted.y && view.k === this.fitted.k;
        Object.assign(view, { width, height, ratio });
        this.canvas.width = Math.round(width * ratio);
        this.canvas.height = Math.round(height * ratio);
        if (untouched) {
            this.fit(false);
        }
        this.draw();
    }

    /* Takes up what the filter left. */
    show() {
        this.nodes = this.model.byWeight.filter((node) => node.shown);
        this.edges = this.model.edges.filter((edge) => edge.shown);
        this.tree = quadtree(this.nodes, (node) => node.x, (node) => node.y);
        this.layer.invalidate();
        this.setHover(null, null);
        this.draw();
    }

    setColors(by) {
        this.colorBy = by;
        this.layer.invalidate();
        this.draw();
    }

    /* What everything else steps back behind: a node, an edge, or a group (a function of nodes). */
    setFocus(focus) {
        this.focus = { node: null, edge: null, group: null, ...focus };
        this.draw();
    }

    colorOf(node) {
        return this.colorBy === 'type' ? node.type.color : colorOfCommunity(node.communityColor);
    }

    /* Grows with the zoom, but slower, so that crowds come apart. */
    radius(node, view = this.view) {
        const share = (Math.min(node.size, 60) - 10) / 50;
        const grown = Math.min(GROWN_MOST, Math.max(0.6, (view.k / (this.fitScale || view.k)) ** 0.38));
        return (this.unit || 4) * (1 + (LARGEST - 1) * share) * grown;
    }

    // ---- Moving ----

    /* The transform that brings the nodes into the free part of the stage, filling `share` of it. */
    transformOf(nodes, share, most) {
        const { width, height } = this.view;
        const inset = this.inset();
        const free = { width: width - inset.left - inset.right, height: height - inset.top - inset.bottom };
        let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
        for (const node of nodes) {
            left = Math.min(left, node.x);
            right = Math.max(right, node.x);
            top = Math.min(top, node.y);
            bottom = Math.max(bottom, node.y);
        }
        if (left > right) {
            return zoomIdentity;
        }
        const k = Math.min((free.width * share) / (right - left || 1e-6), (free.height * share) / (bottom - top || 1e-6), most);
        return zoomIdentity.translate(inset.left + free.width / 2 - ((left + right) / 2) * k,
            inset.top + free.height / 2 - ((top + bottom) / 2) * k).scale(k);
    }

    fit(smooth = true) {
        const nodes = this.nodes.length ? this.nodes : this.model.nodes;
        const whole = this.transformOf(nodes, 0.88, 3);
        if (!this.fitScale || nodes.length >= this.fitCount) {
            this.fitScale = whole.k;
            this.fitCount = nodes.length;
            this.unit = Math.max(1.6, Math.min(6, 0.09 * Math.sqrt((this.view.width * this.view.height) / (nodes.length + 1))));
        }
        this.fitted = { x: whole.x, y: whole.y, k: whole.k };
        this.zoom.scaleExtent([whole.k / 4, Math.max(whole.k * 80, 4)]);
        this.move(whole, smooth);
    }

    move(transform, smooth) {
        const selection = smooth && !reducedMotion.matches ? this.selection.transition().duration(500) : this.selection.interrupt();
        this.zoom.transform(selection, transform);
    }

    zoomBy(factor) {
        const selection = reducedMotion.matches ? this.selection.interrupt() : this.selection.transition().duration(200);
        this.zoom.scaleBy(selection, factor);
    }

    /* Brings an edge, or a node with those around it, into view. */
    reveal({ node, edge }) {
        this.fitted = null;
        this.resize();
        const around = edge ? [edge.source, edge.target]
            : [node, ...node.edges.filter((one) => one.shown).flatMap((one) => [one.source, one.target])];
        this.move(this.transformOf(around, edge ? 0.5 : 0.75, this.fitScale * Math.max(3, Math.sqrt(this.fitCount) / 2)), true);
    }

    key(event) {
        const step = 60;
        const pan = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
        if (event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        if (pan) {
            this.zoom.translateBy(this.selection.interrupt(), pan[0] / this.view.k, pan[1] / this.view.k);
        } else if (event.key === '+' || event.key === '=') {
            this.zoomBy(1.5);
        } else if (event.key === '-') {
            this.zoomBy(1 / 1.5);
        } else if (event.key === '0') {
            this.fit();
        } else {
            return;
        }
        event.preventDefault();
    }

    // ---- Pointing ----

    nodeAt(x, y) {
        const { view } = this;
        const near = touch.matches ? 16 : 5;
        const reach = (this.unit * LARGEST * GROWN_MOST + near) / view.k;
        const [gx, gy] = [(x - view.x) / view.k, (y - view.y) / view.k];
        let best = null;
        let least = Infinity;
        this.tree.visit((quad, x0, y0, x1, y1) => {
            if (x0 > gx + reach || x1 < gx - reach || y0 > gy + reach || y1 < gy - reach) {
                return true;
            }
            for (let leaf = quad.length ? null : quad; leaf; leaf = leaf.next) {
                const node = leaf.data;
                const distance = Math.hypot(node.x - gx, node.y - gy) * view.k - this.radius(node);
                if (distance < near && distance < least) {
                    least = distance;
                    best = node;
                }
            }
            return false;
        });
        return best;
    }

    edgeAt(x, y) {
        const near = touch.matches ? 12 : 5;
        const path = newPath();
        const among = this.focusEdges() ?? this.edges;
        let best = null;
        let least = near;
        for (const edge of among) {
            if (runOf(edge, this.at, path)) {
                const distance = distanceTo(path, x, y);
                if (distance < least) {
                    least = distance;
                    best = edge;
                }
            }
        }
        return best;
    }

    point(event) {
        const { offsetX: x, offsetY: y } = event;
        if (this.pointing) {
            this.pointing = [x, y];
            return;
        }
        // Once a frame: pointers report more often than that.
        this.pointing = [x, y];
        requestAnimationFrame(() => {
            const [px, py] = this.pointing;
            this.pointing = null;
            const node = this.nodeAt(px, py);
            this.setHover(node, node ? null : this.edgeAt(px, py));
        });
    }

    setHover(node, edge) {
        if (this.hover.node !== node || this.hover.edge !== edge) {
            this.hover = { node, edge };
            this.canvas.classList.toggle('over', node !== null || edge !== null);
            this.draw();
        }
    }

    click({ offsetX: x, offsetY: y }) {
        const node = this.nodeAt(x, y);
        const edge = node ? null : this.edgeAt(x, y);
        if (node) {
            this.act.node(node);
        } else if (edge) {
            this.act.edge(edge);
        } else {
            this.act.nothing();
        }
    }

    // ---- Drawing ----

    draw() {
        if (!this.asked) {
            this.asked = true;
            requestAnimationFrame((time) => { this.asked = false; this.frame(time); });
        }
    }

    /* The edges that the focus is about, or null. */
    focusEdges() {
        const { node, edge } = this.focus;
        if (edge) {
            return edge.siblings.filter((one) => one.shown || one === edge);
        }
        return node ? node.edges.filter((one) => one.shown) : null;
    }

    /* The nodes that stay bright, or null for all. */
    focusNodes(edges) {
        const { node, group } = this.focus;
        if (group) {
            return new Set(this.nodes.filter(group));
        }
        return edges ? new Set([...edges.flatMap((edge) => [edge.source, edge.target]), ...(node ? [node] : [])]) : null;
    }

    frame(time) {
        const { context, view, colors } = this;
        const elapsed = time - this.lastFrame;
        this.lastFrame = time;
        context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
        context.fillStyle = colors.ground;
        context.fillRect(0, 0, view.width, view.height);
        const edges = this.focusEdges();
        const bright = this.focusNodes(edges);
        const more = this.drawAll(bright !== null, elapsed);
        const strong = this.drawStrongEdges(edges ?? []);
        this.drawStrongNodes(bright);
        strong.forEach((edge) => this.drawEdgeName(edge));
        this.drawNames(bright);
        if (more) {
            this.draw();
        }
    }

    /* All nodes and edges; true when their layer is not ready yet. */
    drawAll(dimmed, elapsed) {
        const { context, view, edges, nodes } = this;
        const direct = edges.length + nodes.length <= DIRECT_MOST;
        const alpha = Math.max(0.16, Math.min(0.75, 14 / Math.sqrt(edges.length + 1)));
        const style = { color: this.colors.edge, arrows: edges.length <= ARROWS_MOST, alpha };
        if (direct) {
            const box = { left: 0, right: view.width, top: 0, bottom: view.height };
            drawEdges(context, edges, 0, edges.length, this.at, box, { ...style, alpha: dimmed ? alpha * 0.3 : alpha });
            context.globalAlpha = dimmed ? 0.16 : 1;
            nodes.forEach((node) => this.paintNode(context, node, view, box));
            context.globalAlpha = 1;
            return false;
        }
        const paint = (target, from, to, seen, box) => {
            drawEdges(target, edges, from, Math.min(to, edges.length), (node, out) => this.at(node, out, seen), box, style);
            for (let i = Math.max(from, edges.length); i < to; i++) {
                this.paintNode(target, nodes[i - edges.length], seen, box);
            }
        };
        const moving = performance.now() - this.lastMove < RESTS_AFTER;
        const more = this.layer.work(view, edges.length + nodes.length, paint, elapsed, moving);
        context.globalAlpha = dimmed ? 0.2 : 1;
        this.layer.show(context, view);
        context.globalAlpha = 1;
        return more;
    }

    paintNode(context, node, view, box) {
        const point = this.at(node, this.point0, view);
        if (point.x + point.r < box.left || point.y + point.r < box.top || point.x - point.r > box.right || point.y - point.r > box.bottom) {
            return;
        }
        context.beginPath();
        context.arc(point.x, point.y, point.r, 0, 2 * Math.PI);
        context.fillStyle = this.colorOf(node);
        context.fill();
        context.lineWidth = this.nodes.length < 1000 ? 1.5 : 0.75;
        context.strokeStyle = this.colors.ring;
        context.stroke();
    }

    /* Those of the focus and the one pointed at; returns those that are to be named. */
    drawStrongEdges(edges) {
        const { context, colors, focus } = this;
        const path = newPath();
        const hovered = this.hover.edge;
        for (const edge of hovered ? [...edges, hovered] : edges) {
            const color = edge === hovered ? colors.text : focus.node || focus.edge === edge ? colors.accent : colors.edge;
            context.strokeStyle = color;
            context.fillStyle = color;
            if (runOf(edge, this.at, path)) {
                drawEdge(context, edge, path, { arrows: true, width: 0.8 });
            }
        }
        const named = edges.length > LABELLED_EDGES ? [] : edges;
        return hovered && !named.includes(hovered) ? [...named, hovered] : named;
    }

    drawEdgeName(edge) {
        const { context, view } = this;
        const path = newPath();
        if (!runOf(edge, this.at, path)) {
            return;
        }
        const height = 11;
        const text = labelOf(edge.relation);
        const room = Math.hypot(path.x2 - path.x1, path.y2 - path.y1);
        if (edge !== this.hover.edge && room < this.names.width(text, height, 400) + 12) {
            return;
        }
        const turn = Math.atan2(path.y2 - path.y1, path.x2 - path.x1);
        context.save();
        context.translate(path.mx, path.my);
        context.rotate(Math.abs(turn) > Math.PI / 2 ? turn - Math.sign(turn) * Math.PI : turn);
        this.names.draw(context, text, 0, -height * 0.7, height, 400, view.ratio);
        context.restore();
    }

    /* Those that stay bright, and rings around the chosen and the one pointed at. */
    drawStrongNodes(bright) {
        const { context, view, colors, focus } = this;
        const box = { left: 0, right: view.width, top: 0, bottom: view.height };
        // Smaller ones on top, so that they are not lost behind the large.
        bright?.forEach((node) => { if (node.shown) { this.paintNode(context, node, view, box); } });
        const chosen = focus.edge ? [focus.edge.source, focus.edge.target] : [focus.node];
        for (const node of [...chosen, this.hover.node]) {
            if (node) {
                this.paintNode(context, node, view, box);
                const { x, y, r } = this.point0;
                context.lineWidth = 3;
                context.strokeStyle = node === this.hover.node ? colors.text : colors.accent;
                context.beginPath();
                context.arc(x, y, r + 2.5, 0, 2 * Math.PI);
                context.stroke();
            }
        }
    }

    /* Names of the larger nodes first, as many as there is room for. */
    drawNames(bright) {
        const { view } = this;
        const taken = new Set();
        const most = Math.max(12, (view.width * view.height) / 8500);
        const { node, edge } = this.focus;
        const first = [this.hover.node, node, edge?.source, edge?.target].filter(Boolean);
        const rest = bright ? this.nodes.filter((one) => bright.has(one)).slice(0, NAMED_NEIGHBOURS) : this.nodes;
        let drawn = 0;
        for (const one of [...first, ...rest]) {
            drawn += this.drawName(one, taken, first.includes(one));
            if (drawn > most) {
                break;
            }
        }
    }

    drawName(node, taken, always) {
        const { view, context } = this;
        const point = this.at(node, this.point0);
        if (taken.has(node) || (!always && (point.x < -20 || point.y < -20 || point.x > view.width + 20 || point.y > view.height + 20))) {
            return 0;
        }
        const name = always ? shorten(node.label, 80) : node.short ??= shorten(node.label, NAME_LENGTH);
        const height = Math.round(Math.max(11, Math.min(15, 8.5 + point.r * 0.42)));
        const weight = always ? 700 : 500;
        const half = this.widthOf(node, name, always) * height / 2 + 2;
        const middle = Math.max(half, Math.min(view.width - half, point.x));
        const top = point.y + point.r + 1;
        const cells = [];
        for (let y = Math.floor(top / CELL); y <= Math.floor((top + height) / CELL); y++) {
            for (let x = Math.floor((middle - half) / CELL); x <= Math.floor((middle + half) / CELL); x++) {
                cells.push(x * 10007 + y);
            }
        }
        if (!always && cells.some((cell) => taken.has(cell))) {
            return 0;
        }
        cells.forEach((cell) => taken.add(cell));
        taken.add(node);
        this.names.draw(context, name, middle, top, height, weight, view.ratio);
        return 1;
    }

    /* The width of a name one pixel high, measured once. */
    widthOf(node, name, always) {
        return always ? this.names.width(name, 10, 700) / 10 : node.width ??= this.names.width(name, 10, 500) / 10;
    }
}
