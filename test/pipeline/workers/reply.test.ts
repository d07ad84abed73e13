import { writeFileSync } from "node:fs";
import path from "node:path";
import { Piscina } from "piscina";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LeitmotionError } from "../../../src/core/error.js";
import { Dependency } from "../../../src/pipeline/resilience/dependency.js";
import { askWorker, callWorker } from "../../../src/pipeline/workers/askWorker.js";
import { replyOf } from "../../../src/pipeline/workers/reply.js";
import { watched } from "../../../src/pipeline/workers/workerPool.js";
import { temporaryFolder } from "../../io/temporaryFolder.js";

const folder = temporaryFolder();
const SIGNAL = new AbortController().signal;
/** Nobody waits a second here: how long is tested where the delays are. */
const engraver = () => new Dependency("engraver", { firstDelayMs: 1 });
let pool: Piscina;

beforeEach(() => {
  writeFileSync(folder.at("log"), "");
  const resourceLimits = { maxOldGenerationSizeMb: 32 };
  pool = new Piscina({
    filename: path.join(import.meta.dirname, "dyingWorker.js"),
    maxThreads: 1,
    resourceLimits,
  });
});
afterEach(() => pool.destroy());

const ask = (dependency: Dependency, task: object, signal = SIGNAL) =>
  askWorker<string>(pool, dependency, { ...task, log: folder.at("log") }, signal);
const fault = (call: Promise<unknown>) =>
  call.catch((thrown: LeitmotionError) => thrown) as Promise<LeitmotionError>;

describe("a worker thread", () => {
  it.each(["exit", "memory", "crash"])(
    "that dies of %s is a fault of its own, tried three times",
    async (what) => {
      const dependency = engraver();
      const { code, message } = await fault(ask(dependency, { what }));
      expect(code).toBe("WORKER_DIED");
      expect(message).toContain("A worker thread of the engraver died: ");
      expect(dependency.statistics).toMatchObject({ failures: 1, retries: 2 });
    },
  );

  it("that dies once is replaced, and the work is done", async () => {
    const dependency = engraver();
    expect(await ask(dependency, { what: "exit", times: 1 })).toBe("done");
    expect(dependency.statistics).toMatchObject({ failures: 0, successes: 1, retries: 1 });
  });

  it("that dies again and again opens the circuit", async () => {
    const dependency = engraver();
    for (let i = 0; i < 5; i++) await fault(ask(dependency, { what: "exit" }));
    expect((await fault(ask(dependency, { what: "fine" }))).code).toBe("DEPENDENCY_UNAVAILABLE");
  });

  it("that finds fault with the data is believed at once, and not counted", async () => {
    const dependency = engraver();
    const error = await fault(ask(dependency, { what: "data" }));
    expect(error).toMatchObject({ code: "ENGRAVING_FAILED", what: "No such clef", place: { measure: "3" } });
    expect(dependency.statistics).toMatchObject({ failures: 0, retries: 0 });
  });

  it("that meets a busy file is asked again", async () => {
    const dependency = engraver();
    expect(await ask(dependency, { what: "busy", times: 2 })).toBe("done");
    expect(dependency.statistics.retries).toBe(2);
  });

  it("that is called off does not count", async () => {
    const stop = new AbortController();
    const dependency = engraver();
    setTimeout(() => stop.abort(), 50);
    expect((await fault(ask(dependency, { what: "hang" }, stop.signal))).code).toBe("INTERRUPTED");
    expect(dependency.statistics).toMatchObject({ failures: 0, retries: 0 });
  });

  it("that cannot even start is a fault, and nobody waits for it", async () => {
    const lost = watched(new Piscina({ filename: folder.at("lost.js"), maxThreads: 1 }));
    const call = () => askWorker(lost, engraver(), {}, SIGNAL);
    for (const error of [await fault(call()), await fault(call())]) {
      expect(error.code).toBe("WORKER_DIED");
      expect(error.message).toContain("lost.js");
    }
    await lost.destroy();
  });

  it("may send what it likes, if nobody asks for a reply", async () => {
    const sent = await callWorker(pool, new Dependency("x"), { what: "data", log: folder.at("log") }, SIGNAL);
    expect(sent).toMatchObject({ fault: { code: "ENGRAVING_FAILED" } });
  });

  it("tells the system's name of a fault, also of one wrapped in ours", async () => {
    const cause = Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
    const work = () => {
      throw new Error("Cannot write", { cause });
    };
    expect(await replyOf(work)).toMatchObject({ fault: { code: "INTERNAL", errno: "EIO" } });
  });
});
