import { describe, expect, it } from "vitest";
import { readMusicFont } from "../../../src/formats/font/outlineFont.js";
import { tinyFont } from "./tinyFont.js";

const head = { codePoint: 0xe0a4, advance: 300, box: [0, -125, 295, 125] } as const;
const sound = tinyFont({ family: "Tiny Font", glyphs: [head] });

/** A WOFF header that promises `unpacked` bytes in one table. */
function woffOf(unpacked: number): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("wOFF"));
  view.setUint16(12, 1);
  view.setUint32(44 + 12, unpacked);
  return bytes;
}

describe("readMusicFont", () => {
  it("tells a SMuFL font by its black head, and knows its names", async () => {
    const [font] = await readMusicFont(sound, "tiny.ttf");
    expect(font).toMatchObject({ names: ["tinyfont", "tinyfont", "tinyfont"], music: { layout: "smufl" } });
    expect(font.glyph(0xe0a4)).toMatchObject({ advanceEm: 0.3, boxEm: [0, -0.125, 0.295, 0.125] });
    expect(font.glyph(0x41)).toBeNull();
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["text", new TextEncoder().encode("this is no font at all, only some words")],
    ["the first half of a font", sound.subarray(0, sound.length >> 1)],
    ["WOFF2", new TextEncoder().encode("wOF2 and then something")],
    ["a WOFF that unpacks to gigabytes", woffOf(3_000_000_000)],
    ["a WOFF with nothing behind its header", woffOf(1000)],
  ])("refuses %s with one clear fault", async (_, bytes) => {
    await expect(readMusicFont(bytes, "mine.otf")).rejects.toMatchObject({
      code: "FONT_INVALID",
      place: { file: "mine.otf" },
    });
  });

  it("never throws anything but that fault, whatever byte is wrong", async () => {
    for (let at = 0; at < sound.length; at += 3) {
      const damaged = sound.slice();
      damaged[at] ^= 0xff;
      try {
        for (const font of await readMusicFont(damaged, "mine.otf")) font.glyph(0xe0a4);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: "FONT_INVALID" });
      }
    }
  });
});
