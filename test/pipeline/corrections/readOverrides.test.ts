import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import { parseOverrides } from "../../../src/pipeline/corrections/readOverrides.js";

const parse = (text: string) => parseOverrides(Buffer.from(text));

function faultOf(text: string): LeitmotionError {
  try {
    parse(text);
  } catch (thrown) {
    if (thrown instanceof LeitmotionError) return thrown;
    throw thrown;
  }
  throw new Error("Nothing was refused");
}

describe("overrides.yaml", () => {
  it("holds corrections of three kinds, each with its line", () => {
    const text = `# mine
corrections:
  - link: 2584802d-2469-5e45-8cf0-ff934e1032d7
    to: 9C1F
    why: the trill begins here
  - link: 77aa
    to: { pitch: F#4, onset_sec: 9.25, track: 1 }

  - unlink: 8d02
  - move: 41d1
    start_sec: 3
    end_sec: 3.5
`;
    expect(parse(text)).toEqual([
      { line: 3, kind: "link", note: "2584802d-2469-5e45-8cf0-ff934e1032d7", to: "9c1f" },
      { line: 6, kind: "link", note: "77aa", to: { pitch: "F#4", onsetSec: 9.25, track: 1 } },
      { line: 9, kind: "unlink", note: "8d02" },
      { line: 10, kind: "move", note: "41d1", startSec: 3, endSec: 3.5 },
    ]);
  });

  it.each(["2584", "0123", "12e4", "1e10", "70e1"])(
    "reads the ID %s as it is written, though YAML sees a number",
    (id) => {
      expect(parse(`corrections: [{ unlink: ${id} }]`)).toMatchObject([{ note: id }]);
    },
  );

  it.each(["", "# nothing yet\n", "corrections:\n", "corrections: []", "schema_id: overrides.v1\n"])(
    "may be as empty as %j",
    (text) => {
      expect(parse(text)).toEqual([]);
    },
  );

  it.each([
    { why: "a bracket left open", text: "corrections:\n  - link: [a\n", line: 3, says: /\]/ },
    {
      why: "one key twice",
      text: "corrections:\n  - unlink: abcd\n    unlink: abce\n",
      line: 3,
      says: /unique/,
    },
    { why: "a list at the top", text: "- unlink: abcd\n", line: 1, says: /corrections/ },
    { why: "another key at the top", text: "corrections: []\nlinks: []\n", line: 2, says: /links/ },
    { why: "a version of another program", text: "version: 2.0.0\n", line: 1, says: /version 2\.0\.0/ },
    { why: "no list", text: "corrections:\n  unlink: abcd\n", line: 2, says: /list/ },
    { why: "a bare ID", text: "corrections:\n  - abcd\n", line: 2, says: /link: and to:/ },
    {
      why: "two kinds in one",
      text: "corrections:\n  - link: abcd\n    unlink: abce\n",
      line: 2,
      says: /link and unlink/,
    },
    { why: "none of the kinds", text: "corrections:\n  - note: abcd\n", line: 2, says: /none/ },
    { why: "a link to nothing", text: "corrections:\n  - link: abcd\n", line: 2, says: /^to/ },
    {
      why: "a word for an ID",
      text: "corrections:\n  - link: abcd\n    to: flute\n",
      line: 3,
      says: /^to.*ID/,
    },
    {
      why: "an ID too short to name a note",
      text: "corrections:\n  - unlink: abc\n",
      line: 2,
      says: /4 or more/,
    },
    { why: "a misspelt key", text: "corrections:\n  - move: abcd\n    start: 3\n", line: 2, says: /start/ },
    {
      why: "a time in words",
      text: "corrections:\n  - move: abcd\n    start_sec: soon\n",
      line: 3,
      says: /start_sec.*number/,
    },
    {
      why: "a time before the start",
      text: "corrections:\n  - move: abcd\n    end_sec: -1\n",
      line: 3,
      says: /end_sec/,
    },
    { why: "no time", text: "corrections:\n  - move: abcd\n", line: 2, says: /start_sec, end_sec or both/ },
    {
      why: "an end before the start",
      text: "corrections:\n  - move: abcd\n    start_sec: 3\n    end_sec: 2\n",
      line: 2,
      says: /ends before/,
    },
    {
      why: "a place without a time",
      text: "corrections:\n  - link: abcd\n    to: { pitch: 60 }\n",
      line: 3,
      says: /onset_sec or onset_tick/,
    },
    {
      why: "a pitch that is none",
      text: "corrections:\n  - link: abcd\n    to: { pitch: H4, onset_sec: 1 }\n",
      line: 3,
      says: /to\.pitch/,
    },
  ])("is refused by line for $why", ({ text, line, says }) => {
    const fault = faultOf(text);
    expect(fault.code).toBe("OVERRIDES_INVALID");
    expect(fault.what).toMatch(says);
    expect(fault.place).toMatchObject({ file: "overrides.yaml", line });
    expect(fault.place.column).toBeGreaterThan(0);
  });

  it("is refused above four megabytes, and with more aliases than anybody writes by hand", () => {
    expect(faultOf("#".repeat(4 * 2 ** 20 + 1)).what).toMatch(/4194305 bytes/);
    const bomb = `a: &a [x]\nb: &b [${"*a,".repeat(30)}]\n`;
    const text = `corrections:\n  - unlink: abcd\n    why:\n      ${bomb.replaceAll("\n", "\n      ")}\n      c: [${"*b,".repeat(30)}]\n`;
    expect(faultOf(text).code).toBe("OVERRIDES_INVALID");
  });

  it("moves nothing beyond the limit of a performance", () => {
    const fault = faultOf("corrections:\n  - move: abcd\n    start_sec: 1e9\n");
    expect(fault.code).toBe("LIMIT_EXCEEDED");
    expect(fault.message).toMatch(/durationSec = 21600.*line 2/);
  });
});
