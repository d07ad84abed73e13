/** The bench's tables. */
const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
const four = (x) => x.toFixed(4);

/** One row per kind and one for all; returns the rows. */
export function printKinds(results) {
  const kinds = [...new Set(results.map((r) => r.kind))];
  const rows = kinds.map((kind) =>
    rowOf(
      kind,
      results.filter((r) => r.kind === kind),
    ),
  );
  if (results.length > 0) rows.push(rowOf("all", results));
  console.log(
    "| kind | cases | F1 mean / worst | drop mean / max | passes right |\n| --- | --- | --- | --- | --- |",
  );
  for (const r of rows) {
    const f1 = `${four(r.f1Mean)} / ${four(r.f1Worst)}`;
    const drop = `${four(r.dropMean)} / ${four(r.dropMax)}`;
    console.log(`| ${r.kind} | ${r.cases} | ${f1} | ${drop} | ${four(r.passesRight)} |`);
  }
  const cpuSec = results.reduce((sum, r) => sum + r.cpuSec, 0);
  const notes = results.reduce((sum, r) => sum + r.notes, 0);
  const pieces = new Set(results.map((r) => r.piece)).size;
  console.log(
    `${pieces} pieces, ${notes} notes; aligning took ${((1000 * cpuSec) / notes).toFixed(3)} CPU s per 1000 notes (warm)`,
  );
  return rows;
}

function rowOf(kind, results) {
  const [right, of] = [0, 0].map((_, i) =>
    results.reduce((s, r) => s + (i ? r.passes.of : r.passes.right), 0),
  );
  return {
    kind,
    cases: results.length,
    f1Mean: mean(results.map((r) => r.f1)),
    f1Worst: Math.min(...results.map((r) => r.f1)),
    dropMean: mean(results.map((r) => r.drop)),
    dropMax: Math.max(...results.map((r) => r.drop)),
    passesRight: of === 0 ? 1 : right / of,
  };
}

const WORST = 25;
const FAULTS = 8;

/** The cases with the largest drop: the way played, the way found, and the faults by measure. */
export function printWorst(results) {
  const worst = results
    .filter((r) => r.drop > 0.0005)
    .sort((a, b) => b.drop - a.drop)
    .slice(0, WORST);
  for (const r of worst) {
    console.log(`\n${r.name}  drop ${four(r.drop)}, F1 ${four(r.f1)}  ${r.pair}\n  ${r.did}`);
    console.log(`  played ${r.played}\n  found  ${r.found}`);
    for (const f of [...r.faults].sort((a, b) => b.count - a.count).slice(0, FAULTS)) {
      const when = `${f.fromSec.toFixed(1)}-${f.toSec.toFixed(1)} s`;
      console.log(
        `  ${String(f.count).padStart(5)}  m. ${f.measures.padEnd(9)} ${when.padEnd(15)} ${f.fault}`,
      );
    }
  }
}
