/** Write dist/pipeline/graph/prepared/*.json: our own pipelines, read ahead of time. Run by `npm run prepared`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sha256Hex } from "../../io/hash.js";
import { ownPipelineNames, PREPARED_FOLDER, type PreparedPipeline, pipelinePath } from "./ownPipelines.js";
import { readPipelineDocument } from "./pipelineFile.js";

rmSync(PREPARED_FOLDER, { recursive: true, force: true });
mkdirSync(PREPARED_FOLDER, { recursive: true });
for (const name of ownPipelineNames()) {
  const sha256 = sha256Hex(readFileSync(pipelinePath(name)));
  const prepared: PreparedPipeline = { sha256, document: readPipelineDocument(name) };
  writeFileSync(path.join(PREPARED_FOLDER, `${name}.json`), JSON.stringify(prepared));
}
