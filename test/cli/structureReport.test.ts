import { mkdirSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { describe, expect, it, vi } from "vitest";
import { inspectCommand } from "../../src/cli/inspectCommand.js";
import { formatMeasures, structureReport, structureText } from "../../src/cli/structureReport.js";
import { toDocument } from "../../src/schema/codec.js";
import { formatDocument } from "../../src/schema/formatDocument.js";
import type { RunReport } from "../../src/schema/run.js";
import { temporaryFolder } from "../io/temporaryFolder.js";
import { sampleReport } from "../render/profile/sampleReport.js";

const folder = temporaryFolder();

/** 32 measures with a repeat after 16, of which the performance jumped back to 1, and left out 9-16 the second time. */
const STRUCTURE: NonNullable<RunReport["structure"]> = {
  repeats: "performed",
  measures: [...count(1, 8), ...count(1, 8), ...count(17, 32)],
  leftOut: count(9, 16),
  transposedSemitones: -1,
};

function count(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
}

function built(structure: RunReport["structure"]): string {
  mkdirSync(folder.at("manifests"), { recursive: true });
  writeFileSync(
    folder.at("manifests/run.json"),
    formatDocument(toDocument({ ...sampleReport, structure }) as Record<string, unknown>),
  );
  return folder.dir;
}

describe("formatMeasures", () => {
  it.each([
    { why: "a repeat", numbers: [...count(1, 16), ...count(1, 8)], text: "1-16, 1-8" },
    { why: "a pickup counts on to 1", numbers: count(0, 4), text: "0-4" },
    { why: "a measure on its own", numbers: ["3", "7"], text: "3, 7" },
    {
      why: "letters stand alone",
      numbers: ["11", "12", "12a", "12b", "13", "X1"],
      text: "11-12, 12a, 12b, 13, X1",
    },
    { why: "a measure heard twice in a row", numbers: ["1", "2", "2", "3"], text: "1-2, 2-3" },
    { why: "9 to 10 is one step, 19 to 110 none", numbers: ["9", "10", "19", "110"], text: "9-10, 19, 110" },
    { why: "backwards is no run", numbers: ["3", "2", "1"], text: "3, 2, 1" },
    { why: "no measure", numbers: [], text: "nothing" },
  ])("$why", ({ numbers, text }) => expect(formatMeasures(numbers)).toBe(text));
});

describe("structureReport", () => {
  it("says which measures were played in which order, what was left out, and the key", () => {
    const [played, leftOut, key, repeats] = structureReport(built(STRUCTURE), { json: false }).split("\n");
    expect(played).toMatch(/^played +1-8, 1-8, 17-32$/);
    expect(leftOut).toMatch(/^left out +9-16$/);
    expect(key).toMatch(/^key +1 semitone lower than written$/);
    expect(repeats).toMatch(/^repeats +performed .*the performance/);
  });

  it("counts semitones upwards too, and none is no shift", () => {
    expect(structureText({ ...STRUCTURE, transposedSemitones: 3 })).toContain(
      "3 semitones higher than written",
    );
    expect(structureText({ ...STRUCTURE, transposedSemitones: 0 })).toMatch(/^key +as written$/m);
  });

  it("gives the document as it stands in run.json with json", () => {
    expect(JSON.parse(structureReport(built(STRUCTURE), { json: true }))).toEqual({
      repeats: "performed",
      measures: STRUCTURE.measures,
      left_out: STRUCTURE.leftOut,
      transposed_semitones: -1,
    });
  });

  it("says so where no run has followed a score yet", () => {
    expect(() => structureReport(built(null), { json: false })).toThrow(/followed no score/);
  });

  it("is what inspect --structure prints, in a folder that has no registry", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const program = new Command().exitOverride();
    inspectCommand(program, () => {});
    await program.parseAsync(["inspect", built(STRUCTURE), "--structure"], { from: "user" });
    expect(write).toHaveBeenCalledExactlyOnceWith(structureText(STRUCTURE));
    write.mockRestore();
  });
});
