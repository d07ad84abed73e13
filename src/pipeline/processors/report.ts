/** Stage: report.html, for reading. */
import { reportHtml } from "../../render/report/reportHtml.js";
import { NO_CONFIG, type Processor } from "../engine/processor.js";

export const report: Processor = {
  info: {
    name: "report",
    version: "1.0.0",
    kind: "stage",
    description: "Write report.html, for reading.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["records"],
    outputs: [],
  },
  async process({ bench, ledger, out, progress }) {
    progress.expect(1);
    ledger.order();
    out.writeText("report.html", reportHtml(ledger.report, bench.get("records")));
    progress.advance();
  },
};
