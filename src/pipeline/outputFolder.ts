/** The output folder: every document is checked against its schema and written whole or not at all. */
import path from "node:path";
import { sha256Hex } from "../io/hash.js";
import { assertWritableFolder } from "../io/outputFolder.js";
import { writeFileAtomic } from "../io/writeFileAtomic.js";
import { toDocument } from "../schema/codec.js";
import type { DocumentId } from "../schema/documents.js";
import { formatDocument } from "../schema/formatDocument.js";
import { assertDocument } from "../schema/validate.js";

/** What a written file turned out to be. */
export interface FileFact {
  /** Relative to the output folder, POSIX separators. */
  readonly path: string;
  readonly sizeByte: number;
  readonly sha256: string;
}

export class OutputFolder {
  #open = false;
  readonly #written = new Set<string>();

  constructor(readonly dir: string) {}

  /** True once files may be written. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Documents and texts written so far, relative to the folder. */
  get written(): ReadonlySet<string> {
    return this.#written;
  }

  /**
   * Make the folder ready: created, empty or one of ours, writable. Before this nothing is written.
   *
   * @throws LeitmotionError OUTPUT_FOREIGN, OUTPUT_UNWRITABLE
   */
  open(): void {
    assertWritableFolder(this.dir);
    this.#open = true;
  }

  /** Absolute path of a file of the folder. */
  resolve(relative: string): string {
    return path.join(this.dir, ...relative.split("/"));
  }

  /**
   * Write a document, given in camelCase, durably.
   *
   * @throws LeitmotionError SCHEMA_INVALID before anything is written; OUTPUT_UNWRITABLE, OUTPUT_FULL
   */
  writeDocument(id: DocumentId, relative: string, value: object): FileFact {
    return this.writeFinished(id, relative, toDocument(value) as Record<string, unknown>);
  }

  /** The same for a document that is in its final form (snake_case) already. */
  writeFinished(id: DocumentId, relative: string, document: Record<string, unknown>): FileFact {
    assertDocument(id, document, relative);
    return this.writeText(relative, formatDocument(document));
  }

  writeText(relative: string, text: string): FileFact {
    const bytes = Buffer.from(text, "utf8");
    writeFileAtomic(this.resolve(relative), bytes);
    this.#written.add(relative);
    return { path: relative, sizeByte: bytes.length, sha256: sha256Hex(bytes) };
  }
}
