/** The bench on trial: do its truth and its scores hold? */
import { splitKey } from "../truth.js";
import { makePerformance, scoreText } from "./makeCase.js";
import { compareKeys, countPasses, restrictBase } from "./scoring.js";

/** Runs every check on every case; says what failed; true if nothing did. */
export function checkBench(cases, program) {
  let checks = 0;
  const faults = [];
  for (const draft of cases) {
    for (const check of [truthScoresOne, wrongPassCosts, restrictedTruthIsTruth, agreesWithUnfolding]) {
      checks++;
      const fault = check(draft, program);
      if (fault)
        faults.push(`${draft.name} (${draft.material.pair.line}; ${draft.did.join("; ")}): ${fault}`);
    }
  }
  for (const fault of faults) console.log(`WRONG: ${fault}`);
  console.log(`${checks} checks of ${cases.length} cases, ${faults.length} failed`);
  return faults.length === 0;
}

function truthScoresOne(draft, { buildTempoMap }) {
  const { performance, truth } = makePerformance(draft, buildTempoMap);
  const { f1 } = compareKeys(draft.material.timeline, performance.notes, truth, truth);
  const ordered = performance.notes.every((n, i, all) => i === 0 || all[i - 1].onsetSec <= n.onsetSec);
  if (!ordered) return "performed notes out of order";
  return f1 === 1 ? null : `the truth itself scores ${f1}`;
}

/** One note in ten given to the next pass costs just that: F1 = share of the others. */
function wrongPassCosts(draft, { buildTempoMap }) {
  const { timeline } = draft.material;
  const { performance, truth } = makePerformance(draft, buildTempoMap);
  const wrong = truth.map((key, i) => {
    if (key === null || i % 10 !== 0) return key;
    const { xmlId, occurrence } = splitKey(key);
    return `${xmlId}#${occurrence + 7}`;
  });
  const of = truth.filter((key) => key !== null).length;
  const changed = truth.filter((key, i) => key !== wrong[i]).length;
  const { f1 } = compareKeys(timeline, performance.notes, wrong, truth);
  const passes = countPasses(timeline, wrong, truth);
  if (Math.abs(f1 - (1 - changed / of)) > 1e-9) return `${changed} wrong passes of ${of} give F1 ${f1}`;
  return passes.right === of - changed ? null : `${passes.right} passes counted as right`;
}

/** A base result without faults stays without faults when it is carried over. */
function restrictedTruthIsTruth(draft, { buildTempoMap }) {
  const { timeline } = draft.material;
  const { performance, truth, played, visits } = makePerformance(draft, buildTempoMap);
  const base = restrictBase(
    timeline,
    timeline.performed.map((p) => p.key),
    played,
    visits,
  );
  const { f1 } = compareKeys(timeline, performance.notes, base, truth);
  return f1 === 1 ? null : `the truth of the unedited pair, carried over, scores ${f1}`;
}

/** What is played as written is what the program makes of the marks: the same notes, passes and order. */
function agreesWithUnfolding(draft, { readMusicXml, unfoldScore, buildTempoMap }) {
  const { timeline, score, pair } = draft.material;
  const text = scoreText(draft);
  const edited = text === null ? score : readMusicXml(Buffer.from(text), { fileName: pair.piece });
  const ids = new Set(edited.notes.map((n) => n.xmlId));
  const lost = score.notes.find((n) => !ids.has(n.xmlId));
  if (lost) return `note ${lost.xmlId} is gone from the edited score`;
  if (!draft.asWritten) return null;
  const passes = new Map();
  const unfolded = unfoldScore(edited, { repeats: "written" });
  const quarterOf = new Map();
  for (const { note, pass, onsetQuarter } of unfolded.notes) {
    passes.set(note.xmlId, Math.max(pass, passes.get(note.xmlId) ?? 0));
    quarterOf.set(`${note.xmlId}#${pass}`, onsetQuarter.num / onsetQuarter.den);
  }
  const counted = new Map();
  let latest = 0;
  for (const visit of makePerformance(draft, buildTempoMap).visits) {
    for (const key of visit.values()) {
      const { xmlId, occurrence } = splitKey(key);
      counted.set(xmlId, Math.max(occurrence, counted.get(xmlId) ?? 0));
      if (quarterOf.get(key) < latest)
        return `${key} comes at ${quarterOf.get(key)} quarters, after ${latest}`;
      latest = quarterOf.get(key) ?? latest;
    }
  }
  for (const [xmlId, count] of counted) {
    if (passes.get(xmlId) === count) continue;
    const { number } = score.measures[timeline.noteOf.get(xmlId).measureIndex];
    return `${xmlId} (measure ${number}) sounds ${count} times, ${passes.get(xmlId) ?? 0} when unfolded`;
  }
  return null;
}
