import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import type { StageContext } from "../../../src/pipeline/engine/processor.js";
import { type RunOf, run } from "../pipelineRun.js";

const MB = 2 ** 20;
const passing = () => new LeitmotionError("WORKER_DIED", "A worker thread died");
const lasting = () => new LeitmotionError("ENGRAVING_FAILED", "No such clef");
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const forever = () => new Promise<void>(() => {});

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Run to the end: what the ledger was told, and the code of the fault (or null). */
async function ran(given: RunOf) {
  const { log, measured, files, end } = run(given);
  const ended = end.then(
    (outcome) => ({ outcome, error: null }),
    (error: LeitmotionError) => ({ outcome: null, error }),
  );
  await vi.runAllTimersAsync();
  const { outcome, error } = await ended;
  return { log, measured, files, outcome, error, code: error?.code ?? null };
}

/** Fails the first `times` times. */
function failing(times: number, error: () => Error) {
  let calls = 0;
  return {
    process: () => {
      calls += 1;
      if (calls <= times) throw error();
    },
  };
}

const STAGES = [{ name: "a" }, { name: "b", dependencies: ["a"] }, { name: "c", after: ["a"] }];

describe("strategies", () => {
  it.each([
    {
      why: "fail: the run ends with the fault",
      handling: {},
      work: failing(9, lasting),
      log: ["start a", "fail a ENGRAVING_FAILED", "skip b", "skip c"],
      code: "ENGRAVING_FAILED",
    },
    {
      why: "skip: dependants are skipped, the others run",
      handling: { strategy: "skip" },
      work: failing(9, lasting),
      log: ["start a", "fail a ENGRAVING_FAILED", "warn a ENGRAVING_FAILED", "skip b", "start c", "end c"],
      code: null,
    },
    {
      why: "skip without log_errors says no more than the stage's end",
      handling: { strategy: "skip", log_errors: false },
      work: failing(9, lasting),
      log: ["start a", "fail a ENGRAVING_FAILED", "skip b", "start c", "end c"],
      code: null,
    },
    {
      why: "retry tries three times of itself",
      handling: { strategy: "retry" },
      work: failing(2, passing),
      log: ["start a", "retry a 1 WORKER_DIED", "retry a 2 WORKER_DIED", "end a", "start b", "start c"],
      code: null,
    },
    {
      why: "retry gives up after max_attempts",
      handling: { strategy: "retry", max_attempts: 2 },
      work: failing(9, passing),
      log: ["start a", "retry a 1 WORKER_DIED", "fail a WORKER_DIED", "skip b", "skip c"],
      code: "WORKER_DIED",
    },
    {
      why: "retry leaves a fault of the data alone",
      handling: { strategy: "retry" },
      work: failing(1, lasting),
      log: ["start a", "fail a ENGRAVING_FAILED", "skip b", "skip c"],
      code: "ENGRAVING_FAILED",
    },
    {
      why: "skip can be tried more than once first",
      handling: { strategy: "skip", max_attempts: 2 },
      work: failing(9, passing),
      log: ["start a", "retry a 1 WORKER_DIED", "fail a WORKER_DIED", "warn a WORKER_DIED", "skip b"],
      code: null,
    },
    {
      why: "fallback: another processor takes its place",
      handling: { strategy: "fallback", fallback_processor: "plain" },
      work: failing(9, lasting),
      log: ["start a", "warn a ENGRAVING_FAILED", "end a", "start b", "start c"],
      code: null,
    },
    {
      why: "fallback: its fault is the stage's",
      handling: { strategy: "fallback", fallback_processor: "broken" },
      work: failing(9, lasting),
      log: ["start a", "fail a NOTE_RENDER_FAILED", "skip b", "skip c"],
      code: "NOTE_RENDER_FAILED",
    },
  ])("$why", async ({ handling, work, log, code }) => {
    const broken = failing(9, () => new LeitmotionError("NOTE_RENDER_FAILED", "Silent"));
    const [a, ...others] = STAGES;
    const stages = [{ ...a, error_handling: handling }, ...others];
    const result = await ran({ stages, work: { a: work, broken } });
    expect(result.log.slice(0, log.length)).toEqual(log);
    expect(result.code).toBe(code);
  });

  it("a stage that is not required may fail", async () => {
    const stages = [{ ...STAGES[0], required: false }, ...STAGES.slice(1)];
    const { log, code } = await ran({ stages, work: { a: failing(1, lasting) } });
    expect(log).toEqual([
      "start a",
      "fail a ENGRAVING_FAILED",
      "warn a ENGRAVING_FAILED",
      "skip b",
      "start c",
      "end c",
    ]);
    expect(code).toBeNull();
  });

  it("waits retry_delay, then twice that", async () => {
    const startedMs: number[] = [];
    const begun = Date.now();
    const process = () => {
      startedMs.push(Date.now() - begun);
      throw passing();
    };
    const error_handling = { strategy: "retry", max_attempts: 4, retry_delay: 0.5 };
    const { measured } = await ran({ stages: [{ name: "a", error_handling }], work: { a: { process } } });
    expect(startedMs).toEqual([0, 500, 1500, 3500]);
    expect(measured.a.attempts).toBe(4);
  });

  it("an unplaced fault lies in its stage, a placed one stays where it is", async () => {
    const plain = await ran({ stages: [{ name: "a" }], work: { a: failing(1, () => new Error("oh")) } });
    expect(plain.error).toMatchObject({ code: "INTERNAL", place: { stage: "a" } });
    const placed = new LeitmotionError("XML_MALFORMED", "No end tag", { file: "x.musicxml", line: 3 });
    const kept = await ran({ stages: [{ name: "a" }], work: { a: failing(1, () => placed) } });
    expect(kept.error!.place).toEqual({ file: "x.musicxml", line: 3 });
  });
});

