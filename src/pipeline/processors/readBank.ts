/** Stage: hand the sound bank, which lies in memory that all workers share, to the stages that play. */
import { LeitmotionError } from "../../core/error.js";
import { NO_CONFIG, type Processor } from "../engine/processor.js";

export const readBank: Processor = {
  info: {
    name: "read-bank",
    version: "1.0.0",
    kind: "stage",
    description: "Hand out the sound bank, which all workers share in memory.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: [],
    outputs: ["bank"],
  },
  async process({ bench, progress }) {
    progress.expect(1);
    const { bank } = bench.get("inputs");
    if (bank === null) throw new LeitmotionError("INTERNAL", "The run was planned without a sound bank");
    bench.put("bank", bank.shared);
    progress.advance();
  },
};
