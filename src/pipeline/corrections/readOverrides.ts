/** Reading overrides.yaml: every fault with its line and column. */
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { z } from "zod";
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import { assertWithin, DEFAULT_LIMITS, type Limits } from "../../core/limits.js";
import { fromDocument } from "../../schema/codec.js";
import {
  CORRECTION_KINDS,
  type Correction,
  correctionSchemas,
  overridesSchema,
} from "../../schema/overrides.js";
import { OVERRIDES_FILE } from "./overridesFile.js";

/** Some forty thousand corrections. */
const MOST_BYTE = 4 * 2 ** 20;
/** Values that are IDs, also where YAML sees a number (`2584`, `12e4`). */
const ID_KEYS: ReadonlySet<unknown> = new Set([...CORRECTION_KINDS, "to"]);

/**
 * The corrections of a file, in its order. An empty file has none.
 *
 * @throws LeitmotionError OVERRIDES_INVALID with the place of the first fault; LIMIT_EXCEEDED for a time beyond
 *   `durationSec`
 */
export function parseOverrides(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): Correction[] {
  if (bytes.length > MOST_BYTE) fail(`The file has ${bytes.length} bytes, more than ${MOST_BYTE}`);
  const lines = new LineCounter();
  const document = parseDocument(Buffer.from(bytes).toString("utf8"), {
    lineCounter: lines,
    prettyErrors: false,
  });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [fault] = document.errors;
  if (fault) fail(fault.message, place(fault.pos[0]));
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return [];
  const placeOf = (node: unknown) => place((node as Node | null)?.range?.[0] ?? 0);
  const items = itemsOf(root, placeOf);
  return items.map((item) => {
    const at = placeOf(item);
    const correction = readCorrection(item, document, placeOf);
    if (correction.kind === "move") {
      const { startSec, endSec } = correction;
      assertWithin(limits, "durationSec", Math.max(startSec ?? 0, endSec ?? 0), "A time", {
        file: OVERRIDES_FILE,
        ...at,
      });
    }
    return correction;
  });
}

interface Place {
  readonly line: number;
  readonly column: number;
}

type PlaceOf = (node: unknown) => Place;

function fail(what: string, place: Partial<Place> = {}): never {
  throw new LeitmotionError("OVERRIDES_INVALID", what, { file: OVERRIDES_FILE, ...place });
}

/** The nodes below `corrections:`. */
function itemsOf(root: Node, placeOf: PlaceOf): YAMLMap[] {
  if (!isMap(root)) fail("The file holds no list named corrections", placeOf(root));
  for (const pair of root.items) {
    const name = keyOf(pair);
    if (!Object.hasOwn(overridesSchema.shape, name))
      fail(`Unknown key ${JSON.stringify(name)}`, placeOf(pair.key));
    const value = isScalar(pair.value) ? pair.value.value : null;
    if (name !== "corrections" && !overridesSchema.shape[name as "version"].safeParse(value).success)
      fail(`${name} ${String(value)} is not known here`, placeOf(pair.value));
  }
  const list = root.get("corrections", true);
  if (list === undefined || (isScalar(list) && list.value === null)) return [];
  if (!isSeq(list)) fail("corrections is no list: each begins with a dash", placeOf(list));
  return list.items.map((item) => {
    if (!isMap(item)) fail("A correction is no set of keys such as link: and to:", placeOf(item));
    return item;
  });
}

function readCorrection(
  item: YAMLMap,
  document: Parameters<YAMLMap["toJS"]>[0],
  placeOf: PlaceOf,
): Correction {
  const at = placeOf(item);
  const kinds = CORRECTION_KINDS.filter((kind) => item.has(kind));
  if (kinds.length !== 1) {
    const found = kinds.length === 0 ? "none of them" : kinds.join(" and ");
    fail(`A correction has one of link, unlink and move; this has ${found}`, at);
  }
  const [kind] = kinds;
  keepIdsAsWritten(item);
  let value: unknown;
  try {
    value = item.toJS(document, { maxAliasCount: 20 });
  } catch (thrown) {
    fail(toLeitmotionError(thrown).what, at);
  }
  const parsed = correctionSchemas[kind].safeParse(value);
  if (!parsed.success) {
    const issue = innermost(parsed.error.issues[0]);
    const name = issue.path.join(".");
    const node = item.getIn(issue.path, true) ?? item.get(issue.path[0], true);
    fail(`${name === "" ? kind : name}: ${issue.message}`, node ? placeOf(node) : at);
  }
  return toCorrection(kind, parsed.data as CorrectionDocument, at.line);
}

interface CorrectionDocument {
  readonly link?: string;
  readonly unlink?: string;
  readonly move?: string;
  readonly to?: string | { pitch: string | number };
  readonly start_sec?: number;
  readonly end_sec?: number;
}

function toCorrection(kind: Correction["kind"], given: CorrectionDocument, line: number): Correction {
  const common = { line, note: (given[kind] as string).toLowerCase() };
  if (kind === "unlink") return { ...common, kind };
  if (kind === "move")
    return { ...common, kind, startSec: given.start_sec ?? null, endSec: given.end_sec ?? null };
  const { to } = given;
  return { ...common, kind, to: typeof to === "string" ? to.toLowerCase() : fromDocument(to!) };
}

/** Of a value that may be one of two things: what is wrong with it as the one that it looks like. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== "invalid_union") return issue;
  const branches = issue.errors.filter((errors) => errors.length > 0);
  const best = branches.find(([first]) => first.code !== "invalid_type" || first.path.length > 0);
  const inner = (best ?? branches[0])?.[0];
  return inner ? innermost({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

/** YAML reads `2584` and `12e4` as numbers; as an ID they are what is written there. */
function keepIdsAsWritten(item: YAMLMap): void {
  for (const { key, value } of item.items) {
    const isId = isScalar(key) && ID_KEYS.has(key.value);
    if (isId && isScalar(value) && typeof value.value !== "string" && value.source !== undefined)
      value.value = value.source;
  }
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : "";
}
