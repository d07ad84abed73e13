import { describe, expect, it } from "vitest";
import { formatFraction } from "../../../src/core/fraction.js";
import { parseJumpWord } from "../../../src/formats/musicxml/jumpWords.js";
import { parseEndingNumbers } from "../../../src/formats/musicxml/readBarline.js";
import { direction, divisions, note, partWise, read } from "./scoreText.js";

const bar = (location: string, inner: string, attributes = "") =>
  `<barline location="${location}"${attributes}>${inner}</barline>`;
const words = (text: string, sound = "") => direction(`<words>${text}</words>`, sound);

/** `measure:position kind details` of every structure mark. */
function structure(...parts: string[][]): string[] {
  const withDivisions = parts.map((measures) => measures.map((m, k) => (k === 0 ? divisions(1) : "") + m));
  return read(partWise(...withDivisions)).structure.map((mark) => {
    const { kind, measureIndex, measureQuarter, ...details } = mark;
    return `${measureIndex}:${formatFraction(measureQuarter)} ${kind} ${Object.values(details).map(String).join("/")}`.trim();
  });
}

describe("repeats and endings", () => {
  it("lie at their barlines, the right one at the end of the measure in every part", () => {
    const first = `${bar("left", `<repeat direction="forward"/>`)}${note("C4", 2)}${bar("right", `<repeat direction="backward" times="3"/>`)}`;
    expect(structure([first], [note("C3", 4)])).toEqual([
      "0:0 repeat-forward",
      "0:4 repeat-backward 3/false",
    ]);
  });

  it("stand once where every part has them", () => {
    const measure = note("C4", 4) + bar("right", `<repeat direction="backward" after-jump="yes"/>`);
    expect(structure([measure], [measure])).toEqual(["0:4 repeat-backward 2/true"]);
  });

  it("may lie inside a measure", () => {
    const content = note("C4", 1) + bar("middle", `<repeat direction="forward"/>`) + note("C4", 3);
    expect(structure([content])).toEqual(["0:1 repeat-forward"]);
  });

  it("tell closed endings from open ones", () => {
    const ending = (number: string, type: string) => `<ending number="${number}" type="${type}"/>`;
    const first =
      bar("left", ending("1, 2", "start")) +
      note("C4", 4) +
      bar("right", `${ending("1, 2", "stop")}<repeat direction="backward"/>`);
    const last = bar("left", ending("3", "start")) + note("C4", 4) + bar("right", ending("3", "discontinue"));
    expect(structure([first, last])).toEqual([
      "0:0 ending-start 1,2",
      "0:4 ending-stop 1,2/false",
      "0:4 repeat-backward 2/false",
      "1:0 ending-start 3",
      "1:4 ending-stop 3/true",
    ]);
  });

  it.each([
    ["1", [1]],
    ["1, 2", [1, 2]],
    ["1,2,4", [1, 2, 4]],
    ["1.-3.", [1, 2, 3]],
    [" ", []],
  ])("read the ending number %j", (text, numbers) => {
    expect(parseEndingNumbers(text)).toEqual(numbers);
  });
});

describe("jumps", () => {
  it("come from sound attributes, with their labels", () => {
    const content =
      `<sound segno="s1"/>${note("C4", 1)}<sound tocoda="c1"/>${note("C4", 1)}` +
      `${direction("<words>anything</words>", `<sound dalsegno="s1"/>`)}<sound coda="c1"/>${note("C4", 1)}<sound fine="yes"/><sound dacapo="yes"/>`;
    expect(structure([content])).toEqual([
      "0:0 segno s1",
      "0:1 to-coda c1",
      "0:2 dal-segno s1",
      "0:2 coda c1",
      "0:3 fine",
      "0:3 da-capo",
    ]);
  });

  it("do not come from a dacapo that says no", () => {
    expect(structure([`<sound dacapo="no"/>${note("C4", 1)}`])).toEqual([]);
  });

  it("come from bare signs and unambiguous words, also in barlines", () => {
    const first = direction("<segno/>") + note("C4", 4);
    const second = note("C4", 4) + words("To Coda");
    const third = note("C4", 4) + words("D.S. al Coda");
    const fourth = bar("left", "<coda/>") + note("C4", 4) + words("Fine");
    expect(structure([first, second, third, fourth])).toEqual([
      "0:0 segno",
      "1:4 to-coda",
      "2:4 dal-segno",
      "3:0 coda",
      "3:4 fine",
    ]);
  });

  it("are not doubled by their own words and signs, nor by another part", () => {
    const said = note("C4", 4) + direction("<words>D.C. al Fine</words>", `<sound dacapo="yes"/>`);
    const printed = words("D.C. al Fine") + note("C4", 4);
    expect(structure([said], [printed])).toEqual(["0:4 da-capo"]);
    expect(structure([said], [said])).toEqual(["0:4 da-capo"]);
    const sign = direction("<segno/>", `<sound segno="a"/>`);
    expect(structure([sign + note("C4", 4)])).toEqual(["0:0 segno a"]);
  });

  it("take a coda sign beside a to-coda for its ornament, and the first of two bare ones for the way out", () => {
    const out = note("C4", 4) + direction("<coda/>") + words("To Coda");
    expect(structure([out, direction("<coda/>") + note("C4", 4)])).toEqual(["0:4 to-coda", "1:0 coda"]);
    const bare = direction("<coda/>") + note("C4", 4);
    expect(structure([bare, bare])).toEqual(["0:0 to-coda", "1:0 coda"]);
  });

  it.each([
    ["D.C.", "da-capo"],
    ["D. C. al Fine", "da-capo"],
    ["Da Capo", "da-capo"],
    ["DS al Coda", "dal-segno"],
    ["Dal Segno", "dal-segno"],
    ["To Coda", "to-coda"],
    ["al Coda", "to-coda"],
    ["Fine", "fine"],
    ["Coda", "coda"],
    ["fine and slow", null],
    ["dcresc.", null],
    ["a capella", null],
    ["until D.C.", null],
  ])("read the words %j as %j", (text, kind) => {
    expect(parseJumpWord(text)).toBe(kind);
  });
});
