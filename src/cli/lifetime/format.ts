import { printableLine } from "../../model/printable";
import { counted } from "../check-report";
import type { AwakePod } from "./awake";
import type { SuspensionReport } from "./suspend";

/** Few enough to read; all are in the JSON. */
const SHOWN = 20;

/** One line a tenant, and one for each pod that runs on; `word` says what was done. */
export function formatSuspension(word: "suspended" | "resumed", reports: readonly SuspensionReport[]): string {
  const verb = word === "suspended" ? "put to sleep" : "woken";
  return reports
    .flatMap(({ namespace, workloads, awake }) => [
      `${namespace} is ${word}: ${counted(workloads.length, "workload")} ${verb}${awake.length === 0 ? "" : `, ${counted(awake.length, "pod")} still running`}`,
      ...awake.slice(0, SHOWN).map((each) => `  still running: ${awakeTitle(each)}`),
      ...(awake.length > SHOWN ? [`  and ${String(awake.length - SHOWN)} more`] : []),
    ])
    .map(printableLine)
    .join("\n");
}

/** Whether something runs on in a tenant that was suspended. */
export function anythingAwake(reports: readonly SuspensionReport[]): boolean {
  return reports.some(({ awake }) => awake.length > 0);
}

function awakeTitle({ pod, owner }: AwakePod): string {
  return owner === undefined ? `pod ${pod}, which nothing would bring back` : `pod ${pod} of ${owner}`;
}
