/** What was found against what is true. */
import { placeOf } from "./truth.js";

/** Found and true centre may lie apart by this share of the head's width: text heads have a nominal box. */
const TOLERANCE_WIDTH = 0.4;
/** Heads nearer to each other than this are drawn on top of each other: nobody can tell them apart. */
const SAME_PLACE_WIDTH = 0.1;

/**
 * Judge every note that has a head, or was given one.
 *
 * @returns one entry per such note: { note, verdict, certainty, method }, where the verdict is `right`; `twin` (the head of another note
 *          of the same step and moment, in another voice); `wrong`; `missing` (not found); `invented` (the page has no head for it)
 */
export function judgeHeads(score, truth, found) {
  const foundOf = new Map(found.map((head) => [head.noteIndex, head]));
  const onPage = headsByPage(truth.heads);
  const judged = truth.heads.map((own) => {
    const head = foundOf.get(own.note);
    if (head === undefined) return { note: own.note, verdict: "missing", certainty: "none", method: "" };
    return { ...entryOf(head), verdict: verdictOn(score, own, head, onPage.get(head.page) ?? []) };
  });
  const drawn = new Set(truth.heads.map(({ note }) => note));
  const invented = found.filter(({ noteIndex }) => !drawn.has(noteIndex));
  return [...judged, ...invented.map((head) => ({ ...entryOf(head), verdict: "invented" }))];
}

/** Counts of a list of judged heads. Nothing but `right` is right. */
export function countVerdicts(judged) {
  const count = (test) => judged.filter(test).length;
  const of = (verdict) => count((entry) => entry.verdict === verdict);
  const certain = (certainty) => count((entry) => entry.certainty === certainty);
  return {
    heads: count(({ verdict }) => verdict !== "invented"),
    right: of("right"),
    twin: of("twin"),
    wrong: of("wrong") + of("invented"),
    missing: of("missing"),
    proved: certain("proved"),
    likely: certain("likely"),
    ambiguous: certain("ambiguous"),
    provedWrong: count(({ verdict, certainty }) => verdict !== "right" && certainty === "proved"),
    // Sure of itself, but not proved: the next worst.
    likelyWrong: count(({ verdict, certainty }) => verdict !== "right" && certainty === "likely"),
  };
}

function entryOf({ noteIndex, certainty, method }) {
  return { note: noteIndex, certainty, method };
}

function verdictOn(score, own, head, heads) {
  const [left, top, right, bottom] = head.box;
  const centre = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const nearest = nearestHead(heads, centre);
  if (nearest === null || distance(nearest, centre) > TOLERANCE_WIDTH * nearest.width) return "wrong";
  const isOwn = own.page === head.page && distance(nearest, own) < SAME_PLACE_WIDTH * own.width;
  if (isOwn) return "right";
  return placeOf(score.notes[nearest.note]) === placeOf(score.notes[own.note]) ? "twin" : "wrong";
}

function headsByPage(heads) {
  const byPage = new Map();
  for (const head of heads) {
    if (!byPage.has(head.page)) byPage.set(head.page, []);
    byPage.get(head.page).push(head);
  }
  return byPage;
}

function nearestHead(heads, centre) {
  let nearest = null;
  let least = Number.POSITIVE_INFINITY;
  for (const head of heads) {
    const apart = distance(head, centre);
    if (apart < least) [nearest, least] = [head, apart];
  }
  return nearest;
}

function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
