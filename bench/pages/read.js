/**
 * How fast a page that somebody else drew is read, and how its time and memory grow.
 *
 *     npm run compile && node bench/pages/read.js [--kind all] [--elements 500000] [--dist dist] [--assert]
 *
 * A page of as many elements as the limit allows is made in memory and read, then one of a tenth of it; each in a process
 * of its own, so that peak memory is that page's. saxes alone on the same bytes, in the same process, says how fast the
 * machine is: --assert asserts ratios of processor time, which other programs disturb less than the clock. Kinds: `glyphs` (an outline repeated under transforms, as MuseScore and LilyPond
 * write), `baked` (every path with coordinates of its own, as converters write), `text` (a group with
 * its own attributes around each character, as Sibelius writes), `use` (symbols, as Verovio and cairo write).
 *
 * `--sheets 40`: instead, 40 pages of 1200 elements each, as `glyphs`, all in one process: what a large score needs.
 */
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { SaxesParser } from "saxes";

/** Time of reading in times of saxes alone; 2 to 3 are usual. */
const WANTED_TIMES = 6;
/** Time of the whole in times of its tenth, were it exactly linear: 10. */
const WANTED_GROWTH = 16;

const { values } = parseArgs({
  options: {
    kind: { type: "string", default: "all" },
    elements: { type: "string", default: "500000" },
    sheets: { type: "string" },
    dist: { type: "string", default: resolve(import.meta.dirname, "../../dist") },
    one: { type: "boolean", default: false },
    assert: { type: "boolean", default: false },
  },
});

/** A black notehead, about 1000 units to four spaces. */
const HEAD = "c0-51 55-129 150-129 49 0 90 25 90 76 0 53-62 131-150 131-56 0-90-33-90-78z";
const STAVES = 8;

/** Element number i; sizes are such that half a million of them are just below 50 MB. */
const MAKERS = {
  glyphs: (i) =>
    i % 3 === 0
      ? `<path class="Note" transform="matrix(0.19,0,0,0.19,${at(i)})" d="M0 0${HEAD}"/>\n`
      : `<path class="Stem" stroke="#000" d="M${at(i)}v60"/>\n`,
  baked: (i) => `<path d="M${at(i)}${bakedHead(i)}"/>\n`,
  text: (i) =>
    i % 2 === 0
      ? '<g fill="none" stroke="#000" stroke-width="5" transform="matrix(0.5,0,0,0.5,0,0)" font-weight="400">\n'
      : `<text fill="#000" stroke="none" x="${10 + (i % 500)}" y="${i % 400}" font-family="Opus" font-size="96">\uf0cf</text>\n</g>\n`,
  use: (i) => `<use xlink:href="#n${i % 7}" x="${(i % 900) + 0.25}" y="${(i * 7) % 1200}"/>\n`,
};

if (values.one) measureOne();
else compareAll();

function compareAll() {
  const kinds = values.kind === "all" ? Object.keys(MAKERS) : [values.kind];
  if (values.sheets) return print(run("glyphs", 0), `${values.sheets} pages`);
  for (const kind of kinds) {
    const elements = Number(values.elements);
    const whole = run(kind, elements);
    const tenth = run(kind, Math.round(elements / 10));
    print(whole, kind);
    const growth = whole.cpuSec / tenth.cpuSec;
    const memory = (whole.peakMb - whole.idleMb) / (tenth.peakMb - tenth.idleMb);
    console.log(`    against a tenth of it: time ${growth.toFixed(1)}, memory ${memory.toFixed(1)} times`);
    const times = whole.cpuSec / whole.saxesSec;
    if (values.assert && (times > WANTED_TIMES || growth > WANTED_GROWTH)) {
      console.error(`${kind}: ${times.toFixed(1)} times saxes, growth ${growth.toFixed(1)}`);
      process.exitCode = 1;
    }
  }
}

function print({ mb, elements, shapes, sec, cpuSec, saxesSec, peakMb, idleMb }, name) {
  const rates = `${(mb / sec).toFixed(1)} MB/s, ${Math.round(elements / sec)} elements/s`;
  const times = (cpuSec / saxesSec).toFixed(1);
  console.log(`${name}: ${mb.toFixed(1)} MB, ${elements} elements, ${shapes} shapes in ${sec.toFixed(2)} s`);
  console.log(`    ${rates}; ${cpuSec.toFixed(2)} s of processor, ${times} times saxes alone`);
  console.log(`    peak ${peakMb.toFixed(0)} MB, of which ${idleMb.toFixed(0)} before reading`);
}

