/** Lines of the progress view: as much as fits the terminal's width, the most useful first. */
import { formatRate } from "../render/profile/quantityText.js";
import type { RunTally, StageTally } from "./runTally.js";

const MAX_NAME = 18;
const MAX_BAR = 24;
const MIN_BAR = 6;

/** `audio  ████░░░░  142/300  47 %  0:05 left  31/s  120 reused  2 failed`, never more than `columns` wide. */
export function stageRow(stage: StageTally, columns: number, nowMs: number): string {
  const { completed, total, failed, reused } = stage;
  const name = clip(stage.name, Math.min(MAX_NAME, columns)).padEnd(Math.min(MAX_NAME, columns));
  if (total === 0) return fitWords([name, "…"], columns);
  const rate = stage.itemsPerSec(nowMs);
  const left = stage.leftSec(nowMs);
  const words = [
    name,
    `${completed}/${total}`,
    failed > 0 ? `${failed} failed` : "",
    `${Math.floor((completed / total) * 100)} %`,
    left === null || completed >= total ? "" : `${clock(left)} left`,
    rate === null ? "" : `${formatRate(rate)}/s`,
    reused > 0 ? `${reused} reused` : "",
  ];
  const text = fitWords(words, columns);
  const room = Math.min(MAX_BAR, columns - [...text].length - 2);
  return room < MIN_BAR ? text : `${name}  ${bar(completed / total, room)}${text.slice(name.length)}`;
}

/** `build  0:12  4 of 12 stages  120 reused  2 failed`. */
export function runRow(run: RunTally, columns: number, nowMs: number): string {
  const stages = [...run.stages.values()];
  const sum = (count: (stage: StageTally) => number) =>
    stages.reduce((total, stage) => total + count(stage), 0);
  const [failed, reused] = [sum((stage) => stage.failed), sum((stage) => stage.reused)];
  const of = run.expectedStages > 0 ? ` of ${run.expectedStages}` : "";
  const words = [
    run.pipeline || "run",
    clock((nowMs - run.begunMs) / 1000),
    `${run.endedStages}${of} stages`,
    failed > 0 ? `${failed} failed` : "",
    reused > 0 ? `${reused} reused` : "",
  ];
  return fitWords(words, columns);
}

/** One line for a stage that has ended: `audio: 300 of 300 done (9.6 s), 120 reused, 2 failed`. */
export function endedLine(
  { name, completed, total, reused, failed }: StageTally,
  durationSec: number,
): string {
  const counts = total > 0 ? ` ${completed} of ${total}` : "";
  const more = `${reused > 0 ? `, ${reused} reused` : ""}${failed > 0 ? `, ${failed} failed` : ""}`;
  return `${name}:${counts} done (${durationSec.toFixed(1)} s)${more}`;
}

/** `0:05`, `12:40`, `1:02:03`. */
export function clock(sec: number): string {
  const whole = Math.max(0, Math.round(sec));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function bar(share: number, width: number): string {
  const full = Math.min(width, Math.floor(share * width));
  return "█".repeat(full) + "░".repeat(width - full);
}

/** Words with two spaces between them, as many from the front as fit. */
function fitWords(words: readonly string[], columns: number): string {
  let line = clip(words[0], columns);
  for (const word of words.slice(1)) {
    if (word !== "" && [...line].length + 2 + [...word].length <= columns) line += `  ${word}`;
  }
  return line;
}

function clip(text: string, columns: number): string {
  const signs = [...text];
  return signs.length <= columns
    ? text
    : `${signs.slice(0, Math.max(0, columns - 1)).join("")}${columns > 0 ? "…" : ""}`;
}
