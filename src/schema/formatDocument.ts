/** How documents look on disk: one line per top-level field, one line per item of a top-level list. */

/**
 * JSON text of a document, ending in a line feed. A list of objects at the top gets a line per object, so that
 * a note is found with `grep` and two runs compare line by line.
 */
export function formatDocument(document: Record<string, unknown>): string {
  const fields = Object.entries(document).filter(([, value]) => value !== undefined);
  const lines = fields.map(([key, value]) => `  ${JSON.stringify(key)}: ${formatField(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function formatField(value: unknown): string {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    !value.some((item) => item !== null && typeof item === "object")
  ) {
    return JSON.stringify(value);
  }
  return `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
}
