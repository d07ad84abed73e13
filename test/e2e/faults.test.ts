/** Bad input: one clear line with what, where, the way out and the code; a non-zero exit; nothing left behind. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { FAULTS } from "../../src/core/error.js";
import { ROOT, temporaryFolder } from "./cli.js";
import { runHere } from "./runHere.js";

const dir = temporaryFolder();
const fixture = (name: string) => path.join(ROOT, "fixtures", name);
const given = (name: string, content: string | Uint8Array) => {
  writeFileSync(path.join(dir, name), content);
  return name;
};

const scoreBytes = () => readFileSync(fixture("trio-constellation/score.musicxml"));
const midiBytes = () => readFileSync(fixture("trio-constellation/take.mid"));

interface Case {
  readonly why: string;
  readonly args: () => string[];
  readonly code: keyof typeof FAULTS;
  readonly says: RegExp;
}

const cases: Case[] = [
  {
    why: "no such file",
    args: () => ["build", "absent.musicxml"],
    code: "FILE_NOT_FOUND",
    says: /absent\.musicxml/,
  },
  {
    why: "text instead of a score",
    args: () => ["build", given("letter.musicxml", "Dear Sir,")],
    code: "XML_MALFORMED",
    says: /letter\.musicxml.*line 1/,
  },
  {
    why: "a score cut short",
    args: () => ["build", given("cut.musicxml", scoreBytes().subarray(0, 2000))],
    code: "XML_MALFORMED",
    says: /cut\.musicxml.*line \d+/,
  },
  {
    why: "other XML",
    args: () => ["build", given("page.xml", "<html><body/></html>")],
    code: "SCORE_NOT_MUSICXML",
    says: /page\.xml/,
  },
  {
    why: "a damaged archive",
    args: () => ["build", given("broken.mxl", new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9]))],
    code: "MXL_DAMAGED",
    says: /broken\.mxl/,
  },
  {
    why: "a MIDI file cut short",
    args: () => {
      given("score.musicxml", scoreBytes());
      return ["build", "score.musicxml", "--midi", given("cut.mid", midiBytes().subarray(0, 100))];
    },
    code: "MIDI_MALFORMED",
    says: /cut\.mid.*byte \d+/,
  },
  {
    why: "the MIDI of another piece",
    args: () => ["build", fixture("waltz/score.musicxml"), "--midi", fixture("song/take.mid")],
    code: "PIECE_MISMATCH",
    says: /take\.mid|score\.musicxml/,
  },
  {
    why: "a frame rate that is none",
    args: () => ["build", fixture("waltz/score.musicxml"), "--fps", "fast"],
    code: "FRAME_RATE_INVALID",
    says: /fast/,
  },
  {
    why: "a group of stages that is none",
    args: () => ["build", fixture("waltz/score.musicxml"), "--only", "video"],
    code: "OPTION_INVALID",
    says: /video.*symbolic/,
  },
  {
    why: "a limit that is too low",
    args: () => ["build", fixture("waltz/score.musicxml"), "--limit", "measure=2"],
    code: "LIMIT_EXCEEDED",
    says: /measure = 2/,
  },
  {
    why: "a SoundFont that is none",
    args: () => ["build", fixture("waltz/score.musicxml"), "--soundfont", given("no.sf2", "RIFF")],
    code: "SOUNDFONT_INVALID",
    says: /no\.sf2/,
  },
  {
    why: "a page with a script",
    args: () => {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>';
      return ["build", fixture("waltz/score.musicxml"), "--page", given("live.svg", svg)];
    },
    code: "SVG_SCRIPT_REFUSED",
    says: /live\.svg/,
  },
  {
    why: "a page without music",
    args: () => {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>';
      return ["build", fixture("waltz/score.musicxml"), "--page", given("bare.svg", svg)];
    },
    code: "PAGE_MISMATCH",
    says: /bare\.svg/,
  },
  {
    why: "a page that is a PDF",
    args: () => ["build", fixture("waltz/score.musicxml"), "--page", given("page.svg", "%PDF-1.7")],
    code: "PAGE_NOT_SVG",
    says: /page\.svg/,
  },
  {
    why: "a font that is none",
    args: () => {
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text font-family="Opus Std">&#xf0cf;</text></svg>';
      const [page, font] = [given("text.svg", svg), given("no.otf", "OTTO")];
      return ["build", fixture("waltz/score.musicxml"), "--page", page, "--music-font", font, "--force"];
    },
    code: "FONT_INVALID",
    says: /no\.otf/,
  },
  {
    why: "a folder with somebody's audio",
    args: () => {
      mkdirSync(path.join(dir, "holiday/audio"), { recursive: true });
      given("holiday/audio/waves.wav", "beach");
      return ["build", fixture("waltz/score.musicxml"), "--out", "holiday"];
    },
    code: "OUTPUT_FOREIGN",
    says: /holiday/,
  },
  {
    why: "a file where the folder should be",
    args: () => ["build", fixture("waltz/score.musicxml"), "--out", given("taken", "x")],
    code: "OUTPUT_UNWRITABLE",
    says: /taken/,
  },
  {
    why: "a folder without a job",
    args: () => {
      mkdirSync(path.join(dir, "pages.musicxml"), { recursive: true });
      return ["build", "pages.musicxml"];
    },
    code: "FILE_NOT_FOUND",
    says: /folder.*no job\.json.*pages\.musicxml/,
  },
  {
    why: "a job that is no JSON",
    args: () => ["build", given("job.json", "{ musicxml_path: score.musicxml }")],
    code: "JOB_INVALID",
    says: /job\.json/,
  },
  {
    why: "a job whose score is missing",
    args: () => {
      const job = { job_id: "a", source_type: "score", artist: "", album: "", title: "" };
      return ["build", given("lost.json", JSON.stringify({ ...job, musicxml_path: "lost.musicxml" }))];
    },
    code: "FILE_NOT_FOUND",
    says: /lost\.musicxml/,
  },
  {
    why: "a pipeline that nobody knows",
    args: () => ["build", fixture("waltz/score.musicxml"), "--pipeline", "polish"],
    code: "OPTION_INVALID",
    says: /polish: use align, audio, build/,
  },
  {
    why: "a pipeline in a circle",
    args: () => {
      const stage = (name: string, other: string) =>
        `    - {name: ${name}, processor: read-score, after: [${other}]}`;
      const head = "pipeline:\n  name: mine\n  version: 1.0.0\n  stages:\n";
      const file = given("circle.yaml", `${head}${stage("a", "b")}\n${stage("b", "a")}\n`);
      return ["build", fixture("waltz/score.musicxml"), "--pipeline", file];
    },
    code: "PIPELINE_INVALID",
    says: /wait for each other in a circle: a → b → a.*circle\.yaml/,
  },
  {
    why: "a pipeline that writes nothing",
    args: () => {
      const text = "pipeline: {name: a, version: 1.0.0, stages: [{name: a, processor: read-score}]}";
      return ["build", fixture("waltz/score.musicxml"), "--pipeline", given("idle.yaml", text)];
    },
    code: "PIPELINE_INVALID",
    says: /writes nothing.*idle\.yaml/,
  },
  {
    why: "a pipeline whose stages lack what they need",
    args: () => {
      const text = "pipeline: {name: a, version: 1.0.0, stages: [{name: first, processor: registry}]}";
      return ["build", fixture("waltz/score.musicxml"), "--pipeline", given("needy.yaml", text)];
    },
    code: "PIPELINE_INVALID",
    says: /stage first/,
  },
  {
    why: "a note beyond the MIDI keys",
    args: () => {
      const high = scoreBytes().toString("utf8").replace("<octave>5<", "<octave>10<");
      return ["build", given("high.musicxml", high)];
    },
    code: "SCORE_VALUE_INVALID",
    says: /sounds as MIDI key 1\d\d, .*high\.musicxml, line \d+.*measure 5/,
  },
  { why: "nothing to inspect", args: () => ["inspect", "."], code: "RESULT_NOT_FOUND", says: /registry/ },
];

describe("bad input", () => {
  it.each(cases)("$why: $code in one line, and nothing is left behind", async ({ args, code, says }) => {
    const words = args();
    const before = readdirSync(dir, { recursive: true }).sort();
    const { status, stderr, stdout } = await runHere(words, { cwd: dir });
    const faultLines = stderr.split("\n").filter((line) => /\[[A-Z_]+\]$/.test(line));
    expect(faultLines, stderr).toHaveLength(1);
    expect(faultLines[0]).toMatch(says);
    expect(faultLines[0].endsWith(`[${code}]`), faultLines[0]).toBe(true);
    expect(faultLines[0]).toContain(FAULTS[code].hint);
    expect(status).toBe(FAULTS[code].exit);
    expect(stdout).toBe("");
    expect(readdirSync(dir, { recursive: true }).sort()).toEqual(before);
  });

  it.each([[["build"]], [["polish"]], [["build", "x.xml", "--polish"]]])(
    "%j is wrong usage: exit 2",
    async (words) => {
      expect((await runHere(words, { cwd: dir })).status).toBe(2);
    },
  );
});

describe("help", () => {
  it.each(["build", "align", "inspect", "demo", "doctor"])("%s explains itself", async (command) => {
    const { status, stdout } = await runHere([command, "--help"], { cwd: dir });
    expect(status).toBe(0);
    expect(stdout).toContain(`leitmotion ${command}`);
  });

  it("the README lists every fault with its hint and exit code", () => {
    const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");
    for (const [code, { exit, hint }] of Object.entries(FAULTS)) {
      expect(readme, code).toContain(`| \`${code}\` | ${exit} | ${hint.replaceAll("|", "\\|")} |`);
    }
    const listed = [...readme.matchAll(/^\| `([A-Z_]+)` \| \d+ \|/gm)].map((match) => match[1]);
    expect(listed).toEqual(Object.keys(FAULTS));
  });

  it("doctor finds what a build needs", async () => {
    const { status, stdout } = await runHere(["doctor"], { cwd: dir });
    expect(stdout).not.toContain("missing");
    expect(status).toBe(0);
    expect(existsSync(path.join(ROOT, "dist/bank/leitmotion.sf2"))).toBe(true);
  });
});
