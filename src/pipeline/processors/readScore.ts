/** Stage: read the MusicXML file into a Score. */
import path from "node:path";
import { readMusicXml } from "../../formats/musicxml/readMusicXml.js";
import { readInputFile } from "../../io/readInputFile.js";
import type { Processor } from "../processor.js";
import { noteInput } from "./noteInput.js";

export const readScore: Processor = {
  name: "read-score",
  version: "1.0.0",
  async process({ options, bench, ledger, progress }) {
    const bytes = readInputFile(options.scoreFile, options.limits);
    const fileName = path.basename(options.scoreFile);
    const score = readMusicXml(bytes, { fileName, limits: options.limits });
    noteInput(ledger, "score", fileName, bytes);
    if (options.jobFile) {
      noteInput(
        ledger,
        "job",
        path.basename(options.jobFile),
        readInputFile(options.jobFile, options.limits),
      );
    }
    for (const warning of score.warnings) {
      const line = warning.line === undefined ? "" : `, line ${warning.line}`;
      ledger.warn(`${fileName}${line}`, warning.code, warning.message);
    }
    bench.put("scoreBytes", bytes);
    bench.put("score", score);
    progress.expect(score.notes.length);
    progress.advance(score.notes.length);
  },
};
