// A large graph as a picture of its own. Thousands of long lines take a browser without a graphics
// card longer than a frame, so the picture is moved and scaled along with the view, and painted anew
// behind the scenes, a slice in each frame.

const MARGIN = 0.3; // of the view, painted around it
const SLICE_LEAST = 400; // items in a frame
const SLICE_MOST = 25000;
const PAUSE = 1000; // ms; a longer time between frames says nothing of how long they take

const newPicture = () => ({ canvas: document.createElement('canvas'), view: null });

export class Layer {
    constructor() {
        this.front = newPicture();
        this.back = newPicture();
        this.job = null;
        this.stale = true;
        // How long a frame may take, in ms, and the slice for that, which is found by trying: while the
        // view moves, while it rests, and while what is in front is no longer true.
        this.paces = { moving: { goal: 30, slice: 1000 }, resting: { goal: 120, slice: 4000 }, changed: { goal: 300, slice: 15000 } };
    }

    /* What it shows has changed. What is there stays until the new is ready. */
    invalidate() {
        this.stale = true;
        this.job = null;
    }

    /* Whether the picture in front is as `view` { x, y, k, width, height, ratio } would have it. */
    fits(view) {
        const shown = this.front.view;
        return !this.stale && shown !== null && ['x', 'y', 'k', 'width', 'height', 'ratio'].every((key) => shown[key] === view[key]);
    }

    begin(view) {
        const { canvas } = this.back;
        canvas.width = Math.ceil(view.width * (1 + 2 * MARGIN) * view.ratio);
        canvas.height = Math.ceil(view.height * (1 + 2 * MARGIN) * view.ratio);
        const context = canvas.getContext('2d');
        context.setTransform(view.ratio, 0, 0, view.ratio, view.width * MARGIN * view.ratio, view.height * MARGIN * view.ratio);
        const box = { left: -view.width * MARGIN, right: view.width * (1 + MARGIN), top: -view.height * MARGIN, bottom: view.height * (1 + MARGIN) };
        this.job = { view: { ...view }, context, box, done: 0, changed: this.stale };
    }

    /* How much to paint next, after a frame of `elapsed` ms. The first picture is painted at once. */
    nextSlice(elapsed, moving) {
        if (!this.front.view) {
            return Infinity;
        }
        const pace = this.paces[moving ? 'moving' : this.job.changed ? 'changed' : 'resting'];
        if (pace === this.lastPace && elapsed < PAUSE) {
            const change = elapsed > pace.goal ? 0.6 : elapsed < 0.7 * pace.goal ? 1.7 : 1;
            pace.slice = Math.round(Math.max(SLICE_LEAST, Math.min(SLICE_MOST, pace.slice * change)));
        }
        this.lastPace = pace;
        return pace.slice;
    }

    /*
     * Goes on with the picture of `count` items: paint(context, from, to, view, box) paints some of
     * them, as far as they are inside of `box`. True when there is more to do.
     */
    work(view, count, paint, elapsed, moving) {
        if (this.fits(view)) {
            return false;
        }
        if (!this.job) {
            this.begin(view);
        }
        const { job } = this;
        const to = Math.min(count, job.done + this.nextSlice(elapsed, moving));
        paint(job.context, job.done, to, job.view, job.box);
        job.done = to;
        if (to === count) {
            this.back.view = job.view;
            [this.front, this.back] = [this.back, this.front];
            this.job = null;
            this.stale = false; // an older job would have been given up
        }
        return !this.fits(view);
    }

    /* Draws the picture where the view is now. */
    show(context, view) {
        const { canvas, view: seen } = this.front;
        if (!seen) {
            return;
        }
        const scale = view.k / seen.k;
        context.drawImage(canvas, view.x - seen.x * scale - seen.width * MARGIN * scale, view.y - seen.y * scale - seen.height * MARGIN * scale,
            (canvas.width / seen.ratio) * scale, (canvas.height / seen.ratio) * scale);
    }
}
