/**
 * Make docs/images/demo.png from a built demo: a piece of the page, one note of it, its sound and its keyframes.
 *
 *     npm run demo && node docs/images/make.js leitmotion-demo
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { readWav } from "../../dist/formats/wav/readWav.js";

const dir = process.argv[2] ?? "leitmotion-demo";
const json = (file) => JSON.parse(readFileSync(path.join(dir, file), "utf8"));
const registry = json("manifests/registry.json");
const symbolic = json("manifests/symbolic.json");
const audio = json("manifests/audio.json");

const WIDTH = 1200;
const HEIGHT = 560;
const ACCENT = "#c2410c";

const note = registry.notes.find((n) => n.score?.measure === "4" && n.score.part_id === "P1" && n.score.pass === 1);
const drawing = symbolic.entries.find((entry) => entry.notehead_id === note.notehead_id);
const sound = audio.entries.find((entry) => entry.universal_id === note.universal_id);
const keyframes = json(sound.files.keyframes.path);
const wav = readWav(readFileSync(path.join(dir, sound.files.wav.path)));

const inner = (file) =>
  readFileSync(path.join(dir, file), "utf8")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "");

const { place } = drawing;
const page = symbolic.pages.find((p) => p.page === place.page);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"
  font-family="DejaVu Sans, sans-serif" font-size="17">
  <rect width="100%" height="100%" fill="#ffffff"/>
  ${pagePiece(30, 20, 1140, 255)}
  ${caption(30, 320, "Drawing", drawing.svg.path)}
  ${picture(60, 345, 220, 170)}
  ${caption(330, 320, "Sound", sound.files.wav.path)}
  ${waveform(330, 345, 390, 170)}
  ${caption(770, 320, "Keyframes", sound.files.keyframes.path)}
  ${curves(770, 345, 390, 170)}
  <text x="30" y="548" fill="#555">universal_id ${note.universal_id}   start ${note.timing.start_sec} s   frame ${keyframes.start_frame} at ${keyframes.frame_rate} fps</text>
</svg>`;
const png = new Resvg(svg, { font: { loadSystemFonts: true } }).render().asPng();
writeFileSync(path.join(import.meta.dirname, "demo.png"), png);
console.log(`docs/images/demo.png, ${png.length} bytes`);

function caption(x, y, heading, file) {
  const short = file.length > 36 ? `…${file.slice(-35)}` : file;
  return `<text x="${x}" y="${y - 18}" font-weight="bold">${heading}</text><text x="${x}" y="${y + 4}" font-size="13" fill="#555">${short}</text>`;
}

/** The first system, with the note marked. */
function pagePiece(x, y, width, height) {
  const scale = (0.9 * page.width) / width;
  const [left, top] = [0.08 * page.width, place.y - 0.42 * height * scale];
  const [bx, by, bw, bh] = place.crop;
  return `<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${left} ${top} ${width * scale} ${height * scale}">
    ${inner(page.svg.path)}
    <rect x="${bx - 4}" y="${by - 4}" width="${bw + 8}" height="${bh + 8}" fill="none" stroke="${ACCENT}" stroke-width="5"/></svg>`;
}

function picture(x, y, width, height) {
  const [, , w, h] = place.crop;
  return `<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="0 0 ${w} ${h}">${inner(drawing.svg.path)}</svg>`;
}

function waveform(x, y, width, height) {
  const [samples] = wav.channels;
  const peak = samples.reduce((max, s) => Math.max(max, Math.abs(s)), 0);
  const columns = Array.from({ length: width }, (_, i) => {
    const part = samples.subarray((i * samples.length) / width, ((i + 1) * samples.length) / width);
    return part.reduce((max, s) => Math.max(max, Math.abs(s)), 0) / peak;
  });
  const up = columns.map((v, i) => `${x + i},${y + height / 2 - (v * height) / 2}`);
  const down = columns.map((v, i) => `${x + i},${y + height / 2 + (v * height) / 2}`).reverse();
  return `<polygon points="${[...up, ...down].join(" ")}" fill="#1d4ed8"/>`;
}

function curves(x, y, width, height) {
  const frames = Math.max(1, keyframes.duration_frames);
  const shown = [
    ["scale", 50, 150, ACCENT],
    ["saturation", 0, 100, "#15803d"],
    ["position_y", -50, 50, "#7c3aed"],
  ];
  return shown
    .map(([name, low, high, colour], row) => {
      const points = keyframes.keyframes[name].map(([frame, value]) => [
        x + (width * frame) / frames,
        y + height - (height * (value - low)) / (high - low),
      ]);
      const dots = points.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="4" fill="${colour}"/>`).join("");
      return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}
        <text x="${x + width - 95}" y="${y + 14 + 18 * row}" font-size="13" fill="${colour}">${name}</text>`;
    })
    .join("");
}
