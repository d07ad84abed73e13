import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import { DEFAULT_LIMITS } from "../../../src/core/limits.js";
import { readWav } from "../../../src/formats/wav/readWav.js";
import { wavByteCount, writeWav } from "../../../src/formats/wav/writeWav.js";

const le = (value: number, byteCount: number) =>
  Array.from({ length: byteCount }, (_, k) => (value >>> (8 * k)) & 255);
const tag = (text: string) => [...Buffer.from(text, "latin1")];

interface Made {
  format?: number;
  channels?: number;
  rate?: number;
  bits?: number;
  block?: number;
  data?: number[];
  before?: number[];
  extra?: number[];
}

/** A WAV file put together by hand. */
function wav({
  format = 1,
  channels = 1,
  rate = 8000,
  bits = 16,
  block,
  data = [],
  before = [],
  extra = [],
}: Made) {
  const blockByte = block ?? (channels * bits) / 8;
  const fmt = [
    ...le(format, 2),
    ...le(channels, 2),
    ...le(rate, 4),
    ...le(rate * blockByte, 4),
    ...le(blockByte, 2),
    ...le(bits, 2),
    ...extra,
  ];
  const body = [
    ...tag("WAVE"),
    ...before,
    ...tag("fmt "),
    ...le(fmt.length, 4),
    ...fmt,
    ...tag("data"),
    ...le(data.length, 4),
    ...data,
  ];
  return Uint8Array.from([...tag("RIFF"), ...le(body.length, 4), ...body]);
}

const SUBTYPE_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

describe("writeWav", () => {
  it("writes 24-bit mono as plain PCM: the bytes worked out by hand, padded to an even length", () => {
    const samples = Float32Array.of(0.5, -1, 1);
    const fmt = [...le(1, 2), ...le(1, 2), ...le(48_000, 4), ...le(144_000, 4), ...le(3, 2), ...le(24, 2)];
    const data = [0, 0, 0x40, 0, 0, 0x80, 0xff, 0xff, 0x7f];
    const body = [...tag("WAVEfmt "), ...le(16, 4), ...fmt, ...tag("data"), ...le(9, 4), ...data, 0];
    expect([...writeWav([samples], { sampleRateHz: 48_000, bits: 24 })]).toEqual([
      ...tag("RIFF"),
      ...le(body.length, 4),
      ...body,
    ]);
  });

  it.each([
    { why: "a half goes away from zero", sample: 0.5 / 32_768, value: 1 },
    { why: "a negative half too", sample: -0.5 / 32_768, value: -1 },
    { why: "below a half goes to zero", sample: 0.49 / 32_768, value: 0 },
    { why: "full scale is the greatest value", sample: 1, value: 32_767 },
    { why: "more than full scale is clamped", sample: 7, value: 32_767 },
    { why: "less than minus full scale is clamped", sample: -7, value: -32_768 },
  ])("16 bits: $why", ({ sample, value }) => {
    const bytes = writeWav([Float32Array.of(sample)], { sampleRateHz: 8000, bits: 16 });
    expect(new DataView(bytes.buffer).getInt16(44, true)).toBe(value);
  });

  it("interleaves channels and writes more than two as extensible", () => {
    const channels = [1, 2, 3].map((k) => Float32Array.of(k / 32_768, (k + 10) / 32_768));
    const bytes = writeWav(channels, { sampleRateHz: 44_100, bits: 16 });
    const view = new DataView(bytes.buffer);
    expect(view.getUint16(20, true)).toBe(0xfffe);
    expect([...bytes.subarray(46, 60)]).toEqual(SUBTYPE_TAIL);
    expect(Array.from({ length: 6 }, (_, k) => view.getInt16(68 + 2 * k, true))).toEqual([
      1, 2, 3, 11, 12, 13,
    ]);
    expect(bytes.length).toBe(wavByteCount(3, 2, 16));
  });

  it("refuses what does not fit into 4 GiB before it asks for memory", () => {
    const big = { length: 2 ** 31 } as Float32Array;
    expect(() => writeWav([big], { sampleRateHz: 48_000, bits: 16 })).toThrow(
      expect.objectContaining({ code: "FILE_TOO_LARGE" }),
    );
  });

  it("refuses a sample that is no number, naming it", () => {
    expect(() => writeWav([Float32Array.of(0, Number.NaN)], { sampleRateHz: 8000, bits: 24 })).toThrow(
      "Sample 1",
    );
  });

  it("refuses channels of different lengths", () => {
    const channels = [new Float32Array(2), new Float32Array(3)];
    expect(() => writeWav(channels, { sampleRateHz: 8000, bits: 24 })).toThrow("differ in length");
  });
});

