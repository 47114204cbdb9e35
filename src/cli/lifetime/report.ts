import { EXIT } from "../command";
import { printableLine } from "../../model/printable";
import { counted } from "../text";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { controllerOf, isSuspended, SUSPENDED_KINDS } from "../../model/tenant/suspension";
import { listBriefly } from "./brief";
import { objectIn, textIfAny } from "../../model/json";

/** A pod that still runs although its tenant is suspended. */
export interface PodLeft {
  readonly pod: string;
  /** What calls itself its owner, e.g. `DaemonSet logs`. @default - nothing does */
  readonly owner?: string;
}

/** How long the controllers of suspended workloads may take to delete their pods, in milliseconds. */
const PATIENCE_MS = 30_000;
const INTERVAL_MS = 200;

/**
 * The pods of a namespace that are not being deleted. Waits for those whose workload was suspended, because its
 * controller deletes them. Terminating pods do not count, however long their grace period is.
 */
export async function listPodsLeft(cluster: Cluster, namespace: string): Promise<readonly PodLeft[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const pods = (await listBriefly(cluster, { apiVersion: "v1", kind: "Pod" }, namespace)).filter(isRunning);
    const suspended = await suspendedWorkloads(cluster, namespace);
    const isGoing = pods.some((pod) => suspended.has(String(controllerOf(pod)?.uid)));
    if (!isGoing || Date.now() >= deadline) return pods.map(toPodLeft);
    await sleep(INTERVAL_MS);
  }
}

/** Workloads that ask for no pods: pods of those that could not be suspended are not waited for. */
async function suspendedWorkloads(cluster: Cluster, namespace: string): Promise<ReadonlySet<string>> {
  const uids = new Set<string>();
  // One after the other: a page of each at once could be more than fits into memory.
  for (const kind of SUSPENDED_KINDS) {
    for (const workload of await listBriefly(cluster, kind, namespace)) {
      if (isSuspended(workload)) uids.add(String(workload.metadata.uid));
    }
  }
  return uids;
}

function isRunning({ metadata, status }: KubeObject): boolean {
  const { phase } = objectIn(status);
  return objectIn(metadata).deletionTimestamp === undefined && phase !== "Succeeded" && phase !== "Failed";
}

function toPodLeft(pod: KubeObject): PodLeft {
  const { kind, name } = controllerOf(pod) ?? {};
  const [ownerKind, owner] = [textIfAny(kind), textIfAny(name)];
  const { name: title } = pod.metadata;
  return ownerKind === undefined || owner === undefined
    ? { pod: title }
    : { pod: title, owner: `${ownerKind} ${owner}` };
}

/** What was done to one tenant. */
export interface SuspensionReport {
  readonly namespace: string;
  /** Workloads that were suspended or resumed. */
  readonly workloads: readonly string[];
  /** Pods that still run: no suspended workload owns them. */
  readonly podsLeft: readonly PodLeft[];
  /** What failed, and why, one line each. @default - all was done */
  readonly faults?: readonly string[];
}

/** Few enough to read; all are in the JSON. */
const SHOWN = 20;

/** One line for each tenant, and one for each pod that still runs. */
export function formatSuspension(word: "suspended" | "resumed", reports: readonly SuspensionReport[]): string {
  const verb = word === "suspended" ? "scaled to zero" : "restored";
  return reports
    .flatMap(({ namespace, workloads, podsLeft, faults = [] }) => [
      `${namespace} is ${faults.length === 0 ? "" : "only partly "}${word}: ${counted(workloads.length, "workload")} ${verb}${podsLeft.length === 0 ? "" : `, ${counted(podsLeft.length, "pod")} still running`}`,
      ...podsLeft.slice(0, SHOWN).map((each) => `  still running: ${titleOfPod(each)}`),
      ...(podsLeft.length > SHOWN ? [`  and ${String(podsLeft.length - SHOWN)} more`] : []),
      ...faults.slice(0, SHOWN).map((fault) => `  failed: ${fault}`),
      ...(faults.length > SHOWN ? [`  and ${String(faults.length - SHOWN)} more`] : []),
    ])
    .map(printableLine)
    .join("\n");
}

/** The exit code: faults are a failure, pods that still run are a finding. */
export function suspensionExit(reports: readonly SuspensionReport[]): number {
  if (reports.some(({ faults = [] }) => faults.length > 0)) return EXIT.failed;
  return reports.some(({ podsLeft }) => podsLeft.length > 0) ? EXIT.findings : EXIT.done;
}

function titleOfPod({ pod, owner }: PodLeft): string {
  return owner === undefined ? `pod ${pod}, which has no controller to restore it` : `pod ${pod} of ${owner}`;
}
