/** The real worker in real threads, as `npm run build` compiles it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Midi } from "@tonejs/midi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readWav } from "../../../src/formats/wav/readWav.js";
import { sha256Hex } from "../../../src/io/hash.js";
import { readJournal } from "../../../src/io/journal.js";
import type { FormerFile } from "../../../src/pipeline/earlier/formerFiles.js";
import type { FileFact } from "../../../src/pipeline/output/outputFolder.js";
import {
  type AudioWorkerData,
  isFatal,
  isFault,
  type MixOutcome,
  type MixResult,
  type RenderResult,
  type SoundOutcome,
} from "../../../src/pipeline/sounds/audioTask.js";
import { openPool } from "../../../src/pipeline/workers/workerPool.js";
import { panGains } from "../../../src/render/audio/audioParts.js";
import { type AudioSettings, type Sound, soundKey } from "../../../src/render/audio/sound.js";
import { oneKey, peakOf } from "../../render/audio/measures.js";
import { TINY, tinyBank } from "../../render/audio/tinyBank.js";

const settings: AudioSettings = { sampleRateHz: 48_000, bits: 24, noteChannels: 1 };
const built = existsSync(path.resolve(import.meta.dirname, "../../../dist/pipeline/workers/audioWorker.js"));
if (!built) console.warn("SKIPPED: dist/pipeline/workers/audioWorker.js is not there, run npm run build");

const ANALYSIS_KEY = "0".repeat(32);
/** As the disk says it: the only thing that differs between two runs. */
const undated = ({ createdAt, ...fact }: FileFact) => fact;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "leitmotion-audio-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bank = tinyBank();
const open = (threads: number, data: Partial<AudioWorkerData> = {}) =>
  openPool({
    worker: "audioWorker",
    threads,
    workerData: {
      bank,
      settings,
      frameRate: { num: 30, den: 1 },
      keyframeMode: "standard",
      outDir: folder,
      journal: null,
      ...data,
    } satisfies AudioWorkerData,
  });

function jobsOf(sounds: readonly Sound[], dir: string) {
  return sounds.map((sound, i) => ({
    key: soundKey(sound, settings),
    sound,
    analysisKey: ANALYSIS_KEY,
    universalId: `note ${i}`,
    wav: { path: `${dir}/n${i}.wav`, artifactKey: `wav ${i}` },
    midi: { path: `${dir}/n${i}.mid`, artifactKey: `midi ${i}` },
  }));
}

const sounds = Array.from({ length: 12 }, (_, i) =>
  oneKey([TINY.held, TINY.plucked, TINY.sine][i % 3], 50 + i, {
    velocity: 30 + 4 * i,
    durationSec: 0.1 + i / 50,
  }),
);

async function renderAll(threads: number, dir: string, batch: number): Promise<SoundOutcome[]> {
  const pool = open(threads);
  const jobs = jobsOf(sounds, dir);
  const tasks: Promise<RenderResult>[] = [];
  for (let at = 0; at < jobs.length; at += batch)
    tasks.push(pool.run({ kind: "render", sounds: jobs.slice(at, at + batch) }));
  const results = (await Promise.all(tasks)).flat();
  await pool.destroy();
  expect(results.filter((result) => isFault(result))).toEqual([]);
  return results as SoundOutcome[];
}

