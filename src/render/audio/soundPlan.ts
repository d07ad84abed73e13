/** Which notes sound, when, on which program: decided from the registry, the MIDI file and the score. */
import { formatFraction } from "../../core/fraction.js";
import type { Performance } from "../../core/performance.js";
import type { Score, ScoreInstrument, ScorePart } from "../../core/score.js";
import type { NoteRecord } from "../../schema/registry.js";
import { PERCUSSION_NAME } from "./generalMidi.js";
import { DEFAULT_PROGRAM, drumKeyOf, programOfName, programOfPart } from "./instrumentProgram.js";
import { lengthOf, lengthsByHand } from "./lengthsByHand.js";
import type { Sound, SoundEvent } from "./sound.js";

/** MIDI channel of the drum kit (10 when counted from 1). */
const PERCUSSION_CHANNEL = 9;

/** One note that sounds. */
export interface NoteSound extends Sound {
  readonly universalId: string;
  /** `partId`, or `track:N` for what belongs to no part of the score. */
  readonly partKey: string;
  readonly partId: string | null;
  /** Track of the MIDI file, from 0; null where the score performs itself. */
  readonly track: number | null;
  /** Display name of the part or track. */
  readonly instrument: string;
  /** On the score's clock. */
  readonly startSec: number;
  /** Of the whole note, ornaments included. */
  readonly durationSec: number;
  readonly velocity: number;
}

/** How the score plays one of its notes (a part of `ScorePerformance`). */
export interface ScoreSound {
  readonly onsetSec: number;
  readonly durationSec: number;
  readonly velocity: number;
  /** Relative to `onsetSec`; several for ornaments and tremolos. */
  readonly events: readonly SoundEvent[];
}

export interface SoundSources {
  readonly score: Score;
  /** null when the score performs itself. */
  readonly performance: Performance | null;
  /** What the score's own performance says of a note, by universal ID; null when a MIDI file plays. */
  readonly scoreSounds: ReadonlyMap<string, ScoreSound> | null;
}

/**
 * Decide what sounds. With a MIDI file: every note that was played, as it was played; a note that was not played is
 * silent. Without one: the score's own performance. Continued ties never sound again. A note that was moved by hand
 * sounds as long as the user says.
 *
 * @returns by start, then universal ID
 */
export function planSounds(records: readonly NoteRecord[], sources: SoundSources): NoteSound[] {
  const planner = sources.performance
    ? performedPlanner(records, sources.score, sources.performance)
    : scorePlanner(records, sources.score, sources.scoreSounds ?? new Map());
  const sounds = records.flatMap((record) => planner(record) ?? []);
  return sounds.sort((a, b) => a.startSec - b.startSec || (a.universalId < b.universalId ? -1 : 1));
}

type Planner = (record: NoteRecord) => NoteSound | null;

function scorePlanner(
  records: readonly NoteRecord[],
  score: Score,
  scoreSounds: ReadonlyMap<string, ScoreSound>,
): Planner {
  const byHand = lengthsByHand(records);
  const parts = partsById(score);
  const instrumentOf = instrumentLookup(score);
  return (record) => {
    const sound = scoreSounds.get(record.universalId);
    const part = parts.get(record.score?.partId ?? "");
    if (!sound || !part || !record.score || record.match.status === "tied") return null;
    const instrument = instrumentOf(record);
    const { unpitched } = record.score;
    const durationSec = lengthOf(record.universalId, sound.durationSec, byHand);
    const events = stretch(sound.events, sound.durationSec, durationSec);
    return {
      ...identityOf(record, part, null),
      program: unpitched ? DEFAULT_PROGRAM : programOfPart(part, instrument, score.parts),
      percussion: unpitched,
      startSec: record.timing.startSec,
      durationSec,
      velocity: sound.velocity,
      events: unpitched ? onDrum(events, drumKeyOf(part, instrument)) : events,
    };
  };
}

function performedPlanner(records: readonly NoteRecord[], score: Score, performance: Performance): Planner {
  const parts = partsById(score);
  const programs = programLookup(performance);
  const partOfChannel = partsByChannel(records);
  const byHand = lengthsByHand(records);
  const instrumentOf = instrumentLookup(score);
  return (record) => {
    const { midi } = record;
    if (!midi || record.match.status === "tied") return null;
    const partId = record.score?.partId ?? partOfChannel.get(channelKey(midi)) ?? null;
    const part = parts.get(partId ?? "") ?? null;
    const { velocity } = midi;
    const durationSec = lengthOf(record.universalId, midi.durationSec, byHand);
    const voice = voiceOf(record, midi, part, {
      fromMidi: programs(midi),
      instrument: instrumentOf(record),
      score,
    });
    return {
      ...identityOf(record, part, midi),
      program: voice.program,
      percussion: voice.percussion,
      startSec: record.timing.startSec,
      durationSec,
      velocity,
      events: [{ pitch: voice.pitch, velocity, startSec: 0, durationSec }],
    };
  };
}

