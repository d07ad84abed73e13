/** Stage: report.html, for reading. */
import { reportHtml } from "../../render/report/reportHtml.js";
import type { Processor } from "../processor.js";

export const report: Processor = {
  name: "report",
  version: "1.0.0",
  async process({ bench, ledger, out, progress }) {
    progress.expect(1);
    ledger.order();
    out.writeText("report.html", reportHtml(ledger.report, bench.get("records")));
    progress.advance();
  },
};
