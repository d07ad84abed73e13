import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { LeitmotionError } from "../../src/core/error.js";
import { copyFileDurable } from "../../src/io/copyFile.js";
import { armFault, FAULT_CODES, readFaultPlan, renamePatiently } from "../../src/io/disk.js";
import { linkOrCopy } from "../../src/io/linkOrCopy.js";
import { openAtomicFile } from "../../src/io/openAtomicFile.js";
import { writeFileAtomic } from "../../src/io/writeFileAtomic.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
afterEach(() => armFault(null));

function codeThrownBy(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (thrown) {
    return thrown instanceof LeitmotionError ? thrown.code : `not ours: ${thrown}`;
  }
}

const TARGET = "deep/file";
const NEW = "new content";
const writers: Record<string, () => unknown> = {
  writeFileAtomic: () => writeFileAtomic(folder.at(TARGET), NEW),
  openAtomicFile: () => {
    const file = openAtomicFile(folder.at(TARGET));
    try {
      for (const letter of NEW) file.write(Buffer.from(letter));
      file.finish();
    } finally {
      file.discard();
    }
  },
  linkOrCopy: () => linkOrCopy(folder.at("source"), folder.at(TARGET)),
  copyFileDurable: () => copyFileDurable(folder.at("source"), folder.at(TARGET)),
};
const hasTarget = () => existsSync(folder.at(TARGET));

describe("every call made to fail in turn", () => {
  const rows = Object.keys(writers).flatMap((writer) => FAULT_CODES.map((fault) => ({ writer, fault })));
  it.each(rows)("$writer with $fault: a report or the whole file, never half of one", ({ writer, fault }) => {
    writeFileSync(folder.at("source"), NEW);
    let failures = 0;
    for (let n = 1; n < 20; n++) {
      armFault(`${fault}@any:${n}`);
      const code = codeThrownBy(writers[writer]);
      armFault(null);
      if (code !== null) failures++;
      expect([null, fault === "ENOSPC" ? "OUTPUT_FULL" : "OUTPUT_UNWRITABLE"]).toContain(code);
      if (code === null || hasTarget()) expect(readFileSync(folder.at(TARGET), "utf8")).toBe(NEW);
    }
    // open, write, fsync, rename, folder's fsync; a link that is refused becomes a copy
    expect(failures).toBeGreaterThanOrEqual(fault === "SHORT" ? 0 : writer === "linkOrCopy" ? 1 : 5);
    if (fault === "SHORT") expect(failures).toBe(0);
  });

  const calls = Object.keys(writers).flatMap((writer) =>
    ["open", "write", "fsync", "rename"].map((call) => ({ writer, call })),
  );
  it.each(calls)("$writer leaves no unfinished file when $call fails", ({ writer, call }) => {
    writeFileSync(folder.at("source"), NEW);
    for (let n = 1; n < 8; n++) {
      armFault(`EIO@${call}:${n}`);
      codeThrownBy(writers[writer]);
      armFault(null);
      expect(readdirSync(folder.dir, { recursive: true }).filter((file) => /tmp/.test(`${file}`))).toEqual(
        [],
      );
    }
  });

  it("a short write takes half of the bytes once, and what is written is whole", () => {
    armFault("SHORT@write:1");
    writeFileAtomic(folder.at("a"), "12345678");
    expect(readFileSync(folder.at("a"), "utf8")).toBe("12345678");
  });

  it.each(["open", "write", "fsync", "rename", "mkdir"])("counts %s alone", (call) => {
    armFault(`EIO@${call}:2`);
    const thrown = [1, 2, 3].map((k) => codeThrownBy(() => writeFileAtomic(folder.at(`${k}/file`), "x")));
    // a folder is made after a first open found none; each durable write syncs twice
    const failing = call === "open" || call === "fsync" ? 0 : 1;
    expect(thrown.findIndex((code) => code !== null)).toBe(failing);
    expect(thrown.filter((code) => code !== null)).toEqual(["OUTPUT_UNWRITABLE"]);
  });
});

describe("readFaultPlan", () => {
  const read = (fault: string, on = "1") =>
    readFaultPlan({ LEITMOTION_FAILPOINTS: on, LEITMOTION_FAULT: fault });

  it("reads fault, call and number; without the switch there is none", () => {
    expect(read("ENOSPC@write:17")).toEqual({ fault: "ENOSPC", call: "write", passage: 17 });
    expect(read("SHORT@any")).toEqual({ fault: "SHORT", call: "any", passage: 1 });
    expect(read("ENOSPC@write", "0")).toBeNull();
    expect(readFaultPlan({ LEITMOTION_FAULT: "nonsense" })).toBeNull();
    expect(readFaultPlan({ LEITMOTION_FAILPOINTS: "1" })).toBeNull();
  });

  it.each(["ENOSPC", "ENOSPC@", "EPIPE@write", "EIO@read", "EIO@write:0", "EIO@write:x", "EIO@write:1:2"])(
    "refuses %s",
    (text) => expect(codeThrownBy(() => read(text))).toBe("OPTION_INVALID"),
  );
});

describe("renamePatiently", () => {
  const failing = (times: number, code: string) => {
    let calls = 0;
    const rename = () => {
      calls++;
      if (calls <= times) throw Object.assign(new Error(code), { code });
    };
    return { rename, calls: () => calls };
  };

  it.each([
    { platform: "win32", code: "EPERM", times: 3, calls: 4, thrown: false },
    { platform: "win32", code: "EACCES", times: 3, calls: 4, thrown: false },
    { platform: "win32", code: "EBUSY", times: 3, calls: 4, thrown: false },
    { platform: "win32", code: "ENOSPC", times: 3, calls: 1, thrown: true },
    { platform: "linux", code: "EPERM", times: 3, calls: 1, thrown: true },
    { platform: "win32", code: "EPERM", times: 99, calls: 9, thrown: true },
  ])(
    "$platform, $code $times times: $calls calls, thrown $thrown",
    ({ platform, code, times, calls, thrown }) => {
      const disk = failing(times, code);
      let sleptMs = 0;
      const sleep = (ms: number) => {
        sleptMs += ms;
      };
      const act = () => renamePatiently("a", "b", { platform, rename: disk.rename, sleep });
      if (thrown) expect(act).toThrow(code);
      else act();
      expect(disk.calls()).toBe(calls);
      expect(sleptMs).toBe([0, 5, 15, 35, 75, 155, 315, 635, 1275][calls - 1]);
    },
  );
});

describe("src/io", () => {
  const room = path.resolve(import.meta.dirname, "../../src/io");
  const READING =
    /^(type )?(closeSync|existsSync|fstatSync|lstatSync|openSync|readSync|readFileSync|readdirSync|statSync|statfsSync|Stats|Dirent|readlinkSync|realpathSync)$/;

  it.each(readdirSync(room).filter((file) => file !== "disk.ts"))(
    "%s changes the disk only by disk.ts",
    (file) => {
      const text = readFileSync(path.join(room, file), "utf8");
      const imports = [...text.matchAll(/import ([^;]*?) from "(?:node:)?fs(?:\/promises)?"/g)].map(
        (m) => m[1],
      );
      const names = imports.flatMap((list) =>
        list
          .replace(/[{}]/g, "")
          .split(",")
          .map((name) => name.trim()),
      );
      expect(names.filter((name) => name !== "" && !READING.test(name))).toEqual([]);
      const opened = [...text.matchAll(/(?<!disk\.)openSync\(([^)]*)\)/g)].map((m) =>
        m[1].split(",")[1]?.trim(),
      );
      expect(opened.filter((flags) => flags !== '"r"')).toEqual([]);
    },
  );
});
