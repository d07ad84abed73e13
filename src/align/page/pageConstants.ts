/**
 * Every tolerance of reading a page's geometry, with its reason. Names end in their unit: `Space` is a staff space (the
 * distance of two staff lines), `Step` half of one, `Thickness` the thickness of the line in question, `Side` the shorter
 * side of the page.
 */

// Lines -------------------------------------------------------------------------------------------------------------

/** A line is at least this often as long as thick. Thick ledger lines have 4.5, staff lines cut at bars 15 and more. */
export const PIECE_LENGTH_THICKNESS = 3;
/** A staff line, joined from its pieces. A one-bar ossia has some 60; beams and ledger lines mostly fall short. */
export const STAFF_LINE_LENGTH_THICKNESS = 20;
/** Pieces of one line agree across it within this part of their thickness ... */
export const SAME_LINE_THICKNESS = 0.5;
/** ... or of the page, for lines without thickness and for rounded coordinates (0.02 mm on A4). */
export const SAME_LINE_SIDE = 1e-4;
/** Staff lines cut at bars touch; caps and rounding leave gaps below their thickness. Ledger lines stay apart. */
export const STAFF_LINE_GAP_THICKNESS = 2;
export const STAFF_LINE_GAP_SIDE = 5e-4;

/** A line of tablature is cut for a number: gaps of 11, for two digits and narrow lines twice that. */
export const BRIDGE_GAP_THICKNESS = 30;
/** More of such a line is drawn than cut out. */
export const BRIDGE_COVER = 0.5;

// Staves ------------------------------------------------------------------------------------------------------------

/** Lines of a staff begin and end together. Rounding alone moves them; 0.6 % of A4 is two thirds of a space. */
export const SAME_END_SIDE = 0.006;
/** Distances of a staff's lines agree within this part: in whole units, spaces of seven and eight alternate. */
export const LINE_DISTANCE_SPREAD = 0.15;
/** A staff line is thinner than this many spaces (0.06-0.16 are seen). Beams have 0.5 or more. */
export const MAX_LINE_THICKNESS_SPACE = 0.35;
/** ... and thicker than this, if it has any thickness: else the "lines" are one-line staves far apart. */
export const MIN_LINE_THICKNESS_SPACE = 0.03;
/** Ledger lines of equal length lie above each other too; a staff is wider than the longest of them, 3 spaces. */
export const MIN_STAFF_WIDTH_SPACE = 6;
/** Rows tried as second line below a first line; others may lie between (a bracket with the same ends). */
export const SECOND_LINE_TRIES = 4;
/** Lines of one staff at most: tablature of seven strings. More are a ruled sheet. */
export const MAX_LINES = 7;
/** Distance of the lines of two- to four-line staves, in spaces of the five-line staves: tablature has 1.5. */
export const FEW_LINES_DISTANCE_SPACE = [0.6, 2.3] as const;
/** Half the height that a one-line staff is given, so that steps stay defined: its line is step 2. */
export const ONE_LINE_HALF_HEIGHT_SPACE = 1;

/** A one-line staff is met by an upright line of at least this length ... */
export const CROSSING_LENGTH_SPACE = 1.8;
/** ... at its left or right end, or with as much above as below it. */
export const CROSSING_MIDDLE_SPACE = 0.3;

// Upright lines -----------------------------------------------------------------------------------------------------

/** Stems have 0.1, bar lines 0.2, the thick line of a final bar 0.5, an old bracket 0.7. */
export const MAX_VERTICAL_WIDTH_SPACE = 0.75;
/** Bar lines of one-line staves have 2; pieces of bar lines between close staves may be as short as this. */
export const MIN_VERTICAL_HEIGHT_SPACE = 1.2;
/** Pieces of one upright line: the same x within rounding, */
export const SAME_UPRIGHT_SPACE = 0.12;
/** and no gap but what half a staff line leaves. */
export const UPRIGHT_GAP_SPACE = 0.3;
/** Corners of an upright line: four, and rounded ends have four more curves. */
export const MAX_LINE_SEGMENTS = 12;

/** Dots of a dotted bar line are 0.3 wide, dashes 0.2 by 0.5 to 1; */
export const MARK_WIDTH_SPACE = [0.1, 0.45] as const;
export const MARK_HEIGHT_SPACE = [0.1, 1.2] as const;
/** four of them cross a staff, while a repeat has two; */
export const MIN_MARKS = 4;
/** they stand at one x within rounding, */
export const SAME_MARK_SPACE = 0.12;
/** with gaps of 0.5 to 0.8, which differ by rounding alone. */
export const BROKEN_GAP_SPACE = 1;
export const UNEVEN_SPACE = 0.1;
/** A dot belongs to a head this near on its left: 0.5 as a rule, 1.2 behind a displaced one, at most half a space higher. */
export const DOT_TO_HEAD_SPACE = 1.3;

