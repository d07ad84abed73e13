/** Durations, sizes and rates as people read them. */

/** `0.4 ms`, `420 ms`, `3.42 s`, `12 min 05 s`, `2 h 03 min`. @param sec seconds, >= 0 */
export function formatDuration(sec: number): string {
  const ms = sec * 1000;
  if (ms > 0 && ms < 0.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (sec < 59.995) return `${sec.toFixed(2)} s`;
  const whole = Math.round(sec);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(sec / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** Decimal units: `0 B`, `812 MB`, `1.9 GB`. @param byte bytes, >= 0 */
export function formatBytes(byte: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [value, unit] = [byte, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** About three digits: `0.42`, `8.5`, `120`, `48000`. */
export function formatRate(perSec: number): string {
  return perSec < 9.95 ? String(Number(perSec.toPrecision(2))) : String(Number(perSec.toPrecision(3)));
}

/** `0 %`, `< 0.1 %`, `8.2 %`, `42 %`. @param share 0 to 1 */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.1) return "< 0.1 %";
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
