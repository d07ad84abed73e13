/** `direction` and `sound`: tempo, dynamics, wedges, pedal, octave lines, words, rehearsal marks, jumps. */
import type { OctaveShiftMark, PedalMark, ScorePlace, StructureMark } from "../../core/scoreMarks.js";
import { parseJumpWord } from "./jumpWords.js";
import type { PartReader } from "./partReader.js";
import { addDynamics, percentToVelocity } from "./readDynamics.js";
import { addSoundTempo, readMetronome } from "./readTempo.js";
import type { StructureSource } from "./scoreDraft.js";
import {
  childOf,
  childrenOf,
  childText,
  parseNumber,
  parseWhole,
  requireNumber,
  trimmed,
  type XmlElement,
} from "./xmlElement.js";

/** A direction being read: its place and what its types have shown so far. */
interface DirectionReading {
  readonly place: ScorePlace;
  readonly staff: number | null;
  readonly sound: XmlElement | null;
  readonly words: string[];
  readonly signs: Set<"segno" | "coda">;
  dynamicsSeen: boolean;
}

/**
 * Read a `direction`. An `offset` moves what is printed; it moves the mark's place only if it says sound="yes".
 */
export function readDirection(direction: XmlElement, reader: PartReader): void {
  const sound = childOf(direction, "sound");
  const reading: DirectionReading = {
    place: placeOf(direction, reader),
    staff: parseWhole(childText(direction, "staff")),
    sound,
    words: [],
    signs: new Set(),
    dynamicsSeen: false,
  };
  for (const type of childrenOf(direction, "direction-type")) {
    for (const child of childrenOf(type)) readDirectionType(child, reading, reader);
  }
  const text = reading.words.join(" ");
  const { place } = reading;
  if (text !== "") reader.score.words.push({ ...place, partIndex: reader.part.index, text });
  addPrintedJumps(reading, text, reader);
  if (sound !== null) readSound(sound, reader, place, reading.dynamicsSeen, reading.staff);
}

function placeOf(direction: XmlElement, reader: PartReader): ScorePlace {
  const offset = childOf(direction, "offset");
  if (offset?.attributes.sound !== "yes") return reader.place();
  return {
    measureIndex: reader.measureIndex,
    measureQuarter: reader.cursor.positionAt(requireNumber(offset)),
  };
}

function readDirectionType(child: XmlElement, reading: DirectionReading, reader: PartReader): void {
  const { place, staff, sound } = reading;
  const partIndex = reader.part.index;
  switch (child.name) {
    case "dynamics": {
      const percent = parseNumber(sound?.attributes.dynamics);
      addDynamics(child, place, staff, reader, percent === null ? null : percentToVelocity(percent));
      reading.dynamicsSeen = true;
      break;
    }
    case "words":
      if (trimmed(child.text) !== "") reading.words.push(trimmed(child.text));
      break;
    case "rehearsal":
      reader.score.rehearsals.push({ ...place, partIndex, text: trimmed(child.text) });
      break;
    case "wedge":
      readWedge(child, reading, reader);
      break;
    case "pedal":
      readPedal(child, place, reader);
      break;
    case "octave-shift":
      readOctaveShift(child, reading, reader);
      break;
    case "metronome":
      if (sound?.attributes.tempo === undefined) readMetronome(child, place, reader.score);
      break;
    case "segno":
    case "coda":
      reading.signs.add(child.name);
  }
}

function readWedge(wedge: XmlElement, { place, staff }: DirectionReading, reader: PartReader): void {
  const { type } = wedge.attributes;
  if (type !== "crescendo" && type !== "diminuendo" && type !== "stop") return;
  const number = parseWhole(wedge.attributes.number) ?? 1;
  reader.score.wedges.push({ ...place, partIndex: reader.part.index, staff, kind: type, number });
}

const PEDAL_KINDS: readonly PedalMark["kind"][] = [
  "start",
  "stop",
  "change",
  "continue",
  "sostenuto",
  "discontinue",
  "resume",
];

