import { issueUnless, type Issue, type Path } from "../issue";
import { isRecord, objectIn } from "../json";
import { isDnsLabel } from "../kubernetes/names";
import { holdsInvalid } from "../schema/invalid";
import type { ClusterFacts } from "./cluster-facts";
import { isWithin, ports, singleAddresses, wrongFact } from "./fact-rules";
import { DNS_POD_FIELDS } from "./dns-facts";

const NO_POD = "no address of `podCidrs`: pods are told by `namespace`, `podLabels` and `ports`";

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
    // A range would open the port at whatever else is in it; the pods of tenants are reached by no address.
    ...singleAddresses([...path, "cidrs"], addresses, (block) => (isWithin(block, podCidrs) ? NO_POD : undefined)),
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
