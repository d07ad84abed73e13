/**
 * The characters of music fonts from before SMuFL: byte (hexadecimal) and SMuFL name; `?notehead` is a head without a
 * counterpart that we could name for certain. All of them descend from Adobe's Sonata.
 *
 * Seen on pages of Sibelius (Helsinki, Lelandia, Opus), where the positions prove them: CF FA 77, 6E 62 23, 26, B7 EE CE E4,
 * 6A 4A, D9 7E 4D, digits; in the Special fonts AA, DE, 66, 46, 7B; in the Text fonts p. Everything else is from published
 * tables (MakeMusic's conversion data for Finale 27, the noteheads of the Sibelius 8 Reference Guide, fonts that port
 * SMuFL designs to the layout of Opus) and has not been met on a page of ours.
 */
import { smuflCodeOf } from "./smuflGlyphs.js";

/** By byte: SMuFL code point, or null for a head of unknown form. */
export type LegacyTable = ReadonlyMap<number, string | null>;

/** What all descendants of Sonata share. */
const COMMON = `
22 caesura  23 accidentalSharp  25 segno  26 gClef  2A keyboardPedalUp  2B brassMuteClosed  2C breathMarkComma
2D articTenutoAbove  2E augmentationDot  2F unpitchedPercussionClef1  30 timeSig0  31 timeSig1  32 timeSig2
33 timeSig3  34 timeSig4  35 timeSig5  36 timeSig6  37 timeSig7  38 timeSig8  39 timeSig9  3E articAccentAbove
3F fClef  42 cClef  43 timeSigCutCommon  4A flag8thDown  4B flagInternalUp  4D ornamentMordent  52 flag16thDown
54 ornamentTurn  55 fermataAbove  56 gClef8vb  57 noteheadDoubleWhole  5E articMarcatoAbove  62 accidentalFlat
63 timeSigCommon  6A flag8thUp  6B augmentationDot  6D ornamentShortTrill  6E accidentalNatural
6F stringsHarmonic  72 flag16thUp  74 fClef8vb  75 fermataBelow  76 articMarcatoBelow  77 noteheadWhole
7E wiggleTrill  A0 gClef8va  A1 keyboardPedalPed  A8 rest32nd  B2 stringsUpBow  B3 stringsDownBow
B5 ornamentTremblement  B7 restWhole  BA accidentalDoubleFlat  C0 noteheadXBlack  C5 rest16th  CE restQuarter
CF noteheadBlack  D4 repeat1Bar  D6 unpitchedPercussionClef2  D9 ornamentTrill  DC accidentalDoubleSharp
DD noteheadDoubleWholeSquare  DE coda  E2 noteheadDiamondBlack  E3 restDoubleWhole  E4 rest8th  E5 rest128th
E6 fClef8va  EE restHalf  EF flagInternalDown  F4 rest64th  FA noteheadHalf`;

/** Notes with their stems, as they stand in tempo marks. */
const WHOLE_NOTES = `
45 note8thDown  48 noteHalfDown  51 noteQuarterDown  58 note16thDown  65 note8thUp  68 noteHalfUp
71 noteQuarterUp  78 note16thUp`;

const SIBELIUS = `27 articStaccatissimoWedgeBelow  4F noteheadDiamondHalf  AE articStaccatissimoWedgeAbove
E1 noteheadDiamondWhite  EF flag8thDown`;

const SIBELIUS_SPECIAL = `
21 ?notehead  23 ?notehead  24 ?notehead  26 ?notehead  29 ?notehead  2A ?notehead  2B noteheadDiamondWhite
2D ?notehead  31 ?notehead  32 ?notehead  33 ?notehead  34 ?notehead  36 ?notehead  37 ?notehead  38 ?notehead
3C accidentalParensLeft  3D systemDivider  3E accidentalParensRight  3F ?notehead  40 ?notehead  45 noteheadHalf
46 noteheadHalf  47 noteheadSlashedHalf1  48 noteheadSlashedHalf2  55 ?notehead  56 ?notehead  58 ?notehead
59 noteheadCircleX  5F ?notehead  65 noteheadBlack  66 noteheadBlack  67 noteheadSlashedBlack1
68 noteheadSlashedBlack2  7B brace  A1 bracketTop  A2 bracketBottom  AA augmentationDot  B7 legerLine
BE tremolo1  D0 articLaissezVibrerAbove  D1 articLaissezVibrerBelow  D2 ottava  DC clef8
DD clef15  DE graceNoteSlashStemUp`;

/** Dynamics, numbers of tuplets, and the notes of tempo marks. */
const SIBELIUS_TEXT = `
30 tuplet0  31 tuplet1  32 tuplet2  33 tuplet3  34 tuplet4  35 tuplet5  36 tuplet6  37 tuplet7  38 tuplet8
39 tuplet9  65 metNote8thUp  66 dynamicForte  68 metNoteHalfUp  6D dynamicMezzo  6E dynamicNiente
70 dynamicPiano  71 metNoteQuarterUp  72 dynamicRinforzando  73 dynamicSforzando  7A dynamicZ`;

/** The metronome fonts: notes are music, `=` and figures are words. */
const SIBELIUS_METRONOME = `2E metAugmentationDot  65 metNote8thUp  68 metNoteHalfUp  71 metNoteQuarterUp`;

