/**
 * How well the made performances are played. Every figure has a unit; shares are of the score's notes.
 *
 * `default` is a good ensemble on stage. Onsets that are written together lie 30-50 ms apart in trios (R. Rasch,
 * "Synchronization in performed ensemble music", Acustica 43, 1979: deviation of the differences); lags of 22 ms and
 * jitter of 18 ms give 40 ms. 4 % of the performed and 5 % of the written notes of the (n)ASAP pianists have no partner,
 * much of it trills that are played out here as well; so 2 % each are wrong, missing or extra: one note in fifty.
 * `hard` is a reading rehearsal, `very hard` amateurs on bad days: errors of both kinds two and a half, and five times as often.
 */
export const LEVELS = {
  default: {
    /** Deviation of the logarithm of the tempo. */
    tempo: 0.09,
    /** A breath of up to `breathSec` before a measure. */
    breathShare: 0.06,
    breathSec: 0.35,
    /** Share of the measures that slow down, and to which part of the tempo. */
    ritardShare: 0.04,
    ritardTo: 0.65,
    /** A fermata stands still for so long, seconds. */
    fermataSec: [0.5, 1.6],
    /** Deviation of a part's drifting lag, of every note, of a chord's notes, seconds. */
    lagSec: 0.022,
    jitterSec: 0.018,
    chordSec: 0.007,
    /** From note to note of a rolled chord. */
    rollSec: [0.03, 0.07],
    graceSec: [0.06, 0.12],
    trillSec: [0.07, 0.11],
    wrong: 0.01,
    missing: 0.01,
    extra: 0.01,
    /** A part falls out for a measure: share of its measures. */
    lost: 0,
  },
  hard: {
    tempo: 0.15,
    breathShare: 0.1,
    breathSec: 0.6,
    ritardShare: 0.08,
    ritardTo: 0.5,
    fermataSec: [0.5, 2.5],
    lagSec: 0.035,
    jitterSec: 0.03,
    chordSec: 0.014,
    rollSec: [0.04, 0.1],
    graceSec: [0.05, 0.15],
    trillSec: [0.06, 0.13],
    wrong: 0.025,
    missing: 0.025,
    extra: 0.025,
    lost: 0.003,
  },
  "very hard": {
    tempo: 0.22,
    breathShare: 0.15,
    breathSec: 1,
    ritardShare: 0.12,
    ritardTo: 0.4,
    fermataSec: [0.5, 4],
    lagSec: 0.055,
    jitterSec: 0.045,
    chordSec: 0.02,
    rollSec: [0.04, 0.14],
    graceSec: [0.04, 0.2],
    trillSec: [0.05, 0.15],
    wrong: 0.05,
    missing: 0.05,
    extra: 0.05,
    lost: 0.01,
  },
};
