/** Which way a performance went: repeats, jumps, skips, other music. The ways are written out by hand, in measures. */
import { describe, expect, it } from "vitest";
import { type AlignedScore, alignScore } from "../../src/align/alignScore.js";
import { fraction, toNumber, ZERO } from "../../src/core/fraction.js";
import type { Score } from "../../src/core/score.js";
import type { StructureMark } from "../../src/core/scoreMarks.js";
import { type SampleNote, type SampleStroke, samplePerformance, sampleScore } from "./sampleMusic.js";

/** Our own tune: sixteen measures of four quarters, no two alike, over two half notes. */
const MELODY = [
  [67, 69, 71, 72],
  [74, 72, 71, 69],
  [76, 79, 77, 74],
  [72, 71, 74, 67],
  [65, 69, 72, 77],
  [76, 74, 72, 70],
  [69, 65, 67, 70],
  [64, 66, 67, 62],
  [79, 78, 76, 74],
  [73, 76, 81, 79],
  [78, 74, 69, 66],
  [68, 71, 76, 80],
  [81, 77, 74, 70],
  [67, 75, 72, 68],
  [66, 62, 60, 64],
  [71, 67, 62, 67],
] as const;
const BASS = [
  [43, 47],
  [48, 50],
  [45, 53],
  [50, 43],
  [41, 45],
  [46, 43],
  [48, 41],
  [52, 50],
  [40, 45],
  [57, 49],
  [42, 54],
  [44, 40],
  [53, 46],
  [51, 44],
  [38, 48],
  [55, 43],
] as const;
const NOTES: readonly SampleNote[] = MELODY.flatMap((tune, m) => [
  ...tune.map((midi, q) => ({ at: 4 * m + q, midi })),
  ...BASS[m].map((midi, h) => ({ at: 4 * m + 2 * h, quarters: 2, midi, voice: "2" })),
]);
const OTHER_TUNE = [61, 63, 66, 68, 70, 73, 70, 68, 66, 63, 61, 58, 56, 58, 61, 63, 61, 58, 56, 54];

type Kind = StructureMark["kind"];
/** A mark at the beginning of a measure, or (closing marks) at its end; measures count from 1. */
function mark(kind: Kind, measure: number, more: object = {}): StructureMark {
  const closes = ["repeat-backward", "ending-stop", "da-capo", "dal-segno", "to-coda", "fine"].includes(kind);
  const place = { measureIndex: measure - 1, measureQuarter: closes ? fraction(4) : ZERO };
  return { ...place, kind, ...more } as StructureMark;
}
const repeat = (from: number, to: number) => [
  mark("repeat-forward", from),
  mark("repeat-backward", to, { times: 2, afterJump: false }),
];
const ending = (n: number, from: number, to: number) => [
  mark("ending-start", from, { numbers: [n] }),
  mark("ending-stop", to, { numbers: [n], open: false }),
];
const label = { label: "" };

/** "1-8 5-16": measures from … to; "3.2-16" begins at the third quarter of measure 3, "1-5.2" ends before that of 5. */
function quartersOf(way: string): [number, number][] {
  return way.split(" ").map((range) => {
    const [from, to = from] = range.split("-");
    const [toMeasure, toQuarter] = to.split(".").map(Number);
    const [fromMeasure, fromQuarter = 0] = from.split(".").map(Number);
    return [4 * (fromMeasure - 1) + fromQuarter, 4 * (toMeasure - 1) + (toQuarter ?? 4)];
  });
}

interface Play {
  /** Seconds before the first note. */
  readonly startSec?: number;
  readonly semitones?: number;
  /** Seconds a quarter. */
  readonly quarterSec?: number;
  /** Track of each part. */
  readonly tracks?: readonly number[];
}

