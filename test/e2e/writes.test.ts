/**
 * Writes that fail, one at a time: never a good ending with a wrong tree, always one line with the path, and manifests
 * that stay true. `npm run faults` takes every single call; here are some of each kind.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FAILPOINTS, type FailpointName } from "../../src/io/failpoint.js";
import { temporaryFolder } from "./cli.js";
import { canMount, smallDisk } from "./disks.js";
import { makeMusic, withTwins } from "./madeMusic.js";
import { faultLines, run } from "./processes.js";
import { runHere } from "./runHere.js";
import { editScene, freshScene, type Scene } from "./scenes.js";
import { contentOf, differences } from "./trees.js";
import { failpointRound, faultRound, fullDiskRound } from "./writeFaults.js";

const dir = temporaryFolder();
const skipped = canMount ? "" : " (SKIPPED: this user may not mount a disk)";
let edit: Scene;
let fresh: Scene;

beforeAll(async () => {
  const music = withTwins(makeMusic(24));
  // Sounds in one, drawings in the other: `npm run faults` makes both at once.
  const sounds = ["--rate", "44100", "--bits", "16", "--only", "audio,song-map"];
  edit = await editScene(dir, music, { flags: sounds, runs: runHere });
  fresh = await freshScene(dir, music, { flags: ["--only", "symbolic"], runs: runHere });
});

describe("over a finished build of an earlier version", () => {
  it.each(["ENOSPC@write:9", "EACCES@rename:5"])(
    "a build with %s names the path, or ends with the right tree",
    async (fault) => {
      const { violations } = await faultRound(edit, path.join(dir, "faulty"), fault);
      expect(violations).toEqual([]);
    },
  );

  it("a build whose first write fails does not end well", async () => {
    const { status } = await faultRound(edit, path.join(dir, "first"), "EIO@write:1");
    expect(status).toBe(1);
  });

  it.skipIf(!canMount).each([1500])(
    `a build on a disk with %i KiB left says so${skipped}`,
    async (freeKib) => {
      const place = path.join(dir, `disk-${freeKib}`);
      mkdirSync(place);
      const { violations } = await fullDiskRound(edit, smallDisk(place, 65_536), freeKib);
      expect(violations).toEqual([]);
    },
  );
});

/** The others are tried by `npm run faults`. */
const PLACES: [name: FailpointName, scene: () => Scene][] = [
  ["JOURNAL_AFTER_APPEND", () => edit],
  ["RUN_AFTER_HISTORY", () => fresh],
];

describe("a build that ends at the failpoint", () => {
  it.each(PLACES)("%s ends with 42, and the next one as if nothing had been", async (name, scene) => {
    const env = { LEITMOTION_FAILPOINTS: "1", LEITMOTION_FAILPOINT: name };
    const { status, violations } = await failpointRound(scene(), path.join(dir, "ended"), env);
    expect(violations).toEqual([]);
    expect(status).toBe(42);
  });

  it("in the other spelling, with its own exit code and a later passage, does the same", async () => {
    const env = {
      SSIS_ENABLE_FAILPOINTS: "1",
      SSIS_FAILPOINT: "failpoint_atomic_write_after_fsync_before_rename:3",
      SSIS_FAILPOINT_EXIT_CODE: "17",
    };
    const { status, violations } = await failpointRound(fresh, path.join(dir, "spelled"), env, 17);
    expect(violations).toEqual([]);
    expect(status).toBe(17);
  });

  it("is no failpoint without the switch, and neither is a fault", async () => {
    const out = path.join(dir, "inert");
    const env = {
      LEITMOTION_FAILPOINT: FAILPOINTS[0],
      SSIS_FAILPOINT: FAILPOINTS[0],
      LEITMOTION_FAULT: "EIO@write:1",
    };
    const { status, stderr } = await run(fresh.args(out), env);
    expect(status, stderr).toBe(0);
    expect(differences(fresh.expected, contentOf(out))).toEqual([]);
  });

  it("of a name that does not exist is refused before anything is written", async () => {
    const out = path.join(dir, "unknown");
    const env = { LEITMOTION_FAILPOINTS: "1", LEITMOTION_FAILPOINT: "NOWHERE" };
    const ended = await run(fresh.args(out), env);
    expect(ended.status).toBe(2);
    expect(faultLines(ended)).toEqual([expect.stringMatching(/NOWHERE.*\[OPTION_INVALID\]$/)]);
  });
});
