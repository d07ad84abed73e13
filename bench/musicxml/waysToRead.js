/** The ways from MusicXML to something, by name: each takes a file's bytes and counts what it finds. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SaxesParser } from "saxes";

/** @param dist  folder of the build that is measured */
export async function loadWays(dist) {
  const load = (module) => import(pathToFileURL(join(resolve(dist), module)).href);
  const { DEFAULT_LIMITS } = await load("core/limits.js");
  const { readMusicXml } = await load("formats/musicxml/readMusicXml.js");
  const { readPlainXml } = await load("formats/musicxml/plainXml.js");
  const { decodeXml } = await load("formats/musicxml/xmlText.js");
  return { reader, plain, saxes };

  /** Notes read. */
  function reader(bytes) {
    return readMusicXml(bytes, { fileName: "score" }).notes.length;
  }

  /** Elements seen by our reader of plain XML alone; 0 where it gives up. */
  function plain(bytes) {
    let count = 0;
    const handler = { open: () => count++, close() {}, text() {} };
    return readPlainXml(decodeXml(bytes, { label: "utf-8" }), handler, DEFAULT_LIMITS) ? count : 0;
  }

  /** Elements seen by saxes alone. */
  function saxes(bytes) {
    let count = 0;
    const parser = new SaxesParser({ xmlns: false });
    parser.on("opentag", () => count++);
    for (const event of ["closetag", "text"]) parser.on(event, () => {});
    parser.write(new TextDecoder().decode(bytes)).close();
    return count;
  }
}
