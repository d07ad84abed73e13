/**
 * A list of records that grows while a run works and survives its sudden end.
 *
 * Each record is one line, `{"sum":"<8 hex>","record":<JSON>}`, written by a single call in append mode, so that threads
 * with a handle each do not mix. The line break comes first: a line cut off by a power cut or a full disk spoils none
 * but itself. `sum` begins the SHA-256 of the record's text.
 */
import { closeSync, readFileSync } from "node:fs";
import path from "node:path";
import { disk } from "./disk.js";
import { failpoint } from "./failpoint.js";
import { sha256Hex } from "./hash.js";
import { toInputFault } from "./readInputFile.js";
import { codeOf, toOutputFault } from "./writeFileAtomic.js";

export interface Journal {
  /** Add a record. Not synced: a crash of the program loses nothing. @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE */
  append(record: object): void;
  /** A second time it does nothing. */
  close(): void;
}

const LINE = /^\{"sum":"([0-9a-f]{8})","record":(.*)\}$/;

/** Open for appending; made, with its folder, if it is not there. @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE */
export function openJournal(file: string): Journal {
  let fd: number | null = openToAppend(file);
  return {
    append(record) {
      try {
        if (fd === null) throw new Error("the journal is closed");
        appendLine(fd, Buffer.from(formatLine(record)));
      } catch (thrown) {
        throw toOutputFault(thrown, file);
      }
      failpoint("JOURNAL_AFTER_APPEND");
    },
    close() {
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
}

/**
 * All records that are whole, in the order in which they were added. A missing file holds none.
 *
 * @throws LeitmotionError FILE_UNREADABLE
 */
export function readJournal(file: string): unknown[] {
  return readText(file)
    .split("\n")
    .flatMap((line) => {
      const [, sum, text] = LINE.exec(line) ?? [];
      return text !== undefined && checksum(text) === sum ? [JSON.parse(text) as unknown] : [];
    });
}

function openToAppend(file: string): number {
  try {
    disk.mkdir(path.dirname(file));
    return disk.open(file, "a");
  } catch (thrown) {
    throw toOutputFault(thrown, file);
  }
}

/** A line of which the system took only a part is written again, whole: others may have written in between. */
function appendLine(fd: number, bytes: Uint8Array): void {
  for (let tries = 0; tries < 3; tries++) {
    if (disk.write(fd, bytes, 0, bytes.length) === bytes.length) return;
  }
  throw Object.assign(new Error("the line was never taken whole"), { code: "ENOSPC" });
}

function formatLine(record: object): string {
  const text = JSON.stringify(record);
  return `\n{"sum":"${checksum(text)}","record":${text}}`;
}

function checksum(text: string): string {
  return sha256Hex(text).slice(0, 8);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return "";
    throw toInputFault(thrown, file);
  }
}
