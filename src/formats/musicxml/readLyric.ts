/** One syllable under a note. */
import type { LyricSyllable } from "../../core/score.js";
import { trimmed, type XmlElement } from "./xmlElement.js";

/**
 * Read a `lyric`. Elided syllables (two under one note) are joined by a space; the result begins or continues a word as
 * its first syllable does, and ends one as its last does.
 *
 * @returns null for a lyric that says nothing at all
 */
export function readLyric(lyric: XmlElement): LyricSyllable | null {
  const texts: string[] = [];
  let extend = false;
  let syllabic = "single";
  let continuesWord = false;
  for (let child = lyric.first; child !== null; child = child.next) {
    switch (child.name) {
      case "syllabic":
        syllabic = trimmed(child.text);
        if (texts.length === 0) continuesWord = syllabic === "middle" || syllabic === "end";
        break;
      case "text":
        texts.push(trimmed(child.text));
        break;
      case "extend":
        extend = true;
    }
  }
  const text = texts.filter((piece) => piece !== "").join(" ");
  if (text === "" && !extend) return null;
  const goesOn = syllabic === "begin" || syllabic === "middle";
  return {
    verse: lyric.attributes.number ?? "1",
    name: lyric.attributes.name ?? "",
    text,
    syllabic: continuesWord ? (goesOn ? "middle" : "end") : goesOn ? "begin" : "single",
    extend,
  };
}
