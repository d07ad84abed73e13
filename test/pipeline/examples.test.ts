import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { LeitmotionError } from "../../src/core/error.js";
import { loadPipeline } from "../../src/pipeline/graph/loadPipeline.js";
import { temporaryFolder } from "../io/temporaryFolder.js";

const folder = temporaryFolder();
const example = (name: string) => path.join(import.meta.dirname, "examples", name);
const load = (pipeline: string, pluginFile = example("plugins.json")) =>
  loadPipeline({ pipeline, pluginFile });

function given(name: string, text: string): string {
  mkdirSync(folder.dir, { recursive: true });
  writeFileSync(folder.at(name), text);
  return folder.at(name);
}

async function faultOf(pipeline: string, pluginFile?: string): Promise<LeitmotionError> {
  return load(pipeline, pluginFile).then(
    () => {
      throw new Error("the pipeline was taken");
    },
    (thrown: LeitmotionError) => thrown,
  );
}

describe("the example pipeline and its plugin file", () => {
  it("load, every default in place", async () => {
    const { document, stages, processors, broken } = await load(example("pipeline.yaml"));
    expect(broken).toEqual([]);
    expect([...processors.keys()]).toEqual(["AudioLoader", "AudioPreprocessor", "AudioAnalyzer"]);
    expect(stages).toEqual([
      {
        name: "load",
        processor: "AudioLoader",
        config: { formats: ["wav", "mp3", "flac"], sample_rate: 16_000, cache_size: 1000 },
        dependencies: [],
        after: [],
        parallel: false,
        required: true,
        error_handling: { strategy: "fail", max_attempts: 1, retry_delay: 0.1, log_errors: true },
      },
      {
        name: "preprocess",
        processor: "AudioPreprocessor",
        config: { normalize: true, trim_silence: true, target_db: -20 },
        dependencies: ["load"],
        after: [],
        parallel: false,
        required: true,
        error_handling: { strategy: "retry", max_attempts: 3, retry_delay: 0.1, log_errors: true },
      },
      {
        name: "analyze",
        processor: "AudioAnalyzer",
        config: { metrics: ["snr", "spectral"] },
        dependencies: ["preprocess"],
        after: [],
        parallel: true,
        required: false,
        timeout: 60,
        error_handling: {
          strategy: "fallback",
          max_attempts: 1,
          retry_delay: 0.1,
          fallback_processor: "AudioLoader",
          log_errors: true,
        },
      },
    ]);
    expect(document.performance).toEqual({
      max_memory_per_stage: "4GB",
      timeout_per_stage: 300,
      parallel_stages: 4,
    });
  });

  it("load as JSON; bounds of the plugin file hold where the pipeline gives none", async () => {
    const { document, stages } = await load(example("pipeline.json"));
    expect(stages.map(({ config }) => config)).toEqual([
      { formats: ["wav", "mp3", "flac"], sample_rate: 22_050, cache_size: 1000 },
      { metrics: ["snr", "spectral", "temporal"] },
    ]);
    expect(document.performance).toEqual({
      max_memory_per_stage: "1GB",
      timeout_per_stage: 120,
      parallel_stages: 2,
    });
  });

  it("are one run with the plugin as it is, and another with the plugin changed", async () => {
    const { fingerprint } = await load(example("pipeline.json"));
    expect(fingerprint).toEqual([
      ["AudioLoader", "1.1.4", expect.stringMatching(/^[0-9a-f]{64}$/)],
      ["AudioAnalyzer", "1.9.0", expect.stringMatching(/^[0-9a-f]{64}$/)],
    ]);
  });

  it("with wrong settings are answered with all of them", async () => {
    const text = `
pipeline:
  name: wrong
  version: 1.0.0
  stages:
    - {name: load, processor: AudioLoader, config: {sample_rate: 100, cache_sise: 3, formats: [aiff]}}
    - {name: prepare, processor: AudioPreprocessor, config: {target_db: 3}}`;
    const { code, what } = await faultOf(given("wrong.yaml", text));
    expect(code).toBe("PIPELINE_INVALID");
    for (const fault of [
      "Stage load, config: /sample_rate must be >= 8000",
      "Stage load, config: / must NOT have additional properties: cache_sise",
      "Stage load, config: /formats/0 must be equal to one of the allowed values: wav,mp3,flac",
      "Stage prepare, config: /target_db must be <= 0",
    ])
      expect(what).toContain(fault);
  });

  it("with versions that will not do name the plugin", async () => {
    const registry = {
      paths: [example("plugins")],
      version_check: "strict",
      compatibility_matrix: { AudioLoader: ["1.0"], AudioAnalyzer: ["2.0+"] },
    };
    const file = given("plugins.json", JSON.stringify({ plugin_registry: registry }));
    const { code, what } = await faultOf(example("pipeline.json"), file);
    expect(code).toBe("PLUGIN_INVALID");
    expect(what).toMatch(/AudioLoader .*version 1\.1\.4 is none of 1\.0/);
    expect(what).toMatch(/AudioPreprocessor .*no entry/);
    expect(what).toMatch(/AudioAnalyzer .*version 1\.9\.0 is none of 2\.0\+/);
  });

  it("that name a broken plugin say what is wrong with it", async () => {
    given("bad.mjs", 'export default { info: { name: "AudioLoader" } };');
    const file = given("plugins.json", JSON.stringify({ plugins: { paths: ["."] } }));
    const { what } = await faultOf(example("pipeline.json"), file);
    expect(what).toMatch(/unknown processor AudioLoader, a plugin that is broken: .*process is missing/);
    expect(what).toMatch(/unknown processor AudioAnalyzer(;|$)/);
  });
});
