import { defaultsOpen } from "../../connectivity/default-open";
import type { ClusterSnapshot } from "../../connectivity/snapshot";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { outsideOf, type Forest } from "../../model/tenant/resolve/tenant";
import { saysTenant } from "../../model/tenant/spec/labels";

/** Names that are on one side only. */
export function strangers(live: ClusterSnapshot, declared: ClusterSnapshot, forest: Forest) {
  const tenants = new Set(declared.namespaces.map(({ name }) => name));
  const named = new Set([...tenants, ...forest.flatMap(outsideOf)]);
  const present = new Set(live.namespaces.map(({ name }) => name));
  const [held, wanted] = [new Set(live.policies.map(idOf)), new Set(declared.policies.map(idOf))];
  const isIn = (namespaces: ReadonlySet<string>, { metadata }: KubeObject) => namespaces.has(metadata.namespace ?? "");
  const foreign = live.namespaces
    .filter(({ name, labels }) => !named.has(name) && saysTenant(labels))
    .map(({ name }) => name);
  return {
    foreignPolicies: live.policies.filter((policy) => isIn(tenants, policy) && !wanted.has(idOf(policy))).map(idOf),
    absentPolicies: declared.policies.filter((policy) => isIn(present, policy) && !held.has(idOf(policy))).map(idOf),
    foreignNamespaces: foreign,
    foreignOpen: [...defaultsOpen(live.policies, foreign)].map(
      ([namespace, directions]) => `${namespace}: ${directions.join(", ")}`,
    ),
    absentTenants: [...tenants].filter((tenant) => !present.has(tenant)),
  };
}

function idOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
