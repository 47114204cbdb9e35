import type { KubeObject } from "../model/kubernetes/kube-object";
import { parsePolicies } from "./parse-policy";
import type { Direction } from "./policy";

/**
 * The directions in which some pods of a namespace are open, because no policy selects all of them: whatever a policy
 * that does lets through, it closes the rest. Namespaces that are closed in both are left out.
 */
export function defaultsOpen(
  policies: readonly KubeObject[],
  namespaces: readonly string[],
): ReadonlyMap<string, readonly Direction[]> {
  const whole = parsePolicies(policies).filter(({ podSelector }) => podSelector.length === 0);
  const isOpen = (name: string, direction: Direction) =>
    !whole.some((policy) => policy.namespace === name && policy[direction] !== undefined);
  const found = namespaces.map(
    (name) => [name, (["ingress", "egress"] as const).filter((direction) => isOpen(name, direction))] as const,
  );
  return new Map(found.filter(([, directions]) => directions.length > 0));
}
