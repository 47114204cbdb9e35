import { printableLine, shortened } from "../../model/printable";
import { textOf } from "../../kube-provider/values";
import type { ValueRecord } from "../../plugin";

/** What a tenant is called in messages. */
export function titleOf({ namespace, name }: ValueRecord): string {
  return `the tenant ${shown(textOf(namespace) || textOf(name))}`;
}

/** A name as far as a message has room for it, with what nobody sees of it. */
export function shown(name: string): string {
  return shortened(printableLine(name));
}
