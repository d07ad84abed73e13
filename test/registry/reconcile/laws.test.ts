import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildScore, type MeasureSpec, repeatMarks } from "../../score/scoreBuilder.js";
import { reconcile, register } from "./editions.js";

const token = fc.constantFrom("C4", "D4", "E4:1/2", "F4:2", "G4:1/2", "[C4 E4]", "(D5)", "r", "A3:2~", "~A3");
const measure: fc.Arbitrary<MeasureSpec> = fc
  .tuple(fc.array(token, { minLength: 1, maxLength: 5 }), fc.array(token, { minLength: 1, maxLength: 3 }))
  .map(([upper, lower]) => ({ notes: [upper.join(" "), lower.join(" ")], length: { num: 8, den: 1 } }));
const measures = fc.array(measure, { minLength: 1, maxLength: 7 });
/** Two editions that share much: measures of one pool, in any order. */
const editions = fc
  .tuple(measures, fc.array(fc.nat(), { minLength: 1, maxLength: 9 }), measures, fc.boolean())
  .map(([pool, order, others, isRepeated]) => ({
    before: buildScore({ measures: pool, structure: isRepeated ? repeatMarks(0, pool.length - 1) : [] }),
    after: buildScore({
      measures: order.map((n) => (n % 4 === 0 ? others[n % others.length] : pool[n % pool.length])),
    }),
  }));

describe("reconciling any two editions", () => {
  it("accounts for every old record and every new one exactly once", () => {
    fc.assert(
      fc.property(editions, ({ before, after }) => {
        const base = register(before);
        const { noteIds, counts, changes } = reconcile(base, after);
        const old = base.records.map((r) => r.universalId);
        expect(new Set(noteIds).size).toBe(noteIds.length);
        expect(counts.kept + counts.moved + counts.changed + counts.new).toBe(noteIds.length);
        expect(counts.kept + counts.moved + counts.changed + counts.gone).toBe(old.length);
        expect(changes).toHaveLength(counts.moved + counts.changed + counts.new + counts.gone);
        const of = (...kinds: string[]) =>
          changes.filter((c) => kinds.includes(c.kind)).map((c) => c.universalId);
        expect([...of("gone")].sort()).toEqual(old.filter((id) => !noteIds.includes(id)).sort());
        expect([...of("new")].sort()).toEqual(noteIds.filter((id) => !old.includes(id)).sort());
        expect(new Set(changes.map((c) => c.universalId)).size).toBe(changes.length);
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on the order of the records", () => {
    fc.assert(
      fc.property(editions, fc.infiniteStream(fc.nat()), ({ before, after }, keys) => {
        const base = register(before);
        const shuffled = base.records
          .map((record) => ({ record, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ record }) => record);
        expect(reconcile({ ...base, records: shuffled }, after)).toEqual(reconcile(base, after));
      }),
      { numRuns: 40 },
    );
  });

  it("finds nothing to report when the same edition comes again", () => {
    fc.assert(
      fc.property(editions, ({ before, after }) => {
        const second = register(after, { base: register(before) });
        const third = reconcile(second, after);
        expect(third.changes).toEqual([]);
        const ids = new Set(second.records.map((r) => r.universalId));
        expect(new Set(third.noteIds)).toEqual(ids);
      }),
      { numRuns: 40 },
    );
  });
});