// Systems and bars --------------------------------------------------------------------------------------------------

/** A line that joins staves reaches their outer lines within this: half the thickest line and the rounding. */
export const COVER_SPACE = 0.3;
/** System lines and brackets stand at most this far left of the staves. */
export const JOIN_LEFT_SPACE = 3;
export const JOIN_RIGHT_SPACE = 1;
/** Bar lines end on the outer lines, nearer than this: a stem from the bottom line is 0.17 short. */
export const BAR_REACH_SPACE = 0.25;
/** Bar lines of different staves at one place: LilyPond's shift a little with what stands beside them. */
export const SAME_BAR_SPACE = 0.6;
/** Lines of one double bar or repeat; the widest is thin, thick, thin with 0.6 between. */
export const BAR_GROUP_SPACE = 1.3;
/** What opens the system is no bar line. */
export const SYSTEM_START_SPACE = 1.5;
/** A rest of the staff behind the last bar line is an interval if it is wider than this. */
export const LAST_INTERVAL_SPACE = 2;
/** How far a head's edge may be from its stem, and its centre from the stem's end. */
export const STEM_TOUCH_SPACE = 0.12;
export const STEM_END_SPACE = 0.45;
/** Bar lines are 1.2 times as thick as stems or more; stems differ by rounding. */
export const STEM_THICKNESS_SPREAD = 1.12;
/** A bar line of a one-line staff reaches at least this far to both sides of it; stems reach to one. */
export const ONE_LINE_BAR_SPACE = 0.8;

// Candidates --------------------------------------------------------------------------------------------------------

/** From a grace head of half size to a slash head of a double whole note; a double whole note with its lines has 2.8. */
export const CANDIDATE_WIDTH_SPACE = [0.45, 4] as const;
/** From a grace head of half size (flat ones of 0.7 are drawn) to a slash head of two spaces; accidentals are taller. */
export const CANDIDATE_HEIGHT_SPACE = [0.35, 2.2] as const;
/** A head of full size, to tell stems from bar lines: accidentals are taller, dots smaller. */
export const FULL_HEAD_WIDTH_SPACE = [0.9, 2.3] as const;
export const FULL_HEAD_HEIGHT_SPACE = [0.7, 1.3] as const;
/** Width to height of black and half heads: 1.18 in Bravura, 1.05-1.5 elsewhere. */
export const HEAD_SHAPE = [1.05, 1.55] as const;
/** Slash heads are polygons of three or four sides, as beams are: these are lower, unless they are steep and wider. */
export const MAX_PLAIN_SEGMENTS = 4;
export const MIN_PLAIN_HEIGHT_SPACE = 0.9;
/** Size of a text glyph, in spaces: 4 at full size, 2.4 for graces, 1.6 for graces of cue size. */
export const TEXT_SIZE_SPACE = [1.5, 5] as const;
/** One em of a music font. */
export const EM_SPACE = 4;
/** Size that a text glyph is given, at full size: that of a black head. @source SMuFL, Bravura metadata, U+E0A4 */
export const TEXT_HEAD_WIDTH_SPACE = 1.18;
export const TEXT_HEAD_HEIGHT_SPACE = 1;
/** A head stands on a line or in a space; hands differ by at most 0.1 steps, fonts' odd heads by 0.25. */
export const STEP_DEVIATION_STEP = 0.3;
/** Steps above the bottom line: eight ledger lines below and above. */
export const STEP_RANGE = [-17, 25] as const;
/** Ledger lines: 1.2 for graces, 1.9 for a head, 3 for two heads side by side, more for a double whole note. */
export const LEDGER_LENGTH_SPACE = [0.8, 5] as const;
/** Ledger lines are up to a third of a space thick; beams half a space. */
export const LEDGER_THICKNESS_SPACE = 0.42;
/** They are drawn where they belong; some hands shift them by a tenth. */
export const LEDGER_REACH_SPACE = 0.15;
/** A head beyond the staff by more than this needs ledger lines. */
export const BEYOND_SPACE = 0.75;
/** A head belongs to the interval behind a bar line if this far right of its left edge lies behind it. */
export const INTERVAL_SLACK_SPACE = 0.3;

// Clusters ----------------------------------------------------------------------------------------------------------

/** Equal forms differ by the rounding of coordinates (0.02); a grace head by 0.4, black and half heads by their commands. */
export const SAME_FORM_SPACE = 0.03;
/** Sizes of text glyphs are counted in tenths of a space. */
export const TEXT_SIZE_STEPS_PER_SPACE = 10;
