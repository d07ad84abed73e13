import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openProgressView } from "../../src/cli/progressView.js";
import { LeitmotionError } from "../../src/core/error.js";
import type { RunEvent } from "../../src/pipeline/report/runLedger.js";

const error = new LeitmotionError("NOTE_RENDER_FAILED", "No sound");
const EVENTS: readonly RunEvent[] = [
  { kind: "run-started", pipeline: "build", stages: ["audio", "mix"] },
  { kind: "stage-started", stage: "audio" },
  { kind: "stage-progress", stage: "audio", completed: 300, total: 300 },
  { kind: "note-completed", stage: "audio", universalId: "a", reused: true },
  { kind: "note-failed", stage: "audio", universalId: "b", error },
  { kind: "warning", source: "registry", message: "A note is short" },
  { kind: "stage-ended", stage: "audio", durationSec: 2, error: null },
  { kind: "stage-skipped", stage: "mix" },
  { kind: "run-ended", status: "partial", upToDate: false },
];
const PLAIN = [
  "note b: No sound. See the note's entry in run.json; another SoundFont may have the note. [NOTE_RENDER_FAILED]",
  "warning: A note is short (registry)",
  "audio: 300 of 300 done (2.0 s), 1 reused, 1 failed",
];

afterEach(() => vi.unstubAllEnvs());

/** What a stream of that size is sent. */
function shown(size: { isTTY: boolean; columns?: number; rows?: number }, quiet = false): string {
  const stream = Object.assign(new PassThrough(), size) as unknown as NodeJS.WriteStream;
  const view = openProgressView(stream, quiet);
  for (const event of EVENTS) view.onEvent(event);
  view.close();
  view.close();
  return String((stream as unknown as PassThrough).read() ?? "");
}

const ESCAPE = String.fromCharCode(27);
const large = { isTTY: true, columns: 80, rows: 24 };

describe("the progress view", () => {
  it("is plain lines where there is no terminal, a dumb one or a tiny one", () => {
    const plain = `${PLAIN.join("\n")}\n`;
    expect(shown({ isTTY: false })).toBe(plain);
    expect(shown({ ...large, columns: 20 })).toBe(plain);
    expect(shown({ ...large, rows: 3 })).toBe(plain);
    vi.stubEnv("TERM", "dumb");
    expect(shown(large)).toBe(plain);
  });

  it("keeps to faults and warnings when it is to be quiet", () => {
    expect(shown(large, true)).toBe(`${PLAIN.slice(0, 2).join("\n")}\n`);
  });

  it("leaves all lines and a visible cursor behind on a terminal, and nothing of its bars", () => {
    vi.stubEnv("TERM", "xterm-256color");
    const text = shown(large);
    for (const line of PLAIN) expect(text).toContain(`${line}\n`);
    expect(text.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(text.lastIndexOf(`${ESCAPE}[?25l`));
    expect(text.slice(text.lastIndexOf(`${ESCAPE}[0J`))).not.toMatch(/build|█|░/);
  });

  it("takes a terminal that tells no size for a large one", () => {
    vi.stubEnv("TERM", "xterm-256color");
    expect(shown({ isTTY: true, columns: 0, rows: 0 })).toContain(ESCAPE);
  });
});
