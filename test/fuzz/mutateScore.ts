/** Scores that are still XML but say absurd things. */
import type { Seeded } from "./seeded.js";

const NUMBERS = [
  ..."0 -0 1 -1 2 3 7 0.5 1.5 -0.25 0.333333333333 99 100 127 128 255 256 1024 32768 65536 1000000".split(
    " ",
  ),
  ..."2147483648 4294967296 1e12 9007199254740991 9007199254740993 1e21 1e300 -1e300 1e-300 1e400".split(" "),
  ...["", " ", "NaN", "Infinity", "0x10", "1_000", "zero", "1,5", "½", "1e", "--1"],
];

const ELEMENTS = [
  "<note><rest/><duration>1000000000000</duration></note>",
  "<note><chord/><pitch><step>C</step><octave>4</octave></pitch><duration>3</duration></note>",
  "<note><grace/><pitch><step>C</step><octave>4</octave></pitch></note>",
  '<note><pitch><step>B</step><alter>12</alter><octave>9</octave></pitch><duration>1</duration><tie type="start"/></note>',
  "<note><pitch><step>C</step><alter>-2</alter><octave>-1</octave></pitch><duration>1</duration></note>",
  "<note><unpitched/><duration>0</duration></note>",
  "<note><pitch><step>C</step><octave>4</octave></pitch><type>1024th</type><dot/><dot/><dot/><dot/></note>",
  "<note><pitch><step>E</step><octave>4</octave></pitch><duration>1000000</duration>" +
    "<notations><ornaments><trill-mark/></ornaments></notations></note>",
  "<note><pitch><step>E</step><octave>4</octave></pitch><duration>1000000</duration>" +
    '<notations><ornaments><tremolo type="single">8</tremolo></ornaments></notations></note>',
  "<backup><duration>1000000</duration></backup>",
  "<forward><duration>1000000000</duration></forward>",
  "<forward><duration>0.1</duration></forward>",
  "<attributes><divisions>997</divisions></attributes>",
  "<attributes><divisions>1000003</divisions></attributes>",
  "<attributes><divisions>0.001</divisions></attributes>",
  "<attributes><time><beats>1024</beats><beat-type>1</beat-type></time></attributes>",
  "<attributes><time><beats>1</beats><beat-type>1024</beat-type></time></attributes>",
  "<attributes><time><senza-misura/></time></attributes>",
  "<attributes><key><fifths>40</fifths></key></attributes>",
  "<attributes><staves>1000000000</staves></attributes>",
  "<attributes><transpose><chromatic>100</chromatic></transpose></attributes>",
  "<attributes><transpose><chromatic>0.5</chromatic><octave-change>-9</octave-change></transpose></attributes>",
  '<sound tempo="0"/>',
  '<sound tempo="-60"/>',
  '<sound tempo="1e300"/>',
  '<sound tempo="10000"/>',
  '<sound tempo="1"/>',
  '<sound dynamics="1e300"/>',
  '<sound dacapo="yes"/>',
  '<sound fine="yes"/>',
  '<sound segno="s"/>',
  '<sound dalsegno="s"/>',
  '<sound tocoda="c"/>',
  '<sound coda="c"/>',
  "<direction><direction-type><metronome><beat-unit>quarter</beat-unit><beat-unit>1024th</beat-unit>" +
    "</metronome></direction-type></direction>",
  "<direction><direction-type><metronome><beat-unit>long</beat-unit><per-minute>9999999</per-minute>" +
    "</metronome></direction-type></direction>",
  '<direction><direction-type><wedge type="crescendo"/></direction-type><offset>-1000000</offset></direction>',
  "<direction><direction-type><dynamics><ffffff/></dynamics></direction-type><offset>1e15</offset></direction>",
  "<direction><direction-type><rehearsal> </rehearsal></direction-type></direction>",
  "<harmony><root><root-step>C</root-step><root-alter>99</root-alter></root><kind>odd</kind></harmony>",
  '<barline location="left"><repeat direction="forward"/></barline>',
  '<barline><repeat direction="backward"/></barline>',
  '<barline><repeat direction="backward" times="1000000"/></barline>',
  '<barline location="middle"><repeat direction="backward" times="3" after-jump="yes"/></barline>',
  '<barline location="left"><ending number="1-1000000" type="start"/></barline>',
  '<barline><ending number="2" type="stop"/></barline>',
  '<barline><ending number="" type="discontinue"/></barline>',
];

const WORDS =
  "start stop continue yes no both left middle right backward forward begin up constructor __proto__".split(
    " ",
  );

const NAMES = [
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "trill-mark",
  "tremolo",
  "grace",
  "chord",
];

type Change = (xml: string, random: Seeded) => string;

const CHANGES: readonly Change[] = [
  changeNumber,
  changeNumber,
  changeNumber,
  changeAttribute,
  insertElement,
  insertElement,
  dropElement,
  doubleElement,
  moveElement,
  swapNumbers,
  renameElement,
  changeText,
];

