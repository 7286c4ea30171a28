// The page in a browser, used as people use it: node page.mjs MODULES PAGE EMPTY LARGE
//
// What is expected of it follows from news.ndjson. A test fails by its checks, by an exception in the
// page, by anything on its console, and by a request to any other place.
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const [modules, path, empty, large] = process.argv.slice(2);
const address = pathToFileURL(path).href;
let passed = 0;
let failed = 0;

function check(good, what) {
    passed += good ? 1 : 0;
    failed += good ? 0 : 1;
    if (!good) {
        console.log(`not so: ${what}`);
    }
}

function same(found, expected, what) {
    const [a, b] = [found, expected].map((value) => JSON.stringify(value));
    check(a === b, `${what}: ${a} instead of ${b}`);
}

const browser = await launch(modules);
const desk = { viewport: { width: 1280, height: 800 }, locale: 'vi-VN', reducedMotion: 'reduce' };
const phone = { ...desk, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/* Runs one test on a page of its own. */
async function test(name, options, body, { hash = '', allow = [] } = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    const noise = [];
    page.on('console', (message) => noise.push(message.text()));
    page.on('pageerror', (error) => noise.push(String(error)));
    page.on('request', (request) => {
        if (request.url().split('#')[0] !== address && !request.url().startsWith('data:,')) {
            noise.push('request: ' + request.url());
        }
    });
    try {
        await page.goto(address + hash);
        await body(page);
    } catch (error) {
        check(false, `${name}: ${error.stack ?? error}`);
    }
    same(noise.filter((line) => !allow.some((pattern) => pattern.test(line))), [], `${name}: quiet`);
    await context.close();
}

// ---- How people use it ----

const texts = (page, selector) => page.locator(selector).evaluateAll((all) => all.map((one) => one.innerText.trim()));
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);

/* [actors, relations] shown. */
async function counts(page) {
    const [nodes, , edges] = (await page.locator('#counts').innerText()).match(/\d+/g).map(Number);
    return [nodes, edges];
}

async function search(page, text) {
    await page.locator('#query').fill(text);
    return texts(page, '#results li button .name > span');
}

async function open(page, name) {
    await search(page, name);
    await page.keyboard.press('Enter');
    await page.locator('#details h2').waitFor();
}

const openFact = (page, name) => page.locator('.fact', { hasText: name }).first().click();
const row = (page, part, name) => page.locator(`[data-part="${part}"] .row`, { hasText: name }).locator('input');

/* The marked stretches of the sentences in the panel. */
const marks = (page, side) => texts(page, `#details mark.${side}`);

/* The middle of what the graph is fitted into. */
async function middle(page) {
    const stage = await page.locator('#stage').boundingBox();
    const below = await page.locator('#counts').boundingBox();
    return { x: stage.x + stage.width / 2, y: stage.y + (stage.height - below.height) / 2 };
}

// ---- Search ----

await test('search', desk, async (page) => {
    same((await search(page, 'da nang')).slice(0, 2), ['Đà Nẵng', 'Đại học Đà Nẵng'], 'without accents, whole names first');
    same(await search(page, 'ĐÀ NẴNG'), await search(page, 'đà nẵng'), 'case is nothing');
    same((await search(page, 'da nang'.normalize('NFD')))[0], 'Đà Nẵng', 'decomposed letters');
    same(await search(page, 'hoc dai'), ['Đại học Đà Nẵng'], 'words in any order');
    same(await search(page, 'sea star'), ['Tập đoàn Sao Biển'], 'by another name');
    check((await texts(page, '#results small'))[0].includes('Sea Star'), 'the other name is shown');
    same(await search(page, 'tp danang'), [], 'nothing');
    same(await texts(page, '#results-head'), ['Không có tên nào như vậy.'], 'and that is said');
    same((await search(page, '')).length, 14, 'all of them, to begin with');
    await open(page, 'khoi');
    same(await texts(page, '#details h2'), ['Trần Minh Khôi'], 'Enter takes the first');
    check(decodeURIComponent(page.url()).includes('#person-tran-minh-khoi'), 'it has an address');
});

