/** How the strokes of the parts are laid out in a MIDI file. */

const DRUM_CHANNEL = 9;

/**
 * A layout says, for every stroke, the track and channel, and names the tracks.
 *
 * @typedef {{ track: number, channel: number }} Place
 * @typedef {{ place: (stroke: object) => Place, names: string[], separate: boolean, named?: boolean }} Layout
 *   `separate`: parts can be told apart by their tracks or channels; `named`: the names are right
 */
export const LAYOUTS = {
  /** One track for every part, with its name. */
  parts: (score) => ({
    ...byPart(
      score.parts.map((part) => part.name),
      identity(score.parts.length),
    ),
    named: true,
  }),
  /** The same, a track for every staff, without names, shuffled. */
  staves: (score, random) => {
    const staves = score.parts.flatMap((part) =>
      Array.from({ length: part.staffCount }, (_, s) => `${part.index}/${s + 1}`),
    );
    const order = random.shuffle(staves);
    return {
      place: (stroke) => ({ track: 1 + order.indexOf(`${stroke.part}/${stroke.staff}`), channel: 0 }),
      names: order.map(() => ""),
      separate: true,
    };
  },
  /** Shuffled tracks without names: content must decide. */
  nameless: (score, random) =>
    byPart(
      score.parts.map(() => ""),
      shuffled(score, random),
    ),
  /** Shuffled tracks that bear each other's names. */
  misnamed: (score, random) => {
    const names = score.parts.map((part) => part.name);
    return byPart([...names.slice(1), names[0]], shuffled(score, random));
  },
  /** Everything on one track and channel. */
  "one track": () => ({ place: () => ({ track: 1, channel: 0 }), names: [""], separate: false }),
  /** Two neighbouring parts on each track. */
  pairs: (score) => ({
    place: ({ part }) => ({ track: 1 + (part >> 1), channel: 0 }),
    names: score.parts
      .filter((_, p) => p % 2 === 0)
      .map(({ name }, k) => `${name}, ${score.parts[2 * k + 1]?.name ?? ""}`),
    separate: true,
  }),
  /** Type 0: one track, a channel for every part; beyond fifteen, parts share them. */
  channels: (score) => ({
    place: ({ part }) => ({ track: 0, channel: channelOf(score, part) }),
    names: [],
    separate: true,
  }),
  /** Shuffled tracks without names; every third part is divided over two, by chord notes and by measures. */
  divisi: (score, random) => {
    const first = shuffled(score, random);
    const count = score.parts.length;
    return {
      place: (stroke) => {
        const isSecond = stroke.part % 3 === 0 && (stroke.measure % 3 === 1 || !stroke.top);
        return { track: 1 + first[stroke.part] + (isSecond ? count : 0), channel: 0 };
      },
      names: new Array(2 * count).fill(""),
      separate: true,
    };
  },
};

const identity = (count) => Array.from({ length: count }, (_, i) => i);
const shuffled = (score, random) => random.shuffle(identity(score.parts.length));

/** Part p stands on track 1 + order[p] (track 0 holds no notes); `names` are by part. */
function byPart(names, order) {
  const trackNames = new Array(order.length).fill("");
  order.forEach((track, part) => {
    trackNames[track] = names[part];
  });
  return { place: ({ part }) => ({ track: 1 + order[part], channel: 0 }), names: trackNames, separate: true };
}

function channelOf(score, part) {
  if (/percussion/i.test(score.parts[part].name)) return DRUM_CHANNEL;
  const channel = part % 15;
  return channel >= DRUM_CHANNEL ? channel + 1 : channel;
}

/**
 * The MIDI file as it would be read, and the truth.
 *
 * @param {object[]} strokes  see playNotes.js
 * @param {object} tempoMap   of the modules under test; seconds become its ticks
 * @returns {{ performance: object, truth: Int32Array, places: object[] }}  `truth[i]` is the sounding index of note i, or -1
 */
export function layOut(strokes, layout, { tempoMap, secToTick, tickToSec }) {
  const placed = strokes.map((stroke, order) => {
    const onsetTick = Math.round(secToTick(tempoMap, stroke.onsetSec));
    const offsetTick = Math.max(
      onsetTick + 1,
      Math.round(secToTick(tempoMap, stroke.onsetSec + stroke.durationSec)),
    );
    return { stroke, order, onsetTick, offsetTick, ...layout.place(stroke) };
  });
  placed.sort((a, b) => a.onsetTick - b.onsetTick || a.track - b.track || a.order - b.order);
  const notes = placed.map(({ stroke, track, channel, onsetTick, offsetTick }, index) => ({
    ...{ index, track, channel, pitch: stroke.pitch, velocity: stroke.velocity, program: 0 },
    ...{
      onsetTick,
      offsetTick,
      onsetSec: tickToSec(tempoMap, onsetTick),
      offsetSec: tickToSec(tempoMap, offsetTick),
    },
  }));
  const tracks = ["", ...layout.names].map((name, index) => {
    const own = notes.filter((note) => note.track === index);
    return {
      index,
      name,
      noteCount: own.length,
      channels: [...new Set(own.map((n) => n.channel))].sort((a, b) => a - b),
    };
  });
  const endTick = notes.reduce((end, note) => Math.max(end, note.offsetTick), 0);
  const performance = {
    ...{
      format: tracks.length > 1 ? 1 : 0,
      tempoMap,
      tracks,
      notes,
      endTick,
      endSec: tickToSec(tempoMap, endTick),
    },
    ...{ controls: [], programs: [], bends: [], pedals: [], meters: [], warnings: [] },
  };
  return { performance, truth: Int32Array.from(placed, (one) => one.stroke.sounding) };
}
