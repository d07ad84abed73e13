import type { TimbreProgram } from "./timbreTable.js";

/** One voice of a note: the same sample detuned, placed and turned down. */
export interface VoicePlan {
  readonly cents: number;
  /** -500 (left) to 500 (right), the unit of the `pan` generator. */
  readonly pan: number;
  readonly gainDb: number;
}

/** How much of the memory a program gets and what is done to its sound beyond the table. */
export interface ProgramPlan {
  readonly attackSec: number;
  readonly loopSec: number;
  readonly maxRateHz: number;
  /** Whose samples it plays. */
  readonly samplesOf: number;
  readonly voices: readonly VoicePlan[];
  /** Cutoff at velocity 80 against the owner of the samples. */
  readonly brightnessOctaves: number;
  /** Tremolo by the volume LFO, [Hz, dB], beyond the table. */
  readonly tremolo?: readonly [number, number];
}

const ONE: readonly VoicePlan[] = [{ cents: 0, pan: 0, gainDb: 0 }];
const STRINGS_OF_A_PIANO: readonly VoicePlan[] = [
  { cents: 0, pan: -40, gainDb: 0 },
  { cents: 1, pan: 60, gainDb: -8 },
];
const HONKY_TONK: readonly VoicePlan[] = [
  { cents: -6, pan: -80, gainDb: 0 },
  { cents: 8, pan: 80, gainDb: -2 },
];
const SECTION: readonly VoicePlan[] = [
  { cents: -7, pan: -150, gainDb: -5 },
  { cents: 0, pan: 0, gainDb: 0 },
  { cents: 6, pan: 150, gainDb: -5 },
];
const WIDE: readonly VoicePlan[] = [
  { cents: -6, pan: -125, gainDb: 0 },
  { cents: 6, pan: 125, gainDb: 0 },
];

/** Programs that are played alone most: longer attacks, loops and higher rates. */
const LEAN = new Set([0, 4, 6, 11, 24, 25, 32, 40, 41, 42, 46, 48, 52, 56, 60, 65, 68, 71, 73, 19]);

/** Programs that are nearly the same sound in the measured banks share their samples. */
const SAME_SAMPLES: Readonly<Record<number, number>> = { 1: 0, 3: 0, 110: 40, 44: 48, 49: 48 };
const BRIGHTNESS: Readonly<Record<number, number>> = { 1: 0.4, 49: -0.3 };

/** Memory and voices of a program. */
export function planOf(program: TimbreProgram): ProgramPlan {
  const lean = LEAN.has(program.program);
  const held = program.kind === "sustain";
  return {
    attackSec: held ? (lean ? 0.2 : 0.1) : lean ? 0.36 : 0.17,
    loopSec: lean ? 0.07 : 0.04,
    maxRateHz: lean ? 32000 : 22050,
    samplesOf: SAME_SAMPLES[program.program] ?? program.program,
    voices: voicesOf(program),
    brightnessOctaves: BRIGHTNESS[program.program] ?? 0,
    ...(program.program === 44 ? { tremolo: [6.5, 2.5] as const } : {}),
  };
}

function voicesOf({ program, family }: TimbreProgram): readonly VoicePlan[] {
  if (program === 3) return HONKY_TONK;
  if (program < 3) return STRINGS_OF_A_PIANO;
  if ((program >= 48 && program <= 52) || program === 44 || program === 61) return SECTION;
  if (family === "pad") return WIDE;
  return ONE;
}
