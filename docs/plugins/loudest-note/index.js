/** Two processors for Leitmotion: which notes are the loudest, and whether a score is worth going on with. */

/**
 * An analyser: the loudest notes of each part, as a list to animate by.
 *
 * @type {import("leitmotion/plugin").Plugin}
 */
const loudestNote = {
  info: {
    name: "loudest-note",
    version: "1.0.0",
    kind: "analyser",
    description: "List the loudest notes of each part.",
    engines: { leitmotion: "1.0" },
  },
  configSchema: {
    type: "object",
    properties: { per_part: { type: "integer", minimum: 1, default: 1 } },
    additionalProperties: false,
  },
  capabilities: { inputs: ["records"], outputs: [] },

  async process({ bench, config, files, progress }) {
    const played = bench.get("records").filter((note) => note.midi !== null);
    progress.expect(played.length);
    const byPart = groupBy(played, partOf);
    const parts = [...byPart].map(([part, notes]) => ({
      part,
      notes: [...notes].sort(byVelocity).slice(0, config.per_part).map(describe),
    }));
    files.writeText("loudest.json", `${JSON.stringify({ parts }, null, 2)}\n`);
    progress.advance(played.length);
    return { features: { parts }, descriptions: { parts: "loudest notes of each part, loudest first" } };
  },
};

/**
 * A decision: leave stages out for scores that are too short to need them.
 *
 * @type {import("leitmotion/plugin").Plugin}
 */
const enoughNotes = {
  info: {
    name: "enough-notes",
    version: "1.0.0",
    kind: "decision",
    description: "Skip stages for a score of few notes.",
    requires: { "loudest-note": "1.0" },
    engines: { leitmotion: "1.0" },
  },
  configSchema: {
    type: "object",
    properties: {
      at_least: { type: "integer", minimum: 0, default: 10 },
      else_skip: { type: "array", items: { type: "string" } },
    },
    required: ["else_skip"],
    additionalProperties: false,
  },
  capabilities: { inputs: ["records"], outputs: [] },

  async process({ bench, config }) {
    const count = bench.get("records").length;
    const isEnough = count >= config.at_least;
    return {
      action: isEnough ? "continue" : "skip",
      confidence: 1,
      reasoning: `${count} notes, ${config.at_least} wanted`,
      parameters: { stages: config.else_skip },
    };
  },
};

export default [loudestNote, enoughNotes];

function partOf(note) {
  return note.score?.partName ?? note.midi.trackName;
}

/** Loudest first; of equally loud ones the earlier. */
function byVelocity(a, b) {
  return b.midi.velocity - a.midi.velocity || a.timing.startSec - b.timing.startSec;
}

function describe({ universalId, midi, timing }) {
  return { universal_id: universalId, velocity: midi.velocity, start_sec: timing.startSec };
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}