/** One to four changes of content that keep the document well-formed, but for names. */
export function mutateScore(xml: string, random: Seeded): string {
  let changed = xml;
  for (let count = 1 + random.below(4); count > 0; count--) changed = random.pick(CHANGES)(changed, random);
  return changed;
}

/** A match of a pattern, chosen at random; null if there is none. */
function anyMatch(xml: string, pattern: RegExp, random: Seeded): RegExpExecArray | null {
  const matches = [...xml.matchAll(pattern)];
  return matches.length === 0 ? null : (random.pick(matches) as RegExpExecArray);
}

function replaceAt(xml: string, match: RegExpExecArray | null, text: string): string {
  return match === null ? xml : xml.slice(0, match.index) + text + xml.slice(match.index + match[0].length);
}

/** The kind of element first, then one of them: else every change would hit a duration. */
function anyOfKind(xml: string, content: string, random: Seeded): RegExpExecArray | null {
  const names = new Set(
    [...xml.matchAll(new RegExp(`<([\\w-]+)[^<>]*>${content}</\\1>`, "g"))].map((m) => m[1]),
  );
  if (names.size === 0) return null;
  return anyMatch(xml, new RegExp(`(<${random.pick([...names])}\\b[^<>]*>)(${content})(?=<)`, "g"), random);
}

function changeNumber(xml: string, random: Seeded): string {
  const match = anyOfKind(xml, "-?[\\d.]+", random);
  return replaceAt(xml, match, `${match?.[1]}${random.pick(NUMBERS)}`);
}

function changeText(xml: string, random: Seeded): string {
  const match = anyOfKind(xml, "[^<>]*", random);
  return replaceAt(
    xml,
    match,
    `${match?.[1]}${random.pick([...NUMBERS, ...NAMES, "C", "H", "&#0;", "breve", "maxima"])}`,
  );
}

function changeAttribute(xml: string, random: Seeded): string {
  const names = [...new Set([...xml.matchAll(/ ([\w-]+)="/g)].map((m) => m[1]))];
  if (names.length === 0) return xml;
  const name = random.pick(names);
  const match = anyMatch(xml, new RegExp(` ${name}="[^"]*"`, "g"), random);
  return replaceAt(
    xml,
    match,
    random.next() < 0.2 ? "" : ` ${name}="${random.pick([...NUMBERS, ...WORDS])}"`,
  );
}

function insertElement(xml: string, random: Seeded): string {
  const match = anyMatch(
    xml,
    /(?<=<measure\b[^>]*>|<\/note>|<\/attributes>|<\/backup>)|(?=<\/measure>)/g,
    random,
  );
  return replaceAt(xml, match, random.pick(ELEMENTS));
}

const WHOLE =
  /<(note|measure|attributes|backup|forward|direction|barline|pitch|part|score-part|time)\b[^>]*>.*?<\/\1>/gs;

function anyElement(xml: string, random: Seeded): RegExpExecArray | null {
  const match = anyMatch(xml, WHOLE, random);
  if (match === null || random.next() < 0.5) return match;
  return anyMatch(xml, /<(\w[\w-]*)\b[^<>]*>[^<>]*<\/\1>/g, random);
}

function dropElement(xml: string, random: Seeded): string {
  return replaceAt(xml, anyElement(xml, random), "");
}

function doubleElement(xml: string, random: Seeded): string {
  const match = anyElement(xml, random);
  return replaceAt(xml, match, `${match?.[0]}${match?.[0]}`);
}

function moveElement(xml: string, random: Seeded): string {
  const match = anyElement(xml, random);
  const without = replaceAt(xml, match, "");
  return replaceAt(without, anyMatch(without, /(?=<note>|<\/measure>|<\/part>)/g, random), match?.[0] ?? "");
}

function swapNumbers(xml: string, random: Seeded): string {
  const [a, b] = [anyOfKind(xml, "-?[\\d.]+", random), anyOfKind(xml, "-?[\\d.]+", random)];
  if (a === null || b === null || a.index >= b.index) return xml;
  return replaceAt(replaceAt(xml, b, b[1] + a[2]), a, a[1] + b[2]);
}

function renameElement(xml: string, random: Seeded): string {
  const names = [...new Set([...xml.matchAll(/<(\w[\w-]*)/g)].map((m) => m[1]))];
  const [from, to] = [random.pick(names), random.pick(random.next() < 0.3 ? NAMES : names)];
  const empty = anyMatch(xml, new RegExp(`<${from}\\b([^<>]*)/>`, "g"), random);
  if (empty !== null) return replaceAt(xml, empty, `<${to}${empty[1]}/>`);
  const match = anyMatch(xml, new RegExp(`<${from}\\b([^<>]*)>([^<>]*)</${from}>`, "g"), random);
  return replaceAt(xml, match, `<${to}${match?.[1]}>${match?.[2]}</${to}>`);
}