describe("the order of stages", () => {
  it("runs independent stages side by side, up to parallel_stages", async () => {
    let running = 0;
    let most = 0;
    const process = async () => {
      most = Math.max(most, ++running);
      await wait(10);
      running -= 1;
    };
    const names = ["a", "b", "c", "d", "e"];
    const work = Object.fromEntries(names.map((name) => [name, { process }]));
    await ran({ stages: names.map((name) => ({ name })), work, performance: { parallel_stages: 2 } });
    expect(most).toBe(2);
  });

  it("starts a stage only after all it depends on, in whatever order the file lists them", async () => {
    const stages = [{ name: "c", dependencies: ["b"] }, { name: "b", after: ["a"] }, { name: "a" }];
    const work = { a: { process: () => wait(50) }, b: { process: () => wait(20) } };
    const { log } = await ran({ stages, work });
    expect(log).toEqual(["start a", "end a", "start b", "end b", "start c", "end c"]);
  });

  it("gives a parallel stage the run's threads, and any other one", async () => {
    const threads: Record<string, number> = {};
    const process = ({ stage, threads: given }: StageContext) => {
      threads[stage] = given;
    };
    await ran({
      stages: [{ name: "a", parallel: true }, { name: "b" }],
      work: { a: { process }, b: { process } },
    });
    expect(threads).toEqual({ a: 3, b: 1 });
  });

  it("stops at once when the run is interrupted, and starts nothing more", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1000);
    const { log, code } = await ran({
      stages: STAGES,
      work: { a: { process: forever } },
      signal: stop.signal,
    });
    expect(code).toBe("INTERRUPTED");
    expect(log).toEqual(["start a", "fail a INTERRUPTED", "skip b", "skip c"]);
  });

  it("tells running stages to stop when another has failed", async () => {
    const stopped: string[] = [];
    const process = ({ signal }: StageContext) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          stopped.push("slow");
          reject(new Error("stopped"));
        });
      });
    const late = async () => {
      await wait(100);
      throw lasting();
    };
    const { code } = await ran({
      stages: [{ name: "slow" }, { name: "bad" }],
      work: { slow: { process }, bad: { process: late } },
    });
    expect(code).toBe("ENGRAVING_FAILED");
    expect(stopped).toEqual(["slow"]);
  });
});

