/** What `inspect --note` says of one note: what is written, what was heard, and how sure that is. */
import { formatMidiPitch, formatPitch } from "../core/pitch.js";
import type { NoteRecord } from "../schema/registry.js";

/** Indented lines under the whole ID. */
export function noteDetails(note: NoteRecord): string {
  const lines = [note.universalId, `  written    ${written(note)}`, `  performed  ${performed(note)}`];
  const { match, timing } = note;
  const status = match.status.replace("_", " ");
  lines.push(
    `  match      ${status}, confidence ${match.confidence.toFixed(2)}${match.corrected ? ", corrected by hand" : ""}`,
    ...beyondLink(note),
    `  time       ${span(timing.startSec, timing.endSec)}, ${timing.source.replaceAll("_", " ")}, confidence ${timing.confidence.toFixed(2)}`,
  );
  return `${lines.join("\n")}\n`;
}

/** What of a note is the user's: `match`, `time`, both, or nothing. */
export function byHand({ match, timing }: NoteRecord): string {
  return [match.corrected && "match", timing.source === "corrected_by_hand" && "time"]
    .filter(Boolean)
    .join(", ");
}

function written({ score }: NoteRecord): string {
  if (!score) return "no";
  const { partName, measure, pass, voice, measureQuarter, pitch } = score;
  const place = `measure ${measure}, quarter ${measureQuarter}, pass ${pass}, voice ${voice}`;
  return `${formatPitch(pitch)} (key ${pitch.midi}), ${partName}, ${place}`;
}

function performed({ midi, match }: NoteRecord): string {
  if (!midi) return match.status === "tied" ? "with the note that begins its tie" : "no";
  const { pitch, track, channel, onsetTick, onsetSec, durationSec } = midi;
  const place = `track ${track}, channel ${channel}, tick ${onsetTick}`;
  return `${formatMidiPitch(pitch)} (key ${pitch}), ${place}, ${span(onsetSec, onsetSec + durationSec)}`;
}

/** What the match says beside the link: likeliest first, what else the note may be; whose stroke or ornament it shares. */
function beyondLink({ match }: NoteRecord): string[] {
  const { alternatives = [], unisonOf, ornamentOf } = match;
  const lines = alternatives.map(({ pitch, track, channel, onsetSec, confidence }) => {
    const place = `track ${track}, channel ${channel}, ${onsetSec.toFixed(3)} s`;
    return `  or else    ${formatMidiPitch(pitch)} (key ${pitch}), ${place}, confidence ${confidence.toFixed(2)}`;
  });
  if (unisonOf) lines.push(`  unison     heard in the stroke of ${unisonOf}`);
  if (ornamentOf) lines.push(`  ornament   of ${ornamentOf}`);
  return lines;
}

function span(startSec: number, endSec: number): string {
  return `${startSec.toFixed(3)} to ${endSec.toFixed(3)} s`;
}