/** Play a score along a way: the strokes, and for each the number of its note and how often that has sounded. */
function play(score: Score, way: string, options: Play = {}) {
  const { startSec = 0.5, semitones = 0, quarterSec = 0.45, tracks = [1, 1] } = options;
  const strokes: SampleStroke[] = [];
  const links: string[] = [];
  const passes = new Map<number, number>();
  const inTime = score.notes
    .map((note) => ({ note, at: 4 * note.measureIndex + toNumber(note.measureQuarter) }))
    .sort((a, b) => a.at - b.at);
  let played = 0;
  for (const [from, to] of quartersOf(way)) {
    for (const { note, at } of inTime.filter((n) => n.at >= from && n.at < to)) {
      const quarter = played + at - from;
      const rubato = 0.12 * Math.sin(quarter / 5) + 0.015 * Math.sin(2.3 * quarter + note.soundingMidi);
      strokes.push({
        sec: startSec + quarterSec * quarter + rubato,
        midi: note.soundingMidi + semitones,
        track: tracks[note.partIndex],
      });
      passes.set(note.index, (passes.get(note.index) ?? 0) + 1);
      links.push(`${note.xmlId} pass ${passes.get(note.index)}`);
    }
    played += to - from;
  }
  return { strokes, links };
}

function otherMusic(startSec: number): { sec: number; midi: number }[] {
  return OTHER_TUNE.flatMap((midi, i) => [
    { sec: startSec + 0.31 * i, midi },
    { sec: startSec + 0.31 * i + 0.01, midi: midi - 13 },
  ]);
}

/** What each performed note is linked to, by its number; "" for none. */
function linksOf({ unfolded, alignment }: AlignedScore, count: number): string[] {
  const links = new Array<string>(count).fill("");
  for (const { soundingIndex, noteIndex } of alignment.links) {
    const { note, pass } = unfolded.sounding[soundingIndex].members[0];
    links[noteIndex] = `${note.xmlId} pass ${pass}`;
  }
  return links;
}

const piano = (structure: readonly StructureMark[]) =>
  sampleScore(NOTES, { partNames: ["Piano"], structure });

