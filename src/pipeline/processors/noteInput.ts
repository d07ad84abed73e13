/** Put an input file on record: its base name (never the machine's path), size and hash. */
import { sha256Hex } from "../../io/hash.js";
import type { RunReport } from "../../schema/run.js";
import type { RunLedger } from "../runLedger.js";

const ROLE_ORDER = ["score", "midi", "job", "soundfont"];

export function noteInput(
  ledger: RunLedger,
  role: RunReport["inputs"][number]["role"],
  file: string,
  bytes: Uint8Array,
): void {
  ledger.report.inputs.push({ role, file, sha256: sha256Hex(bytes), sizeByte: bytes.length });
  ledger.report.inputs.sort((a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role));
}
