/** Melody and bass: the uppermost and the lowest line of what sounds. */

import { roundSec } from "../registry/rounding.js";
import type { SongMapDocument } from "../schema/songMap.js";
import type { SoundingRecord } from "./soundingRecords.js";

type Line = SongMapDocument["performance"]["melody"];

/** Notes that begin within this time of each other begin together: hands and players are not exact. */
const TOGETHER_SEC = 0.035;

/**
 * The melody is the upper line of the singing parts, or of all parts where nobody sings; the bass is the lower line
 * of what is left. Drums take no part. A note's confidence is the share of its length that lies in the line.
 *
 * @param sounding      by start
 * @param singingParts  IDs of the parts that have lyrics
 */
export function findLines(
  sounding: readonly SoundingRecord[],
  singingParts: ReadonlySet<string>,
): { melody: Line; bass: Line } {
  const pitched = sounding.filter((note) => note.isPitched && note.endSec > note.startSec);
  const candidates =
    singingParts.size > 0
      ? pitched.filter((note) => singingParts.has(note.record.score?.partId ?? ""))
      : pitched;
  const melody = outerLine(candidates, 1);
  const inMelody = new Set(melody.map((note) => note.universal_id));
  const rest = pitched.filter((note) => !inMelody.has(note.record.universalId));
  return { melody, bass: outerLine(rest, -1) };
}

/**
 * The skyline: a note belongs to it if none that began earlier and still sounds lies beyond it; it lasts until its
 * end or the line's next note.
 *
 * @param direction  1 for the top, -1 for the bottom
 */
function outerLine(notes: readonly SoundingRecord[], direction: 1 | -1): Line {
  const chosen: SoundingRecord[] = [];
  for (let i = 0; i < notes.length; ) {
    const startSec = notes[i].startSec;
    let outermost = notes[i];
    for (; i < notes.length && notes[i].startSec - startSec <= TOGETHER_SEC; i++) {
      if (direction * (notes[i].midi - outermost.midi) > 0) outermost = notes[i];
    }
    const held = chosen.at(-1);
    const isCovered =
      held && held.endSec - outermost.startSec > TOGETHER_SEC && direction * (held.midi - outermost.midi) > 0;
    if (!isCovered) chosen.push(outermost);
  }
  return chosen.flatMap((note, i) => {
    const end = Math.min(note.endSec, chosen[i + 1]?.startSec ?? note.endSec);
    if (!(end > note.startSec)) return [];
    const conf = Math.round(((end - note.startSec) / (note.endSec - note.startSec)) * 1e4) / 1e4;
    const { midi, velocity } = note;
    return [
      {
        universal_id: note.record.universalId,
        start: note.startSec,
        end: roundSec(end),
        midi,
        velocity,
        conf,
      },
    ];
  });
}
