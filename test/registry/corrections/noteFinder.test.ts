import { describe, expect, it } from "vitest";
import { NoteFinder } from "../../../src/registry/corrections/noteFinder.js";
import type { NoteRecord } from "../../../src/schema/registry.js";

const record = (universalId: string, shortId: string, isWritten: boolean) =>
  ({ universalId, shortId, score: isWritten ? {} : null }) as unknown as NoteRecord;

const finder = new NoteFinder(
  ["aaaa1111", "aaaa2222", "bbbb1111"],
  [record("aaaa1111", "aaaa", true), record("cccc1111", "cccc", false), record("dddd1111", "dddd", true)],
  () => ["eeee1111", "bbbb2222"],
);

describe("an ID of overrides.yaml", () => {
  it.each([
    { why: "a whole one", text: "aaaa2222", is: { kind: "written", index: 1 } },
    { why: "the beginning of one", text: "bbbb", is: { kind: "written", index: 2 } },
    {
      why: "a short ID, even where a newer ID begins with it",
      text: "aaaa",
      is: { kind: "written", index: 0 },
    },
    {
      why: "one of a performed note",
      text: "cccc1",
      is: { kind: "unwritten", record: { universalId: "cccc1111" } },
    },
    {
      why: "one of a note that has gone",
      text: "dddd",
      is: { kind: "gone", record: { universalId: "dddd1111" } },
    },
    { why: "one that a performed note would have", text: "eeee", is: { kind: "performed", noteIndex: 0 } },
    { why: "one of nobody", text: "ffff", is: { kind: "unknown" } },
  ])("is found: $why", ({ text, is }) => {
    expect(finder.find(text)).toMatchObject(is);
  });

  it("stands for no note when it begins several, and these are named", () => {
    const twins = new NoteFinder(["aaaa1111", "aaaa1122", "abcd0000"], [], () => []);
    expect(twins.find("aaaa11")).toEqual({ kind: "ambiguous", ids: ["aaaa1111", "aaaa1122"] });
  });
});
