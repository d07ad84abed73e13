/** Dynamic marks, printed under a staff or attached to a note. */
import type { ScorePlace } from "../../core/scoreMarks.js";
import type { PartReader } from "./partReader.js";
import { trimmed, type XmlElement } from "./xmlElement.js";

/** MusicXML gives loudness in percent of this MIDI velocity. */
const FULL_VELOCITY = 90;

/** MIDI velocity (1–127) of a `dynamics` attribute in percent. */
export function percentToVelocity(percent: number): number {
  return Math.min(127, Math.max(1, Math.round((percent * FULL_VELOCITY) / 100)));
}

/** Add the mark of a `dynamics` element at a place. */
export function addDynamics(
  dynamics: XmlElement,
  { measureIndex, measureQuarter }: ScorePlace,
  staff: number | null,
  reader: PartReader,
  velocity: number | null = null,
): void {
  const mark = markOf(dynamics);
  if (mark === "") return;
  const partIndex = reader.part.index;
  reader.score.dynamics.push({ measureIndex, measureQuarter, partIndex, staff, mark, velocity });
}

/** Several signs side by side are one mark: `sf` and `mp` are "sfmp". Free text becomes "other:text". */
function markOf(dynamics: XmlElement): string {
  let mark = "";
  for (let child = dynamics.first; child !== null; child = child.next) {
    mark += child.name === "other-dynamics" ? otherMark(trimmed(child.text)) : child.name;
  }
  return mark;
}

function otherMark(text: string): string {
  if (/^[rs]?[fpm]{1,6}z?p?$/.test(text)) return text;
  return text === "" ? "other" : `other:${text}`;
}
