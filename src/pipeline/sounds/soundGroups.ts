/** Notes that sound identical: their sound is rendered once, or found among the files of earlier runs. */
import { linkOrCopy } from "../../io/linkOrCopy.js";
import type { Sound } from "../../render/audio/sound.js";
import type { AudioEntry, SoundFacts } from "../../schema/audio.js";
import type { FormerFiles } from "../earlier/formerFiles.js";
import { FOLDERS } from "../earlier/manifestFiles.js";
import { fulfil } from "../output/livingManifest.js";
import type { FileFact } from "../output/outputFolder.js";
import type { SoundKeys } from "./soundKeys.js";

export type SoundFile = "wav" | "midi";

/** Entries of `audio.json` of one sound. */
export interface SoundGroup {
  readonly key: string;
  readonly keys: SoundKeys;
  readonly members: readonly AudioEntry[];
  readonly sound: Sound;
}

/** What there is of a group's sound; null for what is still to be made. */
export interface SoundState {
  readonly wav: FileFact | null;
  readonly midi: FileFact | null;
  readonly facts: SoundFacts | null;
}

/** In the order in which sounds are first heard. */
export function groupSounds(
  entries: readonly AudioEntry[],
  sounds: readonly (Sound & { readonly universalId: string })[],
  keysOf: (soundKey: string) => SoundKeys,
): SoundGroup[] {
  const soundOf = new Map(sounds.map((sound) => [sound.universalId, sound]));
  const members = new Map<string, AudioEntry[]>();
  for (const entry of entries) {
    const others = members.get(entry.soundKey);
    if (others) others.push(entry);
    else members.set(entry.soundKey, [entry]);
  }
  return [...members].map(([key, group]) => {
    const { program, percussion, events } = soundOf.get(group[0].universalId)!;
    return { key, keys: keysOf(key), members: group, sound: { program, percussion, events } };
  });
}

export function soundPath(kind: SoundFile, { files }: AudioEntry): string {
  return `${FOLDERS[kind]}/${files[kind].predictedFilename}`;
}

/** Files of earlier runs that serve this one, also under other names. */
export class SoundFinder {
  /** Paths that lost the file which earlier runs left there: the note sounds otherwise now. */
  readonly #replaced = new Set<string>();

  constructor(
    private readonly files: FormerFiles,
    private readonly resolve: (path: string) => string,
  ) {}

  /**
   * What there is of a sound. Members without a file get that of another note that sounds the same. To be called for
   * all groups before anything is rendered: rendering replaces files that others may still want.
   */
  takeOver(group: SoundGroup): SoundState {
    const twin = this.#twinOf(group, "wav");
    const known = [...group.members.map((member) => member.sound), twin?.sound ?? null];
    const wav = this.#file(group, "wav", twin);
    const midi = this.#file(group, "midi", this.#twinOf(group, "midi"));
    return { wav, midi, facts: known.find((facts) => facts?.analysisKey === group.keys.analysis) ?? null };
  }

  /** Give every member of a group that has none the file at `fact`. */
  share({ members }: SoundGroup, kind: SoundFile, fact: FileFact): void {
    for (const member of members) {
      const file = member.files[kind];
      if (file.status === "done") continue;
      const path = soundPath(kind, member);
      if (path !== fact.path) {
        linkOrCopy(this.resolve(fact.path), this.resolve(path));
        this.#replaced.add(path);
      }
      fulfil(file, { ...fact, path });
    }
  }

  #twinOf({ members, keys }: SoundGroup, kind: SoundFile) {
    if (members.some((member) => member.files[kind].status === "done")) return null;
    const twin = this.files.findTwin(keys[kind]);
    return twin && !this.#replaced.has(twin.path) ? twin : null;
  }

  #file(group: SoundGroup, kind: SoundFile, twin: FileFact | null): FileFact | null {
    const own = group.members.find((member) => member.files[kind].status === "done");
    const source = own ? factOf(own, kind, group.keys[kind]) : twin;
    if (!source) return null;
    this.share(group, kind, source);
    return { ...source, path: soundPath(kind, own ?? group.members[0]) };
  }
}

function factOf(member: AudioEntry, kind: SoundFile, artifactKey: string): FileFact {
  const { path, fileSize, sha256, createdAt } = member.files[kind];
  return { path: path!, sizeByte: fileSize!, sha256: sha256!, createdAt: createdAt!, artifactKey };
}
