/** Notes that found no head in their cell, and heads nearby that are no note's. */
import { predictColumns } from "./columnPlaces.js";
import type { DrawnBar } from "./drawnBars.js";
import type { ExpectedGroup } from "./expectedHeads.js";
import type { FoundGroup } from "./noteHeads.js";
import type { Candidate, DrawnStaff } from "./pageGeometry.js";
import { groupBy } from "./proveOrder.js";
import type { PageAttempt, SolvedCell } from "./solvePages.js";
import { SOLVER } from "./solverConstants.js";

/** A group without a head, and where one would be expected. */
interface LostGroup {
  readonly group: ExpectedGroup;
  readonly bar: DrawnBar;
  readonly x: number;
}

/** A way to give a lost group a head. */
interface Offer {
  readonly lost: LostGroup;
  readonly head: Candidate;
  /** The lower the better. */
  readonly tier: number;
  /** How far the head stands from the step that is wanted: the same for all notes that a misplaced clef concerns. */
  readonly shift: string;
  /** In spaces. */
  readonly distance: number;
}

/**
 * Give leftover heads to leftover notes, the likelier kinds first: just over a bar line; the step is right, but in the
 * neighbouring bar or nearer to another system; on the part's other staff, as its clef reads; under another clef or octave
 * of the staff. What is left then is guessed by place. Within a kind the shift that most notes of a bar share comes first,
 * then the nearest head.
 *
 * @cost linear in what is left over, times what stands in three bars
 */
export function rescueHeads(attempt: PageAttempt): FoundGroup[] {
  const lost = listLost(attempt);
  if (lost.length === 0) return [];
  const heads = leftHeads(attempt);
  const offers = lost.flatMap((group) => offersFor(group, heads, attempt));
  const support = countSupport(offers);
  offers.sort(
    (a, b) =>
      a.tier - b.tier ||
      support.get(b.shift)! - support.get(a.shift)! ||
      a.distance - b.distance ||
      a.head.index - b.head.index,
  );
  const served = new Set<LostGroup>();
  const used = new Set<Candidate>();
  const found: FoundGroup[] = [];
  for (const { lost: group, head, tier } of offers) {
    if (served.has(group) || used.has(head)) continue;
    served.add(group);
    used.add(head);
    found.push({ group: group.group, heads: [head], method: tier >= GUESSED ? "guessed" : "rescued" });
  }
  return found;
}

/** Lost groups that each shift would serve. */
function countSupport(offers: readonly Offer[]): Map<string, number> {
  const groups = groupBy(offers, ({ shift }) => shift);
  return new Map([...groups].map(([shift, own]) => [shift, new Set(own.map(({ lost }) => lost)).size]));
}

function listLost({ cells, plan, bars }: PageAttempt): LostGroup[] {
  return cells.flatMap(({ contents, found }, k) => {
    const [first] = plan.cells[k].bars;
    if (first === undefined) return [];
    const bar = bars[first];
    const columns = columnsOf({ contents, found });
    const served = new Set(found.links.map(({ group }) => group));
    return found.leftGroups
      .filter((group) => !served.has(group))
      .map(({ group, time }) => ({ group, bar, x: bar.interval.left + columns[time] * spaceIn(bar) }));
  });
}

function columnsOf({ contents, found }: SolvedCell): Float64Array {
  const places: number[][] = Array.from({ length: contents.timeCount }, () => []);
  for (const { group, heads } of found.links) for (const { along } of heads) places[group.time].push(along);
  return predictColumns(places, contents.width);
}

/** Left over, by bar. */
function leftHeads({ cells, bars }: PageAttempt): Map<DrawnBar, Candidate[]> {
  const left = new Set(cells.flatMap(({ found }) => found.leftHeads.map((head) => head.candidate)));
  return new Map(bars.map((bar) => [bar, bar.heads.filter((head) => left.has(head))]));
}