await test('address of an actor', desk, async (page) => {
    same(await texts(page, '#details h2'), ['Trần Minh Khôi'], 'opened by its address');
}, { hash: '#person-tran-minh-khoi-b668f5d1' });

await test('search for what a filter hides', desk, async (page) => {
    await row(page, 'types', 'Thành phố').uncheck();
    await open(page, 'ha noi');
    same(await texts(page, '#details h2'), ['Hà Nội'], 'is shown nevertheless');
    check(await row(page, 'types', 'Thành phố').isChecked(), 'and the filter gives way');
});

// ---- Filters ----

await test('filters', desk, async (page) => {
    same(await counts(page), [14, 12], 'what is only possible is not there at first');
    await row(page, 'types', 'Thành phố').uncheck();
    same(await counts(page), [11, 10], 'type: without cities, and what only they were related to');
    await row(page, 'types', 'Thành phố').check();
    await row(page, 'relations', 'gặp').uncheck();
    same(await counts(page), [11, 10], 'relation: without meetings');
    await page.locator('[data-part="relations"] button').nth(1).click();
    same(await counts(page), [0, 0], 'none');
    same(await texts(page, '#message'), ['Bộ lọc không để lại gì.'], 'and that is said');
    await page.locator('#lonely').check();
    same(await counts(page), [14, 0], 'actors without relations on demand');
    await page.locator('#filters-reset').click();
    same(await counts(page), [14, 12], 'reset');
    await row(page, 'modalities', 'giả định').check();
    same(await counts(page), [14, 13], 'modality: what is possible');
    for (const name of ['khẳng định', 'dự kiến', 'thuật lời', 'giả định']) {
        await row(page, 'modalities', name).uncheck();
    }
    await row(page, 'modalities', 'phủ định').check();
    same(await counts(page), [2, 1], 'a denial behind an assertion');
    await page.locator('#filters-reset').click();
    await page.locator('#confidence').fill('0.6');
    same(await counts(page), [12, 11], 'confidence of the best statement, also of one whose sentence is left out');
    await page.locator('#confidence').fill('0.95');
    same(await counts(page), [2, 1], 'confidence, the highest');
    await page.locator('#filters-reset').click();
    await page.locator('#undated').uncheck();
    await page.locator('#from').fill('2024-12-31');
    same(await counts(page), [6, 4], 'from: December without a day reaches it, the fifth of December does not');
    await page.locator('#to').fill('2025-02-28');
    same(await counts(page), [2, 1], 'from and to');
    await page.locator('#undated').check();
    same(await counts(page), [3, 2], 'what has no date');
    await page.locator('#from').fill('2025-06-10');
    await page.locator('#to').fill('2025-06-10');
    await page.locator('#undated').uncheck();
    same(await counts(page), [2, 1], 'the day of a statement whose sentence is left out');
});

// ---- An actor and its facts ----

await test('an actor', desk, async (page) => {
    await open(page, 'sao bien');
    same(await texts(page, '#details .kind'), ['Doanh nghiệp'], 'type');
    same(await texts(page, '#details .names li'), ['Sao Biển', 'Sea Star'], 'other names');
    same(await page.locator('#details a').count(), 0, 'no link where Wikidata knows it not');
    const groups = await texts(page, '.facts h4 span:first-child');
    same(groups.sort(), ['ký kết với …', 'hợp tác với …', 'đầu tư vào …', '… hoan nghênh Tập đoàn Sao Biển', '… đề nghị Tập đoàn Sao Biển'].sort(),
        'facts in both directions');
    await open(page, 'da nang');
    same(await page.locator('#details a').getAttribute('href'), 'https://www.wikidata.org/wiki/Q25282', 'Wikidata');
    same(await page.locator('#details a').getAttribute('rel'), 'noopener noreferrer', 'of which it is not told');
    await open(page, 'minh khoi');
    check((await texts(page, '.fact'))[0].includes('Thứ trưởng'), 'the office stands with the fact');
    check((await texts(page, '#details > .note')).join().includes('1 quan hệ khác bị bộ lọc ẩn'), 'what the filters hide is counted');
});

