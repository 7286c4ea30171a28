// How long frames take while the graph is moved: node frames.mjs MODULES PAGE
import { launch } from './browser.mjs';

const [modules, path] = process.argv.slice(2);
const FRAMES = 90;

const browser = await launch(modules);
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const begin = performance.now();
await page.goto('file://' + path);
await page.evaluate(() => new Promise(requestAnimationFrame));
console.log(`ready after ${Math.round(performance.now() - begin)} ms`);
console.log(await page.locator('#counts').textContent());

/* Seconds of processors that the browser has used, all of its processes together. */
async function used() {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    return processInfo.reduce((sum, one) => sum + one.cpuTime, 0);
}

/* Moves by `step(frame)` in each frame, inside of the page. */
async function measure(name, step) {
    await page.waitForTimeout(1500);
    const before = await used();
    const times = await page.evaluate(async ([code, frames]) => {
        const move = new Function('frame', 'canvas', 'box', code);
        const canvas = document.getElementById('graph');
        const box = canvas.getBoundingClientRect();
        const all = [];
        let last = await new Promise(requestAnimationFrame);
        for (let frame = 0; frame < frames; frame++) {
            move(frame, canvas, box);
            const now = await new Promise(requestAnimationFrame);
            all.push(now - last);
            last = now;
        }
        return all.sort((a, b) => a - b);
    }, [step, FRAMES]);
    const at = (share) => times[Math.min(FRAMES - 1, Math.floor(FRAMES * share))].toFixed(0);
    const work = ((await used() - before) * 1000) / FRAMES;
    console.log(`${name}: median ${at(0.5)} ms, 95 of 100 within ${at(0.95)} ms, longest ${at(1)} ms; ${work.toFixed(0)} ms of a processor`);
}

const at = 'clientX: box.x + box.width / 2 + x, clientY: box.y + box.height / 2 + y, bubbles: true, cancelable: true, view: window, buttons: 1';
await measure('pan', `
    const x = 150 * Math.sin(frame / 12), y = 80 * Math.sin(frame / 7);
    if (frame === 0) { canvas.dispatchEvent(new MouseEvent('mousedown', { ${at} })); }
    window.dispatchEvent(new MouseEvent(frame === ${FRAMES - 1} ? 'mouseup' : 'mousemove', { ${at} }));`);
await measure('zoom', `
    const x = 40, y = 10;
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: frame % 60 < 30 ? -30 : 30, ${at} }));`);
await measure('point', `
    const x = 200 * Math.sin(frame / 10), y = 100 * Math.sin(frame / 13);
    canvas.dispatchEvent(new PointerEvent('pointermove', { ${at.replace('buttons: 1', 'buttons: 0')} }));`);
const filtered = await page.evaluate(async () => {
    const begin = performance.now();
    document.querySelector('#filters input[type=checkbox]').click();
    await new Promise(requestAnimationFrame);
    return performance.now() - begin;
});
console.log(`filter: ${Math.round(filtered)} ms`);
await browser.close();
