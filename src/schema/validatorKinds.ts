/** The validators that the build writes: one for every document, and a thorough one for those that people write. */
import type { Manner } from "./compileSchema.js";
import { DOCUMENTS, type DocumentId, WRITTEN_BY_USERS } from "./documents.js";

interface ValidatorKind {
  readonly id: DocumentId;
  readonly manner: Manner;
}

const ids = Object.keys(DOCUMENTS) as DocumentId[];

export const VALIDATOR_KINDS: readonly ValidatorKind[] = [
  ...ids.map((id) => ({ id, manner: "quick" }) as const),
  ...ids.filter((id) => WRITTEN_BY_USERS.has(id)).map((id) => ({ id, manner: "thorough" }) as const),
];
