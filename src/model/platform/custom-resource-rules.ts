import { issueUnless, oneOf, show, type Fault, type Issue, type Path } from "../issue";
import { objectIn } from "../json";
import { holdsInvalid } from "../schema/invalid";
import { ACCESS_LEVELS } from "../tenant/resolve/access";
import { isDnsLabel, isDnsSubdomain } from "../kubernetes/names";
import { isCountKey } from "../tenant/resolve/quota-keys";
import { countKeyOf, RESOURCE_VERBS, type CustomResourceGrant } from "./custom-resources";

/** Groups below `k8s.io` that are custom resources all the same. */
const CUSTOM_GROUPS_OF_KUBERNETES = [
  "autoscaling.k8s.io",
  "gateway.networking.k8s.io",
  "groupsnapshot.storage.k8s.io",
  "snapshot.storage.k8s.io",
];

/** What isolates a tenant would be open to its own people: these hold network policies and networks of their own. */
const GROUPS_THAT_OPEN_THE_NETWORK = [
  "cilium.io",
  "crd.antrea.io",
  "crd.projectcalico.org",
  "k8s.cni.cncf.io",
  "k8s.ovn.org",
  "kubeovn.io",
  "projectcalico.org",
];

/** Other APIs for the rights and limits of a namespace. */
const GROUPS_THAT_GIVE_RIGHTS = ["authorization", "project", "quota", "security", "user"].map(
  (one) => `${one}.openshift.io`,
);

const LEVELS = ACCESS_LEVELS.map(({ level }) => level);

/** Faults of the grants of custom resources; what is invalid has its fault already. */
export function customResourceIssues(path: Path, grants: readonly CustomResourceGrant[] | undefined): readonly Issue[] {
  if (!Array.isArray(grants)) return [];
  return grants.flatMap((grant: unknown, index) =>
    holdsInvalid(grant) ? [] : grantIssues([...path, index], objectIn(grant)),
  );
}

function grantIssues(path: Path, grant: Readonly<Record<string, unknown>>): readonly Issue[] {
  const { group, resource, level, verbs, count } = grant;
  const named = groupFault(group) === undefined && isPlural(resource);
  return [
    ...issuesOf([...path, "group"], groupFault(group)),
    ...issueUnless(isPlural(resource), [...path, "resource"], () =>
      fault(
        "this is no kind of custom resources",
        resource,
        "a plural name, without wildcard and subresource",
        "take it from `kubectl api-resources`, one entry each",
      ),
    ),
    ...issueUnless(!named || isCountKey(countKeyOf({ group: String(group), resource })), path, () =>
      fault(
        "no quota can count this kind",
        `${String(resource)}.${String(group)}`,
        "at most 63 characters together",
        "leave this kind to the platform: a tenant could make any number of them",
      ),
    ),
    ...issueUnless(
      LEVELS.some((one) => one === level),
      [...path, "level"],
      () => fault("this is no level", level, oneOf(LEVELS), "name the weakest level that is to have the verbs"),
    ),
    ...verbFaults([...path, "verbs"], verbs),
    ...issueUnless(count === undefined || isCount(count), [...path, "count"], () =>
      fault(
        "this is no count",
        count,
        "a whole number, 0 or more",
        "leave it out for as many as the tenant may have pods",
      ),
    ),
  ];
}

/** A kind that Kubernetes serves has its rule in the levels, or is kept from them; the group `hikube.cloud` is trust. */
function groupFault(group: unknown): Fault | undefined {
  if (!isDnsSubdomain(group) || !group.includes(".")) {
    return fault(
      "this is no API group of custom resources",
      group,
      "a name of DNS with a dot, without wildcard",
      "take it from the kind's CustomResourceDefinition: spec.group",
    );
  }
  const isOf = (domain: string) => group === domain || group.endsWith(`.${domain}`);
  if (
    isOf("hikube.cloud") ||
    isOf("kubernetes.io") ||
    (isOf("k8s.io") && !CUSTOM_GROUPS_OF_KUBERNETES.includes(group))
  ) {
    const others = `a group of an operator, or one of ${CUSTOM_GROUPS_OF_KUBERNETES.join(", ")}`;
    return fault(
      "this API group is Kubernetes' own, or the platform's: the levels say who may use it",
      group,
      others,
      "take the entry out",
    );
  }
  if (GROUPS_THAT_GIVE_RIGHTS.some(isOf)) {
    return fault(
      "people would give themselves rights by this API group",
      group,
      "groups without rights and limits",
      "give people rights by access, and limits by quota",
    );
  }
  if (GROUPS_THAT_OPEN_THE_NETWORK.some(isOf)) {
    return fault(
      "the network of a tenant would be its own people's to open",
      group,
      "groups that hold no networks",
      "open ways by network of the tenant, or by NetworkPolicies in it",
    );
  }
  return undefined;
}

function verbFaults(path: Path, verbs: unknown): readonly Issue[] {
  if (verbs === undefined) return [];
  const known: readonly unknown[] = RESOURCE_VERBS;
  const right = Array.isArray(verbs) && verbs.length > 0 && verbs.every((verb) => known.includes(verb));
  return issueUnless(right, path, () =>
    fault(
      "these are no verbs of objects",
      verbs,
      `some of ${RESOURCE_VERBS.join(", ")}`,
      "leave verbs out for all of them",
    ),
  );
}

function isPlural(resource: unknown): resource is string {
  return isDnsLabel(resource);
}

function isCount(count: unknown): boolean {
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0;
}

function issuesOf(path: Path, found: Fault | undefined): readonly Issue[] {
  return found === undefined ? [] : [{ path, ...found }];
}

function fault(message: string, given: unknown, expected: string, hint: string): Fault {
  return { message, received: show(given), expected, hint };
}
