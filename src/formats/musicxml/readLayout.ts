/** Page, system and staff distances: `defaults` and `print`. All lengths are tenths of a staff space. */
import type { StaffLayout } from "../../core/score.js";
import type { PrintDraft, ScoreDraft } from "./scoreDraft.js";
import { childOf, childrenOf, childText, parseNumber, parseWhole, type XmlElement } from "./xmlElement.js";

export function readDefaults(defaults: XmlElement): ScoreDraft["layout"] {
  const scaling = childOf(defaults, "scaling");
  const page = childOf(defaults, "page-layout");
  const system = childOf(defaults, "system-layout");
  const millimeters = numberIn(scaling, "millimeters");
  const tenths = numberIn(scaling, "tenths");
  return {
    mmPerTenth: millimeters !== null && tenths ? millimeters / tenths : null,
    pageWidthTenth: numberIn(page, "page-width"),
    pageHeightTenth: numberIn(page, "page-height"),
    pageMarginsTenth: readPageMargins(page),
    systemMarginsTenth: readSystemMargins(system),
    systemDistanceTenth: numberIn(system, "system-distance"),
    topSystemDistanceTenth: numberIn(system, "top-system-distance"),
    staffDistanceTenth: numberIn(childOf(defaults, "staff-layout"), "staff-distance"),
    musicFont: childOf(defaults, "music-font")?.attributes["font-family"] ?? null,
    wordFont: childOf(defaults, "word-font")?.attributes["font-family"] ?? null,
  };
}

export function readPrint(print: XmlElement, measureIndex: number, partIndex: number): PrintDraft {
  const system = childOf(print, "system-layout");
  const staves: StaffLayout[] = [];
  for (const layout of childrenOf(print, "staff-layout")) {
    const distanceTenth = numberIn(layout, "staff-distance");
    if (distanceTenth === null) continue;
    staves.push({ partIndex, staff: parseWhole(layout.attributes.number) ?? 1, distanceTenth });
  }
  const newSystem = print.attributes["new-system"] === "yes";
  const newPage = print.attributes["new-page"] === "yes";
  const systemLeftMarginTenth = numberIn(childOf(system, "system-margins"), "left-margin");
  const systemDistanceTenth = numberIn(system, "system-distance");
  const topSystemDistanceTenth = numberIn(system, "top-system-distance");
  return {
    partIndex,
    print: {
      measureIndex,
      newSystem,
      newPage,
      systemLeftMarginTenth,
      systemDistanceTenth,
      topSystemDistanceTenth,
      staves,
    },
  };
}

/** Margins of both pages, else of the first kind given. */
function readPageMargins(page: XmlElement | null): ScoreDraft["layout"]["pageMarginsTenth"] {
  const all = [...childrenOf(page, "page-margins")];
  const margins = all.find((m) => (m.attributes.type ?? "both") === "both") ?? all[0];
  if (margins === undefined) return null;
  const side = (name: string) => numberIn(margins, `${name}-margin`) ?? 0;
  return { left: side("left"), right: side("right"), top: side("top"), bottom: side("bottom") };
}

function readSystemMargins(system: XmlElement | null): ScoreDraft["layout"]["systemMarginsTenth"] {
  const margins = childOf(system, "system-margins");
  if (margins === null) return null;
  return { left: numberIn(margins, "left-margin") ?? 0, right: numberIn(margins, "right-margin") ?? 0 };
}

function numberIn(element: XmlElement | null, name: string): number | null {
  return parseNumber(childText(element, name));
}
