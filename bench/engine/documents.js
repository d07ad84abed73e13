/**
 * What it costs to check a registry and bring it into the form it has on disk, each way in processes of their own, in turns.
 *
 *     node bench/engine/documents.js [--notes 1000] [--rounds 5]
 *
 * Prints, of the least of all rounds, CPU milliseconds per 1000 notes of the encoder that the build makes of the schema
 * (docs/decisions/0016) and of the general way, codec and then ajv's code; for each the loading of its code besides.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { makeScore, PPQ } from "../scale/makeScore.js";

const { values: option } = parseArgs({
  options: {
    notes: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
    way: { type: "string" },
  },
});
const WAYS = { encoder: encode, "general way": convertAndCheck };
const cpuMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

if (option.way !== undefined) await once(WAYS[option.way]);
else compare();

function compare() {
  const least = Object.fromEntries(Object.keys(WAYS).map((way) => [way, { load: Infinity, work: Infinity }]));
  for (let round = 0; round < Number(option.rounds); round++) {
    for (const [way, figures] of Object.entries(least)) {
      const args = [import.meta.filename, "--notes", option.notes, "--way", way];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      const { load, work } = JSON.parse(stdout);
      figures.load = Math.min(figures.load, load);
      figures.work = Math.min(figures.work, work);
    }
  }
  for (const [way, { load, work }] of Object.entries(least)) {
    const perThousand = (1000 * work) / Number(option.notes);
    console.log(
      `${way.padEnd(12)} ${perThousand.toFixed(1)} ms per 1000 notes, and ${load.toFixed(1)} ms once`,
    );
  }
}

async function once(way) {
  const empty = { ...(await registryOf(0)), notes: [] };
  const registry = await registryOf(Number(option.notes));
  const begun = cpuMs();
  await way(empty);
  const loaded = cpuMs();
  await way(registry);
  console.log(JSON.stringify({ load: loaded - begun, work: cpuMs() - loaded }));
}

async function encode(registry) {
  const { encodeDocument } = await import("../../dist/schema/encodeDocument.js");
  encodeDocument("registry.v1", registry);
}

async function convertAndCheck(registry) {
  const { toDocument } = await import("../../dist/schema/codec.js");
  const { assertDocument } = await import("../../dist/schema/validate.js");
  assertDocument("registry.v1", toDocument(registry));
}

/** Of a score that performs itself. */
async function registryOf(notes) {
  const { readMusicXml } = await import("../../dist/formats/musicxml/readMusicXml.js");
  const { readMidi } = await import("../../dist/formats/midi/readMidi.js");
  const { writePerformanceMidi } = await import("../../dist/formats/midi/writeMidi.js");
  const { alignScore } = await import("../../dist/align/alignScore.js");
  const { buildRecords } = await import("../../dist/registry/buildRecords.js");
  const { identifyPiece } = await import("../../dist/registry/mintIds.js");
  const { musicXml, tracks } = makeScore(Math.max(notes, 10));
  const tempos = [{ tick: 0, usPerQuarter: 500_000 }];
  const score = readMusicXml(Buffer.from(musicXml), { fileName: "made.musicxml" });
  const bytes = writePerformanceMidi({ ppq: PPQ, name: "", tempos, tracks });
  const performance = readMidi(bytes, { fileName: "made.mid" });
  const piece = identifyPiece(score, "made");
  const { unfolded, alignment } = alignScore(score, performance);
  const { records } = buildRecords({ unfolded, piece, performance, alignment, scorePerformance: null });
  return { schemaId: "registry.v1", version: "1.0.0", piece, notes: records };
}
