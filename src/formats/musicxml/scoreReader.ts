/** Elements of a score in document order, part-wise or time-wise, to a `ScoreDraft`. */
import { LeitmotionError } from "../../core/error.js";
import { maxOf, ZERO } from "../../core/fraction.js";
import { assertWithin } from "../../core/limits.js";
import { PartReader } from "./partReader.js";
import { readAttributes } from "./readAttributes.js";
import { readBarline } from "./readBarline.js";
import { readDirection, readSound } from "./readDirection.js";
import { readHarmony } from "./readHarmony.js";
import { readHeader } from "./readHeader.js";
import { readDefaults, readPrint } from "./readLayout.js";
import { readNote } from "./readNote.js";
import { type PartDraft, ScoreDraft } from "./scoreDraft.js";
import { ScoreWalker } from "./scoreWalker.js";
import { addElement, childOf, parseNumber, requireNumber, type XmlElement } from "./xmlElement.js";
import type { XmlAttributes } from "./xmlStream.js";

/**
 * The handler that reads a score: each element below the measures is gathered into a small tree, read when it closes,
 * and dropped.
 */
export class ScoreReader extends ScoreWalker {
  readonly score = new ScoreDraft(this.warnings);
  private top: XmlElement | null = null;
  private treeSize = 0;
  private version = "1.0";
  private readonly headerElements: XmlElement[] = [];
  private readonly readers = new Map<PartDraft, PartReader>();
  private reader: PartReader | null = null;
  private noteCount = 0;

  text(text: string): void {
    const { top } = this;
    if (top !== null) top.text = top.text === "" ? text : top.text + text;
  }

  protected openRoot(attributes: XmlAttributes): void {
    this.version = attributes.version ?? "1.0";
  }

  protected closeRoot(): void {
    this.score.header = readHeader({ version: this.version, elements: this.headerElements });
  }

  protected openMeasure(attributes: XmlAttributes): void {
    const { measures, widthsTenth } = this.score;
    const index = this.measureIndex;
    if (index === measures.length) {
      const number = attributes.number ?? String(index + 1);
      measures.push({ number, implicit: attributes.implicit === "yes", furthestQuarter: ZERO });
      widthsTenth.push(null);
    }
    widthsTenth[index] ??= parseNumber(attributes.width);
  }

  protected openPartMeasure(part: PartDraft): void {
    let reader = this.readers.get(part);
    if (reader === undefined) {
      reader = new PartReader(part, this.score);
      this.readers.set(part, reader);
    }
    reader.startMeasure(this.measureIndex);
    this.reader = reader;
  }

  protected closePartMeasure(): void {
    const measure = this.score.measures[this.measureIndex];
    if (this.reader === null) return;
    measure.furthestQuarter = maxOf(measure.furthestQuarter, this.reader.cursor.furthestPosition());
    this.reader = null;
  }

  protected openInner(name: string, attributes: XmlAttributes, line: number): void {
    if (++this.treeSize > this.limits.xmlTreeNode) {
      assertWithin(this.limits, "xmlTreeNode", this.treeSize, "XML elements held at once");
    }
    this.top = addElement(name, attributes, line, this.top);
  }

  protected closeInner(): void {
    const { top } = this;
    if (top === null) return;
    this.top = top.parent;
    if (top.parent !== null) return;
    if (this.level === 1) {
      this.readHeaderElement(top);
      return;
    }
    this.treeSize = 0;
    if (this.reader !== null) this.readMeasureChild(top, this.reader);
  }

  private readHeaderElement(element: XmlElement): void {
    if (element.name === "part-list") {
      this.roster.readPartList(element);
    } else if (element.name === "defaults") {
      this.score.layout = readDefaults(element);
      this.score.concertScore = childOf(element, "concert-score") !== null;
    } else {
      this.headerElements.push(element);
    }
  }

  private readMeasureChild(element: XmlElement, reader: PartReader): void {
    switch (element.name) {
      case "note":
        if (readNote(element, reader)) assertWithin(this.limits, "note", ++this.noteCount, "Notes");
        assertWithin(this.limits, "staff", reader.part.staffCount, "Staves of the part");
        break;
      case "backup":
        reader.nextChordIndex = 0;
        if (!reader.cursor.backup(durationOf(element))) {
          this.warnings.add("BACKUP_TOO_FAR", "A backup leads before its measure", element.line);
        }
        break;
      case "forward":
        reader.cursor.forward(durationOf(element));
        break;
      case "attributes":
        readAttributes(element, reader);
        assertWithin(this.limits, "staff", reader.part.staffCount, "Staves of the part");
        break;
      case "direction":
        readDirection(element, reader);
        break;
      case "barline":
        readBarline(element, reader);
        break;
      case "harmony":
        readHarmony(element, reader);
        break;
      case "sound":
        readSound(element, reader);
        break;
      case "print":
        this.score.prints.push(readPrint(element, this.measureIndex, reader.part.index));
    }
  }
}

function durationOf(element: XmlElement): number {
  const duration = childOf(element, "duration");
  const value = duration === null ? 0 : requireNumber(duration);
  if (value < 0)
    throw new LeitmotionError("SCORE_VALUE_INVALID", `Duration is ${value}`, { line: element.line });
  return value;
}