describe("bounds", () => {
  it.each([
    { why: "its own timeout", stage: { timeout: 2 }, performance: {}, tookSec: 2 },
    { why: "the pipeline's", stage: {}, performance: { timeout_per_stage: 7 }, tookSec: 7 },
    { why: "the default", stage: {}, performance: {}, tookSec: 300 },
  ])("a stage that never ends is stopped after $why", async ({ stage, performance, tookSec }) => {
    const begun = Date.now();
    let signal: AbortSignal | undefined;
    const process = (context: StageContext) => {
      signal = context.signal;
      signal.addEventListener("abort", () => expect(Date.now() - begun).toBe(tookSec * 1000));
      return forever();
    };
    const { error } = await ran({ stages: [{ name: "a", ...stage }], work: { a: { process } }, performance });
    expect(error).toMatchObject({ code: "STAGE_TIMEOUT", place: { stage: "a" } });
    expect(error!.what).toBe(`Took longer than ${tookSec} s`);
    expect(signal!.aborted).toBe(true);
  });

  it("timeout 0 is no limit", async () => {
    const { code } = await ran({
      stages: [{ name: "a", timeout: 0 }],
      work: { a: { process: () => wait(900_000) } },
    });
    expect(code).toBeNull();
  });

  it("counts a timeout as a fault that may pass", async () => {
    let calls = 0;
    const process = () => (++calls === 1 ? forever() : undefined);
    const error_handling = { strategy: "retry" };
    const { log } = await ran({
      stages: [{ name: "a", timeout: 1, error_handling }],
      work: { a: { process } },
    });
    expect(log).toEqual(["start a", "retry a 1 STAGE_TIMEOUT", "end a"]);
  });

  it("a process that grows over max_memory_per_stage is stopped by name", async () => {
    let byte = 10 * MB;
    setTimeout(() => {
      byte = 65 * MB;
    }, 1000);
    const { error, measured } = await ran({
      stages: [{ name: "a" }],
      work: { a: { process: forever } },
      performance: { max_memory_per_stage: "64MB" },
      measureMemory: () => byte,
    });
    expect(error).toMatchObject({ code: "STAGE_MEMORY", place: { stage: "a" } });
    expect(error!.what).toBe("Held 65 MB of 64 MB");
    expect(measured.a.peakByte).toBe(65 * MB);
  });

  it("finds what was held at the end of a stage that never let go of the thread", async () => {
    let byte = 10 * MB;
    const process = () => {
      byte = 65 * MB;
    };
    const { code } = await ran({
      stages: [{ name: "a" }],
      work: { a: { process } },
      performance: { max_memory_per_stage: "64MB" },
      measureMemory: () => byte,
    });
    expect(code).toBe("STAGE_MEMORY");
  });

  it("is not retried for memory", async () => {
    const error_handling = { strategy: "retry" };
    const { log } = await ran({
      stages: [{ name: "a", error_handling }],
      measureMemory: () => 3 * 1024 * MB,
    });
    expect(log).toEqual(["start a", "fail a STAGE_MEMORY"]);
  });
});

describe("a processor", () => {
  it.each([
    { why: "success", process: () => {}, code: null },
    { why: "a fault", process: failing(1, lasting).process, code: "ENGRAVING_FAILED" },
    { why: "a timeout", process: forever, code: "STAGE_TIMEOUT" },
  ])("is disposed of after $why", async ({ process, code }) => {
    const dispose = vi.fn();
    const result = await ran({ stages: [{ name: "a" }], work: { a: { process, dispose } } });
    expect(result.code).toBe(code);
    expect(dispose).toHaveBeenCalledTimes(1);
  });

  it("that cannot let go is warned of, its work is done", async () => {
    const dispose = () => {
      throw new Error("stuck");
    };
    const { log, code } = await ran({ stages: [{ name: "a" }], work: { a: { dispose } } });
    expect(log).toEqual(["start a", "warn a STAGE_FAILED", "end a"]);
    expect(code).toBeNull();
  });

  it("that finds faults before its work does not begin it", async () => {
    const process = vi.fn();
    const validate = () => ["no sound bank", "no score"];
    const { error } = await ran({ stages: [{ name: "a" }], work: { a: { process, validate } } });
    expect(error).toMatchObject({ code: "STAGE_FAILED", what: "no sound bank; no score" });
    expect(process).not.toHaveBeenCalled();
  });

  it("writes under plugins/ and its stage's name, nowhere else", async () => {
    const names = ["a.json", "deep/b.json", "../up.json", "/root.json", "C:/x.json", "con", "x/../../y", ""];
    const refused: string[] = [];
    const process = ({ files }: StageContext) => {
      for (const name of names) {
        try {
          files.writeText(name, "{}");
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: "PLUGIN_INVALID" });
          refused.push(name);
        }
      }
    };
    const { files } = await ran({ stages: [{ name: "Über alles" }], work: { "Über alles": { process } } });
    expect(Object.keys(files)).toEqual([
      expect.stringMatching(/^plugins\/uber_alles-[0-9a-f]{8}\/a\.json$/),
      expect.stringMatching(/^plugins\/uber_alles-[0-9a-f]{8}\/deep\/b\.json$/),
    ]);
    expect(refused).toEqual(names.slice(2));
  });
});

