/** How many staves a copied part has, said where the engraver looks for it: in the part's first measure. */
import type { Pieces } from "./writeNoteIds.js";

/** What may stand before `staves` in `attributes`. */
const BEFORE_STAVES = new Set(["footnote", "level", "divisions", "key", "time"]);

/**
 * Some programs leave `staves` out, and number their notes' staves all the same. Verovio draws such a piano on one staff.
 */
export class CopiedStaves {
  private staffCount = 1;
  private declaredCount = 1;
  private parent = "";
  private isPastFirstAttributes = false;
  private reading: "staff" | "staves" | null = null;
  private text = "";
  /** Where `staves` stands, or should, among the pieces of the first measure: in its first `attributes`. */
  private from = -1;
  private to = -1;

  /** @param pieces  of the first measure, without this tag; null in later measures */
  open(name: string, innerDepth: number, pieces: Pieces | null): void {
    if (innerDepth === 1) {
      this.isPastFirstAttributes ||= this.parent === "attributes";
      this.parent = name;
    }
    if (innerDepth !== 2) return;
    const isAttribute = this.parent === "attributes";
    const isFirst = isAttribute && pieces !== null && !this.isPastFirstAttributes;
    if (isFirst && this.from < 0 && !BEFORE_STAVES.has(name)) {
      this.from = pieces.length;
      this.to = pieces.length;
    }
    if ((isAttribute && name === "staves") || (this.parent === "note" && name === "staff")) {
      this.reading = name;
      this.text = "";
    }
  }

  read(text: string): void {
    if (this.reading !== null) this.text += text;
  }

  /** @param pieces  of the first measure, with this end tag; null in later measures */
  close(pieces: Pieces | null): void {
    if (this.reading === null) return;
    const count = Number(this.text);
    if (Number.isInteger(count) && count > this.staffCount) this.staffCount = count;
    if (this.reading === "staves" && pieces !== null) {
      this.declaredCount = count;
      this.to = pieces.length;
    }
    this.reading = null;
  }

  /** Put the number of staves in its place, if it is not there. */
  declare(firstMeasure: Pieces): void {
    if (this.staffCount === this.declaredCount) return;
    const tag = `<staves>${this.staffCount}</staves>`;
    if (this.from < 0) firstMeasure.splice(1, 0, `<attributes>${tag}</attributes>`);
    else firstMeasure.splice(this.from, this.to - this.from, tag);
  }
}
