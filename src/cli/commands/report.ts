import { writeFileSync } from "node:fs";
import { SpecError } from "../../model/issue";
import { printableLine } from "../../model/printable";
import { renderReportHtml, type Report } from "../../report/render-html";
import { CONNECTION_OPTIONS, withCluster, type ConnectionOptions } from "../cluster/connection";
import { defineCommand, EXIT, type Outcome } from "../command";
import { ACCEPT_OPTION, acceptances, type AcceptOption } from "../accept";
import { assertNotLive } from "../live-options";
import { assertWritableFile, PAGE } from "../output-path";
import { seenIn } from "../report/live";
import { makeReport, seenInCode } from "../report/make";
import { formatReport } from "../report/text";
import { CLUSTER_OPTION, readTenants, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";
import { counted } from "../text";

interface ReportOptions extends ClusterOption, ConnectionOptions, AcceptOption {
  readonly live?: boolean;
  readonly strict?: boolean;
  readonly html?: string;
}

export const report = defineCommand<ReportOptions>({
  path: ["report"],
  summary: "report on all tenants, for an auditor or a manager",
  description:
    "Prints what each tenant declares, the sums by cost centre, and all findings; --html writes one page with the tree, bars " +
    "of the quotas, cost labels, ends and protection, who may do what and who reaches whom. The page loads nothing, runs no " +
    "script and can be printed. With --live it tells what is used, and what `access --live` and `matrix --live` find.",
  examples: [
    "hikube report tenants.yaml --html report.html",
    "hikube report tenants.yaml --live --context production --html report.html",
    "hikube report tenants.yaml --live --json > usage.json",
  ],
  exits: { [EXIT.findings]: "findings: faults, tenants past their time, with --live those of `access` and `matrix`" },
  argument: TENANTS_ARGUMENT,
  options: [
    CLUSTER_OPTION,
    { flags: "--html <file>", description: "write one self-contained HTML page" },
    { flags: "--live", description: "look at a cluster and compare it with what is declared" },
    { flags: "--strict", description: "with --live: as `matrix --strict` and `access --strict`" },
    ACCEPT_OPTION,
    ...CONNECTION_OPTIONS,
  ],
  async run({ live = false, strict = false, html, ...options }, io, [named]) {
    if (html !== undefined) assertWritableFile("--html", html, PAGE);
    if (!live) assertNotLive({ ...options, strict });
    const read = readTenants(named, options);
    const { tenants } = read;
    if (tenants === undefined) throw new SpecError(read.issues);
    const now = new Date();
    const look = { isStrict: strict, accepted: acceptances(options), io };
    const seen = live
      ? await withCluster(options, io, (cluster) => seenIn(cluster, tenants, look))
      : seenInCode(tenants);
    return outcome(makeReport({ ...read, tenants }, seen, now), html);
  },
});

function outcome(made: Report, html: string | undefined): Outcome {
  const { document } = made;
  const { length } = document.findings;
  if (html !== undefined) writeFileSync(html, renderReportHtml(made));
  const written = html === undefined ? undefined : printableLine(`wrote ${html}: ${counted(length, "finding")}`);
  return {
    text: written ?? formatReport(document),
    json: document,
    exitCode: length === 0 ? EXIT.done : EXIT.findings,
  };
}
