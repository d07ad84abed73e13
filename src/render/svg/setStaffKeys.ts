/** Key signatures of single staves, put into the MEI that the engraver makes of a score. */
import type { StaffKeys } from "./staffKeys.js";

const MEASURE_ID = "measure-";

/** ID by which a measure of the MusicXML is found again in the MEI. */
export function measureIdOf(measureIndex: number): string {
  return `${MEASURE_ID}${measureIndex}`;
}

/**
 * The score with the key signatures that are wanted, and with no other change of key. At every entry a `scoreDef` cancels
 * what was there (Verovio draws naturals for a key of the whole score, not for one of a staff) and names the keys by staff.
 *
 * @param mei   as Verovio writes it of MusicXML whose measures carry `measureIdOf`
 * @param list  in score order, the first entry for measure 0
 * @returns     null if the MEI has another number of staves than `list`
 */
export function setStaffKeys(mei: string, list: readonly StaffKeys[]): string | null {
  const firstBody = mei.indexOf("</scoreDef>");
  const staffCount = mei.slice(0, firstBody).match(/<staffDef\b/g)?.length ?? 0;
  if (list.length === 0 || staffCount !== list[0].fifths.length) return null;
  return setFirstKeys(mei.slice(0, firstBody), list[0]) + setLaterKeys(mei.slice(firstBody), list.slice(1));
}

/** The keys of the first `scoreDef` stand in its staves; only those that show too much are touched. */
function setFirstKeys(mei: string, { fifths }: StaffKeys): string {
  const [start, ...staves] = mei.split(/(?=<staffDef\b)/);
  const changed = staves.map((staff, index) => {
    const wanted = fifths[index];
    return wanted === null ? staff : staff.replace(/(<keySig\b[^>]*? sig=")[^"]*/, `$1${signature(wanted)}`);
  });
  return [start, ...changed].join("");
}

/** Take out every `keySig` of a `scoreDef`, and write the wanted ones before their measures. */
function setLaterKeys(mei: string, list: readonly StaffKeys[]): string {
  const out: string[] = [];
  let copiedTo = 0;
  let next = 0;
  let mixed = "";
  for (const tag of mei.matchAll(/<keySig\b[^>]*?(?:\/>|>[\s\S]*?<\/keySig>)|<measure\b[^>]*>/g)) {
    out.push(mei.slice(copiedTo, tag.index));
    copiedTo = tag.index;
    if (tag[0].startsWith("<keySig")) {
      copiedTo += tag[0].length;
      mixed = tag[0].includes('"mixed"') ? tag[0] : "";
    } else {
      const measureIndex = measureIndexOf(tag[0]);
      const before = next;
      while (next < list.length && list[next].measureIndex <= measureIndex) next++;
      if (next > before) out.push(scoreDef(list[next - 1], mixed));
    }
  }
  out.push(mei.slice(copiedTo));
  return out.join("");
}

/** -1 for a measure of the engraver's own making. */
function measureIndexOf(tag: string): number {
  const id = / xml:id="([^"]*)"/.exec(tag)?.[1] ?? "";
  return id.startsWith(MEASURE_ID) ? Number(id.slice(MEASURE_ID.length)) : -1;
}

/** @param mixed  the non-traditional key of the first part, or "" */
function scoreDef({ measureIndex, fifths }: StaffKeys, mixed: string): string {
  const id = (what: string) => `xml:id="${what}-${measureIdOf(measureIndex)}"`;
  const staves = fifths.map((fifth, index) => {
    if (fifth === 0 || (fifth === null && mixed === "")) return "";
    const keySig = fifth === null ? mixed : `<keySig ${id(`key-${index + 1}`)} sig="${signature(fifth)}"/>`;
    return `<staffDef ${id(`staff-${index + 1}`)} n="${index + 1}">${keySig}</staffDef>`;
  });
  const group = staves.some((staff) => staff !== "")
    ? `<staffGrp ${id("staves")}>${staves.join("")}</staffGrp>`
    : "";
  return `<scoreDef ${id("keys")}><keySig ${id("key")} sig="0"/>${group}</scoreDef>`;
}

/** Three flats are `3f`, two sharps `2s`. */
function signature(fifths: number): string {
  return fifths === 0 ? "0" : `${Math.abs(fifths)}${fifths < 0 ? "f" : "s"}`;
}
