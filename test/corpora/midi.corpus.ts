/** Every MIDI file of the corpora against an independent reader. Run by `npm run corpora`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import tone from "@tonejs/midi";
import { describe, expect, it } from "vitest";
import { readMidi } from "../../src/formats/midi/readMidi.js";

const FOLDERS = ["../shared/data/asap", "../shared/data/vienna"];
const present = FOLDERS.filter((folder) => existsSync(folder));
for (const folder of FOLDERS)
  if (!present.includes(folder)) console.warn(`midi.corpus: skipped, ${folder} is missing`);

const files = present.flatMap((folder) => {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.midi?$/i.test(name)).map((name) => `${folder}/${name}`);
});

type Row = [
  track: number,
  pitch: number,
  velocity: number,
  onsetTick: number,
  offsetTick: number,
  onsetSec: number,
  offsetSec: number,
];

function ourRows(bytes: Uint8Array, fileName: string): Row[] {
  const { notes } = readMidi(bytes, { fileName });
  return notes.map((n) => [n.track, n.pitch, n.velocity, n.onsetTick, n.offsetTick, n.onsetSec, n.offsetSec]);
}

/** The library drops tracks without events of a kind it knows, so tracks are told apart by their order alone. */
function theirRows(bytes: Uint8Array): Row[] {
  const { tracks } = new tone.Midi(bytes);
  return tracks.flatMap((track, k) => {
    return track.notes.map((n): Row => {
      return [
        k,
        n.midi,
        Math.round(n.velocity * 127),
        n.ticks,
        n.ticks + n.durationTicks,
        n.time,
        n.time + n.duration,
      ];
    });
  });
}

function sorted(rows: Row[]): Row[] {
  const order = (a: Row, b: Row) => a[3] - b[3] || a[1] - b[1] || a[4] - b[4] || a[2] - b[2];
  return [...rows].sort(order);
}

describe.skipIf(files.length === 0)("corpora", () => {
  it.each(files)("%s: notes, ticks and seconds equal @tonejs/midi", (path) => {
    const bytes = readFileSync(path);
    const ours = sorted(ourRows(bytes, path));
    const theirs = sorted(theirRows(bytes));
    expect(ours.map((r) => r.slice(1, 5))).toEqual(theirs.map((r) => r.slice(1, 5)));
    const worstSec = ours.reduce((worst, row, k) => {
      return Math.max(worst, Math.abs(row[5] - theirs[k][5]), Math.abs(row[6] - theirs[k][6]));
    }, 0);
    expect(worstSec).toBeLessThan(1e-9);
    expect(ours.length).toBeGreaterThan(0);
  });
});