describe("round trip", () => {
  it.each([16, 24, 32] as const)("%i bits: every sample comes back within half a step", (bits) => {
    const sample = fc.float({ min: -1, max: Math.fround(1 - 2 ** -15), noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(sample, sample), { maxLength: 50 }), (frames) => {
        const channels = [0, 1].map((k) => Float32Array.from(frames, (frame) => frame[k]));
        const back = readWav(writeWav(channels, { sampleRateHz: 48_000, bits }));
        expect([back.bits, back.sampleRateHz, back.encoding]).toEqual([bits, 48_000, "pcm"]);
        back.channels.forEach((samples, k) => {
          expect(samples).toHaveLength(frames.length);
          samples.forEach((value, i) => {
            expect(Math.abs(value - channels[k][i])).toBeLessThanOrEqual(0.5 / 2 ** (bits - 1) + 2 ** -25);
          });
        });
      }),
      { seed: 11 },
    );
  });

  it.each([16, 24] as const)("%i bits: what was read is written back byte for byte", (bits) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (noise) => {
        const data = [...noise.subarray(0, noise.length - (noise.length % (bits / 8)))];
        const bytes = wav({ bits, data: data.length % 2 === 0 ? data : data.slice(bits / 8) });
        const { channels } = readWav(bytes);
        expect(writeWav(channels, { sampleRateHz: 8000, bits })).toEqual(bytes);
      }),
      { seed: 13 },
    );
  });
});

describe("readWav", () => {
  const float32 = [...new Uint8Array(Float32Array.of(0.25, -1.5).buffer)];
  const float64 = [...new Uint8Array(Float64Array.of(0.25, -1.5).buffer)];
  const extensible = (subtype: number, valid: number) => [
    ...le(22, 2),
    ...le(valid, 2),
    ...le(0, 4),
    ...le(subtype, 2),
    ...SUBTYPE_TAIL,
  ];

  it.each([
    { why: "8 bits are unsigned", made: { bits: 8, data: [0, 128, 192] }, samples: [-1, 0, 0.5] },
    { why: "16 bits", made: { data: [0, 0x80, 0, 0x40] }, samples: [-1, 0.5] },
    {
      why: "24 bits",
      made: { bits: 24, data: [0, 0, 0x80, 1, 0, 0, 0xff, 0xff, 0xff] },
      samples: [-1, 2 ** -23, -(2 ** -23)],
    },
    { why: "32 bits", made: { bits: 32, data: [0, 0, 0, 0x80, 0, 0, 0, 0x40] }, samples: [-1, 0.5] },
    { why: "float 32, over full scale", made: { format: 3, bits: 32, data: float32 }, samples: [0.25, -1.5] },
    { why: "float 64", made: { format: 3, bits: 64, data: float64 }, samples: [0.25, -1.5] },
    {
      why: "12 valid bits in 16",
      made: { format: 0xfffe, extra: extensible(1, 12), data: [0, 0x40] },
      samples: [0.5],
    },
    {
      why: "extensible float",
      made: { format: 0xfffe, bits: 32, extra: extensible(3, 32), data: float32 },
      samples: [0.25, -1.5],
    },
    {
      why: "an odd chunk before the format",
      made: { before: [...tag("junk"), ...le(3, 4), 1, 2, 3, 0], data: [0, 0x40] },
      samples: [0.5],
    },
    { why: "no samples", made: {}, samples: [] },
  ])("$why", ({ made, samples }) => {
    expect([...readWav(wav(made)).channels[0]]).toEqual(samples);
  });

  it("reads from a view into a larger buffer", () => {
    const bytes = wav({ data: [0, 0x40] });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect([...readWav(shifted.subarray(3)).channels[0]]).toEqual([0.5]);
  });

  const good = wav({ data: [1, 2, 3, 4] });
  it.each([
    { why: "an empty file", bytes: new Uint8Array(), says: "Not a WAV file" },
    { why: "another file", bytes: Uint8Array.from(tag("OggS and so on")), says: "Not a WAV file" },
    { why: "a cut file", bytes: good.slice(0, -1), says: 'Chunk "data" claims 4 bytes, 3 are left' },
    { why: "no data", bytes: good.slice(0, 36), says: "No audio data" },
    {
      why: "no format",
      bytes: Uint8Array.from([...tag("RIFF"), ...le(4, 4), ...tag("WAVE")]),
      says: "No format chunk",
    },
    {
      why: "data before format",
      bytes: Uint8Array.from([...tag("RIFF"), ...le(12, 4), ...tag("WAVEdata"), ...le(0, 4)]),
      says: "before its format",
    },
    { why: "0 Hz", bytes: wav({ rate: 0 }), says: "Sample rate of 0 Hz" },
    { why: "no channel", bytes: wav({ channels: 0 }), says: "0 channels" },
    { why: "65 535 channels", bytes: wav({ channels: 65_535, block: 2 }), says: "65535 channels" },
    { why: "255 bits", bytes: wav({ bits: 255, block: 32 }), says: "PCM of 256 bits" },
    { why: "a frame size that lies", bytes: wav({ block: 3 }), says: "Frames of 3 bytes" },
    {
      why: "half a frame at the end",
      bytes: wav({ channels: 2, data: [1, 2, 3, 4, 5, 6] }),
      says: "no whole number of frames",
    },
    { why: "ADPCM", bytes: wav({ format: 17, bits: 4, block: 256 }), says: "IMA ADPCM" },
    { why: "an unknown encoding", bytes: wav({ format: 999 }), says: "number 999" },
    {
      why: "a float that is none",
      bytes: wav({ format: 3, bits: 32, data: [0, 0, 0xc0, 0x7f] }),
      says: "Sample 0 is NaN",
    },
  ])("refuses $why", ({ bytes, says }) => {
    let fault: unknown;
    try {
      readWav(bytes, { fileName: "take.wav" });
    } catch (thrown) {
      fault = thrown;
    }
    expect(fault).toBeInstanceOf(LeitmotionError);
    expect(fault).toMatchObject({
      code: "WAV_MALFORMED",
      place: { file: "take.wav", byte: expect.any(Number) },
    });
    expect((fault as LeitmotionError).message).toContain(says);
  });

  it.each([
    { name: "fileByte", value: good.length },
    { name: "durationSec", value: 2 / 8000 },
  ] as const)("$name passes at the limit, not above", ({ name, value }) => {
    const read = (limit: number) => readWav(good, { limits: { ...DEFAULT_LIMITS, [name]: limit } });
    expect(read(value).channels[0]).toHaveLength(2);
    expect(read(value * 2).channels[0]).toHaveLength(2);
    expect(() => read(value * 0.99)).toThrow(expect.objectContaining({ code: "LIMIT_EXCEEDED" }));
  });
});

