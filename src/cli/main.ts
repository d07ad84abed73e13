#!/usr/bin/env node
/**
 * The command line's door. The build packs what lies behind it; where it has not, modules are loaded one by one.
 *
 * Built-in modules are not imported here: each import of one loads all that belongs to it, streams and all.
 */
import type * as Start from "./start.js";

const { existsSync } = process.getBuiltinModule("node:fs");
const { createRequire } = process.getBuiltinModule("node:module");

const packed = "../packed/start.cjs";
const { start }: typeof Start = existsSync(new URL(packed, import.meta.url))
  ? createRequire(import.meta.url)(packed)
  : await import("./start.js");
await start();
