/** Things of one form: the same character of the same font and size, or the same outline wherever it stands. */
import type { PlacedThing } from "./findCandidates.js";
import { readOutline } from "./outlineForm.js";
import {
  MAX_PLAIN_SEGMENTS,
  MIN_PLAIN_HEIGHT_SPACE,
  SAME_FORM_SPACE,
  TEXT_SIZE_STEPS_PER_SPACE,
} from "./pageConstants.js";

/** Things of one form, by their number in the list that was given. */
export type Cluster = readonly number[];

/**
 * Put things of one form together. Outlines are of one form if their segments are of the same kinds and their size and some
 * of their points agree within the rounding of coordinates, measured in spaces of the staff they stand at.
 *
 * @returns each thing that can be a head once; clusters by their first member, members ascending
 * @cost    n log n, and linear in the path data of forms that differ in writing
 */
export function clusterThings(things: readonly PlacedThing[]): Cluster[] {
  const forms = new Map<string, Form>();
  const byKey = new Map<string, number[]>();
  const features: (readonly number[])[] = [];
  things.forEach((placed, index) => {
    const key = placed.thing.text === null ? outlineKey(placed, forms, features) : textKey(placed, features);
    if (key === null) return;
    const members = byKey.get(key);
    if (members === undefined) byKey.set(key, [index]);
    else members.push(index);
  });
  const clusters = [...byKey.values()].flatMap((members) => splitByFeatures(members, features, 0));
  return clusters.map((members) => members.sort((a, b) => a - b)).sort((a, b) => a[0] - b[0]);
}

/** The form of a path, in units of the viewBox, from its first point. */
interface Form {
  readonly commands: string;
  /** Straight sides and at most four of them: a slash head or a triangle, but also a beam. */
  readonly isPlain: boolean;
  /** Sides along the axes alone: a rest, a bar, a rectangle. */
  readonly isBox: boolean;
  readonly points: readonly number[];
}

function textKey({ thing, space }: PlacedThing, features: (readonly number[])[]): string {
  const { family, character, sizeUnit } = thing.text!;
  features.push([]);
  return `text ${Math.round((sizeUnit / space) * TEXT_SIZE_STEPS_PER_SPACE)} ${character} ${family}`;
}

/** Null for what is no head in any hand. */
function outlineKey(
  { thing, space }: PlacedThing,
  forms: Map<string, Form>,
  features: (readonly number[])[],
): string | null {
  const { tail } = thing.outline!;
  let form = forms.get(tail);
  if (form === undefined) {
    form = formOf(tail);
    forms.set(tail, form);
  }
  const [left, top, right, bottom] = thing.box;
  features.push([right - left, bottom - top, ...form.points].map((value) => value / space));
  const isBeam = form.isPlain && bottom - top < MIN_PLAIN_HEIGHT_SPACE * space;
  return form.isBox || isBeam ? null : `${thing.isFilled ? "fill" : "stroke"} ${form.commands}`;
}

function formOf(tail: string): Form {
  const { commands, segments, subpaths } = readOutline({ x: 0, y: 0, tail });
  const xs = subpaths.flatMap((subpath) => subpath.xs);
  const ys = subpaths.flatMap((subpath) => subpath.ys);
  const isStraight = !/[cq]/.test(commands);
  const isAlongAxis = (i: number) => i === 0 || xs[i] === xs[i - 1] || ys[i] === ys[i - 1];
  const points = [0.25, 0.5, 0.75].map((part) => Math.floor(part * xs.length));
  return {
    commands,
    isPlain: isStraight && segments <= MAX_PLAIN_SEGMENTS,
    isBox: isStraight && xs.every((_, i) => isAlongAxis(i)),
    points: points.flatMap((i) => [xs[i], ys[i]]),
  };
}

/** Cut a list wherever one of the features, sorted, jumps. */
function splitByFeatures(
  members: readonly number[],
  features: readonly (readonly number[])[],
  feature: number,
): number[][] {
  if (members.length === 1 || feature >= features[members[0]].length) return [[...members]];
  const sorted = members.toSorted((a, b) => features[a][feature] - features[b][feature]);
  const parts: number[][] = [[sorted[0]]];
  for (let i = 1; i < sorted.length; i++) {
    const jump = features[sorted[i]][feature] - features[sorted[i - 1]][feature];
    if (jump > SAME_FORM_SPACE) parts.push([sorted[i]]);
    else parts[parts.length - 1].push(sorted[i]);
  }
  return parts.flatMap((part) => splitByFeatures(part, features, feature + 1));
}
