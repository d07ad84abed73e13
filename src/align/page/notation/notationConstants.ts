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
} as const;
