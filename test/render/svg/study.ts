/** A small study of our own with everything the cutting has to tell apart; MIT like the rest. */

/** The notehead ID of the study's note number `index`, from 0 (rests do not count). */
export function studyId(index: number): string {
  return `00000000-0000-5000-8000-${index.toString(16).padStart(12, "0")}`;
}

/** Write `id` on every note that is not a rest, in document order. */
export function withNoteIds(musicXml: string): string {
  let index = 0;
  return musicXml.replace(/<note\b(?=[^>]*>(?!<rest))/g, () => `<note id="n-${studyId(index++)}"`);
}

/** How many notes `withNoteIds` finds. */
export function countNotes(musicXml: string): number {
  return musicXml.match(/<note\b[^>]*>(?!<rest)/g)?.length ?? 0;
}

/**
 * Voice and piano on three staves: chords (one with a second, one hidden member), accidentals, dots, beams, a tie, a slur, a grace
 * note, lyrics with extender, dynamics, a hairpin, tempo text with a metronome note, ornaments, a tremolo, an arpeggio.
 *
 * Notes by index: 0 B4, 1 C#5 dotted, 2 A5 with flag, 3 F4 tied to 4 F4, 5 grace G4, 6 A4, 7 C4; piano 8-10 chord D4 E#4 B4 up,
 * 11-12 chord D5 F5 down with flag, 13-15 beamed E5 D5 C5, 16 B4 with flag and dot, 17 B2, 18 hidden F3, 19-20 chord F4 G4,
 * 21 Bbb5, 22-23 chord F2 A2, 24 C3 with a cross.
 */
