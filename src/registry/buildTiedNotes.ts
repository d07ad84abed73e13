/** The tied-note manifest: every written note with its calculated and, where a peer confirms it, refined start. */
import { toNumber } from "../core/fraction.js";
import { formatPitch } from "../core/pitch.js";
import type { TiedGroup, TiedNote, TiedNotes } from "../schema/tiedNotes.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import type { TimedSounding } from "./noteTiming.js";
import { roundSec, roundUnit } from "./rounding.js";

/**
 * @param timed    every sounding note, in order
 * @param noteIds  universal IDs by `UnfoldedNote.index`
 * @param heads    notehead IDs by `UnfoldedNote.index`
 */
export function buildTiedNotes(
  timed: readonly TimedSounding[],
  unfolded: UnfoldedScore,
  noteIds: readonly string[],
  heads: readonly string[],
): TiedNotes {
  const notes: TiedNote[] = [];
  const groups: TiedGroup[] = [];
  for (const note of timed) {
    const isChain = note.members.length > 1;
    if (isChain) groups.push(buildGroup(note, groups.length + 1, noteIds));
    for (const member of note.members) {
      const { note: written, index } = member.unfolded;
      notes.push({
        universalId: noteIds[index],
        noteheadId: heads[index],
        partId: unfolded.score.parts[written.partIndex].id,
        measure: unfolded.score.measures[written.measureIndex].number,
        pitch: formatPitch(written.pitch),
        isPrimary: member.position === 0,
        tiedGroupId: isChain ? `tied_group_${groups.length}` : null,
        positionInGroup: member.position,
        calculatedStartTime: roundSec(member.calculated.startSec),
        calculatedEndTime: roundSec(member.calculated.endSec),
        masterStartTime: roundSec(note.masterStartSec),
        timingConfidence: roundUnit(member.calculated.confidence),
        timingSource: member.calculatedSource,
        refinedStartTime: member.refined ? roundSec(member.refined.startSec) : null,
        refinedConfidence: member.refined ? member.refined.confidence : null,
      });
    }
  }
  notes.sort(
    (a, b) => a.calculatedStartTime - b.calculatedStartTime || (a.universalId < b.universalId ? -1 : 1),
  );
  return {
    schemaId: "tied_notes.v1",
    version: "1.0.0",
    method: "proportional",
    notes,
    summary: summarise(notes, groups),
  };
}

function buildGroup(note: TimedSounding, number: number, noteIds: readonly string[]): TiedGroup {
  return {
    groupId: `tied_group_${number}`,
    noteCount: note.members.length,
    primaryPitch: formatPitch(note.sounding.members[0].note.pitch),
    totalDurationBeats: toNumber(note.sounding.durationQuarter),
    hasMidiMatch: note.played !== null,
    masterStartTime: roundSec(note.masterStartSec),
    masterEndTime: roundSec(note.masterEndSec),
    notes: note.sounding.members.map((m) => noteIds[m.index]),
  };
}

function summarise(notes: readonly TiedNote[], groups: TiedGroup[]): TiedNotes["summary"] {
  const sum = notes.reduce((total, n) => total + n.timingConfidence, 0);
  return {
    groups,
    totalTiedGroups: groups.length,
    matchedTiedGroups: groups.filter((g) => g.hasMidiMatch).length,
    complexRelationships: groups.filter((g) => g.noteCount >= 3).length,
    averageConfidence: notes.length === 0 ? null : roundUnit(sum / notes.length),
    timingSpreadSeconds:
      notes.length === 0
        ? 0
        : roundSec(notes[notes.length - 1].calculatedStartTime - notes[0].calculatedStartTime),
  };
}
