/** Short IDs for file names: the shortest unique prefix of a universal ID. */

const MIN_LENGTH = 4;

/**
 * The shortest prefix of each ID, at least 4 characters, that no other ID begins with. IDs are lower-case
 * hex, so the names differ on a case-insensitive disk too.
 *
 * @param ids       universal IDs, all different
 * @param previous  short IDs given on an earlier run: they are kept, and not given to another note
 */
export function shortenIds(
  ids: readonly string[],
  previous: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const taken = new Set(previous.values());
  const short = new Map<string, string>();
  for (const family of families(ids)) {
    if (family.length > 1) family.sort();
    for (let i = 0; i < family.length; i++) {
      const id = family[i];
      const shared = Math.max(sharedLength(id, family[i - 1]), sharedLength(id, family[i + 1]));
      short.set(id, previous.get(id) ?? freePrefix(id, Math.max(MIN_LENGTH, shared + 1), taken));
    }
  }
  return short;
}

/** IDs that begin alike, as far as every short ID goes: others do not matter to each other. */
function families(ids: readonly string[]): Iterable<string[]> {
  const byStart = new Map<string, string[]>();
  for (const id of ids) {
    const start = id.slice(0, MIN_LENGTH);
    const family = byStart.get(start);
    if (family) family.push(id);
    else byStart.set(start, [id]);
  }
  return byStart.values();
}

function freePrefix(id: string, length: number, taken: ReadonlySet<string>): string {
  while (length < id.length && taken.has(id.slice(0, length))) length++;
  return id.slice(0, length);
}

function sharedLength(a: string, b: string | undefined): number {
  if (b === undefined) return 0;
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
