/** What stages hand to each other in memory: one typed slot per thing. */
import type { Alignment } from "../../align/alignNotes.js";
import { LeitmotionError } from "../../core/error.js";
import type { Performance } from "../../core/performance.js";
import type { Score } from "../../core/score.js";
import type { ScoreClock } from "../../core/scoreClock.js";
import type { NoteMoves } from "../../registry/corrections/resolveMoves.js";
import type { AudioPart } from "../../render/audio/audioParts.js";
import type { NoteSound } from "../../render/audio/soundPlan.js";
import type { AudioManifest } from "../../schema/audio.js";
import type { NoteRecord, Registry } from "../../schema/registry.js";
import type { ScorePerformance } from "../../score/performScore.js";
import type { UnfoldedScore } from "../../score/unfoldedScore.js";
import type { PageFindings } from "../drawings/solveUserPages.js";
import type { EarlierRuns } from "../earlier/earlierRuns.js";
import type { LivingManifest } from "../output/livingManifest.js";
import type { RunInputs } from "../runInputs.js";
import type { RenderedSound } from "../sounds/renderedSound.js";

export interface Slots {
  /** Filled before the first stage: what goes in, and what earlier runs left. */
  inputs: RunInputs;
  earlier: EarlierRuns;
  scoreBytes: Uint8Array;
  score: Score;
  /** null when the job has no MIDI. */
  performance: Performance | null;
  unfolded: UnfoldedScore;
  /** null when the job has no MIDI. */
  alignment: Alignment | null;
  /** How the score performs itself; null when a MIDI does. */
  scorePerformance: ScorePerformance | null;
  clock: ScoreClock;
  /** Notes whose times are the user's. */
  moves: NoteMoves;
  piece: Registry["piece"];
  records: NoteRecord[];
  /** Index of the sounding note that a record begins, by universal ID. */
  soundingOf: ReadonlyMap<string, number>;
  /** What was found on the user's pages; null without any. */
  pageFindings: PageFindings | null;
  /** Universal IDs by `UnfoldedNote.index`. */
  noteIds: readonly string[];
  /** The whole bank file. */
  bank: SharedArrayBuffer;
  /** Every note that sounds, by start. */
  sounds: readonly NoteSound[];
  audioParts: readonly AudioPart[];
  audioManifest: LivingManifest<AudioManifest>;
  /** Rendered notes by universal ID. */
  rendered: ReadonlyMap<string, RenderedSound>;
}

export class Workbench {
  readonly #slots = new Map<keyof Slots, unknown>();

  put<K extends keyof Slots>(name: K, value: Slots[K]): void {
    this.#slots.set(name, value);
  }

  has(name: keyof Slots): boolean {
    return this.#slots.has(name);
  }

  /** @throws LeitmotionError PIPELINE_INVALID if no earlier stage has provided it */
  get<K extends keyof Slots>(name: K): Slots[K] {
    if (!this.#slots.has(name)) {
      throw new LeitmotionError("PIPELINE_INVALID", `No earlier stage provides "${name}"`);
    }
    return this.#slots.get(name) as Slots[K];
  }
}
