/** Does an output folder hold what its manifests say? Every file is read; nothing is written. */

import path from "node:path";
import { formatFault, LeitmotionError } from "../../core/error.js";
import { diskPath } from "../../io/diskPath.js";
import { stampOf } from "../../io/fileStamp.js";
import { listFiles, STATE_FOLDER, walkFiles } from "../../io/folders.js";
import { hashFile, sha256Hex } from "../../io/hash.js";
import { isFile } from "../../io/readInputFile.js";
import { isTempName } from "../../io/writeFileAtomic.js";
import { RUN_FILE } from "../report/runFile.js";
import { NO_HASH } from "../report/runLedger.js";
import { listVersions, Version } from "./history.js";
import { asFormer, type ManifestFile, manifestsOf } from "./manifestFiles.js";
import { type DocumentOf, readDocument } from "./readDocument.js";

export const FINDING_CODES = [
  "ARTIFACT_MISSING",
  "ARTIFACT_DAMAGED",
  "ARTIFACT_MISNAMED",
  "ARTIFACT_ORPHANED",
  "NOTE_INCOMPLETE",
] as const;

export interface Finding {
  readonly code: (typeof FINDING_CODES)[number];
  /** Relative to the output folder. */
  readonly path: string;
  readonly what: string;
  /** For a misnamed file: where it lies. */
  readonly foundAt?: string;
}

export interface Verification {
  readonly findings: readonly Finding[];
  /** Files and documents that were looked at. */
  readonly checked: number;
}

/** Folders in which every file must be listed. */
const OURS = /^(audio|keyframes|manifests|midi|svg)\//;

/**
 * Look at every document and every file, by hash.
 *
 * @throws LeitmotionError RESULT_NOT_FOUND if there is no result of ours; FILE_UNREADABLE
 */
export function verifyFolder(outDir: string): Verification {
  const folder = new Version(0, outDir);
  const versions = listVersions(outDir);
  const newest = versions.at(-1) ?? null;
  if (newest === null && !folder.has(RUN_FILE)) {
    throw new LeitmotionError("RESULT_NOT_FOUND", "No result of a run here", { path: outDir });
  }
  const run = signedRun(newest ?? folder) ?? signedRun(folder);
  if (run === null) {
    const what = "The report of the run is damaged, and there is no whole copy of it";
    return { findings: [{ code: "ARTIFACT_DAMAGED", path: RUN_FILE, what }], checked: 1 };
  }
  const documents = run.measured_at?.documents ?? [];
  const files = trustedManifests(folder, newest, documents);
  const found = [
    ...checkReport(folder, newest),
    ...checkDocuments(folder, documents, ""),
    ...checkHistory(versions, outDir),
    ...checkFiles(folder, files),
    ...checkListing(folder, files, documents),
  ];
  return { findings: found, checked: 1 + documents.length + files.length };
}

/** As one line of the command's output. */
export function formatFinding({ code, path: file, what }: Finding): string {
  return formatFault(new LeitmotionError(code, what, { path: file }));
}

/** run.json of a version, if it carries the right hash of itself. */
function signedRun(version: Version): DocumentOf<"run.v1"> | null {
  const text = version.text(RUN_FILE);
  const run = readDocument("run.v1", text);
  const signature = run?.measured_at?.self_sha256;
  if (text === null || !signature) return run !== null && run.finished_at === null ? run : null;
  return sha256Hex(text.replace(signature, NO_HASH)) === signature ? run : null;
}

function checkReport(folder: Version, newest: Version | null): Finding[] {
  if (!folder.has(RUN_FILE))
    return [{ code: "ARTIFACT_MISSING", path: RUN_FILE, what: "The report of the run is gone" }];
  const run = signedRun(folder);
  if (run === null)
    return [{ code: "ARTIFACT_DAMAGED", path: RUN_FILE, what: "The report is not as it was written" }];
  if (run.finished_at === null || !["done", "partial"].includes(run.status)) {
    return [
      { code: "NOTE_INCOMPLETE", path: RUN_FILE, what: `The last run did not end well, it is ${run.status}` },
    ];
  }
  if (newest !== null && signedRun(newest) !== null && folder.text(RUN_FILE) !== newest.text(RUN_FILE)) {
    return [
      { code: "ARTIFACT_DAMAGED", path: RUN_FILE, what: "The report is not that of the last finished run" },
    ];
  }
  return [];
}

