/** Features of sounds whose files are there already: rendered again to be listened to, and not written. */
import type { Piscina } from "piscina";
import type { Sound } from "../../render/audio/sound.js";
import type { NoteFeatures } from "../../render/keyframes/noteFeatures.js";
import type { StageContext } from "../engine/processor.js";
import { callWorker } from "../workers/askWorker.js";
import { openAudioPool } from "./audioPool.js";
import { faultOf, isFault, type RenderResult, type RenderTask, type SoundToRender } from "./audioTask.js";

export class SoundListener {
  #pool: Piscina | null = null;
  #sounds: ReadonlyMap<string, Sound> | null = null;

  constructor(private readonly context: StageContext) {}

  /**
   * Features of notes, by sound key: those that this run has rendered, or else rendered again. Threads start with the
   * first sound that is not at hand.
   *
   * @throws LeitmotionError as the renderer threw it; WORKER_DIED, INTERRUPTED
   */
  async featuresOf(universalIds: readonly string[]): Promise<ReadonlyMap<string, NoteFeatures>> {
    const rendered = this.context.bench.get("rendered");
    const features = new Map<string, NoteFeatures>();
    const missing = new Map<string, string>();
    for (const id of universalIds) {
      const sound = rendered.get(id)!;
      if (sound.features) features.set(sound.key, sound.features);
      else missing.set(sound.key, id);
    }
    for (const outcome of await this.#listen([...missing.values()])) {
      if (isFault(outcome)) throw faultOf(outcome);
      features.set(outcome.key, outcome.features);
    }
    return features;
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
  }

  async #listen(universalIds: readonly string[]): Promise<RenderResult> {
    if (universalIds.length === 0) return [];
    const { context } = this;
    this.#pool ??= openAudioPool(context, context.threads);
    const rendered = context.bench.get("rendered");
    this.#sounds ??= new Map(context.bench.get("sounds").map((sound) => [sound.universalId, sound]));
    const sounds = this.#sounds;
    const task: RenderTask = {
      kind: "render",
      sounds: universalIds.map((id): SoundToRender => {
        const { key, facts } = rendered.get(id)!;
        const { program, percussion, events } = sounds.get(id)!;
        const sound = { program, percussion, events };
        return { key, sound, analysisKey: facts.analysisKey, universalId: id, wav: null, midi: null };
      }),
    };
    return callWorker<RenderResult>(this.#pool, context.dependency("synthesizer"), task, context.signal);
  }
}
