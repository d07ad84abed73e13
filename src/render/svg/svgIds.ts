/** What notes are called inside drawings. */

/** The SVG (and MusicXML) ID of a notehead: an XML ID may not begin with a digit, a UUID may. */
export function svgIdOf(noteheadId: string): string {
  return `n-${noteheadId}`;
}
