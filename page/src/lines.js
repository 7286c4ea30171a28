// How an edge is drawn.
import { arrow, newPath, runOf, trace } from './geometry.js';

const dashes = { planned: [6, 4], possible: [2, 4], negated: [2, 4] };

const widthOf = (edge) => Math.min(1 + Math.log2(edge.statements || 1) * 0.6, 4);

/* Draws one edge, in the colours that the context has. */
export function drawEdge(context, edge, path, { arrows, width = 0 }) {
    context.lineWidth = widthOf(edge) + width;
    const dash = dashes[edge.modality];
    if (dash) {
        context.setLineDash(dash);
    }
    trace(context, path);
    context.stroke();
    if (dash) {
        context.setLineDash([]);
    }
    if (arrows && !edge.relation.symmetric) {
        arrow(context, path, 5 + 1.5 * context.lineWidth);
    }
}

function isOff(path, box) {
    return Math.max(path.x1, path.x2, path.cx) < box.left || Math.min(path.x1, path.x2, path.cx) > box.right
        || Math.max(path.y1, path.y2, path.cy) < box.top || Math.min(path.y1, path.y2, path.cy) > box.bottom;
}

/* Draws edges[from..to) as far as they are inside of `box`. */
export function drawEdges(context, edges, from, to, at, box, style) {
    const path = newPath();
    context.strokeStyle = style.color;
    context.fillStyle = style.color;
    context.globalAlpha = style.alpha;
    for (let i = from; i < to; i++) {
        if (runOf(edges[i], at, path) && !isOff(path, box)) {
            drawEdge(context, edges[i], path, style);
        }
    }
    context.globalAlpha = 1;
}
