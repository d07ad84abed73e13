/** A written note as the strokes that are heard: the first one on the written key is the note, all others are extra. */

const TREMOLO_SEC = [0.07, 0.1];

/** @param stroke  the plain note; @returns strokes in order of time, the plain note alone without a sign */
export function ornamentStrokes(random, level, note, stroke, writtenSec) {
  const pattern = patternOf(random, level, note, writtenSec);
  if (!pattern) return [stroke];
  let isOpen = true;
  return pattern.keys.map((shift, k) => {
    const isMain = shift === 0 && isOpen;
    if (isMain) isOpen = false;
    return {
      ...stroke,
      sounding: isMain ? stroke.sounding : -1,
      pitch: Math.min(127, stroke.pitch + shift),
      onsetSec: stroke.onsetSec + k * pattern.stepSec,
      durationSec: 0.9 * pattern.stepSec,
    };
  });
}

function patternOf(random, level, note, writtenSec) {
  const step = random.between(...level.trillSec);
  const upper = random.pick([1, 2]);
  const room = (seconds, most) => Math.max(0, Math.min(most, Math.floor(writtenSec / seconds)));
  if (note.tremoloStrokes >= 3) {
    const stepSec = random.between(...TREMOLO_SEC);
    return { keys: new Array(Math.max(1, room(stepSec, 200))).fill(0), stepSec };
  }
  if (note.ornaments.some((sign) => sign === "trill-mark")) {
    const count = room(step, 200);
    const first = random.chance(0.25) ? 1 : 0;
    return count < 3
      ? null
      : { keys: Array.from({ length: count }, (_, k) => ((k + first) % 2) * upper), stepSec: step };
  }
  if (note.ornaments.some((sign) => sign.endsWith("turn")))
    return room(step, 9) < 4 ? null : { keys: [upper, 0, -1, 0], stepSec: step };
  if (note.ornaments.some((sign) => sign === "mordent"))
    return room(step, 9) < 3 ? null : { keys: [0, -1, 0], stepSec: step };
  if (note.ornaments.some((sign) => sign === "inverted-mordent"))
    return room(step, 9) < 3 ? null : { keys: [0, upper, 0], stepSec: step };
  return null;
}
