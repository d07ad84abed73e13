/** pipelines/build.yaml copied, changed and run by its path; what is already there is used again. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { KeyframesDocument } from "../../src/schema/keyframes.js";
import { filesBelow, ROOT, readJson, temporaryFolder } from "./cli.js";
import { countHeads, makeMusic } from "./madeMusic.js";
import { type ScoreFiles, writeMusic } from "./madeScore.js";
import { runOf } from "./noteFiles.js";
import { faultLines } from "./processes.js";
import { runHere } from "./runHere.js";
import { copyTree, stampsOf, touchedBetween, untruthsOf } from "./trees.js";

interface PipelineText {
  pipeline: {
    name: string;
    stages: { name: string; processor: string; dependencies?: string[]; after?: string[] }[];
  };
  options?: Record<string, unknown>;
  plugins?: Record<string, unknown>;
}

const dir = temporaryFolder();
const music = makeMusic(24);
const first = path.join(dir, "first");
let files: ScoreFiles;
let serial = 0;

/** A copy of the program's own pipeline with something done to it. @returns its path */
function copied(name: string, change: (copy: PipelineText) => void): string {
  const copy = parse(readFileSync(path.join(ROOT, "pipelines/build.yaml"), "utf8")) as PipelineText;
  change(copy);
  const file = path.join(dir, `${name}.yaml`);
  writeFileSync(file, stringify(copy));
  return file;
}

const build = (out: string, ...flags: string[]) =>
  runHere([
    "build",
    files.score,
    "--midi",
    files.midi,
    "--out",
    out,
    "--rate",
    "44100",
    "--bits",
    "16",
    ...flags,
  ]);

/** The pipeline run over a copy of the first build. */
async function rebuilt(pipeline: string, ...flags: string[]) {
  const out = path.join(dir, `again-${serial++}`);
  copyTree(first, out);
  const before = stampsOf(out);
  const ended = await build(out, "--pipeline", pipeline, ...flags);
  expect(ended.status, ended.stderr).toBe(0);
  expect(untruthsOf(out)).toEqual([]);
  return { out, touched: touchedBetween(before, stampsOf(out)) };
}

const isSound = (file: string) => /^(audio|midi)\//.test(file);

beforeAll(async () => {
  const inputs = path.join(dir, "inputs");
  mkdirSync(inputs);
  files = writeMusic(inputs, music);
  const ended = await build(first);
  expect(ended.status, ended.stderr).toBe(0);
});

describe("a copied pipeline", () => {
  it("with another frame rate makes keyframes at that rate, and no sound or drawing again; repeated, it writes nothing", async () => {
    const file = copied("film", (copy) => {
      copy.options = { fps: 24 };
    });
    const { out, touched } = await rebuilt(file);
    const [name] = filesBelow(path.join(out, "keyframes"));
    expect(readJson<KeyframesDocument>(out, "keyframes", name).fps).toBe(24);
    expect(runOf(out).options.fps).toBe("24");
    const written = [...touched.changed, ...touched.added];
    expect(written.filter((each) => isSound(each) || each.startsWith("svg/"))).toEqual([]);

    const finished = stampsOf(out);
    const again = await build(out, "--pipeline", file);
    expect(again.status, again.stderr).toBe(0);
    expect(touchedBetween(finished, stampsOf(out))).toEqual({ changed: [], added: [], gone: [] });
  });

  it("gives way to the command line", async () => {
    const file = copied("film", (copy) => {
      copy.options = { fps: 24 };
    });
    const { out } = await rebuilt(file, "--fps", "50", "--only", "song-map");
    expect(runOf(out).options.fps).toBe("50");
  });

  it("with a stage left out makes all but that stage's files", async () => {
    const file = copied("unmixed", (copy) => {
      copy.pipeline.stages = copy.pipeline.stages.filter((stage) => stage.name !== "mix");
      for (const stage of copy.pipeline.stages) {
        if (stage.after?.includes("mix")) stage.after = stage.after.filter((name) => name !== "mix");
      }
    });
    const out = path.join(dir, "unmixed");
    const { status, stderr } = await build(out, "--pipeline", file);
    expect(status, stderr).toBe(0);
    const made = filesBelow(out).filter((each) => !each.startsWith(".leitmotion/"));
    const whole = filesBelow(first).filter((each) => !each.startsWith(".leitmotion/"));
    expect(whole.filter((each) => !made.includes(each)).sort()).toEqual(
      whole.filter((each) => /^audio\/(mix\.wav|parts\/)/.test(each)),
    );
    expect(made.filter((each) => !whole.includes(each))).toEqual([]);
  });

  it("with a plugin added runs it, keeps what it found, and renders nothing again", async () => {
    mkdirSync(path.join(dir, "own"), { recursive: true });
    writeFileSync(path.join(dir, "own/count-notes.mjs"), COUNTER);
    const file = copied("counting", (copy) => {
      copy.plugins = { paths: ["./own"] };
      copy.pipeline.stages.push({ name: "count", processor: "count-notes", dependencies: ["registry"] });
    });
    const { out, touched } = await rebuilt(file);
    const heads = countHeads(music);
    expect(runOf(out).results).toEqual([
      expect.objectContaining({ stage: "count", kind: "analyser", result: { features: { heads } } }),
    ]);
    expect(readFileSync(path.join(out, "plugins/count/heads.txt"), "utf8")).toBe(`${heads}\n`);
    expect([...touched.changed, ...touched.added].filter(isSound)).toEqual([]);
    const damaged = path.join(out, "keyframes", filesBelow(path.join(out, "keyframes"))[0]);
    const text = readFileSync(damaged);
    writeFileSync(damaged, "{}");
    const env = { LEITMOTION_PLUGIN_PATHS: path.join(dir, "own") };
    const repaired = await runHere(["verify", out, "--repair"], { env });
    expect(repaired.status, repaired.stderr).toBe(0);
    expect(readFileSync(damaged).equals(text)).toBe(true);
  });

  it("that names what is not there is refused, and the folder stays as it is", async () => {
    const file = copied("wrong", (copy) => {
      copy.pipeline.stages.push({ name: "count", processor: "count-nothing", dependencies: ["nowhere"] });
    });
    const out = path.join(dir, "refused");
    const ended = await build(out, "--pipeline", file);
    expect(ended.status).toBe(2);
    expect(faultLines(ended)).toEqual([
      expect.stringMatching(/count-nothing.*nowhere|nowhere.*count-nothing/),
    ]);
    expect(faultLines(ended)[0]).toMatch(/\[PIPELINE_INVALID\]$/);
    expect(existsSync(out)).toBe(false);
  });
});

const COUNTER = `
export default {
  info: { name: "count-notes", version: "1.0.0", kind: "analyser", description: "Counts noteheads" },
  configSchema: { type: "object", properties: {}, additionalProperties: false },
  capabilities: { inputs: ["records"], outputs: [] },
  async process({ bench, files }) {
    const heads = bench.get("records").length;
    files.writeText("heads.txt", heads + "\\n");
    return { features: { heads } };
  },
};
`;
