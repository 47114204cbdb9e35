import {
  isQuantity,
  canonicalQuantity,
  formatQuantity,
  parseQuantity,
  smallerQuantity,
} from "../../kubernetes/quantity";
import type { ProfileDefaults } from "../spec/profile";
import { UNLIMITED } from "../spec/quota-spec";
import { sortedMap } from "./quota";
import type { ContainerDefaultsSpec, ContainerResourcesSpec } from "../spec/spec";
import type { ContainerDefaults } from "./tenant";
import type { StringMap } from "../../kubernetes/kube-object";

/** Below these a container could not start; they keep out what asks for nothing to slip past the scheduler. */
const LEAST: StringMap = { cpu: "1m", "ephemeral-storage": "1Mi", memory: "1Mi" };

const EPHEMERAL_STORAGE = { limit: "2Gi", request: "100Mi" };

const RESOURCES = [
  { name: "cpu", field: "cpu" },
  { name: "ephemeral-storage", field: "ephemeralStorage" },
  { name: "memory", field: "memory" },
] as const;

/**
 * What the LimitRange says: the whole quota is the most of one container, and a default never passes it.
 * `min <= defaultRequest <= default <= max`, or the API server refuses the object.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function resolveContainerDefaults(
  spec: ContainerDefaultsSpec | undefined,
  profile: ProfileDefaults,
  capacity: StringMap,
): ContainerDefaults {
  const rows = RESOURCES.filter((resource) => isMeant(resource, spec, capacity)).map(({ name, field }) => {
    const max = capacity[`limits.${name}`];
    const limit = limitOf(spec?.limits?.[field], profileValue(profile, "limits", field), max);
    const request = spec?.requests?.[field] ?? atMost(profileValue(profile, "requests", field), limit);
    return { name, max, limit, request, min: atMost(LEAST[name] ?? "0", request) };
  });
  return {
    min: sortedMap(rows.map(({ name, min }) => [name, canonicalQuantity(min)])),
    defaultRequest: sortedMap(rows.map(({ name, request }) => [name, canonicalQuantity(request)])),
    default: sortedMap(
      rows.flatMap(({ name, limit }) => (limit === undefined ? [] : [[name, canonicalQuantity(limit)] as const])),
    ),
    max: sortedMap(rows.flatMap(({ name, max }) => (max === undefined ? [] : [[name, max] as const]))),
  };
}

/** Where the quota bounds no limits, a container has none either, unless one is given: a default limit would be a bound. */
function limitOf(given: string | undefined, profiles: string, max: string | undefined): string | undefined {
  if (given !== undefined) return given === UNLIMITED ? undefined : given;
  return max === undefined ? undefined : atMost(profiles, max);
}

/** The disks of nodes only where somebody speaks of them: no profile does. */
function isMeant(
  { name, field }: (typeof RESOURCES)[number],
  spec: ContainerDefaultsSpec | undefined,
  capacity: StringMap,
): boolean {
  const isBounded = `limits.${name}` in capacity || `requests.${name}` in capacity;
  const isGiven = spec?.limits?.[field] !== undefined || spec?.requests?.[field] !== undefined;
  return name !== "ephemeral-storage" || isBounded || isGiven;
}

function profileValue(
  profile: ProfileDefaults,
  side: "limits" | "requests",
  field: keyof ContainerResourcesSpec,
): string {
  if (field !== "ephemeralStorage") return profile.container[side][field];
  return side === "limits" ? EPHEMERAL_STORAGE.limit : EPHEMERAL_STORAGE.request;
}

function atMost(value: string, bound: string | undefined): string {
  const left = parseQuantity(value);
  const right = parseQuantity(bound);
  if (left === undefined || right === undefined || !isQuantity(bound)) return value;
  return formatQuantity(smallerQuantity(left, right));
}
