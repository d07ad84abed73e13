import { describe, expect, it } from "vitest";
import { satisfies, versionFaults } from "../../../src/pipeline/plugins/versionRules.js";
import { pluginSettingsSchema } from "../../../src/schema/plugins.js";

describe("a version rule", () => {
  it.each([
    { rule: "1.0", yes: ["1.0.0", "1.0.9"], no: ["1.1.0", "0.9.9", "2.0.0"] },
    { rule: "1.1", yes: ["1.1.5"], no: ["1.10.0", "1.0.0"] },
    { rule: "2.0+", yes: ["2.0.0", "2.7.1", "3.0.0"], no: ["1.9.9"] },
    { rule: "1.2+", yes: ["1.2.0", "1.10.0", "2.0.0"], no: ["1.1.9"] },
    { rule: "1.x", yes: ["1.0.0", "1.99.0"], no: ["2.0.0", "0.1.0"] },
    { rule: "^1.2.3", yes: ["1.3.0"], no: ["1.2.2"] },
    { rule: "banana", yes: [], no: ["1.0.0"] },
    { rule: "", yes: [], no: ["1.0.0"] },
  ])("$rule", ({ rule, yes, no }) => {
    for (const version of yes) expect([version, satisfies(version, rule)]).toEqual([version, true]);
    for (const version of no) expect([version, satisfies(version, rule)]).toEqual([version, false]);
  });
});

describe("the version of a plugin", () => {
  it.each([
    { check: "none", version: "9.0.0", matrix: { p: ["1.0"] }, engines: { node: "1" }, says: null },
    { check: "strict", version: "1.0.0", matrix: {}, engines: {}, says: /no entry/ },
    { check: "strict", version: "1.0.3", matrix: { p: ["1.0"] }, engines: {}, says: null },
    { check: "strict", version: "1.10.0", matrix: { p: ["1.1"] }, engines: {}, says: /none of 1\.1/ },
    { check: "strict", version: "3.0.0", matrix: { p: ["1.0", "2.0+"] }, engines: {}, says: null },
    { check: "compatible", version: "1.7.0", matrix: {}, engines: {}, says: null },
    { check: "compatible", version: "2.0.0", matrix: {}, engines: {}, says: /another major version/ },
    { check: "compatible", version: "2.0.0", matrix: {}, engines: { leitmotion: "1.0" }, says: null },
    {
      check: "compatible",
      version: "1.0.0",
      matrix: {},
      engines: { leitmotion: "2.0" },
      says: /engines\.leitmotion 2\.0/,
    },
    {
      check: "compatible",
      version: "1.0.0",
      matrix: {},
      engines: { leitmotion: "1.7" },
      says: /engines\.leitmotion 1\.7/,
    },
    {
      check: "compatible",
      version: "1.0.0",
      matrix: {},
      engines: { node: ">=99" },
      says: /engines\.node >=99/,
    },
    { check: "compatible", version: "1.0.0", matrix: { p: ["2.0+"] }, engines: {}, says: /none of 2\.0\+/ },
    {
      check: "compatible",
      version: "1.0.0",
      matrix: { p: ["one"] },
      engines: {},
      says: /one is no version rule/,
    },
    { check: "compatible", version: "1.0.0", matrix: { other: ["2.0"] }, engines: {}, says: null },
  ] as const)(
    "$version is judged $check by $matrix and $engines",
    ({ check, version, matrix, engines, says }) => {
      const info = { name: "p", version, kind: "stage", description: "x", engines } as const;
      const settings = pluginSettingsSchema.parse({ version_check: check, compatibility_matrix: matrix });
      const faults = versionFaults(info, settings);
      if (says === null) expect(faults).toEqual([]);
      else expect(faults.join("; ")).toMatch(says);
    },
  );
});
