/** Output folders compared: what is in them, what was touched, what they claim. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { DocumentId } from "../../src/schema/documents.js";
import { assertDocument } from "../../src/schema/validate.js";

/** Everything below a folder, relative, POSIX separators, sorted; folders end with `/`. */
export function listTree(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const name = path.relative(dir, path.join(entry.parentPath, entry.name));
      return name.split(path.sep).join("/") + (entry.isDirectory() ? "/" : "");
    })
    .sort();
}

const filesOf = (dir: string) => listTree(dir).filter((name) => !name.endsWith("/"));

/** A copy with the same dates, and with hard links where the original has them. */
export function copyTree(from: string, to: string): void {
  execFileSync("cp", ["-a", from, to]);
}

/** Path → hash of what it says: of the bytes, or of a JSON document without what differs from run to run. */
export type Content = ReadonlyMap<string, string>;

export function contentOf(dir: string): Content {
  return new Map(listTree(dir).map((name) => [name, name.endsWith("/") ? "" : sayingOf(dir, name)]));
}

function sayingOf(dir: string, name: string): string {
  const bytes = readFileSync(path.join(dir, name));
  return name.endsWith(".json")
    ? sha256(JSON.stringify(withoutDates(JSON.parse(bytes.toString()))))
    : sha256(bytes);
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A JSON value without the keys that end in `_at`, however deep. */
export function withoutDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDates);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => !key.endsWith("_at"));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDates(inner)]));
}

/** What two trees disagree about, one line each. */
export function differences(expected: Content, actual: Content): string[] {
  return [
    ...[...expected.keys()].filter((name) => !actual.has(name)).map((name) => `missing ${name}`),
    ...[...actual.keys()].filter((name) => !expected.has(name)).map((name) => `litter ${name}`),
    ...[...actual]
      .filter(([name, hash]) => expected.has(name) && expected.get(name) !== hash)
      .map(([name]) => `differs ${name}`),
  ];
}

/** Path → inode, time and size of the file: two equal ones have not been written in between. */
export type Stamps = ReadonlyMap<string, string>;

export function stampsOf(dir: string): Stamps {
  return new Map(
    filesOf(dir).map((name) => {
      const { ino, mtimeNs, size } = statSync(path.join(dir, name), { bigint: true });
      return [name, `${ino} ${mtimeNs} ${size}`];
    }),
  );
}

export interface Touched {
  /** In both, written in between. */
  readonly changed: string[];
  readonly added: string[];
  readonly gone: string[];
}

export function touchedBetween(before: Stamps, after: Stamps): Touched {
  return {
    changed: [...after]
      .filter(([name, stamp]) => before.has(name) && before.get(name) !== stamp)
      .map(([n]) => n),
    added: [...after.keys()].filter((name) => !before.has(name)),
    gone: [...before.keys()].filter((name) => !after.has(name)),
  };
}

/** An entry of a living manifest. */
export interface Entry {
  readonly path: string;
  readonly file_exists: boolean;
  readonly file_size: number;
  readonly sha256: string;
}

/** Every entry of a manifest that says that its file is there, wherever it stands in the document. */
export function presentEntries(value: unknown): Entry[] {
  if (value === null || typeof value !== "object") return [];
  const inner = Object.values(value).flatMap(presentEntries);
  return (value as { file_exists?: unknown }).file_exists === true ? [value as Entry, ...inner] : inner;
}

/**
 * What is wrong with a folder at this moment, whatever happened to it: documents that do not parse or break their
 * schema, and manifest entries that are not true. One line each.
 */
export function untruthsOf(dir: string): string[] {
  const documents = filesOf(dir).filter((name) => name.endsWith(".json"));
  return documents.flatMap((name) => untruthsOfDocument(dir, name));
}

function untruthsOfDocument(dir: string, name: string): string[] {
  let document: { schema_id: DocumentId };
  try {
    document = JSON.parse(readFileSync(path.join(dir, name), "utf8"));
    if (typeof document.schema_id === "string") assertDocument(document.schema_id, document, name);
  } catch (thrown) {
    return [`${name}: ${(thrown as Error).message}`];
  }
  if (!/^manifests\/(symbolic|audio)\.json$/.test(name)) return [];
  return presentEntries(document)
    .map((entry) => untruthOf(dir, entry))
    .filter((line) => line !== null);
}

function untruthOf(dir: string, entry: Entry): string | null {
  const stats = statSync(path.join(dir, entry.path), { throwIfNoEntry: false });
  if (!stats?.isFile()) return `listed, not there: ${entry.path}`;
  if (stats.size !== entry.file_size)
    return `listed with ${entry.file_size} bytes, has ${stats.size}: ${entry.path}`;
  const same = sha256(readFileSync(path.join(dir, entry.path))) === entry.sha256;
  return same ? null : `listed with another hash: ${entry.path}`;
}
