/** What a SMuFL code point is: its name, where we know it, and its kind. @source SMuFL 1.4, tables of glyphs */

export type GlyphKind =
  | "notehead"
  | "accidental"
  | "rest"
  | "clef"
  | "flag"
  | "dot"
  | "articulation"
  | "ornament"
  | "dynamic"
  | "time-signature"
  | "other";

/** Code point and name of every sign that the tables of older fonts lead to. */
const NAMES = `
E000 brace  E003 bracketTop  E004 bracketBottom  E007 systemDivider  E014 staff5Lines  E022 legerLine
E030 barlineSingle  E036 barlineDashed  E044 repeatDot  E047 segno  E048 coda  E04A segnoSerpent1
E050 gClef  E052 gClef8vb  E053 gClef8va  E05C cClef  E062 fClef  E064 fClef8vb  E065 fClef8va
E069 unpitchedPercussionClef1  E06A unpitchedPercussionClef2  E07D clef8  E07E clef15
E080 timeSig0  E081 timeSig1  E082 timeSig2  E083 timeSig3  E084 timeSig4  E085 timeSig5  E086 timeSig6
E087 timeSig7  E088 timeSig8  E089 timeSig9  E08A timeSigCommon  E08B timeSigCutCommon  E08C timeSigPlus
E08F timeSigEquals  E0A0 noteheadDoubleWhole  E0A1 noteheadDoubleWholeSquare  E0A2 noteheadWhole
E0A3 noteheadHalf  E0A4 noteheadBlack  E0A9 noteheadXBlack  E0AF noteheadPlusBlack  E0B3 noteheadCircleX
E0B5 noteheadWholeWithX  E0B8 noteheadSquareWhite  E0B9 noteheadSquareBlack  E0BD noteheadTriangleUpWhite
E0BE noteheadTriangleUpBlack  E0BF noteheadTriangleLeftWhite  E0C1 noteheadTriangleRightWhite
E0C6 noteheadTriangleDownWhite  E0C7 noteheadTriangleDownBlack  E0CA noteheadMoonWhite
E0CE noteheadParenthesis  E0CF noteheadSlashedBlack1  E0D0 noteheadSlashedBlack2  E0D1 noteheadSlashedHalf1
E0D2 noteheadSlashedHalf2  E0D8 noteheadDiamondWhole  E0D9 noteheadDiamondHalf  E0DA noteheadDiamondHalfWide
E0DB noteheadDiamondBlack  E0DD noteheadDiamondWhite  E0F5 noteheadParenthesisLeft
E0F6 noteheadParenthesisRight  E100 noteheadSlashVerticalEnds  E101 noteheadSlashHorizontalEnds
E102 noteheadSlashWhiteWhole  E104 noteheadSlashDiamondWhite  E114 noteheadRoundWhite
E1D3 noteHalfUp  E1D4 noteHalfDown  E1D5 noteQuarterUp  E1D6 noteQuarterDown  E1D7 note8thUp
E1D8 note8thDown  E1D9 note16thUp  E1DA note16thDown  E1E7 augmentationDot
E220 tremolo1  E221 tremolo2  E222 tremolo3  E240 flag8thUp  E241 flag8thDown  E242 flag16thUp
E243 flag16thDown  E250 flagInternalUp  E251 flagInternalDown
E260 accidentalFlat  E261 accidentalNatural  E262 accidentalSharp  E263 accidentalDoubleSharp
E264 accidentalDoubleFlat  E26A accidentalParensLeft  E26B accidentalParensRight
E4A0 articAccentAbove  E4A2 articStaccatoAbove  E4A4 articTenutoAbove  E4A6 articStaccatissimoAbove
E4A7 articStaccatissimoBelow  E4A8 articStaccatissimoWedgeAbove  E4A9 articStaccatissimoWedgeBelow
E4AC articMarcatoAbove  E4AD articMarcatoBelow  E4AE articMarcatoStaccatoAbove
E4AF articMarcatoStaccatoBelow  E4B0 articAccentStaccatoAbove  E4B1 articAccentStaccatoBelow
E4B2 articTenutoStaccatoAbove  E4B3 articTenutoStaccatoBelow  E4B4 articTenutoAccentAbove
E4B5 articTenutoAccentBelow  E4B6 articStressAbove  E4BA articLaissezVibrerAbove
E4BB articLaissezVibrerBelow  E4C0 fermataAbove  E4C1 fermataBelow  E4CE breathMarkComma
E4CF breathMarkTick  E4D1 caesura  E4E2 restDoubleWhole  E4E3 restWhole  E4E4 restHalf  E4E5 restQuarter
E4E6 rest8th  E4E7 rest16th  E4E8 rest32nd  E4E9 rest64th  E4EA rest128th  E500 repeat1Bar  E501 repeat2Bars
E504 repeatBarSlash  E510 ottava  E511 ottavaAlta  E514 quindicesima  E515 quindicesimaAlta
E51C ottavaBassaVb  E51D quindicesimaBassaMb  E520 dynamicPiano  E521 dynamicMezzo  E522 dynamicForte
E523 dynamicRinforzando  E524 dynamicSforzando  E525 dynamicZ  E526 dynamicNiente  E529 dynamicPPPP
E52A dynamicPPP  E52B dynamicPP  E52C dynamicMP  E52D dynamicMF  E52F dynamicFF  E530 dynamicFFF
E531 dynamicFFFF  E534 dynamicFortePiano  E535 dynamicForzando  E536 dynamicSforzando1
E537 dynamicSforzandoPiano  E538 dynamicSforzandoPianissimo  E539 dynamicSforzato  E53B dynamicSforzatoFF
E560 graceNoteAcciaccaturaStemUp  E562 graceNoteAppoggiaturaStemUp  E563 graceNoteAppoggiaturaStemDown
E564 graceNoteSlashStemUp  E566 ornamentTrill  E567 ornamentTurn  E56C ornamentShortTrill
E56D ornamentMordent  E56E ornamentTremblement  E5E1 brassFlip  E5E5 brassMuteClosed  E610 stringsDownBow
E612 stringsUpBow  E614 stringsHarmonic  E650 keyboardPedalPed  E655 keyboardPedalUp
E880 tuplet0  E881 tuplet1  E882 tuplet2  E883 tuplet3  E884 tuplet4  E885 tuplet5  E886 tuplet6
E887 tuplet7  E888 tuplet8  E889 tuplet9  E88A tupletColon  EAA4 wiggleTrill
ECA3 metNoteHalfUp  ECA5 metNoteQuarterUp  ECA7 metNote8thUp  ECB7 metAugmentationDot`;

