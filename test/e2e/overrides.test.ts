/** overrides.yaml as a user meets it: written after a look at the notes, obeyed in sound and picture, refused by line. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { AudioManifestDocument } from "../../src/schema/audio.js";
import type { RunDocument } from "../../src/schema/run.js";
import { type CliResult, leitmotion, ROOT, readJson, temporaryFolder } from "./cli.js";
import { type NoteRecord, registryOf } from "./noteFiles.js";

const dir = temporaryFolder();
const out = path.join(dir, "trio");
const overrides = path.join(out, "overrides.yaml");
const trio = (name: string) => path.join(ROOT, "fixtures/trio-constellation", name);
const build = (...flags: string[]) =>
  leitmotion(
    ["build", trio("score.musicxml"), "--midi", trio("take.mid"), "--out", out, "--workers", "1", ...flags],
    dir,
  );
const noteAt = (quarter: string, midi: number): NoteRecord =>
  registryOf(out).notes.find((n) => n.score?.onset_quarter === quarter && n.score.pitch.midi === midi)!;

let ended: CliResult;

beforeAll(() => {
  expect(build("--only", "audio").status).toBe(0);
  const [last, unheard] = [noteAt("18", 59), noteAt("35/2", 72)];
  writeFileSync(
    overrides,
    `corrections:
  - move: ${last.short_id}
    end_sec: 13.8
    why: it rings on
  - unlink: ${unheard.short_id}
  - unlink: 00000000
`,
  );
  ended = build("--only", "audio");
});

describe("corrections by hand", () => {
  it("are heard: a longer note, and none that was not played", () => {
    expect(ended.status, ended.stderr).toBe(0);
    const { entries } = readJson<AudioManifestDocument>(out, "manifests/audio.json");
    const last = entries.find((entry) => entry.universal_id === noteAt("18", 59).universal_id);
    expect(last?.timing_data).toMatchObject({ start_seconds: 10.8, duration_seconds: 3 });
    expect(last?.files.wav.file_size, "3 s of 24 bits at 48 kHz").toBeGreaterThan(3 * 3 * 48_000);
    expect(entries.map((entry) => entry.universal_id)).not.toContain(noteAt("35/2", 72).universal_id);
  });

  it("are counted, and one that cannot be followed is warned of with its line", () => {
    expect(ended.stdout).toContain("2 of 3 corrections of overrides.yaml followed");
    expect(ended.stderr).toMatch(/warning: .*00000000.*overrides\.yaml, line 6/);
  });

  it("are shown by inspect, with the match and how sure it is", () => {
    const { stdout } = leitmotion(["inspect", out, "--note", noteAt("35/2", 72).short_id], dir);
    expect(stdout).toMatch(/score_only +1\.00 +match$/m);
    expect(stdout).toMatch(/match +score only, confidence 1\.00, corrected by hand/);
    expect(stdout).toMatch(/performed +no/);
  });

  it("leave a folder that verifies, and nothing to do for the next build", () => {
    expect(leitmotion(["verify", out], dir)).toMatchObject({ status: 0, stderr: "" });
    expect(build("--only", "audio").stdout).toContain("Up to date");
  });

  it("are warned of, on stderr and in run.json, where the file is an overrides.yml, also if nothing else changed", () => {
    const misnamed = path.join(out, "overrides.yml");
    writeFileSync(misnamed, readFileSync(overrides));
    const { status, stdout, stderr } = build("--only", "audio");
    const run = readJson<RunDocument>(out, "manifests/run.json");
    rmSync(misnamed);
    const message = "Corrections are read from overrides.yaml only: rename this file";
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("Done") });
    expect(stderr).toContain(`warning: ${message} (overrides.yml)\n`);
    expect(run.warnings).toContainEqual({ source: "overrides.yml", code: "OVERRIDES_MISNAMED", message });
    expect(build("--only", "audio").stderr, "renamed, it is forgotten").not.toContain("overrides.yml");
  });

  it("are refused in one line where the file is broken, and the folder stays as it is", () => {
    const before = readFileSync(path.join(out, "manifests/run.json"), "utf8");
    const good = readFileSync(overrides, "utf8");
    writeFileSync(overrides, "corrections:\n  - unlink: [\n");
    const { status, stdout, stderr } = build("--only", "audio");
    writeFileSync(overrides, good);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^.*\(file overrides\.yaml, line 3, column \d+\)\. .* \[OVERRIDES_INVALID\]\n$/);
    expect(readFileSync(path.join(out, "manifests/run.json"), "utf8")).toBe(before);
  });
});
