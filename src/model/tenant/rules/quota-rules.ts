import { issueUnless, show, type Issue, type Path } from "../../issue";
import { parseQuantity } from "../../kubernetes/quantity";
import { COUNT_FLOORS, isGrantable } from "../resolve/quota";
import { isCountKey, isExtendedResource, isStorageClassName } from "../spec/quota-keys";
import { isShare, UNLIMITED, type CapacitySpec, type ComputeQuantity } from "../spec/quota-spec";
import type { Tenant } from "../resolve/tenant";
import { isJudged, notKnownAtSynth, type RuleContext } from "./rule";

const PERCENTAGE = "a percentage, more than 0 and at most 100";
const QUANTITY = `a Kubernetes quantity such as "500m", "32" or "128Gi"`;

/** Every amount of a quota by itself; how amounts fit together is checked by the carve-out rules. */
export function quotaRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { quota } = tenant.spec;
  // The share of a monitoring stack is judged where it was given.
  if (quota === undefined || !context.isKnown(quota) || tenant.isStack) return [];
  const path = [tenant.path, "quota"];
  const check = new AmountRules(context.isKnown, false);
  return [
    ...capacityRules(path, quota, context),
    ...(quota.reserved === undefined ? [] : reserveRules([...path, "reserved"], quota.reserved, context)),
    ...check.count([...path, "pods"], quota.pods, 0),
    ...Object.entries(quota.counts ?? {}).flatMap(([key, value]) => countEntry(check, [...path, "counts"], key, value)),
    ...(isJudged(quota.share, context) ? share(tenant, context) : []),
  ];
}

/** The amounts of what a tenant may take. */
export function capacityRules(path: Path, spec: CapacitySpec, { isKnown }: RuleContext): readonly Issue[] {
  return isKnown(spec) ? capacity(new AmountRules(isKnown, false), path, spec) : [];
}

function reserveRules(path: Path, spec: CapacitySpec, { isKnown }: RuleContext): readonly Issue[] {
  return isKnown(spec) ? capacity(new AmountRules(isKnown, true), path, spec) : [];
}

function capacity(check: AmountRules, path: Path, spec: CapacitySpec): readonly Issue[] {
  return [
    ...check.compute([...path, "cpu"], "limits.cpu", spec.cpu),
    ...check.compute([...path, "memory"], "limits.memory", spec.memory),
    ...check.compute([...path, "ephemeralStorage"], "limits.ephemeral-storage", spec.ephemeralStorage),
    ...check.amount([...path, "storage"], "requests.storage", spec.storage),
    ...check.count([...path, "loadBalancers"], spec.loadBalancers, 0),
    ...Object.entries(spec.storageClasses ?? {}).flatMap(([name, value]) => [
      ...storageClassName([...path, "storageClasses", name], name),
      ...check.amount([...path, "storageClasses", name], "requests.storage", value),
    ]),
    ...Object.entries(spec.extendedResources ?? {}).flatMap(([name, value]) => [
      ...extendedName([...path, "extendedResources", name], name),
      ...(typeof value === "number"
        ? check.count([...path, "extendedResources", name], value, 0)
        : check.amount([...path, "extendedResources", name], name, value)),
    ]),
  ];
}

/** Rules for single amounts, with the question of what is known answered once. */
class AmountRules {
  constructor(
    private readonly isKnown: RuleContext["isKnown"],
    /** Whether this is `reserved`: it may be 0, and cannot be unlimited. */
    private readonly isReserve: boolean,
  ) {}

  compute(path: Path, key: string, value: ComputeQuantity | undefined): readonly Issue[] {
    if (value === undefined || !this.isKnown(value)) return [];
    if (typeof value !== "object") return this.positive(path, key, value);
    const faults = [
      ...this.positive([...path, "requests"], key, value.requests),
      ...this.positive([...path, "limits"], key, value.limits),
    ];
    return faults.length > 0 ? faults : requestsWithinLimits(path, value);
  }

  /** A namespace without any cpu or memory runs nothing, and its LimitRange would contradict itself. */
  private positive(path: Path, key: string, value: unknown): readonly Issue[] {
    const faults = this.amount(path, key, value);
    if (this.isReserve || faults.length > 0 || parseQuantity(value)?.nano !== 0n) return faults;
    return [
      {
        path,
        code: "zero-quota",
        message: "a tenant cannot run with none of this",
        received: show(value),
        expected: `more than 0, or "${UNLIMITED}"`,
        hint: "give it an amount, or leave the tenant out",
      },
    ];
  }