/** What Maestro, Petrucci, Engraver and Jazz share beyond Sonata. */
const FINALE = `
21 tremolo1  28 noteheadParenthesisLeft  29 noteheadParenthesisRight  3C articTenutoStaccatoBelow  3D staff5Lines
40 tremolo2  46 dynamicMF  50 dynamicMP  53 dynamicSforzando1  5A dynamicForzando  5F legerLine
60 quindicesimaBassaMb  66 dynamicForte  70 dynamicPiano  73 dynamicSforzando  7A dynamicZ
7C noteheadSlashDiamondWhite  82 dynamicSforzandoPiano  8D dynamicSforzatoFF  A7 dynamicSforzato
AC articMarcatoStaccatoAbove  AF dynamicPPPP  B6 dynamicSforzandoPianissimo  B8 dynamicPPP  B9 dynamicPP
BD dynamicMezzo  BE tremolo3  C4 dynamicFF  EA dynamicFortePiano  EB dynamicFFFF  EC dynamicFFF`;

/** Maestro and Petrucci, which agree. */
const MAESTRO = `
27 articStaccatissimoBelow  3A graceNoteAppoggiaturaStemDown  3B graceNoteAppoggiaturaStemUp  47 articStressAbove
4C noteheadRoundWhite  4F noteheadDiamondHalfWide  59 noteheadMoonWhite  5C barlineSingle
6C noteheadTriangleRightWhite  79 noteheadTriangleUpWhite  7D noteheadParenthesis  83 ottava  84 noteheadPlusBlack
85 breathMarkTick  86 quindicesima  88 tupletColon  89 articTenutoAccentBelow  8A articTenutoAccentAbove
8B unpitchedPercussionClef1  8E dynamicRinforzando  90 flag16thUp  91 flag8thUp  92 flag16thDown  93 flag8thDown
96 dynamicNiente  9F segnoSerpent1  A2 tuplet4  A3 tuplet3  A4 tuplet6  A5 tuplet8  A6 tuplet7  A9 noteQuarterUp
AA tuplet2  AB articStaccatissimoWedgeAbove  AD noteheadSquareWhite  AE articStaccatissimoAbove  B0 tuplet5
B4 noteheadDiamondWhole  BB tuplet9  BC tuplet0  C1 tuplet1  C2 noteheadSquareWhite  C3 ottavaAlta
C6 noteheadTriangleDownWhite  C7 repeat2Bars  C8 timeSigEquals  C9 graceNoteAcciaccaturaStemUp
CB noteheadSlashHorizontalEnds  D0 noteheadSquareBlack  D1 noteheadTriangleUpBlack  D5 repeatBarSlash
D7 ottavaBassaVb  D8 articStaccatissimoWedgeBelow  DA noteheadSlashWhiteWhole  DB quindicesimaAlta
DF articAccentStaccatoBelow  E0 noteheadTriangleDownBlack  E1 noteheadDiamondWhite  E7 noteheadTriangleLeftWhite
E8 articMarcatoStaccatoBelow  ED noteQuarterDown  F1 barlineDashed  F3 noteheadSlashVerticalEnds  F6 timeSigPlus
F7 stringsHarmonic  F8 articTenutoStaccatoAbove  F9 articAccentStaccatoAbove`;

const ENGRAVER = `58 noteheadCircleX  68 noteheadWholeWithX  AD noteheadSquareWhite  AE articStaccatissimoWedgeAbove
D0 noteheadSquareBlack  D1 noteheadTriangleUpBlack  E0 noteheadTriangleDownBlack  E1 noteheadDiamondWhite
F3 noteheadSlashVerticalEnds  FC noteheadSlashVerticalEnds`;

const JAZZ = `54 brassFlip  6B articTenutoAbove  6D wiggleTrill  CD noteheadCircleX  D0 noteheadSlashHorizontalEnds
D1 noteheadSlashHorizontalEnds  D5 noteheadSlashHorizontalEnds`;

/** Several lists as one table; later ones win. */
function tableOf(...lists: readonly string[]): LegacyTable {
  const rows = [...lists.join("\n").matchAll(/([0-9A-F]{2}) (\??\w+)/g)];
  return new Map(
    rows.map(([, byte, name]) => [
      Number.parseInt(byte, 16),
      name.startsWith("?") ? null : smuflCodeOf(name),
    ]),
  );
}

export const LEGACY_TABLES = {
  sibelius: tableOf(COMMON, WHOLE_NOTES, SIBELIUS),
  "sibelius-special": tableOf(SIBELIUS_SPECIAL),
  "sibelius-text": tableOf(SIBELIUS_TEXT),
  "sibelius-metronome": tableOf(SIBELIUS_METRONOME),
  sonata: tableOf(COMMON),
  maestro: tableOf(COMMON, WHOLE_NOTES, FINALE, MAESTRO),
  engraver: tableOf(COMMON, FINALE, ENGRAVER),
  jazz: tableOf(COMMON, WHOLE_NOTES, FINALE, JAZZ),
} as const;

export type LegacyLayout = keyof typeof LEGACY_TABLES;
