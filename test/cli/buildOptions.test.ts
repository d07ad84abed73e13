import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { buildOptionsOf } from "../../src/cli/buildCommand.js";
import type { BuildFlags } from "../../src/cli/resolveOptions.js";
import { formatFrameRate } from "../../src/core/frameRate.js";
import { temporaryFolder } from "../io/temporaryFolder.js";

const folder = temporaryFolder();
afterEach(() => vi.unstubAllEnvs());

const PIPELINE = "pipeline: {name: mine, version: 1.0.0, stages: [{name: read, processor: read-score}]}";

function pipelineWith(options: object): string {
  writeFileSync(folder.at("mine.yaml"), `${PIPELINE}\noptions: ${JSON.stringify(options)}`);
  return folder.at("mine.yaml");
}

function jobWith(options: object): string {
  const job = {
    job_id: "j",
    source_type: "x",
    artist: "",
    album: "",
    title: "",
    musicxml_path: "s.xml",
    options,
  };
  writeFileSync(folder.at("job.json"), JSON.stringify(job));
  return folder.at("job.json");
}

describe("an option of the run", () => {
  it.each([
    { flag: "24", job: "25", pipeline: 50, fps: "24" },
    { flag: undefined, job: "25", pipeline: 50, fps: "25" },
    { flag: undefined, job: undefined, pipeline: 50, fps: "50" },
    { flag: undefined, job: undefined, pipeline: "30000/1001", fps: "30000/1001" },
    { flag: undefined, job: undefined, pipeline: undefined, fps: "30" },
  ])("is the flag's, the job's, the pipeline's or the default: $flag, $job, $pipeline", async (given) => {
    const input = jobWith({ fps: given.job });
    const flags = { fps: given.flag, pipeline: pipelineWith({ fps: given.pipeline }) };
    expect(formatFrameRate((await buildOptionsOf(input, flags)).frameRate)).toBe(given.fps);
  });

  it("of every name that a pipeline file knows reaches the run", async () => {
    const pipeline = pipelineWith({
      layout: "scroll",
      soundfont: "auto",
      rate: 96_000,
      bits: 32,
      note_channels: 2,
      keyframes: "fast",
      levels: "part",
      keyframe_error: 5,
      ties: "proportional",
      repeats: "none",
    });
    expect(await buildOptionsOf("s.xml", { pipeline })).toMatchObject({
      layout: "scroll",
      soundfont: "auto",
      rateHz: 96_000,
      bits: 32,
      noteChannels: 2,
      keyframeMode: "fast",
      levelScope: "part",
      keyframeErrorPercent: 5,
      tieRefinement: "proportional",
      repeats: "none",
    });
  });

  it("that cannot be is refused wherever it stands", async () => {
    const pipeline = pipelineWith({ rate: 8000 });
    await expect(buildOptionsOf("s.xml", { pipeline })).rejects.toThrow(
      expect.objectContaining({ code: "OPTION_INVALID" }),
    );
  });
});

describe("the environment", () => {
  const optionsOf = (flags: BuildFlags) => buildOptionsOf("s.xml", flags);

  it("names pipeline, workers and plugin folders", async () => {
    vi.stubEnv("LEITMOTION_PIPELINE", "symbolic");
    vi.stubEnv("LEITMOTION_WORKERS", "7");
    vi.stubEnv("LEITMOTION_PLUGIN_PATHS", ["/a", "", "b"].join(path.delimiter));
    expect(await optionsOf({})).toMatchObject({ pipeline: "symbolic", workers: 7, pluginPaths: ["/a", "b"] });
  });

  it("gives way to flags", async () => {
    vi.stubEnv("LEITMOTION_PIPELINE", "symbolic");
    vi.stubEnv("LEITMOTION_WORKERS", "7");
    expect(await optionsOf({ pipeline: "audio", workers: "2" })).toMatchObject({
      pipeline: "audio",
      workers: 2,
    });
  });

  it("that is empty says nothing", async () => {
    for (const name of ["PIPELINE", "WORKERS", "PLUGIN_PATHS"]) vi.stubEnv(`LEITMOTION_${name}`, "");
    expect(await optionsOf({})).toMatchObject({ pipeline: "build", pluginPaths: [], pluginFile: null });
  });
});