function run(kind, elements) {
  const args = ["--one", "--kind", kind, "--elements", String(elements), "--dist", values.dist];
  if (values.sheets) args.push("--sheets", values.sheets);
  const out = execFileSync(process.execPath, [import.meta.filename, ...args], { maxBuffer: 1e8 });
  return JSON.parse(out.toString());
}

async function measureOne() {
  const url = pathToFileURL(join(resolve(values.dist), "formats/svg/readForeignPage.js")).href;
  const { readForeignPage } = await import(url);
  const sheets = Number(values.sheets ?? 1);
  const elements = values.sheets ? 1200 : Number(values.elements);
  const pages = Array.from({ length: sheets }, () => makePage(values.kind, elements));
  const mb = pages.reduce((sum, page) => sum + page.length, 0) / 1e6;
  const warmUp = makePage(values.kind, 3000);
  readForeignPage(warmUp);
  const idleMb = peakMb();
  const start = performance.now();
  const startCpu = cpuSec();
  const read = pages.map((page) => readForeignPage(page, { fileName: "page.svg" }));
  const used = cpuSec() - startCpu;
  const sec = (performance.now() - start) / 1000;
  const peak = peakMb();
  const shapes = read.reduce((sum, page) => sum + page.flat.shapes.length, 0);
  const beside = { saxesSec: saxesSec(pages), peakMb: peak, idleMb };
  console.log(JSON.stringify({ mb, elements: elements * sheets, shapes, sec, cpuSec: used, ...beside }));
}

/** Processor time so far, garbage collection and compilation on other threads included. */
function cpuSec() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function saxesSec(pages) {
  const decoder = new TextDecoder();
  const start = cpuSec();
  for (const page of pages) {
    const parser = new SaxesParser({ xmlns: false });
    for (const event of ["opentag", "closetag", "text"]) parser.on(event, () => {});
    for (let from = 0; from < page.length; from += 1 << 18)
      parser.write(decoder.decode(page.subarray(from, from + (1 << 18)), { stream: true }));
    parser.close();
  }
  return cpuSec() - start;
}

function peakMb() {
  return process.resourceUsage().maxRSS / 1024;
}

/** Bytes of a page of exactly `elements` elements. */
function makePage(kind, elements) {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 2100 2970">\n`;
  const symbols = Array.from({ length: 7 }, (_, i) => `<g id="n${i}"><path d="M${i} 0${HEAD}"/></g>`).join(
    "",
  );
  const defs = kind === "use" ? `<defs>${symbols}</defs>\n` : "";
  const parts = [Buffer.from(head + defs)];
  let left = elements - 1 - (kind === "use" ? 15 : 0);
  for (let y = 0; y < STAVES * 5 && left > 4; y++, left--)
    parts.push(Buffer.from(`<path stroke="#000" stroke-width="2" d="M100 ${200 + y * 20}H2000"/>\n`));
  if (kind === "text" && left % 2 === 1) {
    parts.push(Buffer.from("<g/>"));
    left--;
  }
  for (let i = 0; i < left; ) {
    let piece = "";
    for (const end = Math.min(left, i + 5000); i < end; i++) piece += MAKERS[kind](i);
    parts.push(Buffer.from(piece));
  }
  parts.push(Buffer.from("</svg>"));
  return Buffer.concat(parts);
}

/** A place on the page that differs from element to element. */
function at(i, down = 0) {
  return `${(100 + ((i * 37.13) % 1900)).toFixed(3)},${(200 + ((i * 11.7) % 2600) + down).toFixed(3)}`;
}

/** A head whose numbers are those of no other. */
function bakedHead(i) {
  const n = (value) => (value + (i % 9973) / 10_000).toFixed(2);
  return `c0-${n(9)} ${n(10)}-${n(24)} ${n(28)}-${n(24)} ${n(9)} 0 ${n(17)} ${n(4)} ${n(17)} ${n(14)}z`;
}
