/** What is played, in which layout, how well. */
import { existsSync } from "node:fs";
import path from "node:path";

const made = (ensemble, notes) => ({ kind: "made", ensemble, notes });
const read = (file) => ({ kind: "read", file });
const cut = (file, measures) => ({ kind: "cut", file, measures });
const orchestrated = (file, measures, throughout = false) => ({
  kind: "orchestrated",
  file,
  measures,
  throughout,
});

const SONG = "lied-lc5077917.mxl";
const CHORUS = "lied-lc6205297.mxl";
const QUARTETS = [
  "quartet-sq8438915.mxl",
  "quartet-sq8075304.mxl",
  "quartet-sq7224846.mxl",
  "quartet-sq8940236.mxl",
];

const of = (score, layouts, level = "default") => layouts.map((layout) => ({ score, layout, level }));

/** Under two minutes of processor time. */
export const DEFAULT_CASES = [
  ...of(read(SONG), ["parts", "staves", "one track"]),
  ...of(read(CHORUS), ["nameless", "one track", "channels"]),
  ...of(read(QUARTETS[0]), ["parts", "nameless", "misnamed", "one track", "pairs", "channels", "divisi"]),
  ...of(orchestrated(QUARTETS[1], 120), ["parts", "nameless", "misnamed", "one track", "pairs", "divisi"]),
  ...of(orchestrated(QUARTETS[2], 80, true), ["parts", "nameless"]),
  ...of(made("duo", 1000), ["parts", "staves", "one track"]),
  ...of(made("wind quintet", 1000), ["nameless", "one track"]),
  ...of(made("chamber", 2000), ["nameless", "misnamed", "one track", "divisi"]),
  ...of(made("orchestra", 5000), [
    "parts",
    "nameless",
    "misnamed",
    "one track",
    "pairs",
    "channels",
    "divisi",
  ]),
  ...of(made("full orchestra", 10000), ["nameless", "one track"]),
];

const LONG_SCORES = [
  ...QUARTETS.map(read),
  orchestrated(QUARTETS[1], 200),
  orchestrated(QUARTETS[3], 200),
  made("chamber", 5000),
  made("orchestra", 20000),
  made("full orchestra", 1000),
  made("full orchestra", 50000),
];

const HARD_SCORES = [
  read(SONG),
  cut(QUARTETS[3], 200),
  orchestrated(QUARTETS[1], 120),
  made("chamber", 2000),
  made("orchestra", 5000),
];

/** Everything: long scores, and harder levels. */
export const ALL_CASES = [
  ...DEFAULT_CASES,
  ...LONG_SCORES.flatMap((score) => of(score, ["parts", "nameless", "one track", "pairs", "divisi"])),
  ...["hard", "very hard"].flatMap((level) =>
    HARD_SCORES.flatMap((score) => of(score, ["parts", "nameless", "one track"], level)),
  ),
];

/** How time grows: one ensemble, one layout, more and more notes. */
export const GROWTH_CASES = [1000, 2000, 5000, 10000, 20000, 50000].flatMap((notes) =>
  of(made("orchestra", notes), ["nameless"]),
);

export function nameOf(score) {
  if (score.kind === "made") return score.ensemble;
  const title = score.file.replace(/\.mxl$/, "");
  if (score.kind === "orchestrated") return `${title}, orchestrated${score.throughout ? " throughout" : ""}`;
  return title;
}

/** Is the score of a case made, or among the data? */
export function hasScore({ score }, data) {
  return score.kind === "made" || existsSync(path.join(data, "openscore", score.file));
}
