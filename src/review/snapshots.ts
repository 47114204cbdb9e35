import { reviewPlaces } from "./places";
import type { Place } from "../connectivity/place";
import { parsePolicies } from "../connectivity/parse-policy";
import { withSamplePods } from "../connectivity/sample-pods";
import type { ClusterSnapshot, SnapshotNamespace } from "../connectivity/snapshot";
import { LABELS, subtreeLabel } from "../model/tenant/spec/labels";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { STAND_IN_FACTS } from "./stand-in-facts";
import type { TenantPair } from "./state";
import { namedNamespaces } from "./neighbours";
import type { WaysOptions } from "./ways";

/** Two states for the same pods, so that they can be compared. */
export interface Snapshots {
  readonly before: ClusterSnapshot;
  readonly after: ClusterSnapshot;
  readonly places: readonly Place[];
  /** Namespaces of tenants, each with its ancestors. */
  readonly tenants: ReadonlyMap<string, readonly string[]>;
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  /** Whether anything differs that decides on ways. */
  readonly differ: boolean;
  /** Namespaces of which not all is known. */
  readonly crowded: ReadonlySet<string>;
  /** New or changed policies with a part that is not known yet, or that no API server takes. */
  readonly unreadable: readonly { readonly tenant?: string; readonly object: KubeObject }[];
}

export function snapshotsOf(pairs: readonly TenantPair[], options: WaysOptions): Snapshots {
  const { facts = STAND_IN_FACTS, foreignPolicies = [], crowded: large = [], limits } = options;
  const own = pairs.filter(
    ({ tenant, namespace }) => tenant !== undefined && (namespace.before ?? namespace.after) !== undefined,
  );
  const [former, next] = [policiesOf(own, "before"), policiesOf(own, "after")];
  const foreign = foreignPolicies.filter(isReadable);
  const known = new Set(own.flatMap(({ tenant = "" }) => [tenant]));
  const neighbours = namedNamespaces([...former.readable, ...next.readable, ...foreign], known);
  const namespaces = (side: "before" | "after") => [...own.map((pair) => namespaceOf(pair, side)), ...neighbours];
  const all = {
    namespaces: namespaces("after"),
    pods: [],
    policies: [...former.readable, ...next.readable, ...foreign],
  };
  const labels = limits === undefined ? {} : { labels: STAND_IN_LABELS };
  const { pods, namespaces: withDns, crowded: filled = [] } = withSamplePods(all, facts, labels);
  const unread = foreignPolicies
    .filter((policy) => !isReadable(policy))
    .flatMap(({ metadata }) => metadata.namespace ?? []);
  const crowded = [...filled, ...[...large, ...unread].map((namespace) => ({ namespace, across: true }))];
  const extra = withDns.filter(({ name }) => !all.namespaces.some((each) => each.name === name));
  const snapshot = (side: "before" | "after", policies: readonly KubeObject[]): ClusterSnapshot => ({
    ...{ pods, namespaces: [...namespaces(side), ...extra], policies: [...policies, ...foreign, ...absent(own, side)] },
    ...(crowded.length === 0 ? {} : { crowded }),
  });
  return {
    before: snapshot("before", former.readable),
    after: snapshot("after", next.readable),
    places: reviewPlaces(
      withDns.map(({ name }) => name),
      facts,
    ),
    tenants: new Map(
      own.map(({ tenant = "", namespace }) => [tenant, ancestorsOf(tenant, namespace.after ?? namespace.before)]),
    ),
    added: namesOf(own.filter(({ namespace }) => namespace.before === undefined)),
    removed: namesOf(own.filter(({ namespace }) => namespace.after === undefined)),
    crowded: new Set(crowded.map(({ namespace }) => namespace)),
    differ: decisive(own, "before") !== decisive(own, "after"),
    unreadable: next.unreadable.filter(({ object }) => !former.unreadable.some((each) => isSame(each.object, object))),
  };
}

function isSame(policy: KubeObject, other: KubeObject): boolean {
  return JSON.stringify([policy.metadata, policy.spec]) === JSON.stringify([other.metadata, other.spec]);
}

/** As many labels as `hikube matrix --live` takes for the pods that policies mean. */
const STAND_IN_LABELS = 2_000;

function policiesOf(pairs: readonly TenantPair[], side: "before" | "after") {
  const all = pairs.flatMap(({ tenant, objects }) =>
    objects.flatMap((pair) => {
      const object = pair[side];
      return object?.kind === "NetworkPolicy" ? [{ object, ...(tenant === undefined ? {} : { tenant }) }] : [];
    }),
  );
  return {
    readable: all.map(({ object }) => object).filter(isReadable),
    unreadable: all.filter(({ object }) => !isReadable(object)),
  };
}

function isReadable(policy: KubeObject): boolean {
  try {
    parsePolicies([policy]);
    return true;
  } catch {
    return false;
  }
}

/** A namespace that is not there on one side has its labels there all the same: no way leads to it. */
function namespaceOf({ tenant = "", namespace }: TenantPair, side: "before" | "after"): SnapshotNamespace {
  const object = namespace[side] ?? namespace.after ?? namespace.before;
  return { name: tenant, labels: object?.metadata.labels ?? {} };
}

/** Policies that shut the namespaces which are not there on a side. */
function absent(pairs: readonly TenantPair[], side: "before" | "after"): readonly KubeObject[] {
  return pairs
    .filter(({ namespace }) => namespace[side] === undefined)
    .map(({ tenant = "" }) => ({
      ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "absent", namespace: tenant } },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    }));
}

/** All that decides on ways, as a text to compare. */
function decisive(pairs: readonly TenantPair[], side: "before" | "after"): string {
  return JSON.stringify(
    pairs.map(({ namespace, objects }) => [
      namespace[side]?.metadata.labels ?? null,
      objects.flatMap((pair) =>
        pair[side]?.kind === "NetworkPolicy" ? [pair[side].metadata.name, pair[side].spec] : [],
      ),
    ]),
  );
}

function ancestorsOf(tenant: string, namespace: KubeObject | undefined): readonly string[] {
  const labels = Object.keys(namespace?.metadata.labels ?? {});
  const start = subtreeLabel("");
  return labels
    .filter((key) => key.startsWith(start) && key !== subtreeLabel(tenant))
    .map((key) => key.slice(start.length));
}

function namesOf(pairs: readonly TenantPair[]): ReadonlySet<string> {
  return new Set(pairs.map(({ tenant = "" }) => tenant));
}

/** The parent of each tenant, by the label that says it. */
export function parentsOf(pairs: readonly TenantPair[]): ReadonlyMap<string, string> {
  return new Map(
    pairs.flatMap(({ tenant, namespace }) => {
      const parent = (namespace.after ?? namespace.before)?.metadata.labels?.[LABELS.parent];
      return tenant === undefined || parent === undefined ? [] : [[tenant, parent] as const];
    }),
  );
}
