import type { ClusterFacts } from "../../cluster/cluster-facts";
import { customResourceCounts } from "../../cluster/custom-resources";
import type { ProfileDefaults } from "../spec/profile";
import {
  canonicalQuantity,
  formatQuantity,
  isMultipleOf,
  parseQuantity,
  quantityOf,
  type Quantity,
  shareOfQuantity,
} from "../../kubernetes/quantity";
import { storageClassKey } from "../spec/quota-keys";
import { isRecord } from "../../json";
import { holdsInvalid, INVALID } from "../../schema/invalid";
import { isShare, UNLIMITED, type CapacitySpec, type ComputeQuantity, type QuotaSpec } from "../spec/quota-spec";
import type { ReadSpec } from "../spec/read-spec";
import type { TenantSpec } from "../spec/spec";
import type { Parent, QuotaFields, TenantQuota } from "./tenant";
import type { StringMap } from "../../kubernetes/kube-object";

/** ResourceQuota objects of a tenant: capacity and counts, foreign pod affinity, priority classes. */
export const OWN_QUOTAS = 3;

/** Least count of a kind that we, or Kubernetes itself, put into each namespace. */
export const COUNT_FLOORS: Readonly<Record<string, number>> = {
  configmaps: 1,
  resourcequotas: OWN_QUOTAS,
  // The same kinds by their other key: both are enforced.
  "count/configmaps": 1,
  "count/limitranges": 1,
  "count/resourcequotas": OWN_QUOTAS,
  "count/networkpolicies.networking.k8s.io": 13,
  "count/rolebindings.rbac.authorization.k8s.io": 4,
  "count/serviceaccounts": 1,
};

/** Where `pods` is small, other objects are not: the least default of a count. */
const LEAST_COUNT = 20;

/**
 * A workload keeps ten old revisions beside its current one, so a namespace as full of pods as it may be has room for
 * that many of workloads of three pods; eleven a pod would be room for hundreds of megabytes.
 */
const REVISIONS_PER_POD = 4;

/** Ten workloads with all their revisions, however few pods there may be. */
const LEAST_REVISIONS = 110;
const REVISIONS = ["count/controllerrevisions.apps", "count/replicasets.apps"];

/**
 * What a controller of the cluster works on one after the other, for all tenants, each time pods change, or each minute,
 * or every 15 seconds, by several requests to the API server.
 */
const TAKING_TURNS = ["services", "count/cronjobs.batch", "count/horizontalpodautoscalers.autoscaling"];

/**
 * Counts as a multiple of `pods`, for what is not counted is free: every kind that a level may write, and every kind
 * that the cluster's controllers make from it. Events alone are never counted: Kubernetes leaves them out of quotas, and
 * forgets them after an hour.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-on-object-count
 */
const COUNTS_PER_POD: Readonly<Record<string, number>> = {
  configmaps: 1,
  // Finished pods are not counted by `pods`.
  "count/pods": 2,
  ...Object.fromEntries(REVISIONS.map((key) => [key, REVISIONS_PER_POD])),
  "count/deployments.apps": 1,
  // One a Service; and a slice for each hundred pods of a Service, for each family of addresses.
  "count/endpoints": 2,
  "count/endpointslices.discovery.k8s.io": 4,
  "count/ingresses.networking.k8s.io": 1,
  "count/jobs.batch": 2,
  "count/leases.coordination.k8s.io": 1,
  "count/networkpolicies.networking.k8s.io": 1,
  "count/poddisruptionbudgets.policy": 1,
  "count/podtemplates": 1,
  "count/resourceclaims.resource.k8s.io": 1,
  "count/resourceclaimtemplates.resource.k8s.io": 1,
  "count/rolebindings.rbac.authorization.k8s.io": 1,
  "count/roles.rbac.authorization.k8s.io": 1,
  "count/serviceaccounts": 1,
  "count/statefulsets.apps": 1,
  persistentvolumeclaims: 1,
  replicationcontrollers: 1,
  secrets: 1,
  ...Object.fromEntries(TAKING_TURNS.map((key) => [key, 0.25])),
};

/** Granted to nobody who does not ask: a foreign limit (`limits.nvidia.com/gpu`) would be accepted and never enforced. */
export const NOT_GRANTED: CapacitySpec = {
  extendedResources: {
    "amd.com/gpu": 0,
    "hugepages-1Gi": 0,
    "hugepages-2Mi": 0,
    "nvidia.com/gpu": 0,
  },
};

/** Capacity that a child needs to run anything at all, so it has no default of 0. */
export const NEEDED_BY_CHILDREN: readonly string[] = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
  "requests.storage",
];

/** One amount of a quota, by both of its names. */
interface Amount {
  /** What a ResourceQuota calls it, e.g. `limits.cpu`. */
  readonly key: string;
  /** What the spec calls it, e.g. `["cpu", "limits"]`. */
  readonly field: readonly string[];
  readonly given: number | string;
}