describe("the way a performance went", () => {
  const endings = [...repeat(5, 8), ...ending(1, 8, 8), ...ending(2, 9, 9)];
  const nested = [...repeat(3, 10), ...repeat(5, 7)];
  const daCapo = [mark("fine", 8), mark("da-capo", 16)];
  const coda = [
    mark("segno", 3, label),
    mark("to-coda", 7, label),
    mark("dal-segno", 12, label),
    mark("coda", 13, label),
  ];

  it.each([
    { why: "straight through", marks: [], way: "1-16" },
    { why: "a repeat as written", marks: repeat(5, 8), way: "1-8 5-16" },
    { why: "a repeat left out", marks: repeat(5, 8), way: "1-16" },
    { why: "a repeat played three times", marks: repeat(5, 8), way: "1-8 5-8 5-16" },
    { why: "first and second ending", marks: endings, way: "1-8 5-7 9-16" },
    { why: "the second ending at once", marks: endings, way: "1-7 9-16" },
    { why: "the first ending twice", marks: endings, way: "1-8 5-8 5-7 9-16" },
    { why: "a repeat in a repeat", marks: nested, way: "1-7 5-10 3-7 5-16" },
    { why: "a repeat in a repeat, taken only at first", marks: nested, way: "1-7 5-10 3-16" },
    { why: "the outer of two repeats only", marks: nested, way: "1-10 3-16" },
    { why: "da capo al fine", marks: daCapo, way: "1-16 1-8" },
    { why: "da capo not taken", marks: daCapo, way: "1-16" },
    {
      why: "da capo with a repeat that is not taken again",
      marks: [...repeat(2, 5), ...daCapo],
      way: "1-5 2-16 1-8",
    },
    {
      why: "da capo with a repeat taken again",
      marks: [...repeat(2, 5), ...daCapo],
      way: "1-5 2-16 1-5 2-8",
    },
    { why: "dal segno al coda", marks: coda, way: "1-12 3-7 13-16" },
    { why: "dal segno not taken", marks: coda, way: "1-16" },
    { why: "three measures left out", marks: [], way: "1-6 10-16" },
    { why: "five measures left out", marks: [], way: "1-3 9-16" },
    { why: "a passage played twice", marks: [], way: "1-9 6-16" },
    { why: "a passage played twice after breaking off inside a measure", marks: [], way: "1-9.2 7-16" },
    { why: "a start in the middle", marks: [], way: "6-16" },
    { why: "a start inside a measure", marks: [], way: "6.1-16" },
    { why: "an early stop", marks: [], way: "1-11" },
    { why: "an early stop inside a measure", marks: [], way: "1-11.3" },
    {
      why: "a repeat left out, a passage left out, and an early stop",
      marks: repeat(2, 5),
      way: "1-8 12-15",
    },
  ])("is found, and each note's pass with it: $why", ({ marks, way }) => {
    const score = piano(marks);
    const { strokes, links } = play(score, way);
    expect(linksOf(alignScore(score, samplePerformance(strokes)), strokes.length)).toEqual(links);
  });

  it.each([
    { where: "before", ownSec: 9, otherSec: 0.5 },
    { where: "after", ownSec: 0.5, otherSec: 33 },
  ])("leaves other music $where alone", ({ ownSec, otherSec }) => {
    const score = piano([]);
    const { strokes, links } = play(score, "1-16", { startSec: ownSec });
    const other = otherMusic(otherSec);
    const nothing = other.map(() => "");
    const [all, expected] =
      ownSec > otherSec
        ? [
            [...other, ...strokes],
            [...nothing, ...links],
          ]
        : [
            [...strokes, ...other],
            [...links, ...nothing],
          ];
    expect(linksOf(alignScore(score, samplePerformance(all)), all.length)).toEqual(expected);
  });

  it.each([0.3, 0.8])("is found at %f seconds a quarter", (quarterSec) => {
    const score = piano(repeat(5, 8));
    const { strokes, links } = play(score, "1-8 5-16", { quarterSec });
    expect(linksOf(alignScore(score, samplePerformance(strokes)), strokes.length)).toEqual(links);
  });

  it.each([-6, -1, 3, 6])("is found when all is played %i semitones away", (semitones) => {
    const score = piano(repeat(5, 8));
    const { strokes, links } = play(score, "1-16", { semitones });
    expect(linksOf(alignScore(score, samplePerformance(strokes)), strokes.length)).toEqual(links);
  });

  it.each([
    { why: "each on its own track", tracks: [1, 2] },
    { why: "all on one", tracks: [1, 1] },
  ])("is one way for all parts: $why", ({ tracks }) => {
    const parted = NOTES.map((n) => ({ ...n, part: n.voice === "2" ? 1 : 0 }));
    const score = sampleScore(parted, { partNames: ["Violin", "Cello"], structure: repeat(5, 8) });
    const { strokes, links } = play(score, "1-8 5-8 5-10 13-16", { tracks });
    expect(linksOf(alignScore(score, samplePerformance(strokes)), strokes.length)).toEqual(links);
  });
});

describe("the name of the way", () => {
  const endings = [...repeat(5, 8), ...ending(1, 8, 8), ...ending(2, 9, 9)];

  it.each([
    { why: "every measure once, as there are no signs", marks: [], way: "1-16", repeats: "written" },
    { why: "the repeat as written", marks: endings, way: "1-8 5-7 9-16", repeats: "written" },
    { why: "the second ending at once", marks: endings, way: "1-7 9-16", repeats: "none" },
    {
      why: "every measure once, the first ending into the second",
      marks: endings,
      way: "1-16",
      repeats: "performed",
    },
    { why: "a passage left out", marks: [], way: "1-6 10-16", repeats: "performed" },
  ])("$why: $repeats", ({ marks, way, repeats }) => {
    const score = piano(marks);
    const { strokes } = play(score, way);
    expect(alignScore(score, samplePerformance(strokes)).unfolded.repeats).toBe(repeats);
  });
});
