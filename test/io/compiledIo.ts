/** The room `io` as plain JavaScript, for tests that start processes of their own. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { afterAll, beforeAll } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../../src");

/** Compiled once for the file; `at` gives the path of a script in it. Scripts import "./io/…js". */
export function compiledIo(scripts: Record<string, string>): { at(name: string): string } {
  let dir = "";
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), "leitmotion-io-"));
    writeFileSync(path.join(dir, "package.json"), '{"type":"module"}');
    for (const room of ["core", "io"]) compileRoom(room, dir);
    for (const [name, text] of Object.entries(scripts)) writeFileSync(path.join(dir, name), text);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return { at: (name) => path.join(dir, name) };
}

function compileRoom(room: string, dir: string): void {
  mkdirSync(path.join(dir, room));
  for (const file of readdirSync(path.join(SRC, room)).filter((name) => name.endsWith(".ts"))) {
    const { outputText } = ts.transpileModule(readFileSync(path.join(SRC, room, file), "utf8"), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      },
    });
    writeFileSync(path.join(dir, room, file.replace(/\.ts$/, ".js")), outputText);
  }
}

export interface Ended {
  /** Exit code, or the name of the signal. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run a script with Node until it ends. @param within a command that starts Node, e.g. in a container */
export function runScript(
  script: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  within: string[] = [],
): Promise<Ended> {
  const [program, ...rest] = [...within, process.execPath, script, ...args];
  return new Promise((resolve) => {
    const child = execFile(program, rest, { env: { ...process.env, ...env } }, (_error, stdout, stderr) => {
      resolve({ code: child.signalCode ?? child.exitCode ?? -1, stdout, stderr });
    });
  });
}
