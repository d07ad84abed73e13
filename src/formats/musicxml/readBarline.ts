/** `barline`: repeats, endings, and the segno and coda it may carry. */
import { ZERO } from "../../core/fraction.js";
import type { ScorePlace, StructureMark } from "../../core/scoreMarks.js";
import type { PartReader } from "./partReader.js";
import type { StructureSource } from "./scoreDraft.js";
import { childrenOf, parseWhole, trimmed, type XmlElement } from "./xmlElement.js";

/**
 * Read a `barline`. A left one lies at the measure's start, a right one (the default) at its end, wherever that is
 * once all parts are read; a middle one at the cursor.
 */
export function readBarline(barline: XmlElement, reader: PartReader): void {
  const location = barline.attributes.location ?? "right";
  const atMeasureEnd = location === "right";
  const { measureIndex } = reader;
  const place = location === "left" ? { measureIndex, measureQuarter: ZERO } : reader.place();
  const add = (mark: StructureMark, source: StructureSource = "explicit") =>
    reader.score.structure.push({ mark, source, atMeasureEnd });
  const { segno, coda } = barline.attributes;
  if (segno !== undefined) add({ ...place, kind: "segno", label: segno });
  if (coda !== undefined) add({ ...place, kind: "coda", label: coda });
  for (const child of childrenOf(barline)) {
    const mark = markOf(child, place);
    if (mark !== null) add(mark);
    else if (child.name === "segno" && segno === undefined)
      add({ ...place, kind: "segno", label: "" }, "sign");
    else if (child.name === "coda" && coda === undefined) add({ ...place, kind: "coda", label: "" }, "sign");
  }
}

function markOf(child: XmlElement, place: ScorePlace): StructureMark | null {
  const { attributes } = child;
  if (child.name === "ending") {
    const numbers = parseEndingNumbers(attributes.number ?? trimmed(child.text));
    if (attributes.type === "start") return { ...place, kind: "ending-start", numbers };
    return { ...place, kind: "ending-stop", numbers, open: attributes.type === "discontinue" };
  }
  if (child.name !== "repeat") return null;
  if (attributes.direction === "forward") return { ...place, kind: "repeat-forward" };
  return {
    ...place,
    kind: "repeat-backward",
    times: Math.max(1, parseWhole(attributes.times) ?? 2),
    afterJump: attributes["after-jump"] === "yes",
  };
}

/** Most endings of one bracket; more is a misprint. */
const MAX_ENDINGS = 100;

/** "1, 2" gives [1, 2], "1.-3." gives [1, 2, 3]; a blank number gives []. */
export function parseEndingNumbers(text: string): number[] {
  const numbers = new Set<number>();
  for (const match of text.matchAll(/(\d+)\.?(?:\s*[-–]\s*(\d+))?/g)) {
    const first = Number(match[1]);
    const last = Math.min(Number(match[2] ?? first), first + MAX_ENDINGS);
    for (let n = first; n <= last; n++) numbers.add(n);
  }
  return [...numbers].filter((n) => n >= 1);
}
