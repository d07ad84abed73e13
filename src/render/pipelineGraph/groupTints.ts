/** Colours of the groups of a pipeline, on a light and on a dark ground. */

export interface Tint {
  readonly fill: string;
  readonly line: string;
  readonly text: string;
}

export interface TintPair {
  readonly light: Tint;
  readonly dark: Tint;
}

const TINTS: readonly TintPair[] = [
  tint("#e3edfd", "#3b74c9", "#123a75", "#152a4a", "#6f9fe6", "#d6e5ff"),
  tint("#fdeedd", "#c9782a", "#6b3a08", "#40260d", "#e2a05c", "#ffe6cc"),
  tint("#e4f4e6", "#3f9350", "#15502a", "#13341d", "#74c187", "#d6f3dc"),
  tint("#f0e7fb", "#8657c4", "#48217d", "#2d1b49", "#b592e4", "#eadcff"),
  tint("#fce6ec", "#c2476b", "#741d3b", "#43172a", "#e386a3", "#ffdbe5"),
  tint("#ddf3f3", "#2b8f92", "#0b4f51", "#0d3536", "#67bfc1", "#cff1f1"),
];

/** Stages of no group. */
export const PLAIN_TINT = tint("#f4f5f7", "#8a929e", "#22262c", "#262a30", "#7d8692", "#e9ecf0");

/** The tint of the `index`-th group; they repeat after six. */
export function groupTint(index: number): TintPair {
  return TINTS[index % TINTS.length];
}

function tint(...[fill, line, text, darkFill, darkLine, darkText]: string[]): TintPair {
  return { light: { fill, line, text }, dark: { fill: darkFill, line: darkLine, text: darkText } };
}
