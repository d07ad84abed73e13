/** A manifest of predictions that become facts. One writer: the main thread. */
import type { Camel } from "../../schema/codec.js";
import type { EncodedId } from "../../schema/encodedDocuments.js";
import type { LivingFileDocument } from "../../schema/livingFile.js";
import type { FileFact, OutputFolder } from "./outputFolder.js";

export type LivingFile = Camel<LivingFileDocument>;

interface LivingDocument {
  Metadata: { updatedAt: string; atomicWrite: true; version: number };
}

/** While workers report, the manifest is renewed at most this often … */
const SAVE_EVERY_MS = 2000;
/** … and so rarely that renewing takes at most this share of the time (a manifest of 20 000 notes is large). */
const SAVE_SHARE = 0.03;

export class LivingManifest<T extends object & LivingDocument> {
  readonly document: T;
  readonly #out: OutputFolder;
  readonly #id: EncodedId;
  readonly #file: string;
  #savedMs = performance.now();
  #waitMs = SAVE_EVERY_MS;

  constructor(out: OutputFolder, id: EncodedId, file: string, document: T) {
    this.#out = out;
    this.#id = id;
    this.#file = file;
    this.document = document;
  }

  /** Renew the file if the last time is long enough ago. */
  report(): void {
    if (performance.now() - this.#savedMs >= this.#waitMs) this.#save();
  }

  /** A stage has ended: renew the file, and count it in `_metadata.version` (so the count is the same on every run). */
  complete(): void {
    this.skip();
    this.#save();
  }

  /** A step that has nothing to say: counted, not written. */
  skip(): void {
    this.document.Metadata.version += 1;
  }

  #save(): void {
    const begunMs = performance.now();
    this.document.Metadata.updatedAt = new Date().toISOString();
    this.#out.writeDocument(this.#id, this.#file, this.document);
    this.#savedMs = performance.now();
    this.#waitMs = Math.max(SAVE_EVERY_MS, (this.#savedMs - begunMs) / SAVE_SHARE);
  }
}

export function newMetadata(): LivingDocument["Metadata"] {
  return { updatedAt: new Date().toISOString(), atomicWrite: true, version: 0 };
}

/** The file is there: its prediction becomes a fact. */
export function fulfil(file: LivingFile, fact: FileFact): void {
  Object.assign(file, {
    actualFilename: fact.path.slice(fact.path.lastIndexOf("/") + 1),
    path: fact.path,
    createdAt: fact.createdAt,
    fileExists: true,
    fileSize: fact.sizeByte,
    sha256: fact.sha256,
    artifactKey: fact.artifactKey,
    status: "done",
    errorCode: null,
    errorMessage: null,
  } satisfies Partial<LivingFile>);
}

/** The file could not be made. */
export function giveUp(file: LivingFile, error: { readonly code: string; readonly message: string }): void {
  Object.assign(file, {
    status: "failed",
    errorCode: error.code,
    errorMessage: error.message,
  } satisfies Partial<LivingFile>);
}