function offersFor(
  lost: LostGroup,
  heads: ReadonlyMap<DrawnBar, readonly Candidate[]>,
  attempt: PageAttempt,
): Offer[] {
  const { bars } = attempt;
  const offers: Offer[] = [];
  const add = (head: Candidate, tier: number | null) => {
    if (tier === null) return;
    const shift = `${lost.bar.index} ${lost.group.staff} ${head.readings[0].staff} ${shiftOf(head, lost, attempt)}`;
    offers.push({ lost, head, tier, shift, distance: Math.abs(head.x - lost.x) / spaceIn(lost.bar) });
  };
  for (const bar of [bars[lost.bar.index - 1], lost.bar, bars[lost.bar.index + 1]]) {
    for (const head of heads.get(bar) ?? []) add(head, tierOf(head, bar, lost, attempt));
  }
  for (const bar of barsBeyond(lost, bars)) {
    for (const head of heads.get(bar) ?? []) add(head, standsFor(head, lost, attempt) ? NEIGHBOUR : null);
  }
  return offers.filter(({ tier, distance }) => tier < GUESSED || distance <= SOLVER.guessDistance);
}

/** From the step that is wanted to the head's, on the wanted staff if it can be read there. */
function shiftOf(head: Candidate, { group }: LostGroup, attempt: PageAttempt): number {
  const mapping = attempt.plan.mappings.get(head.system)!;
  const own = head.readings.find(({ staff }) => mapping[staff] === group.staff);
  return (own ?? head.readings[0]).step - group.step;
}

const OVER_BAR = 0;
const NEIGHBOUR = 1;
const OTHER_STAFF = 2;
const OTHER_CLEF = 3;
const GUESSED = 4;

function tierOf(head: Candidate, bar: DrawnBar, lost: LostGroup, attempt: PageAttempt): number | null {
  const mapping = attempt.plan.mappings.get(head.system)!;
  const { staff: wanted, step: wantedStep, notes } = lost.group;
  const readings = head.readings.map(({ staff, step }) => ({ staff: mapping[staff], step }));
  if (readings.some(({ staff, step }) => staff === wanted && step === wantedStep)) {
    return isOverBar(head, bar, lost.bar) ? OVER_BAR : NEIGHBOUR;
  }
  if (bar !== lost.bar) return null;
  const { partOfStaff, stepOn, possibleSteps } = attempt.expected;
  const isOnOther = ({ staff, step }: { staff: number; step: number }) =>
    staff >= 0 && partOfStaff[staff] === partOfStaff[wanted] && stepOn(notes[0].index, staff) === step;
  if (readings.some(isOnOther)) return OTHER_STAFF;
  const own = readings.find(({ staff }) => staff === wanted);
  if (own === undefined) return null;
  if (possibleSteps(notes[0].index).includes(own.step)) return OTHER_CLEF;
  return Math.abs(own.step - wantedStep) <= SOLVER.guessSteps ? GUESSED : null;
}

function isOverBar(head: Candidate, bar: DrawnBar, home: DrawnBar): boolean {
  if (bar.system !== home.system || bar === home) return false;
  const line = bar.index < home.index ? bar.interval.right : bar.interval.left;
  return Math.abs(head.x - line) <= SOLVER.overBar * spaceIn(bar);
}

/** Bars of the systems above and below that lie over the same stretch. */
function barsBeyond({ bar }: LostGroup, bars: readonly DrawnBar[]): DrawnBar[] {
  const { system, interval } = bar;
  const around: DrawnBar[] = [];
  for (const direction of [-1, 1]) {
    for (let k = bar.index; k >= 0 && k < bars.length; k += direction) {
      const other = bars[k];
      if (Math.abs(other.system.placeOnPage - system.placeOnPage) > 1 || other.system.page !== system.page)
        break;
      const overlaps = other.interval.left < interval.right && other.interval.right > interval.left;
      if (other.system !== system && overlaps) around.push(other);
    }
  }
  return around;
}

/** Is a head, though nearer to another system, on the step that is wanted in this one, between its bar lines? */
function standsFor(head: Candidate, { group, bar }: LostGroup, attempt: PageAttempt): boolean {
  const place = attempt.plan.mappings.get(bar.system.index)!.indexOf(group.staff);
  if (place < 0 || head.x < bar.interval.left || head.x > bar.interval.right) return false;
  return Math.abs(exactStep(head, bar.system.staves[place]) - group.step) <= SOLVER.stepDeviation;
}

function exactStep({ y }: Candidate, { bottom, space }: DrawnStaff): number {
  return (bottom - y) / (space / 2);
}

function spaceIn({ system }: DrawnBar): number {
  return Math.max(...system.staves.map((staff) => staff.space));
}
