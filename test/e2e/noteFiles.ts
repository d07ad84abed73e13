/** Which files of an output folder belong to which note, as its documents say. */
import type { z } from "zod";
import type { AudioManifestDocument } from "../../src/schema/audio.js";
import type { registrySchema } from "../../src/schema/registry.js";
import type { RunDocument } from "../../src/schema/run.js";
import type { SymbolicManifestDocument } from "../../src/schema/symbolic.js";
import { readJson } from "./cli.js";
import type { Spot } from "./madeMusic.js";
import { type Entry, presentEntries } from "./trees.js";

type RegistryDocument = z.infer<typeof registrySchema>;

export const runOf = (out: string) => readJson<RunDocument>(out, "manifests/run.json");
export const registryOf = (out: string) => readJson<RegistryDocument>(out, "manifests/registry.json");
const audioOf = (out: string) => readJson<AudioManifestDocument>(out, "manifests/audio.json");
const symbolicOf = (out: string) => readJson<SymbolicManifestDocument>(out, "manifests/symbolic.json");

export type NoteRecord = RegistryDocument["notes"][number];

/** Where a note stands in the score, as text; measures counted from 0 and, if wanted, renumbered. */
export function placeOf(
  { score }: NoteRecord,
  renumber: (measureIndex: number) => number = (n) => n,
): string {
  if (score === null) return "not written";
  const { part_id: part, measure_index: measure, voice, measure_quarter: quarter, pitch } = score;
  return [part, renumber(measure), voice, quarter, pitch?.midi ?? ""].join(" ");
}

/** Path of every file a note owns, in the order of the manifests. */
export function filesOfNotes(out: string): Map<string, string[]> {
  const files = new Map<string, string[]>();
  const add = (id: string, value: unknown) => {
    const paths = presentEntries(value).map((entry: Entry) => entry.path);
    files.set(id, [...(files.get(id) ?? []), ...paths]);
  };
  for (const entry of audioOf(out).entries) add(entry.universal_id, entry);
  for (const entry of symbolicOf(out).entries) add(entry.notehead_id, entry);
  return files;
}

/** The records of the notes that begin at a spot, lowest first. */
export function recordsAt(out: string, { part, measure, voice }: Spot, quarter: string): NoteRecord[] {
  return registryOf(out)
    .notes.filter(
      ({ score }) =>
        score?.part_id === `P${part + 1}` &&
        score.measure_index === measure &&
        score.voice === String(voice + 1) &&
        score.measure_quarter === quarter,
    )
    .sort((a, b) => a.score!.pitch!.midi - b.score!.pitch!.midi);
}

export function recordAt(out: string, spot: Spot, quarter: string): NoteRecord {
  const [found] = recordsAt(out, spot, quarter);
  if (!found) throw new Error(`No note at ${JSON.stringify(spot)}, quarter ${quarter}`);
  return found;
}

/** What a changed note may change besides its own files: its part's and the whole's sound, its page's drawings, documents. */
export function sharedFiles(out: string, note: NoteRecord): string[] {
  const audio = audioOf(out);
  const symbolic = symbolicOf(out);
  const page = note.page?.page;
  return [
    "audio/mix.wav",
    "song_map.json",
    "report.html",
    ...audio.parts
      .filter((part) => part.part_id === note.score?.part_id)
      .flatMap(presentEntries)
      .map((e) => e.path),
    ...[...symbolic.pages, ...symbolic.layers, ...symbolic.parts]
      .filter((drawing) => drawing.page === page)
      .flatMap(presentEntries)
      .map((entry) => entry.path),
  ];
}

/** Documents and the program's own state: they may always be renewed. */
export const isRecord = (file: string) => /^(manifests|\.leitmotion)\//.test(file);
