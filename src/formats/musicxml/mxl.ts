/** Compressed MusicXML: a zip archive whose container names the score. */
import type * as fflate from "fflate";
import { type FaultPlace, LeitmotionError } from "../../core/error.js";
import { assertWithin } from "../../core/limits.js";
import { loadModule } from "../../core/loadModule.js";
import { streamXml, type XmlAttributes, type XmlHandler, type XmlSource } from "./xmlStream.js";

const CONTAINER = "META-INF/container.xml";

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * Unpack the score of an archive. The archive's own directory is judged first, and only the container and the score are
 * inflated, each into a buffer of its declared size: a bomb is refused, or cut off where it claimed to end.
 *
 * @throws LeitmotionError LIMIT_EXCEEDED (archiveEntry, unpackedByte), MXL_DAMAGED, MXL_NO_SCORE
 */
export function unpackMxl(bytes: Uint8Array, source: XmlSource): Uint8Array {
  const names = listEntries(bytes, source);
  if (!names.has(CONTAINER)) throw new LeitmotionError("MXL_NO_SCORE", `The archive has no ${CONTAINER}`);
  const rootFile = findRootFile(inflateEntry(bytes, CONTAINER), source);
  if (!names.has(rootFile)) {
    throw new LeitmotionError(
      "MXL_NO_SCORE",
      `The archive does not hold its score ${JSON.stringify(rootFile)}`,
    );
  }
  return inflateEntry(bytes, rootFile);
}

function listEntries(bytes: Uint8Array, { limits }: XmlSource): ReadonlySet<string> {
  const names = new Set<string>();
  let entryCount = 0;
  let unpackedByte = 0;
  unzip(bytes, (entry) => {
    assertWithin(limits, "archiveEntry", ++entryCount, "Archive entries");
    unpackedByte += entry.originalSize;
    assertWithin(limits, "unpackedByte", unpackedByte, "Unpacked archive");
    names.add(entry.name);
    return false;
  });
  return names;
}

function inflateEntry(bytes: Uint8Array, name: string): Uint8Array {
  let taken = false;
  const files = unzip(bytes, (entry) => {
    const wanted = entry.name === name && !taken;
    if (wanted) taken = true;
    return wanted;
  });
  return files[name];
}

function unzip(
  bytes: Uint8Array,
  filter: (entry: fflate.UnzipFileInfo) => boolean,
): Record<string, Uint8Array> {
  const { unzipSync } = loadModule<typeof fflate>("fflate");
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof LeitmotionError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LeitmotionError("MXL_DAMAGED", `The archive cannot be unpacked: ${reason}`, {}, { cause });
  }
}

/** The first root file that is MusicXML by its media type, or has none. */
function findRootFile(container: Uint8Array, source: XmlSource): string {
  const { found } = streamXml(container, source, () => new RootFileFinder());
  const isScore = (type: string) =>
    type === "" || (/musicxml/.test(type) && !/pdf/.test(type)) || /\/xml$/.test(type);
  const root = found.find((file) => isScore(file.mediaType)) ?? found[0];
  if (root === undefined) throw new LeitmotionError("MXL_NO_SCORE", "The archive's container names no score");
  return root.path;
}

class RootFileFinder implements XmlHandler {
  readonly found: { path: string; mediaType: string }[] = [];

  open(name: string, attributes: XmlAttributes): void {
    if (name !== "rootfile") return;
    this.found.push({ path: attributes["full-path"] ?? "", mediaType: attributes["media-type"] ?? "" });
  }

  close(): void {}

  text(): void {}

  place(): FaultPlace {
    return { path: CONTAINER };
  }
}
