/** A key changes with what decides the file, and with nothing else. */
import { describe, expect, it } from "vitest";
import { type SoundKeys, soundKeysOf } from "../../../src/pipeline/sounds/soundKeys.js";

const base = {
  frameRate: { num: 30, den: 1 },
  keyframeMode: "standard" as "standard" | "fast",
  bank: "a".repeat(64),
  soundKey: "1".repeat(32),
};

function keysOf(changed: Partial<typeof base> = {}): SoundKeys {
  const { bank, soundKey, ...options } = { ...base, ...changed };
  const shared = new SharedArrayBuffer(0);
  return soundKeysOf(options, { bank: { name: "bank", sha256: bank, shared } })(soundKey);
}

describe("the keys of a sound", () => {
  it.each([
    { change: "nothing", changed: {}, made: [] },
    { change: "the frame rate", changed: { frameRate: { num: 25, den: 1 } }, made: ["analysis"] },
    { change: "the keyframe mode", changed: { keyframeMode: "fast" as const }, made: ["analysis"] },
    { change: "the bank", changed: { bank: "b".repeat(64) }, made: ["wav", "analysis"] },
    { change: "the sound", changed: { soundKey: "2".repeat(32) }, made: ["wav", "midi", "analysis"] },
  ])("when $change differs: anew $made", ({ changed, made }) => {
    const [was, is] = [keysOf(), keysOf(changed)];
    const differing = (Object.keys(was) as (keyof SoundKeys)[]).filter((name) => was[name] !== is[name]);
    expect(differing).toEqual(made);
  });

  it("are 32 hex digits, and differ from one another: no WAV is taken for a MIDI file", () => {
    const keys = Object.values(keysOf());
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys).size).toBe(3);
  });
});
