import { describe, expect, it } from "vitest";
import { noteDetails } from "../../src/cli/noteDetails.js";
import type { NoteRecord } from "../../src/schema/registry.js";
import { buildTrio } from "../registry/sampleTrio.js";

const OTHER = "2584802d-2469-5e45-8cf0-ff934e1032d7";
const [record] = buildTrio().records;

const linesOf = (match: Partial<NoteRecord["match"]>): string[] =>
  noteDetails({ ...record, match: { ...record.match, ...match } }).split("\n");

describe("inspect --note", () => {
  it("lists what else an uncertain note may be, likeliest first, between the match and the time", () => {
    const lines = linesOf({
      confidence: 0.62,
      alternatives: [
        { track: 1, channel: 9, pitch: 66, onsetSec: 9.25, confidence: 0.31 },
        { track: 2, channel: 0, pitch: 66, onsetSec: 10, confidence: 0.07 },
      ],
    });
    expect(lines.slice(3, 6)).toEqual([
      "  match      matched, confidence 0.62",
      "  or else    F#4 (key 66), track 1, channel 9, 9.250 s, confidence 0.31",
      "  or else    F#4 (key 66), track 2, channel 0, 10.000 s, confidence 0.07",
    ]);
    expect(lines[6]).toMatch(/^ {2}time /);
  });

  it("names the note in whose stroke a unison is heard", () => {
    expect(linesOf({ status: "score_only", unisonOf: OTHER })).toContain(
      `  unison     heard in the stroke of ${OTHER}`,
    );
  });

  it("names the note that a performed one ornaments", () => {
    expect(linesOf({ status: "midi_only", ornamentOf: OTHER })).toContain(`  ornament   of ${OTHER}`);
  });

  it("says nothing of these where there is nothing to say", () => {
    expect(linesOf({}).join("\n")).not.toMatch(/or else|unison|ornament/);
  });
});
