/** Small files that ask for much: each is refused, or read, in bounded time. */
import { strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { alignAlong } from "../../src/align/alignScore.js";
import { LeitmotionError } from "../../src/core/error.js";
import { readMidi } from "../../src/formats/midi/readMidi.js";
import { readMusicXml } from "../../src/formats/musicxml/readMusicXml.js";
import { performScore } from "../../src/score/performScore.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { END, file, header, meta, on, tempo, track } from "../formats/midi/midiFile.js";
import { chordNote, divisions, note, partWise } from "../formats/musicxml/scoreText.js";
import { packMxl } from "./fuzzInputs.js";
import { within } from "./runChain.js";

const read = (xml: string) => readMusicXml(strToU8(xml), { fileName: "bomb.musicxml" });
const unfold = (measures: string[]) =>
  unfoldScore(read(partWise([divisions(1), ...measures])), { repeats: "written" });
const perform = (measures: string[]) => performScore(unfold(measures));
const play = (bytes: Uint8Array) => readMidi(bytes, { fileName: "bomb.mid" });

const forward = '<barline location="left"><repeat direction="forward"/></barline>';
const backward = (times: number) => `<barline><repeat direction="backward" times="${times}"/></barline>`;
const tied = (text: string, type: string) => text.replace("</note>", `<tie type="${type}"/></note>`);
const trilled = (duration: number, voice: number) =>
  note("C4", duration, `<voice>${voice}</voice><notations><ornaments><trill-mark/></ornaments></notations>`);
const chord = (size: number) => note("C4", 1) + chordNote("C4", 1).repeat(size - 1);

/** The archive with the unpacked size of its last entry, as the directory gives it, changed. */
function withClaim(archive: Uint8Array, sizeByte: number): Uint8Array {
  const lying = archive.slice();
  const directory = Buffer.from(lying).lastIndexOf(Buffer.from("PK\u0001\u0002", "latin1"));
  new DataView(lying.buffer).setUint32(directory + 24, sizeByte, true);
  return lying;
}

/** A track of one event many times; built flat, as spreading a million arrays is not quick. */
function manyTimes(event: readonly number[], count: number): Uint8Array {
  const body = Buffer.concat([Buffer.alloc(event.length * count, Uint8Array.from(event)), Buffer.from(END)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Uint8Array.from(Buffer.concat([file(header(0, 1, 480)), Buffer.from("MTrk"), length, body]));
}

describe("a bomb is refused by its limit", () => {
  it.each([
    {
      why: "an archive that claims two gigabytes",
      limit: "unpackedByte",
      run: () => readMusicXml(withClaim(packMxl(strToU8("<a/>")), 2 ** 31), { fileName: "bomb.mxl" }),
    },
    {
      why: "twenty thousand open elements",
      limit: "xmlDepth",
      run: () => read("<score-partwise>".repeat(20_000)),
    },
    {
      why: "a million passes",
      limit: "unfoldedMeasure",
      run: () => unfold([forward + note("C4", 1) + backward(1e6)]),
    },
    {
      why: "a million passes of nothing",
      limit: "unfoldedMeasure",
      run: () => unfold([forward + backward(1e6), note("C4", 1)]),
    },
    {
      why: "thirty nested repeats",
      limit: "unfoldedMeasure",
      run: () =>
        unfold([...Array(30).fill(forward + note("C4", 1)), ...Array(30).fill(note("C4", 1) + backward(9))]),
    },
    {
      why: "a da capo and a repeat in each of five thousand measures",
      limit: "unfoldedMeasure",
      run: () => unfold(Array(5000).fill(`${note("C4", 1)}<sound dacapo="yes"/>${backward(2)}`)),
    },
    { why: "a note of fifteen thousand years", limit: "durationSec", run: () => perform([note("C4", 1e12)]) },
    {
      why: "six hours of trills in two hundred voices",
      limit: "note",
      run: () =>
        perform([
          Array.from({ length: 200 }, (_, v) => trilled(43_000, v)).join(
            "<backup><duration>43000</duration></backup>",
          ),
        ]),
    },
    {
      why: "the longest delta at the slowest tempo",
      limit: "durationSec",
      run: () => play(file(header(0, 1, 1), track(tempo(0, 2 ** 24 - 1), on(0, 60), on(2 ** 28 - 1, 60, 0)))),
    },
    { why: "a million notes on one tick", limit: "note", run: () => play(manyTimes(on(0, 60), 1_000_000)) },
  ])("$why: $limit", ({ limit, run }) => {
    let fault: unknown;
    try {
      within<unknown>(run);
    } catch (thrown) {
      fault = thrown;
    }
    expect(fault).toBeInstanceOf(LeitmotionError);
    expect(fault).toMatchObject({
      code: "LIMIT_EXCEEDED",
      what: expect.stringContaining(`limit ${limit} =`),
    });
  });
});

describe("what is odd but bounded is read", () => {
  it("a million tempo changes on one tick", () => {
    const { tempoMap } = within(() => play(manyTimes(meta(0, 0x51, [7, 0xa1, 0x20]), 1_000_000)));
    expect(tempoMap.segments).toHaveLength(1);
  });

  it("three thousand notes tied to three thousand, all in unison", () => {
    const { sounding } = within(() => unfold([tied(chord(3000), "start"), tied(chord(3000), "stop")]));
    expect(sounding.length).toBeLessThanOrEqual(6000);
  });

  it("a score and a take of a thousand equal notes within a second", () => {
    const score = unfold(Array(250).fill(note("C4", 1).repeat(4)));
    const take = play(manyTimes(on(1, 60), 1000));
    expect(within(() => alignAlong(score, take)).links.length).toBeGreaterThan(0);
  });
});
