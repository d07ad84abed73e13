import { CircuitState } from "cockatiel";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import { HALF_OPEN } from "../../../src/pipeline/resilience/breaker.js";
import { Dependencies, Dependency } from "../../../src/pipeline/resilience/dependency.js";
import { retryDelays } from "../../../src/pipeline/resilience/retryDelays.js";
import { isTransient } from "../../../src/pipeline/resilience/transient.js";

const SIGNAL = new AbortController().signal;
const died = () => new LeitmotionError("WORKER_DIED", "A worker thread died");
const dataFault = () => new LeitmotionError("ENGRAVING_FAILED", "No such clef");
const errno = (code: string) => Object.assign(new Error(code), { code });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Work that does what the script says, call by call: a value, or an error to throw. */
function scripted(...steps: (string | Error)[]) {
  const startedMs: number[] = [];
  const begun = Date.now();
  const work = async () => {
    const step = steps[Math.min(startedMs.length, steps.length - 1)];
    startedMs.push(Date.now() - begun);
    if (step instanceof Error) throw step;
    return step;
  };
  return { work, startedMs };
}

/** The end of a call, with all its waiting done. */
async function ended<T>(call: Promise<T>): Promise<T | Error> {
  const end = call.catch((thrown: Error) => thrown);
  await vi.runAllTimersAsync();
  return end;
}

const codeOf = (value: unknown) => (value instanceof LeitmotionError ? value.code : value);

async function fail(dependency: Dependency, times: number, error: () => Error = died): Promise<void> {
  for (let i = 0; i < times; i++) await ended(dependency.call(scripted(error()).work, SIGNAL));
}

describe("a fault", () => {
  it.each([
    { why: "a dead worker", thrown: died(), passes: true },
    { why: "a timeout", thrown: new LeitmotionError("STAGE_TIMEOUT", "late"), passes: true },
    { why: "a busy file", thrown: errno("EBUSY"), passes: true },
    { why: "an I/O error", thrown: errno("EIO"), passes: true },
    { why: "too many open files", thrown: errno("EMFILE"), passes: true },
    {
      why: "an I/O error below a fault of ours",
      thrown: new LeitmotionError("OUTPUT_UNWRITABLE", "Cannot write", {}, { cause: errno("EIO") }),
      passes: true,
    },
    {
      why: "a full disk",
      thrown: new LeitmotionError("OUTPUT_FULL", "Full", {}, { cause: errno("ENOSPC") }),
      passes: false,
    },
    { why: "a missing file", thrown: errno("ENOENT"), passes: false },
    { why: "a fault of the data", thrown: dataFault(), passes: false },
    { why: "a defect", thrown: new TypeError("x is undefined"), passes: false },
    {
      why: "an error that says it passes",
      thrown: Object.assign(new Error("503"), { transient: true }),
      passes: true,
    },
    { why: "no error at all", thrown: "EIO", passes: false },
  ])("like $why is transient: $passes", ({ thrown, passes }) => {
    expect(isTransient(thrown)).toBe(passes);
  });
});

describe("retry", () => {
  it.each([
    { attempt: 1, lowMs: 1000 },
    { attempt: 2, lowMs: 2000 },
    { attempt: 3, lowMs: 4000 },
    { attempt: 6, lowMs: 32_000 },
    { attempt: 7, lowMs: 60_000 },
    { attempt: 20, lowMs: 60_000 },
  ])("after attempt $attempt waits $lowMs ms and up to a tenth more", ({ attempt, lowMs }) => {
    const delayMs = retryDelays(1000, 60_000);
    vi.spyOn(Math, "random").mockReturnValue(0);
    expect(delayMs(attempt)).toBe(lowMs);
    vi.spyOn(Math, "random").mockReturnValue(1);
    expect(delayMs(attempt)).toBeCloseTo(lowMs * 1.1, 6);
  });

  it("makes three attempts 1 s and 2 s apart, and the last fault is the one that counts", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { work, startedMs } = scripted(died(), died(), errno("EIO"));
    const end = await ended(new Dependency("engraver").call(work, SIGNAL));
    expect(end).toMatchObject({ code: "EIO" });
    expect(startedMs).toEqual([0, 1000, 3000]);
  });

  it("gives the value of an attempt that succeeds, and the call counts as a success", async () => {
    const dependency = new Dependency("engraver");
    expect(await ended(dependency.call(scripted(died(), "drawn").work, SIGNAL))).toBe("drawn");
    expect(dependency.statistics).toMatchObject({ calls: 1, successes: 1, failures: 0, retries: 1 });
  });

  it("never repeats work whose data is at fault", async () => {
    const { work, startedMs } = scripted(dataFault());
    expect(codeOf(await ended(new Dependency("engraver").call(work, SIGNAL)))).toBe("ENGRAVING_FAILED");
    expect(startedMs).toEqual([0]);
  });

  it("stops once the run is interrupted, and nobody is blamed", async () => {
    const stop = new AbortController();
    const dependency = new Dependency("engraver");
    const work = async () => {
      stop.abort();
      throw died();
    };
    expect(codeOf(await ended(dependency.call(work, stop.signal)))).toBe("INTERRUPTED");
    expect(dependency.statistics).toMatchObject({ failures: 0, failuresInRow: 0, state: "closed" });
  });
});

