import type { KubeObject } from "../../../model/kubernetes/kube-object";
import { DiagnosticError, type Value } from "../../../plugin";
import { poll } from "../../../kube/poll";
import { blockOf, recordOf, textMapOf, textOf, textsOf } from "../../../kube-provider/values";
import { objectIn, textMapIn } from "../../../model/json";
import { oneOf } from "../names";
import type { ObjectType, WriteContext } from "../object-type";
import { parseQuantity, sameQuantity, sameResources } from "../quantity";

const validateScope = oneOf("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass");

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export const resourceQuotaType: ObjectType = {
  apiVersion: "v1",
  kind: "ResourceQuota",
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

function quantityFaults(value: Value, path: string): string[] {
  return Object.entries(recordOf(value)).flatMap(([name, amount]) =>
    typeof amount !== "string" || parseQuantity(amount) !== undefined
      ? []
      : [`${path}.${name} ("${amount}"): quantities are numbers with an optional suffix such as m, Ki or M`],
  );
}
