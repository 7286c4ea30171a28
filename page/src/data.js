// The graph that the page holds: nodes and edges that know each other.
import { fold } from './text.js';

/* The edges between two nodes get a lane each, so that all of them are seen. */
function spreadParallel(edges) {
    const pairs = new Map();
    for (const edge of edges) {
        const { source, target } = edge;
        const key = Math.min(source.index, target.index) + ' ' + Math.max(source.index, target.index);
        pairs.set(key, [...pairs.get(key) ?? [], edge]);
    }
    for (const group of pairs.values()) {
        group.forEach((edge, lane) => {
            edge.siblings = group;
            edge.lane = lane - (group.length - 1) / 2;
        });
    }
}

/* Above this many communities the colours would repeat; the rest is grey. */
const COMMUNITIES_MOST = 10;

function nameCommunities(nodes) {
    const members = new Map();
    for (const node of nodes) {
        members.set(node.community, [...members.get(node.community) ?? [], node]);
    }
    return [...members].filter(([, list]) => list.length > 1).sort(([a], [b]) => a - b).slice(0, COMMUNITIES_MOST)
        .map(([number, list]) => ({
            number,
            size: list.length,
            leaders: list.sort((a, b) => b.pagerank - a.pagerank).slice(0, 2),
        }));
}

export function readData(text) {
    const raw = JSON.parse(text);
    const nodes = raw.nodes.map((node, index) => {
        const aliases = node.aliases ?? [];
        const label = node.label ?? node.id;
        const names = [label, ...aliases].map(fold);
        return { ...node, index, label, aliases, names, edges: [], type: raw.types[node.type], shown: true };
    });
    const edges = raw.edges.map((edge, index) => {
        const evidence = edge.evidence.map((one) => {
            const [source, sentence] = raw.sentences[one.sentence];
            return { ...one, sentence, source: raw.sources[source], rule: raw.rules[one.rule],
                modality: raw.modalities[one.modality], date: one.date ?? '' };
        });
        // What filters ask: of every statement, or of those that are here when these are all.
        const facts = edge.all
            ? edge.all.map(([modality, date, confidence]) => ({ modality: raw.modalities[modality], date, confidence }))
            : evidence;
        return { ...edge, index, evidence, facts, source: nodes[edge.source], target: nodes[edge.target],
            relation: raw.relations[edge.relation], modality: raw.modalities[edge.modality], shown: true };
    });
    for (const edge of edges) {
        edge.source.edges.push(edge);
        edge.target.edges.push(edge);
    }
    spreadParallel(edges);
    const count = (items, of) => {
        const counts = new Map();
        items.forEach((item) => counts.set(of(item), (counts.get(of(item)) ?? 0) + 1));
        return [...counts].map(([item, n]) => ({ item, n })).sort((a, b) => b.n - a.n);
    };
    const communities = nameCommunities(nodes);
    const colored = new Map(communities.map((community, index) => [community.number, index]));
    nodes.forEach((node) => { node.communityColor = colored.get(node.community) ?? -1; });
    return {
        nodes,
        edges,
        communities,
        types: count(nodes, (node) => node.type),
        relations: count(edges, (edge) => edge.relation),
        modalities: raw.modalities,
        allModalities: raw.allModalities,
        nodeCount: raw.nodeCount,
        edgeCount: raw.edgeCount,
        documentCount: raw.documentCount,
        byWeight: [...nodes].sort((a, b) => b.pagerank - a.pagerank || a.index - b.index),
        byId: new Map(nodes.map((node) => [node.id, node])),
    };
}
