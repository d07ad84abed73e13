/** The chain that every input must pass or be refused by: the pipeline's own stages, without engraving and rendering. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import vm from "node:vm";
import { type FaultCode, LeitmotionError } from "../../src/core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../../src/core/limits.js";
import { buildScoreClock } from "../../src/core/scoreClock.js";
import { readMidi } from "../../src/formats/midi/readMidi.js";
import { readMusicXml } from "../../src/formats/musicxml/readMusicXml.js";
import { writeNoteIds } from "../../src/formats/musicxml/writeNoteIds.js";
import { type BuildOptions, DEFAULT_OPTIONS } from "../../src/pipeline/buildOptions.js";
import { readEarlierRuns } from "../../src/pipeline/earlier/earlierRuns.js";
import type { Processor, StageContext } from "../../src/pipeline/engine/processor.js";
import { Workbench } from "../../src/pipeline/engine/workbench.js";
import { type DocumentFact, OutputFolder } from "../../src/pipeline/output/outputFolder.js";
import { coordinate } from "../../src/pipeline/processors/coordinate.js";
import { planSoundsProcessor } from "../../src/pipeline/processors/planSounds.js";
import { registry } from "../../src/pipeline/processors/registry.js";
import { songMap } from "../../src/pipeline/processors/songMap.js";
import type { RunLedger } from "../../src/pipeline/report/runLedger.js";
import { Dependency } from "../../src/pipeline/resilience/dependency.js";

/** Lower than the defaults, so that a mutation that runs into one does so soon. */
export const FUZZ_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  unfoldedMeasure: 1000,
  note: 20_000,
  event: 200_000,
};

/** A step of the chain that takes longer hangs. Generous, as the machine may be busy; speed is measured in bench/. */
export const STEP_TIMEOUT_MS = 30_000;

/** What foreign input may be refused by. Anything else (a document that breaks its own schema, say) is our defect. */
const REFUSALS: ReadonlySet<FaultCode> = new Set<FaultCode>([
  "FILE_TOO_LARGE",
  "LIMIT_EXCEEDED",
  "XML_MALFORMED",
  "XML_ENTITY_REFUSED",
  "MXL_DAMAGED",
  "MXL_NO_SCORE",
  "SCORE_NOT_MUSICXML",
  "SCORE_DIVISIONS_MISSING",
  "SCORE_VALUE_INVALID",
  "MIDI_MALFORMED",
  "MIDI_FORMAT_UNSUPPORTED",
  "FRACTION_OVERFLOW",
  "SOUNDFONT_INVALID",
  "OUTPUT_FULL",
]);

export interface ChainInput {
  readonly score: Uint8Array;
  readonly midi: Uint8Array | null;
}

/** Runs inputs through the chain, in a folder of its own. */
export class ChainRunner {
  private readonly dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-fuzz-"));

  /**
   * @returns "done", or the code the input was refused by
   * @throws  whatever should not have happened: another exception, a document that breaks its schema, a timeout
   */
  async run({ score: scoreBytes, midi }: ChainInput): Promise<FaultCode | "done"> {
    const options: BuildOptions = {
      ...DEFAULT_OPTIONS,
      scoreFile: "score.musicxml",
      midiFile: midi && "take.mid",
      outDir: this.dir,
      force: true,
      workers: 1,
      limits: FUZZ_LIMITS,
    };
    const bench = new Workbench();
    bench.put("inputs", { files: [], bank: null, corrections: [], hasMisnamedOverrides: false });
    bench.put("earlier", readEarlierRuns(this.dir, "none", "stamp"));
    try {
      const score = within(() =>
        readMusicXml(scoreBytes, { fileName: "score.musicxml", limits: FUZZ_LIMITS }),
      );
      assertNumbers(score, "score");
      const performance = midi && within(() => readMidi(midi, { fileName: "take.mid", limits: FUZZ_LIMITS }));
      assertNumbers(performance, "performance");
      within(() =>
        writeNoteIds(scoreBytes, { fileName: "score.musicxml", limits: FUZZ_LIMITS }, (i) => `n-${i}`),
      );
      bench.put("scoreBytes", scoreBytes);
      bench.put("score", score);
      bench.put("performance", performance);
      const out = new PlainFolder(this.dir);
      for (const stage of [coordinate, registry, planSoundsProcessor, songMap]) {
        await this.runStage(stage, options, bench, out);
      }
      const { source, quarters, secs } = bench.get("clock");
      buildScoreClock(source, quarters, secs);
      assertNumbers(bench.get("sounds"), "sounds");
      return "done";
    } catch (thrown) {
      return refusalOf(thrown);
    }
  }

  private async runStage(stage: Processor, options: BuildOptions, bench: Workbench, out: OutputFolder) {
    const context: StageContext = {
      stage: stage.info.name,
      options,
      config: {},
      results: new Map(),
      files: { writeText: (name, text) => ({ path: name, sizeByte: text.length }) },
      threads: 1,
      warn: () => {},
      dependency: (name) => new Dependency(name),
      bench,
      out,
      ledger: SILENT_LEDGER,
      progress: { expect: () => {}, advance: () => {}, fail: () => {} },
      signal: new AbortController().signal,
    };
    await within(() => stage.process(context));
  }

  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Checks documents like the real one, and writes them without waiting for the disk. */
class PlainFolder extends OutputFolder {
  override writeText(relative: string, text: string): DocumentFact {
    writeFileSync(this.resolve(relative), text);
    return this.factOf(relative);
  }

  override factOf(relative: string): DocumentFact {
    return { path: relative, sizeByte: 1, sha256: "0".repeat(64) };
  }

  override open(): void {}

  override resolve(relative: string): string {
    return path.join(this.dir, relative.replaceAll("/", "-"));
  }
}

const SILENT_LEDGER = {
  report: { totals: {}, stages: [], warnings: [] },
  warn: () => {},
  save: () => {},
} as unknown as RunLedger;

/** Run to the end, or be stopped: also an endless loop. */
export function within<T>(run: () => T): T {
  return vm.runInNewContext("run()", { run }, { timeout: STEP_TIMEOUT_MS }) as T;
}

/** A refusal by name; with the file it means. Everything else goes on up. */
export function refusalOf(thrown: unknown): FaultCode {
  if (!(thrown instanceof LeitmotionError) || !REFUSALS.has(thrown.code)) throw thrown;
  if (thrown.place.file === undefined && thrown.place.path === undefined) {
    throw new Error(`The refusal names no file: ${thrown.message} [${thrown.code}]`, { cause: thrown });
  }
  return thrown.code;
}

/** No value of a result may be NaN or infinite. */
export function assertNumbers(value: unknown, name: string): void {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`${name} is ${value}`);
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return;
  for (const [key, inner] of Object.entries(value)) assertNumbers(inner, `${name}.${key}`);
}