describe("results", () => {
  const metric = (result: unknown) => ({ kind: "metric" as const, process: () => result });
  const decision = (result: unknown) => ({ kind: "decision" as const, process: () => result });
  const sure = { confidence: 1, reasoning: "it says so" };

  it("of analysers and metrics are kept in the order of the file, and later stages see them", async () => {
    let seen: unknown;
    const process = ({ results }: StageContext) => {
      seen = results.get("loud")?.result;
    };
    const analyser = {
      kind: "analyser" as const,
      process: async () => wait(10).then(() => ({ features: { n: 3 } })),
    };
    const { outcome } = await ran({
      stages: [{ name: "count" }, { name: "loud" }, { name: "reads", dependencies: ["loud"] }],
      work: { count: analyser, loud: metric({ value: 2, range: [0, 5] }), reads: { process } },
    });
    expect(outcome!.results).toEqual([
      { stage: "count", kind: "analyser", result: { features: { n: 3 } } },
      { stage: "loud", kind: "metric", result: { value: 2, range: [0, 5], requires_reference: false } },
    ]);
    expect(seen).toEqual({ value: 2, range: [0, 5], requires_reference: false });
  });

  it.each([
    { why: "nothing", work: metric(undefined), says: /returned no valid result/ },
    { why: "a value that is none", work: metric({ value: Number.NaN, range: [0, 1] }), says: /\/value/ },
    { why: "a value out of range", work: metric({ value: 7, range: [0, 1] }), says: /outside range/ },
    { why: "an unknown action", work: decision({ ...sure, action: "jump" }), says: /\/action/ },
    {
      why: "more than certainty",
      work: decision({ ...sure, action: "stop", confidence: 2 }),
      says: /\/confidence/,
    },
    {
      why: "a stage that is not there",
      work: decision({ ...sure, action: "skip", parameters: { stages: ["ghost"] } }),
      says: /no stage ghost/,
    },
  ])("that are $why are refused by name", async ({ work, says }) => {
    const { error } = await ran({ stages: [{ name: "judge" }], work: { judge: work } });
    expect(error).toMatchObject({ code: "PLUGIN_INVALID", place: { stage: "judge" } });
    expect(error!.what).toMatch(says);
  });

  it.each([
    { why: "continue", result: { action: "continue" }, ran: ["free", "next", "other"] },
    {
      why: "skip names stages",
      result: { action: "skip", parameters: { stages: ["other"] } },
      ran: ["free", "next"],
    },
    { why: "skip of none skips what depends on it", result: { action: "skip" }, ran: ["free", "other"] },
    { why: "stop", result: { action: "stop" }, ran: ["free"] },
  ])("a decision is obeyed: $why", async ({ result, ran: expected }) => {
    const { log, code } = await ran({
      stages: [
        { name: "judge" },
        { name: "free" },
        { name: "next", dependencies: ["judge"] },
        { name: "other", after: ["judge"] },
      ],
      work: { judge: decision({ ...sure, ...result }) },
    });
    const began = log.filter((line) => line.startsWith("start ")).map((line) => line.slice(6));
    expect(began.filter((name) => name !== "judge").sort()).toEqual(expected);
    expect(code).toBeNull();
  });

  it("a decision that comes too late says so", async () => {
    const { log } = await ran({
      stages: [{ name: "early" }, { name: "judge", after: ["early"] }],
      work: { judge: decision({ ...sure, action: "skip", parameters: { stages: ["early"] } }) },
    });
    expect(log).toContain("warn judge DECISION_TOO_LATE");
  });
});
