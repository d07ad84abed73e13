/** The note that a correction names by the beginning of its ID. */
import { partitionPoint } from "../../core/sortedSearch.js";
import type { NoteRecord } from "../../schema/registry.js";

/** What an ID of overrides.yaml stands for. */
export type FoundNote =
  /** A note of the score as it is now, by `UnfoldedNote.index`. */
  | { readonly kind: "written"; readonly index: number }
  /** A performed note that the last run found unwritten. */
  | { readonly kind: "unwritten"; readonly record: NoteRecord }
  /** A performed note that has this ID as long as it is not written, by its index. */
  | { readonly kind: "performed"; readonly noteIndex: number; readonly universalId: string }
  /** A note that the score had when the last run looked. */
  | { readonly kind: "gone"; readonly record: NoteRecord }
  | { readonly kind: "unknown" }
  | { readonly kind: "ambiguous"; readonly ids: readonly string[] };

/** So many candidates of an ambiguous ID are shown. */
const SHOWN = 3;

export class NoteFinder {
  readonly #notes = new Map<string, FoundNote>();
  readonly #ids: readonly string[];
  readonly #byShortId: ReadonlyMap<string, string>;
  readonly #mint: () => readonly string[];
  #minted: ReadonlyMap<string, number> | null = null;

  /**
   * @param noteIds  by `UnfoldedNote.index`
   * @param records  of the last finished registry, which is what people look at
   * @param mint     IDs that the performed notes would have if none were written, by index; asked for when no other
   *   note is found
   */
  constructor(noteIds: readonly string[], records: readonly NoteRecord[], mint: () => readonly string[]) {
    noteIds.forEach((id, index) => {
      this.#notes.set(id, { kind: "written", index });
    });
    for (const record of records) {
      const { universalId, score } = record;
      if (!this.#notes.has(universalId))
        this.#notes.set(universalId, { kind: score ? "gone" : "unwritten", record });
    }
    this.#ids = [...this.#notes.keys()].sort();
    this.#byShortId = new Map(records.map((record) => [record.shortId, record.universalId]));
    this.#mint = mint;
  }

  /** @param text  lower case; a whole ID or a short ID stands for its own note, whatever else begins with it */
  find(text: string): FoundNote {
    const whole = this.#notes.get(text) ?? this.#notes.get(this.#byShortId.get(text) ?? "");
    if (whole) return whole;
    const ids = beginningWith(this.#ids, text);
    if (ids.length > 1) return { kind: "ambiguous", ids };
    if (ids.length === 1) return this.#notes.get(ids[0])!;
    return this.#findMinted(text);
  }

  #findMinted(text: string): FoundNote {
    this.#minted ??= new Map(this.#mint().map((id, noteIndex) => [id, noteIndex]));
    const ids = beginningWith([...this.#minted.keys()].sort(), text);
    if (ids.length > 1) return { kind: "ambiguous", ids };
    return ids.length === 0
      ? { kind: "unknown" }
      : { kind: "performed", noteIndex: this.#minted.get(ids[0])!, universalId: ids[0] };
  }
}

/** The first few of a sorted list. */
function beginningWith(sorted: readonly string[], start: string): string[] {
  const low = partitionPoint(sorted.length, (k) => sorted[k] < start);
  return sorted.slice(low, low + SHOWN).filter((id) => id.startsWith(start));
}
