import type { ClusterFacts } from "../../cluster/cluster-facts";
import { issueUnless, show, type Issue, type Path } from "../../issue";
import { listIn, objectIn, type JsonRecord } from "../../json";
import { isDnsLabel } from "../../kubernetes/names";
import { INVALID } from "../../schema/invalid";
import { readPlain } from "../../schema/read";
import { BOOLEAN, list, object, string } from "../../schema/schema";
import { MONITORING_NAME, stackNamespace } from "../../tenant/spec/tenant-names";
import { formIssues, type Form, type IsKnown } from "./forms";
import { gatewayRule } from "./gateway-rule";

/** A stack that is declared elsewhere, as `StackAttributes` says it. */
export const STACK_ATTRIBUTES = object("StackAttributes", ["namespace", "tenant"], {
  namespace: string("tenant-acme-monitoring"),
  tenant: string("tenant-acme"),
  adopted: list(string("legacy-shop")),
  nodes: BOOLEAN,
  gateway: string("https://gateway.grafana.example.ch"),
  cluster: string("edge"),
});

const HINT = "pass the HikubeMonitoring itself, or the names that `hikube tree` shows";
const CLUSTER: Form = {
  isRight: isDnsLabel,
  ...{ message: "invalid name of a cluster", code: "invalid-label-value" },
  expected: "lower-case letters, digits and dashes, at most 63",
  hint: "give the name that the stack has for this cluster in its `clusters`",
};

/** Everything that is wrong with a stack that is declared elsewhere. */
export function stackRules(given: unknown, path: Path, cluster: ClusterFacts, isKnown: IsKnown): readonly Issue[] {
  const { value, issues } = readPlain(given, STACK_ATTRIBUTES, path);
  const stack = objectIn(value);
  const { namespace, tenant, adopted, gateway } = stack;
  return [
    ...issues,
    ...namespaceRule(namespace, [...path, "namespace"]),
    ...namespaceRule(tenant, [...path, "tenant"]),
    ...fitRule(namespace, tenant, path),
    ...listIn(adopted).flatMap((entry, index) => namespaceRule(entry, [...path, "adopted", index])),
    ...formIssues(stack, { cluster: CLUSTER }, path, isKnown),
    ...bothOrNone(stack, path),
    ...(gateway === INVALID ? [] : gatewayRule(stack, path, cluster, isKnown)),
  ];
}

/** Names decide what is routed where, in regular expressions of the collectors: what is only known at apply is none. */
export function namespaceRule(name: unknown, path: Path): readonly Issue[] {
  return issueUnless(name === undefined || name === INVALID || isDnsLabel(name), path, () => ({
    code: "invalid-namespace",
    message: "invalid namespace",
    received: show(name),
    expected: "lower-case letters, digits and dashes, at most 63 characters",
    hint: HINT,
  }));
}

/** A stack lives in a child of its tenant, so each of the two names tells the other. */
function fitRule(namespace: unknown, tenant: unknown, path: Path): readonly Issue[] {
  if (!isDnsLabel(namespace) || !isDnsLabel(tenant) || namespace === stackNamespace(tenant)) return [];
  const end = `-${MONITORING_NAME}`;
  const isStack = namespace.endsWith(end);
  const fault = {
    code: "invalid-namespace",
    message: isStack ? "the stack is another tenant's" : "not the namespace of the tenant's stack",
    received: show(isStack ? tenant : namespace),
    expected: show(isStack ? namespace.slice(0, -end.length) : stackNamespace(tenant)),
    hint: HINT,
  } as const;
  return [{ path: [...path, isStack ? "tenant" : "namespace"], ...fault }];
}

/** The gateway elsewhere tells clusters by their name, and a token that names one serves at no gateway of this cluster. */
function bothOrNone({ gateway, cluster }: JsonRecord, path: Path): readonly Issue[] {
  const missing = gateway === undefined ? "gateway" : "cluster";
  return issueUnless((gateway === undefined) === (cluster === undefined), [...path, missing], () => ({
    code: "missing-field",
    message: `a stack in another cluster has both, \`gateway\` and \`cluster\``,
    received: "nothing",
    expected:
      missing === "gateway"
        ? `the URL of its gateway, such as "https://gateway.grafana.example.ch"`
        : "the name that the stack has for this cluster in its `clusters`",
    hint: `add \`${missing}\`, or remove the other where the stack is in this cluster`,
  }));
}
