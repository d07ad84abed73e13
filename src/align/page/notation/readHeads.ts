/** Heads and staff lines: what is known already. */
import type { NotationPage } from "./notationPage.js";

/** A text of several heads keeps the notes of all of them. */
export function readHeads(page: NotationPage): void {
  const notesOf = new Map<number, number[]>();
  for (const { shape, notes } of page.heads) {
    const all = notesOf.get(shape) ?? [];
    notesOf.set(shape, all);
    for (const note of notes) all.push(note.index);
  }
  for (const head of page.heads) {
    const notes = notesOf.get(head.shape)!;
    page.claim(head.shape, page.atHead(head, { layer: "noteheads", group: "head", notes }));
  }
}

export function readStaffLines(page: NotationPage): void {
  for (const system of page.systems) {
    for (const staff of system.staves) {
      for (const shape of staff.shapes) {
        page.claim(shape, {
          layer: "staves",
          notes: [],
          group: null,
          staff: page.staves.ofDrawn(system, staff.place),
          system: system.placeOnPage,
          measureIndex: null,
        });
      }
    }
  }
}
