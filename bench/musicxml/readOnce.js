/**
 * CPU milliseconds of one reading in a process that has read nothing before, with the engine's setting of short commands.
 * Called by read.js: node readOnce.js DIST WAY [FILE]
 */
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { makeScore } from "./makeScore.js";
import { loadWays } from "./waysToRead.js";

/** About as long as the scores of an average pair. */
const MEASURES = 200;

const [dist, way, file] = process.argv.slice(2);
const ways = await loadWays(dist);
const bytes = file === undefined ? makeScore(MEASURES) : readFileSync(file);
if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString("--interrupt-budget=4000000");
const before = process.cpuUsage();
ways[way](bytes);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, megabytes: bytes.length / 1e6 }));
