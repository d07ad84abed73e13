import { describe, expect, it } from "vitest";
import { readOutline } from "../../../src/align/page/outlineForm.js";
import { IDENTITY } from "../../../src/formats/svg/matrix.js";
import { outlinePath } from "../../../src/formats/svg/outline.js";

describe("readOutline", () => {
  it.each([
    { path: "M1 2L3 4 5 7H9V0Z", commands: "llllz", ends: "1,2 3,4 5,7 9,7 9,0 1,2" },
    { path: "M1 2 3 4m1 1 2 0", commands: "lml", ends: "1,2 3,4 | 4,5 6,5" },
    { path: "M0 0c1 1 2 2 3 0s2 2 3 0", commands: "cc", ends: "0,0 3,0 6,0" },
    { path: "M0 0q1 1 2 0t2 0", commands: "qq", ends: "0,0 2,0 4,0" },
    { path: "M0 0a1 1 0 0 1 2 0", commands: "cc", ends: "0,0 1,-1 2,0" },
    { path: "M1 1h4v4zm1 2l2-2.5", commands: "llzml", ends: "1,1 5,1 5,5 1,1 | 2,3 4,0.5" },
  ])("reads $path", ({ path, commands, ends }) => {
    const form = readOutline(outlinePath(path, IDENTITY)!);
    const points = form.subpaths.map(({ xs, ys }) => xs.map((x, i) => `${x},${ys[i]}`).join(" "));
    expect([form.commands, points.join(" | ")]).toEqual([commands, ends]);
    expect(form.segments).toBe(commands.replace(/[mz]/g, "").length);
  });
});
