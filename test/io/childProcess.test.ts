import { describe, expect, it } from "vitest";
import { runNode } from "../../src/io/childProcess.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
const script = (text: string) => ["--input-type=module", "-e", text];

describe("runNode", () => {
  it("gives exit code, output and error lines, and tells the lines as they come", async () => {
    const told: string[] = [];
    const text = `console.log("Flûte"); console.error("one\\r\\ntwo"); process.stderr.write("three"); process.exitCode = 3`;
    const run = await runNode(script(text), { onStderrLine: (line) => told.push(line) });
    expect(run).toEqual({ exitCode: 3, stdout: "Flûte\n", stderrLines: ["one", "two", "three"] });
    expect(told).toEqual(["one", "two", "three"]);
  });

  it("runs in the folder and environment it is given", async () => {
    const env = { PATH: process.env.PATH, ONLY: "this" };
    const { stdout } = await runNode(
      script("console.log(process.cwd(), process.env.ONLY, process.env.HOME)"),
      {
        cwd: folder.dir,
        env,
      },
    );
    expect(stdout.trim().endsWith(`${folder.dir} this undefined`)).toBe(true);
  });

  it("keeps the beginning of a long output and the end of many error lines", async () => {
    const text = `process.stdout.write("x".repeat(300000) + "end"); for (let k = 0; k < 3000; k++) console.error(k)`;
    const { stdout, stderrLines } = await runNode(script(text), { stdoutLimitByte: 100_000 });
    expect(stdout).toBe("x".repeat(100_000));
    expect([stderrLines.length, stderrLines[0], stderrLines.at(-1)]).toEqual([1000, "2000", "2999"]);
  });

  it.each([
    { why: "which ends it", text: "", graceMs: 60_000, exitCode: 143 },
    {
      why: "which it takes as a wish to tidy up",
      text: 'process.on("SIGTERM", () => process.exit(130));',
      graceMs: 60_000,
      exitCode: 130,
    },
    {
      why: "which it ignores until it is killed",
      text: 'process.on("SIGTERM", () => {});',
      graceMs: 20,
      exitCode: 137,
    },
  ])("sends SIGTERM on abort, $why", async ({ text, graceMs, exitCode }) => {
    const abort = new AbortController();
    const running = runNode(script(`${text} setInterval(() => {}, 1000); console.error("ready")`), {
      signal: abort.signal,
      graceMs,
      onStderrLine: () => abort.abort(),
    });
    expect((await running).exitCode).toBe(exitCode);
  });

  it("ends a child at once whose work was called off before, and says if it cannot start one", async () => {
    const { exitCode } = await runNode(script("setInterval(() => {}, 1000)"), {
      signal: AbortSignal.abort(),
    });
    expect(exitCode).toBe(143);
    await expect(runNode(["-v"], { cwd: folder.at("none") })).rejects.toThrow(
      expect.objectContaining({ code: "WORKER_DIED" }),
    );
  });
});