await test('an actor, by the pointer', desk, async (page) => {
    await page.locator('#legend summary').click();
    await page.locator('[data-part="types"] button').nth(1).click();
    await row(page, 'types', 'Sự kiện').check();
    await page.locator('#lonely').check();
    await page.locator('#zoom-fit').click();
    const { x, y } = await middle(page);
    await page.mouse.move(x, y);
    await page.locator('#graph.over').waitFor();
    await page.mouse.click(x, y);
    same(await texts(page, '#details h2'), ['Lễ hội Biển'], 'a click on it opens it');
    await page.mouse.click(x, 70);
    check(await page.locator('#details').isHidden(), 'a click beside closes the panel');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 120, y + 40, { steps: 4 });
    await page.mouse.up();
    check(await page.locator('#details').isHidden(), 'a drag is no click');
    await page.waitForTimeout(200);
    await page.mouse.click(x + 120, y + 40);
    same(await texts(page, '#details h2'), ['Lễ hội Biển'], 'and moves it along');
});

// ---- A relation and its sentences ----

await test('sentences', desk, async (page) => {
    await open(page, 'sao bien');
    await openFact(page, 'Cảng Tiên Sa');
    same(await texts(page, '.statement .actor'), ['Tập đoàn Sao Biển', 'Cảng Tiên Sa'], 'the two ends');
    same(await texts(page, '.statement .relation'), ['đầu tư vào →'], 'the relation');
    same(await texts(page, 'blockquote'), ['Sao Biển đầu tư 20 triệu USD vào Cảng Tiên Sa.'], 'the sentence');
    same([await marks(page, 'a'), await marks(page, 'b')], [['Sao Biển'], ['Cảng Tiên Sa']], 'both actors, one by its other name');
    check((await texts(page, 'figcaption'))[0].includes('20000000 USD'), 'the amount');
    same(await page.locator('figcaption a').count(), 0, 'an address that is none of the web is no link');
    same(await texts(page, 'figcaption cite'), ['Đầu tư vào cảng'], 'but the title is there');
    await page.locator('#back').click();
    same(await texts(page, '#details h2'), ['Tập đoàn Sao Biển'], 'back');
    await page.locator('.facts[data-relation="signed"] .fact').click();
    same([await marks(page, 'a'), await marks(page, 'b')], [['Sao Biển'], ['Đại học Đà Nẵng']], 'the longer name wins over the one in it');
    same(await page.locator('figcaption a').getAttribute('href'), 'https://example.org/ky-ket', 'the article');
    same((await texts(page, '.parallel .fact')).length, 2, 'the other relations between the two');
    await openFact(page, 'hoan nghênh');
    same(await texts(page, '.statement .actor'), ['Đại học Đà Nẵng', 'Tập đoàn Sao Biển'], 'and from there to one of them');
    same([await marks(page, 'a'), await marks(page, 'b')], [[], ['tập đoàn']], 'who is taken up again by a part of the name');
    check((await texts(page, 'figure .note')).join().includes('Đại học Đà Nẵng'), 'who is not named is said below');
    await page.locator('.statement .actor.a').click();
    same(await texts(page, '#details h2'), ['Đại học Đà Nẵng'], 'to an actor');
});

await test('many sentences, and contradictions', desk, async (page) => {
    await open(page, 'le hoi bien');
    await openFact(page, 'Hà Nội');
    same(await page.locator('blockquote').count(), 8, 'eight of them');
    check((await texts(page, '#details > .note')).join().includes('Trang này chứa 8 trong số 10 câu'), 'and that there are more');
    await open(page, 'hai au');
    check((await texts(page, '.fact'))[0].includes('vừa khẳng định vừa phủ định'), 'a contradiction is marked');
    await openFact(page, 'Cảng Tiên Sa');
    same(await page.locator('blockquote').count(), 1, 'the denial is hidden with all that is denied');
    await row(page, 'modalities', 'phủ định').check();
    same(await page.locator('blockquote').count(), 2, 'and shown with it');
    same(await texts(page, 'figcaption .badge'), ['phủ định'], 'as one');
});

