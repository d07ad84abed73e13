/** The measured timbres that ship in `data/timbres/timbres.json` (reduced by `bench/bank/reduceTable.js`). */
import { LeitmotionError } from "../../core/error.js";

/** One measured key of one program. Levels in dB, 0 the strongest partial at `ta`; times in seconds. */
export interface TimbreNote {
  readonly key: number;
  /** Partials are multiples of the key's frequency divided by this (sub-octave stops). Absent: 1. */
  readonly base?: number;
  /** Inharmonicity of a string: f_k = k f0 sqrt(1 + B k^2). */
  readonly B?: number;
  /** Highest momentary loudness at velocity 80. */
  readonly lufs: number;
  /** Spectral centroid in Hz in the four windows `cent_windows_s`. */
  readonly cent: readonly number[];
  /** From 10 to 90 % of the highest level, ms. */
  readonly attack: number;
  /** Level at `env_s` against the peak. */
  readonly env: readonly number[];
  /** Seconds until 60 dB down while held. */
  readonly len60: number;
  /** Seconds for 20 dB after key-off. */
  readonly rel20: number | null;
  /** Time of `pa`, seconds. */
  readonly ta: number;
  /** Partial levels at `ta`, at 0.3 s and at 1 s; -99 is silence. */
  readonly pa: readonly number[];
  readonly pb: readonly number[];
  readonly pc: readonly number[];
  /** Mean level of one partial above the 40th, per third of an octave from 40.5 f0, at the same three times. */
  readonly hi?: readonly (readonly number[])[];
  /** Per group of partials: peak, its time, early slope, late slope, time to -6 dB of the peak, shimmer. */
  readonly dec: readonly (readonly number[] | null)[];
  /** Slope of each of the first 16 partials, dB/s. */
  readonly pdec?: readonly (number | null)[];
  /** Bells, mallets, drums: [ratio to the key's frequency, dB, slope in dB/s]. */
  readonly modes?: readonly (readonly number[])[];
  /** Sustained noise against the whole, and the same per noise band. */
  readonly ntr: number;
  readonly nb: readonly (number | null)[];
  /** Vibrato [Hz, cents] and tremolo [Hz, dB] as amplitudes. */
  readonly vib?: readonly number[];
  readonly trem?: readonly number[];
  /** Pitch in the attack against the later one, cents at `chirp_s`. */
  readonly chirp?: readonly (number | null)[];
  /** Left against right, side against middle. */
  readonly st: readonly number[];
  /** Coarse spectrogram: 10 `bands_hz` x 8 `grid_s`, dB against the peak of the envelope. */
  readonly grid: readonly (readonly number[])[];
}

export interface TimbreProgram {
  readonly program: number;
  readonly name: string;
  readonly family: string;
  readonly kind: "decay" | "sustain";
  readonly source: "fluid" | "musescore";
  /** Change of the spectral centroid from velocity 40 to 120, octaves. */
  readonly octaves: number;
  readonly notes: readonly TimbreNote[];
}

export interface DrumTimbre {
  readonly key: number;
  readonly name: string;
  readonly lufs: number;
  readonly cent: readonly number[];
  readonly attack: number;
  readonly len60: number;
  /** Share of the energy in narrow peaks, 0 to 1. */
  readonly tonal: number;
  readonly grid: readonly (readonly number[])[];
  /** [Hz, dB, slope in dB/s]. */
  readonly modes: readonly (readonly number[])[];
  /** Hz of the lowest strong mode at `glide_s`. */
  readonly glide?: readonly number[];
  readonly st: readonly number[];
}

export interface TimbreTable {
  readonly format: string;
  readonly credit: string;
  readonly bands_hz: readonly number[];
  readonly grid_s: readonly number[];
  readonly env_s: readonly number[];
  readonly perc_grid_s: readonly number[];
  readonly noise_bands_hz: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly chirp_s: readonly number[];
  readonly glide_s: readonly number[];
  readonly programs: readonly TimbreProgram[];
  readonly percussion: readonly DrumTimbre[];
}

/**
 * Read the timbre table from its JSON text.
 *
 * @param text  contents of `data/timbres/timbres.json`
 * @throws      LeitmotionError INTERNAL if it is not the table this program ships
 */
export function parseTimbreTable(text: string): TimbreTable {
  const table = JSON.parse(text) as TimbreTable;
  const complete =
    table.format === "leitmotion.timbres.v1" &&
    table.programs?.length === 128 &&
    table.percussion?.length === 47;
  if (!complete) {
    throw new LeitmotionError(
      "INTERNAL",
      "The timbre table is not leitmotion.timbres.v1 with 128 programs and 47 drums",
    );
  }
  return table;
}
