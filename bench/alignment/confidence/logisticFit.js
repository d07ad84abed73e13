/** Logistic regression by iteratively reweighted least squares. */

/** Pull of the weights of standardised features towards 0. */
const RIDGE = 5;
const ROUNDS = 30;

/**
 * @param rows  { features, right, weight }, features of equal length; without a weight a row counts 1
 * @returns constant and weights, for features as they are
 */
export function fitLogistic(rows) {
  const size = rows[0].features.length;
  const { mean, deviation } = standards(rows, size);
  const xs = new Float64Array(rows.length * (size + 1));
  rows.forEach(({ features }, i) => {
    xs[i * (size + 1)] = 1;
    for (let k = 0; k < size; k++) xs[i * (size + 1) + k + 1] = (features[k] - mean[k]) / deviation[k];
  });
  let weights = new Array(size + 1).fill(0);
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(xs, rows, weights);
    weights = weights.map((w, k) => w + step[k]);
    if (Math.max(...step.map(Math.abs)) < 1e-6) break;
  }
  const slopes = weights.slice(1).map((w, k) => w / deviation[k]);
  return [weights[0] - slopes.reduce((sum, w, k) => sum + w * mean[k], 0), ...slopes];
}

export function predict(weights, features) {
  return 1 / (1 + Math.exp(-features.reduce((sum, x, k) => sum + weights[k + 1] * x, weights[0])));
}

const weightOf = (row) => row.weight ?? 1;

function standards(rows, size) {
  const total = rows.reduce((sum, row) => sum + weightOf(row), 0);
  const mean = new Array(size).fill(0);
  const square = new Array(size).fill(0);
  for (const row of rows)
    row.features.forEach((x, k) => {
      mean[k] += (weightOf(row) * x) / total;
      square[k] += (weightOf(row) * x * x) / total;
    });
  return { mean, deviation: square.map((s, k) => Math.sqrt(Math.max(1e-12, s - mean[k] ** 2))) };
}

function newtonStep(xs, rows, weights) {
  const size = weights.length;
  const gradient = weights.map((w, k) => (k === 0 ? 0 : -RIDGE * w));
  const curvature = weights.map((_, a) => weights.map((_, b) => (a === b ? (a === 0 ? 1e-9 : RIDGE) : 0)));
  for (let i = 0, at = 0; i < rows.length; i++, at += size) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += weights[k] * xs[at + k];
    const p = 1 / (1 + Math.exp(-sum));
    const pull = weightOf(rows[i]) * (rows[i].right - p);
    const bend = weightOf(rows[i]) * p * (1 - p);
    for (let a = 0; a < size; a++) {
      gradient[a] += xs[at + a] * pull;
      for (let b = 0; b <= a; b++) curvature[a][b] += xs[at + a] * xs[at + b] * bend;
    }
  }
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) curvature[b][a] = curvature[a][b];
  return solve(curvature, gradient);
}

/** Gauss with the largest pivot. */
function solve(matrix, right) {
  const a = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < a.length; k++) {
    const pivot = a.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(a[best][k]) ? i : best),
      k,
    );
    [a[k], a[pivot]] = [a[pivot], a[k]];
    for (let i = k + 1; i < a.length; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j <= a.length; j++) a[i][j] -= factor * a[k][j];
    }
  }
  const x = new Array(a.length).fill(0);
  for (let k = a.length - 1; k >= 0; k--) {
    const rest = x.reduce((sum, value, j) => (j > k ? sum + a[k][j] * value : sum), 0);
    x[k] = (a[k][a.length] - rest) / a[k][k];
  }
  return x;
}

/**
 * Each group's rows (of one composer, of one score) judged by a model fitted on all others.
 *
 * @param fitted  what the models are fitted on, groups held out by name; `rows` themselves if left out
 * @returns { confidence, right, group }, one per row
 */
export function heldOut(rows, fitted = rows) {
  return [...new Set(rows.map((row) => row.group))].flatMap((group) => {
    const weights = fitLogistic(fitted.filter((row) => row.group !== group));
    return rows
      .filter((row) => row.group === group)
      .map(({ features, right }) => ({ confidence: predict(weights, features), right, group }));
  });
}