await test('parallel relations, by the pointer', desk, async (page) => {
    await page.locator('#legend summary').click();
    await open(page, 'dai hoc da nang');
    await page.locator('.facts[data-relation="signed"] .fact').click();
    const { x, y } = await middle(page);
    const found = new Set();
    for (let step = -80; step <= 80; step += 4) {
        for (const [px, py] of [[x + step, y], [x, y + step]]) {
            await page.mouse.click(px, py);
            if (await page.locator('#details').isVisible()) {
                found.add((await texts(page, '.statement .relation'))[0]);
            }
        }
        if (found.size === 3 && !found.has(undefined)) {
            break;
        }
    }
    found.delete(undefined);
    same([...found].sort(), ['hoan nghênh →', '↔ hợp tác với', '↔ ký kết với'].sort(), 'each is hit by a click');
});

// ---- Text is text ----

await test('hostile text', desk, async (page) => {
    const script = '<script>window.hit=1</script>';
    const image = '</script><img src=x onerror=window.hit=1><!--';
    await open(page, 'script window hit');
    const shown = await texts(page, '#details h2');
    check([script, image].includes(shown[0]), `a name of markup is shown as it is: ${shown}`);
    await page.locator('.fact').click();
    same((await texts(page, '.statement .actor')).sort(), [script, image].sort(), 'both of them');
    same([...await marks(page, 'a'), ...await marks(page, 'b')].sort(), [script, image].sort(), 'also in the sentence');
    check((await texts(page, 'blockquote'))[0].endsWith('đó & <b>đậm</b> &amp;.'), 'and all around');
    same(await texts(page, 'figcaption cite'), ['</script><script>window.hit=1</script><!--'], 'a title, its address no link');
    await open(page, 'proto');
    same(await texts(page, '#details h2'), ['__proto__'], 'a name that scripts know');
    await page.locator('.fact').click();
    check((await texts(page, '.statement .actor'))[0].includes('hai dòng & "nháy" \\ {n}'), 'quotes, braces, a separator of lines');
    check((await texts(page, 'figcaption'))[0].includes('<u>rule</u>'), 'a rule');
    same((await search(page, 'مرحبا')), ['مرحبا 🐢'], 'another script');
    const state = await page.evaluate(() => ({ hit: window.hit, images: document.images.length, scripts: document.scripts.length }));
    same(state, { images: 0, scripts: 1 }, 'nothing of it became an element');
});

await test('no network', desk, async (page) => {
    const refused = await page.evaluate(async () => {
        const violations = [];
        document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
        await fetch('https://example.org/').catch(() => {});
        const image = new Image();
        image.src = 'https://example.org/x.png';
        const style = document.createElement('style');
        style.textContent = 'body { display: none }';
        const script = document.createElement('script');
        script.textContent = 'window.hit = 1';
        document.head.append(style, script);
        await new Promise((resolve) => setTimeout(resolve, 300));
        return { violations: violations.sort(), hit: window.hit, display: getComputedStyle(document.body).display };
    });
    same(refused, { violations: ['connect-src', 'img-src', 'script-src-elem', 'style-src-elem'], display: 'flex' }, 'the policy of the page refuses');
}, { allow: [/Content Security Policy/, /example\.org/] });

// ---- Keyboard, language, colours ----