const KINDS = "../shared/data/wav-kinds";
const present = existsSync(KINDS);
if (!present) console.warn(`wav.test: files of other writers skipped, ${KINDS} is missing`);

describe.skipIf(!present)("files of other writers", () => {
  it.each(present ? readdirSync(KINDS).filter((name) => name.endsWith(".wav")) : [])("%s", (name) => {
    const bytes = readFileSync(`${KINDS}/${name}`);
    const refusal = /adpcm|ima22m/i.test(name)
      ? "IMA ADPCM"
      : /alaw/.test(name)
        ? "A-law"
        : /mulaw/.test(name)
          ? "µ-law"
          : /RIFX/.test(name)
            ? "RIFX"
            : null;
    if (refusal !== null) {
      expect(() => readWav(bytes, { fileName: name })).toThrow(refusal);
      return;
    }
    const { channels, sampleRateHz, bits } = readWav(bytes, { fileName: name });
    const namedRate = /(\d+)k?Hz/i.exec(name);
    const renamed = /16-bit-8kHz|9khz/.test(name); // one name says 9 kHz, its header 8 kHz
    if (namedRate && !renamed) expect(sampleRateHz).toBe(Number(namedRate[1]) * 1000);
    const namedBits = /^(\d+)-?bit/.exec(name);
    if (namedBits) expect(bits).toBe(8 * Math.ceil(Number(namedBits[1]) / 8));
    if (/mono/.test(name)) expect(channels).toHaveLength(1);
    const peak = channels.reduce(
      (most, samples) => samples.reduce((m, s) => Math.max(m, Math.abs(s)), most),
      0,
    );
    const silent = /reaper-(region|utf8cue)|1region|test-cue/.test(name); // made for their markers, all zeros
    expect(peak > 0.001).toBe(!silent);
    expect(peak).toBeLessThanOrEqual(1);
  });
});
