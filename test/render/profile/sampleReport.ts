/** A finished run, written down by hand: six stages, one skipped, one failed. */
import type { Measured, RunReport } from "../../../src/schema/run.js";

const at = (sec: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, 5) + sec * 1000).toISOString();

interface SampleStage {
  readonly name: string;
  readonly begun?: number;
  readonly ended?: number;
  readonly items?: number;
  readonly failed?: number;
  readonly peakByte?: number;
  readonly made?: number;
  readonly reused?: number;
  readonly fault?: { code: string; message: string };
}

const STAGES: readonly SampleStage[] = [
  { name: "read-score", begun: 0.1, ended: 0.5, items: 300, peakByte: 120e6 },
  { name: "registry", begun: 0.5, ended: 1, items: 320, peakByte: 150e6, made: 2 },
  { name: "mix", begun: 7, ended: 8.5, items: 4, peakByte: 900e6, made: 3, reused: 1 },
  { name: "audio", begun: 1, ended: 7, items: 300, failed: 3, peakByte: 640e6, made: 147, reused: 150 },
  {
    name: "symbolic",
    begun: 1,
    ended: 4,
    items: 320,
    peakByte: 700e6,
    fault: { code: "ENGRAVING_FAILED", message: 'The <engraver> & its "faults"' },
  },
  { name: "song-map" },
];

export const sampleMeasured: Measured = {
  workDurationSec: 8.75,
  tTotalSec: 11.75,
  tOverheadSec: 0.35,
  criticalPath: { stages: ["read-score", "registry", "audio", "mix"], durationSec: 8.4 },
  mPeakByte: 900e6,
  mOverheadByte: 90e6,
  cache: { hits: 151, misses: 152 },
  stages: STAGES.map(({ name, begun, ended, peakByte = 0, made = 0, reused = 0 }) => ({
    name,
    startedAt: begun === undefined ? null : at(begun),
    finishedAt: ended === undefined ? null : at(ended),
    durationSec: begun === undefined || ended === undefined ? null : ended - begun,
    peakByte,
    attempts: begun === undefined ? 0 : 1,
    made,
    reused,
  })),
  dependencies: [],
  documents: [],
  selfSha256: null,
};

export const sampleReport: RunReport = {
  schemaId: "run.v1",
  version: "1.0.0",
  status: "partial",
  startedAt: at(0),
  finishedAt: at(8.75),
  measuredAt: sampleMeasured,
  runKey: "0".repeat(32),
  piece: {
    pieceId: "2584802d-2469-5e45-8cf0-ff934e1032d7",
    title: "Trio <script>alert(1)</script>",
    composer: "",
    movement: "",
  },
  inputs: [],
  options: {
    pipeline: "build",
    only: [],
    fps: "30",
    layout: "page",
    rateHz: 48000,
    bits: 24,
    noteChannels: 1,
    keyframeMode: "standard",
    levelScope: "score",
    keyframeErrorPercent: 2,
    tieRefinement: "score_grid",
    repeats: "auto",
    force: false,
    pieceId: null,
    jobId: null,
    limits: [],
  },
  versions: { leitmotion: "0.1.0", node: "24.0.0", verovio: null },
  bank: null,
  structure: null,
  totals: {
    noteheads: 320,
    soundingNotes: 300,
    performedNotes: 0,
    matched: 0,
    tied: 20,
    scoreOnly: 300,
    midiOnly: 0,
    meanMatchConfidence: null,
    failedNotes: 3,
  },
  pages: [],
  stages: STAGES.map(({ name, begun, items = 0, failed = 0, fault }) => ({
    name,
    processor: name,
    processorVersion: "1.0.0",
    status: fault ? "failed" : begun === undefined ? "skipped" : "completed",
    totalItems: items,
    completedItems: fault ? 0 : items,
    failedItems: failed,
    fault: fault ?? null,
  })),
  eFinal: 0.01,
  identity: null,
  orphans: [],
  results: [],
  failedNotes: Array.from({ length: 3 }, (_, i) => ({
    universalId: `2584802d-2469-5e45-8cf0-ff934e1032d${i}`,
    stage: "audio",
    code: "NOTE_RENDER_FAILED",
    message: "No sound",
  })),
  warnings: [{ source: "read-score", code: "MEASURE_SHORT", message: "Measure 3 is short" }],
};