await test('keyboard alone', desk, async (page) => {
    const press = (key) => page.keyboard.press(key);
    await press('/');
    same(await focused(page), 'query', '/ leads to the search');
    await page.keyboard.type('da nang');
    same(await page.locator('#query').inputValue(), 'da nang', 'and is not typed into it');
    await press('ArrowDown');
    await press('ArrowDown');
    same(await page.evaluate(() => document.activeElement.querySelector('.name').innerText), 'Đại học Đà Nẵng', 'arrows go through the results');
    await press('Tab');
    await press('Shift+Tab');
    await press('ArrowUp');
    await press('ArrowUp');
    same(await focused(page), 'query', 'and back');
    await press('ArrowDown');
    await press('End');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    check(outline !== 'none', 'the focus is visible');
    await press('Home');
    await press('Enter');
    same(await texts(page, '#details h2'), ['Đà Nẵng'], 'Enter opens');
    same(await focused(page), 'details', 'and the panel has the focus');
    for (let i = 0; i < 8 && !(await focused(page)).includes('fact'); i++) {
        await press('Tab');
    }
    await press('Enter');
    same(await page.locator('blockquote').count(), 1, 'Tab and Enter lead to the sentence');
    await press('Escape');
    check(await page.locator('#details').isHidden(), 'Esc closes');
    same(await focused(page), 'graph', 'and leads to the graph');
    const canvas = () => page.evaluate(() => document.getElementById('graph').toDataURL());
    let before = await canvas();
    for (const key of ['ArrowLeft', '+', '0']) {
        await press(key);
        await page.waitForTimeout(150);
        const after = await canvas();
        check(before !== after, `${key} moves the graph`);
        before = after;
    }
    await press('/');
    await page.keyboard.type('xyz');
    await press('Escape');
    check(await page.locator('#results').isHidden(), 'Esc closes the search');
    const nameless = await page.evaluate(() => [...document.querySelectorAll('button, input, canvas')]
        .filter((one) => !(one.getAttribute('aria-label') || one.innerText || one.labels?.length)).map((one) => one.outerHTML));
    same(nameless, [], 'whatever can be used has a name');
});

await test('languages', desk, async (page) => {
    same(await page.evaluate(() => document.documentElement.lang), 'vi', 'the language of the browser');
    await open(page, 'sao bien');
    await page.locator('#language [data-value="en"]').click();
    same(await page.evaluate(() => document.documentElement.lang), 'en', 'English');
    same(await texts(page, '#details .kind'), ['Company'], 'types');
    check((await texts(page, '.facts h4')).join().includes('invests in …'), 'relations');
    check((await texts(page, '#filters summary')).includes('What is said'), 'the filters');
    check((await texts(page, '#counts'))[0].startsWith('14 of 14 actors'), 'the counts');
    same(await page.locator('#graph').getAttribute('aria-label').then((text) => text.slice(0, 6)), 'Graph.', 'labels for readers of screens');
    await page.locator('#language [data-value="vi"]').click();
    same(await texts(page, '#details .kind'), ['Doanh nghiệp'], 'and back');
});

await test('another language', { ...desk, locale: 'fr-FR' }, async (page) => {
    same(await page.evaluate(() => document.documentElement.lang), 'en', 'English, where the page does not know the language');
});

await test('colours', desk, async (page) => {
    const corner = () => page.evaluate(() => {
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        copy.drawImage(document.getElementById('graph'), 0, 0);
        return [...copy.getImageData(2, 2, 1, 1).data];
    });
    const picture = () => page.evaluate(() => document.getElementById('graph').toDataURL());
    const settle = () => page.waitForTimeout(200);
    await settle();
    const light = await corner();
    const byType = await picture();
    same((await texts(page, '#legend .entries .name'))[0], 'Người', 'the legend of types');
    await page.locator('#color [data-value="community"]').click();
    await settle();
    check(byType !== await picture(), 'communities have other colours');
    check((await texts(page, '#legend .entries .name'))[0].includes('Tập đoàn Sao Biển'), 'the legend names who leads them');
    const before = await picture();
    await page.locator('#legend .entries button').first().click();
    await settle();
    check(before !== await picture(), 'an entry of the legend stands out');
    same(await page.locator('#legend [aria-pressed="true"]').count(), 1, 'and is pressed');
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await settle();
    const dark = await corner();
    check(light[0] > 200 && dark[0] < 60, `the graph follows the scheme: ${light} ${dark}`);
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const low = await page.evaluate(() => {
            const style = getComputedStyle(document.documentElement);
            const luminance = (name) => {
                const hex = style.getPropertyValue(name).trim().slice(1);
                const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
                const [r, g, b] = [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16) / 255)
                    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const contrast = (a, b) => {
                const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
                return (x + 0.05) / (y + 0.05);
            };
            const pairs = [['--text', '--ground'], ['--text', '--panel'], ['--faint', '--panel'], ['--faint', '--ground'], ['--link', '--panel'],
                ['--text', '--mark-a'], ['--text', '--mark-b'], ['--accent', '--panel'], ['--text', '--hover'], ['--faint', '--hover']];
            return pairs.filter(([a, b]) => contrast(a, b) < 4.5).map(([a, b]) => `${a} on ${b}: ${contrast(a, b).toFixed(1)}`);
        });
        same(low, [], `contrast, ${colorScheme}`);
    }
});

