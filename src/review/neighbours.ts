import { listIn, objectIn, textMembersIn, textsIn, textIfAny } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { LABELS } from "../model/tenant/spec/labels";
import type { SnapshotNamespace } from "../connectivity/snapshot";

/** Any namespace that is no tenant's. */
const OTHERS = "other namespaces";

/**
 * Namespaces beside the tenants that their policies mean: by name, by labels, and any other one. They have no policies of
 * their own here, so that a tenant's side alone decides.
 */
export function namedNamespaces(
  policies: readonly KubeObject[],
  tenants: ReadonlySet<string>,
): readonly SnapshotNamespace[] {
  const selectors = policies.flatMap(({ spec }) => selectorsOf(spec));
  const names = selectors.flatMap(namesIn).filter((name) => !tenants.has(name));
  const labelled = selectors.map(labelsIn).filter((labels) => Object.keys(labels).length > 0);
  const named = [...new Set(names)].sort().map((name) => ({ name }));
  const byTitle = new Map(labelled.map((labels) => [titleOf(labels), { name: titleOf(labels), labels }]));
  return [...named, ...byTitle.values(), { name: OTHERS }];
}

function selectorsOf(spec: unknown): readonly unknown[] {
  const { ingress, egress } = objectIn(spec);
  const peers = [
    ...listIn(ingress).flatMap((rule) => listIn(objectIn(rule).from)),
    ...listIn(egress).flatMap((rule) => listIn(objectIn(rule).to)),
  ];
  return peers.flatMap((peer) => objectIn(peer).namespaceSelector ?? []);
}

function namesIn(selector: unknown): readonly string[] {
  const { matchLabels, matchExpressions } = objectIn(selector);
  const one = textIfAny(objectIn(matchLabels)[LABELS.namespaceName]);
  const several = listIn(matchExpressions).flatMap((requirement) => {
    const { key, operator, values } = objectIn(requirement);
    return key === LABELS.namespaceName && operator === "In" ? textsIn(values) : [];
  });
  return [...(one === undefined ? [] : [one]), ...several];
}

/** Labels that a selector asks for and that are nobody's name, nor the mark of a tenant's subtree. */
function labelsIn(selector: unknown): Readonly<Record<string, string>> {
  const asked = textMembersIn(objectIn(selector).matchLabels);
  return LABELS.namespaceName in asked ? {} : asked;
}

function titleOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return `namespaces with ${pairs.sort().join(", ")}`;
}
