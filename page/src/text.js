// Text: folding for the search, and where a sentence names an actor.

/* Without case, accents and punctuation: "\u0110\u00e0 N\u1eb5ng" and "da nang" are the same. */
export function fold(text) {
    return text.normalize('NFD').replace(/\p{M}+/gu, '').replace(/[\u0111\u0110]/g, 'd').toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

const wordCharacter = /[\p{L}\p{M}\p{N}]/u;

/* Some letters change their length with their case; text that has one is compared as it stands. */
function lower(text) {
    const lowered = text.toLowerCase();
    return lowered.length === text.length ? lowered : text;
}

/* Whether start..end of the text is not a part of longer words. */
function isWhole(text, start, end) {
    const before = start > 0 && wordCharacter.test(text[start - 1]) && wordCharacter.test(text[start]);
    return !before && !(end < text.length && wordCharacter.test(text[end]) && wordCharacter.test(text[end - 1]));
}

function findAll(text, name) {
    const found = [];
    for (let at = text.indexOf(name); at >= 0 && name !== ''; at = text.indexOf(name, at + 1)) {
        if (isWhole(text, at, at + name.length)) {
            found.push([at, at + name.length]);
        }
    }
    return found;
}

/* The runs of words of a name, longer ones first: by what it may be taken up again. */
function runsOf(name) {
    const words = name.split(/\s+/).filter((word) => wordCharacter.test(word));
    const runs = [];
    for (let length = Math.min(words.length - 1, 12); length > 0; length--) {
        for (let start = words.length - length; start >= 0; start--) {
            runs.push(words.slice(start, start + length).join(' '));
        }
    }
    return runs;
}

const isCapital = (word) => word.length > 1 && word[0] !== word[0].toLowerCase();

/*
 * Cuts a sentence at the names of actors: [{ text, actor, part }], `actor` an index into `actors`
 * ({ label, aliases }) or -1. Longer names win. An actor that no name of its own stands for is looked
 * for by the longest part of its name; `part` marks those. `missing`: the actors that are not named.
 */
export function markNames(sentence, actors) {
    const text = sentence.normalize('NFC');
    const lowered = lower(text);
    const taken = [];
    const take = (actor, part) => ([start, end]) => {
        if (taken.every((other) => end <= other.start || start >= other.end)) {
            taken.push({ start, end, actor, part });
        }
    };
    const names = actors.flatMap((actor, index) => [actor.label, ...actor.aliases]
        .map((name) => ({ index, name: lower(name.normalize('NFC')) })));
    names.sort((a, b) => b.name.length - a.name.length);
    for (const { index, name } of names) {
        findAll(lowered, name).forEach(take(index, false));
    }
    const missing = [];
    actors.forEach((actor, index) => {
        if (taken.some((span) => span.actor === index)) {
            return;
        }
        for (const run of runsOf(actor.label.normalize('NFC'))) {
            // A single word is common: only as a name, with its capital.
            const found = run.includes(' ') ? findAll(lowered, lower(run)) : isCapital(run) ? findAll(text, run) : [];
            found.forEach(take(index, true));
            if (taken.some((span) => span.actor === index)) {
                return;
            }
        }
        missing.push(actor);
    });
    taken.sort((a, b) => a.start - b.start);
    const pieces = [];
    let at = 0;
    for (const span of taken) {
        pieces.push({ text: text.slice(at, span.start), actor: -1 });
        pieces.push({ text: text.slice(span.start, span.end), actor: span.actor, part: span.part });
        at = span.end;
    }
    pieces.push({ text: text.slice(at), actor: -1 });
    return { pieces: pieces.filter((piece) => piece.text !== ''), missing };
}

/* A text in at most `length` characters. */
export function shorten(text, length) {
    const characters = [...text];
    return characters.length <= length ? text : characters.slice(0, length - 1).join('').trimEnd() + '\u2026';
}
