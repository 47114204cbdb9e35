import { SpecError, type Issue } from "../issue";
import { parseCidr } from "../kubernetes/cidr";
import { recordOf } from "../record";
import { isDnsLabel } from "../kubernetes/names";
import { cidrFault, isPort } from "../tenant/rules/network-rules";
import { textFault } from "../schema/text-fault";
import { issueUnless, show, type Fault } from "../tenant/rules/rule";
import type { ClusterFacts } from "./cluster-facts";
import { controllerFaults } from "./controller-rules";
import { customResourceFaults } from "./custom-resource-rules";

/** Lists of namespaces that people write, and whether a `*` may end a name there. */
const NAMESPACE_LISTS = [
  { field: "reservedNamespaces", patterns: true },
  { field: "ingressNamespaces", patterns: true },
  { field: "accountNamespaces", patterns: false },
  { field: "tenantNamespaces", patterns: false },
];

const INSPECT = "write the file anew with `hikube cluster inspect`";

/** Faults of the facts of a cluster, whatever the file held. */
export function validateClusterFacts(facts: unknown, path = "cluster"): readonly Issue[] {
  const form = recordOf(facts).formatVersion;
  if (form !== 1) {
    const allowed = "an object with formatVersion 1";
    const given = formOf(facts);
    return [{ path, message: "this is no description of a cluster", given, allowed, mend: INSPECT }];
  }
  const { version, podCidrs, serviceCidrs, nodeCidrs, apiServer, dns, serviceAccounts, customResources, controllers } =
    recordOf(facts);
  return [
    ...text(`${path}.version`, version, /^v?1\.\d+/, `a Kubernetes version such as "v1.35.4"`),
    ...cidrs(`${path}.podCidrs`, podCidrs),
    ...cidrs(`${path}.serviceCidrs`, serviceCidrs),
    ...cidrs(`${path}.nodeCidrs`, nodeCidrs),
    ...cidrs(`${path}.apiServer.cidrs`, recordOf(apiServer).cidrs),
    ...ports(`${path}.apiServer.port`, [recordOf(apiServer).port]),
    ...dnsFacts(`${path}.dns`, recordOf(dns)),
    ...text(
      `${path}.serviceAccounts.issuer`,
      recordOf(serviceAccounts).issuer,
      /./,
      "the issuer of ServiceAccount tokens",
    ),
    ...NAMESPACE_LISTS.flatMap(({ field, patterns }) =>
      namespaces(`${path}.${field}`, recordOf(facts)[field], patterns),
    ),
    ...customResourceFaults(`${path}.customResources`, customResources),
    ...controllerFaults(`${path}.controllers`, controllers),
    ...audiences(`${path}.serviceAccounts.audiences`, recordOf(serviceAccounts).audiences),
    ...unreadable(path, facts),
  ];
}

/** What is not ours may be anything, a key too: only its form is told. */
function formOf(facts: unknown): string {
  if (facts === null || facts === undefined) return "nothing";
  if (Array.isArray(facts)) return "a list";
  if (typeof facts !== "object") return `a ${typeof facts}`;
  const form = recordOf(facts).formatVersion;
  if (typeof form === "number") return `formatVersion ${form}`;
  return form === undefined ? "an object without formatVersion" : "an object whose formatVersion is no number";
}

/** Labels and names go into objects as they stand. */
function unreadable(path: string, value: unknown): readonly Issue[] {
  const fault = typeof value === "string" ? textFault(value) : undefined;
  if (fault !== undefined) return [{ path, ...fault }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    const wrong = textFault(key);
    return [...(wrong === undefined ? [] : [{ path: at, ...wrong }]), ...unreadable(at, item)];
  });
}

/**
 * The facts that a file holds.
 * @throws SpecError with every fault
 */
export function parseClusterFacts(facts: unknown, path = "cluster"): ClusterFacts {
  assertClusterFacts(facts, path);
  return facts;
}

function assertClusterFacts(facts: unknown, path: string): asserts facts is ClusterFacts {
  const issues = validateClusterFacts(facts, path);
  if (issues.length > 0) throw new SpecError(issues);
}

/** They go into an annotation, separated by commas. */
function audiences(path: string, value: unknown): readonly Issue[] {
  const isAudience = (one: unknown) => typeof one === "string" && /^[^\s,]+$/.test(one);
  const right = value === undefined || (Array.isArray(value) && value.length > 0 && value.every(isAudience));
  return issueUnless(right, path, () => missing(value, "the audiences of the API server, without commas and blanks"));
}

/** An empty list is a fault: what is not known cannot be kept out of "the internet". */
function cidrs(path: string, value: unknown): readonly Issue[] {
  if (!Array.isArray(value) || value.length === 0) return [{ path, ...missing(value, "at least one CIDR") }];
  return value.flatMap((cidr, index) => {
    const fault = cidrFault(cidr) ?? wholeFamily(cidr);
    return fault === undefined ? [] : [{ path: `${path}[${index}]`, ...fault }];
  });
}

/** Where all addresses were the cluster's own, none could be kept out of "the internet". */
function wholeFamily(cidr: unknown): Fault | undefined {
  return parseCidr(cidr)?.prefix === 0 ? missing(cidr, "the cluster's own addresses, not all there are") : undefined;
}

function dnsFacts(path: string, dns: Readonly<Record<string, unknown>>): readonly Issue[] {
  const { namespace, podLabels } = dns;
  const labels = Object.values(recordOf(podLabels));
  const labelled = labels.length > 0 && labels.every((value) => typeof value === "string");
  return [
    ...issueUnless(isDnsLabel(namespace), `${path}.namespace`, () =>
      missing(namespace, "the namespace of the DNS pods"),
    ),
    // Without labels every pod beside the DNS would be reachable.
    ...issueUnless(labelled, `${path}.podLabels`, () => missing(podLabels, "the labels of the DNS pods")),
    ...ports(`${path}.ports`, dns.ports),
  ];
}

function ports(path: string, value: unknown): readonly Issue[] {
  const right = Array.isArray(value) && value.length > 0 && value.every(isPort);
  return issueUnless(right, path, () => missing(value, "ports, 1–65535"));
}

/** A pattern of nothing but a `*` would mean every namespace there is. */
function namespaces(path: string, value: unknown, patterns: boolean): readonly Issue[] {
  if (value === undefined) return [];
  const allowed = patterns ? "names of namespaces, or how they start with a `*` at the end" : "names of namespaces";
  const mend = "correct the name; leave the field out for its default";
  if (!Array.isArray(value))
    return [{ path, message: "this is no list of namespaces", given: show(value), allowed, mend }];
  return value.flatMap((name: unknown, index) =>
    issueUnless(isDnsLabel(name) || (patterns && isPrefix(name)), `${path}[${index}]`, () => ({
      message: "this is no name of a namespace",
      given: show(name),
      ...{ allowed, mend },
    })),
  );
}

function isPrefix(name: unknown): boolean {
  return typeof name === "string" && /^[a-z0-9][-a-z0-9]{0,61}\*$/.test(name);
}

function text(path: string, value: unknown, form: RegExp, allowed: string): readonly Issue[] {
  return issueUnless(typeof value === "string" && form.test(value), path, () => missing(value, allowed));
}

function missing(value: unknown, allowed: string): Fault {
  return { message: "this fact is missing or wrong", given: show(value), allowed, mend: INSPECT };
}
