/** Stage: read the MusicXML file into a Score. */
import { readMusicXml } from "../../formats/musicxml/readMusicXml.js";
import { NO_CONFIG, type Processor } from "../engine/processor.js";
import { inputOf } from "../runInputs.js";

export const readScore: Processor = {
  info: {
    name: "read-score",
    version: "1.0.0",
    kind: "stage",
    description: "Read the MusicXML file.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: [],
    outputs: ["scoreBytes", "score"],
  },
  async process({ options, bench, ledger, progress }) {
    const { bytes, file: fileName } = inputOf(bench.get("inputs"), "score");
    const score = readMusicXml(bytes, { fileName, limits: options.limits });
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
