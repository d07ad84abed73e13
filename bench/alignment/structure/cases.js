/** Which cases there are: kinds, how many of each, and the pairs they are made from. */
import {
  addRepeat,
  leaveOutRepeat,
  skipMeasures,
  slipBack,
  slipInside,
  startLate,
  stopEarly,
} from "./detours.js";
import { daCapo, dalSegno, markedEndings, markedRepeat, nestedRepeats } from "./marked.js";
import { randomFor, shuffled, wholeIn } from "./random.js";

const say = (draft, did, changes) => ({ ...draft, ...changes, did: [...draft.did, did] });

function transpose(_material, draft, random) {
  const semitones = wholeIn(random, 1, 6) * (random() < 0.5 ? -1 : 1);
  return say(draft, `transposed by ${semitones}`, { semitones });
}

/** `where`: "before" or "after"; the excerpt itself is drawn when the performance is made. */
function otherMusic(where) {
  return (material, draft, random) => {
    const others = material.others.filter((o) => o.pair.piece !== material.pair.piece);
    const other = others[wholeIn(random, 0, others.length - 1)];
    const excerpt = { notes: other.performance.notes, at: random(), gapSec: 1 + 3 * random() };
    return say(draft, `${other.pair.piece} ${where}`, { [where]: excerpt });
  };
}

function twoParts(tracks) {
  return (_material, draft) => say(draft, `two parts on ${tracks} track(s)`, { parts: 2, tracks });
}

/** Kind → variants: functions applied one after the other, and how many cases of each. */
const KINDS = {
  "repeat left out": [
    [10, leaveOutRepeat],
    [8, markedRepeat(1)],
  ],
  "repeat once more": [
    [8, addRepeat],
    [6, markedRepeat(3)],
  ],
  "repeat as marked": [[6, markedRepeat(2)]],
  endings: [
    [5, markedEndings(2)],
    [5, markedEndings(1)],
    [4, markedEndings(3)],
  ],
  "nested repeats": [
    [3, nestedRepeats("as written")],
    [3, nestedRepeats("inner only at first")],
    [3, nestedRepeats("inner left out")],
    [3, nestedRepeats("outer left out")],
  ],
  "da capo": [
    [3, daCapo("as written")],
    [2, daCapo("to the end")],
    [3, daCapo("ignored")],
    [3, daCapo("repeat not taken again")],
    [3, daCapo("repeat taken again")],
    [2, daCapo("repeat taken only again")],
    [2, daCapo("repeats all left out")],
  ],
  "dal segno, coda": [
    [4, dalSegno("dal segno al fine")],
    [5, dalSegno("dal segno al coda")],
    [3, dalSegno("da capo al coda")],
    [2, dalSegno("dal segno al coda, ignored")],
    [1, dalSegno("dal segno al fine, ignored")],
  ],
  "measures skipped": [[24, skipMeasures]],
  "start in the middle": [[14, startLate]],
  "early stop": [[10, stopEarly]],
  "slip, goes back": [[12, slipBack]],
  "slip inside a measure": [[6, slipInside]],
  "other music before": [[10, otherMusic("before")]],
  "other music after": [[10, otherMusic("after")]],
  transposed: [[12, transpose]],
  "two parts": [
    [5, twoParts("one")],
    [5, twoParts("two")],
  ],
  combined: [
    [2, skipMeasures, transpose],
    [2, skipMeasures, slipBack],
    [1, slipBack, otherMusic("before")],
    [1, startLate, otherMusic("after")],
    [1, startLate, otherMusic("before")],
    [1, stopEarly, transpose],
    [1, startLate, stopEarly],
    [2, leaveOutRepeat, slipBack],
    [1, leaveOutRepeat, transpose],
    [1, markedEndings(1), skipMeasures],
    [1, markedEndings(2), stopEarly],
    [1, nestedRepeats("inner left out"), otherMusic("before")],
    [2, daCapo("repeat not taken again"), twoParts("two")],
    [1, daCapo("as written"), stopEarly],
    [2, dalSegno("dal segno al coda"), transpose],
    [1, dalSegno("dal segno al coda"), skipMeasures],
    [1, markedRepeat(2), twoParts("one")],
    [1, skipMeasures, twoParts("two")],
    [1, skipMeasures, skipMeasures],
    [1, otherMusic("before"), otherMusic("after")],
  ],
};

/** Draws before a pair is given up for a variant. */
const DRAWS = 40;
/** How often the pairs are gone through for one variant. */
const ROUNDS = 3;

/**
 * The list of cases: drafts with `kind`, `name` and `material`. Deterministic: each draw has random numbers of its own.
 *
 * @param materials  { pair, timeline, performance, … } of every pair
 */
export function listCases(materials) {
  return Object.entries(KINDS).flatMap(([kind, variants]) => {
    const cases = [];
    for (const [v, [count, ...steps]] of variants.entries())
      cases.push(...drawVariant(materials, `${kind} ${v}`, count, steps, cases));
    return cases.map((draft, i) => ({ ...draft, kind, name: `${kind} ${String(i + 1).padStart(2, "0")}` }));
  });
}

/** @param former  cases of the same kind: their pieces come last, and none is made twice */
function drawVariant(materials, name, count, steps, former) {
  const cases = [];
  const used = new Map();
  for (const { material } of former) used.set(material.pair.piece, (used.get(material.pair.piece) ?? 0) + 1);
  const seen = new Set(former.map(fingerprint));
  for (let round = 0; round < ROUNDS; round++) {
    for (const material of inTurn(materials, name, used)) {
      if (cases.length === count) return cases;
      const found = drawCase(material, steps, `${name} ${round} ${material.pair.line}`);
      const draft = found && { ...found, material };
      if (draft === null || seen.has(fingerprint(draft))) continue;
      seen.add(fingerprint(draft));
      cases.push(draft);
    }
  }
  return cases;
}

const fingerprint = ({ material, stretches, marks, did }) =>
  JSON.stringify([material.pair.line, stretches.map((s) => [s.from, s.to]), [...marks], did]);

/** All pairs in a drawn order, several times; one pair of each piece a round, and pieces not yet used first. */
function inTurn(materials, name, used) {
  const order = shuffled(randomFor(name), materials);
  const rounds = [];
  const seen = new Map();
  for (const material of order) {
    const round = seen.get(material.pair.piece) ?? 0;
    seen.set(material.pair.piece, round + 1);
    rounds[round] ??= [];
    rounds[round].push(material);
  }
  const often = ({ pair }) => used.get(pair.piece) ?? 0;
  const first = [...rounds[0]].sort((a, b) => often(a) - often(b));
  return [...first, ...rounds.slice(1).flat()];
}

function drawCase(material, steps, name) {
  const { timeline } = material;
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = randomFor(`${name} ${draw}`);
    const whole = [{ from: 0, to: timeline.columns.length }];
    let draft = {
      stretches: whole,
      marks: new Map(),
      parts: 1,
      tracks: "one",
      semitones: 0,
      did: [],
      asWritten: true,
    };
    for (const step of steps) {
      draft = draft && step(material, draft, random);
    }
    if (draft) return draft;
  }
  return null;
}
