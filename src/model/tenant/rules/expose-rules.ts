import { containsCidr, parseCidr } from "../../kubernetes/cidr";
import { isIngressNamespace, isSystemNamespace } from "../../cluster/reserved-namespaces";
import { isDnsLabel } from "../../kubernetes/names";
import { formatPath, issueUnless, show, type Issue, type Path } from "../../issue";
import type { Warning } from "../../warning";
import type { ExposeSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import { cidrList, portList } from "./address-rules";
import type { RuleContext } from "./rule";

/** The faults of one exposure. */
export function exposeWay(path: Path, way: ExposeSpec, tenant: Tenant, context: RuleContext): readonly Issue[] {
  const ports = portList([...path, "ports"], way.ports, context);
  if ("fromCidrs" in way) return [...cidrList([...path, "fromCidrs"], way.fromCidrs, tenant, context), ...ports];
  if ("fromNodes" in way) return [...nodesRule([...path, "fromNodes"], way.fromNodes, context), ...ports];
  return [...namespaceRules([...path, "fromNamespace"], way.fromNamespace, tenant, context), ...ports];
}

function nodesRule(path: Path, given: unknown, { isKnown }: RuleContext): readonly Issue[] {
  return issueUnless(given === true || !isKnown(given), path, () => ({
    code: "unknown-value",
    message: "nothing else than `true` says that nodes are let in",
    received: show(given),
    expected: "true",
    hint: "remove the entry, or give `fromNamespace` or `fromCidrs`",
  }));
}

function namespaceRules(path: Path, fromNamespace: string, tenant: Tenant, context: RuleContext): readonly Issue[] {
  const right = !context.isKnown(fromNamespace) || isDnsLabel(fromNamespace);
  const isAncestor = tenant.ancestors.includes(fromNamespace);
  const isTenant = context.namespaces.has(fromNamespace) && !isAncestor;
  const isSystem = right && context.isKnown(fromNamespace) && isSystemNamespace(fromNamespace, tenant.cluster.facts);
  const isKept = isSystem && !isIngressNamespace(fromNamespace, tenant.cluster.facts) && !isAncestor && !isTenant;
  return [
    ...issueUnless(!isKept, path, () => ({
      code: "expose-to-system-namespace",
      message: "this namespace is reserved for the cluster's own systems",
      received: show(fromNamespace),
      expected: "the namespace of an ingress controller or a metrics scraper",
      hint: `if one runs there, add "${fromNamespace}" to \`ingressNamespaces\` of cluster.json`,
    })),
    ...issueUnless(!isTenant, path, () => ({
      code: "expose-to-tenant",
      message: "this namespace is another tenant, whose own policies would still block the traffic",
      received: show(fromNamespace),
      expected: "a namespace outside of tenants, such as an ingress controller's, or an ancestor's",
      hint: "declare a peer in network.peers of both tenants",
    })),
    ...issueUnless(right, path, () => ({
      code: "invalid-namespace",
      message: "invalid namespace",
      received: show(fromNamespace),
      expected: "lower-case letters, digits and dashes between them, at most 63 characters",
      hint: "give the namespace of the ingress controller, or `fromCidrs`",
    })),
  ];
}

/** Where nodes and pods share addresses, who lets nodes in lets every pod in whose own policies do not stop it. */
export function exposeWarnings({ spec, path, cluster }: Tenant, isKnown: RuleContext["isKnown"]): readonly Warning[] {
  const { expose } = spec.network ?? {};
  if (expose === undefined || !isKnown(expose)) return [];
  const pods = cluster.facts.podCidrs.flatMap((cidr) => parseCidr(cidr) ?? []);
  const shared = cluster.facts.nodeCidrs.filter((cidr) => {
    const nodes = parseCidr(cidr);
    return nodes !== undefined && pods.some((range) => containsCidr(range, nodes) || containsCidr(nodes, range));
  });
  if (shared.length === 0) return [];
  return expose.flatMap((way, index) =>
    isKnown(way) && "fromNodes" in way
      ? [
          {
            code: "exposed-to-nodes",
            message:
              `${formatPath([path, "network", "expose", index])}: nodes and pods of this cluster share ${shared.join(", ")}, ` +
              "so pods of namespaces that are no tenants get in, too",
          },
        ]
      : [],
  );
}
