/** Worker thread: build, check and write the keyframes of a batch of notes. */
import { sha256Hex } from "../io/hash.js";
import { writeFileAtomic } from "../io/writeFileAtomic.js";
import { buildKeyframes } from "../render/keyframes/buildKeyframes.js";
import { formatDocument } from "../schema/formatDocument.js";
import { assertDocument } from "../schema/validate.js";
import type { KeyframesResult, KeyframesTask } from "./keyframesTask.js";
import { type Reply, replyOf } from "./reply.js";

export default function run(task: KeyframesTask): Promise<Reply<KeyframesResult>> {
  return replyOf(() => writeKeyframes(task));
}

function writeKeyframes({ notes }: KeyframesTask): KeyframesResult {
  return notes.map(({ input, file }) => {
    const document = buildKeyframes(input);
    assertDocument("keyframes.v1", document, file);
    const bytes = Buffer.from(formatDocument(document), "utf8");
    writeFileAtomic(file, bytes, { durable: false });
    return { sizeByte: bytes.length, sha256: sha256Hex(bytes) };
  });
}
