/** A TrueType font of rectangles, byte by byte, so that tests know what is in it. @source OpenType 1.9, chapters on each table */

export interface TinyGlyph {
  readonly codePoint: number;
  readonly advance: number;
  /** xMin, yMin, xMax, yMax in font units, y upwards; without width a blank. */
  readonly box: readonly [number, number, number, number];
}

export interface TinyFont {
  readonly family: string;
  readonly subfamily?: string;
  readonly unitsPerEm?: number;
  readonly glyphs: readonly TinyGlyph[];
}

const u16 = (...values: number[]) => values.flatMap((value) => [(value >> 8) & 255, value & 255]);
const u32 = (...values: number[]) => values.flatMap((value) => u16(value >>> 16, value & 65535));

/** Glyph 0 is empty; the others follow in ascending order of their code points. */
export function tinyFont({ family, subfamily = "Regular", unitsPerEm = 1000, glyphs }: TinyFont): Uint8Array {
  const sorted = [...glyphs].sort((a, b) => a.codePoint - b.codePoint);
  const outlines = sorted.map(rectangle);
  const ends = outlines.map((_, index) =>
    outlines.slice(0, index + 1).reduce((sum, bytes) => sum + bytes.length, 0),
  );
  return sfnt({
    cmap: cmap(sorted.map((glyph) => glyph.codePoint)),
    glyf: outlines.flat(),
    head: [
      ...u32(0x10000, 0x10000, 0, 0x5f0f3cf5),
      ...u16(0, unitsPerEm),
      ...u32(0, 0, 0, 0),
      ...u16(0, 0, 1000, 1000, 0, 8, 2, 1, 0),
    ],
    hhea: [...u32(0x10000), ...u16(800, -200, 0, 1000, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, sorted.length + 1)],
    hmtx: [...u16(500, 0), ...sorted.flatMap((glyph) => u16(glyph.advance, glyph.box[0]))],
    loca: u32(0, 0, ...ends),
    maxp: [...u32(0x10000), ...u16(sorted.length + 1, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
    name: nameTable({ 1: family, 2: subfamily, 4: family, 6: family.replaceAll(" ", "") }),
  });
}

function rectangle({ box: [x1, y1, x2, y2] }: TinyGlyph): number[] {
  if (x1 === x2) return [];
  const xs = u16(x1, 0, x2 - x1, 0);
  const ys = u16(y1, y2 - y1, 0, y1 - y2);
  return [...u16(1, x1, y1, x2, y2, 3, 0), 1, 1, 1, 1, ...xs, ...ys];
}

/** Format 4: one segment for each code point. */
function cmap(codePoints: readonly number[]): number[] {
  const codes = [...codePoints, 0xffff];
  const deltas = codes.map((code, index) => (code === 0xffff ? 1 : index + 1 - code));
  const count = codes.length;
  const body = u16(...codes, 0, ...codes, ...deltas, ...codes.map(() => 0));
  return [...u16(0, 1, 3, 1), ...u32(12), ...u16(4, 14 + body.length, 0, 2 * count, 0, 0, 0), ...body];
}

function nameTable(names: Readonly<Record<number, string>>): number[] {
  const entries = Object.entries(names);
  let offset = 0;
  const records = entries.flatMap(([id, text]) => {
    const record = u16(3, 1, 0x409, Number(id), 2 * text.length, offset);
    offset += 2 * text.length;
    return record;
  });
  const texts = entries.flatMap(([, text]) => [...text].flatMap((letter) => u16(letter.charCodeAt(0))));
  return [...u16(0, entries.length, 6 + records.length), ...records, ...texts];
}

function sfnt(tables: Readonly<Record<string, number[]>>): Uint8Array {
  const entries = Object.entries(tables);
  let offset = 12 + 16 * entries.length;
  const directory = entries.flatMap(([tag, bytes]) => {
    const entry = [...[...tag].map((letter) => letter.charCodeAt(0)), ...u32(0, offset, bytes.length)];
    offset += Math.ceil(bytes.length / 4) * 4;
    return entry;
  });
  const padded = entries.flatMap(([, bytes]) => [
    ...bytes,
    ...new Array<number>((4 - (bytes.length % 4)) % 4).fill(0),
  ]);
  return Uint8Array.from([...u32(0x10000), ...u16(entries.length, 0, 0, 0), ...directory, ...padded]);
}
