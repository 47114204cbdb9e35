import type { KubeObject } from "../../../model/kubernetes/kube-object";
import { readQuantity, sameQuantity } from "../../../model/kubernetes/quantity";
import { DiagnosticError, type Value } from "../../../plugin";
import { poll } from "../../../kube/poll";
import { blockOf, recordOf, textMapOf, textOf, textsOf } from "../../../kube-provider/values";
import { objectIn, textMapIn } from "../../../model/json";
import { oneOf } from "../names";
import type { ObjectMapping, WriteContext } from "../object-type";

const validateScope = oneOf("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass");

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export const resourceQuotaType: ObjectMapping = {
  metadata: { namespaced: true },
  identity: false,
  failed: { create: "Failed to create resource quota", update: "Failed to update resource quota" },
  timeouts: { create: 1, update: 1 },
  rules: {
    "spec.hard": {
      validate: (value, path) => quantityFaults(value, path),
      suppress: (prior, next) => sameQuantity(textOf(prior), textOf(next)),
    },
    "spec.scopes": {
      forceNew: true,
      validate: (value, path) => textsOf(value).flatMap((scope, index) => validateScope(scope, `${path}.${index}`)),
    },
    "spec.scope_selector.match_expression.scope_name": { validate: validateScope },
    "spec.scope_selector.match_expression.operator": { validate: oneOf("In", "NotIn", "Exists", "DoesNotExist") },
  },
  fields: {
    spec: { isKept: true, isRead: "always" },
    hard: { isRead: "always" },
    match_expression: { name: "matchExpressions", isKept: true },
  },
  patched: ["spec"],
  async settle(object, { plan }, context) {
    return waitForStatus(object, textMapOf(blockOf(plan.spec).hard), context);
  },
};

/** The quota is in force once the controller has copied its limits into the status. */
async function waitForStatus(
  object: KubeObject,
  hard: Readonly<Record<string, string>>,
  { cluster, ...waiting }: WriteContext,
): Promise<KubeObject> {
  const { apiVersion, kind, metadata } = object;
  const ready = await poll(async () => {
    const found = await cluster.get({ apiVersion, kind, name: metadata.name, namespace: metadata.namespace });
    return found !== undefined && sameResources(hard, textMapIn(objectIn(found.status).hard)) ? found : undefined;
  }, waiting);
  if (ready !== undefined) return ready;
  throw new DiagnosticError(
    `Quotas don't match: the status of resource quota "${metadata.name}" does not show its limits after ${waiting.timeoutMs / 1000} s; is the controller manager running?`,
  );
}

/** Whether two lists of resources hold the same quantities. */
function sameResources(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameQuantity(a[name] ?? "", b[name] ?? ""));
}

function quantityFaults(value: Value, path: string): string[] {
  return Object.entries(recordOf(value)).flatMap(([name, amount]) =>
    typeof amount !== "string" || readQuantity(amount) !== undefined
      ? []
      : [`${path}.${name} ("${amount}"): quantities are numbers with an optional suffix such as m, Ki or M`],
  );
}
