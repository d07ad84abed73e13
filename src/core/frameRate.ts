/** Frame rates as rationals: 23.976 is 24000/1001, never a rounded decimal. */
import { LeitmotionError } from "./error.js";
import { lookUp } from "./lookUp.js";

/** Frames per second as `num / den`. */
export interface FrameRate {
  readonly num: number;
  readonly den: number;
}

const NTSC: Readonly<Record<string, FrameRate>> = {
  "23.976": { num: 24000, den: 1001 },
  "23.98": { num: 24000, den: 1001 },
  "29.97": { num: 30000, den: 1001 },
  "59.94": { num: 60000, den: 1001 },
};

/**
 * Read `30`, `24000/1001` or one of the decimal nicknames 23.976, 23.98, 29.97, 59.94.
 *
 * @throws LeitmotionError FRAME_RATE_INVALID outside 1–120 fps or not a rational of whole numbers
 */
export function parseFrameRate(text: string): FrameRate {
  const nickname = lookUp(NTSC, text.trim());
  if (nickname) return nickname;
  const match = /^(\d{1,6})(?:\/(\d{1,6}))?$/.exec(text.trim());
  const num = Number(match?.[1]);
  const den = Number(match?.[2] ?? 1);
  if (!match || den === 0 || num / den < 1 || num / den > 120) {
    throw new LeitmotionError("FRAME_RATE_INVALID", `Not a frame rate: ${text}`);
  }
  return { num, den };
}

/** `30` or `24000/1001`. */
export function formatFrameRate(rate: FrameRate): string {
  return rate.den === 1 ? String(rate.num) : `${rate.num}/${rate.den}`;
}

export function framesPerSec(rate: FrameRate): number {
  return rate.num / rate.den;
}

/** Nearest frame to a time in seconds (halves go up). */
export function secToFrame(rate: FrameRate, sec: number): number {
  return Math.round((sec * rate.num) / rate.den);
}

/** Start of a frame in seconds. */
export function frameToSec(rate: FrameRate, frame: number): number {
  return (frame * rate.den) / rate.num;
}
