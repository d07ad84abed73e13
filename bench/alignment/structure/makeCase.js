/** A draft made real: the score's text with its marks, the performance, and the truth. */
import { splitKey } from "../truth.js";
import { writeMarks } from "./scoreMarks.js";
import { splitStaves } from "./splitStaves.js";
import { playStretches } from "./timeline.js";

const PPQ = 10_000;
const US_PER_QUARTER = 500_000;
const TICKS_PER_SEC = (PPQ * 1e6) / US_PER_QUARTER;
const OTHER_SEC = 30;
const SILENCE_SEC = 0.5;

/** The edited score's text, or null where the score is as it was. */
export function scoreText(draft) {
  const { xml } = draft.material;
  if (draft.marks.size === 0 && draft.parts === 1) return null;
  const marked = writeMarks(xml, draft.marks);
  return draft.parts === 2 ? splitStaves(marked) : marked;
}

/**
 * @param buildTempoMap  the program's own, so that the performance looks as if it had been read from a file
 * @returns performance · truth: for each performed note its key (in this performance) or null · visits as in
 *   `playStretches` · played: for each note its place in the real performance ({ original, stretch }) or null
 */
export function makePerformance(draft, buildTempoMap) {
  const { timeline } = draft.material;
  const { notes, visits } = playStretches(timeline, draft.stretches);
  const staffOf = draft.tracks === "two" ? staffGuess(timeline, notes) : () => 1;
  const before = draft.before ? excerptOf(draft.before) : [];
  const zero = notes[0].onsetSec;
  const begin = SILENCE_SEC + (draft.before ? OTHER_SEC + draft.before.gapSec : 0);
  const main = notes.map((n, i) => ({
    ...n,
    pitch: n.note.pitch + draft.semitones,
    track: staffOf(i),
    onsetSec: n.onsetSec - zero + begin,
    offsetSec: n.offsetSec - zero + begin,
  }));
  const end = main.at(-1).onsetSec + (draft.after?.gapSec ?? 0);
  const after = draft.after ? excerptOf(draft.after).map((n) => moved(n, end)) : [];
  const foreign = [...before.map((n) => moved(n, SILENCE_SEC)), ...after];
  const other = foreign.map((n) => ({
    ...n,
    pitch: n.note.pitch + draft.semitones,
    track: 1,
    key: null,
    original: null,
  }));
  const all = [...main, ...other].filter((n) => n.pitch >= 0 && n.pitch <= 127);
  for (const n of all) n.onsetTick = Math.round(n.onsetSec * TICKS_PER_SEC);
  all.sort((a, b) => a.onsetTick - b.onsetTick || a.track - b.track);
  return {
    performance: performanceOf(all, buildTempoMap(PPQ, [])),
    truth: all.map((n) => n.key),
    played: all.map((n) => (n.original === null ? null : { original: n.original, stretch: n.stretch })),
    visits,
  };
}

const moved = (n, sec) => ({ ...n, onsetSec: n.onsetSec + sec, offsetSec: n.offsetSec + sec });

/** Half a minute of other music, from 0. */
function excerptOf({ notes, at }) {
  const lastSec = notes.at(-1).onsetSec;
  const fromSec = Math.max(0, lastSec - OTHER_SEC) * at;
  const inside = notes.filter((n) => n.onsetSec >= fromSec && n.onsetSec < fromSec + OTHER_SEC);
  return inside.map((note) => ({
    note,
    onsetSec: note.onsetSec - inside[0].onsetSec,
    offsetSec: note.offsetSec - inside[0].onsetSec,
  }));
}

/** Staff of a performed note: that of its score note; of one that is not written, that of the nearest key around it. */
function staffGuess({ noteOf }, notes) {
  const staffs = notes.map((n) => (n.key === null ? null : noteOf.get(splitKey(n.key).xmlId).staff));
  return (i) => {
    if (staffs[i] !== null) return Math.min(2, staffs[i]);
    let best = { distance: Number.POSITIVE_INFINITY, staff: 1 };
    for (let j = Math.max(0, i - 8); j < Math.min(notes.length, i + 9); j++) {
      const distance = Math.abs(notes[j].note.pitch - notes[i].note.pitch);
      if (staffs[j] !== null && distance < best.distance) best = { distance, staff: Math.min(2, staffs[j]) };
    }
    return best.staff;
  };
}

function performanceOf(all, tempoMap) {
  const notes = all.map((n, index) => {
    const offsetTick = Math.max(n.onsetTick + 1, Math.round(n.offsetSec * TICKS_PER_SEC));
    return {
      index,
      track: n.track,
      channel: n.track - 1,
      pitch: n.pitch,
      velocity: n.note.velocity,
      onsetTick: n.onsetTick,
      offsetTick,
      onsetSec: n.onsetTick / TICKS_PER_SEC,
      offsetSec: offsetTick / TICKS_PER_SEC,
      program: 0,
    };
  });
  const endTick = Math.max(0, ...notes.map((n) => n.offsetTick));
  const trackCount = 1 + Math.max(0, ...notes.map((n) => n.track));
  const tracks = Array.from({ length: trackCount }, (_, index) => {
    const noteCount = notes.filter((n) => n.track === index).length;
    return { index, name: "", noteCount, channels: noteCount > 0 ? [index - 1] : [] };
  });
  return {
    format: 1,
    tempoMap,
    tracks,
    notes,
    controls: [],
    programs: [],
    bends: [],
    pedals: [],
    meters: [],
    endTick,
    endSec: endTick / TICKS_PER_SEC,
    warnings: [],
  };
}
