import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import { loadPipeline, type PipelineChoice } from "../../../src/pipeline/graph/loadPipeline.js";
import { memoryByte } from "../../../src/schema/memoryByte.js";
import { temporaryFolder } from "../../e2e/cli.js";

const dir = temporaryFolder();

/** A pipeline of stages, each a list of YAML lines. */
function pipelineOf(...stages: string[][]): string {
  const lines = stages.flatMap(([first, ...more]) => [
    `    - ${first}`,
    ...more.map((line) => `      ${line}`),
  ]);
  return ["pipeline:", "  name: mine", "  version: 1.0.0", "  stages:", ...lines].join("\n");
}

function given(text: string): string {
  const file = path.join(dir, "mine.yaml");
  writeFileSync(file, text);
  return file;
}

async function faultOf(pipeline: string, choice?: Partial<PipelineChoice>): Promise<LeitmotionError> {
  try {
    await loadPipeline({ pipeline, ...choice });
  } catch (thrown) {
    if (thrown instanceof LeitmotionError) return thrown;
    throw thrown;
  }
  throw new Error("the pipeline was taken");
}

const READ = ["name: read", "processor: read-score"];
const bomb = ["a", "b", "c", "d", "e", "f", "g"].map((name, i, names) => {
  const item = i === 0 ? "1" : `*${names[i - 1]}`;
  return `${name}: &${name} [${Array(9).fill(item).join(", ")}]`;
});