  amount(path: Path, key: string, value: unknown): readonly Issue[] {
    if (value === undefined || !this.isKnown(value) || (!this.isReserve && value === UNLIMITED)) return [];
    const quantity = parseQuantity(value);
    if (quantity !== undefined && isGrantable(key, quantity)) return [];
    const finest = key.endsWith(".cpu") ? `a thousandth ("1m")` : "a whole unit";
    return [
      {
        path,
        code: "invalid-quantity",
        message: quantity === undefined ? "invalid quantity" : "this amount cannot be granted",
        received: show(value),
        expected: `${QUANTITY}, not negative, no finer than ${finest}${this.isReserve ? "" : `; or "${UNLIMITED}"`}`,
        hint: quantityHint(value),
      },
    ];
  }

  count(path: Path, value: unknown, floor: number): readonly Issue[] {
    if (value === undefined || !this.isKnown(value)) return [];
    const right = Number.isSafeInteger(value) && Number(value) >= floor;
    return issueUnless(right, path, () => ({
      code: "invalid-count",
      message: "invalid count",
      received: show(value),
      expected: `a whole number, ${floor} or more`,
      hint: "write it as a plain number",
    }));
  }
}

function requestsWithinLimits(path: Path, value: { requests: string; limits: string }): readonly Issue[] {
  const requests = parseQuantity(value.requests);
  const limits = parseQuantity(value.limits);
  const right = requests === undefined || limits === undefined || requests.nano <= limits.nano;
  return issueUnless(right, path, () => ({
    code: "requests-exceed-limits",
    message: "requests are more than limits: no container can use the difference",
    received: show(value),
    expected: `requests up to ${value.limits}`,
    hint: "lower the requests or raise the limits",
  }));
}

function storageClassName(path: Path, name: string): readonly Issue[] {
  return issueUnless(isStorageClassName(name), path, () => ({
    code: "invalid-storage-class-name",
    message: "invalid name of a StorageClass",
    received: show(name),
    expected: "lower-case letters, digits, dashes and dots",
    hint: "use the name that `kubectl get storageclass` shows",
  }));
}

function extendedName(path: Path, name: string): readonly Issue[] {
  return issueUnless(isExtendedResource(name), path, () => ({
    code: "invalid-extended-resource",
    message: "invalid name of an extended resource",
    received: show(name),
    expected: `a name with its domain such as "nvidia.com/gpu", or huge pages such as "hugepages-2Mi"`,
    hint: "use the name that nodes report, without `requests.` before it",
  }));
}

function countEntry(check: AmountRules, path: Path, key: string, value: unknown): readonly Issue[] {
  if (isCountKey(key)) return check.count([...path, key], value, COUNT_FLOORS[key] ?? 0);
  return [
    {
      path: [...path, key],
      code: "invalid-object-count",
      message: "unknown object count",
      received: show(key),
      expected: `an object count of ResourceQuota such as "configmaps", "secrets" or "services", or "count/KIND.GROUP" such as "count/deployments.apps"`,
      hint: "cpu, memory, storage and pods have their own fields",
    },
  ];
}

/** Whether a share is rounded down to 0 of what every tenant needs; amounts that are given are checked by themselves. */
function isNothing({ spec, quota }: Tenant, field: "cpu" | "memory"): boolean {
  const keys = [`requests.${field}`, `limits.${field}`];
  return (
    spec.quota?.[field] === undefined && keys.some((key) => quota.capacity[key] === "0" && !quota.invalid.has(key))
  );
}

function share(tenant: Tenant, { isDeferred }: RuleContext): readonly Issue[] {
  const percent: unknown = tenant.spec.quota?.share;
  if (percent === undefined) return [];
  const path = [tenant.path, "quota", "share"];
  if (isDeferred(percent)) return [{ path, ...notKnownAtSynth(PERCENTAGE) }];
  if (tenant.parent === undefined) {
    return [
      {
        path,
        code: "share-without-parent",
        message: "a top tenant has no parent to take a share of",
        received: show(percent),
        expected: "amounts, or no value for those of the profile",
        hint: "give cpu, memory and storage in place of the share",
      },
    ];
  }
  const inRange = isShare(percent);
  const nothing = inRange && (isNothing(tenant, "cpu") || isNothing(tenant, "memory"));
  return issueUnless(inRange && !nothing, path, () => ({
    code: "invalid-share",
    message: nothing ? "this share is rounded down to 0" : "invalid share",
    received: show(percent),
    expected: PERCENTAGE,
    hint: "write 25 for a quarter",
  }));
}

/** Bytes as people say them: "128GB", "128 gb" or "128GiB". */
const SPOKEN_BYTES = /^([0-9]+) ?([kmgtpe])i?b?$/i;

function quantityHint(value: unknown): string {
  const [, count, unit] = (typeof value === "string" ? SPOKEN_BYTES.exec(value) : undefined) ?? [];
  if (count === undefined || unit === undefined) return "write the amount as a string in one of these forms";
  return `did you mean "${count}${unit.toUpperCase()}i"?`;
}
