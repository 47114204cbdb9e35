import { show, type Fault } from "../issue";
import type { Warning } from "../warning";
import { isDnsSubdomain } from "../kubernetes/names";
import type { CustomResourceGrant } from "./custom-resources";
import { groupsOf, isBelow, UNPROVEN_GROUPS, UNSAFE_GROUPS } from "./operator-groups";

/** A grant whose values were not checked. */
export type Grant = Readonly<Record<string, unknown>>;

/** Groups below `k8s.io` that are custom resources all the same. */
const CUSTOM_GROUPS_OF_KUBERNETES = [
  "autoscaling.k8s.io",
  "gateway.networking.k8s.io",
  "groupsnapshot.storage.k8s.io",
  "snapshot.storage.k8s.io",
];

/**
 * What the platform has to see to before tenants use the granted kinds, one warning for each kind: Kubernetes cannot
 * hold their operators to the tenant.
 */
export function customResourceWarnings(grants: readonly CustomResourceGrant[] | undefined): readonly Warning[] {
  const written = (grants ?? []).filter((grant) => !isReading(grant));
  const messages = written.flatMap(({ group, resource }) =>
    groupsOf(UNPROVEN_GROUPS, { group, resource }).map(
      ({ warning }) => `cluster.customResources: ${resource}.${group}: ${warning}`,
    ),
  );
  return [...new Set(messages)].map((message) => ({ code: "unbounded-operator", message }));
}

/** Access levels decide over what Kubernetes serves itself; the group `hikube.cloud` is the platform's. */
export function groupFault(grant: Grant): Fault | undefined {
  const { group, resource } = grant;
  if (!isDnsSubdomain(group) || !group.includes(".")) {
    return fault(group, {
      code: "invalid-custom-resource",
      message: "invalid API group of a custom resource",
      expected: "a DNS name with a dot, without wildcard",
      hint: "take it from the kind's CustomResourceDefinition: spec.group",
    });
  }
  if (isOfKubernetes(group)) {
    return fault(group, {
      code: "unsafe-api-group",
      message: "this API group belongs to Kubernetes or the platform: access levels decide who may use it",
      expected: `a group of an operator, or one of ${CUSTOM_GROUPS_OF_KUBERNETES.join(", ")}`,
      hint: "remove the entry",
    });
  }
  const [unsafe] = isReading(grant) ? [] : groupsOf(UNSAFE_GROUPS, { group, resource });
  if (unsafe === undefined) return undefined;
  const { message, expected, hint } = unsafe;
  return fault(group, { code: "unsafe-api-group", message, expected, hint });
}

function isOfKubernetes(group: string): boolean {
  if (isBelow(group, "hikube.cloud") || isBelow(group, "kubernetes.io")) return true;
  return isBelow(group, "k8s.io") && !CUSTOM_GROUPS_OF_KUBERNETES.includes(group);
}

const READING: readonly unknown[] = ["get", "list", "watch"];

/** Who only sees objects of a tenant changes nothing. */
function isReading({ verbs }: { readonly verbs?: unknown }): boolean {
  return Array.isArray(verbs) && verbs.length > 0 && verbs.every((verb) => READING.includes(verb));
}

export function fault(given: unknown, rest: Omit<Fault, "received">): Fault {
  return { ...rest, received: show(given) };
}
