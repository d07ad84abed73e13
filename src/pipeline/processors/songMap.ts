/** Stage: the Song Map, on the registry's clock. */
import { beatGrid } from "../../score/beatGrid.js";
import { buildSongMap } from "../../songmap/buildSongMap.js";
import { REGISTRY_FILE } from "../earlier/readRegistry.js";
import { NO_CONFIG, type Processor } from "../engine/processor.js";

export const songMap: Processor = {
  info: {
    name: "song-map",
    version: "1.0.0",
    kind: "stage",
    description: "Write the Song Map: beats, bars, tempo, keys, chords, lyrics, sections, lines.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["unfolded", "records", "clock", "piece", "scorePerformance", "soundingOf"],
    outputs: [],
  },
  async process({ options, bench, out, progress }) {
    const unfolded = bench.get("unfolded");
    const records = bench.get("records");
    const played = bench.get("scorePerformance");
    const soundingOf = bench.get("soundingOf");
    progress.expect(1);
    const map = buildSongMap({
      jobId: options.jobId ?? bench.get("piece").pieceId,
      unfolded,
      clock: bench.get("clock"),
      records,
      beats: beatGrid(unfolded).beats,
      registryPath: REGISTRY_FILE,
      registrySha256: out.factOf(REGISTRY_FILE)!.sha256,
      createdAt: new Date().toISOString(),
      velocityOf: (universalId) => {
        const sounding = soundingOf.get(universalId);
        return played && sounding !== undefined ? played.sounds[sounding].velocity : null;
      },
    });
    out.writeFinished("song_map.v1", "song_map.json", map);
    progress.advance();
  },
};
