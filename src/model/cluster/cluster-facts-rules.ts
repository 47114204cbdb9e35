import { issueUnless, show, SpecError, type Fault, type Issue, type Path } from "../issue";
import { isDnsLabel, isNameOf } from "../kubernetes/names";
import { isRecord, listIn, objectIn } from "../json";
import { holdsInvalid, INVALID } from "../schema/invalid";
import { otherVersion } from "../schema/faults";
import { readPlain } from "../schema/read";
import type { ClusterFacts } from "./cluster-facts";
import { CLUSTER_FACTS } from "./cluster-schema";
import { controllerIssues } from "./controller-rules";
import { customResourceIssues } from "./custom-resource-rules";
import { dnsIssues } from "./dns-rules";
import { cidrs, INSPECT, ports, singleAddresses, wrongFact } from "./fact-rules";

/** Lists of namespaces that people write, and whether a `*` may end a name there. */
const NAMESPACE_LISTS = [
  { field: "reservedNamespaces", patterns: true },
  { field: "ingressNamespaces", patterns: true },
  { field: "accountNamespaces", patterns: false },
  { field: "tenantNamespaces", patterns: false },
] as const;

/**
 * Faults of the facts of a cluster, whatever the file held.
 * @param path - where the facts are
 */
export function validateClusterFacts(facts: unknown, path: Path = ["cluster"]): readonly Issue[] {
  const { formatVersion } = objectIn(facts);
  if (typeof formatVersion !== "number") return [{ path, ...foreign(facts) }];
  if (formatVersion !== 1) return [{ path: [...path, "formatVersion"], ...otherVersion(1, formatVersion) }];
  const { value, issues } = readPlain(facts, CLUSTER_FACTS, path);
  return isFacts(value) ? [...issues, ...factRules(value, path)] : issues;
}

/** The schema says the same as the interface; rules skip what is invalid. */
function isFacts(value: unknown): value is ClusterFacts {
  return value !== INVALID;
}

/** A file of another kind may be anything, even a private key: only its form is reported. */
function foreign(facts: unknown): Fault {
  return {
    code: "wrong-file",
    message: "not the facts of a cluster",
    received: formOf(facts),
    expected: "an object with formatVersion 1",
    hint: INSPECT,
  };
}

function formOf(facts: unknown): string {
  if (facts === null || facts === undefined) return "nothing";
  if (Array.isArray(facts)) return "a list";
  if (typeof facts !== "object") return `a ${typeof facts}`;
  return objectIn(facts).formatVersion === undefined
    ? "an object without formatVersion"
    : "an object whose formatVersion is not a number";
}

/**
 * The facts that a file holds.
 * @throws SpecError with every fault
 */
export function parseClusterFacts(facts: unknown, path = "cluster"): ClusterFacts {
  assertClusterFacts(facts, [path]);
  return facts;
}

/**
 * Holds facts to what objects are made of: their form. Whether each value is right is said together with all other faults.
 * @throws SpecError with every fault of their form
 */
export function assertReadableFacts(facts: unknown, path: Path = ["cluster"]): void {
  const issues = isRecord(facts) ? readPlain(facts, CLUSTER_FACTS, path).issues : [{ path, ...foreign(facts) }];
  if (issues.length > 0) throw new SpecError(issues);
}

function assertClusterFacts(facts: unknown, path: Path): asserts facts is ClusterFacts {
  const issues = validateClusterFacts(facts, path);
  if (issues.length > 0) throw new SpecError(issues);
}

function factRules(facts: ClusterFacts, path: Path): readonly Issue[] {
  const { version, apiServer, serviceAccounts, globalDefaultPriorityClass: priority } = facts;
  const isClass = priority === undefined || holdsInvalid(priority) || isNameOf("PriorityClass", priority);
  return [
    ...text([...path, "version"], version, /^v?1\.\d+/, `a Kubernetes version such as "v1.35.4"`),
    ...cidrs([...path, "podCidrs"], facts.podCidrs),
    ...cidrs([...path, "serviceCidrs"], facts.serviceCidrs),
    ...cidrs([...path, "nodeCidrs"], facts.nodeCidrs),
    ...singleAddresses([...path, "nodeTunnelCidrs"], facts.nodeTunnelCidrs),
    ...cidrs([...path, "apiServer", "cidrs"], objectIn(apiServer).cidrs),
    ...ports([...path, "apiServer", "port"], [objectIn(apiServer).port]),
    ...dnsIssues([...path, "dns"], facts),
    ...text(
      [...path, "serviceAccounts", "issuer"],
      objectIn(serviceAccounts).issuer,
      /./,
      "the issuer of ServiceAccount tokens",
    ),
    ...keys([...path, "serviceAccounts", "keys"], objectIn(serviceAccounts).keys),
    ...issueUnless(isClass, [...path, "globalDefaultPriorityClass"], () =>
      wrongFact(priority, "the name of a PriorityClass"),
    ),
    ...NAMESPACE_LISTS.flatMap(({ field, patterns }) => namespaces([...path, field], facts[field], patterns)),
    ...customResourceIssues([...path, "customResources"], facts.customResources),
    ...controllerIssues([...path, "controllers"], facts.controllers),
    ...audiences([...path, "serviceAccounts", "audiences"], objectIn(serviceAccounts).audiences),
  ];
}

/** A key of a kind that we cannot use may be right; one that does not name its kind is none. https://www.rfc-editor.org/rfc/rfc7517#section-4.1 */
function keys(path: Path, value: unknown): readonly Issue[] {
  return listIn(value).flatMap((key, index) => {
    const kind = objectIn(key).kty;
    const right = holdsInvalid(key) || (typeof kind === "string" && kind !== "");
    const expected = 'a public key as JSON Web Key, with its kind `kty`, such as "RSA"';
    const fault = (): Fault => ({ ...wrongFact(kind, expected), message: "not a JSON Web Key" });
    return issueUnless(right, [...path, index, "kty"], fault);
  });
}

/** They go into an annotation, separated by commas. */
function audiences(path: Path, value: unknown): readonly Issue[] {
  if (value === undefined || holdsInvalid(value)) return [];
  const isAudience = (one: unknown) => typeof one === "string" && /^[^\s,]+$/.test(one);
  const right = Array.isArray(value) && value.length > 0 && value.every(isAudience);
  return issueUnless(right, path, () => wrongFact(value, "the audiences of the API server, without commas and spaces"));
}

/** A pattern of nothing but a `*` would mean every namespace there is. */
function namespaces(path: Path, value: readonly string[] | undefined, patterns: boolean): readonly Issue[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((name: unknown, index) => {
    const right = typeof name !== "string" || isDnsLabel(name) || (patterns && isPrefix(name));
    return issueUnless(right, [...path, index], () => ({
      code: "invalid-namespace",
      message: "invalid namespace",
      received: show(name),
      expected: patterns ? "names of namespaces, or prefixes of them with a `*` at the end" : "names of namespaces",
      hint: "correct the name; leave the field out for its default",
    }));
  });
}

function isPrefix(name: string): boolean {
  return /^[a-z0-9][-a-z0-9]{0,61}\*$/.test(name);
}

function text(path: Path, value: unknown, form: RegExp, expected: string): readonly Issue[] {
  return issueUnless(typeof value !== "string" || form.test(value), path, () => wrongFact(value, expected));
}
