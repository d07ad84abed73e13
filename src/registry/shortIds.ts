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
  const sorted = [...ids].sort();
  const taken = new Set(previous.values());
  const short = new Map<string, string>();
  let sharedBefore = 0;
  sorted.forEach((id, i) => {
    const sharedAfter = sharedLength(id, sorted[i + 1]);
    const shared = Math.max(sharedBefore, sharedAfter);
    sharedBefore = sharedAfter;
    const kept = previous.get(id);
    if (kept !== undefined) {
      short.set(id, kept);
      return;
    }
    let length = Math.max(MIN_LENGTH, shared + 1);
    while (length < id.length && taken.has(id.slice(0, length))) length++;
    short.set(id, id.slice(0, length));
  });
  return short;
}

function sharedLength(a: string, b: string | undefined): number {
  if (b === undefined) return 0;
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
