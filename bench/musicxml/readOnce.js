/**
 * CPU milliseconds of one reading in a process that has read nothing before, with the engine set up as for short commands.
 * Called by read.js: node readOnce.js DIST WAY [FILE]
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { makeScore } from "./makeScore.js";
import { loadWays } from "./waysToRead.js";

/** About as long as the scores of an average pair. */
const MEASURES = 200;

const [dist, way, file] = process.argv.slice(2);
const ways = await loadWays(dist);
const bytes = file === undefined ? makeScore(MEASURES) : readFileSync(file);
(await import(pathToFileURL(resolve(dist, "cli/shortRun.js")).href)).tuneForShortRun();
const before = process.cpuUsage();
ways[way](bytes);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, megabytes: bytes.length / 1e6 }));