const pairs = [...NAMES.matchAll(/([0-9A-F]{4}) (\w+)/g)].map(([, code, name]) => [code, name] as const);
const nameByCode = new Map(pairs);
const codeByName = new Map(pairs.map(([code, name]) => [name, code]));

/** First code point of each range and what the range holds; a range ends where the next begins. */
const RANGES: readonly (readonly [number, GlyphKind])[] = [
  [0xe000, "other"],
  [0xe050, "clef"],
  [0xe080, "time-signature"],
  [0xe0a0, "notehead"],
  [0xe0f5, "other"], // parentheses around heads
  [0xe0f7, "notehead"],
  [0xe1d0, "other"], // whole notes with their stems
  [0xe240, "flag"],
  [0xe260, "accidental"],
  [0xe26a, "other"], // parentheses and brackets around accidentals
  [0xe26e, "accidental"],
  [0xe4a0, "articulation"],
  [0xe4e0, "rest"],
  [0xe500, "other"],
  [0xe520, "dynamic"],
  [0xe550, "other"],
  [0xe564, "other"], // slashes of grace notes
  [0xe566, "ornament"],
  [0xe5d0, "other"],
  [0xe610, "articulation"], // bows, harmonics and how a string is touched
  [0xe650, "other"],
  [0xeaa4, "ornament"], // wavy lines of trills
  [0xeaa9, "other"],
];
const SINGLE: ReadonlyMap<number, GlyphKind> = new Map([
  [0xe0ce, "other"], // a pair of parentheses
  [0xe1e7, "dot"],
  [0xe044, "dot"],
  [0xecb7, "dot"],
]);

/** SMuFL characters live in the private use area. */
export function isSmuflCode(codePoint: number): boolean {
  return codePoint >= 0xe000 && codePoint <= 0xf8ff;
}

/** Upper-case hexadecimal, as SMuFL writes code points. */
export function formatSmufl(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, "0");
}

/** The name of SMuFL, or `uniXXXX` for a code point outside our list. */
export function smuflName(smufl: string): string {
  return nameByCode.get(smufl) ?? `uni${smufl}`;
}

/** Whether our list has the code point: the signs that are common on pages. */
export function isKnownSmufl(smufl: string): boolean {
  return nameByCode.has(smufl);
}

/**
 * @param name one of the names above
 * @throws     RangeError for a name that is not: a slip in one of our own tables
 */
export function smuflCodeOf(name: string): string {
  const code = codeByName.get(name);
  if (code === undefined) throw new RangeError(`No SMuFL code point for ${name}`);
  return code;
}

/** By the ranges of SMuFL; what is not of a kind of its own (octave signs, pedals, lines) is `other`. */
export function smuflKind(smufl: string): GlyphKind {
  const code = Number.parseInt(smufl, 16);
  return SINGLE.get(code) ?? RANGES.findLast(([first]) => first <= code)?.[1] ?? "other";
}
