/** What a manifest keeps of a sound: levels are measured over all notes, also over those that were not rendered anew. */
import type { Extent, FeatureExtent, NoteFeatures } from "../../render/keyframes/noteFeatures.js";
import type { SoundFacts } from "../../schema/audio.js";

export function soundFacts({ sampleCount, extent }: NoteFeatures, analysisKey: string): SoundFacts {
  return {
    frameCount: sampleCount,
    analysisKey,
    peakDb: extent.peakDb,
    centroidHz: toPair(extent.centroidHz),
    crossingHz: toPair(extent.crossingHz),
    spreadHz: toPair(extent.spreadHz),
  };
}

/** The extent that the facts were made of, exactly. */
export function featureExtent(facts: SoundFacts): FeatureExtent {
  return {
    peakDb: facts.peakDb,
    centroidHz: toExtent(facts.centroidHz),
    crossingHz: toExtent(facts.crossingHz),
    spreadHz: toExtent(facts.spreadHz),
  };
}

type Pair = SoundFacts["centroidHz"];

/** JSON knows no infinity: where nothing was heard there is no pair. */
function toPair({ min, max }: Extent): Pair {
  return min <= max ? [min, max] : null;
}

function toExtent(pair: Pair): Extent {
  return pair
    ? { min: pair[0], max: pair[1] }
    : { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
}
