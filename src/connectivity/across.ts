import { groupByNamespace } from "./evaluate";
import type { Direction, Peer, Policy, Rule } from "./policy";

/**
 * The policies without what they say of pods in their own namespace: all that decides on ways between namespaces and to places
 * outside. Whoever may write policies for his own pods alone, as the people of a tenant, adds nothing to them.
 */
export function acrossOnly(policies: readonly Policy[]): readonly Policy[] {
  return [...groupByNamespace(policies).values()].flatMap((own) => {
    const shut = { ingress: isShut(own, "ingress"), egress: isShut(own, "egress") };
    return own.flatMap((policy) => reduced(policy, shut));
  });
}

/** Whether some policy isolates every pod, so that no other one has to be asked whether it does. */
function isShut(policies: readonly Policy[], direction: Direction): boolean {
  return policies.some((policy) => policy.podSelector.length === 0 && policy[direction] !== undefined);
}

function reduced(policy: Policy, shut: Readonly<Record<Direction, boolean>>): readonly Policy[] {
  const ingress = rulesAcross(policy.ingress);
  const egress = rulesAcross(policy.egress);
  const isOfEvery = policy.podSelector.length === 0;
  const keeps = (direction: Direction, rules: readonly Rule[] | undefined) =>
    rules !== undefined && (rules.length > 0 || isOfEvery || !shut[direction]);
  const kept = {
    ...(ingress !== undefined && keeps("ingress", ingress) ? { ingress } : {}),
    ...(egress !== undefined && keeps("egress", egress) ? { egress } : {}),
  };
  const { id, namespace, podSelector } = policy;
  return Object.keys(kept).length === 0 ? [] : [{ id, namespace, podSelector, ...kept }];
}

/** A rule that loses all of its peers is left out: without any it would speak of everybody. */
function rulesAcross(rules: readonly Rule[] | undefined): readonly Rule[] | undefined {
  return rules?.flatMap((rule): readonly Rule[] => {
    if (rule.peers === undefined) return [rule];
    const peers = rule.peers.filter(isAcross);
    return peers.length === 0 ? [] : [{ ...rule, peers }];
  });
}

function isAcross(peer: Peer): boolean {
  return peer.kind === "addresses" || typeof peer.namespaces !== "string";
}
