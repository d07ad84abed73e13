/** Every constant of finding heads, with its reason, in one place. Lengths are in staff spaces. */

export const SOLVER = {
  /** Lines of steps kept apart for each staff when heads are counted; steps beyond are never drawn. */
  stepRange: 128,
  stepZero: 48,

  // Measures to intervals. A cost of 1 is one note without a head.
  /** A head that no note asks for: first, when every glyph may be a head, then when heads are known. */
  extraCostAtFirst: 0.02,
  extraCost: 1,
  /** An interval that shows no measure: the space after the last bar line. Its heads are extra. */
  emptyIntervalCost: 0.4,
  /** One interval for several empty measures: a rest over several bars. */
  longRestCost: 0.3,
  /** A measure over two intervals: broken over a line, or a dashed bar line. */
  cutCost: 0.6,
  /** Two measures in one interval: their bar line does not cross all staves. Dearer than a measure that is not there. */
  joinedCost: 1.2,
  /** A measure that is not drawn, besides its notes. */
  lostCost: 1,
  /** States kept for each interval, and how much dearer than the best they may be: a measure of 20 notes gone. */
  beamWidth: 40,
  beamSlack: 24,
  /** States after which the search gives up. */
  maxStates: 60_000,

  // Steps of a staff.
  /** A staff is looked at again if fewer of its notes than this find a head, and moved if that finds this many more. */
  calibrateBelow: 0.8,
  calibrateGain: 0.2,
  /** Farthest shift: two octaves and a clef's difference. */
  calibrateSteps: 16,

  // Which glyphs are heads.
  /** A glyph on a step where no note is counts so much against its cluster. */
  missWeight: 1.5,
  /** Share of a cluster's glyphs that must stand where notes are. */
  clusterHits: 0.6,
  /** Full-size heads; small ones count less, and other sizes hardly: accidentals and rests also stand on steps. */
  fullHeight: [0.8, 1.25],
  fullWidth: [0.9, 2.3],
  smallHeight: [0.45, 0.8],
  smallWidth: [0.6, 1.5],
  smallWeight: 0.3,
  otherWeight: 0.05,

  // Heads to notes within a measure.
  /** A form's class and size are plain once learnt: dearer than heads of one measure usually are apart. */
  wrongClassCost: 8,
  wrongSizeCost: 6,
  /** For a reading on a staff that is not the nearest. */
  farStaffCost: 0.3,
  secondHeadCost: 4,
  optionalCost: 2,
  /** A head or note left over: dearer than any two moments are apart. */
  leftOverCost: 60,
  /** Rounds of guessing where moments stand and assigning heads to them. */
  placeRounds: 3,

  // Stems.
  /** A stem may begin so far from its head's side (text glyphs have no exact width), and end so far from its height. */
  stemAside: 0.3,
  stemBeyond: 0.6,
  /** Unisons: class, size and stem decide which head is whose. */
  unisonClassCost: 10,
  unisonSizeCost: 4,
  unisonStemCost: 10,
  unisonStemMax: 0.5,

  // Rescue.
  /** A head may stand so far beyond the bar line. */
  overBar: 3,
  /** A head stands on a step if it is no farther off than this, in steps. */
  stepDeviation: 0.3,
  /** A guess may be so far from where the note is expected, and so many steps off. */
  guessDistance: 4,
  guessSteps: 7,

  // Proof.
  /** A chord's heads must all lie so much farther right than those of the chord before in its voice. */
  voiceAdvance: 0.2,
  /** Moments of different voices may run backwards by so much: displaced heads. */
  columnSlack: 1.6,
  /** Two heads drawn over each other are no farther apart. */
  coincide: 0.05,
  /** Each note of a unison may cost so much: a stem 0.2 spaces away. */
  unisonCost: 2,
  /** The other way of giving two heads to two notes of a unison must be dearer by this. */
  unisonGap: 0.8,
  /** Below this share of notes that fit, it is another piece. */
  samePieceShare: 0.5,

  // Page order.
  /** Share of heads that do not fit above which pages may be in the wrong order; misfit of a page that counts as placed. */
  pageOrderCost: 0.03,
  pageMisfit: 0.1,
  /** Another order counts if it mends this share of what did not fit. */
  pageOrderGain: 0.5,
  /** Proof: a form that stands for fewer notes than this must look like a head. */
  fewOfForm: 3,
  /** Proof: size of such a form against the usual black or half head: whole heads and crosses. */
  formHeight: [0.75, 1.3],
  formWidth: [0.8, 2.3],
} as const;
