/**
 * Music by rule for any ensemble and any number of notes: sections of four measures in which parts get roles, and
 * several parts share each role, in unison or octaves. Parts rest, change roles, and double others elsewhere.
 *
 * Nothing here is art; it has what makes matching hard: doublings, repeated notes, held chords over barlines, tremolos,
 * trills, rolled chords, graces, fermatas, transposing instruments, drums.
 */
import { randomFrom } from "./random.js";

/** Positions and lengths in 24ths of a quarter: triplets and 32nds are whole numbers. */
export const DIVISIONS = 24;
export const MEASURE = 4 * DIVISIONS;
const SECTION_MEASURES = 4;
const SCALE = [0, 2, 4, 5, 7, 9, 11];
const RHYTHMS = [
  [24],
  [12, 12],
  [12, 12],
  [36, 12],
  [6, 6, 6, 6],
  [8, 8, 8],
  [48],
  [12, 6, 6],
  [18, 6],
  [96],
];

/**
 * @typedef {{ start: number, length: number, keys: number[], staff?: number, tremolo?: number, trill?: boolean,
 *   roll?: boolean, grace?: number, fermata?: boolean }} Event  keys are sounding MIDI keys
 * @param {readonly object[]} players  see instruments.js
 * @param {number} noteCount           at least so many, and less than a section more
 * @returns {{ players: readonly object[], events: Event[][], measures: number }}  events by part, in order of time
 */
export function composeScore(name, players, noteCount) {
  const random = randomFrom(name);
  const events = players.map(() => []);
  let written = 0;
  let measures = 0;
  let key = 0;
  while (written < noteCount) {
    if (random.chance(0.3)) key = (key + random.pick([5, 7])) % 12;
    const section = writeSection(random, players, key);
    section.forEach((list, part) => {
      for (const event of list) {
        events[part].push({ ...event, start: event.start + measures * MEASURE });
        written += event.keys.length + (event.grace ? 1 : 0);
      }
    });
    measures += SECTION_MEASURES;
  }
  return { players, events, measures };
}

function writeSection(random, players, key) {
  const harmony = { key, roots: Array.from({ length: 8 }, () => random.pick([0, 1, 3, 4, 4, 5, 0])) };
  const lines = new Map(
    ["m", "c", "a", "b"].map((role) => [role, random.chance(0.9) ? writeLine(random, role, harmony) : null]),
  );
  const tutti = random.chance(0.25);
  const ends = random.chance(0.12);
  return players.map((player) => {
    if (!tutti && random.chance(players.length > 4 ? 0.3 : 0.06)) return [];
    const role = random.pick([...player.roles]);
    const list = playRole(random, { player, role, harmony, line: lines.get(role) });
    if (ends && list.length > 0) list[list.length - 1].fermata = true;
    return list;
  });
}

/** A line in scale degrees (0 is the key note in the middle): parts that play it move it into their range. */
function writeLine(random, role, harmony) {
  const line = [];
  let degree = 7;
  for (let at = 0; at < SECTION_MEASURES * MEASURE; ) {
    for (const length of rhythmOf(random, role)) {
      if (at >= SECTION_MEASURES * MEASURE) break;
      const root = harmony.roots[Math.floor(at / (MEASURE / 2))];
      if (role === "b") degree = root + random.pick([0, 0, 0, 4]);
      else if (role === "a") degree = root + 2 * ((at / length) % 4) + 4;
      else degree = Math.min(16, Math.max(-2, degree + random.pick([-2, -1, -1, 0, 1, 1, 2])));
      const rest = role !== "a" && random.chance(0.08);
      const trill = role === "m" && length >= 24 && random.chance(0.03);
      const grace = role === "m" && length >= 24 && random.chance(0.03) ? 1 : 0;
      if (!rest) line.push({ start: at, length, degree, trill, grace });
      at += length;
    }
  }
  return line;
}

function rhythmOf(random, role) {
  if (role === "a") return [6, 6, 6, 6];
  return role === "b" ? random.pick([[24], [48], [12, 12], [24, 24]]) : random.pick(RHYTHMS);
}

