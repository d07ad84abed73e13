/** Forms: what is drawn by the same outline at the same size, or by the same character. */
import { readOutline } from "../outlineForm.js";
import type { DrawnItem } from "./drawnItems.js";

interface Form {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Sizes of one form differ by the rounding of coordinates, in staff spaces; and by this part where size does not count. */
const SAME_SIZE_SPACE = 0.05;
const SAME_PROPORTION = 0.04;

/**
 * Names the forms of the things of all pages. Two outlines are of one form if their segments are of the same kinds and their
 * size agrees: some programs round every coordinate on the page.
 */
export class FormBook {
  readonly #commands = new Map<string, string>();
  readonly #forms = new Map<string, Form[]>();
  readonly #shapes = new Map<string, Form[]>();

  /** Equal for the same form at the same size. */
  of({ outline, text, width, height }: DrawnItem, space: number): string {
    if (outline === null) return `text ${text!.text} ${text!.glyph?.name ?? ""}`;
    const isSame = (form: Form) =>
      Math.abs(form.width - width / space) <= SAME_SIZE_SPACE &&
      Math.abs(form.height - height / space) <= SAME_SIZE_SPACE;
    return named(this.#forms, this.#commandsOf(outline.tail), isSame, width / space, height / space);
  }

  /** Equal for the same form at any size. */
  shapeOf({ outline, text, width, height }: DrawnItem): string {
    if (outline === null) return `text ${text!.text} ${text!.glyph?.name ?? ""}`;
    const isSame = (form: Form) => Math.abs(Math.log(form.width / (width / height))) <= SAME_PROPORTION;
    return named(this.#shapes, this.#commandsOf(outline.tail), isSame, width / height, 1);
  }

  #commandsOf(tail: string): string {
    let commands = this.#commands.get(tail);
    if (commands === undefined) {
      commands = readOutline({ x: 0, y: 0, tail }).commands;
      this.#commands.set(tail, commands);
    }
    return commands;
  }
}

function named(
  book: Map<string, Form[]>,
  commands: string,
  isSame: (form: Form) => boolean,
  width: number,
  height: number,
): string {
  const known = book.get(commands) ?? [];
  book.set(commands, known);
  let form = known.find(isSame);
  if (form === undefined) {
    form = { name: `${commands} ${known.length}`, width, height };
    // What never repeats is not looked through again and again.
    if (known.length < MAX_FORMS) known.push(form);
  }
  return form.name;
}

const MAX_FORMS = 64;
