/** leitmotion inspect DIR: the registry as a table, and two other views of the folder. */
import type { Command } from "commander";
import { EXIT } from "../core/error.js";
import { formatMidiPitch, formatPitch } from "../core/pitch.js";
import { readRegistry } from "../pipeline/earlier/readRegistry.js";
import { toDocument } from "../schema/codec.js";
import { MATCH_STATUSES } from "../schema/matchStatuses.js";
import type { NoteRecord } from "../schema/registry.js";
import { byHand, noteDetails } from "./noteDetails.js";
import { oneOf } from "./options.js";
import { progressReport } from "./progressReport.js";
import { structureReport } from "./structureReport.js";
import { formatTable } from "./table.js";

interface InspectFlags {
  note?: string;
  part?: string;
  measure?: string;
  status?: string;
  progress?: boolean;
  structure?: boolean;
  json?: boolean;
}

export function inspectCommand(program: Command, setExit: (code: number) => void): void {
  program
    .command("inspect")
    .description("show the notes of an output folder")
    .argument("<dir>", "output folder")
    .option("--note <id>", "notes whose ID starts so, in detail")
    .option("--part <part>", "part ID or name")
    .option("--measure <number>", "printed measure number")
    .option("--status <status>", MATCH_STATUSES.join(", "))
    .option("--progress", "how far each stage and note is, also while a build is running")
    .option(
      "--structure",
      "the way through the score that was played: repeats, what was left out, another key",
    )
    .option("--json", "records, the progress registry or the structure, as JSON")
    .addHelpText("after", "\nExample:\n  $ leitmotion inspect trio --part Flute --status score_only")
    .action((dir: string, flags: InspectFlags) => {
      setExit(EXIT.done);
      const view = flags.progress ? progressReport : flags.structure ? structureReport : null;
      if (view) {
        process.stdout.write(view(dir, { json: flags.json === true }));
        return;
      }
      const status = flags.status === undefined ? null : oneOf("status", MATCH_STATUSES, flags.status);
      const notes = readRegistry(dir).notes.filter((note) => isWanted(note, flags, status));
      if (flags.json) process.stdout.write(`${JSON.stringify(toDocument(notes), null, 2)}\n`);
      else process.stdout.write(table(notes) + (flags.note ? details(notes) : ""));
    });
}

function isWanted(note: NoteRecord, flags: InspectFlags, status: string | null): boolean {
  const { score } = note;
  return (
    (!flags.note || note.universalId.startsWith(flags.note.toLowerCase())) &&
    (!flags.part || score?.partId === flags.part || score?.partName === flags.part) &&
    (!flags.measure || score?.measure === flags.measure) &&
    (!status || note.match.status === status)
  );
}

const HEADINGS = [
  "id",
  "part",
  "measure",
  "pass",
  "voice",
  "pitch",
  "start s",
  "end s",
  "velocity",
  "status",
  "confidence",
  "by hand",
];

/** `--note` of a single letter should not print a book. */
const MOST_DETAILS = 20;

function details(notes: readonly NoteRecord[]): string {
  return notes
    .slice(0, MOST_DETAILS)
    .map((note) => `\n${noteDetails(note)}`)
    .join("");
}

function table(notes: readonly NoteRecord[]): string {
  return `${formatTable(HEADINGS, notes.map(rowOf))}${notes.length} notes\n`;
}

function rowOf(note: NoteRecord): string[] {
  const { score, midi, timing, match } = note;
  return [
    note.shortId,
    score?.partName ?? midi?.trackName ?? "",
    score?.measure ?? "",
    score ? String(score.pass) : "",
    score?.voice ?? "",
    score ? formatPitch(score.pitch) : formatMidiPitch(midi!.pitch),
    timing.startSec.toFixed(3),
    timing.endSec.toFixed(3),
    midi ? String(midi.velocity) : "",
    match.status,
    match.confidence.toFixed(2),
    byHand(note),
  ];
}
