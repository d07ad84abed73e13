/** What goes to the keyframes workers and what comes back. */
import type { KeyframesInput } from "../render/keyframes/buildKeyframes.js";

export interface KeyframesTask {
  readonly notes: readonly { readonly input: KeyframesInput; readonly file: string }[];
}

/** One per note of the task, in order. */
export type KeyframesResult = readonly { readonly sizeByte: number; readonly sha256: string }[];
