/** Lengths of SVG and CSS in user units. */
import { type Scanner, scanNumber } from "./numberScanner.js";

/** User units in one of each absolute unit. @source CSS Values 3, section 6.2 (96 px to the inch) */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["px", 1],
  ["in", 96],
  ["cm", 96 / 2.54],
  ["mm", 96 / 25.4],
  ["q", 96 / 101.6],
  ["pt", 4 / 3],
  ["pc", 16],
]);

export interface LengthContext {
  /** What 100 % is; without it per cents are no length. */
  readonly percentOf?: number;
  /** Size of the font, for em and ex. */
  readonly em?: number;
}

/** A length such as `12`, `210mm`, `1.5em` or `50%`; null for anything else, and for what is not finite. */
export function parseLength(text: string, { percentOf, em }: LengthContext = {}): number | null {
  const scanner: Scanner = { text: text.trim(), at: 0 };
  const value = scanNumber(scanner);
  if (Number.isNaN(value)) return null;
  const unit = scanner.text.slice(scanner.at).toLowerCase();
  const factor = UNITS.get(unit);
  if (factor !== undefined) return value * factor;
  if (unit === "%" && percentOf !== undefined) return (value / 100) * percentOf;
  if (unit === "em" && em !== undefined) return value * em;
  if (unit === "ex" && em !== undefined) return (value * em) / 2;
  return null;
}
