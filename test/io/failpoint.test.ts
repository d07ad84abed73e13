import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../src/core/error.js";
import { assertFailpoint, FAILPOINTS, readFailpointPlan } from "../../src/io/failpoint.js";
import { compiledIo, runScript } from "./compiledIo.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();

const ON = { LEITMOTION_FAILPOINTS: "1" };
const SSIS_ON = { SSIS_ENABLE_FAILPOINTS: "1" };

/** Writes three files, a journal line, a link, a lock and a move, in this thread or in a worker; says so on leaving. */
const PASSING = `
import { existsSync } from "node:fs";
import path from "node:path";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { assertFailpoint } from "./io/failpoint.js";
import { acquireFolderLock } from "./io/folderLock.js";
import { openJournal } from "./io/journal.js";
import { linkOrCopy } from "./io/linkOrCopy.js";
import { moveFile } from "./io/moveFile.js";
import { writeFileAtomic } from "./io/writeFileAtomic.js";
const [dir, where] = workerData ?? process.argv.slice(2);
const at = (name) => path.join(dir, name);
if (isMainThread) {
  assertFailpoint();
  process.on("exit", () => console.log("tidied up"));
}
if (isMainThread && where === "worker") {
  const worker = new Worker(new URL(import.meta.url), { workerData: [dir, "here"] });
  worker.on("exit", (code) => console.log("worker ended", code));
} else {
  try {
    for (const name of ["a", "b", "c"]) writeFileAtomic(at(name), name, { durable: name !== "b" });
    openJournal(at("journal")).append({ a: 1 });
    linkOrCopy(at("a"), at("linked"));
    const lock = acquireFolderLock(dir, { command: "x" });
    moveFile(at("c"), at("moved"));
    lock.release();
  } finally {
    console.log("finished");
  }
}
`;
const compiled = compiledIo({ "passing.js": PASSING });
const pass = (env: NodeJS.ProcessEnv, where = "here") =>
  runScript(compiled.at("passing.js"), [folder.dir, where], env);
const files = () =>
  readdirSync(folder.dir, { recursive: true, encoding: "utf8" })
    .map((name) => name.replace(/[0-9a-f]{16}/, "*"))
    .sort();

describe("a failpoint", () => {
  const rows = [
    { point: "ATOMIC_WRITE_AFTER_TMP_WRITE", left: [".leitmotion-*.tmp"] },
    { point: "ATOMIC_WRITE_AFTER_FSYNC_BEFORE_RENAME:2", left: [".leitmotion-*.tmp", "a"] },
    { point: "ATOMIC_WRITE_AFTER_RENAME:3", left: ["a", "b", "c"] },
    { point: "JOURNAL_AFTER_APPEND", left: ["a", "b", "c", "journal"] },
    { point: "LINK_AFTER_RENAME:1", left: ["a", "b", "c", "journal", "linked"] },
    {
      point: "LOCK_AFTER_TAKE",
      left: [".leitmotion", ".leitmotion/lock-1", "a", "b", "c", "journal", "linked"],
    },
    {
      point: "MOVE_AFTER_RENAME",
      left: [".leitmotion", ".leitmotion/lock-1", "a", "b", "journal", "linked", "moved"],
    },
  ];
  it.each(rows)("$point ends the process at once with 42, nothing tidied up", async ({ point, left }) => {
    expect(await pass({ ...ON, LEITMOTION_FAILPOINT: point })).toEqual({ code: 42, stdout: "", stderr: "" });
    expect(files()).toEqual(left);
  });

  it("also from a worker thread, which does not get any further meanwhile", async () => {
    const ended = await pass({ ...ON, LEITMOTION_FAILPOINT: "ATOMIC_WRITE_AFTER_RENAME:2" }, "worker");
    expect(ended).toEqual({ code: 42, stdout: "", stderr: "" });
    expect(files()).toEqual(["a", "b"]);
  });

  it.each([
    { why: "no switch", env: { LEITMOTION_FAILPOINT: "MOVE_AFTER_RENAME" } },
    {
      why: "switch of another value",
      env: { LEITMOTION_FAILPOINTS: "true", LEITMOTION_FAILPOINT: "nonsense" },
    },
    { why: "a passage that never comes", env: { ...ON, LEITMOTION_FAILPOINT: "MOVE_AFTER_RENAME:2" } },
    { why: "the other family's switch", env: { ...SSIS_ON, LEITMOTION_FAILPOINT: "MOVE_AFTER_RENAME" } },
  ])("is inert: $why", async ({ env }) => {
    expect(await pass(env)).toEqual({ code: 0, stdout: "finished\ntidied up\n", stderr: "" });
    expect(existsSync(folder.at("moved"))).toBe(true);
  });

  it.each(["failpoint_move_after_rename", "MOVE_AFTER_RENAME", "Failpoint_Move_After_Rename"])(
    "answers to the older spelling %s with the exit code asked for",
    async (name) => {
      const env = {
        ...SSIS_ON,
        SSIS_FAILPOINT: name,
        SSIS_FAILPOINT_ONCE: "1",
        SSIS_FAILPOINT_EXIT_CODE: "7",
      };
      expect((await pass(env)).code).toBe(7);
      writeFileSync(folder.at("c"), "");
    },
  );
});

describe("assertFailpoint", () => {
  const faultOf = (env: NodeJS.ProcessEnv) => {
    try {
      assertFailpoint(env);
    } catch (thrown) {
      if (thrown instanceof LeitmotionError) return thrown;
    }
    return null;
  };

  it("knows each name there is, and the default exit code", () => {
    for (const name of FAILPOINTS) {
      const plan = readFailpointPlan({ ...ON, LEITMOTION_FAILPOINT: `${name}:12` });
      expect(plan).toEqual({ name, passage: 12, exitCode: 42 });
    }
    expect(faultOf({})).toBeNull();
    expect(faultOf(ON)).toBeNull();
  });

  it.each([
    { ...ON, LEITMOTION_FAILPOINT: "NO_SUCH_PLACE" },
    { ...ON, LEITMOTION_FAILPOINT: "MOVE_AFTER_RENAME:0" },
    { ...ON, LEITMOTION_FAILPOINT: "MOVE_AFTER_RENAME:x" },
    { ...SSIS_ON, SSIS_FAILPOINT: "NO_SUCH_PLACE" },
    { ...SSIS_ON, SSIS_FAILPOINT: "MOVE_AFTER_RENAME", SSIS_FAILPOINT_EXIT_CODE: "256" },
    { ...ON, LEITMOTION_FAULT: "EPIPE@write" },
  ])("refuses %j", (env) => {
    expect(faultOf(env)?.code).toBe("OPTION_INVALID");
  });
});