describe("the breaker", () => {
  it.each([
    { failures: 4, state: "closed", next: "drawn" },
    { failures: 5, state: "open", next: "DEPENDENCY_UNAVAILABLE" },
  ])("is $state after $failures failures in a row", async ({ failures, state, next }) => {
    const dependency = new Dependency("engraver");
    await fail(dependency, failures);
    expect(dependency.statistics.state).toBe(state);
    expect(codeOf(await ended(dependency.call(scripted("drawn").work, SIGNAL)))).toBe(next);
  });

  it("counts failures in a row: a success between them starts anew", async () => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 4);
    await ended(dependency.call(scripted("drawn").work, SIGNAL));
    await fail(dependency, 4);
    expect(dependency.statistics).toMatchObject({ state: "closed", failures: 8, failuresInRow: 4 });
  });

  it("does not count faults of the data, however many", async () => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 20, dataFault);
    expect(dependency.statistics).toMatchObject({ state: "closed", failures: 0 });
  });

  it("refuses at once while open, without doing the work", async () => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 5);
    const { work, startedMs } = scripted("drawn");
    const refused = await dependency.call(work, SIGNAL).catch((thrown: Error) => thrown);
    expect(codeOf(refused)).toBe("DEPENDENCY_UNAVAILABLE");
    expect((refused as Error).message).toContain("engraver failed 5 times in a row");
    expect(startedMs).toEqual([]);
    expect(dependency.statistics.refused).toBe(1);
  });

  it.each([
    { waitMs: 59_000, calls: "DEPENDENCY_UNAVAILABLE" },
    { waitMs: 60_000, calls: "drawn" },
  ])("after $waitMs ms answers $calls", async ({ waitMs, calls }) => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 5);
    await vi.advanceTimersByTimeAsync(waitMs);
    expect(codeOf(await ended(dependency.call(scripted("drawn").work, SIGNAL)))).toBe(calls);
  });

  it("closes after three successes, not before", async () => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 5);
    await vi.advanceTimersByTimeAsync(60_000);
    const states: string[] = [];
    for (let i = 0; i < 3; i++) {
      await ended(dependency.call(scripted("drawn").work, SIGNAL));
      states.push(dependency.statistics.state);
    }
    expect(states).toEqual(["half_open", "half_open", "closed"]);
    await fail(dependency, 4);
    expect(dependency.statistics.state).toBe("closed");
  });

  it.each([0, 1, 2])("opens again at the first failure after %i successes", async (successes) => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 5);
    await vi.advanceTimersByTimeAsync(60_000);
    for (let i = 0; i < successes; i++) await ended(dependency.call(scripted("drawn").work, SIGNAL));
    await fail(dependency, 1);
    expect(dependency.statistics.state).toBe("open");
    expect(codeOf(await ended(dependency.call(scripted("drawn").work, SIGNAL)))).toBe(
      "DEPENDENCY_UNAVAILABLE",
    );
  });

  it("lets a fault of the data neither close nor open it while half open", async () => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 5);
    await vi.advanceTimersByTimeAsync(60_000);
    await fail(dependency, 1, dataFault);
    expect(dependency.statistics.state).toBe("half_open");
    await fail(dependency, 1);
    expect(dependency.statistics.state).toBe("open");
  });

  it("lets one call through at a time while half open, and all at once when closed", async () => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 5);
    await vi.advanceTimersByTimeAsync(60_000);
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 100));
      running -= 1;
    };
    await ended(Promise.all([1, 2, 3].map(() => dependency.call(work, SIGNAL))));
    expect(most).toBe(1);
    await ended(Promise.all([1, 2, 3].map(() => dependency.call(work, SIGNAL))));
    expect(most).toBe(3);
  });

  it("tells the failures of the last hour", async () => {
    const dependency = new Dependency("engraver");
    await fail(dependency, 2);
    await vi.advanceTimersByTimeAsync(3_600_000);
    await fail(dependency, 1);
    expect(dependency.statistics).toMatchObject({ failures: 3, failuresLastHour: 1 });
  });

  it("is known half open by the number that cockatiel has for it", () => {
    expect(HALF_OPEN).toBe(CircuitState.HalfOpen);
  });

  it("of one dependency does not touch another", async () => {
    const dependencies = new Dependencies();
    await fail(dependencies.of("engraver"), 5);
    expect(await ended(dependencies.of("synthesizer").call(scripted("sung").work, SIGNAL))).toBe("sung");
    expect(dependencies.statistics.map(({ name, state }) => [name, state])).toEqual([
      ["engraver", "open"],
      ["synthesizer", "closed"],
    ]);
  });
});