describe.skipIf(!built)("the audio worker", () => {
  it("makes the same files with one thread and with two, whatever the batches", async () => {
    const one = await renderAll(1, "one", 12);
    const two = await renderAll(2, "two", 5);
    const madeOf = (results: SoundOutcome[]) =>
      results.map(({ key, frameCount, wav, midi, facts }) => {
        const sums = [wav!.sha256, wav!.sizeByte, midi!.sha256, midi!.sizeByte];
        return { key, frameCount, sums, facts };
      });
    expect(madeOf(two)).toEqual(madeOf(one));
    for (const dir of ["one", "two"]) expect(readdirSync(path.join(folder, dir))).toHaveLength(24);
    const bytes = readFileSync(path.join(folder, "two", "n7.wav"));
    expect(undated(two[7].wav!)).toEqual({
      path: "two/n7.wav",
      sizeByte: bytes.length,
      sha256: sha256Hex(bytes),
      artifactKey: "wav 7",
    });
    expect(two[7].features).toEqual(one[7].features);
  });

  it("writes the WAV that its facts describe, and a MIDI file of the same note", async () => {
    const [outcome] = await renderAll(1, "facts", 12);
    const { channels, bits, sampleRateHz } = readWav(
      new Uint8Array(readFileSync(path.join(folder, "facts/n0.wav"))),
    );
    expect({ bits, sampleRateHz, length: channels[0].length }).toEqual({
      bits: 24,
      sampleRateHz: 48_000,
      length: outcome.frameCount,
    });
    expect(20 * Math.log10(peakOf(channels[0]))).toBeCloseTo(outcome.peakDb, 3);
    const midi = new Midi(readFileSync(path.join(folder, "facts/n0.mid")));
    const notes = midi.tracks.flatMap((track) => track.notes);
    expect(notes.map((n) => [n.midi, Math.round(n.velocity * 127), n.time])).toEqual([[50, 30, 0]]);
    expect(notes[0].duration).toBeCloseTo(0.1, 4);
  });

  it("gives a fault for a note that cannot be made, and makes the others", async () => {
    const pool = open(1);
    const jobs = jobsOf([sounds[0], oneKey(TINY.narrow, 20), sounds[1]], "faults");
    const results = (await pool.run({ kind: "render", sounds: jobs })) as RenderResult;
    await pool.destroy();
    expect(results.map((result) => isFault(result))).toEqual([false, true, false]);
    expect(results[1]).toMatchObject({ key: jobs[1].key, error: { code: "NOTE_RENDER_FAILED" } });
    expect(readdirSync(path.join(folder, "faults")).sort()).toEqual(["n0.mid", "n0.wav", "n2.mid", "n2.wav"]);
  });

  it("says that nothing can be made of a broken bank or without a folder", async () => {
    const pool = open(1, { bank: new SharedArrayBuffer(100) });
    const [broken] = (await pool.run({
      kind: "render",
      sounds: jobsOf([sounds[0]], "broken"),
    })) as RenderResult;
    await pool.destroy();
    if (!isFault(broken)) throw new Error("a broken bank made a sound");
    expect(broken.error.code).toBe("SOUNDFONT_INVALID");
    expect(isFatal(broken)).toBe(true);
    const sane = open(1);
    writeFileSync(path.join(folder, "file"), "");
    const [nowhere] = jobsOf([sounds[0]], "file");
    const [unwritten] = (await sane.run({ kind: "render", sounds: [nowhere] })) as RenderResult;
    await sane.destroy();
    expect(unwritten).toMatchObject({ error: { code: "OUTPUT_UNWRITABLE" } });
  });

  it("puts each file on record as soon as it is written, with all that a later run needs to know", async () => {
    const journal = path.join(folder, "journal.jsonl");
    const pool = open(1, { journal });
    const [{ facts }] = (await pool.run({
      kind: "render",
      sounds: jobsOf(sounds.slice(0, 1), "recorded"),
    })) as SoundOutcome[];
    await pool.destroy();
    const records = readJournal(journal) as FormerFile[];
    expect(records.map(({ path: file }) => file)).toEqual(["recorded/n0.wav", "recorded/n0.mid"]);
    for (const { path: file, sizeByte, sha256, createdAt, universalId } of records) {
      const bytes = readFileSync(path.join(folder, file));
      expect({ sizeByte, sha256 }).toEqual({ sizeByte: bytes.length, sha256: sha256Hex(bytes) });
      expect(Date.parse(createdAt)).toBe(Math.floor(statSync(path.join(folder, file)).mtimeMs));
      expect(universalId).toBe("note 0");
    }
    expect(records.map(({ artifactKey, sound }) => [artifactKey, sound])).toEqual([
      ["wav 0", facts],
      ["midi 0", undefined],
    ]);
  });

  it("listens to a sound whose files are there, and writes nothing", async () => {
    const [{ features, facts }] = await renderAll(1, "heard", 12);
    const pool = open(1, { journal: path.join(folder, "silent.jsonl") });
    const job = { ...jobsOf([sounds[0]], "unheard")[0], wav: null, midi: null };
    const [again] = (await pool.run({ kind: "render", sounds: [job] })) as SoundOutcome[];
    await pool.destroy();
    expect({ wav: again.wav, midi: again.midi }).toEqual({ wav: null, midi: null });
    expect(again.features).toEqual(features);
    expect(again.facts).toEqual(facts);
    expect(existsSync(path.join(folder, "unheard")) || existsSync(path.join(folder, "silent.jsonl"))).toBe(
      false,
    );
  });

  it("gives notes of one sound key one MIDI file, whichever of them it is made of", async () => {
    // 4806 samples both, but 1922.44 and 1922.56 ticks of 1/19200 s.
    const pair = [4806.1, 4806.4].map((samples) =>
      oneKey(TINY.sine, 60, { durationSec: samples / settings.sampleRateHz }),
    );
    expect(soundKey(pair[0], settings)).toBe(soundKey(pair[1], settings));
    const pool = open(1);
    const outcomes = (await pool.run({ kind: "render", sounds: jobsOf(pair, "pair") })) as SoundOutcome[];
    await pool.destroy();
    expect(outcomes[0].midi!.sha256).toBe(outcomes[1].midi!.sha256);
    expect(outcomes[0].wav!.sha256).toBe(outcomes[1].wav!.sha256);
  });

  it("adds the written notes up: parts and mix of one length, the mix their exact sum", async () => {
    const outcomes = await renderAll(2, "mixed", 6);
    const placements = outcomes.map(({ key, frameCount }, i) => ({
      key,
      frameCount,
      part: i % 2,
      startSample: 5000 * i,
    }));
    const frameCount = Math.max(...placements.map((p) => p.startSample + p.frameCount));
    const soundFiles = new Map(jobsOf(sounds, "mixed").map((job) => [job.key, job.wav.path]));
    const file = (name: string) => ({ path: `mix/${name}`, artifactKey: name });
    const at = (name: string) => path.join(folder, "mix", name);
    const pool = open(1);
    const result = (await pool.run({
      kind: "mix",
      plan: { parts: [{ gains: panGains(-0.3) }, { gains: panGains(0.3) }], placements, frameCount },
      soundFiles,
      partFiles: [file("a.wav"), file("b.wav")],
      mixFile: file("mix.wav"),
    })) as MixResult;
    const missing = (await pool.run({
      kind: "mix",
      plan: { parts: [{ gains: [1, 0] }], placements: [placements[0]], frameCount },
      soundFiles: new Map([[placements[0].key, "mix/none.wav"]]),
      partFiles: [file("c.wav")],
      mixFile: file("mix2.wav"),
    })) as MixOutcome;
    await pool.destroy();
    const [a, b, mix] = ["a.wav", "b.wav", "mix.wav"].map(
      (name) => readWav(new Uint8Array(readFileSync(at(name)))).channels,
    );
    for (const side of [0, 1]) {
      expect(mix[side]).toHaveLength(frameCount);
      expect(mix[side].every((sample, i) => sample === Math.fround(a[side][i] + b[side][i]))).toBe(true);
    }
    expect(20 * Math.log10(Math.max(...[...mix, ...a, ...b].map(peakOf)))).toBeCloseTo(-1, 3);
    expect(result.mix.sha256).toBe(sha256Hex(readFileSync(at("mix.wav"))));
    expect(missing).toMatchObject({ error: { code: "FILE_NOT_FOUND" } });
    expect(readdirSync(path.join(folder, "mix")).sort()).toEqual(["a.wav", "b.wav", "mix.wav"]);
  });
});
