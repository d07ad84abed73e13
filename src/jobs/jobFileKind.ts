/** Which of the user's files are jobs, by name, and where names say too little by content. */
import path from "node:path";
import { readHead } from "../io/findFiles.js";

/** How a file came to our notice: named by the user, meant by a pattern, or met in a folder. */
export type Origin = "named" | "pattern" | "folder";

export type FileKind =
  | { readonly kind: "manifest" | "score" | "midi" | "other" }
  | { readonly kind: "passed-over"; readonly reason: string };

/** Programs put comments and a document type before the root element; more than this they do not. */
const HEAD_BYTE = 64 * 1024;

/** @throws LeitmotionError FILE_UNREADABLE */
export function fileKind(file: string, origin: Origin): FileKind {
  const extension = path.extname(file).toLowerCase();
  if (isManifestName(file) || (extension === ".json" && origin === "named")) return { kind: "manifest" };
  if (extension === ".json" && origin === "pattern" && holds(file, /"musicxml_path"/))
    return { kind: "manifest" };
  if ([".musicxml", ".mxl"].includes(extension)) return { kind: "score" };
  if (extension === ".xml") {
    return holds(file, /<score-(partwise|timewise)[\s/>]/)
      ? { kind: "score" }
      : { kind: "passed-over", reason: "XML, but no MusicXML" };
  }
  if ([".mid", ".midi"].includes(extension)) return { kind: "midi" };
  if (origin === "named") return { kind: "passed-over", reason: "neither a score nor a job manifest" };
  return { kind: "other" };
}

/** `job.json`, or `something.job.json`. */
function isManifestName(file: string): boolean {
  return /^(.+\.)?job\.json$/i.test(path.basename(file));
}

/** UTF-16 is read as its Latin letters: the words looked for have no others. */
function holds(file: string, pattern: RegExp): boolean {
  return pattern.test(Buffer.from(readHead(file, HEAD_BYTE)).toString("latin1").replaceAll("\0", ""));
}

/** `waltz` for waltz.musicxml and waltz.job.json; the folder's name for job.json. */
export function stemOf(file: string): string {
  const name = path.basename(file);
  if (/^job\.json$/i.test(name)) return path.basename(path.dirname(file)) || "job";
  return name.replace(/(\.job)?\.[^.]+$/i, "") || name;
}