/** The amounts of a spec, as given. */
function amountsOf(spec: CapacitySpec): readonly Amount[] {
  const { cpu, memory, ephemeralStorage, storage, storageClasses = {}, loadBalancers, extendedResources = {} } = spec;
  const amounts: readonly MaybeAmount[] = [
    ...compute("cpu", "cpu", cpu),
    ...compute("ephemeral-storage", "ephemeralStorage", ephemeralStorage),
    ...compute("memory", "memory", memory),
    { key: "requests.storage", field: ["storage"], given: storage },
    { key: "services.loadbalancers", field: ["loadBalancers"], given: loadBalancers },
    ...Object.entries(storageClasses).map(([name, given]) => {
      return { key: storageClassKey(name), field: ["storageClasses", name], given };
    }),
    ...Object.entries(extendedResources).map(([name, given]) => {
      return { key: `requests.${name}`, field: ["extendedResources", name], given };
    }),
  ];
  return amounts.filter((one): one is Amount => one.given !== undefined);
}

type MaybeAmount = Omit<Amount, "given"> & { readonly given: Amount["given"] | undefined };

function compute(name: string, field: string, value: ComputeQuantity | undefined): readonly MaybeAmount[] {
  const isPair = typeof value === "object";
  const { requests, limits } = isPair ? value : { requests: value, limits: value };
  const side = (key: "limits" | "requests", given: string | undefined): MaybeAmount => {
    return { key: `${key}.${name}`, field: isPair ? [field, key] : [field], given };
  };
  return [side("limits", limits), side("requests", requests)];
}

/** Capacity by ResourceQuota key: canonical where it is a quantity, `"unlimited"` where the bound is lifted. */
export function capacityOf(spec: CapacitySpec): StringMap {
  return capacityFrom(amountsOf(spec));
}

/** What a spec calls the amounts of a quota. */
export function fieldsOf(spec: CapacitySpec): QuotaFields {
  return fieldsFrom(amountsOf(spec));
}

function capacityFrom(amounts: readonly Amount[]): StringMap {
  return Object.fromEntries(amounts.map(({ key, given }) => [key, amount(given)]));
}

function fieldsFrom(amounts: readonly Amount[]): QuotaFields {
  return Object.fromEntries(amounts.map(({ key, field }) => [key, field]));
}

/** Fills in a tenant's quota: from the profile on a top tenant, from the parent's below. */
export function resolveQuota(
  { given, valid }: Pick<ReadSpec<TenantSpec>, "given" | "valid">,
  profile: ProfileDefaults,
  { parent, cluster }: { readonly parent?: Parent; readonly cluster: ClusterFacts },
): TenantQuota {
  const { quota: spec = {}, adopt } = valid;
  const above = parent?.quota?.capacity ?? {};
  const inherited = parent === undefined ? capacityOf(profile.quota) : shareOfParent(above, spec.share);
  const own = amountsOf(spec);
  const all = { ...CAPACITY_NOT_GRANTED, ...inherited, ...capacityFrom(own) };
  const counts = resolveCounts(spec, profile, { adopted: adopt === true, cluster });
  const capacity = sortedMap(Object.entries(all).filter(([, value]) => value !== UNLIMITED));
  return {
    capacity,
    fields: { ...EVERYBODYS_FIELDS, ...parent?.quota?.fields, ...fieldsFrom(own) },
    reserved: spec.reserved === undefined ? {} : sortedMap(Object.entries(capacityOf(spec.reserved))),
    counts,
    podsUnlessSuspended: counts.pods,
    invalid: invalidKeys(isRecord(given) ? given.quota : INVALID, { ...above, ...capacity }, parent?.quota),
    granted: grantedResources(capacity, spec),
  };
}

const CAPACITY_NOT_GRANTED = capacityOf(NOT_GRANTED);

/** What no author wrote is one field, `cpu`, for both sides. */
export const EVERYBODYS_FIELDS = fieldsOf({
  ...NOT_GRANTED,
  ...{ cpu: "0", memory: "0", ephemeralStorage: "0", storage: "0", loadBalancers: 0 },
});

/** A share is a part of what the parent has: where that is invalid, so is the share. */
function invalidKeys(
  spec: QuotaSpec | typeof INVALID | undefined,
  capacity: StringMap,
  parent: TenantQuota | undefined,
): ReadonlySet<string> {
  if (spec === undefined) return new Set();
  if (!isQuota(spec) || (spec.share !== undefined && !isShare(spec.share))) return new Set(Object.keys(capacity));
  const own = amountsOf(spec).filter((one) => holdsInvalid(one.given) || isUngrantable(one));
  const isAnyExtended = (spec.extendedResources as unknown) === INVALID;
  const extended = isAnyExtended ? Object.keys(capacity).filter(isExtendedKey) : [];
  return new Set([
    ...own.map(({ key }) => key),
    ...extended,
    ...(spec.share === undefined ? [] : (parent?.invalid ?? [])),
  ]);
}

