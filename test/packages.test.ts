/** What we stand on: licences, install steps and lock file. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

interface LockedPackage {
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
}

const root = path.resolve(import.meta.dirname, "..");
const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, LockedPackage>;
};
const packages = Object.entries(lock.packages).filter(([name]) => name !== "");

/** The Open Font License is that of fonts (Bravura). LGPL is fine for a package that is used unmodified and can be replaced (Verovio); GPL and AGPL are not. */
const WELCOME = [
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "LGPL-3.0-or-later",
  "MPL-2.0",
  "OFL-1.1",
];

describe("the packages we stand on", () => {
  it("have licences that go with ours at run time", () => {
    const others = packages.filter(([, p]) => !p.dev && !WELCOME.includes(p.license ?? ""));
    expect(others.map(([name, p]) => `${name}: ${p.license}`)).toEqual([]);
  });

  it("run nothing while they are installed", () => {
    const scripts = packages.filter(([, p]) => p.hasInstallScript && !p.dev);
    expect(scripts.map(([name]) => name)).toEqual([]);
  });

  it("are locked for every platform, with no download address", () => {
    const names = new Set(packages.map(([name]) => name.replace(/^.*node_modules\//, "")));
    const missing = packages.flatMap(([, p]) =>
      Object.keys(p.optionalDependencies ?? {}).filter((d) => !names.has(d)),
    );
    expect(missing).toEqual([]);
    expect(packages.filter(([, p]) => p.resolved !== undefined).map(([name]) => name)).toEqual([]);
  });
});
