/**
 * Align one pair and write DIR/manifests/registry.json and DIR/timing.json:
 *
 *     node bench/alignment/run.js SCORE PERFORMANCE DIR
 *
 * LEITMOTION_DIST names another folder of compiled modules than ../../dist.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(import.meta.dirname, "../../dist"));
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);
const [scoreFile, performanceFile, outDir] = process.argv.slice(2);
if (!outDir) {
  console.error("usage: run.js SCORE PERFORMANCE DIR");
  process.exit(2);
}

const { readMusicXml } = await load("formats/musicxml/readMusicXml.js");
const { readMidi } = await load("formats/midi/readMidi.js");
const { alignScore } = await load("align/alignScore.js");
const { buildRecords } = await load("registry/buildRecords.js");
const { identifyPiece } = await load("registry/mintIds.js");
const { toDocument } = await load("schema/codec.js");

const { tuneForShortRun } = await load("cli/shortRun.js");
tuneForShortRun(); // as the command does

const cpuSec = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
const fileName = path.basename(scoreFile);
const started = cpuSec();
const score = readMusicXml(readFileSync(scoreFile), { fileName });
const performance = readMidi(readFileSync(performanceFile), { fileName: path.basename(performanceFile) });
const loaded = cpuSec();
const { unfolded, alignment } = alignScore(score, performance);
const aligned = cpuSec();
const piece = identifyPiece(score, fileName);
const { records } = buildRecords({ unfolded, piece, performance, alignment, scorePerformance: null });
const registry = { schemaId: "registry.v1", version: "1.0.0", piece, notes: records };
mkdirSync(path.join(outDir, "manifests"), { recursive: true });
writeFileSync(path.join(outDir, "manifests", "registry.json"), JSON.stringify(toDocument(registry)));
const timing = { loadSec: loaded - started, alignSec: aligned - loaded, totalSec: cpuSec() - started };
writeFileSync(
  path.join(outDir, "timing.json"),
  JSON.stringify({ ...toDocument(timing), evidence: alignment.evidence }),
);
