/** Mutations of a small sound bank, by seed: checked like `--soundfont`, then played. */
import { LeitmotionError } from "../../src/core/error.js";
import { assertSoundFont } from "../../src/render/audio/soundFont.js";
import { createSynth, renderSound } from "../../src/render/audio/synth.js";
import { oneKey } from "../render/audio/measures.js";
import { TINY, tinyBank } from "../render/audio/tinyBank.js";
import type { FuzzResult } from "./fuzzInputs.js";
import { mutateBytes } from "./mutateBytes.js";
import { within } from "./runChain.js";
import { Seeded } from "./seeded.js";

const bank = Uint8Array.from(new Uint8Array(tinyBank()));

/** Most of the file is samples; what can be wrong stands in the tables behind them. */
const TABLES_FROM = Buffer.from(bank).indexOf("pdta") - 12;

export function fuzzBank(seed: number): Uint8Array {
  const random = new Seeded(seed);
  if (random.next() < 0.2) return mutateBytes(bank, random);
  const tables = mutateBytes(bank.subarray(TABLES_FROM), random);
  return Uint8Array.from(Buffer.concat([bank.subarray(0, TABLES_FROM), tables]));
}

const SOUNDS = [TINY.held, TINY.plucked, TINY.narrow].map((program) => oneKey(program, 64));

/** A bank plays its notes with finite samples, or is refused; a note it does not play is refused by name. */
export async function fuzzBanks(firstSeed: number, count: number): Promise<FuzzResult> {
  const outcomes: Record<string, number> = {};
  const defects: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    try {
      const outcome = await playBank(fuzzBank(seed));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (thrown) {
      const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      defects.push(`bank ${seed}: ${stack.split("\n").slice(0, 5).join("\n")}`);
    }
  }
  return { outcomes, defects };
}

async function playBank(bytes: Uint8Array): Promise<string> {
  try {
    within(() => assertSoundFont(bytes));
    const synth = await within(() => createSynth(bytes.slice().buffer, { sampleRateHz: 48_000 }));
    for (const sound of SOUNDS) {
      const { channels } = within(() => renderSound(synth, sound, { noteChannels: 1 }));
      if (!channels[0].every(Number.isFinite)) throw new Error("A sample is no number");
    }
    return "done";
  } catch (thrown) {
    const codes = ["SOUNDFONT_INVALID", "NOTE_RENDER_FAILED"];
    if (thrown instanceof LeitmotionError && codes.includes(thrown.code)) return thrown.code;
    throw thrown;
  }
}
