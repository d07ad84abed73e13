/** Scores with little in them, and folders that have been built into before. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { DocumentId } from "../../src/schema/documents.js";
import { assertDocument } from "../../src/schema/validate.js";
import { filesBelow, ROOT, readJson, temporaryFolder } from "./cli.js";
import { runHere } from "./runHere.js";

const dir = temporaryFolder();
const fixture = (name: string) => path.join(ROOT, "fixtures", name);
const trio = fixture("trio-constellation/score.musicxml");
const take = fixture("trio-constellation/take.mid");

async function build(args: string[]) {
  const done = await runHere(["build", ...args, "--workers", "1"], { cwd: dir });
  expect(done.status, done.stderr).toBe(0);
  return done;
}

/** Every document against its schema. */
function expectValid(out: string): void {
  for (const file of filesBelow(path.join(dir, out)).filter((name) => name.endsWith(".json"))) {
    const document = readJson<{ schema_id: DocumentId }>(dir, out, file);
    assertDocument(document.schema_id, document, file);
  }
}

/** What the manifests list is there, and what is there is listed. */
function expectAgreement(out: string): void {
  const listed = new Set<string>();
  const collect = (value: unknown): void => {
    if (value === null || typeof value !== "object") return;
    const { path: file, file_exists: exists } = value as { path?: unknown; file_exists?: unknown };
    if (typeof file === "string" && exists === true) listed.add(file);
    for (const inner of Object.values(value)) collect(inner);
  };
  for (const name of ["symbolic.json", "audio.json"]) {
    if (filesBelow(path.join(dir, out)).includes(`manifests/${name}`))
      collect(readJson(dir, out, "manifests", name));
  }
  const rendered = filesBelow(path.join(dir, out)).filter((file) =>
    /^(svg|audio|midi|keyframes)\//.test(file),
  );
  expect(rendered).toEqual([...listed].sort());
}

const empty = () => {
  const text = readFileSync(trio, "utf8").replace(/<note\b.*?<\/note>/gs, "");
  writeFileSync(path.join(dir, "empty.musicxml"), text);
  return "empty.musicxml";
};
const silent = () => {
  const track = [0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 4, 0, 0xff, 0x2f, 0];
  const bytes = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 1, 0xe0, ...track];
  writeFileSync(path.join(dir, "silent.mid"), Uint8Array.from(bytes));
  return "silent.mid";
};

const notesIn = (out: string) =>
  readJson<{ notes: { match: { status: string } }[] }>(dir, out, "manifests/registry.json").notes;

describe("a score without a note", () => {
  it("ends well, says so, and its documents are empty and valid", async () => {
    const { stdout } = await build([empty(), "--out", "empty"]);
    expect(stdout).toContain("The score holds no note: its documents are empty and valid.");
    expect(notesIn("empty")).toEqual([]);
    expect(readJson<{ mix: unknown }>(dir, "empty", "manifests/audio.json").mix).toBeNull();
    expectValid("empty");
    expectAgreement("empty");
  });

  it("and a MIDI file with notes: these are heard", async () => {
    const { stdout } = await build([empty(), "--midi", take, "--out", "played"]);
    expect(stdout).toContain("6 only in the MIDI");
    expect(stdout).toContain("The score holds no note: only the MIDI file is heard.");
    expect(notesIn("played").map((note) => note.match.status)).toEqual(Array(6).fill("midi_only"));
    expectValid("played");
    expectAgreement("played");
  });
});

describe("a MIDI file without a note", () => {
  it("leaves the score's notes unplayed, and the run says so", async () => {
    const { stdout, stderr } = await build([trio, "--midi", silent(), "--out", "silent"]);
    expect(stderr).toContain("holds no note, so nothing is heard (silent.mid)");
    expect(stdout).toMatch(/0 matched, 3 tied, 6 only in the score/);
    expect(filesBelow(path.join(dir, "silent")).filter((file) => file.endsWith(".wav"))).toEqual([]);
    expectValid("silent");
    expectAgreement("silent");
  });
});

describe("a folder of an earlier run", () => {
  it("keeps nothing of another score", async () => {
    await build([fixture("waltz/score.musicxml"), "--out", "again"]);
    await build([trio, "--midi", take, "--out", "again"]);
    expect(notesIn("again")).toHaveLength(9);
    expectValid("again");
    expectAgreement("again");
  });

  it("takes drawings first and sounds later", async () => {
    await build([trio, "--out", "halves", "--only", "symbolic"]);
    const drawings = filesBelow(path.join(dir, "halves")).filter((file) => file.startsWith("svg/"));
    await build([trio, "--out", "halves", "--only", "audio"]);
    const files = filesBelow(path.join(dir, "halves"));
    expect(files).toEqual(expect.arrayContaining([...drawings, "audio/mix.wav"]));
    expectValid("halves");
    expectAgreement("halves");
  });
});
