import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { inspectCommand } from "../../src/cli/inspectCommand.js";
import { pipelinesCommand } from "../../src/cli/pipelinesCommand.js";
import { pluginsCommand } from "../../src/cli/pluginsCommand.js";
import { toDocument } from "../../src/schema/codec.js";
import { formatDocument } from "../../src/schema/formatDocument.js";
import { assertDocument } from "../../src/schema/validate.js";
import { temporaryFolder } from "../io/temporaryFolder.js";
import { sampleReport } from "../render/profile/sampleReport.js";

const folder = temporaryFolder();

afterEach(() => vi.restoreAllMocks());

/** Run a command inside this process. */
async function run(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  let [exit, out, err] = [-1, "", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += text;
    return true;
  });
  const program = new Command().exitOverride();
  for (const add of [pipelinesCommand, pluginsCommand, inspectCommand]) add(program, (code) => (exit = code));
  await program.parseAsync(args, { from: "user" });
  return { exit, out, err };
}

function file(name: string, text: string): string {
  mkdirSync(path.dirname(folder.at(name)), { recursive: true });
  writeFileSync(folder.at(name), text);
  return folder.at(name);
}

const pipelineOf = (stages: string) => `pipeline: {name: mine, version: 2.0.0, stages: [${stages}]}`;
const READ = "{name: read-score, processor: read-score}";

/** A folder with a run's report. */
function ranFolder(report: object): string {
  file("out/manifests/run.json", formatDocument(toDocument(report) as Record<string, unknown>));
  return folder.at("out");
}

