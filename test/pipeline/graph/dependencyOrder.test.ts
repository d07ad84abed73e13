import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderByDependencies } from "../../../src/pipeline/graph/dependencyOrder.js";

const order = (graph: Record<string, string[]>) =>
  orderByDependencies(
    Object.keys(graph).map((name) => ({ name })),
    ({ name }) => graph[name],
  );
const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name);

describe("ordering by dependencies", () => {
  it.each([
    { why: "nothing", graph: {}, ordered: [], circles: [] },
    { why: "independent ones stay", graph: { b: [], a: [] }, ordered: ["b", "a"], circles: [] },
    { why: "what is waited for comes first", graph: { b: ["a"], a: [] }, ordered: ["a", "b"], circles: [] },
    { why: "unknown names are passed over", graph: { a: ["ghost"] }, ordered: ["a"], circles: [] },
    {
      why: "a name given twice counts once",
      graph: { b: ["a", "a"], a: [] },
      ordered: ["a", "b"],
      circles: [],
    },
    { why: "one that waits for itself", graph: { a: ["a"] }, ordered: [], circles: [["a", "a"]] },
    { why: "two in a circle", graph: { a: ["b"], b: ["a"] }, ordered: [], circles: [["a", "b", "a"]] },
    {
      why: "who waits for a circle is left out and not in it",
      graph: { start: [], late: ["a"], a: ["b"], b: ["c"], c: ["a"] },
      ordered: ["start"],
      circles: [["a", "b", "c", "a"]],
    },
    {
      why: "two circles",
      graph: { a: ["b"], b: ["a"], x: ["y"], y: ["x", "a"] },
      ordered: [],
      circles: [
        ["a", "b", "a"],
        ["x", "y", "x"],
      ],
    },
  ] as { why: string; graph: Record<string, string[]>; ordered: string[]; circles: string[][] }[])(
    "$why",
    ({ graph, ordered, circles }) => {
      const result = order(graph);
      expect(names(result.ordered)).toEqual(ordered);
      expect(result.circles).toEqual(circles);
    },
  );

  it("orders every item of a graph without circles, each after what it waits for", () => {
    const graphs = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 30 });
    fc.assert(
      fc.property(graphs, (lists) => {
        const waits = Object.fromEntries(
          lists.map((list, i) => [`n${i}`, i === 0 ? [] : list.map((k) => `n${k % i}`)]),
        );
        const { ordered, circles } = order(waits);
        const place = new Map(names(ordered).map((name, at) => [name, at]));
        expect(place.size).toBe(lists.length);
        expect(circles).toEqual([]);
        for (const [name, others] of Object.entries(waits))
          for (const other of others) expect(place.get(other)!).toBeLessThan(place.get(name)!);
      }),
    );
  });
});
