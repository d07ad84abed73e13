/** Drum of an unpitched instrument by name: keys of the General MIDI drum kit. */
export const DRUM_TABLE: readonly { readonly key: number; readonly names: readonly string[] }[] = [
  {
    key: 35,
    names: [
      "bass drum",
      "grosse trommel",
      "grosse caisse",
      "gran cassa",
      "bombo",
      "kick",
      "kick drum",
      "grancassa",
    ],
  },
  {
    key: 38,
    names: [
      "snare",
      "snare drum",
      "kleine trommel",
      "caisse claire",
      "tamburo",
      "rullante",
      "caja",
      "side drum",
      "drum",
      "drums",
      "drumset",
      "trommel",
      "tambour",
    ],
  },
  { key: 37, names: ["side stick", "rim shot", "rimshot", "cross stick"] },
  { key: 39, names: ["hand clap", "clap", "claps", "klatschen"] },
  { key: 42, names: ["hi-hat", "hi hat", "hihat", "closed hi-hat", "charleston"] },
  { key: 46, names: ["open hi-hat", "open hi hat", "open hihat"] },
  { key: 45, names: ["tom", "tom-tom", "toms", "tom tom", "tenor drum", "ruhrtrommel", "caisse roulante"] },
  {
    key: 49,
    names: [
      "cymbal",
      "cymbals",
      "becken",
      "cymbale",
      "cymbales",
      "piatti",
      "piatto",
      "platos",
      "platillos",
      "crash",
      "crash cymbal",
      "suspended cymbal",
    ],
  },
  { key: 51, names: ["ride", "ride cymbal"] },
  { key: 52, names: ["tam-tam", "tam tam", "tamtam", "gong", "china cymbal"] },
  {
    key: 54,
    names: ["tambourine", "tamburin", "tambour de basque", "tamburello", "pandereta", "schellentrommel"],
  },
  { key: 56, names: ["cowbell", "kuhglocke", "cencerro", "campanaccio"] },
  { key: 60, names: ["bongo", "bongos"] },
  { key: 63, names: ["conga", "congas"] },
  { key: 70, names: ["maraca", "maracas", "shaker", "rumbakugeln"] },
  { key: 75, names: ["claves"] },
  {
    key: 76,
    names: [
      "wood block",
      "woodblock",
      "holzblock",
      "wood blocks",
      "temple blocks",
      "bloc de bois",
      "tempelblocke",
      "whip",
      "peitsche",
    ],
  },
  { key: 73, names: ["guiro"] },
  { key: 80, names: ["mute triangle"] },
  { key: 81, names: ["triangle", "triangel", "triangolo", "triangulo"] },
  { key: 54, names: ["sleigh bells", "jingle bells", "schellen", "grelots", "sonagli"] },
];
/** An unpitched instrument whose name says nothing: the snare drum. */
export const DEFAULT_DRUM_KEY = 38;

/**
 * Drums that Roland's and General MIDI 2's kits have beside the 47 of General MIDI, and the nearest of those:
 * a bank without them plays these.
 */
export const DRUM_STAND_INS: Readonly<Record<number, number>> = {
  27: 76,
  28: 39,
  29: 73,
  30: 74,
  31: 37,
  32: 37,
  33: 37,
  34: 81,
  82: 70,
  83: 54,
  84: 81,
  85: 75,
  86: 45,
  87: 41,
};