type Documents = readonly { readonly path: string; readonly sha256: string }[];

/** @param prefix  of the paths in the findings */
function checkDocuments(place: Version, documents: Documents, prefix: string): Finding[] {
  return documents.flatMap(({ path: file, sha256 }): Finding[] => {
    const shown = prefix + file;
    if (!place.has(file)) return [{ code: "ARTIFACT_MISSING", path: shown, what: "The document is gone" }];
    if (sha256Hex(place.read(file)) === sha256) return [];
    return [{ code: "ARTIFACT_DAMAGED", path: shown, what: "The document is not as it was written" }];
  });
}

/** The copies of documents and inputs that repairs are made from. */
function checkHistory(versions: readonly Version[], outDir: string): Finding[] {
  return versions.flatMap((version) => {
    const prefix = `${path.relative(outDir, version.dir).split(path.sep).join("/")}/`;
    const run = signedRun(version);
    if (run === null) {
      const what = "The kept report is not as it was written";
      return [{ code: "ARTIFACT_DAMAGED" as const, path: prefix + RUN_FILE, what }];
    }
    const inputs = run.inputs
      .filter((input) => input.role !== "soundfont")
      .map(({ role, file, sha256 }) => ({ path: `inputs/${role}/${file}`, sha256 }));
    return checkDocuments(version, [...(run.measured_at?.documents ?? []), ...inputs], prefix);
  });
}

/** The manifests in the folder if they are whole, else their kept copies. */
function trustedManifests(folder: Version, newest: Version | null, documents: Documents): ManifestFile[] {
  const isWhole = checkDocuments(folder, documents, "").length === 0;
  return manifestsOf(isWhole || newest === null ? folder : newest);
}

function checkFiles(folder: Version, files: readonly ManifestFile[]): Finding[] {
  return files.flatMap((listed): Finding[] => {
    const { path: file, file: entry, universalId } = listed;
    const former = asFormer(listed);
    if (former === null) {
      if (entry.status === "skipped") return [];
      const why = entry.error_message ?? "it was never made";
      return [
        { code: "NOTE_INCOMPLETE", path: file, what: `Note ${universalId ?? "-"} has no such file: ${why}` },
      ];
    }
    const onDisk = diskPath(folder.dir, file);
    const stamp = stampOf(onDisk);
    if (stamp === null) return [{ code: "ARTIFACT_MISSING", path: file, what: "The file is gone" }];
    if (stamp.sizeByte !== former.sizeByte) {
      return [
        {
          code: "ARTIFACT_DAMAGED",
          path: file,
          what: `The file has ${stamp.sizeByte} bytes, not ${former.sizeByte}`,
        },
      ];
    }
    if (hashFile(onDisk).sha256 === former.sha256) return [];
    return [{ code: "ARTIFACT_DAMAGED", path: file, what: "The file is not as it was written" }];
  });
}

/** Files that nobody lists; one that has the bytes of a missing one has only lost its name. */
function checkListing(folder: Version, files: readonly ManifestFile[], documents: Documents): Finding[] {
  const listed = new Set([RUN_FILE, ...documents.map((d) => d.path), ...files.map((f) => f.path)]);
  const missing = new Map(
    files
      .filter(({ path: file, file: entry }) => entry.sha256 !== null && !isFile(path.join(folder.dir, file)))
      .map(({ path: file, file: entry }) => [entry.sha256!, file]),
  );
  const strays = listFiles(folder.dir).filter((file) => OURS.test(file) && !listed.has(file));
  const litter = [...walkFiles(folder.dir)].filter((file) => isTempName(path.posix.basename(file)));
  return [...strays, ...litter].map((file): Finding => {
    const name = missing.get(hashFile(path.join(folder.dir, file)).sha256);
    if (name !== undefined && !file.startsWith(STATE_FOLDER)) {
      return { code: "ARTIFACT_MISNAMED", path: file, what: `This is ${name}`, foundAt: name };
    }
    return { code: "ARTIFACT_ORPHANED", path: file, what: "No manifest lists this file" };
  });
}