describe("a pipeline file", () => {
  it("that comes with the program is sound", async () => {
    for (const pipeline of ["align", "audio", "build", "song-map", "symbolic"]) {
      const { stages } = await loadPipeline({ pipeline });
      expect(stages.map((stage) => stage.processor)).toContain("registry");
    }
  });

  it.each([
    { why: "nothing in it", text: "", says: /must be object/ },
    { why: "text that is no YAML", text: "pipeline: [a", says: /line 1/ },
    {
      why: "no stage",
      text: "pipeline: {name: a, version: 1.0.0, stages: []}",
      says: /stages.*fewer than 1/,
    },
    {
      why: "an unknown processor",
      text: pipelineOf(["name: a", "processor: polish"]),
      says: /Stage a .*polish/,
    },
    {
      why: "a processor of every object",
      text: pipelineOf(["name: a", "processor: toString"]),
      says: /toString/,
    },
    {
      why: "an unknown dependency",
      text: pipelineOf([...READ, "dependencies: [ghost]"]),
      says: /Stage read depends on the unknown stage ghost/,
    },
    { why: "a stage that stands twice", text: pipelineOf(READ, READ), says: /read stands twice/ },
    {
      why: "a stage that waits for itself",
      text: pipelineOf([...READ, "after: [read]"]),
      says: /circle: read → read$/,
    },
    {
      why: "a circle",
      text: pipelineOf(
        [...READ, "dependencies: [note]"],
        ["name: note", "processor: registry", "after: [read]"],
      ),
      says: /circle: read → note → read$/,
    },
    {
      why: "a setting that the processor does not know",
      text: pipelineOf([...READ, "config: {layuot: page}"]),
      says: /Stage read, config: .*layuot/,
    },
    {
      why: "a name with a slash",
      text: pipelineOf(["name: a/b", "processor: read-score"]),
      says: /\/pipeline\/stages\/0\/name must match/,
    },
    {
      why: "a fallback that is not there",
      text: pipelineOf([...READ, "error_handling: {strategy: fallback, fallback_processor: polish}"]),
      says: /Stage read .*fallback processor polish/,
    },
    {
      why: "a fallback that is not named",
      text: pipelineOf([...READ, "error_handling: {strategy: fallback}"]),
      says: /no fallback_processor/,
    },
    {
      why: "a stage whose inputs nobody provides",
      text: pipelineOf(READ, ["name: lone", "processor: mix", "dependencies: [read]"]),
      says: /No stage before \(stage lone\) provides "audioManifest"/,
    },
    {
      why: "an option of the run that is none",
      text: `${pipelineOf(READ)}\noptions: {fsp: 24}`,
      says: /\/options .*fsp/,
    },
    {
      why: "memory in unknown units",
      text: `${pipelineOf(READ)}\nperformance: {max_memory_per_stage: 2 apples}`,
      says: /\/performance\/max_memory_per_stage must match/,
    },
    { why: "aliases of aliases of aliases", text: bomb.join("\n"), says: /alias/ },
  ])("with $why is refused by file and name", async ({ text, says }) => {
    const fault = await faultOf(given(text));
    expect(fault.code).toBe("PIPELINE_INVALID");
    expect(fault.place.file).toBe("mine.yaml");
    expect(fault.what).toMatch(says);
  });

  it("that nobody knows is answered with those there are", async () => {
    const fault = await faultOf("polish");
    expect(fault.code).toBe("OPTION_INVALID");
    expect(fault.message).toMatch(
      /--pipeline polish: use align, audio, build, song-map, symbolic, or a file/,
    );
    expect((await faultOf(path.join(dir, "absent.yaml"))).code).toBe("FILE_NOT_FOUND");
  });

  it("with many faults is answered with all of them", async () => {
    const text = [
      "pipeline:",
      "  version: one",
      "  stages:",
      "    - {name: a, processor: 3, timeout: -1}",
      "    - {name: '', processor: read-score, colour: red, error_handling: {strategy: hope}}",
      "performance: {parallel_stages: 0}",
    ].join("\n");
    const { what } = await faultOf(given(text));
    for (const place of [
      "/pipeline must have required property 'name'",
      "/pipeline/version",
      "/pipeline/stages/0/processor",
      "/pipeline/stages/0/timeout",
      "/pipeline/stages/1/name",
      "/pipeline/stages/1 must NOT have additional properties: colour",
      "/pipeline/stages/1/error_handling/strategy",
      "/performance/parallel_stages",
    ])
      expect(what).toContain(place);
  });

  it("names all faults of its graph at once", async () => {
    const text = pipelineOf(
      ["name: a", "processor: polish"],
      ["name: b", "processor: read-score", "after: [ghost]"],
      ["name: b", "processor: shine"],
    );
    const { what } = await faultOf(given(text));
    for (const name of ["polish", "ghost", "b stands twice", "shine"]) expect(what).toContain(name);
  });

  it("gives what is not said its default", async () => {
    const { document, stages } = await loadPipeline({ pipeline: given(pipelineOf(READ)) });
    expect(stages).toEqual([
      {
        name: "read",
        processor: "read-score",
        config: {},
        dependencies: [],
        after: [],
        parallel: false,
        required: true,
        error_handling: { strategy: "fail", max_attempts: 1, retry_delay: 0.1, log_errors: true },
      },
    ]);
    expect(document.options).toEqual({});
    expect(document.performance).toEqual({
      max_memory_per_stage: "2GB",
      timeout_per_stage: 300,
      parallel_stages: 4,
    });
  });

  it.each([
    { handling: "strategy: retry", attempts: 3 },
    { handling: "strategy: retry, max_attempts: 5", attempts: 5 },
    { handling: "strategy: skip", attempts: 1 },
  ])("with {$handling} is tried $attempts times", async ({ handling, attempts }) => {
    const text = pipelineOf([...READ, `error_handling: {${handling}}`]);
    const { stages } = await loadPipeline({ pipeline: given(text) });
    expect(stages[0].error_handling.max_attempts).toBe(attempts);
  });

  it("may call a stage anything that fits a line", async () => {
    const text = pipelineOf(['name: "楽譜 (1. Fassung) & more"', "processor: read-score"]);
    const { stages } = await loadPipeline({ pipeline: given(text) });
    expect(stages[0].name).toBe("楽譜 (1. Fassung) & more");
  });
});

describe("memory", () => {
  it.each([
    { text: "2GB", byte: 2_147_483_648 },
    { text: "1.5 GB", byte: 1_610_612_736 },
    { text: "512MB", byte: 536_870_912 },
    { text: "64KB", byte: 65_536 },
  ])("$text is $byte bytes", ({ text, byte }) => {
    expect(memoryByte(text)).toBe(byte);
  });
});
