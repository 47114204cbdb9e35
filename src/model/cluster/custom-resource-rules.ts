import { issueUnless, oneOf, show, type Fault, type Issue, type Path } from "../issue";
import { objectIn } from "../json";
import { holdsInvalid } from "../schema/invalid";
import { ACCESS_LEVELS } from "../tenant/spec/access-levels";
import { isDnsLabel, isDnsSubdomain } from "../kubernetes/names";
import { isCountKey } from "../tenant/spec/quota-keys";
import { countKeyOf, RESOURCE_VERBS, type CustomResourceGrant } from "./custom-resources";

/** Groups below `k8s.io` that are custom resources all the same. */
const CUSTOM_GROUPS_OF_KUBERNETES = [
  "autoscaling.k8s.io",
  "gateway.networking.k8s.io",
  "groupsnapshot.storage.k8s.io",
  "snapshot.storage.k8s.io",
];

/** With these, people of a tenant could open its isolation: they hold network policies and networks of their own. */
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

/** Faults of the grants of custom resources; what is invalid was reported already. */
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
      fault(resource, {
        code: "invalid-custom-resource",
        message: "invalid plural of a custom resource",
        expected: "a plural name, without wildcard and subresource",
        hint: "take it from `kubectl api-resources`, one entry for each",
      }),
    ),
    ...issueUnless(!named || isCountKey(countKeyOf({ group: String(group), resource })), path, () =>
      fault(`${String(resource)}.${String(group)}`, {
        code: "uncountable-resource",
        message: "no quota can count this kind",
        expected: "at most 63 characters together",
        hint: "leave this kind to the platform: a tenant could create any number of them",
      }),
    ),
    ...issueUnless(
      LEVELS.some((one) => one === level),
      [...path, "level"],
      () =>
        fault(level, {
          code: "unknown-value",
          message: "unknown level",
          expected: oneOf(LEVELS),
          hint: "choose the weakest level that may use the verbs",
        }),
    ),
    ...verbFaults([...path, "verbs"], verbs),
    ...issueUnless(count === undefined || isCount(count), [...path, "count"], () =>
      fault(count, {
        code: "invalid-count",
        message: "invalid count",
        expected: "a whole number, 0 or more",
        hint: "leave it out for as many as the tenant may have pods",
      }),
    ),
  ];
}

/** Access levels decide over what Kubernetes serves itself; the group `hikube.cloud` is the platform's. */
function groupFault(group: unknown): Fault | undefined {
  if (!isDnsSubdomain(group) || !group.includes(".")) {
    return fault(group, {
      code: "invalid-custom-resource",
      message: "invalid API group of a custom resource",
      expected: "a DNS name with a dot, without wildcard",
      hint: "take it from the kind's CustomResourceDefinition: spec.group",
    });
  }
  const isOf = (domain: string) => group === domain || group.endsWith(`.${domain}`);
  if (
    isOf("hikube.cloud") ||
    isOf("kubernetes.io") ||
    (isOf("k8s.io") && !CUSTOM_GROUPS_OF_KUBERNETES.includes(group))
  ) {
    const others = `a group of an operator, or one of ${CUSTOM_GROUPS_OF_KUBERNETES.join(", ")}`;
    return fault(group, {
      code: "unsafe-api-group",
      message: "this API group belongs to Kubernetes or the platform: access levels decide who may use it",
      expected: others,
      hint: "remove the entry",
    });
  }
  if (GROUPS_THAT_GIVE_RIGHTS.some(isOf)) {
    return fault(group, {
      code: "unsafe-api-group",
      message: "with this API group, people of a tenant could give themselves rights",
      expected: "an API group without rights and limits",
      hint: "give rights by `access`, and limits by `quota`",
    });
  }
  if (GROUPS_THAT_OPEN_THE_NETWORK.some(isOf)) {
    return fault(group, {
      code: "unsafe-api-group",
      message: "with this API group, people of a tenant could open its network",
      expected: "an API group without networks and network policies",
      hint: "allow traffic by `network` of the tenant, or by NetworkPolicies in it",
    });
  }
  return undefined;
}

function verbFaults(path: Path, verbs: unknown): readonly Issue[] {
  if (verbs === undefined) return [];
  const known: readonly unknown[] = RESOURCE_VERBS;
  const right = Array.isArray(verbs) && verbs.length > 0 && verbs.every((verb) => known.includes(verb));
  return issueUnless(right, path, () =>
    fault(verbs, {
      code: "unknown-value",
      message: "unknown verbs",
      expected: `some of ${RESOURCE_VERBS.join(", ")}`,
      hint: "leave `verbs` out for all of them",
    }),
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

function fault(given: unknown, rest: Omit<Fault, "received">): Fault {
  return { ...rest, received: show(given) };
}
