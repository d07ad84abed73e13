import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { formatFault, LeitmotionError } from "../../src/core/error.js";
import { armFault } from "../../src/io/disk.js";
import { acquireFolderLock, assertNotHeld, whoHolds } from "../../src/io/folderLock.js";
import { ownIdentity, type ProcessIdentity } from "../../src/io/processIdentity.js";
import { compiledIo, runScript } from "./compiledIo.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
afterEach(() => armFault(null));

const here = ownIdentity();
/** A pid that no process has: above the highest that Linux gives (2^22). */
const NO_PID = 2 ** 22 + 1;
const state = (name = "") => folder.at(`.leitmotion/${name}`);

function faultOf(action: () => unknown): LeitmotionError | null {
  try {
    action();
    return null;
  } catch (thrown) {
    if (thrown instanceof LeitmotionError) return thrown;
    throw thrown;
  }
}

/** A lock file as another process would have left it. */
function leave(name: string, of: Partial<ProcessIdentity>, { silentSec = 0 } = {}): void {
  const { pid, started, host, machine } = { ...here, ...of };
  mkdirSync(state(), { recursive: true });
  const text = { token: name, pid, process_started: started, host, machine, command: "leitmotion build" };
  writeFileSync(state(name), JSON.stringify({ ...text, started_at: "2026-11-20T10:00:00.000Z" }));
  beSilent(name, silentSec);
}

function beSilent(name: string, silentSec: number): void {
  const sec = Date.now() / 1000 - silentSec;
  utimesSync(state(name), sec, sec);
}

