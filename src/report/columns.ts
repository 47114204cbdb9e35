import { amountText } from "../model/kubernetes/amount-text";
import { parseQuantity } from "../model/kubernetes/quantity";
import type { StringMap } from "../model/kubernetes/kube-object";

/** A resource as it is shown: its requests, and its limits where they differ. */
export interface Column {
  readonly heading: string;
  readonly key: string;
  readonly limits?: string;
}

const USUAL: readonly Column[] = [
  { heading: "CPU", key: "requests.cpu", limits: "limits.cpu" },
  { heading: "Memory", key: "requests.memory", limits: "limits.memory" },
  { heading: "Storage", key: "requests.storage" },
  { heading: "Load balancers", key: "services.loadbalancers" },
];

/** The usual columns, and one for each device that some amounts hold any of. */
export function columnsOf(amounts: readonly StringMap[]): readonly Column[] {
  const devices = amounts.flatMap((one) => Object.keys(one).filter((key) => DEVICE.test(key) && one[key] !== "0"));
  return [...USUAL, ...[...new Set(devices)].sort().map((key) => ({ heading: key.replace("requests.", ""), key }))];
}

const DEVICE = /^requests\.(hugepages-|[^/]+\/)/;

/** An amount, with the limit behind a slash where it differs. */
export function amountOf(amounts: StringMap, { key, limits }: Column): string {
  const texts = [key, ...(limits === undefined ? [] : [limits])].map((one) =>
    amountText(one, amounts[one] ?? "no bound"),
  );
  return [...new Set(texts)].join("/");
}

/** The column of requests alone: what is used is measured by them. */
export function requestsOf({ heading, key }: Column): Column {
  return { heading, key };
}

/** How much of a whole an amount is, from 0 on; over 1 where it is more. `undefined` where the whole has no bound. */
export function fractionOf(part: string | undefined, whole: string | undefined): number | undefined {
  const [some, all] = [parseQuantity(part ?? "0"), parseQuantity(whole)];
  if (some === undefined || all === undefined) return undefined;
  if (all.nano === 0n) return some.nano > 0n ? 2 : 0;
  return Number((some.nano * 10_000n) / all.nano) / 10_000;
}
