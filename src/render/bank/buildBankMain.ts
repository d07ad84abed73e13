/** Writes the built-in sound bank: `node dist/render/bank/buildBankMain.js` (npm run bank). */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { buildBank } from "./buildBank.js";
import { parseTimbreTable } from "./timbreTable.js";

const tablePath = fileURLToPath(new URL("../../../data/timbres/timbres.json", import.meta.url));
const bankFolder = fileURLToPath(new URL("../../bank/", import.meta.url));
const bankFile = `${bankFolder}leitmotion.sf2`;

const startMs = performance.now();
const bytes = buildBank(parseTimbreTable(readFileSync(tablePath, "utf8")));
const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
mkdirSync(bankFolder, { recursive: true });
const temporary = `${bankFile}.${process.pid}.tmp`;
writeFileSync(temporary, bytes);
renameSync(temporary, bankFile);
const sha256 = createHash("sha256").update(bytes).digest("hex");
console.log(`bank/leitmotion.sf2: ${bytes.length} bytes, SHA-256 ${sha256}, ${seconds} s`);
