import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import { assertSoundFont } from "../../../src/render/audio/soundFont.js";
import { tinyBank } from "./tinyBank.js";

const good = new Uint8Array(tinyBank()).slice();
const find = (tag: string) => Buffer.from(good).indexOf(tag, 0, "latin1");
const changed = (at: number, ...bytes: number[]) => {
  const copy = good.slice();
  copy.set(bytes, at);
  return copy;
};
const refusal = (bytes: Uint8Array): string => {
  try {
    assertSoundFont(bytes);
    return "accepted";
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(LeitmotionError);
    expect((thrown as LeitmotionError).code).toBe("SOUNDFONT_INVALID");
    return (thrown as LeitmotionError).message;
  }
};

describe("a SoundFont", () => {
  it("that is whole is accepted", () => {
    expect(refusal(good)).toBe("accepted");
  });

  it.each([
    { why: "an empty file", bytes: new Uint8Array(), says: /does not begin with RIFF/ },
    {
      why: "a text",
      bytes: new TextEncoder().encode("Lorem ipsum dolor sit amet"),
      says: /does not begin with RIFF/,
    },
    { why: "a WAV file", bytes: changed(8, ...Buffer.from("WAVE")), says: /kind "WAVE"/ },
    { why: "a file cut short", bytes: good.slice(0, good.length - 100), says: /Chunk "RIFF" claims/ },
    {
      why: "a chunk longer than its list",
      bytes: changed(find("smpl") + 4, 0xff, 0xff, 0xff, 0x7f),
      says: /Chunk "smpl" claims/,
    },
    {
      why: "a missing table",
      bytes: changed(find("shdr"), ...Buffer.from("xxxx")),
      says: /Table "shdr" is missing/,
    },
    { why: "a table of half records", bytes: changed(find("pbag") + 4, 5), says: /pbag|claims|records/ },
    {
      why: "a preset that points nowhere",
      bytes: changed(find("phdr") + 8 + 24, 0xff, 0xff),
      says: /"phdr" points at 65535/,
    },
    {
      why: "a sample beyond the data",
      bytes: changed(find("shdr") + 8 + 24, 0xff, 0xff, 0xff, 0x7f),
      says: /Sample 0 lies at/,
    },
  ])("is refused for $why", ({ bytes, says }) => {
    expect(refusal(bytes)).toMatch(says);
  });

  it("damaged anywhere is accepted or refused by name, and nothing else happens", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.nat(good.length),
        (changes, cut) => {
          const bytes = good.slice(0, cut % 3 === 0 ? cut : undefined);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          refusal(bytes);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it("in DLS form needs its collection chunks", () => {
    const chunk = (tag: string, content: Buffer) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(content.length);
      return Buffer.concat([Buffer.from(tag), size, content]);
    };
    const list = (kind: string) => chunk("LIST", Buffer.from(kind));
    const whole = [
      chunk("colh", Buffer.alloc(4)),
      list("lins"),
      chunk("ptbl", Buffer.alloc(8)),
      list("wvpl"),
    ];
    const file = (parts: Buffer[]) =>
      new Uint8Array(chunk("RIFF", Buffer.concat([Buffer.from("DLS "), ...parts])));
    expect(refusal(file(whole))).toBe("accepted");
    expect(refusal(file(whole.slice(1)))).toMatch(/"colh" is missing/);
  });
});
