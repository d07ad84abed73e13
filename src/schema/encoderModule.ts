/**
 * Checking a document and giving it the names it has on disk, made of its schema as code: one pass over a value, without
 * a copy in between. What the code returns is new and holds nothing that was not looked at; what it does not take is left
 * to the general way (`encodeDocument`), which says what is wrong.
 */
import { camelCase, snakeCase } from "./codec.js";
import type { JsonSchema } from "./compileSchema.js";

/** Gives the document as it stands on disk, or undefined for a value that the schema does not allow as it is. */
export type Encoder = (value: unknown) => Record<string, unknown> | undefined;

/** The parts of JSON Schema that documents of ours use. */
interface Node {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Node | false;
  readonly prefixItems?: readonly Node[];
  readonly minItems?: number;
  readonly maxItems?: number;
}

const KNOWN = new Set(
  "type const enum anyOf pattern minLength minimum maximum exclusiveMinimum properties required".split(" "),
);
for (const word of "additionalProperties items prefixItems minItems maxItems".split(" ")) KNOWN.add(word);
const ABOUT = new Set(["$schema", "$id", "title", "description"]);

/** What the module exports: for each document a function that sets its encoder up. */
export type Encoders<Id extends string> = Readonly<Record<Id, () => Encoder>>;

/**
 * Text of a CommonJS module that exports `Encoders`.
 *
 * @throws Error if a schema says something that is not known here
 */
export function encoderModule(schemas: Readonly<Record<string, JsonSchema>>): string {
  const setUps = Object.entries(schemas).map(([id, schema]) => `${JSON.stringify(id)}: ${setUpOf(schema)}`);
  return `"use strict";\nconst REFUSED = {};\nmodule.exports = {\n${setUps.join(",\n")}\n};\n`;
}

function setUpOf(schema: JsonSchema): string {
  const code = new Code();
  const name = code.converter(schema as Node);
  return `() => {
${code.lines.join("\n")}
return (value) => {
  try {
    return ${name}(value);
  } catch (thrown) {
    if (thrown === REFUSED) return undefined;
    throw thrown;
  }
};
}`;
}

class Code {
  readonly lines: string[] = [];
  /** Names of patterns, and of functions, by what they are made of. */
  readonly #names = new Map<string, string>();

