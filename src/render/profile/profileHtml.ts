/** profile.html: where the time of a run went, on one page that needs nothing else. */
import { createHash } from "node:crypto";
import { escapeText } from "../../formats/svg/svgTree.js";
import type { Measured, RunReport } from "../../schema/run.js";
import { ganttSvg } from "./ganttSvg.js";
import { formatBytes, formatDuration, formatRate, formatShare } from "./quantityText.js";
import { type StageRow, stageRows } from "./stageRows.js";

const STYLE = `
:root{color-scheme:light dark;--ink:#1d1d1f;--soft:#5b626d;--line:#dfe2e7;--ground:#fff;--card:#f6f7f9;--bar:#9db4cf;--critical:#d9730d;--bad:#c0362c}
@media (prefers-color-scheme:dark){:root{--ink:#eceef1;--soft:#a3abb6;--line:#363b43;--ground:#16181c;--card:#1f2227;--bar:#52708f;--critical:#f0933a;--bad:#ff7b6e}}
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--ground)}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}.by,.note{color:var(--soft);margin:.2rem 0 0}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.75rem;margin:1.5rem 0 0}
dl div{background:var(--card);border-radius:.6rem;padding:.7rem .9rem}dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums}dd small{display:block;font-size:.8rem;font-weight:400;color:var(--soft)}
.wide{overflow-x:auto}.gantt{display:block;width:100%;min-width:40rem;height:auto}.gantt text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--ink)}
.gantt .tick{fill:var(--soft);font-size:12px}.gantt .value{fill:var(--soft);font-size:12px}.gantt .stage.critical{font-weight:650}.grid{stroke:var(--line)}
.bar{fill:var(--bar)}.bar.critical{fill:var(--critical)}.bar.failed{fill:var(--bad)}
.key{display:inline-block;width:.8em;height:.8em;border-radius:.2em;margin-right:.4em;background:var(--bar)}.key.critical{background:var(--critical);margin-left:1.2em}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{text-align:right;padding:.35rem .5rem;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--soft);font-weight:500;font-size:.85rem}th:first-child,td:first-child{text-align:left;padding-left:0}th:last-child{text-align:left}td.words{text-align:left;white-space:normal;min-width:9rem}tr.critical td:first-child{font-weight:650;box-shadow:inset 3px 0 var(--critical);padding-left:.6rem}
tfoot td{font-weight:600;border-bottom:0}.bad{color:var(--bad)}`;

/**
 * The profile of a finished run as one HTML document: no script, nothing from outside, light and dark.
 *
 * @param measured  the report's own `measuredAt`, which is there once the run is over
 */
