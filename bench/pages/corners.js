/** Corner cases, our own music (CC0): what songs and quartets do not show often enough. */
import { keyboard } from "./corners/keyboard.js";
import { marks } from "./corners/marks.js";
import { large } from "./corners/orchestra.js";

/** @returns MusicXML by name */
export function corners() {
  return { ...keyboard(), ...marks(), ...large() };
}
