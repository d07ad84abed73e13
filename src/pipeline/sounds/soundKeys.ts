/** What makes the files of a sound, and what its levels depend on. */
import { formatFrameRate } from "../../core/frameRate.js";
import type { BuildOptions } from "../buildOptions.js";
import { artifactKey } from "../earlier/artifactKey.js";
import type { RunInputs } from "../runInputs.js";

/** Of the processor `audio`: raise it when the same sound would come out as other bytes. */
export const AUDIO_VERSION = "1.0.0";

export interface SoundKeys {
  readonly wav: string;
  readonly midi: string;
  /** Of what is heard in it, frame by frame. */
  readonly analysis: string;
}

/** Keys by sound key (`soundKey`), which holds the audio settings. A MIDI file does not depend on the bank. */
export function soundKeysOf(
  { frameRate, keyframeMode }: Pick<BuildOptions, "frameRate" | "keyframeMode">,
  { bank }: Pick<RunInputs, "bank">,
): (soundKey: string) => SoundKeys {
  const bankSha256 = bank?.sha256 ?? null;
  const key = (...inputs: unknown[]) => artifactKey("audio", AUDIO_VERSION, ...inputs);
  return (soundKey) => ({
    wav: key("wav", soundKey, bankSha256),
    midi: key("midi", soundKey),
    analysis: key("analysis", soundKey, bankSha256, formatFrameRate(frameRate), keyframeMode),
  });
}
