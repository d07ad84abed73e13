/** The stages of a run on one time line. Colours come from the page's style sheet. */
import { escapeText, formatNumber } from "../../formats/svg/svgTree.js";
import { formatDuration } from "./quantityText.js";
import type { StageRow } from "./stageRows.js";

const WIDTH_PX = 960;
const ROW_PX = 30;
const BAR_PX = 16;
/** Room for the time line's numbers. */
const HEAD_PX = 26;
/** Room for what stands to the right of a bar that reaches the end. */
const RIGHT_PX = 84;
const SIGN_PX = 7.4;
/** A stage of no time at all is still seen. */
const MIN_BAR_PX = 2;
const TICKS = 6;

/**
 * @param rows        one line each, top to bottom
 * @param runSec      how long the run took
 */
export function ganttSvg(rows: readonly StageRow[], runSec: number): string {
  const longest = Math.max(0, ...rows.map(({ name }) => [...name].length));
  const leftPx = Math.min(WIDTH_PX / 3, 24 + longest * SIGN_PX);
  const endSec = Math.max(runSec, ...rows.map((row) => row.endSec ?? 0), 0.001);
  const xOf = (sec: number) => leftPx + (sec / endSec) * (WIDTH_PX - leftPx - RIGHT_PX);
  const height = HEAD_PX + rows.length * ROW_PX + 6;
  return [
    `<svg class="gantt" viewBox="0 0 ${WIDTH_PX} ${height}" role="img" aria-label="When each stage ran">`,
    ...ticksOf(endSec).map((sec) => tick(xOf(sec), sec, height)),
    ...rows.map((row, i) => drawRow(row, HEAD_PX + i * ROW_PX, leftPx, xOf, endSec)),
    "</svg>",
  ].join("\n");
}

/** 0 and every step of 1, 2 or 5 times a power of ten up to the end: at most seven. */
export function ticksOf(endSec: number): number[] {
  const rough = endSec / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * (1 - 1e-9))!;
  const count = Math.floor(endSec / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

function tick(x: number, sec: number, height: number): string {
  const at = formatNumber(x);
  const words = sec < 60 ? `${sec} s` : formatDuration(sec);
  return (
    `<line class="grid" x1="${at}" y1="${HEAD_PX - 6}" x2="${at}" y2="${height}"/>` +
    `<text class="tick" x="${at}" y="14" text-anchor="middle">${words}</text>`
  );
}

function drawRow(
  row: StageRow,
  top: number,
  leftPx: number,
  xOf: (sec: number) => number,
  endSec: number,
): string {
  const base = top + ROW_PX / 2 + 4.5;
  const name = `<text class="${row.isCritical ? "stage critical" : "stage"}" x="${formatNumber(leftPx - 14)}" y="${base}" text-anchor="end">${escapeText(row.name)}</text>`;
  if (row.startSec === null)
    return `${name}<text class="tick" x="${formatNumber(leftPx + 4)}" y="${base}">${row.status}</text>`;
  const x = xOf(row.startSec);
  const width = Math.max(MIN_BAR_PX, xOf(row.endSec ?? endSec) - x);
  const kind = row.status === "failed" ? "bar failed" : row.isCritical ? "bar critical" : "bar";
  const words =
    row.status === "failed" ? `${formatDuration(row.durationSec)}, failed` : formatDuration(row.durationSec);
  return (
    `${name}<rect class="${kind}" x="${formatNumber(x)}" y="${formatNumber(top + (ROW_PX - BAR_PX) / 2)}" ` +
    `width="${formatNumber(width)}" height="${BAR_PX}" rx="3"/>` +
    `<text class="value" x="${formatNumber(x + width + 8)}" y="${base}">${words}</text>`
  );
}
