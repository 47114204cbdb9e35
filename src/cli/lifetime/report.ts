import { EXIT } from "../command";
import { printableLine } from "../../model/printable";
import { counted } from "../text";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { isAsleep, SUSPENDED_KINDS } from "../../model/tenant/suspension";
import { listIn, objectIn, textIfAny } from "../../model/json";

/** A pod that runs although its tenant is suspended. */
export interface AwakePod {
  readonly pod: string;
  /** What calls itself its owner, e.g. `DaemonSet logs`. @default - nothing does */
  readonly owner?: string;
}

/** How long the pods of sleeping workloads may take to be told to end, in milliseconds. */
const PATIENCE_MS = 30_000;
const INTERVAL_MS = 200;

/**
 * The pods of a namespace that nobody has told to end. Waits for those whose workload was put to sleep: its controller
 * ends them. Pods that end already count as asleep, however long their grace is.
 */
export async function awakePods(cluster: Cluster, namespace: string): Promise<readonly AwakePod[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const pods = (await cluster.list({ apiVersion: "v1", kind: "Pod" }, { namespace })).filter(isRunning);
    const asleep = await sleepers(cluster, namespace);
    const isGoing = pods.some((pod) => asleep.has(String(controllerOf(pod).uid)));
    if (!isGoing || Date.now() >= deadline) return pods.map(toAwake);
    await sleep(INTERVAL_MS);
  }
}

/** Workloads that ask for no pods: nobody waits for those of one that could not be put to sleep. */
async function sleepers(cluster: Cluster, namespace: string): Promise<ReadonlySet<string>> {
  const lists = await Promise.all(SUSPENDED_KINDS.map((kind) => cluster.list(kind, { namespace })));
  return new Set(
    lists
      .flat()
      .filter(isAsleep)
      .map(({ metadata }) => String(metadata.uid)),
  );
}

function isRunning({ metadata, status }: KubeObject): boolean {
  const { phase } = objectIn(status);
  return objectIn(metadata).deletionTimestamp === undefined && phase !== "Succeeded" && phase !== "Failed";
}

/** The owner that manages it, else any. */
function controllerOf({ metadata }: KubeObject): Readonly<Record<string, unknown>> {
  const owners = listIn(metadata.ownerReferences).map(objectIn);
  return owners.find(({ controller }) => controller === true) ?? owners[0] ?? {};
}

function toAwake(pod: KubeObject): AwakePod {
  const { kind, name } = controllerOf(pod);
  const [ownerKind, owner] = [textIfAny(kind), textIfAny(name)];
  const { name: title } = pod.metadata;
  return ownerKind === undefined || owner === undefined
    ? { pod: title }
    : { pod: title, owner: `${ownerKind} ${owner}` };
}

/** What was done to one tenant. */
export interface SuspensionReport {
  readonly namespace: string;
  /** Workloads that were put to sleep, or woken. */
  readonly workloads: readonly string[];
  /** Pods that run on: no workload that sleeps has made them. */
  readonly awake: readonly AwakePod[];
  /** What could not be done, and why, one line each. @default - all was done */
  readonly faults?: readonly string[];
}

/** Few enough to read; all are in the JSON. */
const SHOWN = 20;

/** One line a tenant, and one for each pod that runs on; `word` says what was done. */
export function formatSuspension(word: "suspended" | "resumed", reports: readonly SuspensionReport[]): string {
  const verb = word === "suspended" ? "put to sleep" : "woken";
  return reports
    .flatMap(({ namespace, workloads, awake, faults = [] }) => [
      `${namespace} is ${faults.length === 0 ? "" : "not wholly "}${word}: ${counted(workloads.length, "workload")} ${verb}${awake.length === 0 ? "" : `, ${counted(awake.length, "pod")} still running`}`,
      ...awake.slice(0, SHOWN).map((each) => `  still running: ${awakeTitle(each)}`),
      ...(awake.length > SHOWN ? [`  and ${String(awake.length - SHOWN)} more`] : []),
      ...faults.slice(0, SHOWN).map((fault) => `  failed: ${fault}`),
      ...(faults.length > SHOWN ? [`  and ${String(faults.length - SHOWN)} more`] : []),
    ])
    .map(printableLine)
    .join("\n");
}

/** The exit code: what could not be done is a failure, pods that run on are a finding. */
export function suspensionExit(reports: readonly SuspensionReport[]): number {
  if (reports.some(({ faults = [] }) => faults.length > 0)) return EXIT.failed;
  return reports.some(({ awake }) => awake.length > 0) ? EXIT.findings : EXIT.done;
}

function awakeTitle({ pod, owner }: AwakePod): string {
  return owner === undefined ? `pod ${pod}, which nothing would bring back` : `pod ${pod} of ${owner}`;
}
