/**
 * Which General MIDI program plays an instrument: by MusicXML sound ID (the longest matching prefix) and by name
 * in English, German, French, Italian and Spanish. Names are lower case without accents; the longest one found in
 * the part's name wins, so `bass clarinet` is no bass and `violoncelle` no `violon`.
 */
export interface InstrumentRow {
  readonly program: number;
  /** Prefixes of MusicXML sound IDs. */
  readonly sounds: readonly string[];
  readonly names: readonly string[];
}

const row = (program: number, sounds: string, names: string): InstrumentRow => ({
  program,
  sounds: sounds === "" ? [] : sounds.split(" "),
  names: names.split("|"),
});

export const INSTRUMENT_TABLE: readonly InstrumentRow[] = [
  row(0, "keyboard.piano keyboard", "piano|klavier|pianoforte|fortepiano|hammerklavier|flugel|pianino"),
  row(3, "keyboard.piano.honky-tonk", "honky tonk|honky-tonk"),
  row(
    4,
    "keyboard.piano.electric",
    "electric piano|e-piano|epiano|rhodes|piano electrique|piano elettrico|wurlitzer",
  ),
  row(
    6,
    "keyboard.harpsichord keyboard.virginal",
    "harpsichord|cembalo|clavecin|clavicembalo|clave|clavicordio",
  ),
  row(7, "keyboard.clavichord", "clavichord|clavinet|clavicorde"),
  row(8, "keyboard.celesta", "celesta|celeste"),
  row(9, "pitched-percussion.glockenspiel", "glockenspiel|jeu de timbres|campanelli|orchestral bells"),
  row(10, "pitched-percussion.music-box", "music box|spieluhr|boite a musique|carillon a musique"),
  row(11, "pitched-percussion.vibraphone", "vibraphone|vibraphon|vibrafono|vibes"),
  row(12, "pitched-percussion.marimba pitched-percussion", "marimba|marimbaphon|balafon"),
  row(
    13,
    "pitched-percussion.xylophone pitched-percussion.xylorimba",
    "xylophone|xylophon|silofono|xilofono|xylorimba",
  ),
  row(
    14,
    "pitched-percussion.tubular-bells metal.bells",
    "tubular bells|tubular bell|chimes|rohrenglocken|cloches|cloches tubulaires|campane|campanas|carillon|glocken|handbells",
  ),
  row(
    15,
    "pluck.dulcimer pitched-percussion.hammer-dulcimer pluck.cimbalom",
    "dulcimer|hackbrett|cimbalom|tympanon|zither|cithare",
  ),
  row(
    16,
    "keyboard.organ.drawbar",
    "hammond|electric organ|drawbar organ|orgue electrique|elektronische orgel",
  ),
  row(18, "keyboard.organ.rotary", "rock organ"),
  row(19, "keyboard.organ", "organ|orgel|orgue|organo|pipe organ|church organ|kirchenorgel|pedals"),
  row(20, "keyboard.organ.reed keyboard.harmonium", "harmonium|reed organ|armonium"),
  row(
    21,
    "keyboard.accordion keyboard.concertina",
    "accordion|akkordeon|accordeon|fisarmonica|acordeon|concertina|melodeon",
  ),
  row(22, "wind.reed.harmonica", "harmonica|mundharmonika|armonica"),
  row(23, "keyboard.bandoneon", "bandoneon|bandonion"),
  row(
    24,
    "pluck.guitar.nylon-string pluck.guitar pluck.lute pluck.ukulele pluck.theorbo pluck.vihuela",
    "guitar|gitarre|guitare|chitarra|guitarra|classical guitar|lute|laute|luth|liuto|laud|theorbo|theorbe|vihuela|ukulele|cavaquinho",
  ),
  row(
    25,
    "pluck.guitar.acoustic pluck.guitar.steel-string pluck.mandolin pluck.bouzouki",
    "acoustic guitar|steel guitar|western guitar|mandolin|mandoline|mandolino|mandolina|bouzouki",
  ),
  row(26, "pluck.guitar.jazz", "jazz guitar|jazzgitarre"),
  row(
    27,
    "pluck.guitar.electric",
    "electric guitar|e-gitarre|egitarre|guitare electrique|chitarra elettrica|guitarra electrica",
  ),
  row(30, "pluck.guitar.electric.distortion", "distortion guitar|distorted guitar|overdriven guitar"),
  row(32, "pluck.bass.acoustic", "acoustic bass"),
  row(
    33,
    "pluck.bass",
    "bass guitar|electric bass|e-bass|ebass|bassgitarre|guitare basse|basse electrique|basso elettrico|bajo electrico|bajo",
  ),
  row(38, "synth.bass pluck.bass.synth", "synth bass|bass synth|synthbass"),
  row(
    40,
    "strings.violin strings",
    "violin|violine|geige|violon|violino|vln|violins|violini|violons|violines",
  ),
  row(41, "strings.viola", "viola|bratsche|violas|viole|violen|vla"),
  row(
    42,
    "strings.cello strings.viol strings.arpeggione strings.baryton",
    "cello|violoncello|violoncelle|violonchelo|celli|violoncelli|violoncelles|vlc|viola da gamba|gambe|gamba|viole de gambe|viol|arpeggione",
  ),
  row(
    43,
    "strings.contrabass",
    "contrabass|double bass|kontrabass|contrebasse|contrebasses|contrabbasso|contrabbassi|contrabajo|string bass|upright bass|violone|basses|contrabasso|contrabassi",
  ),
  row(45, "strings.group.pizzicato", "pizzicato"),
  row(46, "pluck.harp pluck", "harp|harfe|harpe|arpa|lyre|leier"),
  row(47, "drum.timpani", "timpani|pauken|pauke|timbales|timpano|kettledrum|kettledrums|timbal"),
  row(
    48,
    "strings.group",
    "strings|streicher|cordes|archi|cuerdas|string ensemble|string orchestra|streichorchester",
  ),
  row(50, "strings.group.synth synth.group", "synth strings"),
  row(
    52,
    "voice",
    "choir|chor|choeur|coro|chorus|voice|voices|vocals|vocal|singstimme|stimme|gesang|voix|chant|voce|canto|voz|soprano|sopran|soprani|mezzo|mezzosoprano|contralto|countertenor|altus|tenor|tenore|tenori|tenors|cantus|treble|discantus|superius|singer|solo voice",
  ),
  row(54, "voice.synth", "synth voice|synth choir"),
  row(
    56,
    "brass.trumpet brass",
    "trumpet|trompete|trompette|tromba|trompeta|trombe|trompeten|cornet|kornett|cornetto|flugelhorn|bugle|clarino|tpt",
  ),
  row(57, "brass.trombone", "trombone|posaune|tromboni|trombon|posaunen|trombones|sackbut|tbn"),
  row(
    58,
    "brass.tuba brass.euphonium brass.baritone-horn brass.sousaphone brass.ophicleide",
    "tuba|sousaphone|euphonium|euphonio|baritone horn|bombardino|tenorhorn|ophicleide|helicon|basstuba|kontrabasstuba",
  ),
  row(
    60,
    "brass.french-horn brass.wagner-tuba brass.alphorn brass.alto-horn brass.tenor-horn",
    "horn|horner|waldhorn|french horn|cor|cors|corno|corni|trompa|trompas|alphorn|wagner tuba|wagnertuba|hrn|alto horn|tenor horn|cor en fa|naturhorn",
  ),
  row(61, "brass.group", "brass|brass section|blechblaser|cuivres|ottoni|metales"),
  row(
    64,
    "wind.reed.saxophone.soprano wind.reed.saxophone.sopranino",
    "soprano sax|soprano saxophone|sopransaxophon|saxophone soprano|sassofono soprano|sax soprano|saxofon soprano",
  ),
  row(
    65,
    "wind.reed.saxophone",
    "sax|saxophone|saxophon|sassofono|saxofon|saxofono|alto sax|alto saxophone|altsaxophon|saxophone alto|saxo",
  ),
  row(
    66,
    "wind.reed.saxophone.tenor",
    "tenor sax|tenor saxophone|tenorsaxophon|saxophone tenor|sassofono tenore|sax tenore|saxofon tenor|sax tenor",
  ),
  row(
    67,
    "wind.reed.saxophone.baritone wind.reed.saxophone.bass",
    "baritone sax|baritone saxophone|baritonsaxophon|saxophone baryton|sassofono baritono|bari sax|bass saxophone|saxofon baritono",
  ),
  row(68, "wind.reed.oboe", "oboe|hautbois|oboen|oboi|hautboy|oboe d'amore|shawm|schalmei"),
  row(
    69,
    "wind.reed.english-horn",
    "english horn|englischhorn|englisch horn|cor anglais|corno inglese|corno ingles|englischhorner",
  ),
  row(
    70,
    "wind.reed.bassoon wind.reed.contrabassoon wind.reed.dulcian wind.reed",
    "bassoon|fagott|basson|fagotto|fagot|fagotti|fagotte|contrabassoon|kontrafagott|contrebasson|controfagotto|contrafagotto|dulcian",
  ),
  row(
    71,
    "wind.reed.clarinet wind.reed.basset-horn wind.reed.chalumeau",
    "clarinet|klarinette|clarinette|clarinetto|clarinete|clarinetti|klarinetten|bass clarinet|bassklarinette|clarinette basse|clarinetto basso|clarinete bajo|basset horn|bassetthorn|cor de basset|corno di bassetto|chalumeau|clar",
  ),
  row(
    72,
    "wind.flutes.flute.piccolo",
    "piccolo|pikkolo|piccoloflote|kleine flote|petite flute|ottavino|flautin|flauto piccolo|flute piccolo",
  ),
  row(
    73,
    "wind.flutes.flute wind.flutes wind",
    "flute|flote|flauto|flauta|querflote|traverso|traversflote|flauti|floten|flutes|alto flute|altflote",
  ),
  row(
    74,
    "wind.flutes.recorder wind.flutes.fipple",
    "recorder|blockflote|flute a bec|flauto dolce|flauta dulce|flageolet|sopranblockflote|altblockflote|tenorblockflote|bassblockflote",
  ),
  row(75, "wind.flutes.panpipes", "pan flute|panflote|flute de pan|panpipes|pan pipes|flauto di pan"),
  row(77, "wind.flutes.shakuhachi", "shakuhachi"),
  row(78, "wind.flutes.whistle wind.pipes.whistle", "whistle|tin whistle|penny whistle|pfeife"),
  row(79, "wind.flutes.ocarina", "ocarina|okarina"),
  row(80, "synth", "synth|synthesizer|synthetiseur|sintetizzatore|lead synth|theremin|ondes martenot"),
  row(89, "synth.pad", "pad|synth pad"),
  row(104, "pluck.sitar", "sitar"),
  row(105, "pluck.banjo", "banjo"),
  row(106, "pluck.shamisen", "shamisen"),
  row(107, "pluck.koto pluck.guzheng", "koto|guzheng"),
  row(108, "pitched-percussion.kalimba", "kalimba|mbira"),
  row(109, "wind.pipes.bagpipes wind.pipes", "bagpipe|bagpipes|dudelsack|cornemuse|zampogna|gaita"),
  row(110, "strings.fiddle", "fiddle|fidel"),
  row(111, "wind.reed.shenai wind.reed.shehnai", "shanai|shenai|shehnai"),
  row(
    114,
    "pitched-percussion.steel-drums drum.steel-drum metal.steel-drums",
    "steel drum|steel drums|steelpan|steel pan",
  ),
  row(116, "drum.taiko", "taiko"),
];

/** Names that mean a voice in a choir and an instrument elsewhere (`Alto` is a French viola). */
export const AMBIGUOUS_NAMES: readonly { readonly names: readonly string[]; readonly program: number }[] = [
  { names: ["alto", "altos", "alti", "alt"], program: 41 },
  { names: ["bass", "basse", "basso", "bassi"], program: 43 },
  { names: ["baritone", "bariton", "baryton", "baritono"], program: 58 },
];
export const VOICE_PROGRAM = 52;
