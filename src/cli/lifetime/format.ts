import { counted } from "../check-report";
import type { SuspensionReport } from "./suspend";

/** One line a tenant; `word` says what was done. */
export function formatSuspension(word: "suspended" | "resumed", reports: readonly SuspensionReport[]): string {
  const verb = word === "suspended" ? "put to sleep" : "woken";
  return reports
    .flatMap(({ namespace, workloads, barePods }) => [
      `${namespace} is ${word}: ${counted(workloads.length, "workload")} ${verb}`,
      ...(barePods.length === 0
        ? []
        : [`  still running, because nothing would bring them back: ${barePods.join(", ")}`]),
    ])
    .join("\n");
}
