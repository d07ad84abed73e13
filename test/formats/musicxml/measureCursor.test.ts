import fc from "fast-check";
import { expect, it } from "vitest";
import { add, compare, type Fraction, fraction, maxOf, subtract, ZERO } from "../../../src/core/fraction.js";
import { MeasureCursor } from "../../../src/formats/musicxml/measureCursor.js";

type Step = { kind: "divisions" | "note" | "forward" | "backup"; value: number };

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom("divisions", "note", "forward", "backup"),
    value: fc.integer({ min: 1, max: 60 }),
  }),
  { maxLength: 40 },
);

it("walks as plain fractions do, however divisions change", () => {
  fc.assert(
    fc.property(steps, (walk) => {
      const cursor = new MeasureCursor();
      cursor.setDivisions(4);
      cursor.startMeasure();
      const slow = { divisions: 4, now: ZERO, furthest: ZERO };
      for (const { kind, value } of walk) {
        // Divisors of 5040 keep the common grid of forty changes a safe integer.
        const perQuarter = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10][value % 10];
        if (kind === "divisions") {
          cursor.setDivisions(perQuarter);
          slow.divisions = perQuarter;
        } else {
          const inside = walkBoth(cursor, slow, kind, value);
          if (!inside) slow.now = ZERO;
        }
        slow.furthest = maxOf(slow.furthest, slow.now);
        expect(cursor.position()).toEqual(slow.now);
        expect(cursor.furthestPosition()).toEqual(slow.furthest);
      }
    }),
  );
});

function walkBoth(
  cursor: MeasureCursor,
  slow: { divisions: number; now: Fraction },
  kind: "note" | "forward" | "backup",
  value: number,
): boolean {
  const length = fraction(value, slow.divisions);
  slow.now = kind === "backup" ? subtract(slow.now, length) : add(slow.now, length);
  const inside = compare(slow.now, ZERO) >= 0;
  if (kind === "note") cursor.playNote(value);
  else if (kind === "forward") cursor.forward(value);
  else expect(cursor.backup(value)).toBe(inside);
  return inside;
}

it("starts each measure at zero with the divisions in force", () => {
  const cursor = new MeasureCursor();
  cursor.setDivisions(2);
  cursor.startMeasure();
  cursor.playNote(3);
  cursor.setDivisions(5);
  cursor.startMeasure();
  cursor.playNote(1);
  expect(cursor.position()).toEqual({ num: 1, den: 5 });
});
