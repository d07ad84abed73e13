/** The current position inside a measure of one part: whole units, turned into exact fractions on demand. */
import { LeitmotionError } from "../../core/error.js";
import { type Fraction, fraction, gcd } from "../../core/fraction.js";

/** Fractions up to this many units are made once and shared. */
const CACHED_UNITS = 1 << 14;

/**
 * Counts in units of 1/den quarter. `den` is the part's `divisions`; when these change inside a measure, the least
 * common multiple of both, so that earlier positions stay whole. A decimal duration refines `den` likewise.
 */
export class MeasureCursor {
  private den = 0;
  /** Units per division: 1 unless divisions changed inside the measure or are decimal. */
  private unitsPerDivision = 1;
  private divisions = 0;
  private divisionScale = 1;
  private now = 0;
  private furthest = 0;
  private chordOnset = 0;
  private cache: (Fraction | undefined)[] = [];
  private readonly caches = new Map<number, (Fraction | undefined)[]>();

  startMeasure(): void {
    this.now = 0;
    this.furthest = 0;
    this.chordOnset = 0;
    this.unitsPerDivision = this.divisionScale;
    this.useDen(this.divisions);
  }

  get hasDivisions(): boolean {
    return this.divisions !== 0;
  }

  /** @throws LeitmotionError SCORE_VALUE_INVALID unless divisions are positive */
  setDivisions(divisions: number): void {
    if (!(divisions > 0)) throw new LeitmotionError("SCORE_VALUE_INVALID", `Divisions are ${divisions}`);
    const scale = decimalScale(divisions);
    this.divisionScale = scale;
    this.divisions = Math.round(divisions * scale);
    if (this.now === 0 && this.furthest === 0) this.useDen(this.divisions);
    else this.refine(this.divisions);
    this.unitsPerDivision = (scale * this.den) / this.divisions;
  }

  /** Where the next note or mark lies, in quarters from the measure's start. */
  position(): Fraction {
    return this.toFraction(this.now);
  }

  /** Furthest position reached in this measure. */
  furthestPosition(): Fraction {
    return this.toFraction(this.furthest);
  }

  /** Onset of the last note that was not a chord member. */
  chordPosition(): Fraction {
    return this.toFraction(this.chordOnset);
  }

  /** Position `divisions` away (an `offset`), not before the measure. */
  positionAt(divisions: number): Fraction {
    return this.toFraction(Math.max(0, this.now + this.toUnits(divisions)));
  }

  /** Length of a `duration`. */
  durationOf(divisions: number): Fraction {
    return this.toFraction(this.toUnits(divisions));
  }

  /** A note or rest begins here and lasts `divisions`. */
  playNote(divisions: number): void {
    const units = this.toUnits(divisions);
    this.chordOnset = this.now;
    this.move(units);
  }

  /** Another note of the chord: it may be longer than the first. */
  playChordNote(divisions: number): void {
    const end = this.chordOnset + this.toUnits(divisions);
    if (end > this.furthest) this.furthest = end;
  }

  forward(divisions: number): void {
    this.move(this.toUnits(divisions));
  }

  /** @returns false if this led before the measure, where the cursor stops */
  backup(divisions: number): boolean {
    this.now -= this.toUnits(divisions);
    const inside = this.now >= 0;
    if (!inside) this.now = 0;
    return inside;
  }

  /** Go on by an exact length that no divisions measure. */
  playExact(length: Fraction): void {
    this.refine(length.den);
    this.chordOnset = this.now;
    this.move((length.num * this.den) / length.den);
  }

  private move(units: number): void {
    this.now += units;
    if (this.now > this.furthest) this.furthest = this.now;
  }

  /** @throws LeitmotionError SCORE_DIVISIONS_MISSING, SCORE_VALUE_INVALID, FRACTION_OVERFLOW */
  private toUnits(divisions: number): number {
    if (this.divisions === 0) {
      throw new LeitmotionError("SCORE_DIVISIONS_MISSING", "A duration is given before any divisions");
    }
    const units = divisions * this.unitsPerDivision;
    if (Number.isInteger(units)) return units;
    this.refine(this.den * decimalScale(units));
    return Math.round(divisions * this.unitsPerDivision);
  }

  /** Make `den` a multiple of `part`, keeping all positions. */
  private refine(part: number): void {
    const old = this.den === 0 ? 1 : this.den;
    const den = (old / gcd(old, part)) * part;
    if (!Number.isSafeInteger(den))
      throw new LeitmotionError("FRACTION_OVERFLOW", "Divisions have no common grid");
    const factor = den / old;
    this.now *= factor;
    this.furthest *= factor;
    this.chordOnset *= factor;
    this.unitsPerDivision *= factor;
    this.useDen(den);
  }

  private useDen(den: number): void {
    if (den === this.den) return;
    this.den = den;
    this.cache = this.caches.get(den) ?? [];
    this.caches.set(den, this.cache);
  }

  private toFraction(units: number): Fraction {
    const den = this.den === 0 ? 1 : this.den;
    if (units < 0 || units >= CACHED_UNITS) return fraction(units, den);
    const known = this.cache[units];
    if (known !== undefined) return known;
    const made = fraction(units, den);
    this.cache[units] = made;
    return made;
  }
}

/** Power of ten that makes a decimal whole (at most six places: beyond lies rounding noise). */
function decimalScale(value: number): number {
  let scale = 1;
  while (scale < 1e6 && Math.abs(value * scale - Math.round(value * scale)) > 1e-9) scale *= 10;
  return scale;
}
