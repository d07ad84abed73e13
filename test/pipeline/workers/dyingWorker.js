/** A worker that does what its task says; `log` counts its calls, also those of threads that died. */
import { appendFileSync, readFileSync } from "node:fs";
export default async ({ what, log, times = Infinity }) => {
  appendFileSync(log, "x");
  if (readFileSync(log, "utf8").length > times) return { value: "done" };
  if (what === "exit") process.exit(7);
  if (what === "memory") { const held = []; for (;;) held.push(new Array(1e6).fill(held)); }
  if (what === "crash") { setTimeout(() => { throw new Error("bad luck"); }); return new Promise(() => {}); }
  if (what === "hang") return new Promise(() => {});
  if (what === "data") return { fault: { code: "ENGRAVING_FAILED", what: "No such clef", place: { measure: "3" }, errno: null } };
  if (what === "busy") return { fault: { code: "OUTPUT_UNWRITABLE", what: "Cannot write", place: {}, errno: "EBUSY" } };
  return { value: "done" };
};