  /** Name of a function that checks and converts an object or an array. */
  converter(node: Node): string {
    assertKnown(node);
    return this.#define(JSON.stringify(node), "convert", (name) => {
      const body = node.type === "object" ? this.#object(node) : this.#array(node);
      return [`function ${name}(v) {`, ...body.map((line) => `  ${line}`), "}"];
    });
  }

  #define(source: string, kind: string, linesOf: (name: string) => string[]): string {
    let name = this.#names.get(source);
    if (name === undefined) {
      name = `${kind}${this.#names.size}`;
      this.#names.set(source, name);
      this.lines.push(...linesOf(name));
    }
    return name;
  }

  #object({ properties = {}, required = [], additionalProperties }: Node): string[] {
    if (additionalProperties !== false) throw new Error("Other properties are allowed");
    const all = Object.entries(properties);
    const always = all.findIndex(([key]) => !required.includes(key));
    const [first, rest] = always < 0 ? [all, []] : [all.slice(0, always), all.slice(always)];
    const lines = [`if (v === null || typeof v !== "object") throw REFUSED;`];
    const fields = first.map(([key, node], k) => {
      lines.push(`const v${k} = v.${nameInside(key)};`);
      return `${key}: ${this.#value(node, `v${k}`, lines)}`;
    });
    lines.push(`const document = { ${fields.join(", ")} };`);
    if (rest.length > 0) lines.push(`let count = ${first.length};`);
    rest.forEach(([key, node], k) => {
      const x = `w${k}`;
      const given: string[] = [];
      const value = this.#value(node, x, given);
      given.push(`document.${key} = ${value};`, "count++;");
      lines.push(`const ${x} = v.${nameInside(key)};`);
      if (required.includes(key)) lines.push(...given);
      else lines.push(`if (${x} !== undefined) {`, ...given.map((line) => `  ${line}`), "}");
    });
    const count = rest.length > 0 ? "count" : first.length;
    return [...lines, `if (Object.keys(v).length !== ${count}) throw REFUSED;`, "return document;"];
  }

  #array({ items, prefixItems, minItems = 0, maxItems }: Node): string[] {
    const lines = [`if (!Array.isArray(v) || v.length < ${minItems}) throw REFUSED;`];
    if (maxItems !== undefined) lines.push(`if (v.length > ${maxItems}) throw REFUSED;`);
    if (prefixItems) {
      if (minItems !== prefixItems.length || maxItems !== minItems) throw new Error("Tuples have one length");
      const values = prefixItems.map((node, k) => this.#value(node, `v[${k}]`, lines));
      return [...lines, `return [${values.join(", ")}];`];
    }
    if (!items) throw new Error("An array says what its items are");
    const given: string[] = [];
    const value = this.#value(items, "item", given);
    return [
      ...lines,
      "const list = new Array(v.length);",
      "for (let k = 0; k < v.length; k++) {",
      "  const item = v[k];",
      ...given.map((line) => `  ${line}`),
      `  list[k] = ${value};`,
      "}",
      "return list;",
    ];
  }

  /** Adds to `lines` what is to be checked of `x`. @returns the expression of the converted value */
  #value(node: Node, x: string, lines: string[]): string {
    assertKnown(node);
    const structure = structureOf(node);
    if (structure === null) {
      lines.push(`if (!(${this.#test(node, x)})) throw REFUSED;`);
      return x;
    }
    const converted = `${this.converter(structure)}(${x})`;
    return structure === node ? converted : `${x} === null ? null : ${converted}`;
  }

  /** Expression that is true of what a node without parts allows. */
  #test(node: Node, x: string): string {
    assertKnown(node);
    if (node.anyOf) return node.anyOf.map((each) => this.#test(each, x)).join(" || ");
    const words = node.const === undefined ? node.enum : [node.const];
    if (words) return words.map((word) => `${x} === ${JSON.stringify(word)}`).join(" || ");
    const types = typeof node.type === "string" ? [node.type] : (node.type ?? []);
    if (types.length === 0) return "false"; // anything may stand here: for the general way
    return types.map((type) => this.#testOf(type, node, x)).join(" || ");
  }

  #testOf(type: string, node: Node, x: string): string {
    if (type === "null") return `${x} === null`;
    if (type === "boolean") return `${x} === true || ${x} === false`;
    if (type === "string") return [`typeof ${x} === "string"`, ...this.#textTests(node, x)].join(" && ");
    if (type !== "number" && type !== "integer") throw new Error(`A value is no ${type}`);
    return numberTests(type, node, x).join(" && ");
  }

  #textTests({ pattern, minLength = 0 }: Node, x: string): string[] {
    if (minLength > 1) throw new Error("Characters are not counted");
    const tests = minLength === 1 ? [`${x} !== ""`] : [];
    return pattern === undefined ? tests : [...tests, `${this.#pattern(pattern)}.test(${x})`];
  }

  #pattern(source: string): string {
    const text = JSON.stringify(source);
    return this.#define(text, "PATTERN", (name) => [`const ${name} = new RegExp(${text}, "u");`]);
  }
}

/** Name of a field of a document inside the program. */
function nameInside(key: string): string {
  const name = camelCase(key);
  if (snakeCase(name) !== key || !/^\w+$/.test(key)) throw new Error(`${key} has no name inside`);
  return name;
}

/** The object or array that a node is, or is unless it is null; null if it is neither. */
function structureOf(node: Node): Node | null {
  if (node.type === "object" || node.type === "array") return node;
  const parts = node.anyOf?.filter((each) => each.type !== "null") ?? [];
  if (!parts.some((each) => structureOf(each) !== null)) return null;
  if (parts.length === 1 && node.anyOf?.length === 2) return parts[0];
  throw new Error("Of several kinds of objects it is not known which is meant");
}

/** Only what is finite is a number in JSON. */
function numberTests(
  type: "number" | "integer",
  { minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE, exclusiveMinimum }: Node,
  x: string,
): string[] {
  const tests = [`typeof ${x} === "number"`, `${x} >= ${minimum}`, `${x} <= ${maximum}`];
  if (exclusiveMinimum !== undefined) tests.push(`${x} > ${exclusiveMinimum}`);
  if (type === "integer") tests.push(`${x} % 1 === 0`);
  return tests;
}

function assertKnown(node: Node): void {
  const unknown = Object.keys(node).find((word) => !KNOWN.has(word) && !ABOUT.has(word));
  if (unknown !== undefined) throw new Error(`${unknown} is not known`);
}
