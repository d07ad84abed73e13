/** From what the user named (folders, patterns, manifests, scores) to the jobs of a batch. */
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import { findFiles, globPaths, isPattern } from "../io/findFiles.js";
import { isFile, isFolder } from "../io/readInputFile.js";
import { readJob } from "../pipeline/jobFile.js";
import { fileKind, type Origin, stemOf } from "./jobFileKind.js";

export const MAX_JOBS = 100_000;

export interface FoundJob {
  /** Score or job manifest, absolute. */
  readonly file: string;
  /** MIDI file of the same name beside a score, absolute; null if there is none, or for a manifest. */
  readonly midiFile: string | null;
  /** What the job is called: the manifest's job ID, or the file's name without its extension. */
  readonly title: string;
}

export interface FoundJobs {
  /** In the order of the paths' character codes. */
  readonly jobs: readonly FoundJob[];
  /** Files that look as if they were meant, and why they are not taken. */
  readonly passedOver: readonly { readonly file: string; readonly reason: string }[];
}

export interface FindJobsOptions {
  /** Absolute path of a folder not to look into: where the batch writes. */
  readonly except?: string;
  readonly limits?: Limits;
  /** Most jobs that are taken. */
  readonly maxJobs?: number;
}

/**
 * Find the jobs of a batch. A file named twice is one job; a score that a found manifest names is no job of its own. A
 * manifest that cannot be read is a job, so that its fault is reported beside the others' results.
 *
 * @param inputs  folders (looked through with all that is below), patterns, manifests and scores
 * @throws LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE; OPTION_INVALID if there is no job; LIMIT_EXCEEDED
 */
export function findJobs(inputs: readonly string[], options: FindJobsOptions = {}): FoundJobs {
  const search = new Search(options);
  for (const input of inputs) search.look(input);
  const found = search.result();
  if (found.jobs.length > 0) return found;
  const first = found.passedOver[0];
  const why = first ? `; ${path.basename(first.file)} is ${first.reason}` : "";
  throw new LeitmotionError("OPTION_INVALID", `No score and no job manifest in ${inputs.join(", ")}${why}`);
}

class Search {
  readonly #manifests = new Set<string>();
  readonly #scores = new Set<string>();
  readonly #midis = new Set<string>();
  readonly #passedOver = new Map<string, string>();
  /** Folder to the MIDI files in it, by stem. */
  readonly #midisOf = new Map<string, Map<string, string>>();

  constructor(private readonly options: FindJobsOptions) {}

  look(input: string): void {
    if (isFolder(input)) this.#lookThrough(path.resolve(input));
    else if (isFile(input)) this.#take(path.resolve(input), "named");
    else if (isPattern(input)) {
      const { files, folders } = globPaths(input);
      for (const file of files) if (!this.#isExcepted(file)) this.#take(file, "pattern");
      for (const folder of folders) if (!this.#isExcepted(folder)) this.#lookThrough(folder);
    } else throw new LeitmotionError("FILE_NOT_FOUND", "There is no such file or folder", { file: input });
  }

  #lookThrough(folder: string): void {
    const { except } = this.options;
    for (const { file, isLink } of findFiles(folder, { except })) this.#take(file, "folder", isLink);
  }

  #isExcepted(file: string): boolean {
    const { except } = this.options;
    return except !== undefined && (file === except || file.startsWith(except + path.sep));
  }

  #take(file: string, origin: Origin, isLink = false): void {
    if (isLink) {
      if (/\.(musicxml|mxl|job\.json)$/i.test(file))
        this.#passedOver.set(file, "a link, and links are not followed");
      return;
    }
    const kind = fileKind(file, origin);
    if (kind.kind === "manifest") this.#manifests.add(file);
    if (kind.kind === "score") this.#scores.add(file);
    if (kind.kind === "midi") this.#midis.add(file);
    if (kind.kind === "passed-over") this.#passedOver.set(file, kind.reason);
    this.#assertFew();
  }

  #assertFew(): void {
    const { maxJobs = MAX_JOBS } = this.options;
    if (this.#manifests.size + this.#scores.size <= maxJobs) return;
    throw new LeitmotionError("LIMIT_EXCEEDED", `More than ${maxJobs} jobs; run several batches`);
  }

  result(): FoundJobs {
    const named = new Set<string>();
    const jobs = [...this.#manifests].map((file) => this.#manifestJob(file, named));
    for (const file of this.#scores) if (!named.has(sameFile(file))) jobs.push(this.#scoreJob(file, named));
    for (const file of this.#midis)
      if (!named.has(sameFile(file)))
        this.#passedOver.set(file, "MIDI without a score of its name beside it");
    return {
      jobs: jobs.sort((a, b) => (a.file < b.file ? -1 : 1)),
      passedOver: [...this.#passedOver].map(([file, reason]) => ({ file, reason })),
    };
  }

  /** @param named  takes up the files that the manifest names */
  #manifestJob(file: string, named: Set<string>): FoundJob {
    const plain = { file, midiFile: null, title: stemOf(file) };
    try {
      const job = readJob(file, this.options.limits ?? DEFAULT_LIMITS);
      if (job === null) return plain;
      for (const part of [job.scoreFile, job.midiFile]) if (part !== null) named.add(sameFile(part));
      return { ...plain, title: job.jobId };
    } catch (thrown) {
      if (thrown instanceof LeitmotionError) return plain; // the job's own run will say so
      throw thrown;
    }
  }

  #scoreJob(file: string, named: Set<string>): FoundJob {
    const midiFile = this.#midisBeside(file).get(stemOf(file)) ?? null;
    if (midiFile !== null) named.add(sameFile(midiFile));
    return { file, midiFile, title: stemOf(file) };
  }

  /** `.mid` goes before `.midi`: it is looked at last, and the last one stays. */
  #midisBeside(file: string): Map<string, string> {
    const dir = path.dirname(file);
    let midis = this.#midisOf.get(dir);
    if (midis === undefined) {
      midis = new Map();
      const files = [...findFiles(dir, { levels: 1 })].filter(({ isLink }) => !isLink).map((f) => f.file);
      for (const extension of [".midi", ".mid"])
        for (const midi of files)
          if (path.extname(midi).toLowerCase() === extension) midis.set(stemOf(midi), midi);
      this.#midisOf.set(dir, midis);
    }
    return midis;
  }
}

/** Accented names have two spellings, and some disks change one into the other. */
function sameFile(file: string): string {
  return path.resolve(file).normalize("NFC");
}
