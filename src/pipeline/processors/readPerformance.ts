/** Stage: read the MIDI file, if the job has one. */
import { readMidi } from "../../formats/midi/readMidi.js";
import { NO_CONFIG, type Processor } from "../engine/processor.js";
import { inputOf } from "../runInputs.js";

export const readPerformance: Processor = {
  info: {
    name: "read-performance",
    version: "1.0.0",
    kind: "stage",
    description: "Read the MIDI file, if there is one.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: [],
    outputs: ["performance"],
  },
  async process({ options, bench, ledger, progress }) {
    if (options.midiFile === null) {
      bench.put("performance", null);
      return;
    }
    const { bytes, file: fileName } = inputOf(bench.get("inputs"), "midi");
    const performance = readMidi(bytes, { fileName, limits: options.limits });
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
