#!/usr/bin/env node
/** The command line's door. The build packs what lies behind it; where it has not, modules are loaded one by one. */
import { loadPacked } from "../io/packedProgram.js";
import type * as Door from "./door.js";
import { compileSparingly, isShort } from "./shortRun.js";

if (isShort(process.argv[2])) compileSparingly();
const { enter } = loadPacked<typeof Door>("door") ?? (await import("./door.js"));
process.exitCode = await enter();
