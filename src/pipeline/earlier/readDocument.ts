/** Reading our own documents back: what is damaged counts as not there, for those who can do without. */

import type { z } from "zod";
import { toLeitmotionError } from "../../core/error.js";
import type { DOCUMENTS, DocumentId } from "../../schema/documents.js";
import { assertDocument } from "../../schema/validate.js";

/** A document in its form on disk (snake_case). */
export type DocumentOf<Id extends DocumentId> = z.infer<(typeof DOCUMENTS)[Id]>;

/**
 * Parse and check a text.
 *
 * @param text  null stays null
 * @returns     null if the text is no valid document of that kind: the caller has another source, or makes it anew
 */
export function readDocument<Id extends DocumentId>(id: Id, text: string | null): DocumentOf<Id> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    assertDocument(id, value);
    return value as DocumentOf<Id>;
  } catch (thrown) {
    if (thrown instanceof SyntaxError || toLeitmotionError(thrown).code === "SCHEMA_INVALID") return null;
    throw thrown;
  }
}
