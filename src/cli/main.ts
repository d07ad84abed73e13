#!/usr/bin/env node
/** The command line's door: signals are heard from the first moment on, then the commands are loaded. */
import { listenForSignals } from "./interrupts.js";

listenForSignals();
const { runProgram } = await import("./program.js");
process.exitCode = await runProgram();
