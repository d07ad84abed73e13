/** Elements of a score in document order, part-wise or time-wise, to a `ScoreDraft`. */
import { type FaultPlace, LeitmotionError } from "../../core/error.js";
import { maxOf, ZERO } from "../../core/fraction.js";
import { assertWithin, type Limits } from "../../core/limits.js";
import { PartReader } from "./partReader.js";
import { PartRoster } from "./partRoster.js";
import { readAttributes } from "./readAttributes.js";
import { readBarline } from "./readBarline.js";
import { readDirection, readSound } from "./readDirection.js";
import { readHarmony } from "./readHarmony.js";
import { readHeader } from "./readHeader.js";
import { readDefaults, readPrint } from "./readLayout.js";
import { readNote } from "./readNote.js";
import { type PartDraft, ScoreDraft } from "./scoreDraft.js";
import { childOf, parseNumber, requireNumber, XmlElement } from "./xmlElement.js";
import type { XmlAttributes, XmlHandler } from "./xmlStream.js";

/** Elements of one tree kept at a time: a measure-level element has a few dozen, a part list a few thousand. */
const MAX_TREE_ELEMENTS = 1_000_000;

/**
 * The handler that reads a score. The document's outer levels (root, part, measure) are followed as they come; each
 * element below is gathered into a small tree, read when it closes, and dropped.
 */
export class ScoreReader implements XmlHandler {
  readonly score = new ScoreDraft();
  readonly roster: PartRoster;
  private partWise = true;
  /** Outer elements that are open: 1 root, 2 part or measure, 3 measure and part. */
  private level = 0;
  private top: XmlElement | null = null;
  private treeSize = 0;
  private readonly headerElements: XmlElement[] = [];
  private version = "1.0";
  private readonly readers = new Map<PartDraft, PartReader>();
  private reader: PartReader | null = null;
  private measureIndex = -1;
  private usedParts = new Set<PartDraft>();
  private noteCount = 0;

  constructor(private readonly limits: Limits) {
    this.roster = new PartRoster(limits, this.score.warnings);
  }

  place(): FaultPlace {
    const measure = this.score.measures[this.measureIndex]?.number;
    return { partId: this.reader?.part.id, measure: this.level >= 3 ? measure : undefined };
  }

  open(name: string, attributes: XmlAttributes, line: number): void {
    if (this.top !== null || !this.openOuter(name, attributes, line)) {
      if (++this.treeSize > MAX_TREE_ELEMENTS) {
        throw new LeitmotionError(
          "LIMIT_EXCEEDED",
          `An element has over ${MAX_TREE_ELEMENTS} elements inside`,
        );
      }
      this.top = new XmlElement(name, attributes, line, this.top);
    }
  }

  text(text: string): void {
    const { top } = this;
    if (top !== null) top.text = top.text === "" ? text : top.text + text;
  }

  close(): void {
    const { top } = this;
    if (top === null) {
      this.closeOuter();
      return;
    }
    this.top = top.parent;
    if (top.parent !== null) return;
    this.treeSize = 0;
    if (this.level === 3) this.readMeasureChild(top);
    else if (this.level === 1) this.readHeaderElement(top);
  }

  /** @returns false if the element belongs to a tree */
  private openOuter(name: string, attributes: XmlAttributes, line: number): boolean {
    if (this.level === 0) this.openRoot(name, attributes);
    else if (this.level === 1 && name === (this.partWise ? "part" : "measure")) {
      if (this.partWise) this.openPart(attributes, line);
      else this.openMeasure(attributes);
    } else if (this.level === 2 && name === (this.partWise ? "measure" : "part")) {
      if (this.partWise) this.openMeasure(attributes);
      else this.openPart(attributes, line);
      this.reader?.startMeasure(this.measureIndex);
    } else return false;
    this.level++;
    return true;
  }

  private closeOuter(): void {
    if (this.level === 3) this.closeMeasure();
    else if (this.level === 2) this.usedParts = this.partWise ? this.usedParts : new Set();
    else if (this.level === 1) {
      this.score.header = readHeader({ version: this.version, elements: this.headerElements });
    }
    this.level--;
    if (this.level === (this.partWise ? 1 : 2)) this.reader = null;
  }

  private openRoot(name: string, attributes: XmlAttributes): void {
    if (name !== "score-partwise" && name !== "score-timewise") {
      throw new LeitmotionError("SCORE_NOT_MUSICXML", `The document is a <${name}>, not a score`);
    }
    this.partWise = name === "score-partwise";
    this.version = attributes.version ?? "1.0";
  }

  private openPart(attributes: XmlAttributes, line: number): void {
    const part = this.roster.resolve(attributes.id, this.usedParts.size, this.usedParts, line);
    this.usedParts.add(part);
    let reader = this.readers.get(part);
    if (reader === undefined) {
      reader = new PartReader(part, this.score);
      this.readers.set(part, reader);
    }
    this.reader = reader;
    if (this.partWise) this.measureIndex = -1;
  }

  private openMeasure(attributes: XmlAttributes): void {
    const index = ++this.measureIndex;
    const { measures, widthsTenth } = this.score;
    assertWithin(this.limits, "measure", index + 1, "Measures");
    if (measures[index] === undefined) {
      measures.push({
        number: attributes.number ?? String(index + 1),
        implicit: attributes.implicit === "yes",
        furthestQuarter: ZERO,
      });
    }
    widthsTenth[index] ??= parseNumber(attributes.width);
  }

  private closeMeasure(): void {
    const measure = this.score.measures[this.measureIndex];
    if (this.reader === null) return;
    measure.furthestQuarter = maxOf(measure.furthestQuarter, this.reader.cursor.furthestPosition());
  }

  private readHeaderElement(element: XmlElement): void {
    if (element.name === "part-list") this.roster.readPartList(element);
    else if (element.name === "defaults") {
      this.score.layout = readDefaults(element);
      this.score.concertScore = childOf(element, "concert-score") !== null;
    } else this.headerElements.push(element);
  }

  private readMeasureChild(element: XmlElement): void {
    const { reader } = this;
    if (reader === null) return;
    switch (element.name) {
      case "note":
        assertWithin(this.limits, "note", ++this.noteCount, "Notes and rests");
        readNote(element, reader);
        break;
      case "backup":
        if (!reader.cursor.backup(durationOf(element))) {
          this.score.warnings.add("BACKUP_TOO_FAR", "A backup leads before its measure", element.line);
        }
        break;
      case "forward":
        reader.cursor.forward(durationOf(element));
        break;
      case "attributes":
        readAttributes(element, reader);
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
