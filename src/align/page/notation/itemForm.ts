/** Forms: what is drawn by the same outline, or by the same character. */
import { readOutline } from "../outlineForm.js";
import type { DrawnItem } from "./drawnItems.js";

/** Equal for the same form at the same size. */
export function formOf({ outline, text }: DrawnItem): string {
  return outline === null ? `text ${text!.text} ${text!.glyph?.name ?? ""}` : outline.tail;
}

const PROPORTION_STEPS = 25;

/** Equal for the same form at any size, but for rounding. */
export class SizelessForms {
  readonly #known = new Map<string, string>();

  of(item: DrawnItem): string {
    const form = formOf(item);
    let sizeless = this.#known.get(form);
    if (sizeless === undefined) {
      const proportion = Math.round(PROPORTION_STEPS * Math.log(item.width / item.height));
      sizeless = item.outline === null ? form : `${readOutline(item.outline).commands} ${proportion}`;
      this.#known.set(form, sizeless);
    }
    return sizeless;
  }
}
