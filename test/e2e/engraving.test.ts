/** What a run says about its engraving: heads that the score leaves out, and the engraver's own complaints. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ROOT, readJson, temporaryFolder } from "./cli.js";
import { runHere } from "./runHere.js";

const dir = temporaryFolder();

interface Run {
  pages: { heads_expected: number; heads_found: number }[];
  warnings: { source: string; code: string; message: string }[];
}
interface Symbolic {
  entries: { pitch: string; place: object | null; svg: { status: string } }[];
}

/** The symbolic pipeline on a score, as one file. */
async function engraved(xml: string, name: string): Promise<{ run: Run; symbolic: Symbolic }> {
  writeFileSync(path.join(dir, `${name}.musicxml`), xml);
  const done = await runHere(["build", `${name}.musicxml`, "--pipeline", "symbolic", "--out", name], {
    cwd: dir,
  });
  expect(done.stderr + done.stdout).toContain("Done");
  const out = path.join(dir, name);
  return {
    run: readJson<Run>(out, "manifests/run.json"),
    symbolic: readJson<Symbolic>(out, "manifests/symbolic.json"),
  };
}

function onePart(notes: readonly string[]): string {
  const attributes =
    "<attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef></attributes>";
  return `<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Solo</part-name></score-part></part-list><part id="P1"><measure number="1">${attributes}${notes.join("")}</measure></part></score-partwise>`;
}

const quarter = (step: string, more = "") =>
  `<note><pitch><step>${step}</step><octave>5</octave></pitch><duration>1</duration><voice>1</voice><type>quarter</type>${more}</note>`;

it("a head that the score leaves out is skipped, and not missed", async () => {
  const { run, symbolic } = await engraved(
    onePart([quarter("C"), quarter("D", "<notehead>none</notehead>"), quarter("E"), quarter("F")]),
    "headless",
  );
  expect(run.pages).toMatchObject([{ heads_expected: 3, heads_found: 3 }]);
  expect(symbolic.entries.map(({ svg, place }) => [svg.status, place !== null])).toEqual([
    ["done", true],
    ["skipped", false],
    ["done", true],
    ["done", true],
  ]);
  expect(run.warnings).toEqual([]);
});

it("what the engraver complains about is in run.json, alike lines as one", async () => {
  const slur = (number: number) => `<notations><slur type="stop" number="${number}"/></notations>`;
  const { run } = await engraved(
    onePart(["C", "D", "E", "F"].map((step, k) => quarter(step, slur(k + 1)))),
    "slurs",
  );
  const said = run.warnings.filter(({ code }) => code === "ENGRAVER");
  expect(said).toHaveLength(1);
  expect(said[0]).toMatchObject({
    source: "symbolic",
    message: expect.stringMatching(/slur.*3 more such lines/),
  });
});

it("each staff of a score for transposing instruments has its own key signature", async () => {
  const xml = readFileSync(path.join(ROOT, "fixtures/transposing/score.musicxml"), "utf8");
  const { run } = await engraved(xml, "transposing");
  expect(run.pages).toMatchObject([{ heads_expected: 26, heads_found: 26 }]);
  expect(run.warnings).toEqual([]);
});
