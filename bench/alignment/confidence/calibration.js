/** How well probabilities agree with what happened. `verdicts` are { confidence, right }. */

/** Equal widths, 0 … 1. Empty bins stay in the list. */
export function reliabilityTable(verdicts, bins = 10) {
  const table = Array.from({ length: bins }, (_, b) => ({ from: b / bins, to: (b + 1) / bins, items: [] }));
  for (const v of verdicts) table[Math.min(bins - 1, Math.floor(v.confidence * bins))].items.push(v);
  return table.map(summarise);
}

/** Bins of equal numbers of verdicts, by rising confidence. */
export function equalMassTable(verdicts, bins = 15) {
  const ordered = [...verdicts].sort((a, b) => a.confidence - b.confidence);
  const at = (b) => Math.floor((b * ordered.length) / bins);
  return Array.from({ length: bins }, (_, b) => {
    const items = ordered.slice(at(b), at(b + 1));
    return summarise({ from: items[0]?.confidence ?? 0, to: items.at(-1)?.confidence ?? 0, items });
  });
}

function summarise({ from, to, items }) {
  const mean = (of) => (items.length ? items.reduce((sum, v) => sum + of(v), 0) / items.length : 0);
  return {
    from,
    to,
    count: items.length,
    confidence: mean((v) => v.confidence),
    right: mean((v) => v.right),
  };
}

/** Mean distance between confidence and share right, weighted by the bins' counts. */
export function calibrationError(table) {
  const total = table.reduce((sum, bin) => sum + bin.count, 0);
  return (
    table.reduce((sum, bin) => sum + bin.count * Math.abs(bin.confidence - bin.right), 0) / Math.max(1, total)
  );
}

/** Chance that a right verdict has a higher confidence than a wrong one, equals counted half; NaN without both. */
export function areaUnderCurve(verdicts) {
  const ordered = [...verdicts].sort((a, b) => a.confidence - b.confidence);
  let rankSum = 0;
  let right = 0;
  for (let from = 0; from < ordered.length; ) {
    let to = from;
    while (to < ordered.length && ordered[to].confidence === ordered[from].confidence) to++;
    for (let k = from; k < to; k++) {
      if (!ordered[k].right) continue;
      rankSum += (from + to + 1) / 2;
      right++;
    }
    from = to;
  }
  return (rankSum - (right * (right + 1)) / 2) / (right * (ordered.length - right));
}
