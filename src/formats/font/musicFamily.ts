/** What the name of a font says: whether it is a music font, and which table its characters follow. */
import type { LegacyLayout } from "./legacyGlyphs.js";

export interface MusicFamily {
  readonly layout: "smufl" | LegacyLayout;
  /** Staff spaces in an em: 4 in music fonts, 5 in most SMuFL fonts for use among words. */
  readonly spacesPerEm: number;
}

/** Fonts of Sibelius and those made to take their place. */
const SIBELIUS = /^(?:opus|helsinki|inkpen2?|reprise|lelandia|norfolk|pori|nervion|poincon)(.*)$/;
/** Other words in such a name (chords, percussion, figured bass …) mean a font with a table of its own. */
const SIBELIUS_KINDS: Readonly<Record<string, LegacyLayout>> = {
  "": "sibelius",
  special: "sibelius-special",
  text: "sibelius-text",
  metronome: "sibelius-metronome",
};

/** Whole names. Broadway, Chaconne and the descendants of Sonata are taken to share what all the others share. */
const FINALE: Readonly<Record<string, LegacyLayout>> = {
  maestro: "maestro",
  maestrowide: "maestro",
  petrucci: "maestro",
  kousaku: "maestro",
  engraver: "engraver",
  engraverfontset: "engraver",
  jazz: "jazz",
  broadwaycopyist: "sonata",
  chaconne: "sonata",
  pmusic: "sonata",
  sonata: "sonata",
};

const SMUFL =
  /^(?:bravura|petaluma|leland|emmentaler|mscore|gonville|gootville|musejazz|sebastian|leipzig|finale(?:maestro|broadway|jazz|ash|engraver|legacy)|november2?|goldenage|chaconneex)(.*)$/;
/** SMuFL fonts for use among words that keep the size of the music font. @source their measured five-line staves */
const MUSIC_SIZED_TEXT = /^(?:emmentaler|mscore|finale)/;
/** Words in a name that say nothing of the characters. */
const STYLE_WORDS = /(?:std|regular|roman|normal|medium|book|bold|italic|lowercase)/g;

/** Names are compared in small letters without blanks and signs. Of a list of families the first counts. */
export function normalFamily(family: string): string {
  const [first] = family.split(",");
  return first.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * The music font that a family name means, whatever stands behind it ("Helsinki Special Std", "opus-std").
 *
 * @returns null for a text font, and for music fonts whose characters we have no table of (chords, percussion …)
 */
export function musicFamily(family: string): MusicFamily | null {
  const name = normalFamily(family);
  const layout = legacyLayout(name);
  if (layout !== undefined) return { layout, spacesPerEm: 4 };
  const smufl = SMUFL.exec(name);
  return smufl === null ? null : smuflFamily(name, smufl[1].replace(STYLE_WORDS, ""));
}

function legacyLayout(name: string): LegacyLayout | undefined {
  const sibelius = SIBELIUS.exec(name)?.[1].replace(STYLE_WORDS, "");
  return sibelius === undefined ? FINALE[name.replace(STYLE_WORDS, "")] : SIBELIUS_KINDS[sibelius];
}

function smuflFamily(name: string, rest: string): MusicFamily | null {
  if (rest === "") return { layout: "smufl", spacesPerEm: 4 };
  if (rest !== "text" && rest !== "legacytext") return null;
  return { layout: "smufl", spacesPerEm: MUSIC_SIZED_TEXT.test(name) ? 4 : 5 };
}
