/** Pages by LilyPond 2.24 from what musicxml2ly makes of a score; every head has an ID, which is then taken away. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inTempFolder, runProgram } from "./childProgram.js";
import { changeNotes, colourOf } from "./colours.js";
import { headsOnPage, markAround } from "./truth.js";

export const LILYPOND = "lilypond";

/** LilyPond 2.24 breaks off in the middle of a page over a dynamic mark with letters that its music font lacks. */
const OWN_DYNAMICS = /<other-dynamics\b[\s\S]*?<\/other-dynamics>/g;

export function writeByLilyPond(program, piece) {
  return inTempFolder((folder) => {
    const xml = changeNotes(piece.taggedXml, colourHead).replace(OWN_DYNAMICS, "<mf/>");
    writeFileSync(path.join(folder, "score.musicxml"), xml);
    const tagger = path.join(import.meta.dirname, "tag_heads.py");
    runProgram("python3", [tagger, "--output", "score.ly", "score.musicxml"], folder);
    const options = ["-dbackend=svg", "-dno-point-and-click", "--loglevel=ERROR"];
    runLilyPond([...options, "-o", "page", "score.ly"], folder);
    const pages = numberedPages(folder);
    const heads = pages.flatMap((svg, page) =>
      headsOnPage(program.flattenSvg(program.parseSvg(svg)), page, markAround),
    );
    return { engraver: "LilyPond 2.24", pages: pages.map(strip), heads };
  });
}

/** LilyPond counts bars that do not add up as failure, and draws them all the same. */
function runLilyPond(args, folder) {
  try {
    runProgram(LILYPOND, args, folder);
  } catch (error) {
    if (numberedPages(folder).length === 0) throw error;
  }
}

function numberedPages(folder) {
  const single = path.join(folder, "page.svg");
  if (existsSync(single)) return [readFileSync(single, "utf8")];
  const numberOf = (name) => Number(/^page-(\d+)\.svg$/.exec(name)?.[1] ?? 0);
  const names = readdirSync(folder).filter((name) => numberOf(name) > 0);
  names.sort((a, b) => numberOf(a) - numberOf(b));
  return names.map((name) => readFileSync(path.join(folder, name), "utf8"));
}

function colourHead(index, note) {
  const colour = `color="${colourOf(index)}"`;
  if (/<notehead\b/.test(note)) return note.replace("<notehead", `<notehead ${colour}`);
  return note.replace("</note>", `<notehead ${colour}>normal</notehead></note>`);
}

function strip(svg) {
  return svg.replace(/ id="lm-\d+"/g, "").replace(/ class="[^"]*"/g, "");
}
