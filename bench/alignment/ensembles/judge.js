/** Found links against the truth of a made performance. */
import { toQuarter } from "./stageTime.js";

/**
 * `unisonF1`: score notes of equal onset and pitch are interchangeable, in whatever part. `partF1`: only those that belong to
 * the track and channel on which the performed note stands; parts that are the same from beginning to end are interchangeable
 * where no name tells them apart. `lanesRight`: parts that have most of their links on a lane of their own.
 *
 * @param unfolded  the unfolding that was performed; @param found  the unfolding that was aligned, with its links
 */
export function judge(unfolded, { performance, truth, named }, found) {
  const laneOf = performance.notes.map((note) => note.track * 16 + note.channel);
  const twins = named ? unfolded.score.parts.map((_, p) => p) : twinParts(unfolded);
  const ownParts = new Map();
  truth.forEach((sounding, i) => {
    if (sounding < 0) return;
    const part = twins[partOf(unfolded.sounding[sounding])];
    if (!ownParts.has(laneOf[i])) ownParts.set(laneOf[i], new Set());
    ownParts.get(laneOf[i]).add(part);
  });
  let unison = 0;
  let own = 0;
  const held = new Map();
  for (const { soundingIndex, noteIndex } of found.links) {
    const sound = found.sounding[soundingIndex];
    const part = twins[partOf(sound)];
    const isOwn = ownParts.get(laneOf[noteIndex])?.has(part) ?? false;
    if (!held.has(part)) held.set(part, [0, 0]);
    held.get(part)[isOwn ? 0 : 1]++;
    if (truth[noteIndex] < 0 || classOf(sound) !== classOf(unfolded.sounding[truth[noteIndex]])) continue;
    unison++;
    if (isOwn) own++;
  }
  const written = truth.reduce((sum, sounding) => sum + (sounding >= 0 ? 1 : 0), 0);
  const f1 = (right) => (2 * right) / Math.max(1, found.links.length + written);
  const lanesRight = [...held.values()].filter(([right, wrong]) => right > wrong).length;
  return { unisonF1: f1(unison), partF1: f1(own), lanesRight, lanes: held.size };
}

const partOf = (sound) => sound.members[0].note.partIndex;

/** A note in one pass, by onset and pitch: passages and passes keep apart what repeats put at other places. */
export function classOf(sound) {
  const { note, pass } = sound.members[0];
  const at = note.measureQuarter;
  return `${note.measureIndex}/${toQuarter(at)}/${pass}/${sound.midi}`;
}

/** The first part with the same notes, for every part. */
function twinParts(unfolded) {
  const content = unfolded.score.parts.map(() => []);
  for (const sound of unfolded.sounding)
    content[partOf(sound)].push(`${toQuarter(sound.onsetQuarter)}:${sound.midi}`);
  const text = content.map((list) => list.sort().join(" "));
  return text.map((one) => text.indexOf(one));
}
