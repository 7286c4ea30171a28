// A network as `extract` would give it, for measurements: node generate.mjs NODES EDGES > results.ndjson
// The same each time: groups of actors with a centre each, most relations inside of a group.
const [nodeCount, edgeCount] = process.argv.slice(2).map(Number);

let state = 7;
function random(limit) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
}

const types = [['Person', '\u00d4ng'], ['Corporation', 'C\u00f4ng ty'], ['GovernmentOrganization', 'S\u1edf'], ['City', 'Th\u00e0nh ph\u1ed1'], ['Event', 'H\u1ed9i ngh\u1ecb']];
const relations = ['signed', 'cooperatesWith', 'meets', 'supports', 'directs', 'requests', 'welcomes'];
const modalities = ['asserted', 'asserted', 'asserted', 'planned', 'reported', 'possible', 'negated'];
const groupSize = 40;

const nodes = Array.from({ length: nodeCount }, (unused, i) => {
    const [type, head] = types[i % groupSize === 0 ? 1 : i % types.length];
    return { label: `${head} Ki\u1ec3m Th\u1eed ${i}`, type, proper: true };
});

/* Near the centre of its group, often; anywhere, sometimes. */
function pick(group) {
    const last = Math.ceil(nodeCount / groupSize);
    const chosen = random(8) === 0 ? random(last) : group;
    return Math.min(chosen * groupSize + Math.min(random(groupSize), random(groupSize)), nodeCount - 1);
}

let made = 0;
for (let document = 0; made < edgeCount; document++) {
    const date = `${2020 + random(6)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`;
    const used = new Map();
    const triples = [];
    while (triples.length < 10 && made < edgeCount) {
        // Each node is the subject of some, so that all are there.
        const first = made % nodeCount;
        const [subject, object] = [nodes[first], nodes[pick(Math.floor(first / groupSize))]];
        if (subject === object) {
            continue;
        }
        const start = triples.length * 200;
        used.set(subject.label, subject).set(object.label, object);
        triples.push({ subject: subject.label, relation: relations[random(relations.length)], object: object.label, start, end: start + 180,
            sentence: `Trong bu\u1ed5i l\u00e0m vi\u1ec7c th\u1ee9 ${document}, ${subject.label} c\u00f9ng ${object.label} trao \u0111\u1ed5i v\u1ec1 k\u1ebf ho\u1ea1ch c\u1ee7a n\u0103m t\u1edbi v\u00e0 nh\u1eefng vi\u1ec7c c\u1ea7n l\u00e0m.`,
            rule: 'rules/vi/test.rules:1 test', date, modality: modalities[random(modalities.length)], confidence: 0.5 + random(50) / 100 });
        made++;
    }
    process.stdout.write(JSON.stringify({ v: 1, id: `d${document}`, title: `B\u00e0i s\u1ed1 ${document}`, date, url: `https://example.org/${document}`,
        entities: [...used.values()], mentions: [], triples }) + '\n');
}
