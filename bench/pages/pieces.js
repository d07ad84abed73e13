/** The pieces that pages are made of: songs and quartets of ../shared, our fixtures and the corner cases. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { corners } from "./corners.js";
import { root } from "./program.js";

/**
 * @param data  folder with `openscore/*.mxl`; left out aloud where it is missing
 * @param only  part of the name of the pieces wanted, or ""
 * @returns     name, file name and bytes of each
 */
export function listPieces(data, only = "") {
  return [...openScores(path.join(data, "openscore")), ...fixtures(), ...cornerPieces()].filter((piece) =>
    piece.name.includes(only),
  );
}

/**
 * A piece as it is given to engravers.
 *
 * @returns plainXml  part-wise MusicXML without IDs of notes: what the solver is told
 *          taggedXml the same with `id="lm-12"` on the note that is `score.notes[12]`
 */
export function openPiece(program, { name, fileName, bytes }) {
  const taggedXml = program.writeNoteIds(bytes, { fileName }, (index) => `lm-${index}`);
  const plainXml = taggedXml.replace(/(<note\b[^>]*?) id="lm-\d+"/g, "$1");
  const score = program.readMusicXml(Buffer.from(plainXml), { fileName: "score.musicxml" });
  return { name, score, plainXml, taggedXml };
}

function openScores(folder) {
  if (!existsSync(folder)) {
    console.log(`SKIPPED: no scores in ${folder}`);
    return [];
  }
  const files = readdirSync(folder).filter((file) => file.endsWith(".mxl"));
  return files.sort().map((file) => ({
    name: file.replace(/\.mxl$/, ""),
    fileName: file,
    bytes: readFileSync(path.join(folder, file)),
  }));
}

function fixtures() {
  const folder = path.join(root, "fixtures");
  const names = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, "score.musicxml")));
  return names.sort().map((name) => ({
    name: `fixture-${name}`,
    fileName: "score.musicxml",
    bytes: readFileSync(path.join(folder, name, "score.musicxml")),
  }));
}

function cornerPieces() {
  return Object.entries(corners()).map(([name, text]) => ({
    name: `corner-${name}`,
    fileName: "score.musicxml",
    bytes: Buffer.from(text),
  }));
}
