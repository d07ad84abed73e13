/** Things that wait for each other: put in order (Kahn's algorithm), and the circles found that cannot be. */

export interface DependencyOrder<T> {
  /** What is waited for stands first; else in the order given. What stands in a circle, or waits for one, is left out. */
  readonly ordered: readonly T[];
  /** Names along each circle, each waiting for the next, the first one again at the end: a, b, a. */
  readonly circles: readonly (readonly string[])[];
}

/**
 * @param items    names are unique
 * @param waitsFor names of the items one waits for; names of none are passed over
 * @cost  grows with items plus dependencies
 */
export function orderByDependencies<T extends { readonly name: string }>(
  items: readonly T[],
  waitsFor: (item: T) => readonly string[],
): DependencyOrder<T> {
  const byName = new Map(items.map((item) => [item.name, item]));
  const waited = new Map(items.map((item) => [item.name, knownNames(waitsFor(item), byName)]));
  const dependants = new Map<string, string[]>(items.map((item) => [item.name, []]));
  for (const [name, names] of waited) for (const other of names) dependants.get(other)!.push(name);
  const missing = new Map([...waited].map(([name, names]) => [name, names.length]));
  const ready = items.filter((item) => missing.get(item.name) === 0).map((item) => item.name);
  for (let at = 0; at < ready.length; at++) {
    for (const name of dependants.get(ready[at])!) {
      missing.set(name, missing.get(name)! - 1);
      if (missing.get(name) === 0) ready.push(name);
    }
  }
  const done = new Set(ready);
  const left = items.filter((item) => !done.has(item.name)).map((item) => item.name);
  return { ordered: ready.map((name) => byName.get(name)!), circles: circlesAmong(left, waited) };
}

function knownNames(names: readonly string[], byName: ReadonlyMap<string, unknown>): string[] {
  return [...new Set(names)].filter((name) => byName.has(name));
}

/** From every name that is left, walk to one it waits for until a name comes again. */
function circlesAmong(left: readonly string[], waited: ReadonlyMap<string, readonly string[]>): string[][] {
  const isLeft = new Set(left);
  const seen = new Set<string>();
  const circles: string[][] = [];
  for (const start of left) {
    const walk: string[] = [];
    const place = new Map<string, number>();
    let name = start;
    while (!seen.has(name)) {
      seen.add(name);
      place.set(name, walk.push(name) - 1);
      name = waited.get(name)!.find((other) => isLeft.has(other))!;
    }
    const begin = place.get(name);
    if (begin !== undefined) circles.push([...walk.slice(begin), name]);
  }
  return circles;
}
