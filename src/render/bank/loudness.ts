/** K-weighted momentary loudness of a short stereo sound (ITU-R BS.1770-4, 400 ms windows). */

interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * The two filters of the K-weighting for any sample rate.
 *
 * @source  ITU-R BS.1770-4, table 1 and 2, as analogue prototypes: shelf 1681.97 Hz +4 dB, high-pass 38.135 Hz
 */
function kWeighting(rateHz: number): Biquad[] {
  const shelf = Math.tan((Math.PI * 1681.974450955533) / rateHz);
  const gain = 10 ** (3.999843853973347 / 20);
  const middle = gain ** 0.4996667741545416;
  const q1 = 0.7071752369554196;
  const n1 = 1 + shelf / q1 + shelf * shelf;
  const pass = Math.tan((Math.PI * 38.13547087602444) / rateHz);
  const q2 = 0.5003270373238773;
  const n2 = 1 + pass / q2 + pass * pass;
  return [
    {
      b: [
        (gain + (middle * shelf) / q1 + shelf * shelf) / n1,
        (2 * (shelf * shelf - gain)) / n1,
        (gain - (middle * shelf) / q1 + shelf * shelf) / n1,
      ],
      a: [(2 * (shelf * shelf - 1)) / n1, (1 - shelf / q1 + shelf * shelf) / n1],
    },
    { b: [1, -2, 1], a: [(2 * (pass * pass - 1)) / n2, (1 - pass / q2 + pass * pass) / n2] },
  ];
}

function filtered(samples: Float32Array, { b, a }: Biquad): Float32Array {
  const out = new Float32Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i];
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    out[i] = y;
  }
  return out;
}

/**
 * Loudest 400 ms of a stereo sound, in LUFS; windows every 100 ms, what is shorter counts as followed by silence.
 *
 * @returns  -200 for silence
 */
export function momentaryLoudness(left: Float32Array, right: Float32Array, rateHz: number): number {
  const window = Math.round(0.4 * rateHz);
  const hop = Math.round(0.1 * rateHz);
  const stages = kWeighting(rateHz);
  const channels = [left, right].map((c) => stages.reduce(filtered, c));
  let loudest = 0;
  for (let start = 0; start === 0 || start + window <= left.length; start += hop) {
    let sum = 0;
    for (const c of channels)
      for (let i = start; i < Math.min(start + window, c.length); i++) sum += c[i] * c[i];
    loudest = Math.max(loudest, sum / window);
  }
  return loudest > 1e-20 ? -0.691 + 10 * Math.log10(loudest) : -200;
}
