import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../src/core/error.js";
import { readPipeline, selectStages } from "../../src/pipeline/pipelineFile.js";
import { PROCESSOR_NAMES } from "../../src/pipeline/processors.js";
import { temporaryFolder } from "../e2e/cli.js";

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

function faultOf(nameOrFile: string): LeitmotionError {
  try {
    readPipeline(nameOrFile, PROCESSOR_NAMES);
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
  it("that comes with the program is sound", () => {
    for (const name of ["align", "audio", "build", "song-map", "symbolic"]) {
      const stages = selectStages(readPipeline(name, PROCESSOR_NAMES), []);
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
      says: /read .*ghost/,
    },
    { why: "a stage that stands twice", text: pipelineOf(READ, READ), says: /read stands twice/ },
    {
      why: "a stage that waits for itself",
      text: pipelineOf([...READ, "after: [read]"]),
      says: /read .*circle/,
    },
    {
      why: "a circle",
      text: pipelineOf(
        [...READ, "dependencies: [note]"],
        ["name: note", "processor: registry", "after: [read]"],
      ),
      says: /read, note .*circle/,
    },
    { why: "aliases of aliases of aliases", text: bomb.join("\n"), says: /alias/ },
  ])("with $why is refused by file and name", ({ text, says }) => {
    const fault = faultOf(given(text));
    expect(fault.code).toBe("PIPELINE_INVALID");
    expect(fault.place.file).toBe("mine.yaml");
    expect(fault.what).toMatch(says);
  });

  it("that nobody knows is answered with those there are", () => {
    const fault = faultOf("polish");
    expect(fault.code).toBe("OPTION_INVALID");
    expect(fault.message).toMatch(
      /--pipeline polish: use align, audio, build, song-map, symbolic, or a file/,
    );
    expect(faultOf(path.join(dir, "absent.yaml")).code).toBe("FILE_NOT_FOUND");
  });
});
