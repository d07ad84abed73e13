/** Made cases, read back. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** @returns { writer, piece, folder } of every finished case whose writer and piece contain the given texts */
export function listCases(folder, writers = "", only = "") {
  const wanted = writers === "" ? null : writers.split(",");
  return foldersIn(folder)
    .filter((writer) => wanted === null || wanted.some((name) => writer.startsWith(name)))
    .flatMap((writer) => foldersIn(path.join(folder, writer)).map((piece) => ({ writer, piece })))
    .filter(({ piece }) => piece.includes(only))
    .map(({ writer, piece }) => ({ writer, piece, folder: path.join(folder, writer, piece) }))
    .filter((found) => existsSync(path.join(found.folder, "truth.json")));
}

/** Texts of the pages in order, the score and the truth. */
export function readCase(folder) {
  const numberOf = (name) => Number(/^page-(\d+)\.svg$/.exec(name)?.[1] ?? 0);
  const names = readdirSync(folder).filter((name) => numberOf(name) > 0);
  names.sort((a, b) => numberOf(a) - numberOf(b));
  return {
    pages: names.map((name) => readFileSync(path.join(folder, name), "utf8")),
    scoreXml: readFileSync(path.join(folder, "score.musicxml")),
    truth: JSON.parse(readFileSync(path.join(folder, "truth.json"), "utf8")),
  };
}

function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
