import { formatPath, type Path } from "../../issue";
import { parseQuantity } from "../../kubernetes/quantity";
import type { Warning } from "../../warning";
import type { Tenant } from "../resolve/tenant";
import type { CapacitySpec, ComputeQuantity } from "../spec/quota-spec";
import type { RuleContext } from "./rule";

const NANO = 1_000_000_000n;
/** No container runs in less: an amount without a unit is one of bytes. */
const FEW_BYTES = NANO << 20n;
/** More cores than a cluster has: a unit of bytes makes billions of them. */
const MANY_CORES = 10_000n * NANO;

/** @see https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
const MANY_PODS = 150_000;
/** Each has an address and a price; a cloud counts those of an account in hundreds. */
const MANY_LOAD_BALANCERS = 1_000;
/** More objects of a kind than a cluster's store is made for. */
const MANY_OBJECTS = 1_000_000;

/** Amounts of a quota that Kubernetes takes and that are hardly meant. */
export function amountWarnings({ spec, path, isStack }: Tenant, isKnown: RuleContext["isKnown"]): readonly Warning[] {
  const { quota } = spec;
  if (quota === undefined || isStack || !isKnown(quota)) return [];
  const at = [path, "quota"];
  return [
    ...capacityWarnings(at, quota),
    ...(isKnown(quota.reserved) ? capacityWarnings([...at, "reserved"], quota.reserved ?? {}) : []),
    ...smallShare([...at, "share"], quota.share),
    ...manyObjects([...at, "pods"], quota.pods, MANY_PODS),
    ...Object.entries(quota.counts ?? {}).flatMap(([key, count]) =>
      manyObjects([...at, "counts", key], count, MANY_OBJECTS),
    ),
  ];
}

function capacityWarnings(path: Path, spec: CapacitySpec): readonly Warning[] {
  const classes = Object.entries(spec.storageClasses ?? {});
  return [
    ...compute([...path, "cpu"], spec.cpu, manyCores),
    ...compute([...path, "memory"], spec.memory, fewBytes),
    ...compute([...path, "ephemeralStorage"], spec.ephemeralStorage, fewBytes),
    ...fewBytes([...path, "storage"], spec.storage),
    ...manyObjects([...path, "loadBalancers"], spec.loadBalancers, MANY_LOAD_BALANCERS),
    ...classes.flatMap(([name, amount]) => fewBytes([...path, "storageClasses", name], amount)),
  ];
}

type Check = (path: Path, amount: unknown) => readonly Warning[];

function compute(path: Path, amount: ComputeQuantity | undefined, check: Check): readonly Warning[] {
  if (typeof amount !== "object") return check(path, amount);
  return [...check([...path, "requests"], amount.requests), ...check([...path, "limits"], amount.limits)];
}

function fewBytes(path: Path, amount: unknown): readonly Warning[] {
  const nano = parseQuantity(amount)?.nano ?? 0n;
  if (nano <= 0n || nano >= FEW_BYTES) return [];
  const bytes = String(nano / NANO);
  const number = /^[0-9]+/.exec(String(amount))?.[0] ?? bytes;
  return [unusual(path, `${bytes} bytes are less than any container needs; is "${number}Gi" meant?`)];
}

function manyCores(path: Path, amount: unknown): readonly Warning[] {
  const nano = parseQuantity(amount)?.nano ?? 0n;
  if (nano < MANY_CORES) return [];
  return [unusual(path, `${String(nano / NANO)} cores are more than a cluster has; cores have no unit`)];
}

function manyObjects(path: Path, count: unknown, most: number): readonly Warning[] {
  if (typeof count !== "number" || !(count > most)) return [];
  return [unusual(path, `${String(count)} are more than a whole cluster has (${String(most)})`)];
}

function smallShare(path: Path, share: unknown): readonly Warning[] {
  if (typeof share !== "number" || !(share > 0 && share < 1)) return [];
  return [
    unusual(path, `less than one percent of the parent; a share is in percent, so ${percentOf(share)} is meant?`),
  ];
}

/** `0.25` read as a part of one, without the float's last digits. */
function percentOf(part: number): string {
  return String(Number((part * 100).toPrecision(12)));
}

function unusual(path: Path, what: string): Warning {
  return { code: "unusual-amount", message: `${formatPath(path)}: ${what}` };
}
