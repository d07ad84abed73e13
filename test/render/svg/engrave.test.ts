import { execFileSync } from "node:child_process";
import { describe, expect, it, vi } from "vitest";
import { cutPages } from "../../../src/render/svg/cutPages.js";
import { engrave, verovioVersion } from "../../../src/render/svg/engrave.js";
import { svgIdOf } from "../../../src/render/svg/svgIds.js";
import { countNotes, STUDY, STUDY_NOTES, studyId, withNoteIds } from "./study.js";

describe("engrave", () => {
  it("repeats the IDs of all notes in its SVG", async () => {
    expect(countNotes(STUDY)).toBe(STUDY_NOTES);
    const { pages, engraver } = await engrave({ musicXml: withNoteIds(STUDY), layout: "page" });
    expect(engraver).toMatch(/^Verovio 6\.3\.0/);
    for (let index = 0; index < STUDY_NOTES; index++) {
      expect(pages[0].svg.split(`id="${svgIdOf(studyId(index))}"`)).toHaveLength(2);
    }
  });

  it("brings the outlines of music characters in texts", async () => {
    const { textGlyphs } = await engrave({ musicXml: withNoteIds(STUDY), layout: "page" });
    expect(Object.keys(textGlyphs)).toEqual(expect.arrayContaining(["E522", "ECA5"])); // forte, metronome quarter
    for (const path of Object.values(textGlyphs)) expect(path).toMatch(/^M[\d\s.-]+[a-zA-Z]/);
  });

  it("draws one system in the layout scroll, however long", async () => {
    const measures = Array.from(
      { length: 60 },
      (_, i) =>
        `<measure number="${i + 1}">${i === 0 ? "<attributes><divisions>1</divisions></attributes>" : ""}` +
        "<note><pitch><step>C</step><octave>5</octave></pitch><duration>4</duration><voice>1</voice><type>whole</type></note>" +
        "</measure>",
    );
    const musicXml = withNoteIds(
      '<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Flute</part-name></score-part></part-list>' +
        `<part id="P1">${measures.join("")}</part></score-partwise>`,
    );
    const cut = {
      parts: [{ partId: "P1", staffCount: 1 }],
      notes: measures.map((_, i) => ({ noteheadId: studyId(i), partId: "P1" })),
    };
    const scroll = cutPages(await engrave({ musicXml, layout: "scroll" }), cut);
    expect(scroll.pages).toHaveLength(1);
    expect(scroll.pages[0]).toMatchObject({ systems: 1 });
    expect(scroll.pages[0].width).toBeGreaterThan(2100);
    const xs = scroll.notes.map((note) => note.x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    const page = cutPages(await engrave({ musicXml, layout: "page" }), cut);
    expect(page.pages[0]).toMatchObject({ width: 2100, height: 2970 });
    expect(page.pages[0].systems).toBeGreaterThan(1);
  });

  it.each([
    ["nothing", ""],
    ["no XML", "garbage"],
    ["another root", "<a/>"],
    ["a score cut off in the middle", STUDY.slice(0, STUDY.length / 2)],
    ["a score cut off before its last tag", STUDY.slice(0, STUDY.lastIndexOf("</score-partwise>"))],
    ["a time-wise score", "<score-timewise/>"],
  ])("refuses %s", async (_, musicXml) => {
    await expect(engrave({ musicXml, layout: "page" })).rejects.toMatchObject({ code: "ENGRAVING_FAILED" });
  });

  it("prints nothing, and hands over what the engraver says", async () => {
    const spies = [
      vi.spyOn(process.stdout, "write"),
      vi.spyOn(process.stderr, "write"),
      ...(["log", "info", "warn", "error", "debug"] as const).map((name) => vi.spyOn(console, name)),
    ];
    // A measure without attributes makes Verovio warn.
    const part =
      '<part id="P1"><measure number="1"><note><rest/><duration>4</duration></note></measure></part>';
    const list = '<part-list><score-part id="P1"><part-name/></score-part></part-list>';
    const { warnings } = await engrave({
      musicXml: `<score-partwise>${list}${part}</score-partwise>`,
      layout: "page",
    });
    const calls = spies.map((spy) => spy.mock.calls.length);
    for (const spy of spies) spy.mockRestore();
    expect(calls).toEqual(calls.map(() => 0));
    expect(warnings).toEqual([expect.stringMatching(/^MusicXML import: .*'attributes'/)]);
  });

  it("knows its version", async () => {
    const installed = execFileSync(process.execPath, [
      "-p",
      "require('./node_modules/verovio/package.json').version",
    ]);
    expect(await verovioVersion()).toContain(installed.toString().trim());
  });
});
