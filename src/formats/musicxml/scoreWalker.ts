/** The outer levels of a score document, the same for all who go through it. */
import { type FaultPlace, LeitmotionError } from "../../core/error.js";
import { assertWithin, type Limits } from "../../core/limits.js";
import { PartRoster } from "./partRoster.js";
import { type PartDraft, WarningList } from "./scoreDraft.js";
import type { XmlAttributes, XmlHandler } from "./xmlStream.js";

/**
 * Follows root, parts and measures, part-wise or time-wise, and hands on what lies inside them. Parts and measures are
 * counted here, so that reading and copying number the notes alike.
 */
export abstract class ScoreWalker implements XmlHandler {
  readonly warnings = new WarningList();
  readonly roster: PartRoster;
  protected partWise = true;
  protected part: PartDraft | null = null;
  protected measureIndex = -1;
  /** Outer elements that are open: 1 root, 2 a part or a measure, 3 a measure of a part. */
  protected level = 0;
  /** Elements open inside the innermost outer one. */
  protected innerDepth = 0;
  private measureNumber = "";
  private usedParts = new Set<PartDraft>();

  constructor(protected readonly limits: Limits) {
    this.roster = new PartRoster(limits, this.warnings);
  }

  /** The root is open. */
  protected abstract openRoot(attributes: XmlAttributes): void;
  /** A `measure` is open, in its part (part-wise) or before its parts (time-wise). */
  protected abstract openMeasure(attributes: XmlAttributes): void;
  /** `part` and `measureIndex` are known: a measure's contents follow. */
  protected abstract openPartMeasure(part: PartDraft): void;
  protected abstract closePartMeasure(): void;
  protected abstract openInner(name: string, attributes: XmlAttributes, line: number): void;
  protected abstract closeInner(name: string): void;
  abstract text(text: string): void;
  /** The root is closed. */
  protected abstract closeRoot(): void;

  place(): FaultPlace {
    return { partId: this.part?.id, measure: this.level >= 2 ? this.measureNumber || undefined : undefined };
  }

  warn(code: string, message: string): void {
    this.warnings.add(code, message);
  }

  open(name: string, attributes: XmlAttributes, line: number): void {
    if (this.innerDepth === 0 && this.openOuter(name, attributes, line)) return;
    this.innerDepth++;
    this.openInner(name, attributes, line);
  }

  close(name: string): void {
    if (this.innerDepth === 0) {
      this.closeOuter();
    } else {
      this.innerDepth--;
      this.closeInner(name);
    }
  }

  /** @returns false if the element is an inner one */
  private openOuter(name: string, attributes: XmlAttributes, line: number): boolean {
    if (this.level === 0) {
      this.startRoot(name, attributes);
    } else if (this.level <= 2 && name === (this.partWise === (this.level === 1) ? "part" : "measure")) {
      if (name === "part") this.startPart(attributes, line);
      else this.startMeasure(attributes);
      if (this.level === 2 && this.part !== null) this.openPartMeasure(this.part);
    } else {
      return false;
    }
    this.level++;
    return true;
  }

  private startRoot(name: string, attributes: XmlAttributes): void {
    if (name !== "score-partwise" && name !== "score-timewise") {
      throw new LeitmotionError("SCORE_NOT_MUSICXML", `The document is a <${name}>, not a score`);
    }
    this.partWise = name === "score-partwise";
    this.openRoot(attributes);
  }

  private startPart(attributes: XmlAttributes, line: number): void {
    this.part = this.roster.resolve(attributes.id, this.usedParts.size, this.usedParts, line);
    this.usedParts.add(this.part);
    if (this.partWise) this.measureIndex = -1;
  }

  private startMeasure(attributes: XmlAttributes): void {
    this.measureIndex++;
    this.measureNumber = attributes.number ?? String(this.measureIndex + 1);
    assertWithin(this.limits, "measure", this.measureIndex + 1, "Measures");
    this.openMeasure(attributes);
  }

  private closeOuter(): void {
    if (this.level === 3) this.closePartMeasure();
    else if (this.level === 1) this.closeRoot();
    if (this.level === 2 && !this.partWise) this.usedParts = new Set();
    this.level--;
    if (this.level === (this.partWise ? 1 : 2)) this.part = null;
    if (this.level === 1) this.measureNumber = "";
  }
}
