/** A folder name for each job of a batch: short where it can be, never shared, safe on every system. */
import path from "node:path";
import { safeFileName } from "../core/fileName.js";
import { sha256Hex } from "../io/hash.js";

/** What is to be named. */
export interface Nameless {
  /** Absolute. */
  readonly file: string;
  readonly title: string;
  /** The same on every run. */
  readonly input: string;
}

const HASH_DIGITS = 16;
const LONGEST_BEFORE_HASH = 40;

/**
 * Name jobs. One whose title no other has is called so; of several with one title each is called by its path below the
 * folder they share, then with its extension, then with a hash. No two names differ only in case.
 *
 * @param taken  names that are not free
 * @returns      names in the order of the jobs; the order of the jobs does not change them
 */
export function nameJobs(jobs: readonly Nameless[], taken: Iterable<string> = []): string[] {
  const used = new Set([...taken].map((name) => name.toLowerCase()));
  const names = new Map<Nameless, string>();
  let left = [...jobs];
  const giveOut = (nameOf: (job: Nameless) => string) => {
    const groups = groupBy(left, (job) => nameOf(job).toLowerCase());
    for (const [name, [job, ...others]] of groups) {
      if (others.length > 0 || used.has(name)) continue;
      names.set(job, nameOf(job));
    }
    for (const name of names.values()) used.add(name.toLowerCase());
    left = left.filter((job) => !names.has(job));
  };
  giveOut((job) => safeFileName(job.title));
  const shared = sharedFolders(left);
  const below = (job: Nameless) => path.relative(shared.get(job)!, job.file);
  giveOut((job) => safeFileName(below(job).replace(/(\.job)?\.[^.]+$/i, "")));
  giveOut((job) => safeFileName(below(job).replaceAll(".", "_")));
  giveOut((job) => {
    const hash = sha256Hex(job.input).slice(0, HASH_DIGITS);
    return `${safeFileName(job.title, LONGEST_BEFORE_HASH)}_${hash}`;
  });
  return jobs.map((job) => names.get(job)!);
}

/** Per job the deepest folder that holds all jobs of its title; a job alone is seen from the folder above its own. */
function sharedFolders(jobs: readonly Nameless[]): Map<Nameless, string> {
  const shared = new Map<Nameless, string>();
  for (const group of groupBy(jobs, (job) => safeFileName(job.title).toLowerCase()).values()) {
    const [first, ...others] = group.map((job) => path.dirname(job.file));
    const folder = others.length === 0 ? path.dirname(first) : others.reduce(sharedFolder, first);
    for (const job of group) shared.set(job, folder);
  }
  return shared;
}

function groupBy(jobs: readonly Nameless[], keyOf: (job: Nameless) => string): Map<string, Nameless[]> {
  const groups = new Map<string, Nameless[]>();
  for (const job of jobs) {
    const group = groups.get(keyOf(job));
    if (group) group.push(job);
    else groups.set(keyOf(job), [job]);
  }
  return groups;
}

function sharedFolder(a: string, b: string): string {
  let folder = a;
  while (folder !== b && !b.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)) {
    const above = path.dirname(folder);
    if (above === folder) return folder;
    folder = above;
  }
  return folder;
}
