const TICKS_PER_SEC = 960;

/**
 * A take as somebody may play it: unsteady, with wrong, missing and repeated notes, and a breath.
 *
 * @param take                  a performance as `readMidi` gives it
 * @param writePerformanceMidi  of the build that is at work
 * @returns bytes of a MIDI file
 */
export function playedTake({ notes }, writePerformanceMidi) {
  const plays = notes.flatMap(({ onsetSec, offsetSec, pitch, velocity }, index) => {
    if (index % 37 === 20) return [];
    const unsteadySec = 0.08 * Math.sin(onsetSec) + 0.012 * Math.sin(7 * index) + (onsetSec > 9 ? 0.7 : 0);
    const onsetTick = Math.round((onsetSec * 1.07 + unsteadySec + 0.5) * TICKS_PER_SEC);
    const durationTick = Math.max(1, Math.round((offsetSec - onsetSec) * TICKS_PER_SEC));
    const note = { pitch: index % 41 === 30 ? pitch + 1 : pitch, velocity, onsetTick, durationTick };
    return index % 53 === 40 ? [note, { ...note, onsetTick: onsetTick + 70 }] : [note];
  });
  const tracks = [{ name: "played", channel: 0, program: 0, notes: plays }];
  const tempos = [{ tick: 0, usPerQuarter: 500_000 }];
  return writePerformanceMidi({ ppq: TICKS_PER_SEC / 2, name: "", tempos, tracks });
}
