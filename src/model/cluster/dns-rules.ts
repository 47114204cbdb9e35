import { issueUnless, type Fault, type Issue, type Path } from "../issue";
import { isRecord, listIn, objectIn } from "../json";
import { containsCidr, parseCidr } from "../kubernetes/cidr";
import { isDnsLabel } from "../kubernetes/names";
import { holdsInvalid } from "../schema/invalid";
import type { ClusterFacts } from "./cluster-facts";
import { cidrs, ports, wrongFact } from "./fact-rules";
import { DNS_POD_FIELDS } from "./dns-facts";

/** What is wrong with where the cluster's DNS is said to answer. */
export function dnsIssues(path: Path, { dns, podCidrs }: Pick<ClusterFacts, "dns" | "podCidrs">): readonly Issue[] {
  if (!isRecord(dns)) return [];
  const { namespace, podLabels, ports: list, cidrs: addresses } = objectIn(dns);
  const isLabelled = holdsInvalid(podLabels) || Object.keys(objectIn(podLabels)).length > 0;
  return [
    ...missingFields(path, objectIn(dns)),
    ...issueUnless(typeof namespace !== "string" || isDnsLabel(namespace), [...path, "namespace"], () =>
      wrongFact(namespace, "the namespace of the DNS pods"),
    ),
    // Without labels every pod beside the DNS would be reachable.
    ...issueUnless(isLabelled || podLabels === undefined, [...path, "podLabels"], () =>
      wrongFact(podLabels, "the labels of the DNS pods"),
    ),
    ...ports([...path, "ports"], list),
    ...(addresses === undefined ? [] : resolvers([...path, "cidrs"], addresses, podCidrs)),
  ];
}

/** Pods are told by all three fields. Where nothing is said of DNS, no tenant could resolve a name. */
function missingFields(path: Path, dns: Readonly<Record<string, unknown>>): readonly Issue[] {
  const given = DNS_POD_FIELDS.filter((field) => dns[field] !== undefined);
  if (given.length === 0 && dns.cidrs !== undefined) return [];
  return DNS_POD_FIELDS.filter((field) => dns[field] === undefined).map((field) => ({
    path: [...path, field],
    code: "missing-field",
    message: "missing field",
    received: "nothing",
    expected: "`namespace`, `podLabels` and `ports` of the DNS pods, or `cidrs` of resolvers that are no pods",
    hint: "write the file again with `hikube cluster inspect`; `--dns-cidr` gives it addresses",
  }));
}

/** A range would open the port at whatever else is in it; the pods of tenants are reached by no address. */
function resolvers(path: Path, addresses: unknown, podCidrs: unknown): readonly Issue[] {
  const pods = listIn(podCidrs).flatMap((cidr) => parseCidr(cidr) ?? []);
  const faultOf = (given: unknown): Fault | undefined => {
    const block = parseCidr(given);
    if (block === undefined || block.prefix === 0) return undefined;
    if (block.prefix !== (block.family === 4 ? 32 : 128))
      return wrongFact(given, "one address, such as 169.254.20.10/32");
    if (!pods.some((range) => containsCidr(range, block))) return undefined;
    return wrongFact(given, "no address of `podCidrs`: pods are told by `namespace`, `podLabels` and `ports`");
  };
  const single = listIn(addresses).flatMap((given, index) => {
    const fault = faultOf(given);
    return fault === undefined ? [] : [{ path: [...path, index], ...fault }];
  });
  return [...cidrs(path, addresses), ...single];
}
