/** A build may be killed at any moment. `npm run crash` does this 200 times on a larger score. */
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "./cli.js";
import { KEPT, litterOf, type Round } from "./crashRounds.js";
import { crashRounds } from "./crashRuns.js";
import { makeMusic } from "./madeMusic.js";
import { editScene, freshScene, type Scene } from "./scenes.js";

const dir = temporaryFolder();
const scenes: Scene[] = [];

beforeAll(async () => {
  const music = makeMusic(24);
  // Without drawings, which take half of the time: `npm run crash` makes them.
  const flags = ["--rate", "44100", "--bits", "16", "--only", "audio,song-map"];
  scenes.push(await freshScene(dir, music, { flags }), await editScene(dir, music, { flags }));
});

const violations = (round: Round) =>
  round.violations.map((violation) => `${round.scene} ${round.share}: ${violation}`);

describe("a build", () => {
  it("leaves no lock, no journal and no unfinished file when it ends well", () => {
    for (const { finished } of scenes) expect(litterOf(finished)).toEqual([]);
  });

  it("that is killed leaves true manifests, and the next one ends as if nothing had been", async () => {
    const rounds = await crashRounds(dir, scenes, { rounds: 2, stops: 0, seed: 7 });
    expect(rounds.flatMap(violations)).toEqual([]);
    expect(rounds.some((round) => round.killed)).toBe(true);
  });

  it("that is killed late keeps at least 80 % of the finished sounds", async () => {
    const rounds = await crashRounds(dir, scenes.slice(0, 1), { rounds: 1, stops: 0, seed: 7, from: 0.9 });
    expect(rounds.flatMap(violations)).toEqual([]);
    for (const { kept, finished } of rounds) expect(kept).toBeGreaterThanOrEqual(KEPT * finished);
  });

  it("that is told to stop says so in one line, exits with 130, and can be taken up again", async () => {
    const rounds = await crashRounds(dir, scenes, { rounds: 0, stops: 2, seed: 5 });
    expect(rounds.flatMap(violations)).toEqual([]);
  });
});
