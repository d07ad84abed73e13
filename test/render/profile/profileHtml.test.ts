import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ticksOf } from "../../../src/render/profile/ganttSvg.js";
import { profileHtml } from "../../../src/render/profile/profileHtml.js";
import {
  formatBytes,
  formatDuration,
  formatRate,
  formatShare,
} from "../../../src/render/profile/quantityText.js";
import { stageRows } from "../../../src/render/profile/stageRows.js";
import { sampleMeasured, sampleReport } from "./sampleReport.js";

const html = profileHtml(sampleReport, sampleMeasured);
const rowOf = (name: string) => stageRows(sampleReport, sampleMeasured).find((row) => row.name === name)!;
/** The cells of a stage's line in the table. */
const cellsOf = (name: string) => {
  const line = html.split("\n").find((text) => text.startsWith("<tr") && text.includes(`<td>${name}</td>`))!;
  return [...line.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map((match) => match[1]);
};

describe("the rows of a profile", () => {
  it("stand in the order in which the stages began; what did not run comes last", () => {
    expect(stageRows(sampleReport, sampleMeasured).map(({ name }) => name)).toEqual([
      "read-score",
      "registry",
      "audio",
      "symbolic",
      "mix",
      "song-map",
    ]);
  });

  it("count seconds from the start of the run, items per second of the stage, and the share of T_total", () => {
    // audio: 1 s to 7 s, 300 items in 6 s, 6 of 11.75 s
    expect(rowOf("audio")).toMatchObject({ startSec: 1, endSec: 7, itemsPerSec: 50, isCritical: true });
    expect(rowOf("audio").share).toBeCloseTo(6 / 11.75, 12);
    expect(rowOf("symbolic")).toMatchObject({ isCritical: false, itemsPerSec: null });
    expect(rowOf("song-map")).toMatchObject({ startSec: null, durationSec: 0, attempts: 0 });
  });
});

describe("profile.html", () => {
  it("has a line per stage with time, share, items, speed, memory, files, attempts and faults", () => {
    expect(cellsOf("audio")).toEqual([
      "audio",
      "6.00 s",
      "51 %",
      "300",
      "50",
      "640 MB",
      "147",
      "150",
      "1",
      "3 items",
    ]);
    expect(cellsOf("symbolic").slice(3)).toEqual([
      "0 of 320",
      "–",
      "700 MB",
      "0",
      "0",
      "1",
      'ENGRAVING_FAILED: The &lt;engraver&gt; &amp; its "faults"',
    ]);
    expect(cellsOf("song-map").slice(0, 2)).toEqual(["song-map", "skipped"]);
  });

  it("names T_total, T_overhead, M_peak, E_final, cache hits and warnings", () => {
    const card = (name: string) => new RegExp(`<dt>${name}</dt><dd>([^<]*)<`).exec(html)![1];
    expect(
      [
        "Wall time",
        "T_total",
        "T_overhead",
        "Critical path",
        "M_peak",
        "E_final",
        "Cache hits",
        "Warnings",
      ].map(card),
    ).toEqual(["8.75 s", "11.75 s", "350 ms", "8.40 s", "900 MB", "1.0 %", "50 %", "1"]);
    expect(html).toContain("Critical path, 8.40 s: read-score → registry → audio → mix");
  });

  it("draws a bar per stage that ran, as long as it took, and marks those of the critical path", () => {
    const bars = [...html.matchAll(/<rect class="(bar[^"]*)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)];
    expect(bars.map((bar) => bar[1])).toEqual([
      "bar critical",
      "bar critical",
      "bar critical",
      "bar failed",
      "bar critical",
    ]);
    const [, registry, audio, symbolic] = bars.map((bar) => ({ x: Number(bar[2]), width: Number(bar[3]) }));
    expect(audio.width / symbolic.width).toBeCloseTo(2, 3); // 6 s and 3 s
    expect(audio.x).toBeCloseTo(registry.x + registry.width, 2); // one after the other
    expect(symbolic.x).toBe(audio.x); // side by side
  });

  it("runs nothing, loads nothing and lets no text become markup", () => {
    expect(html).not.toMatch(/<script|<img|<link|@import|\bon\w+=|javascript:|style="/i);
    expect(html.match(/https?:/g)).toBeNull();
    expect(html).toContain("Trio &lt;script&gt;");
    const style = /<style>([\s\S]*)<\/style>/.exec(html)![1];
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)![1];
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    );
  });

  it("says so when no stage ran", () => {
    const empty = {
      ...sampleMeasured,
      stages: [],
      criticalPath: { stages: [], durationSec: 0 },
      tTotalSec: 0,
      workDurationSec: 0,
      cache: { hits: 0, misses: 0 },
    };
    const page = profileHtml({ ...sampleReport, stages: [] }, empty);
    expect(page).toContain("no stage ran");
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe("the time line's numbers", () => {
  it.each([
    { end: 8.75, ticks: [0, 2, 4, 6, 8] },
    { end: 0.3, ticks: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3] },
    { end: 61, ticks: [0, 20, 40, 60] },
    { end: 0.001, ticks: [0, 0.0002, 0.0004, 0.0006, 0.0008, 0.001] },
  ])("for $end s are $ticks", ({ end, ticks }) => {
    expect(ticksOf(end)).toEqual(ticks);
  });
});

describe("quantities", () => {
  it.each([
    [formatDuration(0), "0 ms"],
    [formatDuration(0.0004), "0.4 ms"],
    [formatDuration(0.9994), "999 ms"],
    [formatDuration(0.9996), "1.00 s"],
    [formatDuration(59.994), "59.99 s"],
    [formatDuration(59.996), "1 min 00 s"],
    [formatDuration(725), "12 min 05 s"],
    [formatDuration(3599.6), "1 h 00 min"],
    [formatDuration(7380), "2 h 03 min"],
    [formatBytes(0), "0 B"],
    [formatBytes(999), "999 B"],
    [formatBytes(999_600), "1.0 MB"],
    [formatBytes(1_930_000_000), "1.9 GB"],
    [formatRate(0.4249), "0.42"],
    [formatRate(48_012), "48000"],
    [formatShare(0), "0 %"],
    [formatShare(0.0002), "< 0.1 %"],
    [formatShare(0.0822), "8.2 %"],
    [formatShare(1), "100 %"],
  ])("%s is %s", (shown, expected) => {
    expect(shown).toBe(expected);
  });
});
