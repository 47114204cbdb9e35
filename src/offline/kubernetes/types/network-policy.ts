import type { Value, ValueRecord } from "../../../plugin";
import { blockOf, listOf, recordOf, textOf, textsOf } from "../../../kube-provider/values";
import { defined, listIn, numberIn, objectIn, textIn, textsIn, unlessEmpty } from "../../../model/json";
import type { ObjectType } from "../object-type";
import { setIfChanged } from "../patch";
import { expandSelector, flattenSelector } from "./selector";

type Fields = Readonly<Record<string, unknown>>;

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const networkPolicyType: ObjectType = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { namespaced: true },
  failed: { update: "Failed to update network policy" },
  rules: {
    "spec.policy_types": { minItems: 1, maxItems: 2 },
    "spec.ingress.ports.protocol": { default: "TCP" },
    "spec.egress.ports.protocol": { default: "TCP" },
  },
  expand({ plan }) {
    const spec = blockOf(plan.spec);
    return {
      spec: defined<unknown>({
        podSelector: expandSelector(blockOf(spec.pod_selector)),
        ingress: unlessEmpty(expandIngress(spec.ingress ?? null)),
        egress: unlessEmpty(expandEgress(spec.egress ?? null)),
        policyTypes: textsOf(spec.policy_types),
      }),
    };
  },
  flatten: ({ spec }) => ({ spec: [flattenSpec(objectIn(spec))] }),
  patch({ state, plan }) {
    const difference = { state: blockOf(state.spec), plan: blockOf(plan.spec) };
    const member = (name: string, field: string, value: (planned: Value) => unknown) =>
      setIfChanged(name, difference, { path: `/spec/${field}`, value });
    return [
      ...member("ingress", "ingress", expandIngress),
      ...member("egress", "egress", expandEgress),
      ...member("pod_selector", "podSelector", (planned) => expandSelector(blockOf(planned))),
      ...member("policy_types", "policyTypes", textsOf),
    ];
  },
};

function expandIngress(rules: Value): Fields[] {
  return listOf(rules).map((rule) => expandRule(recordOf(rule), "from"));
}

function expandEgress(rules: Value): Fields[] {
  return listOf(rules).map((rule) => expandRule(recordOf(rule), "to"));
}

function expandRule(rule: ValueRecord, peers: "from" | "to"): Fields {
  return defined<unknown>({
    ports: unlessEmpty(listOf(rule.ports).map((port) => expandPort(recordOf(port)))),
    [peers]: unlessEmpty(listOf(rule[peers]).map((peer) => expandPeer(recordOf(peer)))),
  });
}

/** A port that reads as a whole number is one, all else is a name. */
function expandPort({ port, end_port: endPort, protocol }: ValueRecord): Fields {
  const text = textOf(port);
  return defined<unknown>({
    port: /^[+-]?[0-9]+$/.test(text) ? Number(text) : unlessEmpty(text),
    endPort: typeof endPort === "number" && endPort !== 0 ? endPort : undefined,
    protocol: unlessEmpty(textOf(protocol)),
  });
}

function expandPeer(peer: ValueRecord): Fields {
  const selector = (blocks: Value | undefined): Fields | undefined =>
    listOf(blocks).length === 0 ? undefined : expandSelector(blockOf(blocks));
  return defined<unknown>({
    ipBlock: listOf(peer.ip_block).length === 0 ? undefined : expandIpBlock(blockOf(peer.ip_block)),
    namespaceSelector: selector(peer.namespace_selector),
    podSelector: selector(peer.pod_selector),
  });
}

function expandIpBlock({ cidr, except }: ValueRecord): Fields {
  return defined<unknown>({ cidr: unlessEmpty(textOf(cidr)), except: unlessEmpty(textsOf(except)) });
}

function flattenSpec(spec: Fields): ValueRecord {
  return defined<Value>({
    ingress: listIn(spec.ingress).map((rule) => flattenRule(objectIn(rule), "from")),
    egress: listIn(spec.egress).map((rule) => flattenRule(objectIn(rule), "to")),
    pod_selector: [flattenSelector(spec.podSelector)],
    policy_types: unlessEmpty(textsIn(spec.policyTypes)),
  });
}

function flattenRule(rule: Fields, peers: "from" | "to"): ValueRecord {
  return defined<Value>({
    ports: unlessEmpty(listIn(rule.ports).map((port) => flattenPort(objectIn(port)))),
    [peers]: unlessEmpty(listIn(rule[peers]).map((peer) => flattenPeer(objectIn(peer)))),
  });
}

function flattenPort({ port, endPort, protocol }: Fields): ValueRecord {
  return defined<Value>({
    port: port === undefined ? undefined : typeof port === "number" ? String(port) : textIn(port),
    end_port: numberIn(endPort) === 0 ? undefined : numberIn(endPort),
    protocol: protocol === undefined ? undefined : textIn(protocol),
  });
}

function flattenPeer({ ipBlock, namespaceSelector, podSelector }: Fields): ValueRecord {
  return defined<Value>({
    ip_block: ipBlock === undefined ? undefined : [flattenIpBlock(objectIn(ipBlock))],
    namespace_selector: namespaceSelector === undefined ? undefined : [flattenSelector(namespaceSelector)],
    pod_selector: podSelector === undefined ? undefined : [flattenSelector(podSelector)],
  });
}

function flattenIpBlock({ cidr, except }: Fields): ValueRecord {
  return defined<Value>({ cidr: unlessEmpty(textIn(cidr)), except: unlessEmpty(textsIn(except)) });
}