describe("leitmotion pipelines", () => {
  it("lists every pipeline that comes with the program, with its number of stages", async () => {
    const own = JSON.parse((await run("pipelines", "list", "--json")).out);
    expect(own.map(({ name }: { name: string }) => name)).toEqual([
      "align",
      "audio",
      "build",
      "song-map",
      "symbolic",
    ]);
    expect(own[0]).toMatchObject({ version: "1.0.0", stages: 4 });
    expect((await run("pipelines", "list")).out).toMatch(/^align +1\.0\.0 +4 +Which performed note/m);
  });

  it.each(["align", "audio", "build", "song-map", "symbolic"])(
    "finds no fault in %s, strictly",
    async (name) => {
      expect(await run("pipelines", "validate", name, "--strict")).toMatchObject({ exit: 0, err: "" });
    },
  );

  it("names every fault of a file in a line of its own and exits with 2", async () => {
    const shape = await run(
      "pipelines",
      "validate",
      file("a.yaml", pipelineOf("{name: a}, {name: b, procesor: x}")),
    );
    expect(shape.exit).toBe(2);
    expect(shape.err.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^a\.yaml: \/pipeline\/stages\/0 .*processor.* \[PIPELINE_INVALID\]$/),
      expect.stringMatching(/^a\.yaml: \/pipeline\/stages\/1 .*processor.* \[PIPELINE_INVALID\]$/),
      expect.stringMatching(/^a\.yaml: \/pipeline\/stages\/1 .*procesor.* \[PIPELINE_INVALID\]$/),
    ]);
    const graph = await run(
      "pipelines",
      "validate",
      file("b.yaml", pipelineOf(`${READ}, {name: x, processor: nope, dependencies: [y]}`)),
    );
    expect(graph.err.trimEnd().split("\n")).toHaveLength(2);
    expect(graph.err).toMatch(/x names the unknown processor nope/);
    expect(graph.err).toMatch(/x depends on the unknown stage y/);
  });

  it("refuses broken plugins and settings that nothing knows only if it is to be strict", async () => {
    file("plug/half.mjs", "export default { info: { name: 'half' } };");
    file(
      "plug/whole.mjs",
      `export default { info: { name: "whole", version: "1.0.0", kind: "stage", description: "A stage" },
        configSchema: { type: "object", properties: { size: { type: "integer", default: 3 } } },
        capabilities: { inputs: [], outputs: [] }, process() {} };`,
    );
    const plugins = file("plugins.yaml", "plugins: {paths: [plug]}");
    const mine = file("mine.yaml", pipelineOf(`${READ}, {name: w, processor: whole, config: {sise: 4}}`));
    const easy = await run("pipelines", "validate", mine, "--plugins", plugins);
    expect(easy).toMatchObject({ exit: 0, out: "mine 2.0.0: 2 stages, no fault\n" });
    expect(easy.err).toMatch(/^warning: broken plugin half \(half\.mjs\).*\n$/);
    const strict = await run("pipelines", "validate", mine, "--plugins", plugins, "--strict");
    expect(strict.exit).toBe(2);
    expect(strict.err.trimEnd().split("\n")).toEqual([
      expect.stringContaining("broken plugin half (half.mjs)"),
      expect.stringContaining("Stage w, config: whole knows no setting sise"),
    ]);

    const listed = JSON.parse((await run("plugins", "list", "--plugins", plugins, "--json")).out);
    const by = (name: string) => listed.find((each: { name: string }) => each.name === name);
    expect(by("audio")).toMatchObject({ from: "built in", state: "ok" });
    expect(by("whole")).toMatchObject({ version: "1.0.0", kind: "stage", state: "ok" });
    expect(by("half")).toMatchObject({ state: "broken", fault: expect.stringContaining("process") });
    const verbose = (await run("plugins", "list", "--plugins", plugins, "--verbose")).out;
    expect(verbose).toContain("whole 1.0.0 (stage): A stage\n");
    expect(verbose).toContain("    size (integer), default 3\n");
  });

  it("draws a pipeline whose plugins are not there, to a file or to stdout, and names a circle", async () => {
    const mine = file(
      "mine.yaml",
      pipelineOf(`${READ}, {name: w, processor: whole, dependencies: [read-score]}`),
    );
    expect((await run("pipelines", "graph", mine)).out).toContain('s1[["w<br>whole<br>plugin"]]');
    const svg = folder.at("new/graph.svg");
    expect((await run("pipelines", "graph", mine, "--format", "svg", "--out", svg)).out).toBe(`${svg}\n`);
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    const circle = file(
      "c.yaml",
      pipelineOf("{name: a, processor: x, after: [b]}, {name: b, processor: x, after: [a]}"),
    );
    await expect(run("pipelines", "graph", circle)).rejects.toMatchObject({ code: "PIPELINE_INVALID" });
    await expect(run("pipelines", "graph", mine, "--format", "png")).rejects.toMatchObject({
      code: "OPTION_INVALID",
    });
  });

  it("writes the profile of a finished run outside of its folder, and nowhere else", async () => {
    const dir = ranFolder(sampleReport);
    const page = folder.at("profile.html");
    expect((await run("pipelines", "profile", dir, "--out", page)).exit).toBe(0);
    expect(readFileSync(page, "utf8")).toContain("<h2>Time line</h2>");
    for (const inside of [path.join(dir, "p.html"), path.join(dir, "manifests/../p.html")])
      await expect(run("pipelines", "profile", dir, "--out", inside)).rejects.toMatchObject({
        code: "OPTION_INVALID",
      });
    await expect(run("pipelines", "profile", folder.at("none"), "--out", page)).rejects.toMatchObject({
      code: "RESULT_NOT_FOUND",
    });
    ranFolder({ ...sampleReport, status: "running", finishedAt: null, measuredAt: null });
    await expect(run("pipelines", "profile", dir, "--out", page)).rejects.toThrow(/has not ended/);
  });
});

describe("leitmotion inspect --progress", () => {
  it("tells of a run of which only the report is there", async () => {
    const dir = ranFolder({ ...sampleReport, status: "running", finishedAt: null, measuredAt: null });
    const { out } = await run("inspect", dir, "--progress");
    expect(out).toMatch(/^audio +completed +300 +3$/m);
    expect(out).toMatch(/^running: 0 of 0 steps for 0 notes/m);
    const document = JSON.parse((await run("inspect", dir, "--progress", "--json")).out);
    expect(() => assertDocument("progress.v1", document)).not.toThrow();
    expect(document.report_metadata.expected_stages).toEqual(["audio", "symbolic"]);
  });
});