export function profileHtml(report: RunReport, measured: Measured): string {
  const rows = stageRows(report, measured);
  const title = report.piece?.title || report.inputs[0]?.file || "Untitled";
  const path = measured.criticalPath;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'">
<title>Profile of ${escapeText(title)} – Leitmotion</title>
<style>${STYLE}</style></head>
<body>
<h1>Profile of ${escapeText(title)}</h1>
<p class="by">${escapeText(subtitle(report))}</p>
${figures(report, measured)}
<h2>Time line</h2>
<p class="note"><span class="key"></span>stage<span class="key critical"></span>on the critical path</p>
<div class="wide">
${ganttSvg(rows, measured.workDurationSec)}
</div>
<p class="note">Critical path, ${formatDuration(path.durationSec)}: ${escapeText(path.stages.join(" → ") || "no stage ran")}</p>
<h2>Stages</h2>
<div class="wide">
${stageTable(rows, measured)}
</div>
</body>
</html>
`;
}

function subtitle({ options, status, versions, startedAt }: RunReport): string {
  const begun = `${startedAt.slice(0, 10)} ${startedAt.slice(11, 19)} UTC`;
  return `Pipeline ${options.pipeline}, ${status}; begun ${begun}; Leitmotion ${versions.leitmotion}, Node ${versions.node}`;
}

function figures(report: RunReport, m: Measured): string {
  const files = m.cache.hits + m.cache.misses;
  const failed = report.failedNotes.length;
  const cards: [string, string, string][] = [
    ["Wall time", formatDuration(m.workDurationSec), "from the first stage to the last file"],
    ["T_total", formatDuration(m.tTotalSec), "all stages added up, and overhead"],
    ["T_overhead", formatDuration(m.tOverheadSec), "time in which no stage ran"],
    ["Critical path", formatDuration(m.criticalPath.durationSec), "no more cores make it shorter"],
    ["M_peak", formatBytes(m.mPeakByte), `${formatBytes(m.mOverheadByte)} of it before the first stage`],
    [
      "E_final",
      formatShare(report.eFinal),
      `${failed} ${failed === 1 ? "failure" : "failures"} of single notes`,
    ],
    [
      "Cache hits",
      files === 0 ? "–" : formatShare(m.cache.hits / files),
      `${m.cache.hits} of ${files} files reused`,
    ],
    ["Warnings", String(report.warnings.length), "listed in run.json"],
  ];
  const card = ([name, value, more]: [string, string, string]) =>
    `<div><dt>${name}</dt><dd>${escapeText(value)}<small>${escapeText(more)}</small></dd></div>`;
  return `<dl>\n${cards.map(card).join("\n")}\n</dl>`;
}

const HEADINGS = [
  "Stage",
  "Time",
  "Share",
  "Items",
  "Items/s",
  "Peak memory",
  "Made",
  "Reused",
  "Attempts",
  "Faults",
];

function stageTable(
  rows: readonly StageRow[],
  { tTotalSec, tOverheadSec, mPeakByte, cache }: Measured,
): string {
  const foot = [
    "T_total",
    formatDuration(tTotalSec),
    "",
    "",
    "",
    formatBytes(mPeakByte),
    String(cache.misses),
    String(cache.hits),
    "",
    "",
  ];
  const overhead = [
    "overhead",
    formatDuration(tOverheadSec),
    tTotalSec > 0 ? formatShare(Math.min(1, tOverheadSec / tTotalSec)) : "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
  ];
  return [
    `<table>\n<thead><tr>${HEADINGS.map((text) => `<th>${text}</th>`).join("")}</tr></thead>\n<tbody>`,
    ...rows.map((row) => tableRow(cellsOf(row), row)),
    tableRow(overhead),
    `</tbody>\n<tfoot>${tableRow(foot)}</tfoot>\n</table>`,
  ].join("\n");
}

function cellsOf(row: StageRow): string[] {
  if (row.startSec === null) return [row.name, row.status, ...Array<string>(8).fill("")];
  return [
    row.name,
    formatDuration(row.durationSec),
    formatShare(row.share),
    row.completedItems === row.totalItems
      ? String(row.totalItems)
      : `${row.completedItems} of ${row.totalItems}`,
    row.itemsPerSec === null ? "–" : formatRate(row.itemsPerSec),
    row.peakByte > 0 ? formatBytes(row.peakByte) : "–",
    String(row.made),
    String(row.reused),
    String(row.attempts),
    faultsOf(row),
  ];
}

function faultsOf({ failedItems, fault }: StageRow): string {
  const items = failedItems > 0 ? `${failedItems} ${failedItems === 1 ? "item" : "items"}` : "";
  return [items, fault ?? ""].filter(Boolean).join("; ");
}

function tableRow(cells: readonly string[], row?: StageRow): string {
  const last = cells.length - 1;
  const cell = (text: string, i: number) => {
    const bad = row && i === last && text !== "";
    return `<td${bad ? ' class="words bad"' : ""}>${escapeText(text)}</td>`;
  };
  return `<tr${row?.isCritical ? ' class="critical"' : ""}>${cells.map(cell).join("")}</tr>`;
}