// ---- A phone ----

await test('phone', phone, async (page) => {
    const wide = () => page.evaluate(() => document.scrollingElement.scrollWidth);
    check(await wide() <= 390, 'nothing is wider than the screen');
    check(!await page.locator('#filters').isVisible(), 'filters are closed');
    await page.locator('#filters-open').tap();
    same(await focused(page), 'filters-close', 'filters, with the way out in focus');
    await row(page, 'types', 'Thành phố').tap();
    await page.locator('#filters-close').tap();
    same(await counts(page), [11, 10], 'filter');
    same(await focused(page), 'filters-open', 'and back');
    await search(page, 'tien sa');
    await page.locator('#results button').first().tap();
    const sheet = await page.locator('#details').boundingBox();
    check(sheet.width === 390 && sheet.y > 300 && sheet.y + sheet.height <= 844.5, 'the panel is a sheet at the bottom');
    await openFact(page, 'Công ty Hải Âu');
    same(await page.locator('blockquote').count(), 1, 'a sentence');
    await page.locator('#close').tap();
    check(await page.locator('#details').isHidden(), 'closed');
    check(await wide() <= 390, 'still nothing is wider than the screen');
});

// ---- A graph that is moved as a picture ----

await test('a large graph', desk, async (page) => {
    await page.goto(pathToFileURL(large).href);
    const picture = () => page.evaluate(() => document.getElementById('graph').toDataURL());
    let before = '';
    const changes = async (what) => {
        let after = before;
        for (let i = 0; i < 50 && after === before; i++) {
            await page.waitForTimeout(100);
            after = await picture();
        }
        check(after !== before, what);
        // Until it is painted to its end.
        for (before = null; before !== after; await page.waitForTimeout(400)) {
            before = after;
            after = await picture();
        }
    };
    await changes('it is drawn');
    const byType = before;
    await page.locator('#color [data-value="community"]').click();
    await changes('other colours are painted, in the same place');
    await page.locator('#color [data-value="type"]').click();
    await changes('and painted again');
    check(before === byType, 'as it was at first');
    await row(page, 'relations', 'gặp').uncheck();
    await changes('a filter is followed');
    await row(page, 'relations', 'gặp').check();
    await changes('and taken back');
    check(before === byType, 'as it was at first');
    await page.locator('#graph').focus();
    await page.keyboard.press('ArrowLeft');
    await changes('it is moved');
    await page.keyboard.press('ArrowRight');
    await changes('and moved back');
    check(before === byType, 'as it was at first');
}, { allow: [/request: .*large/] });

// ---- Where something is missing ----

await test('no canvas', desk, async (page) => {
    await page.addInitScript(() => { HTMLCanvasElement.prototype.getContext = () => null; });
    await page.reload();
    same(await texts(page, '#message'), ['Trình duyệt này không vẽ được đồ thị. Tìm kiếm và sự kiện vẫn dùng được.'], 'it is said');
    await open(page, 'sao bien');
    await openFact(page, 'Cảng Tiên Sa');
    same(await page.locator('blockquote').count(), 1, 'facts and sentences are there nevertheless');
}, { allow: [/./] });

await test('no graph', desk, async (page) => {
    await page.goto(pathToFileURL(empty).href);
    same(await texts(page, '#message'), ['Không tìm thấy tác nhân nào trong các bài báo.'], 'it is said');
    same(await counts(page), [0, 0], 'nothing');
    await page.locator('#zoom-fit').click();
    await page.locator('#color [data-value="community"]').click();
    same(await search(page, 'a'), [], 'nothing to find');
}, { allow: [/request: .*empty/] });

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
