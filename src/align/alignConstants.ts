/** Every constant of the note alignment, with its unit, in one place. */

export const ALIGN = {
  /** Structure pass: cost of a score note that is not played (units of the pass). */
  missingCost: 8,
  /** Structure pass: cost of a performed note that is not written. */
  extraCost: 12,
  /** Structure pass: starting late or stopping early costs at most this. */
  edgeCost: 120,
  /** Structure pass: what a second of silence inside one chord costs, after `chordSlackSec`, and at most. */
  chordGapCostPerSec: 16,
  chordGapCostMax: 8,
  chordSlackSec: 0.05,
  /** Structure pass: taking a way that a sign offers; running on from one ending into the next. */
  signCost: 4,
  wallCost: 36,
  /** Structure pass: a jump to the start of any measure. */
  jumpCost: 100,
  /** Structure pass: one note of other music; beginning such music; coming back from it to the start of a measure. */
  otherCost: 8,
  otherEnterCost: 120,
  otherLeaveCost: 120,
  /**
   * Structure pass: where less than `sparseShare` of the shorter side's notes found a place, one note of other music costs
   * `sparseOtherCost`, more than a note that is not written, and the beam is wider; the path counts if it costs at most
   * `sparseCost` a note. Measured in bench/alignment/README.md, "Another piece".
   */
  sparseShare: 0.5,
  sparseOtherCost: 14,
  sparseBeam: 300,
  sparseCost: 11,
  /** Structure pass: beginning inside a measure costs what is missing of it, at most this. */
  insideCost: 24,
  /** Structure pass: states dearer than the best by this are dropped: a jump and 6 missing notes. */
  beam: 148,
  /**
   * What the path pays fills a bucket that every note drains by so much; at `stumbleCost` it has stumbled. Then jumps are
   * tried within so many notes of every place where it holds `slightCost`, or where more onsets than that were leapt over.
   */
  stumbleDrain: 4,
  stumbleCost: 100,
  slightCost: 32,
  stumbleRows: 40,
  stumbleLeapColumns: 3,
  /** Time pass: cells searched at most. */
  maxCells: 120_000_000,
  /** Another key is tried within so many semitones, if that lets so much more of the pitches agree (share). */
  transposeMost: 24,
  transposeGain: 0.05,
  /** Performed notes of one pitch on several tracks within this time are one stroke of the pitch pass. */
  doublingSec: 0.03,
  /** Parts in unison begin within this time. */
  ensembleSec: 0.1,
  /** A stretch of a measure that no note entered counts as left out if it holds so many notes. */
  skippedNotes: 4,
  /** Along a given unfolding, a run of onsets that no note reached was left out if it holds so many onsets and notes. */
  leftOutColumns: 5,
  leftOutNotes: 8,
  /** A jump lands at the start of its measure unless so many notes are missing before the first that was played. */
  landingNotes: 3,
  /** Performed notes further than this from every placed note, in a run of at least so many, are other music. */
  strangerSec: 1,
  strangerNotes: 16,

  /** Time pass: half width of the band around the first map, seconds. */
  bandSec: 2,
  /** Time pass: score onsets a path may step back over when it enters a new one. */
  lookBack: 6,
  timeMissingCost: 2,
  timeExtraCost: 3,
  timeEdgeCost: 30,
  /** Time pass: weight and cap of the tempo term; tolerance = `tempoSlackSec` + `tempoSlackShare` × step. */
  tempoWeight: 0.6,
  tempoCap: 4,
  tempoSlackSec: 0.05,
  tempoSlackShare: 0.15,
  /** Time pass: a note that joins a chord late pays `spreadWeight` per `spreadSec`, at most `spreadCap` times. */
  spreadWeight: 2.5,
  spreadSec: 0.06,
  spreadCap: 6,
  /** Time pass: a path with fewer hits than this share of the pitch pass's is not used. */
  believedHitShare: 0.9,
  /** Share of the owed notes that counts when staying and entering compete. */
  owedShare: 0.3,
  tempoFollow: 0.4,
  tempoPull: 0.3,
  tempoWindowSec: 4,

  /** Map: half width of the fit, seconds; tempo window of its abscissa; pull of the slope to that tempo. */
  fitSec: 1.2,
  fitTempoSec: 2,
  fitRidge: 0.2,
  fitResidualSec: 0.1,
  fitReweights: 1,
  /** Least distance of the positions where it is fitted, seconds. */
  knotSec: 0.3,
  separationFloor: 0.2,
  rounds: 2,

  /** Even beats: onsets of one pitch within a beat; most distance from the map, of the notes on it and of its line. */
  evenStrokes: 3,
  evenSec: 0.1,

  /** Assignment: cost of leaving one note out, in roots of a second (match cost = sqrt(|dt| / 1 s)). */
  gapCost: 0.7,
  /** The same for a MIDI file that is an export of the score. */
  exportGapCost: 0.55,
  graceStepSec: 0.1,
  /** Assignment: pairs of a stroke and a note considered at once, 41 bytes each. Music stays below a hundredth. */
  maxBandCells: 8_000_000,

  /** Rescue of notes left between the same matched neighbours. */
  rescueNearSec: 2.5,
  rescueFarSec: 0.3,
  unisonSec: 1,

  /** Two notes fall together for the part-to-track assignment within this time. */
  laneSec: 0.15,
  /** Left-over notes are linked across parts and tracks within this time. */
  crossLaneSec: 0.3,

  /** Export: notes of score and MIDI coincide within this many quarters, in at least this share of the notes. */
  exportQuarter: 1 / 12,
  exportShare: 0.7,
} as const;
