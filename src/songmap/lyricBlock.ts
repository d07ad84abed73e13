/** Lyrics as they are sung: words and syllables with their notes. */
import type { LyricSyllable } from "../core/score.js";
import type { NoteRecord } from "../schema/registry.js";
import type { SongMapDocument } from "../schema/songMap.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { chooseVerses, type VerseChoice } from "./sungVerse.js";
import { type SungEvent, type VoiceLine, voiceLines } from "./voiceLine.js";

type Word = SongMapDocument["lyrics"][number];

/** A syllable and the notes it lasts for. */
interface SungSyllable {
  readonly syllable: LyricSyllable;
  readonly events: SungEvent[];
}

/**
 * The words of all voices, by start.
 *
 * A syllable lasts to the end of its note, and on through the notes that follow without a rest or a syllable of
 * their own while a tie, a slur, an extender line or the hyphen to the next syllable leads there.
 *
 * @param recordOf  records by `UnfoldedNote.index`
 */
export function sungLyrics(
  unfolded: UnfoldedScore,
  recordOf: readonly NoteRecord[],
): SongMapDocument["lyrics"] {
  const lines = voiceLines(unfolded);
  const words: Word[] = [];
  for (const partIndex of new Set(lines.map((line) => line.partIndex))) {
    const partLines = lines.filter((line) => line.partIndex === partIndex);
    const verseOf = chooseVerses(partLines);
    for (const line of partLines) {
      for (const syllables of joinWords(sungSyllables(line, verseOf))) {
        words.push(wordOf(syllables, unfolded.score.parts[partIndex].id, recordOf));
      }
    }
  }
  return words.sort((a, b) => a.start - b.start);
}

function sungSyllables(line: VoiceLine, verseOf: VerseChoice): SungSyllable[] {
  const sung: SungSyllable[] = [];
  let slurs = 0;
  let before: SungEvent | undefined;
  for (const event of line.events) {
    const last = sung.at(-1);
    const open = event.isContinued && last?.events.at(-1) === before ? last : undefined;
    const syllable = syllableOf(event, verseOf, open);
    if (syllable) sung.push({ syllable, events: [event] });
    else if (open && (event.isTied || slurs > 0 || open.syllable.extend || isInsideWord(open)))
      open.events.push(event);
    slurs = syllable ? event.slurStart : Math.max(0, slurs - event.slurStop) + event.slurStart;
    before = event;
  }
  return sung;
}

/** Inside a word its verse goes on, though the measure may print another one only. */
function syllableOf(
  event: SungEvent,
  verseOf: VerseChoice,
  open: SungSyllable | undefined,
): LyricSyllable | undefined {
  const verse = verseOf(event);
  const openVerse = open && isInsideWord(open) ? open.syllable.verse : verse;
  if (openVerse !== verse && !event.lyrics.some((lyric) => lyric.verse === openVerse)) return undefined;
  return event.lyrics.find((lyric) => lyric.verse === verse);
}

function isInsideWord({ syllable }: SungSyllable): boolean {
  return syllable.syllabic === "begin" || syllable.syllabic === "middle";
}

function joinWords(syllables: readonly SungSyllable[]): [SungSyllable, ...SungSyllable[]][] {
  const words: [SungSyllable, ...SungSyllable[]][] = [];
  let open: LyricSyllable | null = null;
  for (const sung of syllables) {
    const { syllabic, verse } = sung.syllable;
    const joins = open !== null && open.verse === verse && (syllabic === "middle" || syllabic === "end");
    if (joins) words[words.length - 1].push(sung);
    else words.push([sung]);
    open = syllabic === "begin" || syllabic === "middle" ? sung.syllable : null;
  }
  return words;
}

function wordOf(
  syllables: readonly [SungSyllable, ...SungSyllable[]],
  partId: string,
  recordOf: readonly NoteRecord[],
): Word {
  const timed = syllables.map(({ syllable, events }) => {
    const records = events.flatMap((event) => event.notes.map((note) => recordOf[note.index]));
    return {
      start: Math.min(...records.map((r) => r.timing.startSec)),
      end: Math.max(...records.map((r) => r.timing.endSec)),
      text: syllable.text.trim(),
      universal_ids: records.map((r) => r.universalId),
    };
  });
  return {
    start: timed[0].start,
    end: Math.max(...timed.map((syllable) => syllable.end)),
    text: timed.map((syllable) => syllable.text).join(""),
    conf: 1,
    part_id: partId,
    verse: syllables[0].syllable.verse,
    syllables: timed,
  };
}