/** Whether an amount is a quantity that no quota can hold. */
function isUngrantable({ key, given }: Amount): boolean {
  const quantity = typeof given === "number" ? countOf(given) : parseQuantity(given);
  return quantity !== undefined && !isGrantable(key, quantity);
}

function countOf(given: number): Quantity | undefined {
  return Number.isSafeInteger(given) ? quantityOf(given) : undefined;
}

/** Whether Kubernetes can account for an amount: not negative, and no finer than its step. */
export function isGrantable(key: string, quantity: Quantity): boolean {
  return quantity.nano >= 0n && isMultipleOf(quantity, stepOf(key));
}

function isExtendedKey(key: string): boolean {
  return /^requests\.(hugepages-|.*\/)/.test(key);
}

function isQuota(spec: QuotaSpec | typeof INVALID): spec is QuotaSpec {
  return spec !== INVALID;
}

/** Names of the resources beside cpu, memory and storage that a tenant was granted any of. */
function grantedResources(capacity: StringMap, spec: CapacitySpec): readonly string[] {
  const counted = Object.keys(capacity).filter((key) => capacity[key] !== "0" && isExtendedKey(key));
  const unbounded = Object.entries(spec.extendedResources ?? {}).filter(([, value]) => value === UNLIMITED);
  return [...counted.map((key) => key.slice("requests.".length)), ...unbounded.map(([name]) => name)].sort();
}

/** The entries as a map in the order of their keys, so that equal maps are equal texts. */
export function sortedMap(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
}

function shareOfParent(parent: StringMap, percent: number | undefined): StringMap {
  const keys = Object.keys(parent);
  if (percent === undefined || !(percent > 0)) {
    const zeros = keys.filter((key) => !NEEDED_BY_CHILDREN.includes(key));
    return Object.fromEntries(["services.loadbalancers", ...zeros].map((key) => [key, "0"]));
  }
  return Object.fromEntries(keys.map((key) => [key, shareOf(key, parent[key] ?? "", percent)]));
}

function shareOf(key: string, whole: string, percent: number): string {
  const quantity = parseQuantity(whole);
  if (quantity === undefined || !Number.isFinite(percent)) return whole;
  const share = shareOfQuantity(quantity, percent, readableStep(key, quantity));
  return formatQuantity(share.nano === 0n ? shareOfQuantity(quantity, percent, stepOf(key)) : share);
}

/** Shares of bytes are whole `Mi`, or whole `M` where the parent's are decimal: people read them. */
function readableStep(key: string, { form }: Quantity): Quantity {
  if (!/(memory|storage)$/.test(key)) return stepOf(key);
  return { nano: 1_000_000_000n * (form === "binary" ? 1n << 20n : 1_000_000n), form };
}

/** The finest amount that Kubernetes accounts for: a thousandth of a core, one byte, one of a count. */
export function stepOf(key: string): { readonly nano: bigint; readonly form: "decimal" } {
  return { nano: key.endsWith(".cpu") ? 1_000_000n : 1_000_000_000n, form: "decimal" };
}

function resolveCounts(
  spec: QuotaSpec,
  profile: ProfileDefaults,
  { adopted, cluster }: { readonly adopted: boolean; readonly cluster: ClusterFacts },
): StringMap {
  const pods = spec.pods ?? profile.pods;
  const defaults = Object.entries(COUNTS_PER_POD).map(
    ([key, factor]) => [key, amount(Math.max(Math.ceil(pods * factor), leastOf(key)))] as const,
  );
  const given = Object.entries(spec.counts ?? {}).map(([key, value]) => [key, amount(value)] as const);
  return sortedMap([
    ...defaults,
    ...Object.entries(customResourceCounts(cluster.customResources, Math.max(pods, LEAST_COUNT))),
    ["pods", amount(pods)],
    // One that is adopted may hold quotas of its own: counted too, they would leave no room for ours.
    ["resourcequotas", amount(adopted ? LEAST_COUNT : ownQuotas(spec))],
    // A node port is open on every node, past every tenant's wall.
    ["services.nodeports", "0"],
    ...given,
  ]);
}

/** What is set aside has a quota of its own, which is made when somebody takes of it. */
function ownQuotas({ reserved }: QuotaSpec): number {
  return reserved === undefined ? OWN_QUOTAS : OWN_QUOTAS + 1;
}

function leastOf(key: string): number {
  return REVISIONS.includes(key) ? LEAST_REVISIONS : LEAST_COUNT;
}

/** The canonical text of an amount; what is no amount passes through and is found by validation. */
function amount(value: number | string): string {
  if (typeof value !== "number") return canonicalQuantity(value);
  return Number.isSafeInteger(value) ? formatQuantity(quantityOf(value)) : String(value);
}
