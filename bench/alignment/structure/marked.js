/**
 * Repeat marks put into a score that has none, and a performance that obeys them, or does not.
 *
 * Measures are given as units of the timeline (from 0, in a score without marks one per measure). Each function has the
 * shape of those in `detours.js`; `asWritten` says that the performance does what the marks say.
 */
import { columnOfUnit } from "./detours.js";
import { wholeIn } from "./random.js";

/** Fewest measures of a section. */
const LEAST = 3;

function mark(material, marks, u, values) {
  const { measureIndex } = material.timeline.units[u];
  marks.set(measureIndex, { ...marks.get(measureIndex), ...values });
}

/** The path through units, both ends of a range inclusive. */
function path(material, ...ranges) {
  return ranges.map(([first, last], i) => ({
    from: columnOfUnit(material, first),
    to: columnOfUnit(material, last + 1),
    // Nobody plays a repeat at exactly the same tempo.
    scale: [1, 0.97, 1.04, 0.98][i % 4],
  }));
}

const lastUnit = ({ timeline }) => timeline.units.length - 1;

/** A section of `low` to `high` times the score's length, `room` measures left behind it. */
function section(material, random, low = 0.1, high = 0.4, room = 2) {
  const n = lastUnit(material) + 1;
  const measures = Math.max(LEAST, wholeIn(random, Math.ceil(low * n), Math.floor(high * n)));
  const first = wholeIn(random, 0, n - measures - room);
  return first < 0 || n < 12 ? null : { first, last: first + measures - 1 };
}

function marked(draft, marks, stretches, asWritten, did) {
  return { ...draft, marks, stretches, asWritten, did: [...draft.did, did] };
}

const isPlain = (material, draft) =>
  material.timeline.score.structure.length === 0 && draft.marks.size === 0 && draft.stretches.length === 1;

/** `:|` with or without its `|:` at the very beginning, both as programs write it. */
function markRepeat(material, marks, first, last, times = 2) {
  if (first > 0) mark(material, marks, first, { forward: true });
  mark(material, marks, last, { backward: times });
}

/** @param passes how often it is played; it is written to be played twice */
export function markedRepeat(passes) {
  return (material, draft, random) => {
    const at = section(material, random);
    if (!isPlain(material, draft) || at === null) return null;
    const marks = new Map();
    markRepeat(material, marks, at.first, at.last);
    const end = lastUnit(material);
    const again = Array.from({ length: passes - 1 }, (_, i) => [at.first, i < passes - 2 ? at.last : end]);
    const stretches = path(material, [0, passes === 1 ? end : at.last], ...again);
    return marked(draft, marks, stretches, passes === 2, `marked repeat played ${passes} times`);
  };
}

/** First and second endings of one or two measures. @param passes 1: straight to the second ending */
export function markedEndings(passes) {
  return (material, draft, random) => {
    const at = section(material, random, 0.15, 0.4, 5);
    if (!isPlain(material, draft) || at === null) return null;
    const [one, two] = [wholeIn(random, 1, 2), wholeIn(random, 1, 2)];
    const firstEnding = at.last - one + 1;
    const marks = new Map();
    markRepeat(material, marks, at.first, at.last);
    mark(material, marks, firstEnding, { endingStart: "1" });
    mark(material, marks, at.last, { endingStop: "1" });
    mark(material, marks, at.last + 1, { endingStart: "2" });
    mark(material, marks, at.last + two, { endingStop: "2", open: random() < 0.5 });
    const end = lastUnit(material);
    const body = [at.first, firstEnding - 1];
    const ranges = {
      1: [
        [0, firstEnding - 1],
        [at.last + 1, end],
      ],
      2: [[0, at.last], body, [at.last + 1, end]],
      3: [[0, at.last], [at.first, at.last], body, [at.last + 1, end]],
    }[passes];
    return marked(draft, marks, path(material, ...ranges), passes === 2, `endings, ${passes} passes`);
  };
}