/** The MIDI file's program; on the drum channel the kit; else what the score's instrument asks for. */
function voiceOf(
  record: NoteRecord,
  midi: Midi,
  part: ScorePart | null,
  known: {
    readonly fromMidi: number | null;
    readonly instrument: ScoreInstrument | null;
    readonly score: Score;
  },
): Pick<Sound, "program" | "percussion"> & { readonly pitch: number } {
  const { fromMidi, instrument, score } = known;
  const { channel, pitch, trackName } = midi;
  if (channel === PERCUSSION_CHANNEL)
    return { program: fromMidi ?? DEFAULT_PROGRAM, percussion: true, pitch };
  if (fromMidi !== null) return { program: fromMidi, percussion: false, pitch };
  if (part && record.score?.unpitched) {
    return { program: DEFAULT_PROGRAM, percussion: true, pitch: drumKeyOf(part, instrument) };
  }
  const program = part ? programOfPart(part, instrument, score.parts) : programOfName(trackName);
  return { program: program ?? DEFAULT_PROGRAM, percussion: false, pitch };
}

function identityOf(record: NoteRecord, part: ScorePart | null, midi: NoteRecord["midi"]) {
  const { universalId } = record;
  const track = midi?.track ?? null;
  if (part) return { universalId, partKey: part.id, partId: part.id, track, instrument: part.name };
  const instrument =
    midi?.trackName || (midi?.channel === PERCUSSION_CHANNEL ? PERCUSSION_NAME : `Track ${track}`);
  return { universalId, partKey: `track:${track}`, partId: null, track, instrument };
}

/** All strokes of a note, an ornament's too, in its new length. */
function stretch(events: readonly SoundEvent[], fromSec: number, toSec: number): readonly SoundEvent[] {
  if (fromSec === toSec || fromSec === 0) return events;
  const ratio = toSec / fromSec;
  return events.map((event) => ({
    ...event,
    startSec: event.startSec * ratio,
    durationSec: event.durationSec * ratio,
  }));
}

function onDrum(events: readonly SoundEvent[], key: number): SoundEvent[] {
  return events.map((event) => ({ ...event, pitch: key }));
}

function partsById(score: Score): Map<string, ScorePart> {
  return new Map(score.parts.map((part) => [part.id, part]));
}

/** Instrument of a note in a part that has several, found by the note's place; null where the score does not say. */
function instrumentLookup(score: Score): (record: NoteRecord) => ScoreInstrument | null {
  const placed = new Map<string, ScoreInstrument>();
  for (const note of score.notes) {
    const part = score.parts[note.partIndex];
    const instrument =
      part.instruments.length > 1 && part.instruments.find((i) => i.id === note.instrumentId);
    if (!instrument) continue;
    const { measureIndex, measureQuarter, staff, voice, soundingMidi } = note;
    const place = [part.id, measureIndex, formatFraction(measureQuarter), staff, voice, soundingMidi];
    placed.set(place.join(" "), instrument);
  }
  return ({ score: s }) => {
    if (!s || placed.size === 0) return null;
    const place = [s.partId, s.measureIndex, s.measureQuarter, s.staff, s.voice, s.pitch.midi];
    return placed.get(place.join(" ")) ?? null;
  };
}

type Midi = NonNullable<NoteRecord["midi"]>;

/** Program in force at a performed note; null if its channel never gets one. */
function programLookup(performance: Performance): (midi: Midi) => number | null {
  const chosen = new Set(performance.programs.map((change) => change.channel));
  const key = (n: { track: number; channel: number; pitch: number; onsetTick: number }) =>
    `${n.track} ${n.channel} ${n.pitch} ${n.onsetTick}`;
  const programs = new Map(performance.notes.map((note) => [key(note), note.program]));
  return (midi) => (chosen.has(midi.channel) ? (programs.get(key(midi)) ?? null) : null);
}

/** The part that most matched notes of a track's channel belong to: notes nobody wrote go with them. */
function partsByChannel(records: readonly NoteRecord[]): Map<string, string> {
  const votes = new Map<string, Map<string, number>>();
  for (const { midi, score } of records) {
    if (!midi || !score) continue;
    const counts = votes.get(channelKey(midi)) ?? new Map<string, number>();
    counts.set(score.partId, (counts.get(score.partId) ?? 0) + 1);
    votes.set(channelKey(midi), counts);
  }
  const winners = new Map<string, string>();
  for (const [channel, counts] of votes) {
    const [winner] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
    winners.set(channel, winner);
  }
  return winners;
}

function channelKey(midi: Midi): string {
  return `${midi.track} ${midi.channel}`;
}
