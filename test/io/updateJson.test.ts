import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { armFault } from "../../src/io/disk.js";
import { ownIdentity } from "../../src/io/processIdentity.js";
import { updateJsonFile } from "../../src/io/updateJson.js";
import { compiledIo, runScript } from "./compiledIo.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
const withCode = (code: string) => expect.objectContaining({ code });
const read = () => JSON.parse(readFileSync(folder.at("a.json"), "utf8"));
afterEach(() => armFault(null));

const ADDING = `
import { updateJsonFile } from "./io/updateJson.js";
const [file, name, count] = process.argv.slice(2);
for (let k = 0; k < Number(count); k++) await updateJsonFile(file, [], (list) => [...list, name + ":" + k]);
`;

describe("updateJsonFile", () => {
  it("starts with the initial value, then changes what is there, and leaves nothing else", async () => {
    expect(await updateJsonFile(folder.at("a.json"), { n: 0 }, ({ n }) => ({ n: n + 1 }))).toEqual({ n: 1 });
    expect(await updateJsonFile(folder.at("a.json"), { n: 0 }, ({ n }) => ({ n: n + 1 }))).toEqual({ n: 2 });
    expect(read()).toEqual({ n: 2 });
    expect(readdirSync(folder.dir)).toEqual(["a.json"]);
  });

  it("leaves the file as it was when the change throws, the disk is full, or it is no JSON", async () => {
    writeFileSync(folder.at("a.json"), "[1]");
    const failing = () => {
      throw new Error("no");
    };
    await expect(updateJsonFile(folder.at("a.json"), [], failing)).rejects.toThrow("no");
    for (let n = 1; n <= 3; n++) {
      armFault(`ENOSPC@write:${n}`);
      await expect(updateJsonFile(folder.at("a.json"), [0], (list) => [...list, 2])).rejects.toThrow(
        withCode("OUTPUT_FULL"),
      );
      armFault(null);
    }
    expect(readFileSync(folder.at("a.json"), "utf8")).toBe("[1]");
    writeFileSync(folder.at("a.json"), "[1");
    await expect(updateJsonFile(folder.at("a.json"), [0], () => [])).rejects.toThrow(
      withCode("SCHEMA_INVALID"),
    );
    expect(readFileSync(folder.at("a.json"), "utf8")).toBe("[1");
    expect(readdirSync(folder.dir)).toEqual(["a.json"]);
  });

  it("gives up on a file that somebody holds, and takes it from the dead", async () => {
    mkdirSync(folder.at(".leitmotion"));
    const leave = (pid: number) => {
      const { host, machine } = ownIdentity();
      const text = { token: "t", pid, process_started: null, host, machine, command: "x", started_at: "" };
      writeFileSync(folder.at(".leitmotion/a.json.lock-4"), JSON.stringify(text));
    };
    leave(process.pid);
    const update = () => updateJsonFile(folder.at("a.json"), 1, (n) => n + 1, { patienceMs: 50 });
    await expect(update()).rejects.toThrow(withCode("OUTPUT_LOCKED"));
    leave(2 ** 22 + 1);
    expect(await update()).toBe(2);
    expect(readdirSync(folder.dir)).toEqual(["a.json"]);
  });

  it("loses none of many updates begun at once in one process", async () => {
    const names = Array.from({ length: 30 }, (_, k) => k);
    await Promise.all(
      names.map((k) => updateJsonFile<number[]>(folder.at("a.json"), [], (list) => [...list, k])),
    );
    expect(read().sort((a: number, b: number) => a - b)).toEqual(names);
  });

  const compiled = compiledIo({ "adding.js": ADDING });
  const processes = Number(process.env.LEITMOTION_STRESS_PROCESSES ?? 4);
  const updates = Number(process.env.LEITMOTION_STRESS_UPDATES ?? 25);
  it("loses none of the updates of several processes, and keeps each one's order", async () => {
    const names = Array.from({ length: processes }, (_, k) => `p${k}`);
    const ended = await Promise.all(
      names.map((name) => runScript(compiled.at("adding.js"), [folder.at("a.json"), name, String(updates)])),
    );
    expect(ended).toEqual(names.map(() => ({ code: 0, stdout: "", stderr: "" })));
    const list = read() as string[];
    for (const name of names) {
      const own = list.filter((entry) => entry.startsWith(`${name}:`));
      expect(own).toEqual(Array.from({ length: updates }, (_, k) => `${name}:${k}`));
    }
    expect(readdirSync(folder.dir)).toEqual(["a.json"]);
  });
});
