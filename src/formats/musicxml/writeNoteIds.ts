/** MusicXML with our note IDs in it, for an engraver that carries them into its drawing. */
import { DEFAULT_LIMITS } from "../../core/limits.js";
import { CopiedStaves } from "./copiedStaves.js";
import { type ReadOptions, scoreBytes } from "./readMusicXml.js";
import { isSounding } from "./readNote.js";
import type { PartDraft } from "./scoreDraft.js";
import { ScoreWalker } from "./scoreWalker.js";
import { streamXml, type XmlAttributes } from "./xmlStream.js";

/**
 * The score again, part-wise, as text without document type, in which every note that is `Score.notes[i]` of
 * `readMusicXml` carries `id = idOfNote(i)`. Other elements keep their IDs unless one collides with a note's.
 *
 * Time-wise scores are turned part-wise; parts stand in the order of the part list, and those it does not name are
 * entered in it, under the IDs the reader gives them. Comments and processing instructions are left out, and so is `chord`
 * where no note stands before it; `staves` is said for parts that only use them.
 *
 * @param idOfNote     called once per note, in order; an XML name, unique per note
 * @param idOfMeasure  ID of a measure (counted from 0), written in the first part that has it; measures keep theirs if left out
 * @throws LeitmotionError as `readMusicXml` for files that are no MusicXML or exceed a limit
 * @cost   linear; memory a small multiple of the file
 */
export function writeNoteIds(
  bytes: Uint8Array,
  options: ReadOptions,
  idOfNote: (noteIndex: number) => string,
  idOfMeasure?: (measureIndex: number) => string,
): string {
  const source = { fileName: options.fileName, limits: options.limits ?? DEFAULT_LIMITS };
  const copier = streamXml(scoreBytes(bytes, source), source, () => new ScoreCopier(source.limits));
  return copier.finish(idOfNote, idOfMeasure);
}

/** A start tag whose `id` is decided at the end, when all note IDs are known. */
export interface OpenTag {
  readonly start: string;
  readonly ownId: string | undefined;
  readonly end: string;
  /** Number among the notes of the part, from 0; -1 if this is none. */
  noteInPart: number;
}

/** Text copied so far. Strings are collected and joined once. */
export type Pieces = (string | OpenTag)[];

interface PartCopy {
  noteCount: number;
  readonly staves: CopiedStaves;
  /** By measure index; in time-wise scores a part may be missing in some. */
  readonly measures: (Pieces | undefined)[];
}

/** Elements that other elements refer to by their ID. */
const REFERENCED = new Set([
  "part-group",
  "score-instrument",
  "midi-instrument",
  "midi-device",
  "instrument",
  "instrument-change",
  "instrument-link",
  "player",
]);

class ScoreCopier extends ScoreWalker {
  private rootTag = "";
  private readonly header: Pieces = [];
  private readonly copies = new Map<PartDraft, PartCopy>();
  /** `measure` tag for measures that a part lacks. */
  private readonly measureTags: string[] = [];
  private measureTag = "";
  private copy: PartCopy | null = null;
  private pieces: Pieces = this.header;
  private note: OpenTag | null = null;
  private listEnd = -1;
  private listedCount = 0;
  private inPartList = false;
  /** A note has come that others can make a chord with. */
  private hasChordNote = false;
  /** The open element is not copied. */
  private isLeftOut = false;
  /** The last piece is the start tag of an element without contents so far. */
  private isFresh = false;

  protected openRoot(attributes: XmlAttributes): void {
    this.rootTag = tagText("score-partwise", attributes);
  }

  protected closeRoot(): void {}

  protected openMeasure(attributes: XmlAttributes): void {
    this.measureTag = tagText("measure", attributes);
    this.measureTags[this.measureIndex] ??= this.measureTag;
  }

  protected openPartMeasure(part: PartDraft): void {
    this.copy = this.copies.get(part) ?? { noteCount: 0, staves: new CopiedStaves(), measures: [] };
    this.copies.set(part, this.copy);
    this.pieces = [this.measureTag];
    this.hasChordNote = false;
    this.copy.measures[this.measureIndex] = this.pieces;
  }

  protected closePartMeasure(): void {
    this.pieces = this.header;
    this.copy = null;
  }

  protected openInner(name: string, attributes: XmlAttributes): void {
    if (this.copy !== null) {
      this.openInMeasure(name, attributes);
    } else if (this.level === 1) {
      this.openInHeader(name, attributes);
    }
    this.isFresh = true;
  }

  private openInMeasure(name: string, attributes: XmlAttributes): void {
    const copy = this.copy as PartCopy;
    copy.staves.open(name, this.innerDepth, this.measureIndex === 0 ? this.pieces : null);
    if (this.innerDepth === 2 && this.note !== null && this.note.noteInPart < 0 && isSounding(name)) {
      this.note.noteInPart = copy.noteCount++;
    }
    if (this.innerDepth === 1 && name === "backup") this.hasChordNote = false;
    if (this.innerDepth === 1 && name === "note") {
      this.note = openTag(name, attributes);
      this.pieces.push(this.note);
    } else if (name === "chord" && this.innerDepth === 2 && !this.hasChordNote) {
      // Verovio 6.3 leaves its memory over a chord without a first note.
      this.isLeftOut = true;
    } else {
      this.pushTag(name, attributes);
    }
  }

  private openInHeader(name: string, attributes: XmlAttributes): void {
    if (this.innerDepth === 1) this.inPartList = name === "part-list";
    if (this.innerDepth === 2 && this.inPartList && name === "score-part") {
      const { id } = this.roster.enterListed(attributes.id);
      this.listedCount = this.roster.parts.length;
      this.pieces.push(tagText(name, { ...attributes, id }));
    } else {
      this.pushTag(name, attributes);
    }
  }

