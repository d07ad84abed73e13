/** What has become of a note, in the user's words. */
import { formatPitch } from "../../core/pitch.js";
import type { LaneNames } from "./headPairs.js";
import type { Edition, Head } from "./heads.js";

export interface NoteChange {
  readonly universalId: string;
  readonly kind: "moved" | "changed" | "new" | "gone";
  /** Such as "measure 12 is now 13" or "pitch A4 is now B4", several joined by commas. */
  readonly reason: string;
}

/** What happened to a head that is in both editions; null if nothing did that a reader of the score would see. */
export type HeadChange = Pick<NoteChange, "kind" | "reason"> | null;

export interface Comparison {
  readonly old: Edition<string>;
  readonly fresh: Edition<number>;
  readonly newPartOf: Int32Array;
  readonly lanes: LaneNames;
}

/** Another measure is a move; anything else about the note itself is a change. */
export function describeChange(comparison: Comparison, old: Head<string>, fresh: Head<number>): HeadChange {
  const changes = [...placeChanges(comparison, old, fresh), ...noteChanges(old, fresh)];
  const hasMoved = old.measureIndex !== fresh.measureIndex;
  if (changes.length === 0 && !hasMoved) return null;
  const reasons = hasMoved ? [measureReason(old, fresh), ...changes] : changes;
  return { kind: changes.length > 0 ? "changed" : "moved", reason: reasons.join(", ") };
}

function measureReason(old: Head<string>, fresh: Head<number>): string {
  if (old.measure !== fresh.measure) return `measure ${old.measure} is now ${fresh.measure}`;
  return `measure ${old.measure} was number ${old.measureIndex + 1} from the start, is now number ${fresh.measureIndex + 1}`;
}

function placeChanges(
  { old: before, fresh: after, newPartOf, lanes }: Comparison,
  old: Head<string>,
  fresh: Head<number>,
): string[] {
  if (newPartOf[old.partIndex] !== fresh.partIndex)
    return [`part ${before.parts[old.partIndex].name} is now ${after.parts[fresh.partIndex].name}`];
  const expected = lanes.nameOf(old);
  return [
    ...difference("staff", String(old.staff), String(fresh.staff), expected.staff === fresh.staff),
    ...difference("voice", old.voice, fresh.voice, expected.voice === fresh.voice),
  ];
}

function noteChanges(old: Head<string>, fresh: Head<number>): string[] {
  const [pitch, newPitch] = [formatPitch(old.pitch), formatPitch(fresh.pitch)];
  const isPitch = pitch === newPitch && old.pitch.alter === fresh.pitch.alter;
  const isKey = !isPitch || old.pitch.midi === fresh.pitch.midi;
  const isGrace = (old.graceOrder === null) === (fresh.graceOrder === null);
  return [
    ...difference("pitch", pitch, newPitch, isPitch),
    ...difference("sounding key", String(old.pitch.midi), String(fresh.pitch.midi), isKey),
    ...difference("onset in the measure", old.measureQuarter, fresh.measureQuarter),
    ...(isGrace ? difference("duration", old.durationQuarter, fresh.durationQuarter) : []),
    ...(isGrace ? [] : [old.graceOrder === null ? "is now a grace note" : "is no grace note any more"]),
    ...difference("tie", old.tie ?? "none", fresh.tie ?? "none"),
    ...(old.printed === fresh.printed ? [] : [fresh.printed ? "is printed now" : "is not printed any more"]),
  ];
}

function difference(what: string, before: string, after: string, isSame = before === after): string[] {
  return isSame ? [] : [`${what} ${before} is now ${after}`];
}
