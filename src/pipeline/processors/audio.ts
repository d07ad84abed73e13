/** Stage: render every note's WAV and single-note MIDI in worker threads; equal sounds once, and only those not there. */
import { LeitmotionError } from "../../core/error.js";
import { syncFolder } from "../../io/writeFileAtomic.js";
import { FOLDERS } from "../earlier/manifestFiles.js";
import { NO_CONFIG, type Processor, type StageContext } from "../engine/processor.js";
import { giveUp } from "../output/livingManifest.js";
import { openAudioPool } from "../sounds/audioPool.js";
import {
  faultOf,
  isFatal,
  isFault,
  type RenderResult,
  type SoundFault,
  type SoundOutcome,
  type SoundToRender,
} from "../sounds/audioTask.js";
import { batchesOf } from "../sounds/batches.js";
import type { RenderedSound } from "../sounds/renderedSound.js";
import {
  groupSounds,
  type SoundFile,
  SoundFinder,
  type SoundGroup,
  type SoundState,
  soundPath,
} from "../sounds/soundGroups.js";
import { AUDIO_VERSION, soundKeysOf } from "../sounds/soundKeys.js";
import { callWorker } from "../workers/askWorker.js";
import { fanOut } from "../workers/workerPool.js";

/** Sounds per task: enough to keep a worker busy, few enough for a smooth progress view. */
const BATCH = 16;

export const audio: Processor = {
  info: {
    name: "audio",
    version: AUDIO_VERSION,
    kind: "stage",
    description: "Render every note's WAV and single-note MIDI; equal sounds once.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["audioManifest", "sounds", "bank"],
    outputs: ["rendered"],
    external: ["synthesizer"],
    perNote: true,
  },
  async process(context) {
    const { bench, options, progress, out } = context;
    const manifest = bench.get("audioManifest");
    const { entries } = manifest.document;
    progress.expect(entries.length);
    const groups = groupSounds(entries, bench.get("sounds"), soundKeysOf(options, bench.get("inputs")));
    const finder = new SoundFinder(bench.get("earlier").files, (path) => out.resolve(path));
    const work = groups.map((group) => ({ group, state: finder.takeOver(group) }));
    const stage: AudioStage = { context, finder, rendered: new Map() };
    for (const one of work) if (isWhole(one.state)) settleFound(stage, one.group, one.state);
    const missing = work.filter(({ state }) => !isWhole(state));
    if (missing.length > 0) await renderSounds(stage, missing);
    manifest.complete();
    bench.put("rendered", stage.rendered);
  },
};

interface AudioStage {
  readonly context: StageContext;
  readonly finder: SoundFinder;
  readonly rendered: Map<string, RenderedSound>;
}

interface SoundWork {
  readonly group: SoundGroup;
  readonly state: SoundState;
}

type WholeState = { readonly [K in keyof SoundState]: NonNullable<SoundState[K]> };

function isWhole(state: SoundState): state is WholeState {
  return state.wav !== null && state.midi !== null && state.facts !== null;
}

/** Put a sound on record that was there already. */
function settleFound(
  { context, rendered }: AudioStage,
  { key, members }: SoundGroup,
  state: WholeState,
): void {
  const { ledger, progress, stage } = context;
  for (const entry of members) {
    entry.sound = state.facts;
    rendered.set(entry.universalId, { key, wav: state.wav.path, facts: state.facts, features: null });
    ledger.noteCompleted(stage, entry.universalId, true);
  }
  ledger.stageFiles(stage, { reused: 2 * members.length });
  progress.advance(members.length);
}

async function renderSounds(stage: AudioStage, work: readonly SoundWork[]): Promise<void> {
  const { context } = stage;
  const { bench, out, signal, threads } = context;
  const pool = openAudioPool(context, threads);
  const synthesizer = context.dependency("synthesizer");
  const byKey = new Map(work.map((one) => [one.group.key, one]));
  const render = async (sounds: readonly SoundToRender[]) => {
    const results = await callWorker<RenderResult>(pool, synthesizer, { kind: "render", sounds }, signal);
    for (const result of results) settle(stage, byKey.get(result.key)!, result);
    bench.get("audioManifest").report();
  };
  try {
    await fanOut(batchesOf(work.map(toRender), threads, BATCH), threads, render);
  } finally {
    await pool.destroy();
  }
  for (const kind of ["wav", "midi"] as const) syncFolder(out.resolve(FOLDERS[kind]));
}

function toRender({ group, state }: SoundWork): SoundToRender {
  const { key, keys, sound, members } = group;
  const fileOf = (kind: SoundFile) =>
    state[kind] ? null : { path: soundPath(kind, members[0]), artifactKey: keys[kind] };
  const { universalId } = members[0];
  return { key, sound, analysisKey: keys.analysis, universalId, wav: fileOf("wav"), midi: fileOf("midi") };
}

/** Put a finished (or failed) sound on record for every note that has it. */
function settle(stage: AudioStage, work: SoundWork, result: SoundOutcome | SoundFault): void {
  if (isFault(result)) {
    if (isFatal(result)) throw faultOf(result);
    giveUpGroup(stage.context, work.group, result);
  } else settleRendered(stage, work, result);
  stage.context.progress.advance(work.group.members.length);
}

function giveUpGroup(
  { progress }: StageContext,
  { members }: SoundGroup,
  { error: fault }: SoundFault,
): void {
  for (const { universalId, files } of members) {
    const error = new LeitmotionError("NOTE_RENDER_FAILED", fault.what, { note: universalId });
    for (const file of [files.wav, files.midi, files.keyframes]) giveUp(file, error);
    progress.fail(universalId, error);
  }
}

function settleRendered(stage: AudioStage, { group, state }: SoundWork, outcome: SoundOutcome): void {
  const { context, finder, rendered } = stage;
  const { files } = context.bench.get("earlier");
  const { facts, features } = outcome;
  for (const kind of ["wav", "midi"] as const) {
    const made = outcome[kind];
    if (made) finder.share(group, kind, files.keepDate(made));
    const count = group.members.length;
    context.ledger.stageFiles(context.stage, made ? { made: count } : { reused: count });
  }
  const wav = (outcome.wav ?? state.wav)!.path;
  for (const entry of group.members) {
    entry.sound = facts;
    rendered.set(entry.universalId, { key: group.key, wav, facts, features });
    context.ledger.noteCompleted(context.stage, entry.universalId, outcome.wav === null);
  }
}
