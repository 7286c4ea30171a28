// Where an edge runs on the screen: a curve from rim to rim.

const LANE = 0.14; // of the distance, between parallel edges
const LANE_MOST = 34; // pixels

/*
 * The path of an edge into `path`: { x1, y1, cx, cy, x2, y2, angle, straight }, a quadratic curve that
 * ends at the rims, `angle` its direction at the target. False when both ends are in one place.
 * `at(node)` gives { x, y, r } of a node on the screen.
 */
export function runOf(edge, at, path) {
    const a = at(edge.source, path.a);
    const b = at(edge.target, path.b);
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const distance = Math.hypot(dx, dy);
    if (distance < 0.5) {
        return false;
    }
    // Sideways as seen from the node that comes first, so that edges of both directions part.
    const side = edge.source.index < edge.target.index ? 1 : -1;
    const bend = 2 * side * edge.lane * Math.min(LANE_MOST, LANE * distance);
    path.cx = (a.x + b.x) / 2 - (dy / distance) * bend;
    path.cy = (a.y + b.y) / 2 + (dx / distance) * bend;
    path.straight = bend === 0;
    const room = distance > a.r + b.r + 2;
    const out = Math.atan2(path.cy - a.y, path.cx - a.x);
    const into = Math.atan2(b.y - path.cy, b.x - path.cx);
    path.angle = into;
    path.x1 = a.x + (room ? a.r * Math.cos(out) : 0);
    path.y1 = a.y + (room ? a.r * Math.sin(out) : 0);
    path.x2 = b.x - (room ? (b.r + 1) * Math.cos(into) : 0);
    path.y2 = b.y - (room ? (b.r + 1) * Math.sin(into) : 0);
    path.mx = (path.x1 + 2 * path.cx + path.x2) / 4;
    path.my = (path.y1 + 2 * path.cy + path.y2) / 4;
    return true;
}

export const newPath = () => ({ a: {}, b: {} });

export function trace(context, path) {
    context.beginPath();
    context.moveTo(path.x1, path.y1);
    if (path.straight) {
        context.lineTo(path.x2, path.y2);
    } else {
        context.quadraticCurveTo(path.cx, path.cy, path.x2, path.y2);
    }
}

export function arrow(context, path, size) {
    const wing = (turn) => [path.x2 - size * Math.cos(path.angle + turn), path.y2 - size * Math.sin(path.angle + turn)];
    context.beginPath();
    context.moveTo(path.x2, path.y2);
    context.lineTo(...wing(0.4));
    context.lineTo(...wing(-0.4));
    context.fill();
}

/* The distance of a point from the path, in pixels. */
export function distanceTo(path, x, y) {
    const steps = path.straight ? 1 : 8;
    let least = Infinity;
    let px = path.x1;
    let py = path.y1;
    for (let i = 1; i <= steps; i++) {
        const u = i / steps;
        const qx = path.straight ? path.x2 : (1 - u) * (1 - u) * path.x1 + 2 * u * (1 - u) * path.cx + u * u * path.x2;
        const qy = path.straight ? path.y2 : (1 - u) * (1 - u) * path.y1 + 2 * u * (1 - u) * path.cy + u * u * path.y2;
        const dx = qx - px;
        const dy = qy - py;
        const along = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
        least = Math.min(least, Math.hypot(x - px - along * dx, y - py - along * dy));
        px = qx;
        py = qy;
    }
    return least;
}
