import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { buildOptionsOf } from "../../src/cli/buildCommand.js";
import { runBuild } from "../../src/pipeline/build.js";
import { temporaryFolder } from "../io/temporaryFolder.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PIPELINE = path.join(ROOT, "docs/plugins/loudest-note.yaml");
const folder = temporaryFolder();

const build = async (fixture: string) => {
  const at = (name: string) => path.join(ROOT, "fixtures", fixture, name);
  const flags = { midi: at("take.mid"), out: folder.at("out"), pipeline: PIPELINE };
  return runBuild(await buildOptionsOf(at("score.musicxml"), flags));
};
const read = (name: string) => JSON.parse(readFileSync(folder.at(`out/${name}`), "utf8"));

interface Note {
  readonly universal_id: string;
  readonly midi: { readonly velocity: number } | null;
  readonly score: { readonly part_name: string } | null;
}

describe("the plugin of the docs", () => {
  it("finds each part's loudest notes, in a file of its own and in run.json", async () => {
    const { report } = await build("trio-constellation");
    const { notes } = read("manifests/registry.json") as { notes: Note[] };
    const { parts } = read("plugins/loudest/loudest.json");
    const played = notes.filter((note) => note.midi !== null && note.score !== null);
    const names = [...new Set(played.map((note) => note.score!.part_name))];
    expect(parts.map((part: { part: string }) => part.part)).toEqual(names);
    for (const { part, notes: loudest } of parts) {
      const velocities = played
        .filter((note) => note.score!.part_name === part)
        .map((note) => note.midi!.velocity);
      expect(loudest[0].velocity).toBe(Math.max(...velocities));
      expect(loudest).toHaveLength(Math.min(2, velocities.length));
      for (const { universal_id, velocity } of loudest)
        expect(notes.find((note) => note.universal_id === universal_id)!.midi!.velocity).toBe(velocity);
    }
    expect(report.results.map(({ stage, kind }) => [stage, kind])).toEqual([
      ["loudest", "analyser"],
      ["long-enough", "decision"],
    ]);
    expect(report.options.fps).toBe("25");
  });

  it.each([
    { fixture: "trio-constellation", status: "skipped", files: [] },
    { fixture: "song", status: "completed", files: ["song_map.json"] },
  ])("decides that the Song Map of $fixture is $status", async ({ fixture, status, files }) => {
    const { report } = await build(fixture);
    expect(report.stages.find(({ name }) => name === "song-map")!.status).toBe(status);
    expect(readdirSync(folder.at("out")).filter((name) => name === "song_map.json")).toEqual(files);
  });
});