function playRole(random, { player, role, harmony, line }) {
  if (role === "d") return playDrums(random, player, harmony);
  if (role === "k") return playKeyboard(random, player, harmony);
  if (role === "p") return playHeld(random, player, harmony);
  if (role === "r") return playRepeated(random, player, harmony);
  if (!line) return [];
  const middle = (player.low + player.high) / 2;
  const tonic = harmony.key + 12 * Math.round((middle - harmony.key - 6) / 12);
  return line.map(({ start, length, degree, trill, grace }) => ({
    start,
    length: Math.min(length, SECTION_MEASURES * MEASURE - start),
    keys: [keyOf(tonic, degree, player)],
    trill,
    grace,
  }));
}

function keyOf(tonic, degree, { low, high }) {
  let key = tonic + 12 * Math.floor(degree / 7) + SCALE[((degree % 7) + 7) % 7];
  while (key > high) key -= 12;
  while (key < low) key += 12;
  return key;
}

const triad = (root) => [root, root + 2, root + 4];

/** Chord notes held for half a measure, a measure, or two tied over the barline. */
function playHeld(random, player, harmony) {
  const degree = random.pick([0, 1, 2]);
  const length = random.pick([MEASURE / 2, MEASURE, 2 * MEASURE]);
  const double = player.family === "strings" && random.chance(0.4);
  const tremolo = player.family === "strings" && random.chance(0.1) ? 3 : 0;
  const list = [];
  for (let start = 0; start < SECTION_MEASURES * MEASURE; start += length) {
    const chord = triad(harmony.roots[start / (MEASURE / 2)]);
    const tonic = harmony.key + 12 * Math.floor((player.low + 8 - harmony.key) / 12);
    const keys = [keyOf(tonic, chord[degree], player)];
    if (double) keys.push(keyOf(tonic, chord[(degree + 1) % 3] + (degree === 2 ? 7 : 0), player));
    list.push({ start, length, keys: [...new Set(keys)], tremolo });
  }
  return list;
}

function playRepeated(random, player, harmony) {
  const length = random.pick([24, 12, 12, 6, 8]);
  const degree = random.pick([0, 1, 2]);
  const list = [];
  for (let start = 0; start < SECTION_MEASURES * MEASURE; start += length) {
    const root = harmony.roots[Math.floor(start / (MEASURE / 2))];
    const tonic = harmony.key + 12 * Math.floor((player.low + 8 - harmony.key) / 12);
    list.push({ start, length, keys: [keyOf(tonic, triad(root)[degree], player)] });
  }
  return list;
}

function playDrums(random, player, harmony) {
  const keys = player.family === "drums" ? [36, 38, 42, 49] : null;
  const list = [];
  for (let start = 0; start < SECTION_MEASURES * MEASURE; start += 24) {
    if (random.chance(0.4)) continue;
    const pitch = keys ? random.pick(keys) : keyOf(harmony.key + 36, random.pick([0, 4]), player);
    const times = random.pick([1, 1, 2, 4]);
    for (let k = 0; k < times; k++)
      list.push({ start: start + (24 / times) * k, length: 24 / times, keys: [pitch] });
  }
  return list;
}

/** Right hand: figures, chords or rolled chords; left hand: octaves and fifths. */
function playKeyboard(random, player, harmony) {
  const style = random.pick(["figures", "chords", "rolled"]);
  const upper = { low: 60, high: player.high };
  const lower = { low: player.low, high: 59 };
  const list = [];
  for (let start = 0; start < SECTION_MEASURES * MEASURE; start += 24) {
    const chord = triad(harmony.roots[Math.floor(start / (MEASURE / 2))]);
    const keys = (range, tonic, degrees) => [...new Set(degrees.map((d) => keyOf(tonic, d, range)))];
    const c = harmony.key + 60;
    if (style === "figures") {
      for (let k = 0; k < 4; k++) {
        list.push({
          start: start + 6 * k,
          length: 6,
          keys: keys(upper, c, [chord[k % 3] + (k === 3 ? 7 : 0)]),
          staff: 1,
        });
      }
    } else if (start % 48 === 0) {
      list.push({
        start,
        length: 48,
        keys: keys(upper, c, [...chord, chord[0] + 7]),
        staff: 1,
        roll: style === "rolled",
      });
    }
    if (random.chance(0.7))
      list.push({ start, length: 24, keys: keys(lower, c - 24, [chord[0], chord[2]]), staff: 2 });
  }
  return list;
}
