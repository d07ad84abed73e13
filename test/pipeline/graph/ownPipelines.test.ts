import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { ownPipelineNames, preparedPipeline } from "../../../src/pipeline/graph/ownPipelines.js";
import { readPipelineDocument } from "../../../src/pipeline/graph/pipelineFile.js";

const BUILT = path.resolve(import.meta.dirname, "../../../dist/pipeline/graph");
const isBuilt = existsSync(path.join(BUILT, "prepared"));

describe("a pipeline that was read ahead of time", () => {
  it.skipIf(!isBuilt).each(ownPipelineNames())("%s is, to the byte, what its file says", async (name) => {
    const built = await import(pathToFileURL(path.join(BUILT, "ownPipelines.js")).href);
    expect(JSON.stringify(built.preparedPipeline(name))).toBe(JSON.stringify(readPipelineDocument(name)));
  });

  it.skipIf(!isBuilt)("is none where a path is given, or a name that is not ours", async () => {
    const built = await import(pathToFileURL(path.join(BUILT, "ownPipelines.js")).href);
    for (const name of ["pipelines/align.yaml", "../graph/prepared/align", "mine"])
      expect(built.preparedPipeline(name)).toBeNull();
  });

  it("is none where nothing was built: the file is read", () => {
    expect(preparedPipeline("align")).toBeNull();
  });
});