function readPedal(pedal: XmlElement, place: ScorePlace, reader: PartReader): void {
  const kind = PEDAL_KINDS.find((known) => known === pedal.attributes.type);
  if (kind !== undefined) reader.score.pedals.push({ ...place, partIndex: reader.part.index, kind });
}

const SHIFT_KINDS: readonly OctaveShiftMark["kind"][] = ["up", "down", "stop", "continue"];
const SHIFT_SIZES = [8, 15, 22];

function readOctaveShift(shift: XmlElement, { place, staff }: DirectionReading, reader: PartReader): void {
  const kind = SHIFT_KINDS.find((known) => known === shift.attributes.type);
  const size = parseWhole(shift.attributes.size) ?? 8;
  if (kind === undefined || !SHIFT_SIZES.includes(size)) return;
  const number = parseWhole(shift.attributes.number) ?? 1;
  reader.score.octaveShifts.push({
    ...place,
    partIndex: reader.part.index,
    staff: staff ?? 1,
    kind,
    size,
    number,
  });
}

/** Signs and words count only for what the direction's `sound` leaves unsaid; a bare sign marks the target. */
function addPrintedJumps({ place, signs, sound }: DirectionReading, text: string, reader: PartReader): void {
  if (text === "" && signs.size === 0) return;
  const says = (...names: string[]) => names.some((name) => sound?.attributes[name] !== undefined);
  if (says("segno", "coda", "dacapo", "dalsegno", "tocoda", "fine")) return;
  const word = parseJumpWord(text);
  const hint = signs.has("coda") && /^(to|al|alla)$/i.test(text.trim()) ? "to-coda" : word;
  if (hint !== null) {
    addJump(hint, "", place, "words", reader);
  } else {
    for (const sign of signs) addJump(sign, "", place, "sign", reader);
  }
}

type JumpKind = "segno" | "coda" | "da-capo" | "dal-segno" | "to-coda" | "fine";

function addJump(
  kind: JumpKind,
  label: string,
  { measureIndex, measureQuarter }: ScorePlace,
  source: StructureSource,
  reader: PartReader,
): void {
  const place = { measureIndex, measureQuarter };
  const mark: StructureMark =
    kind === "da-capo" || kind === "fine" ? { ...place, kind } : { ...place, kind, label };
  reader.score.structure.push({ mark, source, atMeasureEnd: false });
}

const SOUND_JUMPS: readonly (readonly [attribute: string, kind: JumpKind])[] = [
  ["segno", "segno"],
  ["coda", "coda"],
  ["tocoda", "to-coda"],
  ["fine", "fine"],
  ["dacapo", "da-capo"],
  ["dalsegno", "dal-segno"],
];

/** A `sound` inside a direction, or one that stands alone in the measure. */
export function readSound(
  sound: XmlElement,
  reader: PartReader,
  directionPlace: ScorePlace = reader.place(),
  dynamicsSeen = false,
  staff: number | null = null,
): void {
  const place = soundPlace(sound, directionPlace, reader);
  const { attributes } = sound;
  if (attributes.tempo !== undefined) addSoundTempo(attributes.tempo, place, reader.score, sound.line);
  const percent = parseNumber(attributes.dynamics);
  if (percent !== null && !dynamicsSeen) {
    const velocity = percentToVelocity(percent);
    reader.score.dynamics.push({ ...place, partIndex: reader.part.index, staff, mark: "", velocity });
  }
  for (const [attribute, kind] of SOUND_JUMPS) {
    const value = attributes[attribute];
    if (value === undefined || (value === "no" && (kind === "da-capo" || kind === "fine"))) continue;
    addJump(kind, value.trim(), place, "explicit", reader);
  }
  if (attributes["forward-repeat"] === "yes") {
    reader.score.structure.push({
      mark: { ...place, kind: "repeat-forward" },
      source: "explicit",
      atMeasureEnd: false,
    });
  }
}

function soundPlace(sound: XmlElement, directionPlace: ScorePlace, reader: PartReader): ScorePlace {
  const offset = childOf(sound, "offset");
  if (offset === null) return directionPlace;
  return {
    measureIndex: reader.measureIndex,
    measureQuarter: reader.cursor.positionAt(requireNumber(offset)),
  };
}
