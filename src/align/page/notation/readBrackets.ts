/** Braces and brackets: what stands tall left of a system, and the hooks at its ends. */
import type { Box } from "../../../formats/svg/outline.js";
import type { DrawnSystem } from "../pageGeometry.js";
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage } from "./notationPage.js";

export function readBrackets(page: NotationPage): void {
  for (const system of page.systems) {
    const { space } = system.staves[0];
    const around = besideSystem(system, space);
    const edge = around[2] + NOTATION.hookSize * space;
    const free = page.freeIn(around).filter(({ box }) => box[0] >= around[0] && box[2] <= edge);
    const tall = page.itemsIn(around).filter((item) => isTall(item, space));
    const hooks = free.filter((item) => tall.some((line) => line !== item && isHook(line, item, space)));
    const upright = tall.filter(({ box }) => box[2] <= around[2]);
    for (const { shape } of [...upright, ...hooks, ...free.filter(isBracketSign)]) {
      page.claim(shape, {
        layer: "barlines",
        notes: [],
        group: null,
        staff: null,
        system: system.placeOnPage,
        measureIndex: null,
      });
    }
  }
}

function besideSystem({ left, top, bottom }: DrawnSystem, space: number): Box {
  const beyond = NOTATION.bracketBeyond * space;
  return [left - NOTATION.bracketAside * space, top - beyond, left + space, bottom + beyond];
}

function isTall({ text, height, width }: DrawnItem, space: number): boolean {
  if (text !== null) return false;
  return height >= NOTATION.bracketHeight * space && width <= NOTATION.bracketWidth * space;
}

/** A small thing at the upper or lower end of a bracket's line. */
function isHook({ box: line }: DrawnItem, { box, text, width, height }: DrawnItem, space: number): boolean {
  const size = NOTATION.hookSize * space;
  if (text !== null || width > size || height > size) return false;
  const reach = NOTATION.hookReach * space;
  const isBeside = box[0] <= line[2] + reach && box[2] >= line[0] - reach;
  const isAtTop = box[1] <= line[1] + reach && box[3] >= line[1] - reach;
  const isAtBottom = box[1] <= line[3] + reach && box[3] >= line[3] - reach;
  return isBeside && (isAtTop || isAtBottom);
}

function isBracketSign({ text }: DrawnItem): boolean {
  return /^(?:brace|bracket)/.test(text?.glyph?.name ?? "");
}
