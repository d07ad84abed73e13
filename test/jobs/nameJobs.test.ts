import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeFileName } from "../../src/core/fileName.js";
import { type Nameless, nameJobs } from "../../src/jobs/nameJobs.js";

/** A score below /music, called after its file unless another title is given. */
const score = (file: string, title = path.parse(file).name): Nameless => ({
  file: path.resolve("/music", file),
  title,
  input: `../music/${file}`,
});

describe("the folder of a job", () => {
  it.each([
    {
      why: "its title, made safe",
      jobs: [score("Flûte 1.xml"), score("con.xml")],
      names: ["Flute_1", "con_"],
    },
    {
      why: "its path below the shared folder, if others have its title, also in another case",
      jobs: [score("x/waltz/score.xml"), score("x/trio/Score.xml"), score("y.xml")],
      names: ["waltz_score", "trio_Score", "y"],
    },
    {
      why: "with the extension, if only that differs",
      jobs: [score("a.mxl"), score("a.xml")],
      names: ["a_mxl", "a_xml"],
    },
    {
      why: "without the words job and json, if manifests share an ID",
      jobs: [score("x/job.json", "song"), score("y/b.job.json", "song")],
      names: ["x_job", "y_b"],
    },
  ])("is called by $why", ({ jobs, names }) => {
    expect(nameJobs(jobs)).toEqual(names);
  });

  it("is called by a hash where paths differ only in what no name may hold", () => {
    const names = nameJobs([score("a?/s.xml"), score("a*/s.xml")]);
    expect(names[0]).toMatch(/^s_[0-9a-f]{16}$/);
    expect(names[1]).toMatch(/^s_[0-9a-f]{16}$/);
    expect(names[0]).not.toBe(names[1]);
  });

  it("is never one that is taken", () => {
    expect(nameJobs([score("x/waltz.xml")], ["WALTZ"])).toEqual(["x_waltz"]);
    expect(nameJobs([score("x/batch.json", "batch.json")], ["batch.json"])).toEqual(["x_batch"]);
  });

  const letters = fc.constantFrom("a", "A", "b", "é", "?", " ", ".");
  const part = fc.string({ unit: letters, minLength: 1, maxLength: 4 }).filter((name) => /[^.]/.test(name));
  const files = fc.uniqueArray(
    fc.tuple(part, part, fc.constantFrom("xml", "mxl")).map(([dir, name, ext]) => `${dir}/${name}.${ext}`),
    { minLength: 1, maxLength: 12 },
  );

  it("is safe, shared with nobody on a case-insensitive disk, and the same in any order of the jobs", () => {
    fc.assert(
      fc.property(files, (list) => {
        const jobs = list.map((file) => score(file));
        const names = nameJobs(jobs);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(jobs.length);
        for (const name of names) expect(safeFileName(name)).toBe(name);
        expect(nameJobs([...jobs].reverse())).toEqual([...names].reverse());
      }),
    );
  });
});
