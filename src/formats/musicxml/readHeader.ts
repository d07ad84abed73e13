/** Who and what: work, identification, credits. */
import type { ScoreHeader } from "../../core/score.js";
import { childOf, childrenOf, childText, trimmed, type XmlElement } from "./xmlElement.js";

/** The header elements of a document, as far as it has them. */
export interface HeaderElements {
  readonly version: string;
  readonly elements: readonly XmlElement[];
}

/** Title and composer fall back on the printed credits where the metadata is silent. */
export function readHeader({ version, elements }: HeaderElements): ScoreHeader {
  const find = (name: string) => elements.find((element) => element.name === name) ?? null;
  const work = find("work");
  const identification = find("identification");
  const encoding = childOf(identification, "encoding");
  return {
    title: childText(work, "work-title") || creditOf(elements, "title"),
    movementTitle: trimmed(find("movement-title")?.text ?? ""),
    movementNumber: trimmed(find("movement-number")?.text ?? ""),
    composer: creatorOf(identification, ["composer"]) || creditOf(elements, "composer"),
    lyricist: creatorOf(identification, ["lyricist", "poet"]) || creditOf(elements, "lyricist"),
    rights: textsOf(identification, "rights").join("\n"),
    software: textsOf(encoding, "software"),
    musicXmlVersion: version,
  };
}

function textsOf(element: XmlElement | null, name: string): string[] {
  return [...childrenOf(element, name)].map((child) => trimmed(child.text)).filter((text) => text !== "");
}

function creatorOf(identification: XmlElement | null, types: readonly string[]): string {
  const creators = [...childrenOf(identification, "creator")];
  const ofType = creators.filter((creator) => types.includes((creator.attributes.type ?? "").toLowerCase()));
  return ofType
    .map((creator) => trimmed(creator.text))
    .filter((text) => text !== "")
    .join(", ");
}

function creditOf(elements: readonly XmlElement[], type: string): string {
  const credit = elements.find((e) => e.name === "credit" && childText(e, "credit-type") === type) ?? null;
  return textsOf(credit, "credit-words").join(" ");
}
