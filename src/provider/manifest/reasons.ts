import { listIn, numberIn, objectIn, textIn, textMapIn, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Cluster } from "../../kube/cluster";
import { printableLine } from "../../model/printable";

/** Pods that are named at most. */
const MOST_PODS = 3;

/**
 * Why an object is not ready, in the words of the cluster: its own conditions, and those of the pods that it selects.
 *
 * @param hidden - whether values of the object may not be shown: messages quote them, reasons are single words
 */
export async function reasonsOf(cluster: Cluster, object: KubeObject, hidden = false): Promise<readonly string[]> {
  const shown = hidden ? withoutMessages : (one: KubeObject) => one;
  const pods = object.kind === "Pod" ? [object] : await podsOf(cluster, object);
  const told = pods.map(shown).flatMap(podReasons);
  return [...conditionReasons(shown(object)), ...told.slice(0, MOST_PODS)].map((line) => `- ${printableLine(line)}`);
}

function withoutMessages(object: KubeObject): KubeObject {
  const text = JSON.stringify(object, (name, value: unknown) => (name === "message" ? undefined : value));
  return JSON.parse(text) as KubeObject;
}

/** Conditions that tell why: of a good thing that is not so, and of a bad one that is. */
function conditionReasons({ status }: KubeObject): readonly string[] {
  return listIn(objectIn(status).conditions)
    .map(objectIn)
    .filter(({ type, status: state }) => (state === "True") === /Fail|Pressure|Stalled|Degraded/.test(textIn(type)))
    .map(
      ({ type, status: state, reason, message }) => `${textIn(type)} is ${textIn(state)}${because(reason, message)}`,
    );
}

function because(reason: unknown, message: unknown): string {
  const parts = [textIn(reason), textIn(message)].filter((part) => part !== "");
  return parts.length === 0 ? "" : `: ${parts.join(": ")}`;
}

async function podsOf(cluster: Cluster, { spec, metadata }: KubeObject): Promise<readonly KubeObject[]> {
  const labels = textMapIn(objectIn(objectIn(spec).selector).matchLabels);
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  if (labelSelector === "" || metadata.namespace === undefined) return [];
  const pods = { apiVersion: "v1", kind: "Pod" };
  // Whoever may not read pods gets the conditions alone.
  return cluster.list(pods, { namespace: metadata.namespace, labelSelector }).catch(() => []);
}

function podReasons({ metadata, status }: KubeObject): readonly string[] {
  const { containerStatuses, initContainerStatuses, conditions } = objectIn(status);
  const containers = [...listIn(initContainerStatuses), ...listIn(containerStatuses)].map(objectIn).flatMap(stuck);
  const unscheduled = listIn(conditions)
    .map(objectIn)
    .filter((one) => one.type === "PodScheduled" && one.status === "False")
    .map(({ reason, message }) => `not scheduled${because(reason, message)}`);
  return [...unscheduled, ...containers].map((text) => `pod ${metadata.name}: ${text}`);
}

function stuck({ name, state, lastState }: JsonRecord): readonly string[] {
  const { waiting, terminated } = objectIn(state);
  const ended = objectIn(terminated ?? objectIn(lastState).terminated);
  const waits = objectIn(waiting);
  if (textIn(waits.reason) === "" && textIn(ended.reason) === "") return [];
  if (ended.exitCode === 0 && waiting === undefined) return [];
  const end =
    ended.exitCode === undefined
      ? ""
      : ` (ended with exit code ${String(numberIn(ended.exitCode))}${because(ended.reason, ended.message)})`;
  const first = waiting === undefined ? ": it ended" : because(waits.reason, waits.message);
  return [`container ${textIn(name)}${first}${end}`];
}