export const STUDY = `<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0">
<work><work-title>A Small Study</work-title></work>
<identification><creator type="composer">Anon.</creator></identification>
<part-list>
<score-part id="P1"><part-name>Voice</part-name></score-part>
<score-part id="P2"><part-name>Piano</part-name></score-part>
</part-list>
<part id="P1">
<measure number="1">
<attributes><divisions>4</divisions><key><fifths>-2</fifths></key><time><beats>4</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef></attributes>
<direction placement="above"><direction-type><words font-weight="bold">Andante</words></direction-type><direction-type><metronome><beat-unit>quarter</beat-unit><per-minute>72</per-minute></metronome></direction-type><sound tempo="72"/></direction>
<direction placement="below"><direction-type><dynamics><mf/></dynamics></direction-type></direction>
<note><pitch><step>B</step><alter>-1</alter><octave>4</octave></pitch><duration>4</duration><voice>1</voice><type>quarter</type><notations><slur type="start" number="1"/></notations><lyric><syllabic>begin</syllabic><text>Glo</text></lyric></note>
<note><pitch><step>C</step><alter>1</alter><octave>5</octave></pitch><duration>6</duration><voice>1</voice><type>quarter</type><dot/><accidental>sharp</accidental><notations><slur type="stop" number="1"/></notations><lyric><syllabic>end</syllabic><text>ria</text></lyric></note>
<note><pitch><step>A</step><octave>5</octave></pitch><duration>2</duration><voice>1</voice><type>eighth</type><lyric><syllabic>single</syllabic><text>tibi</text><extend/></lyric></note>
<note><pitch><step>F</step><octave>4</octave></pitch><duration>4</duration><tie type="start"/><voice>1</voice><type>quarter</type><notations><tied type="start"/></notations></note>
</measure>
<measure number="2">
<direction placement="below"><direction-type><wedge type="crescendo"/></direction-type></direction>
<note><pitch><step>F</step><octave>4</octave></pitch><duration>4</duration><tie type="stop"/><voice>1</voice><type>quarter</type><notations><tied type="stop"/></notations></note>
<note><grace slash="yes"/><pitch><step>G</step><octave>4</octave></pitch><voice>1</voice><type>eighth</type></note>
<note><pitch><step>A</step><octave>4</octave></pitch><duration>4</duration><voice>1</voice><type>quarter</type><notations><articulations><staccato/><accent/></articulations></notations></note>
<direction><direction-type><wedge type="stop"/></direction-type></direction>
<direction placement="below"><direction-type><dynamics><f/></dynamics></direction-type><direction-type><words font-style="italic">dolce</words></direction-type></direction>
<note><rest/><duration>4</duration><voice>1</voice><type>quarter</type></note>
<note><pitch><step>C</step><octave>4</octave></pitch><duration>4</duration><voice>1</voice><type>quarter</type><notations><fermata/><ornaments><trill-mark/></ornaments></notations></note>
<barline location="right"><bar-style>light-heavy</bar-style><repeat direction="backward"/></barline>
</measure>
</part>
<part id="P2">
<measure number="1">
<attributes><divisions>4</divisions><key><fifths>-2</fifths></key><time><beats>4</beats><beat-type>4</beat-type></time><staves>2</staves><clef number="1"><sign>G</sign><line>2</line></clef><clef number="2"><sign>F</sign><line>4</line></clef></attributes>
<note><pitch><step>D</step><octave>4</octave></pitch><duration>6</duration><voice>1</voice><type>quarter</type><dot/><stem>up</stem><staff>1</staff></note>
<note><chord/><pitch><step>E</step><alter>1</alter><octave>4</octave></pitch><duration>6</duration><voice>1</voice><type>quarter</type><dot/><accidental>sharp</accidental><stem>up</stem><staff>1</staff></note>
<note><chord/><pitch><step>B</step><alter>-1</alter><octave>4</octave></pitch><duration>6</duration><voice>1</voice><type>quarter</type><dot/><stem>up</stem><staff>1</staff></note>
<note><pitch><step>D</step><octave>5</octave></pitch><duration>2</duration><voice>1</voice><type>eighth</type><stem>down</stem><staff>1</staff></note>
<note><chord/><pitch><step>F</step><octave>5</octave></pitch><duration>2</duration><voice>1</voice><type>eighth</type><stem>down</stem><staff>1</staff></note>
<note><pitch><step>E</step><alter>-1</alter><octave>5</octave></pitch><duration>2</duration><voice>1</voice><type>eighth</type><stem>down</stem><staff>1</staff><beam number="1">begin</beam></note>
<note><pitch><step>D</step><octave>5</octave></pitch><duration>1</duration><voice>1</voice><type>16th</type><stem>down</stem><staff>1</staff><beam number="1">continue</beam><beam number="2">begin</beam></note>
<note><pitch><step>C</step><octave>5</octave></pitch><duration>1</duration><voice>1</voice><type>16th</type><stem>down</stem><staff>1</staff><beam number="1">end</beam><beam number="2">end</beam></note>
<note><pitch><step>B</step><alter>-1</alter><octave>4</octave></pitch><duration>2</duration><voice>1</voice><type>eighth</type><dot/><stem>up</stem><staff>1</staff></note>
<note><rest/><duration>2</duration><voice>1</voice><type>eighth</type><staff>1</staff></note>
<backup><duration>16</duration></backup>
<note><pitch><step>B</step><alter>-1</alter><octave>2</octave></pitch><duration>16</duration><voice>5</voice><type>whole</type><staff>2</staff></note>
<note print-object="no"><chord/><pitch><step>F</step><octave>3</octave></pitch><duration>16</duration><voice>5</voice><type>whole</type><staff>2</staff></note>
</measure>
<measure number="2">
<note><pitch><step>F</step><octave>4</octave></pitch><duration>8</duration><voice>1</voice><type>half</type><stem>up</stem><staff>1</staff></note>
<note><chord/><pitch><step>G</step><octave>4</octave></pitch><duration>8</duration><voice>1</voice><type>half</type><stem>up</stem><staff>1</staff></note>
<note><pitch><step>B</step><alter>-2</alter><octave>5</octave></pitch><duration>8</duration><voice>1</voice><type>half</type><accidental>flat-flat</accidental><stem>down</stem><staff>1</staff><notations><ornaments><tremolo type="single">2</tremolo></ornaments></notations></note>
<backup><duration>16</duration></backup>
<note><pitch><step>F</step><octave>2</octave></pitch><duration>4</duration><voice>5</voice><type>quarter</type><staff>2</staff><notations><arpeggiate/></notations></note>
<note><chord/><pitch><step>A</step><octave>2</octave></pitch><duration>4</duration><voice>5</voice><type>quarter</type><staff>2</staff><notations><arpeggiate/></notations></note>
<note print-object="no"><rest/><duration>4</duration><voice>5</voice><type>quarter</type><staff>2</staff></note>
<note><pitch><step>C</step><octave>3</octave></pitch><duration>8</duration><voice>5</voice><type>half</type><notehead>x</notehead><staff>2</staff></note>
<barline location="right"><bar-style>light-heavy</bar-style><repeat direction="backward"/></barline>
</measure>
</part>
</score-partwise>`;

export const STUDY_NOTES = 25;
export const STUDY_HIDDEN = 18;
export const STUDY_PARTS = [
  { partId: "P1", staffCount: 1 },
  { partId: "P2", staffCount: 2 },
];

/** Input of `cutPages` for the study: the voice has the first eight notes. */
export const STUDY_CUT = {
  parts: STUDY_PARTS,
  notes: Array.from({ length: STUDY_NOTES }, (_, index) => ({
    noteheadId: studyId(index),
    partId: index < 8 ? "P1" : "P2",
  })),
};
