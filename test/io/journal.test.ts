import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { armFault } from "../../src/io/disk.js";
import { openJournal, readJournal } from "../../src/io/journal.js";
import { compiledIo, runScript } from "./compiledIo.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
const withCode = (code: string) => expect.objectContaining({ code });
afterEach(() => armFault(null));

function keep(records: object[], file = folder.at("journal")): void {
  const journal = openJournal(file);
  for (const record of records) journal.append(record);
  journal.close();
}

const COUNT = 300;
/** Threads, each with its own handle, and records of very different lengths. */
const THREADS = `
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { openJournal } from "./io/journal.js";
const [file] = process.argv.slice(2);
if (isMainThread) for (let thread = 0; thread < 4; thread++) new Worker(new URL(import.meta.url), { workerData: thread, argv: [file] });
else {
  const journal = openJournal(file);
  for (let k = 0; k < ${COUNT}; k++) journal.append({ thread: workerData, k, text: "x".repeat((k * 37) % 5000) });
  journal.close();
}
`;

describe("a journal", () => {
  it("gives back what was put in, over several openings", () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), fc.uuid(), (records, name) => {
        const half = records.length >> 1;
        keep(records.slice(0, half), folder.at(name));
        keep(records.slice(half), folder.at(name));
        expect(JSON.stringify(readJournal(folder.at(name)))).toBe(JSON.stringify(records));
      }),
      { numRuns: 50 },
    );
  });

  it("that is not there is empty, and a folder in its place is a fault", () => {
    expect(readJournal(folder.at("none"))).toEqual([]);
    expect(() => readJournal(folder.dir)).toThrow(withCode("FILE_UNREADABLE"));
    expect(() => openJournal(folder.dir)).toThrow(withCode("OUTPUT_UNWRITABLE"));
  });

  it("cut off at any byte loses only the record it was cut in, also when it is continued", () => {
    keep([{ a: "ä\n" }, { b: [2] }]);
    const whole = readFileSync(folder.at("journal"));
    const first = whole.indexOf("\n", 1);
    for (let sizeByte = whole.length; sizeByte >= 0; sizeByte--) {
      writeFileSync(folder.at("journal"), whole);
      truncateSync(folder.at("journal"), sizeByte);
      const left =
        sizeByte === whole.length ? [{ a: "ä\n" }, { b: [2] }] : sizeByte >= first ? [{ a: "ä\n" }] : [];
      expect(readJournal(folder.at("journal"))).toEqual(left);
      keep([{ c: 3 }]);
      expect(readJournal(folder.at("journal"))).toEqual([...left, { c: 3 }]);
    }
  });

  it("with a bit turned in any byte loses one record, never gives a wrong one", () => {
    keep([{ a: 1 }, { b: 2 }, { c: 3 }]);
    const whole = readFileSync(folder.at("journal"));
    const right = ['{"a":1}', '{"b":2}', '{"c":3}'];
    for (let byte = 0; byte < whole.length; byte++) {
      const bytes = Buffer.from(whole);
      bytes[byte] ^= 1 << (byte % 8);
      writeFileSync(folder.at("journal"), bytes);
      const left = readJournal(folder.at("journal")).map((record) => JSON.stringify(record));
      expect(left.filter((record) => !right.includes(record))).toEqual([]);
      expect(left.length).toBeGreaterThanOrEqual(1);
    }
    appendFileSync(folder.at("journal"), '\n{"d":4}\nnull\n');
    expect(readJournal(folder.at("journal")).length).toBeGreaterThanOrEqual(1);
  });

  it("survives a short write and reports a failing one", () => {
    const journal = openJournal(folder.at("journal"));
    journal.append({ a: 1 });
    armFault("SHORT@write:1");
    journal.append({ b: 2 });
    armFault("ENOSPC@write:1");
    expect(() => journal.append({ c: 3 })).toThrow(withCode("OUTPUT_FULL"));
    journal.append({ d: 4 });
    journal.close();
    journal.close();
    expect(readJournal(folder.at("journal"))).toEqual([{ a: 1 }, { b: 2 }, { d: 4 }]);
    expect(() => journal.append({ e: 5 })).toThrow(withCode("OUTPUT_UNWRITABLE"));
  });

  const compiled = compiledIo({ "threads.js": THREADS });
  it("takes records from four threads at once, each whole, each thread's in order", async () => {
    const { code, stderr } = await runScript(compiled.at("threads.js"), [folder.at("journal")]);
    expect([code, stderr]).toEqual([0, ""]);
    const records = readJournal(folder.at("journal")) as { thread: number; k: number }[];
    const order = Array.from({ length: COUNT }, (_, k) => k);
    for (let thread = 0; thread < 4; thread++) {
      expect(records.filter((record) => record.thread === thread).map(({ k }) => k)).toEqual(order);
    }
  });
});
