import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { LeitmotionError } from "../../../src/core/error.js";
import { discoverPlugins } from "../../../src/pipeline/plugins/discoverPlugins.js";
import { pluginSources, readPluginFile } from "../../../src/pipeline/plugins/pluginSources.js";
import { pluginSettingsSchema } from "../../../src/schema/plugins.js";
import { temporaryFolder } from "../../io/temporaryFolder.js";

const folder = temporaryFolder();

function put(name: string, text: string): string {
  const file = folder.at(name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

interface Parts {
  readonly name?: string;
  readonly version?: string;
  readonly requires?: Record<string, string>;
}

/** Text of a sound processor. */
const processor = ({ name = "loud", version = "1.0.0", requires }: Parts = {}) => `{
  info: ${JSON.stringify({ name, version, kind: "analyser", description: "x", requires })},
  configSchema: { type: "object" },
  capabilities: { inputs: [], outputs: [] },
  async process() { return { features: {} }; },
}`;
const plugin = (parts?: Parts) => `export default ${processor(parts)};`;

const settings = (given: object) => pluginSettingsSchema.parse({ paths: [folder.dir], ...given });
const discover = (given: object = {}, options = {}) => discoverPlugins([settings(given)], options);

describe("discovery", () => {
  it("finds modules, folders and packages, several processors in one, and passes tests over", async () => {
    put("a.mjs", plugin({ name: "a" }));
    put("many.mjs", `export default [${processor({ name: "b" })}, ${processor({ name: "c" })}];`);
    put("folder/index.mjs", plugin({ name: "d" }));
    put("package/package.json", '{"type": "module", "exports": {".": {"import": "./lib/main.js"}}}');
    put("package/lib/main.js", plugin({ name: "e" }));
    put("common/package.json", '{"main": "main.js"}');
    put("common/main.js", `module.exports = ${processor({ name: "f" })};`);
    put("a.test.mjs", "throw new Error('a test was imported');");
    put("node_modules/x/index.js", "throw new Error('a package was imported');");
    put("notes.txt", "nothing");
    const { processors, broken } = await discover();
    expect(broken).toEqual([]);
    expect([...processors.keys()].sort()).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(processors.get("e")!.source).toBe(folder.at("package/lib/main.js"));
  });

  it("takes a file, and a plugin's own folder, as a path", async () => {
    const file = put("one/a.mjs", plugin({ name: "a" }));
    put("two/index.mjs", plugin({ name: "b" }));
    const { processors } = await discover({ paths: [file, folder.at("two")] });
    expect([...processors.keys()]).toEqual(["a", "b"]);
  });

  it("looks into no folder without auto_discover", async () => {
    put("a.mjs", plugin({ name: "a" }));
    const file = put("b.mjs", plugin({ name: "b" }));
    const { processors } = await discover({ paths: [folder.dir, file], auto_discover: false });
    expect([...processors.keys()]).toEqual(["b"]);
  });

  it.each([
    { why: "no default export", text: "export const x = 1;", name: null, says: /no default export/ },
    { why: "a class", text: "export default class {}", name: null, says: /function or class/ },
    { why: "text that is no module", text: "export default {", name: null, says: /cannot be imported/ },
    { why: "a fault while imported", text: "throw new Error('no luck');", name: null, says: /no luck/ },
    {
      why: "nothing but a name",
      text: 'export default { info: { name: "bare" } };',
      name: "bare",
      says: /info\.version is missing; .*info\.description is missing; info\.kind must be one of .*configSchema is missing; .*capabilities is missing; the method process is missing/,
    },
    {
      why: "process that is no method",
      text: plugin().replace("async process()", "process: 3, async other()"),
      name: "loud",
      says: /^the method process is missing$/,
    },
    {
      why: "a version that is none",
      text: plugin({ version: "one" }),
      name: "loud",
      says: /^info\.version one is no semantic version$/,
    },
    {
      why: "a schema that is none",
      text: plugin().replace('type: "object"', 'type: "thing"'),
      name: "loud",
      says: /^configSchema is no JSON Schema/,
    },
    {
      why: "slots to fill",
      text: plugin().replace("outputs: []", 'outputs: ["records"]'),
      name: "loud",
      says: /^capabilities\.outputs must be empty/,
    },
    {
      why: "the name of a built-in processor",
      text: plugin({ name: "audio" }),
      name: "audio",
      says: /^a built-in processor has this name$/,
    },
    {
      why: "another major version",
      text: plugin({ version: "2.0.0" }),
      name: "loud",
      says: /another major version/,
    },
  ])("names a plugin with $why, and takes the others", async ({ text, name, says }) => {
    const file = put("bad.mjs", text);
    put("good.mjs", plugin({ name: "good" }));
    const { processors, broken } = await discover();
    expect([...processors.keys()]).toEqual(["good"]);
    expect(broken).toEqual([{ name, file, fault: expect.stringMatching(says) }]);
  });

  it("names a path that is not there", async () => {
    const { broken } = await discover({ paths: [folder.at("ghost")] });
    expect(broken).toEqual([
      { name: null, file: folder.at("ghost"), fault: "there is no such file or folder" },
    ]);
  });

  it("takes the first of two with one name, and one module that two places name once", async () => {
    put("a.mjs", plugin({ name: "same" }));
    put("b.mjs", plugin({ name: "same" }));
    const { processors, broken } = await discoverPlugins([settings({}), settings({})]);
    expect(processors.get("same")!.source).toBe(folder.at("a.mjs"));
    expect(new Set(broken.map(({ fault }) => fault))).toEqual(new Set(["a.mjs has this name already"]));
  });

  it("puts those first that others require", async () => {
    put("a.mjs", plugin({ name: "a", requires: { b: "1.0" } }));
    put("b.mjs", plugin({ name: "b", requires: { c: "1.x" } }));
    put("c.mjs", plugin({ name: "c", version: "1.4.0" }));
    expect([...(await discover()).processors.keys()]).toEqual(["c", "b", "a"]);
  });

  it.each([
    {
      why: "something that is not there, and what requires it in turn",
      plugins: [
        { name: "a", requires: { b: "1.0" } },
        { name: "b", requires: { ghost: "1.0" } },
        { name: "c" },
      ],
      left: ["c"],
      says: [/requires ghost, which is not there/, /requires b, which is not there/],
    },
    {
      why: "another version",
      plugins: [
        { name: "a", requires: { c: "2.0+" } },
        { name: "c", version: "1.4.0" },
      ],
      left: ["c"],
      says: [/requires c 2\.0\+, and finds 1\.4\.0/],
    },
    {
      why: "each other",
      plugins: [{ name: "a", requires: { b: "1.0" } }, { name: "b", requires: { a: "1.0" } }, { name: "c" }],
      left: ["c"],
      says: [/circle: a → b → a/, /circle: a → b → a/],
    },
  ] as { why: string; plugins: (Parts & { name: string })[]; left: string[]; says: RegExp[] }[])(
    "refuses plugins that require $why",
    async ({ plugins, left, says }) => {
      for (const each of plugins) put(`${each.name}.mjs`, plugin(each));
      const { processors, broken } = await discover();
      expect([...processors.keys()]).toEqual(left);
      expect(broken.map(({ fault }) => fault)).toEqual(says.map((text) => expect.stringMatching(text)));
    },
  );

  it("knows a plugin by its code: what it imports from its folder counts, its tests and packages do not", async () => {
    put("p/index.mjs", plugin({ name: "p" }));
    const hashAfter = async (name: string, text: string) => {
      put(name, text);
      return (await discover()).processors.get("p")!.sha256;
    };
    const first = await hashAfter("p/deep/help.mjs", "export const x = 1;");
    expect(await hashAfter("p/deep/help.mjs", "export const x = 2;")).not.toBe(first);
    expect(await hashAfter("p/deep/help.mjs", "export const x = 1;")).toBe(first);
    expect(await hashAfter("p/deep/help.test.mjs", "test();")).toBe(first);
    expect(await hashAfter("p/node_modules/y/index.js", "1")).toBe(first);
    expect(await hashAfter("p/README.md", "words")).toBe(first);
  });

  it("stops at broken ones if strict, and names them all", async () => {
    put("a.mjs", "export const x = 1;");
    put("b.mjs", plugin({ name: "audio" }));
    const fault = await discover({}, { strict: true }).catch((thrown: LeitmotionError) => thrown);
    expect(fault).toMatchObject({
      code: "PLUGIN_INVALID",
      what: "plugin (a.mjs): it has no default export; audio (b.mjs): a built-in processor has this name",
    });
  });

  it("is strict where versions are checked strictly", async () => {
    put("a.mjs", plugin({ name: "a" }));
    await expect(discover({ version_check: "strict" })).rejects.toMatchObject({ code: "PLUGIN_INVALID" });
    const matrix = { version_check: "strict", compatibility_matrix: { a: ["1.0"] } };
    expect([...(await discover(matrix)).processors.keys()]).toEqual(["a"]);
  });

  it("says on request what it looked at", async () => {
    put("a.mjs", plugin({ name: "a" }));
    put("b.mjs", "export const x = 1;");
    const lines: string[] = [];
    await discover({}, { debug: (line: string) => lines.push(line) });
    expect(lines).toEqual([
      `plugins: looking at ${folder.at("a.mjs")}`,
      `plugins: looking at ${folder.at("b.mjs")}`,
      `plugins: a from ${folder.at("a.mjs")}`,
      "plugins: broken: plugin (b.mjs): it has no default export",
    ]);
  });
});

describe("a plugin file", () => {
  it.each(["plugins", "plugin_registry"])("may call its settings %s, in JSON and in YAML", (key) => {
    const json = put("deep/a.json", JSON.stringify({ [key]: { paths: ["here", "../there"] } }));
    const yaml = put("deep/a.yaml", `${key}: {paths: [here, ../there]}`);
    for (const file of [json, yaml]) {
      expect(readPluginFile(file).settings).toEqual({
        paths: [folder.at("deep/here"), folder.at("there")],
        auto_discover: true,
        version_check: "compatible",
        compatibility_matrix: {},
      });
    }
  });

  it("with many faults is answered with all of them, each with its path", () => {
    const text = {
      plugins: { paths: "here", version_check: "maybe", speed: 3, compatibility_matrix: { a: "1.0" } },
    };
    const file = put("bad.json", JSON.stringify(text));
    let fault: unknown;
    try {
      readPluginFile(file);
    } catch (thrown) {
      fault = thrown;
    }
    expect(fault).toMatchObject({ code: "PLUGIN_INVALID", place: { file: "bad.json" } });
    for (const place of [
      "/plugins/paths must be array",
      "/plugins/version_check",
      "/plugins must NOT have additional properties: speed",
      "/plugins/compatibility_matrix/a must be array",
    ])
      expect((fault as LeitmotionError).what).toContain(place);
  });

  it.each([
    { why: "with no settings", text: "{}" },
    { why: "with both spellings", text: '{"plugins": {}, "plugin_registry": {}}' },
    { why: "that is no YAML", text: "{plugins: [" },
  ])("$why is refused", ({ text }) => {
    expect(() => readPluginFile(put("bad.json", text))).toThrow(
      expect.objectContaining({ code: "PLUGIN_INVALID" }),
    );
  });

  it("stands between the pipeline file and the environment", () => {
    const pluginFile = readPluginFile(put("a.json", '{"plugins": {"paths": ["file"]}}'));
    const pipeline = { settings: pluginSettingsSchema.parse({ paths: ["own"] }), file: folder.at("p.yaml") };
    const sources = pluginSources({ paths: [folder.at("env"), ""], pluginFile, pipeline });
    expect(sources.map(({ paths }) => paths)).toEqual([
      [folder.at("own")],
      [folder.at("file")],
      [folder.at("env")],
    ]);
  });
});
