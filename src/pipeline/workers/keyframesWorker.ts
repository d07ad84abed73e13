/** Worker thread: build, check and write the keyframes of a batch of notes. */
import { workerData } from "node:worker_threads";
import { type Journal, openJournal } from "../../io/journal.js";
import { buildKeyframes } from "../../render/keyframes/buildKeyframes.js";
import { formatDocument } from "../../schema/formatDocument.js";
import { assertDocument } from "../../schema/validate.js";
import type { FormerFile } from "../earlier/formerFiles.js";
import type { KeyframesResult, KeyframesTask, KeyframesWorkerData } from "../sounds/keyframesTask.js";
import { type Reply, replyOf } from "./reply.js";
import { writeArtifact } from "./writeArtifact.js";

const data = workerData as KeyframesWorkerData;
let journal: Journal | null = null;

export default function run(task: KeyframesTask): Promise<Reply<KeyframesResult>> {
  return replyOf(() => writeKeyframes(task));
}

function writeKeyframes({ notes }: KeyframesTask): KeyframesResult {
  return notes.map(({ input, file }) => {
    const document = buildKeyframes(input);
    assertDocument("keyframes.v1", document, file.path);
    const fact = writeArtifact(data, file, formatDocument(document));
    journal ??= openJournal(data.journal);
    journal.append({ ...fact, universalId: input.universalId } satisfies FormerFile);
    return fact;
  });
}
