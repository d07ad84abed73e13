/** The parts of a score: what the part list names, and what the document brings besides. */
import { assertWithin, type Limits } from "../../core/limits.js";
import type { ScoreInstrument } from "../../core/score.js";
import type { PartDraft, WarningList } from "./scoreDraft.js";
import { childOf, childrenOf, childText, parseWhole, textBelow, type XmlElement } from "./xmlElement.js";

/** Parts by their position in the part list; unlisted ones follow in document order. */
export class PartRoster {
  readonly parts: PartDraft[] = [];
  private readonly byId = new Map<string, PartDraft>();

  constructor(
    private readonly limits: Limits,
    private readonly warnings: WarningList,
  ) {}

  /** Enter everything `part-list` names. */
  readPartList(list: XmlElement): void {
    for (const entry of childrenOf(list, "score-part")) {
      const part = this.enterListed(entry.attributes.id);
      part.name = oneLine(childText(entry, "part-name")) || displayName(entry) || part.id;
      part.abbreviation = oneLine(childText(entry, "part-abbreviation"));
      part.instruments = readInstruments(entry);
    }
  }

  /** Enter one `score-part`; without an id, or with one already taken, it gets a free one. */
  enterListed(id: string | undefined): PartDraft {
    return this.enter(this.freeId(id ?? ""));
  }

  /**
   * The part a `part` element means.
   *
   * @param id        its `id`, if it has one
   * @param position  how many parts came before it in its parent
   * @param used      parts that came before it in its parent
   */
  resolve(id: string | undefined, position: number, used: ReadonlySet<PartDraft>, line: number): PartDraft {
    if (id === undefined || id === "") {
      this.warnings.add(
        "PART_WITHOUT_ID",
        "A part has no id: it is taken by its place in the part list",
        line,
      );
      const listed = this.parts[position];
      return listed !== undefined && !used.has(listed) ? listed : this.enter(this.freeId(""));
    }
    const known = this.byId.get(id);
    if (known === undefined) {
      this.warnings.add("PART_UNLISTED", `Part ${id} is not in the part list`, line);
      return this.enter(id);
    }
    return used.has(known) ? this.resolveTwin(id, used, line) : known;
  }

  /** The part for a second occurrence of an id: `P1-2`, in time-wise scores the same one in every measure. */
  private resolveTwin(id: string, used: ReadonlySet<PartDraft>, line: number): PartDraft {
    this.warnings.add("PART_DUPLICATE", `Part ${id} occurs twice`, line);
    for (let k = 2; ; k++) {
      const twin = this.byId.get(`${id}-${k}`);
      if (twin === undefined) return this.enter(`${id}-${k}`);
      if (!used.has(twin)) return twin;
    }
  }

  private enter(id: string): PartDraft {
    assertWithin(this.limits, "part", this.parts.length + 1, "Parts");
    const part: PartDraft = {
      id,
      index: this.parts.length,
      name: id,
      abbreviation: "",
      instruments: [],
      staffCount: 1,
      notes: [],
    };
    this.parts.push(part);
    this.byId.set(id, part);
    return part;
  }

  private freeId(wanted: string): string {
    if (wanted !== "" && !this.byId.has(wanted)) return wanted;
    const stem = wanted === "" ? "P" : `${wanted}-`;
    let k = wanted === "" ? this.parts.length + 1 : 2;
    while (this.byId.has(stem + k)) k++;
    return stem + k;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

function displayName(entry: XmlElement): string {
  const display = childOf(entry, "part-name-display");
  return display === null ? "" : oneLine(textBelow(display));
}

function readInstruments(entry: XmlElement): ScoreInstrument[] {
  const midiById = new Map<string, XmlElement>();
  for (const midi of childrenOf(entry, "midi-instrument")) midiById.set(midi.attributes.id ?? "", midi);
  const instruments: ScoreInstrument[] = [];
  for (const instrument of childrenOf(entry, "score-instrument")) {
    const id = instrument.attributes.id ?? "";
    const midi = midiById.get(id) ?? null;
    instruments.push({
      id,
      name: oneLine(childText(instrument, "instrument-name")),
      sound: childText(instrument, "instrument-sound"),
      midiChannel: fromOne(midi, "midi-channel", 16),
      midiProgram: fromOne(midi, "midi-program", 128),
      midiUnpitched: fromOne(midi, "midi-unpitched", 128),
    });
  }
  return instruments;
}

/** MusicXML counts MIDI numbers from 1; null outside 1–max. */
function fromOne(midi: XmlElement | null, name: string, max: number): number | null {
  const value = parseWhole(childText(midi, name));
  return value !== null && value >= 1 && value <= max ? value - 1 : null;
}
