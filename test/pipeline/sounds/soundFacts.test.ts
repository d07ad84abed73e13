/** What a manifest keeps of a sound gives back the extent it was made of, bit by bit. */
import { describe, expect, it } from "vitest";
import { featureExtent, soundFacts } from "../../../src/pipeline/sounds/soundFacts.js";
import { extractFeatures, type NoteFeatures } from "../../../src/render/keyframes/noteFeatures.js";
import { audioEntrySchema, type SoundFacts } from "../../../src/schema/audio.js";
import { fromDocument, toDocument } from "../../../src/schema/codec.js";

const RATE_HZ = 48_000;
const KEY = "0".repeat(32);
const analyse = (samples: Float32Array) => extractFeatures(samples, RATE_HZ, { num: 30, den: 1 }, "standard");
const noise = Float32Array.from({ length: RATE_HZ / 3 }, (_, i) => Math.sin(i * i * 1e-4) / 3);

/** Through the document's text and back. */
function stored(features: NoteFeatures): SoundFacts {
  const text = JSON.stringify(toDocument(soundFacts(features, KEY)));
  return fromDocument(audioEntrySchema.shape.sound.parse(JSON.parse(text))!);
}

describe("facts of a sound", () => {
  it.each([
    { what: "a sound that moves", samples: noise },
    { what: "silence, where nothing is heard", samples: new Float32Array(RATE_HZ / 10) },
    { what: "a single sample", samples: Float32Array.of(0.1) },
  ])("give back the extent of $what exactly", ({ samples }) => {
    const features = analyse(samples);
    expect(featureExtent(stored(features))).toEqual(features.extent);
    expect(stored(features).frameCount).toBe(samples.length);
  });

  it("hold no pair where nothing was heard, and the extent is the empty one again", () => {
    const features = analyse(new Float32Array(4800));
    expect(stored(features).centroidHz).toBeNull();
    expect(featureExtent(stored(features)).centroidHz).toEqual({
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
    });
  });
});
