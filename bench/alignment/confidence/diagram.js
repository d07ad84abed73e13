/** The reliability diagram as text and as SVG. */

export function printTable(title, table) {
  console.log(`\n${title}\n  confidence      verdicts      mean     right`);
  for (const { from, to, count, confidence, right } of table) {
    if (count === 0) continue;
    const range = `${from.toFixed(4)} - ${to.toFixed(4)}`;
    console.log(`  ${range}${String(count).padStart(8)}  ${confidence.toFixed(4)}    ${right.toFixed(4)}`);
  }
}

const SIDE = 400;
const MARGIN = 50;

/** Share right over mean confidence, one dot per bin, its area by the count; the diagonal is perfect. */
export function drawDiagram(title, table) {
  const x = (v) => (MARGIN + v * SIDE).toFixed(1);
  const y = (v) => (MARGIN + (1 - v) * SIDE).toFixed(1);
  const total = table.reduce((sum, bin) => sum + bin.count, 0);
  const dots = table
    .filter((bin) => bin.count > 0)
    .map((bin) => {
      const radius = (3 + 12 * Math.sqrt(bin.count / total)).toFixed(1);
      const label = `${bin.count} verdicts, confidence ${bin.confidence.toFixed(3)}, right ${bin.right.toFixed(3)}`;
      return `<circle cx="${x(bin.confidence)}" cy="${y(bin.right)}" r="${radius}" fill="#2266aa" fill-opacity="0.7"><title>${label}</title></circle>`;
    });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (v) =>
      `<text x="${x(v)}" y="${MARGIN + SIDE + 18}" text-anchor="middle">${v}</text>` +
      `<text x="${MARGIN - 8}" y="${y(v)}" text-anchor="end" dominant-baseline="middle">${v}</text>`,
  );
  const size = SIDE + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" font-family="sans-serif" font-size="12">
<rect width="${size}" height="${size}" fill="#fff"/>
<rect x="${MARGIN}" y="${MARGIN}" width="${SIDE}" height="${SIDE}" fill="none" stroke="#888"/>
<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#888" stroke-dasharray="4 4"/>
${ticks.join("\n")}
${dots.join("\n")}
<text x="${size / 2}" y="28" text-anchor="middle">${title}</text>
<text x="${size / 2}" y="${size - 10}" text-anchor="middle">mean confidence</text>
<text transform="translate(14 ${size / 2}) rotate(-90)" text-anchor="middle">share right</text>
</svg>
`;
}
