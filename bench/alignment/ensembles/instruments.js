/** The players of the made scores: name, sounding range (MIDI keys), what they are good for, and how they are written. */

/**
 * `transpose`: sounding minus written, semitones. `roles`: m melody, c second voice, p held chords, r repeated notes,
 * a figures, b bass, d drums, k keyboard (two staves).
 */
const PLAYERS = [
  ["Piccolo", 74, 98, "m", 12],
  ["Flute 1", 62, 93, "mca"],
  ["Flute 2", 60, 90, "mcp"],
  ["Oboe 1", 60, 86, "mcp"],
  ["Oboe 2", 59, 84, "cpr"],
  ["English Horn", 54, 79, "mp", -7],
  ["Clarinet 1 in B-flat", 52, 86, "mca", -2],
  ["Clarinet 2 in B-flat", 50, 82, "cpra", -2],
  ["Bass Clarinet", 38, 70, "bp", -14],
  ["Bassoon 1", 36, 67, "bcpm"],
  ["Bassoon 2", 34, 64, "bp"],
  ["Contrabassoon", 23, 48, "b", -12],
  ["Horn 1 in F", 45, 74, "pmcr", -7],
  ["Horn 2 in F", 43, 72, "pr", -7],
  ["Horn 3 in F", 45, 74, "pmr", -7],
  ["Horn 4 in F", 41, 70, "pb", -7],
  ["Trumpet 1 in B-flat", 55, 84, "mrp", -2],
  ["Trumpet 2 in B-flat", 53, 81, "rp", -2],
  ["Trombone 1", 46, 70, "prc"],
  ["Trombone 2", 43, 67, "p"],
  ["Tuba", 29, 55, "b"],
  ["Timpani", 38, 55, "bd"],
  ["Percussion", 36, 50, "d", 0, "drums"],
  ["Harp", 36, 88, "k"],
  ["Piano", 33, 90, "k"],
  ["Violin I", 57, 96, "mcr", 0, "strings"],
  ["Violin II", 56, 90, "mcpr", 0, "strings"],
  ["Viola", 49, 80, "cpra", 0, "strings"],
  ["Violoncello", 37, 70, "bcma", 0, "strings"],
  ["Double Bass", 28, 52, "b", -12, "strings"],
].map(([name, low, high, roles, transpose = 0, family = ""]) => ({
  name,
  low,
  high,
  roles,
  transpose,
  family,
}));

const named = (...names) => names.map((name) => PLAYERS.find((player) => player.name === name));

/** From duo to full orchestra. */
export const ENSEMBLES = {
  duo: named("Violin I", "Piano"),
  "wind quintet": named("Flute 1", "Oboe 1", "Clarinet 1 in B-flat", "Horn 1 in F", "Bassoon 1"),
  chamber: named(
    ...["Flute 1", "Oboe 1", "Clarinet 1 in B-flat", "Bassoon 1", "Horn 1 in F", "Trumpet 1 in B-flat"],
    ...["Percussion", "Violin I", "Violin II", "Viola", "Violoncello", "Double Bass"],
  ),
  orchestra: PLAYERS.filter(
    (player) => !/Piccolo|English|Bass Cl|Contra|Horn [34]|Trombone|Tuba|Piano/.test(player.name),
  ),
  "full orchestra": PLAYERS,
};
