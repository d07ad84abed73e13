/** Files that earlier runs left in the folder: found again by path and key, and trusted only as far as they can be. */
import { LeitmotionError } from "../../core/error.js";
import { stampOf } from "../../io/fileStamp.js";
import { hashFile } from "../../io/hash.js";
import { setModifiedAt } from "../../io/modifiedAt.js";
import type { SoundFacts } from "../../schema/audio.js";
import type { FileFact } from "../output/outputFolder.js";

/** A file as a manifest or the journal of an earlier run described it. */
export interface FormerFile extends FileFact {
  /** Note or notehead it belongs to; null for pages, parts and mixes. */
  readonly universalId: string | null;
  /** Of a note's WAV. */
  readonly sound?: SoundFacts;
  /** Of the mix. */
  readonly mixGainDb?: number;
}

/** `stamp`: a file of the stated size and date is what it was; `hash`: every file is read. */
export type Trust = "stamp" | "hash";

export class FormerFiles {
  readonly #resolve: (path: string) => string;
  readonly #trust: Trust;
  readonly #byPath = new Map<string, FormerFile>();
  readonly #pathsByKey = new Map<string, string[]>();
  #hits = 0;

  /**
   * @param resolve  path inside the folder to a path on the disk
   * @param files    later ones stand for earlier ones of the same path
   */
  constructor(resolve: (path: string) => string, files: Iterable<FormerFile>, trust: Trust) {
    this.#resolve = resolve;
    this.#trust = trust;
    for (const file of files) this.#byPath.set(file.path, file);
    for (const { artifactKey, path } of this.#byPath.values()) {
      const paths = this.#pathsByKey.get(artifactKey);
      if (paths) paths.push(path);
      else this.#pathsByKey.set(artifactKey, [path]);
    }
  }

  /** Files that were found again so far. */
  get hits(): number {
    return this.#hits;
  }

  /**
   * The file made under this key at this path, if it is there unchanged.
   *
   * @throws LeitmotionError FILE_UNREADABLE
   */
  find(path: string, artifactKey: string): FormerFile | null {
    const known = this.#byPath.get(path);
    if (known === undefined || known.artifactKey !== artifactKey || !this.#isUnchanged(known)) return null;
    this.#hits++;
    return known;
  }

  /** A file made under this key, wherever it lies: the same bytes under another name. */
  findTwin(artifactKey: string): FormerFile | null {
    for (const path of this.#pathsByKey.get(artifactKey) ?? []) {
      const known = this.#byPath.get(path)!;
      if (this.#isUnchanged(known)) return known;
    }
    return null;
  }

  /**
   * A file that was just written: one that has the bytes it had before keeps its date, so that manifests stay as they
   * were.
   */
  keepDate(fact: FileFact): FileFact {
    const known = this.#byPath.get(fact.path);
    if (known?.sha256 !== fact.sha256 || known.createdAt === fact.createdAt) return fact;
    setModifiedAt(this.#resolve(fact.path), known.createdAt);
    return { ...fact, createdAt: known.createdAt };
  }

  #isUnchanged(known: FormerFile): boolean {
    const file = this.#resolve(known.path);
    const stamp = stampOf(file);
    if (stamp === null || stamp.sizeByte !== known.sizeByte) return false;
    if (this.#trust === "stamp" && stamp.modifiedAt === known.createdAt) return true;
    if (!hasHash(file, known.sha256)) return false;
    // The folder was copied, or the file put back: give it its date again, so that the next look is quick.
    if (stamp.modifiedAt !== known.createdAt) setModifiedAt(file, known.createdAt);
    return true;
  }
}

function hasHash(file: string, sha256: string): boolean {
  try {
    return hashFile(file).sha256 === sha256;
  } catch (thrown) {
    if (thrown instanceof LeitmotionError && thrown.code === "FILE_NOT_FOUND") return false;
    throw thrown;
  }
}
