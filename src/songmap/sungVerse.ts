/** Which of the printed verses is sung where. */
import type { SungEvent, VoiceLine } from "./voiceLine.js";

/** The verse sung in a visit of a measure by its `pass`; null where none is known. */
export type VerseChoice = (event: SungEvent) => string | null;

/**
 * Pass k sings the k-th verse.
 *
 * The verses of a measure are counted from its own first one (an ending that prints verse 2 alone sings it on its
 * first pass). A measure with one verse sings it every time: a refrain is printed once. A pass for which a measure with
 * several verses has none is not sung: nothing is guessed.
 *
 * @param lines  all singing voices of one part
 */
export function chooseVerses(lines: readonly VoiceLine[]): VerseChoice {
  const events = lines.flatMap((line) => line.events);
  const order = verseOrder(events);
  const byVisit = new Map<number, Set<string>>();
  for (const event of events) {
    for (const { verse } of event.lyrics) {
      const verses = byVisit.get(event.visitIndex);
      if (verses) verses.add(verse);
      else byVisit.set(event.visitIndex, new Set([verse]));
    }
  }
  return (event) => {
    const verses = [...(byVisit.get(event.visitIndex) ?? [])];
    if (verses.length <= 1) return verses[0] ?? null;
    const first = Math.min(...verses.map((verse) => order(verse)));
    return verses.find((verse) => order(verse) === first + event.pass - 1) ?? null;
  };
}

/** Number of a verse: the figure its name ends with (`2`, `part1verse2`), else its place among the names. */
function verseOrder(events: readonly SungEvent[]): (verse: string) => number {
  const names = [...new Set(events.flatMap((event) => event.lyrics.map(({ verse }) => verse)))].sort();
  const figures = names.map((name) => /(\d+)\s*$/.exec(name)?.[1]);
  const numbered = figures.every((figure) => figure !== undefined) && new Set(figures).size === names.length;
  const numbers = new Map(names.map((name, i) => [name, numbered ? Number(figures[i]) : i + 1]));
  return (verse) => numbers.get(verse) ?? 0;
}