describe("acquireFolderLock", () => {
  it("holds until it is released, and leaves nothing then", () => {
    const lock = acquireFolderLock(folder.dir, { command: "leitmotion build a.musicxml" });
    expect(readdirSync(state())).toEqual(["lock-1"]);
    expect(whoHolds(folder.dir)).toEqual(lock.holder);
    expect(lock.tookOver).toBe(false);
    lock.assertHeld();
    lock.release();
    lock.release();
    expect(readdirSync(folder.dir)).toEqual([]);
    expect(whoHolds(folder.dir)).toBeNull();
    acquireFolderLock(folder.dir, { command: "again" }).release();
  });

  it("tells the second, in one line, who works there, with what, since when and where", () => {
    const lock = acquireFolderLock(folder.dir, { command: "leitmotion build\n\u001b[31mx" });
    const fault = faultOf(() => acquireFolderLock(folder.dir, { command: "verify" }));
    expect(fault?.code).toBe("OUTPUT_LOCKED");
    const line = formatFault(fault!);
    expect(line).toMatch(
      /^Process \d+ on \S+ \(leitmotion build \[31mx\) works in this folder since 20\d\d-/,
    );
    for (const part of [String(process.pid), here.host, folder.dir]) expect(line).toContain(part);
    expect(faultOf(() => assertNotHeld(folder.dir))?.message).toBe(fault?.message);
    lock.assertHeld();
    lock.release();
    expect(faultOf(() => assertNotHeld(folder.dir))).toBeNull();
  });

  it.each([
    { why: "a dead process of this machine", of: { pid: NO_PID }, silentSec: 0 },
    { why: "our pid, given anew since", of: { started: "12" }, silentSec: 0 },
    { why: "another machine, silent for two minutes", of: { machine: "other" }, silentSec: 121 },
    { why: "a machine that nothing is known of, silent", of: { machine: null }, silentSec: 121 },
  ])("takes over from $why", ({ of, silentSec }) => {
    leave("lock-7", of, { silentSec });
    expect(whoHolds(folder.dir)).toBeNull();
    const lock = acquireFolderLock(folder.dir, { command: "build" });
    expect(readdirSync(state())).toEqual(["lock-8"]);
    expect(lock.tookOver).toBe(true);
    lock.release();
  });

  it.each([
    { why: "this very process", of: {}, silentSec: 0 },
    { why: "a living process of this machine, however silent", of: {}, silentSec: 9999 },
    { why: "another container, where our pid is somebody else's", of: { machine: "b" }, silentSec: 100 },
    {
      why: "another container, though no process here has its pid",
      of: { machine: "b", pid: NO_PID },
      silentSec: 100,
    },
    { why: "an unknown machine of the same host name", of: { machine: null, pid: NO_PID }, silentSec: 100 },
  ])("leaves the folder to $why", ({ of, silentSec }) => {
    leave("lock-7", of, { silentSec });
    expect(whoHolds(folder.dir)?.token).toBe("lock-7");
    expect(faultOf(() => acquireFolderLock(folder.dir, { command: "build" }))?.code).toBe("OUTPUT_LOCKED");
    expect(readdirSync(state())).toEqual(["lock-7"]);
  });

  it.each(["", "{", "[]", "null"])("gives a lock that is just being written (%j) two minutes", (text) => {
    mkdirSync(state());
    writeFileSync(state("lock-1"), text);
    expect(faultOf(() => acquireFolderLock(folder.dir, { command: "build" }))?.code).toBe("OUTPUT_LOCKED");
    beSilent("lock-1", 121);
    acquireFolderLock(folder.dir, { command: "build" }).release();
    expect(readdirSync(folder.dir)).toEqual([]);
  });

  it("works where files cannot be linked, and says what fails otherwise", () => {
    const failing = (code: string) => () => {
      throw Object.assign(new Error(code), { code });
    };
    const lock = acquireFolderLock(folder.dir, { command: "a", link: failing("EPERM") });
    lock.assertHeld();
    expect(readdirSync(state())).toEqual(["lock-1"]);
    expect(faultOf(() => acquireFolderLock(folder.dir, { command: "b" }))?.code).toBe("OUTPUT_LOCKED");
    lock.release();
    const full = faultOf(() => acquireFolderLock(folder.dir, { command: "a", link: failing("ENOSPC") }));
    expect([full?.code, full?.place.path]).toEqual(["OUTPUT_FULL", folder.dir]);
    expect(readdirSync(folder.dir)).toEqual([]);
  });

  it("reports each call of the disk that fails, and leaves no lock", () => {
    for (let n = 1; n < 12; n++) {
      armFault(`EIO@any:${n}`);
      const fault = faultOf(() => acquireFolderLock(folder.dir, { command: "a" }).release());
      armFault(null);
      if (fault !== null) expect(fault.code).toBe("OUTPUT_UNWRITABLE");
      if (fault !== null) expect(fault.place.path).toContain(folder.dir);
      rmSync(state(), { recursive: true, force: true });
    }
    for (const call of ["open", "write", "link", "mkdir"]) {
      armFault(`ENOSPC@${call}:1`);
      expect(faultOf(() => acquireFolderLock(folder.dir, { command: "a" }))?.code).toBe("OUTPUT_FULL");
      expect(readdirSync(folder.dir)).toEqual([]);
    }
  });
});

describe("assertHeld", () => {
  const other: ProcessIdentity = { pid: 1, started: null, host: "far", machine: "far" };

  it("finds that another machine took over while this one slept, and its release leaves that one be", () => {
    const lock = acquireFolderLock(folder.dir, { command: "slow" });
    beSilent("lock-1", 121);
    const taker = acquireFolderLock(folder.dir, { command: "fast", self: other });
    expect(readdirSync(state())).toEqual(["lock-2"]);
    const fault = faultOf(() => lock.assertHeld());
    expect(fault?.code).toBe("OUTPUT_LOCKED");
    expect(fault?.message).toContain("Process 1 on far (fast)");
    lock.release();
    taker.assertHeld();
    taker.release();
    expect(existsSync(state())).toBe(false);
  });

  it("is not content with its own file while a rival lives", () => {
    const lock = acquireFolderLock(folder.dir, { command: "slow" });
    leave("lock-2", other);
    expect(faultOf(() => lock.assertHeld())?.code).toBe("OUTPUT_LOCKED");
    rmSync(state("lock-2"));
    lock.assertHeld();
    lock.release();
  });

  it("takes the word of a look that is fresh, where it may", () => {
    const lock = acquireFolderLock(folder.dir, { command: "slow" });
    leave("lock-2", other);
    lock.assertHeld(60_000);
    expect(faultOf(() => lock.assertHeld())?.code).toBe("OUTPUT_LOCKED");
    expect(faultOf(() => lock.assertHeld(0))?.code).toBe("OUTPUT_LOCKED");
    rmSync(state("lock-2"));
    lock.release();
  });

  it("looks again when the last look is too old, or the clock was set back", () => {
    const clock = vi.spyOn(Date, "now");
    const lock = acquireFolderLock(folder.dir, { command: "slow" });
    const takenMs = clock.mock.results[0].value as number;
    leave("lock-2", other);
    clock.mockReturnValue(takenMs + 999);
    lock.assertHeld(1000);
    for (const nowMs of [takenMs + 1000, takenMs - 1]) {
      clock.mockReturnValue(nowMs);
      expect(faultOf(() => lock.assertHeld(1000))?.code).toBe("OUTPUT_LOCKED");
    }
    clock.mockRestore();
    rmSync(state("lock-2"));
    lock.release();
  });

  it("renews the heartbeat, so that another machine waits", () => {
    const lock = acquireFolderLock(folder.dir, { command: "slow" });
    beSilent("lock-1", 121);
    lock.assertHeld();
    expect(faultOf(() => acquireFolderLock(folder.dir, { command: "fast", self: other }))?.code).toBe(
      "OUTPUT_LOCKED",
    );
    expect(JSON.parse(readFileSync(state("lock-1"), "utf8")).command).toBe("slow");
    lock.release();
  });
});

/**
 * Takes the lock again and again. While it holds it, it makes a witness file that must not be there yet; half of the
 * processes are killed at that point. A dead holder's witness is removed by the next, who finds its pid in it. Among
 * "far" processes, where a pid says nothing, nobody is killed.
 */
const STRESS = `
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { acquireFolderLock } from "./io/folderLock.js";
import { isRunning } from "./io/processIdentity.js";
const [dir, witness, takes, kills] = process.argv.slice(2);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const write = () => { const fd = openSync(witness, "wx"); writeSync(fd, String(process.pid)); closeSync(fd); };
for (let taken = 0; taken < Number(takes); ) {
  let lock;
  try {
    lock = acquireFolderLock(dir, { command: "stress" });
  } catch (thrown) {
    if (thrown.code !== "OUTPUT_LOCKED") throw thrown;
    await pause(Math.random() * 4);
    continue;
  }
  try {
    write();
  } catch {
    const pid = Number(readFileSync(witness, "utf8"));
    if (kills === "far" || isRunning({ pid, started: null })) { console.log("TWO HOLD IT", process.pid, pid); process.exit(9); }
    rmSync(witness);
    write();
  }
  lock.assertHeld();
  await pause(Math.random() * 3);
  taken++;
  if (kills === "kill" && taken === Number(takes)) process.kill(process.pid, "SIGKILL");
  rmSync(witness);
  lock.release();
}
`;

const CONTAINER = ["unshare", "--pid", "--fork", "--mount-proc"];

function mayMakeContainers(): boolean {
  return spawnSync(CONTAINER[0], [...CONTAINER.slice(1), "true"]).status === 0;
}

describe("many processes", () => {
  const compiled = compiledIo({ "stress.js": STRESS });
  const processes = Number(process.env.LEITMOTION_STRESS_PROCESSES ?? 8);
  const rounds = Number(process.env.LEITMOTION_STRESS_ROUNDS ?? 2);
  const takes = 5;
  const args = (how: string) => [folder.at("out"), folder.at("witness"), String(takes), how];
  const kinds = Array.from({ length: processes }, (_, k) => (k % 2 === 0 ? "kill" : "live"));

  it("never hold it together, though half of them are killed while they do, and none waits for a dead one", {
    timeout: 30_000 * rounds,
  }, async () => {
    mkdirSync(folder.at("out"));
    for (let round = 0; round < rounds; round++) {
      const ended = await Promise.all(kinds.map((kind) => runScript(compiled.at("stress.js"), args(kind))));
      expect(ended.map(({ stdout, stderr }) => stdout + stderr).join("")).toBe("");
      expect(ended.map(({ code }) => code)).toEqual(kinds.map((kind) => (kind === "kill" ? "SIGKILL" : 0)));
    }
    acquireFolderLock(folder.at("out"), { command: "last" }).release();
    expect(readdirSync(folder.at("out"))).toEqual([]);
  });

  // needs Linux and the right to make pid namespaces
  it.skipIf(!mayMakeContainers())(
    "of two containers, each with pid 1, never hold it together",
    {
      timeout: 30_000 * rounds,
    },
    async () => {
      mkdirSync(folder.at("out"));
      for (let round = 0; round < rounds; round++) {
        const container = () => runScript(compiled.at("stress.js"), args("far"), {}, CONTAINER);
        const ended = await Promise.all([container(), container(), container()]);
        expect(ended).toEqual(ended.map(() => ({ code: 0, stdout: "", stderr: "" })));
      }
      expect(readdirSync(folder.at("out"))).toEqual([]);
    },
  );
});