  private pushTag(name: string, attributes: XmlAttributes): void {
    const fixed = attributes.id === undefined || REFERENCED.has(name);
    this.pieces.push(fixed ? tagText(name, attributes) : openTag(name, attributes));
  }

  protected closeInner(name: string): void {
    if (this.copy === null && this.level !== 1) return;
    if (this.isLeftOut) {
      this.isLeftOut = false;
      this.isFresh = false;
      return;
    }
    if (this.innerDepth === 0 && this.note !== null) {
      this.hasChordNote = this.note.noteInPart >= 0;
      this.note = null;
    }
    if (this.innerDepth === 0 && name === "part-list" && this.level === 1) this.listEnd = this.pieces.length;
    const last = this.pieces.at(-1);
    if (this.isFresh && typeof last === "string" && name !== "part-list") {
      this.pieces[this.pieces.length - 1] = `${last.slice(0, -1)}/>`;
    } else {
      this.pieces.push(`</${name}>`);
    }
    this.isFresh = false;
    this.copy?.staves.close(this.measureIndex === 0 ? this.pieces : null);
  }

  text(text: string): void {
    if (this.innerDepth === 0 || (this.copy === null && this.level !== 1)) return;
    this.isFresh = false;
    this.copy?.staves.read(text);
    if (!this.isLeftOut) this.pieces.push(escapeText(text));
  }

  /** The whole document. */
  finish(idOfNote: (noteIndex: number) => string, idOfMeasure?: (measureIndex: number) => string): string {
    const { parts } = this.roster;
    const noteCount = parts.reduce((sum, part) => sum + (this.copies.get(part)?.noteCount ?? 0), 0);
    const ids = Array.from({ length: noteCount }, (_, index) => idOfNote(index));
    const writer = new TagWriter(ids);
    writer.write(`<?xml version="1.0" encoding="UTF-8"?>\n${this.rootTag}`);
    this.listUnlistedParts();
    writer.writeAll(this.header, 0);
    if (idOfMeasure !== undefined) this.nameMeasures(idOfMeasure);
    let firstNote = 0;
    for (const part of parts) {
      const copy = this.copies.get(part);
      if (copy === undefined) continue;
      if (copy.measures[0] !== undefined) copy.staves.declare(copy.measures[0]);
      writer.write(tagText("part", { id: part.id }));
      this.writeMeasures(copy, firstNote, writer);
      writer.write("</part>\n");
      firstNote += copy.noteCount;
    }
    writer.write("</score-partwise>\n");
    return writer.text();
  }

  private writeMeasures(copy: PartCopy, firstNote: number, writer: TagWriter): void {
    const count = this.partWise ? copy.measures.length : this.measureTags.length;
    for (let index = 0; index < count; index++) {
      writer.writeAll(copy.measures[index] ?? [this.measureTags[index]], firstNote);
      writer.write("</measure>\n");
    }
  }

  /** Every measure gets its ID once, in the first part that has it. */
  private nameMeasures(idOfMeasure: (measureIndex: number) => string): void {
    let count = 0;
    for (const part of this.roster.parts) {
      const measures = this.copies.get(part)?.measures ?? [];
      for (; count < Math.max(measures.length, this.partWise ? 0 : this.measureTags.length); count++) {
        measures[count] ??= [this.measureTags[count]];
        const pieces = measures[count] as Pieces;
        const tag = (pieces[0] as string).replace(/ id="[^"]*"/, "");
        pieces[0] = tag.replace("<measure", `<measure id="${escapeAttribute(idOfMeasure(count))}"`);
      }
    }
  }

  private listUnlistedParts(): void {
    const entries = this.roster.parts.slice(this.listedCount).map(({ id }) => {
      return `${tagText("score-part", { id })}<part-name>${escapeText(id)}</part-name></score-part>`;
    });
    if (entries.length === 0) return;
    if (this.listEnd >= 0) this.header.splice(this.listEnd, 0, ...entries);
    else this.header.push("<part-list>", ...entries, "</part-list>");
  }
}

/** Puts the pieces together, deciding every open ID. */
class TagWriter {
  private readonly out: string[] = [];
  private readonly noteIds: ReadonlySet<string>;

  constructor(private readonly ids: readonly string[]) {
    this.noteIds = new Set(ids);
  }

  write(text: string): void {
    this.out.push(text);
  }

  writeAll(pieces: Pieces, firstNote: number): void {
    for (const piece of pieces)
      this.write(typeof piece === "string" ? piece : this.resolve(piece, firstNote));
  }

  text(): string {
    return this.out.join("");
  }

  private resolve(tag: OpenTag, firstNote: number): string {
    const kept = tag.ownId !== undefined && !this.noteIds.has(tag.ownId) ? tag.ownId : undefined;
    const id = tag.noteInPart >= 0 ? this.ids[firstNote + tag.noteInPart] : kept;
    return id === undefined ? tag.start + tag.end : `${tag.start} id="${escapeAttribute(id)}"${tag.end}`;
  }
}

function openTag(name: string, attributes: XmlAttributes): OpenTag {
  const { id: ownId, ...others } = attributes;
  return { start: `<${name}`, ownId, end: tagText("", others).slice(1), noteInPart: -1 };
}

function tagText(name: string, attributes: XmlAttributes): string {
  let tag = `<${name}`;
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined) tag += ` ${key}="${escapeAttribute(value)}"`;
  }
  return `${tag}>`;
}

function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, (c) => `&#${c.charCodeAt(0)};`) : text;
}

function escapeAttribute(text: string): string {
  return /[&<>"\t\n\r]/.test(text) ? text.replace(/[&<>"\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`) : text;
}
