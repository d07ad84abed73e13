/** Documents that differ in dates only say the same. */
import { describe, expect, it } from "vitest";
import { saysTheSame } from "../../../src/pipeline/earlier/sameDocument.js";
import { formatDocument } from "../../../src/schema/formatDocument.js";

const document = (changes: object = {}) => ({
  schema_id: "x.v1",
  created_at: "2026-01-01T00:00:00.000Z",
  entries: [{ path: "a.wav", created_at: "2026-01-01T00:00:00.000Z" as string | null, sha256: "00" }],
  _metadata: { updated_at: "2026-01-01T00:00:00.000Z", version: 2 },
  ...changes,
});
const other = "2027-12-31T23:59:59.999Z";

describe("two texts of a document", () => {
  it.each([
    { why: "the same", changes: {}, same: true },
    { why: "another date at the top", changes: { created_at: other }, same: true },
    {
      why: "another date in a list",
      changes: { entries: [{ path: "a.wav", created_at: other, sha256: "00" }] },
      same: true,
    },
    { why: "another date further in", changes: { _metadata: { updated_at: other, version: 2 } }, same: true },
    { why: "another version", changes: { _metadata: { updated_at: other, version: 3 } }, same: false },
    {
      why: "another hash",
      changes: { entries: [{ path: "a.wav", created_at: other, sha256: "01" }] },
      same: false,
    },
    { why: "an entry more", changes: { entries: [] }, same: false },
  ])("$why: $same", ({ changes, same }) => {
    expect(saysTheSame(formatDocument(document()), formatDocument(document(changes)))).toBe(same);
  });
});
