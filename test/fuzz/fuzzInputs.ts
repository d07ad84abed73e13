/** Mutations of our own fixtures, by seed. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import type { FaultCode } from "../../src/core/error.js";
import { codeOf } from "../../src/io/writeFileAtomic.js";
import { mutateBytes } from "./mutateBytes.js";
import { mutateMidi } from "./mutateMidi.js";
import { mutateScore } from "./mutateScore.js";
import { type ChainInput, ChainRunner, STEP_TIMEOUT_MS } from "./runChain.js";
import { Seeded } from "./seeded.js";

const FIXTURES = path.join(import.meta.dirname, "../../fixtures");

interface Fixture {
  readonly name: string;
  readonly score: Uint8Array;
  readonly midi: Uint8Array | null;
}

const fixtures: Fixture[] = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".musicxml"))
  .sort()
  .map((file) => {
    const folder = path.join(FIXTURES, path.dirname(file));
    const midi = readdirSync(folder).includes("take.mid") ? readBytes(path.join(folder, "take.mid")) : null;
    return { name: file, score: readBytes(path.join(FIXTURES, file)), midi };
  });

/** A plain array: `slice` of Node's own buffers does not copy. */
function readBytes(file: string): Uint8Array {
  return Uint8Array.from(readFileSync(file));
}

const played = fixtures.filter((fixture) => fixture.midi !== null);

export type FuzzKind = "content" | "xml" | "mxl" | "midi" | "both";

/** A mutated input; the same for the same kind and seed. */
export function fuzzInput(kind: FuzzKind, seed: number): ChainInput & { readonly name: string } {
  const random = new Seeded(seed);
  const { name, score, midi } = random.pick(kind === "midi" || kind === "both" ? played : fixtures);
  const changed = () => strToU8(mutateScore(Buffer.from(score).toString("utf8"), random));
  const changedMidi = () => (random.next() < 0.2 ? mutateBytes : mutateMidi)(midi as Uint8Array, random);
  switch (kind) {
    case "content":
      return { name, score: changed(), midi: random.next() < 0.5 ? midi : null };
    case "xml":
      return { name, score: mutateBytes(score, random), midi: null };
    case "mxl":
      return { name, score: mutateBytes(packMxl(score), random), midi: null };
    case "midi":
      return { name, score, midi: changedMidi() };
    case "both":
      return { name, score: changed(), midi: changedMidi() };
  }
}

const CONTAINER =
  '<?xml version="1.0"?><container><rootfiles><rootfile full-path="score.xml"/></rootfiles></container>';

/** A compressed score; an archive half of which is its directory, so that damage finds it. */
export function packMxl(score: Uint8Array, level: 0 | 6 = 6): Uint8Array {
  const files = { "META-INF/container.xml": strToU8(CONTAINER), "score.xml": score };
  return zipSync(files, { level, mtime: Date.UTC(2020, 0, 1) });
}

export interface FuzzResult {
  /** How often each outcome came: "done" or a fault code. */
  readonly outcomes: Record<string, number>;
  /** What should not have happened, with kind and seed. */
  readonly defects: string[];
}

/** A busy machine may stop a process for seconds: only a step that really worked that long counts as endless. */
async function runPatiently(
  runner: ChainRunner,
  input: ChainInput,
  triesLeft = 5,
): Promise<FaultCode | "done"> {
  const before = process.cpuUsage();
  try {
    return await runner.run(input);
  } catch (thrown) {
    const { user, system } = process.cpuUsage(before);
    const hasWorked = (user + system) / 1000 > STEP_TIMEOUT_MS / 2;
    if (codeOf(thrown) !== "ERR_SCRIPT_EXECUTION_TIMEOUT" || hasWorked || triesLeft === 0) throw thrown;
    return runPatiently(runner, input, triesLeft - 1);
  }
}

/** Run `count` mutations of a kind through the chain. */
export async function fuzz(kind: FuzzKind, firstSeed: number, count: number): Promise<FuzzResult> {
  const runner = new ChainRunner();
  const outcomes: Record<string, number> = {};
  const defects: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const input = fuzzInput(kind, seed);
    try {
      const outcome = await runPatiently(runner, input);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (thrown) {
      const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      defects.push(`${kind} ${seed} (${input.name}): ${stack.split("\n").slice(0, 5).join("\n")}`);
    }
  }
  runner.close();
  return { outcomes, defects };
}
