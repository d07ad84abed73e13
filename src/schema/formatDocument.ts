/** How documents look on disk: one line per top-level field, one line per item of a top-level list. */

/**
 * JSON text of a document, ending in a line feed. A list of objects at the top gets a line per object, so that
 * a note is found with `grep` and two runs compare line by line.
 */
export function formatDocument(document: Record<string, unknown>): string {
  const pieces: string[] = []; // put together once: a copy of a long document costs as much as a tenth of its making
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    pieces.push(pieces.length === 0 ? "{\n  " : ",\n  ", JSON.stringify(key), ": ");
    if (isList(value)) addList(value, pieces);
    else pieces.push(JSON.stringify(value));
  }
  pieces.push(pieces.length === 0 ? "{\n\n}\n" : "\n}\n");
  return pieces.join("");
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.some((item) => item !== null && typeof item === "object");
}

function addList(items: readonly unknown[], pieces: string[]): void {
  let before = "[\n    ";
  for (const item of items) {
    pieces.push(before, JSON.stringify(item));
    before = ",\n    ";
  }
  pieces.push("\n  ]");
}
