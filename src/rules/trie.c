/* The trie of the lexicon, laid out level by level: the children of a node stand side by side,
 * sorted by symbol, so that a node needs no more than where they begin. Children of the root are
 * found by their symbol directly. */
#include "loader.h"

struct Trie {
    uint32_t symbols;      /* length of `root` */
    const uint32_t *root;  /* child of the root by symbol, or 0 */
    const uint32_t *first; /* [nodes + 1]: children of node n are first[n] .. first[n + 1] - 1 */
    const SymId *symbol;   /* [nodes]: that leads to the node */
    const EntryId *entry;  /* [nodes]: that ends at the node, or 0 */
};

typedef struct SortedPhrase {
    const SymId *symbols;
    uint32_t count;
    EntryId entry;
} SortedPhrase;

/* Nodes still to be laid out: phrases low .. high - 1 share their first `depth` symbols. */
typedef struct Pending {
    uint32_t low, high, depth;
    uint32_t entries; /* that end on the way from the root */
} Pending;

static int compare_phrases(const void *left, const void *right) {
    const SortedPhrase *a = left;
    const SortedPhrase *b = right;
    const uint32_t shared = a->count < b->count ? a->count : b->count;
    for (uint32_t i = 0; i < shared; i++) {
        if (a->symbols[i] != b->symbols[i]) {
            return a->symbols[i] < b->symbols[i] ? -1 : 1;
        }
    }
    return (a->count > b->count) - (a->count < b->count);
}

static SortedPhrase *sort_phrases(const Intern *phrases, uint32_t *total) {
    const uint32_t count = (uint32_t)intern_count(phrases);
    SortedPhrase *sorted = mem_zeroed(count, sizeof *sorted, "phrases");
    *total = 0;
    for (EntryId id = 1; id <= count; id++) {
        const Str bytes = intern_str(phrases, id);
        /* The arena aligns what it hands out for any type. */
        sorted[id - 1] = (SortedPhrase){.symbols = (const SymId *)(const void *)bytes.ptr,
                                        .count = (uint32_t)(bytes.len / sizeof(SymId)),
                                        .entry = id};
        *total += sorted[id - 1].count;
    }
    qsort(sorted, count, sizeof *sorted, compare_phrases);
    return sorted;
}

typedef struct Layout {
    const SortedPhrase *sorted;
    Pending *nodes;
    uint32_t count;
    uint32_t *first;
    SymId *symbol;
    EntryId *entry;
    uint32_t most;
} Layout;

/* Lays out the children of `node` behind all nodes so far. */
static void lay_children(Layout *layout, uint32_t node) {
    Pending here = layout->nodes[node];
    layout->first[node] = layout->count;
    if (here.low < here.high && layout->sorted[here.low].count == here.depth) {
        layout->entry[node] = layout->sorted[here.low++].entry;
        here.entries++;
        layout->most = here.entries > layout->most ? here.entries : layout->most;
    }
    while (here.low < here.high) {
        const SymId symbol = layout->sorted[here.low].symbols[here.depth];
        uint32_t end = here.low + 1;
        while (end < here.high && layout->sorted[end].symbols[here.depth] == symbol) {
            end++;
        }
        layout->symbol[layout->count] = symbol;
        layout->nodes[layout->count++] = (Pending){
            .low = here.low, .high = end, .depth = here.depth + 1, .entries = here.entries};
        here.low = end;
    }
}

const Trie *trie_build(Arena *arena, const Intern *phrases, uint32_t symbols, uint32_t *most) {
    uint32_t total;
    SortedPhrase *sorted = sort_phrases(phrases, &total);
    Layout layout = {.sorted = sorted,
                     .nodes = mem_zeroed(total + 1, sizeof(Pending), "trie"),
                     .count = 1,
                     .first = arena_array(arena, uint32_t, total + 2),
                     .symbol = arena_array(arena, SymId, total + 1),
                     .entry = arena_array(arena, EntryId, total + 1)};
    layout.nodes[0] = (Pending){.high = (uint32_t)intern_count(phrases)};
    for (uint32_t node = 0; node < layout.count; node++) {
        lay_children(&layout, node);
    }
    layout.first[layout.count] = layout.count;
    uint32_t *root = arena_array(arena, uint32_t, symbols + 1);
    for (uint32_t node = layout.first[0]; node < layout.first[1]; node++) {
        root[layout.symbol[node]] = node;
    }
    free(sorted);
    free(layout.nodes);
    Trie *trie = arena_new(arena, Trie);
    *trie = (Trie){.symbols = symbols + 1,
                   .root = root,
                   .first = layout.first,
                   .symbol = layout.symbol,
                   .entry = layout.entry};
    *most = layout.most;
    return trie;
}

uint32_t lexicon_step(const Trie *trie, uint32_t node, SymId symbol, EntryId *entry) {
    uint32_t child = 0;
    if (node == 0) {
        child = symbol < trie->symbols ? trie->root[symbol] : 0;
    } else {
        uint32_t low = trie->first[node];
        uint32_t high = trie->first[node + 1];
        while (low < high) {
            const uint32_t middle = low + (high - low) / 2;
            if (trie->symbol[middle] < symbol) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        child = low < trie->first[node + 1] && trie->symbol[low] == symbol ? low : 0;
    }
    *entry = child == 0 ? 0 : trie->entry[child];
    return child;
}
