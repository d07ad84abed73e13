/** report.html: what a composer wants to know about a run, on one page that needs nothing else. */
import { formatMidiPitch, formatPitch } from "../../core/pitch.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { RunReport } from "../../schema/run.js";

/** Longer lists are cut here; the registry has them whole. */
const LISTED_NOTES = 200;

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f;background:#fff}
h1{font-size:1.6rem;margin-bottom:0}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ddd}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.by{color:#666;margin-top:0}.good{color:#1a7f37}.bad{color:#b42318}
@media (prefers-color-scheme:dark){body{color:#eee;background:#1c1c1e}th,td{border-color:#444}.by{color:#aaa}}`;

/**
 * The report as one HTML document. It holds no time of day: the same run gives the same bytes.
 *
 * @param records  all notes of the registry
 */
export function reportHtml(report: RunReport, records: readonly NoteRecord[]): string {
  const title = report.piece?.title || report.inputs[0]?.file || "Untitled";
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="by">${escapeHtml(report.piece?.composer ?? "")}</p>`,
    verdict(report),
    section("Notes", totalsTable(report)),
    section("Parts", partsTable(records)),
    section(
      "Written, but not played",
      report.totals.performedNotes > 0 ? noteList(records, "score_only") : "",
    ),
    section("Played, but not written", noteList(records, "midi_only")),
    section("Notes that failed", failedList(report)),
    section("Pages", pagesTable(report)),
    section("Warnings", list(report.warnings.map((w) => `${w.message} (${w.source}, ${w.code})`))),
    section("Inputs", list(report.inputs.map((i) => `${i.role}: ${i.file}, SHA-256 ${i.sha256}`))),
  ];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} – Leitmotion</title>
<style>${STYLE}</style></head>
<body>
${body.filter(Boolean).join("\n")}
</body>
</html>
`;
}

function verdict({ totals, warnings }: RunReport): string {
  if (totals.noteheads === 0) return "<p>The score holds no note. All documents are empty and valid.</p>";
  if (totals.failedNotes > 0) return `<p class="bad">${totals.failedNotes} notes could not be rendered.</p>`;
  const open = totals.performedNotes > 0 ? totals.scoreOnly + totals.midiOnly : 0;
  const found =
    open === 0 ? "Every note was accounted for." : `${open} notes have no partner; they are listed below.`;
  return `<p class="good">${found}${warnings.length > 0 ? ` ${warnings.length} warnings.` : ""}</p>`;
}

function totalsTable({ totals }: RunReport): string {
  const confidence = totals.meanMatchConfidence;
  const rows: [string, string][] = [
    ["Noteheads (every pass counted)", String(totals.noteheads)],
    ["Sounding notes (ties merged)", String(totals.soundingNotes)],
    ["Notes in the MIDI", String(totals.performedNotes)],
    ["Matched", String(totals.matched)],
    ["Tied to an earlier note", String(totals.tied)],
    ["Only in the score", String(totals.scoreOnly)],
    ["Only in the MIDI", String(totals.midiOnly)],
    ["Mean confidence of the matches", confidence === null ? "–" : confidence.toFixed(3)],
  ];
  return table(["", ""], rows);
}

function partsTable(records: readonly NoteRecord[]): string {
  const parts = new Map<
    string,
    { name: string; notes: number; matched: number; first: number; last: number }
  >();
  for (const { score, match, timing } of records) {
    if (!score) continue;
    const part = parts.get(score.partId) ?? {
      name: score.partName,
      notes: 0,
      matched: 0,
      first: Number.POSITIVE_INFINITY,
      last: 0,
    };
    part.notes += 1;
    if (match.status === "matched" || match.status === "tied") part.matched += 1;
    part.first = Math.min(part.first, timing.startSec);
    part.last = Math.max(part.last, timing.endSec);
    parts.set(score.partId, part);
  }
  const rows = [...parts].map(([id, p]) => [
    `${p.name} (${id})`,
    String(p.notes),
    String(p.matched),
    `${p.first.toFixed(2)} s`,
    `${p.last.toFixed(2)} s`,
  ]);
  return rows.length === 0 ? "" : table(["Part", "Noteheads", "Matched or tied", "First", "Last"], rows);
}

function noteList(records: readonly NoteRecord[], status: NoteRecord["match"]["status"]): string {
  const notes = records.filter((record) => record.match.status === status);
  const rows = notes
    .slice(0, LISTED_NOTES)
    .map(({ score, midi, timing, shortId }) => [
      shortId,
      score?.partName ?? midi?.trackName ?? "",
      score ? `measure ${score.measure}${score.pass > 1 ? `, pass ${score.pass}` : ""}` : "",
      score ? formatPitch(score.pitch) : formatMidiPitch(midi?.pitch ?? 0),
      `${timing.startSec.toFixed(2)} s`,
    ]);
  if (rows.length === 0) return "";
  const more = notes.length > rows.length ? `<p>… and ${notes.length - rows.length} more.</p>` : "";
  return table(["ID", "Part", "Place", "Pitch", "Time"], rows) + more;
}

function failedList({ failedNotes }: RunReport): string {
  return list(
    failedNotes.slice(0, LISTED_NOTES).map((n) => `${n.universalId}: ${n.message} (${n.stage}, ${n.code})`),
  );
}

function pagesTable({ pages }: RunReport): string {
  const rows = pages.map((p) => [
    String(p.page),
    p.file,
    `${p.headsFound} of ${p.headsExpected}`,
    p.certainty,
  ]);
  return rows.length === 0 ? "" : table(["Page", "File", "Heads found", "Certainty"], rows);
}

function section(heading: string, content: string): string {
  return content === "" ? "" : `<h2>${heading}</h2>\n${content}`;
}

function list(items: readonly string[]): string {
  return items.length === 0
    ? ""
    : `<ul>\n${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("\n")}\n</ul>`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = (cell: string) => /^[\d.–]+( s)?$/.test(cell);
  const cell = (tag: string, text: string) =>
    `<${tag}${isNumber(text) ? ' class="n"' : ""}>${escapeHtml(text)}</${tag}>`;
  const head = headings.some(Boolean) ? `<tr>${headings.map((h) => cell("th", h)).join("")}</tr>\n` : "";
  return `<table>\n${head}${rows.map((row) => `<tr>${row.map((c) => cell("td", c)).join("")}</tr>`).join("\n")}\n</table>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
