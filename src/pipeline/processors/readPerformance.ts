/** Stage: read the MIDI file, if the job has one. */
import path from "node:path";
import { readMidi } from "../../formats/midi/readMidi.js";
import { readInputFile } from "../../io/readInputFile.js";
import type { Processor } from "../processor.js";
import { noteInput } from "./noteInput.js";

export const readPerformance: Processor = {
  name: "read-performance",
  version: "1.0.0",
  async process({ options, bench, ledger, progress }) {
    if (options.midiFile === null) {
      bench.put("performance", null);
      return;
    }
    const bytes = readInputFile(options.midiFile, options.limits);
    const fileName = path.basename(options.midiFile);
    const performance = readMidi(bytes, { fileName, limits: options.limits });
    noteInput(ledger, "midi", fileName, bytes);
    for (const warning of performance.warnings) {
      const place = warning.byte === undefined ? "" : `, byte ${warning.byte}`;
      ledger.warn(`${fileName}${place}`, warning.code, warning.message);
    }
    if (performance.notes.length === 0) {
      ledger.warn(fileName, "MIDI_WITHOUT_NOTES", "The MIDI file holds no note, so nothing is heard");
    }
    bench.put("performance", performance);
    progress.expect(performance.notes.length);
    progress.advance(performance.notes.length);
  },
};
