/** The output folder: every document is checked against its schema and written whole or not at all. */
import { diskPath } from "../../io/diskPath.js";
import { sha256Hex } from "../../io/hash.js";
import { readInputFile } from "../../io/readInputFile.js";
import { writeIfChanged } from "../../io/writeIfChanged.js";
import type { DocumentId } from "../../schema/documents.js";
import { encodeDocument } from "../../schema/encodeDocument.js";
import type { EncodedId } from "../../schema/encodedDocuments.js";
import { formatDocument } from "../../schema/formatDocument.js";
import { assertDocument } from "../../schema/validate.js";
import { saysTheSame } from "../earlier/sameDocument.js";

/** What a written file turned out to be. */
export interface FileFact {
  /** Relative to the output folder, POSIX separators. */
  readonly path: string;
  readonly sizeByte: number;
  readonly sha256: string;
  /** Date of the file, ISO, whole milliseconds. */
  readonly createdAt: string;
  /** Hash of what made it. */
  readonly artifactKey: string;
}

/** A document or a text as it stands, on the disk or about to be. */
export interface DocumentFact {
  readonly path: string;
  readonly sizeByte: number;
  readonly sha256: string;
}

export interface FolderOptions {
  /** Text of a document of the finished run before, or null. */
  readonly formerText?: (path: string) => string | null;
  /**
   * Keep documents back until `flush`: a run with the inputs and settings of the finished one before makes nothing but
   * what is missing, and what its manifests say stays true all the while.
   */
  readonly holdBack?: boolean;
  /** Called when the run begins to write. */
  readonly onOpen?: () => void;
  /** Called before anything is written: throws if the folder is not ours any more (`FolderLock.assertHeld`). */
  readonly assertHeld?: (freshMs?: number) => void;
}

/** Documents follow each other: one look at the lock serves those of a second. The last word of a run has its own. */
const LOCK_FRESH_MS = 1000;

export class OutputFolder {
  #open = false;
  readonly #texts = new Map<string, string>();
  readonly #facts = new Map<string, DocumentFact>();

  constructor(
    readonly dir: string,
    private readonly options: FolderOptions = {},
  ) {}

  /** True once files may be written. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Documents and texts of this run so far, in the order they were first written. */
  get documents(): readonly DocumentFact[] {
    return [...this.#facts.values()];
  }

  /** The document as this run wrote it last. */
  factOf(relative: string): DocumentFact | undefined {
    return this.#facts.get(relative);
  }

  /**
   * From here on files may be written. That the folder takes them was tried when it was taken (`heldFolder`).
   *
   * @throws LeitmotionError OUTPUT_UNWRITABLE, OUTPUT_FULL
   */
  open(): void {
    this.options.onOpen?.();
    this.#open = true;
  }

  /** Absolute path of a file of the folder. */
  resolve(relative: string): string {
    return diskPath(this.dir, relative);
  }

  /**
   * Write a document, given in camelCase, durably.
   *
   * @throws LeitmotionError SCHEMA_INVALID before anything is written; OUTPUT_UNWRITABLE, OUTPUT_FULL, OUTPUT_LOCKED
   */
  writeDocument(id: EncodedId, relative: string, value: object): DocumentFact {
    return this.writeText(relative, formatDocument(encodeDocument(id, value, relative)));
  }

  /** The same for a document that is in its final form (snake_case) already. */
  writeFinished(id: DocumentId, relative: string, document: Record<string, unknown>): DocumentFact {
    assertDocument(id, document, relative);
    return this.writeText(relative, formatDocument(document));
  }

  /** Write a text; one that is there already with the same bytes is left alone. */
  writeText(relative: string, text: string): DocumentFact {
    if (this.options.holdBack) {
      this.#texts.set(relative, text);
      const bytes = Buffer.from(text, "utf8");
      return this.#note(relative, { sizeByte: bytes.length, sha256: sha256Hex(bytes) });
    }
    return this.#put(relative, text);
  }

  /**
   * The run is over: write what was held back. A document that says what the finished one before said, dates apart,
   * becomes that one again, byte for byte.
   *
   * @returns true if every document of this run is as it was before
   */
  flush(): boolean {
    let same = true;
    for (const { path: relative } of this.documents) {
      const text = this.#texts.get(relative) ?? null;
      const former = this.options.formerText?.(relative) ?? null;
      const isSame = former !== null && saysTheSame(former, text ?? this.#readBack(relative));
      if (isSame) this.#put(relative, former);
      else if (text !== null) this.#put(relative, text);
      same &&= isSame;
    }
    this.#texts.clear();
    return same;
  }

  /** Write run.json as it stands; not while documents are held back: the finished report stays until the end. */
  writeReport(relative: string, text: string): void {
    if (this.options.holdBack) return;
    this.options.assertHeld?.(LOCK_FRESH_MS);
    writeIfChanged(this.resolve(relative), text);
  }

  /** Write the run.json of a run that is over. */
  finishReport(relative: string, text: string): void {
    this.options.assertHeld?.();
    writeIfChanged(this.resolve(relative), text);
  }

  #readBack(relative: string): string {
    return Buffer.from(readInputFile(this.resolve(relative))).toString("utf8");
  }

  #put(relative: string, text: string): DocumentFact {
    this.options.assertHeld?.(LOCK_FRESH_MS);
    return this.#note(relative, writeIfChanged(this.resolve(relative), text));
  }

  #note(relative: string, { sizeByte, sha256 }: Omit<DocumentFact, "path">): DocumentFact {
    const fact = { path: relative, sizeByte, sha256 };
    this.#facts.set(relative, fact);
    return fact;
  }
}
