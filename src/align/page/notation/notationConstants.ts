/** Every tolerance of reading the notation around the heads, with its reason. Lengths are in staff spaces. */
export const NOTATION = {
  /** A stem may begin so far from its head's side (text glyphs have no exact width), and end so far from its height. */
  stemAside: 0.3,
  stemBeyond: 0.6,
  /** Stems are thinner than this (0.25 with heavy lines); those of graces are at least so long. */
  stemWidth: 0.4,
  stemLength: 0.9,
  /** A bar line's shape stands this near to the place that geometry found. */
  barAside: 0.7,
  /** What belongs to a system may stand so far above its first and below its last staff: tempo marks, two verses. */
  aboveSystem: 9,
  belowSystem: 12,
  /** Left of the staves: braces, brackets, names of instruments. */
  leftOfSystem: 30,

  // Ledger lines.
  /** They lie on the grid of the staff, but for rounding and hands that shift them by a tenth. */
  ledgerReach: 0.2,
  mostLedgers: 9,
  ledgerThickness: 0.35,
  /** 1.2 for graces, 3 for two heads side by side, more where neighbours share one. */
  ledgerLength: [0.8, 8],

  // Beams and strokes.
  /** 0.5 as a rule, 0.3 between graces; tremolo strokes are shorter than any beam, half a head wide. */
  beamThickness: [0.2, 0.8],
  beamLength: 0.4,
  /** Beams end at the outer edges of their stems. */
  beamAside: 0.2,
  /** Strokes between two notes end this near to their heads, and so far above or below. */
  tremoloAside: 2.5,
  tremoloReach: 6,
  /** The stroke of an acciaccatura rises and is short. */
  slashRise: 0.5,
  slashWidth: 3,

  // Flags.
  flagWidth: [0.4, 1.8],
  flagHeight: 0.6,
  /** They begin at the stem's edges; fonts reach over its end. */
  flagAside: 0.3,
  flagBeyond: 0.5,
  /** The second and third flag of a stem that has a sign for each. */
  flagInside: 2.2,

  // Dots.
  dotSize: [0.2, 0.7],
  dotReach: 0.2,
  repeatDotAside: 1.5,
  /** Dots of a chord stand in one column, right of its last head and of what voices push between. */
  dotAside: 4,
  dotRise: 1,
  dotMiss: 0.35,

  // Accidentals.
  /** A chord of many accidentals spreads them over some columns. */
  accidentalAside: 5,
  /** One that the score does not ask for stands right at its head. */
  accidentalNear: 1,
  accidentalReach: 2.5,
  /** Natural 0.65, double flat 1.65, with parentheses more; at the size of graces 0.6 of that. */
  accidentalWidth: [0.35, 2.8],
  /** Double sharp 1.0, flat 2.5, natural 2.8. */
  accidentalHeight: [0.55, 3.4],
  accidentalMiss: 0.3,
  /** Naturals and sharps are taller than parentheses; a form that is the sign of others' notes counts as so far away. */
  uprightHeight: 2.35,
  otherNameCost: 8,
  /** Signs that the score does not ask for: near their heads, tall, and most of their form so. */
  reminderNear: 0.6,
  reminderHeight: 2.2,
  reminderWidth: 1.4,
  reminderShare: 0.5,
  reminderCount: 2,
  parenthesisAside: 0.5,
  parenthesisHeight: [1.2, 3.4],
  parenthesisWidth: 0.9,
  /** The centre of a flat's outline lies so much higher than its head. */
  flatRise: 0.53,

  // Braces and brackets.
  bracketAside: 4.5,
  bracketBeyond: 2,
  /** A brace or bracket is at least as tall as one staff; letters are not. */
  bracketHeight: 3.5,
  bracketWidth: 3,
  hookReach: 0.25,
  hookSize: 2.6,

  // Signatures.
  /** The clef begins within this, behind repeat dots at most. */
  startWidth: 24,
  signatureBeyond: 1.2,
  clefWidth: [1, 4],
  /** Percussion 2, bass 3.1, treble 7. */
  clefHeight: [1.7, 9],
  /** A clef that changes stands close before its note, at two thirds to three quarters of the size. */
  clefAside: 6,
  clefScale: 0.7,
  clefChangeWidth: 1.6,
  keyWidth: 1.4,
  keyGap: 0.8,
  keyHeight: [1.9, 3.2],
  /** Digits fill two spaces, but for 1; common time as much, cut time more. */
  timeHeight: [1.6, 3.2],
  timeWidth: 0.6,
  timeReach: 0.25,
  timeGap: 0.4,
  digitHeight: 2.3,
  /** Rests stand in the middle too, but none of them is so wide and so high. */
  commonWidth: 1.35,

  // Curves.
  curveLength: 0.6,
  shortCurve: 1,
  /** How far apart the tips are, of the length of the box's diagonal: a high arch has 0.7. */
  /** Even a short tie bends by more than a thick line is high; short lines have 1.4 at most. */
  curveRise: 0.3,
  flatLength: 2.5,
  curveStretch: 0.6,
  curveAside: 2.5,
  /** Slurs begin above stems. */
  curveReach: 6,

  // Lyrics.
  /** How far below the last staff of a system verses may stand. */
  lyricsDepth: 14,
  /** A syllable is centred under its head, or begins there. */
  syllableAside: 2,
  /** Outlined words: bottoms of letters agree within a tenth of a space, and on a line stand this share of the sung notes. */
  rowStep: 0.1,
  rowDistance: 1,
  rowShare: 0.15,
  letterHeight: [0.5, 3],
  /** Letters such as g reach so far below the line; a hyphen stands above it, the line of a held syllable on it. */
  letterDepth: 0.8,
  hyphenRise: 1,
  letterRise: 0.3,

  // Hairpins.
  hairpinLength: 0.8,
  hairpinThickness: 0.35,
  hairpinAside: 0.6,
  hairpinOpening: 4,
  wedgeAside: 5,
  hairpinGain: 0.25,
  /** Square ends of the two lines cross behind the tip, by this part of the opening. */
  hairpinCross: 0.25,

  // Dynamics.
  dynamicWidth: [0.5, 8],
  dynamicHeight: [0.8, 3.2],
  dynamicAside: 4,
  dynamicDepth: 9,
  /** A member of a form that stands near no mark counts so much against it. */
  dynamicMiss: 1,
  /** Dashes behind "cresc.": on the height of its small letters, in a row without wide gaps. */
  dashLength: 4,
  dashThickness: 0.3,
  dashGap: 8,

  /** Width of a letter: f 1.8 where it overhangs, three letters 1.1 each; a whole mark is as tall as p. */
  letterWidth: [0.75, 2.4],
  wholeHeight: 1.4,

  // What stands beside notes.
  neighbourReach: 3,
  neighbourWidth: 12,

  // Signs that hang on notes.
  attachedReach: 9,
  attachedAside: 0.8,
  attachedSize: 3.5,
} as const;
