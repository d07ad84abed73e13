/** Stage: load the sound bank once, into memory that all workers share. */
import { sha256Hex } from "../../io/hash.js";
import type { Processor } from "../processor.js";
import { loadBank } from "../soundBank.js";
import { noteInput } from "./noteInput.js";

export const readBank: Processor = {
  name: "read-bank",
  version: "1.0.0",
  async process({ options, bench, ledger, progress }) {
    progress.expect(1);
    const { name, bytes } = loadBank(options.soundfont, options.limits);
    const shared = new SharedArrayBuffer(bytes.length);
    new Uint8Array(shared).set(bytes);
    if (options.soundfont !== null) noteInput(ledger, "soundfont", name, bytes);
    ledger.report.bank = { name, sha256: sha256Hex(bytes), sizeByte: bytes.length };
    bench.put("bank", shared);
    progress.advance();
  },
};
