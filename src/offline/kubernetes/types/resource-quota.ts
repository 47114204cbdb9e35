import type { KubeObject } from "../../../model/kubernetes/kube-object";
import { DiagnosticError, type Value, type ValueRecord } from "../../../plugin";
import { poll } from "../../../kube/poll";
import { blockOf, listOf, recordOf, textMapOf, textOf, textsOf } from "../../../kube-provider/values";
import { defined, listIn, objectIn, textIn, textMapIn, textsIn, unlessEmpty } from "../../../model/json";
import { oneOf } from "../names";
import type { ObjectType, WriteContext } from "../object-type";
import { setIfChanged } from "../patch";
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
  expand: ({ plan }) => ({ spec: expandSpec(plan.spec ?? null) }),
  flatten: ({ spec }) => ({ spec: [flattenSpec(objectIn(spec))] }),
  patch: (update) => setIfChanged("spec", update, { path: "/spec", value: expandSpec }),
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

function expandSpec(spec: Value): Readonly<Record<string, unknown>> {
  const { hard, scopes, scope_selector: selector } = blockOf(spec);
  return defined<unknown>({
    hard: unlessEmpty(textMapOf(hard)),
    scopes: unlessEmpty(textsOf(scopes)),
    scopeSelector: listOf(selector).length === 0 ? undefined : expandSelector(blockOf(selector)),
  });
}

function expandSelector(selector: ValueRecord): unknown {
  const expressions = listOf(selector.match_expression).map(recordOf);
  return {
    matchExpressions: expressions.map(({ scope_name: scope, operator, values }) =>
      defined<unknown>({ scopeName: textOf(scope), operator: textOf(operator), values: unlessEmpty(textsOf(values)) }),
    ),
  };
}

function flattenSpec({ hard, scopes, scopeSelector }: Readonly<Record<string, unknown>>): ValueRecord {
  return defined<Value>({
    hard: textMapIn(hard),
    scopes: textsIn(scopes),
    scope_selector: scopeSelector === undefined ? undefined : [flattenSelector(objectIn(scopeSelector))],
  });
}

function flattenSelector({ matchExpressions }: Readonly<Record<string, unknown>>): ValueRecord {
  return {
    match_expression: listIn(matchExpressions)
      .map(objectIn)
      .map(({ scopeName, operator, values }) =>
        defined<Value>({
          operator: textIn(operator),
          scope_name: textIn(scopeName),
          values: unlessEmpty(textsIn(values)),
        }),
      ),
  };
}

function quantityFaults(value: Value, path: string): string[] {
  return Object.entries(recordOf(value)).flatMap(([name, amount]) =>
    typeof amount !== "string" || parseQuantity(amount) !== undefined
      ? []
      : [`${path}.${name} ("${amount}"): quantities are numbers with an optional suffix such as m, Ki or M`],
  );
}
