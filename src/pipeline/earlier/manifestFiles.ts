/** What living manifests say of files: found ones with their facts, foretold ones with their names. */
import type { SoundFacts } from "../../schema/audio.js";
import { fromDocument } from "../../schema/codec.js";
import type { LivingFileDocument } from "../../schema/livingFile.js";
import type { FormerFile } from "./formerFiles.js";
import type { Version } from "./history.js";
import { type DocumentOf, readDocument } from "./readDocument.js";

export const AUDIO_FILE = "manifests/audio.json";
export const SYMBOLIC_FILE = "manifests/symbolic.json";

/** Where files of each kind lie. */
export const FOLDERS = {
  wav: "audio/notes",
  midi: "midi/notes",
  keyframes: "keyframes",
  part: "audio/parts",
  mix: "audio",
  svg: "svg/notes",
  page: "svg/pages",
  layer: "svg/layers",
  partSvg: "svg/parts",
} as const;

export type FileKind = keyof typeof FOLDERS;

export interface ManifestFile {
  readonly kind: FileKind;
  /** Note, or notehead for drawings; null for what is made of many. */
  readonly universalId: string | null;
  /** Where it lies, or will. */
  readonly path: string;
  readonly file: LivingFileDocument;
  readonly sound?: SoundFacts;
  readonly mixGainDb?: number;
}

/** Every file that the living manifests of a folder or a version name; a damaged manifest names none. */
export function manifestsOf(version: Version): ManifestFile[] {
  const audio = readDocument("audio.v1", version.text(AUDIO_FILE));
  const symbolic = readDocument("symbolic.v1", version.text(SYMBOLIC_FILE));
  return [...manifestFiles(audio, symbolic)];
}

/** Every file that the two living manifests name; either may be missing. */
export function* manifestFiles(
  audio: DocumentOf<"audio.v1"> | null,
  symbolic: DocumentOf<"symbolic.v1"> | null,
): Generator<ManifestFile> {
  if (audio) yield* audioFiles(audio);
  if (symbolic) yield* symbolicFiles(symbolic);
}

function* audioFiles(audio: DocumentOf<"audio.v1">): Generator<ManifestFile> {
  for (const { universal_id: universalId, files, sound } of audio.entries) {
    const facts = sound === null ? {} : { sound: fromDocument(sound) };
    yield { ...entry("wav", files.wav, universalId), ...facts };
    yield entry("midi", files.midi, universalId);
    yield entry("keyframes", files.keyframes, universalId);
  }
  for (const part of audio.parts) yield entry("part", part.wav, null);
  const gain = audio.mix_gain_db === null ? {} : { mixGainDb: audio.mix_gain_db };
  if (audio.mix) yield { ...entry("mix", audio.mix, null), ...gain };
}

function* symbolicFiles(symbolic: DocumentOf<"symbolic.v1">): Generator<ManifestFile> {
  for (const { notehead_id: universalId, svg } of symbolic.entries) yield entry("svg", svg, universalId);
  for (const page of symbolic.pages) {
    yield entry("page", page.svg, null);
    yield entry("page", page.bed, null);
  }
  for (const layer of symbolic.layers) yield entry("layer", layer.svg, null);
  for (const part of symbolic.parts) yield entry("partSvg", part.svg, null);
}

function entry(kind: FileKind, file: LivingFileDocument, universalId: string | null): ManifestFile {
  return { kind, universalId, path: file.path ?? `${FOLDERS[kind]}/${file.predicted_filename}`, file };
}

/** A file that its manifest vouches for; null for one that is only foretold, failed or skipped. */
export function asFormer({ universalId, path, file, sound, mixGainDb }: ManifestFile): FormerFile | null {
  const {
    file_exists: exists,
    file_size: sizeByte,
    sha256,
    created_at: createdAt,
    artifact_key: artifactKey,
  } = file;
  if (!exists || sizeByte === null || sha256 === null || createdAt === null || artifactKey === null)
    return null;
  return {
    path,
    universalId,
    sizeByte,
    sha256,
    createdAt,
    artifactKey,
    ...(sound === undefined ? {} : { sound }),
    ...(mixGainDb === undefined ? {} : { mixGainDb }),
  };
}
