/** Path data after its first point, read again as points: which segments, and where they end. */
import type { Outline } from "../../formats/svg/outline.js";

export interface Subpath {
  /** Ends of the segments on the page; the first point comes first, and again where the subpath is closed. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

export interface OutlineForm {
  /** A letter for each segment: m, l, c, q, z. Lines along an axis count as `l`, smooth curves and arcs as curves. */
  readonly commands: string;
  /** Drawn segments: without m and z. */
  readonly segments: number;
  readonly subpaths: readonly Subpath[];
}

interface Command {
  readonly letter: string;
  /** Numbers it takes, and which of them are the way to its end; -1: none. */
  readonly count: number;
  readonly dx: number;
  readonly dy: number;
}

const COMMANDS: Record<string, Command> = {
  m: { letter: "m", count: 2, dx: 0, dy: 1 },
  l: { letter: "l", count: 2, dx: 0, dy: 1 },
  h: { letter: "l", count: 1, dx: 0, dy: -1 },
  v: { letter: "l", count: 1, dx: -1, dy: 0 },
  c: { letter: "c", count: 6, dx: 4, dy: 5 },
  s: { letter: "c", count: 4, dx: 2, dy: 3 },
  q: { letter: "q", count: 4, dx: 2, dy: 3 },
  t: { letter: "q", count: 2, dx: 0, dy: 1 },
  z: { letter: "z", count: 0, dx: -1, dy: -1 },
};

const PART = /([a-z])([^a-z]*)/g;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g;

/** @cost linear in the length of the path data */
export function readOutline(outline: Pick<Outline, "x" | "y" | "tail">): OutlineForm {
  const pen = new Pen(outline.x, outline.y);
  // An exponent is no command: the tail has three decimals, but it may be written by others.
  const tail = outline.tail.replace(/(\d)e([-+]?\d)/g, "$1E$2");
  pen.run("l", /^[^a-z]*/.exec(tail)?.[0] ?? "");
  for (const [, name, numbers] of tail.matchAll(PART)) pen.run(name, numbers);
  return { commands: pen.commands, segments: pen.segments, subpaths: pen.subpaths };
}

class Pen {
  commands = "";
  segments = 0;
  readonly subpaths: { xs: number[]; ys: number[] }[];

  constructor(
    private x: number,
    private y: number,
  ) {
    this.subpaths = [{ xs: [x], ys: [y] }];
  }

  /** One letter with all its numbers; pairs that follow the first one of an `m` are lines. */
  run(name: string, text: string): void {
    const command = COMMANDS[name];
    if (command === undefined) return;
    if (command.count === 0) this.close();
    const numbers = (text.replaceAll("E", "e").match(NUMBER) ?? []).map(Number);
    for (let at = 0; command.count > 0 && at + command.count <= numbers.length; at += command.count)
      this.draw(at > 0 && name === "m" ? COMMANDS.l : command, numbers, at);
  }

  private draw(command: Command, numbers: readonly number[], at: number): void {
    if (command.dx >= 0) this.x += numbers[at + command.dx];
    if (command.dy >= 0) this.y += numbers[at + command.dy];
    this.commands += command.letter;
    if (command.letter === "m") this.subpaths.push({ xs: [], ys: [] });
    else this.segments++;
    this.addPoint();
  }

  private close(): void {
    const { xs, ys } = this.subpaths[this.subpaths.length - 1];
    [this.x, this.y] = [xs[0], ys[0]];
    this.commands += "z";
    this.addPoint();
  }

  private addPoint(): void {
    const { xs, ys } = this.subpaths[this.subpaths.length - 1];
    xs.push(this.x);
    ys.push(this.y);
  }
}