/** A repeat inside a repeat. @param way which of the two is played */
export function nestedRepeats(way) {
  return (material, draft, random) => {
    const outer = section(material, random, 0.3, 0.6);
    if (!isPlain(material, draft) || outer === null || outer.last - outer.first < 3 * LEAST - 1) return null;
    const b = wholeIn(random, outer.first + 1, outer.first + Math.floor((outer.last - outer.first) / 3));
    const c = wholeIn(random, b + LEAST - 1, outer.last - 1);
    const marks = new Map();
    markRepeat(material, marks, outer.first, outer.last);
    mark(material, marks, b, { forward: true });
    mark(material, marks, c, { backward: 2 });
    if (outer.first === 0) mark(material, marks, 0, { forward: true });
    const end = lastUnit(material);
    const [a, d] = [outer.first, outer.last];
    const ranges = {
      "as written": [
        [0, c],
        [b, d],
        [a, c],
        [b, end],
      ],
      "inner only at first": [
        [0, c],
        [b, d],
        [a, end],
      ],
      "inner left out": [
        [0, d],
        [a, end],
      ],
      "outer left out": [
        [0, c],
        [b, end],
      ],
    }[way];
    return marked(draft, marks, path(material, ...ranges), way === "as written", `nested, ${way}`);
  };
}

/** D.C. at the end. @param way what the player makes of it */
export function daCapo(way) {
  return (material, draft, random) => {
    if (!isPlain(material, draft) || lastUnit(material) < 14) return null;
    const end = lastUnit(material);
    const fine = wholeIn(random, Math.floor(0.3 * end), Math.floor(0.7 * end));
    const first = wholeIn(random, 0, Math.floor(fine / 3));
    const last = wholeIn(random, first + LEAST - 1, fine);
    const inside = way.includes("repeat");
    const toFine = way !== "to the end";
    const marks = new Map();
    if (inside) markRepeat(material, marks, first, last);
    if (toFine) mark(material, marks, fine, { fine: true });
    mark(material, marks, end, { dacapo: toFine ? "D.C. al Fine" : "D.C.", wordsOnly: random() < 0.3 });
    const ranges = {
      "as written": [
        [0, end],
        [0, fine],
      ],
      "to the end": [
        [0, end],
        [0, end],
      ],
      ignored: [[0, end]],
      "repeat not taken again": [
        [0, last],
        [first, end],
        [0, fine],
      ],
      "repeat taken again": [
        [0, last],
        [first, end],
        [0, last],
        [first, fine],
      ],
      "repeat taken only again": [
        [0, end],
        [0, last],
        [first, fine],
      ],
      "repeats all left out": [
        [0, end],
        [0, fine],
      ],
    }[way];
    const asWritten = ["as written", "to the end", "repeat not taken again"].includes(way);
    return marked(draft, marks, path(material, ...ranges), asWritten, `da capo, ${way}`);
  };
}

/** Segno, and D.S. at the end or D.S./D.C. al Coda before the coda. @param way what the player makes of it */
export function dalSegno(way) {
  return (material, draft, random) => {
    if (!isPlain(material, draft) || lastUnit(material) < 16) return null;
    const end = lastUnit(material);
    const withCoda = way.includes("coda");
    const segno = way.startsWith("da capo") ? 0 : wholeIn(random, 2, Math.floor(0.3 * end));
    const leave = wholeIn(random, segno + LEAST, Math.floor(0.55 * end));
    const jump = withCoda ? wholeIn(random, Math.max(leave + 2, Math.floor(0.6 * end)), end - LEAST) : end;
    const wordsOnly = random() < 0.3;
    const marks = new Map();
    if (segno > 0) mark(material, marks, segno, { segno: true });
    if (withCoda) {
      mark(material, marks, leave, { toCoda: true, wordsOnly });
      mark(material, marks, jump + 1, { coda: true });
    } else mark(material, marks, leave, { fine: true, wordsOnly });
    const words = `${segno > 0 ? "D.S." : "D.C."} al ${withCoda ? "Coda" : "Fine"}`;
    mark(material, marks, jump, { [segno > 0 ? "dalsegno" : "dacapo"]: words, wordsOnly });
    const taken = [[0, jump], [segno, leave], ...(withCoda ? [[jump + 1, end]] : [])];
    const ranges = way.includes("ignored") ? [[0, end]] : taken;
    return marked(draft, marks, path(material, ...ranges), !way.includes("ignored"), way);
  };
}
