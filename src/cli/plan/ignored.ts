import { changeOf, type Change } from "../../review/change";
import { tenantOf, titleOf } from "../../review/state";
import { objectTitle } from "../project/managed-object";
import { withoutKeys } from "../project/provider-ref";
import type { IgnoredObject } from "../project/stack-config";
import type { Hidden } from "./hidden";
import { HIKUBE_MANIFEST } from "./hikube-values";
import type { Plan } from "./plan";

/**
 * What Terraform is told to see no change of: no plan tells what somebody changes of it by hand. Where nothing changes it is told only
 * if it is not what is declared.
 */
export function ignoredChanges(
  { address, object, attributes }: IgnoredObject,
  plan: Pick<Plan, "objects" | "beside" | "hidden" | "hasEffect">,
): readonly Change[] {
  const hidden = (plan.hidden ?? []).filter((each) => withoutKeys(each.address) === address);
  if (hidden.length === 0 && !plan.hasEffect) return [];
  const note =
    hidden.length === 0
      ? `Terraform is told to see no change of it: ignore_changes = ${attributes.join(", ")}`
      : hidden.map(hiddenNote).join("; ");
  const known = object === undefined ? ofPlan(address, plan) : [named(objectTitle(object), object.tenant)];
  return known.map((move) => changeOf("not-judged", "danger", move, note));
}

function hiddenNote({ address, places }: Hidden): string {
  return `${address} is not what is declared: ignore_changes hides ${places.join(", ")}`;
}

type Move = Pick<Change, "what" | "tenant">;

function named(what: string, tenant?: string): Move {
  return { what, ...(tenant === undefined ? {} : { tenant }) };
}

/** What a resource of the provider `hikube` stands for: a tenant for each instance, or an object; the platform by its address. */
function ofPlan(address: string, { objects, beside }: Pick<Plan, "objects" | "beside">): readonly Move[] {
  const own = [...objects, ...beside].flatMap(({ address: whole, before, after = before }) =>
    withoutKeys(whole) === address && after !== undefined ? [{ whole, object: after }] : [],
  );
  if (address.startsWith(`${HIKUBE_MANIFEST}.`)) {
    return own.length === 0 ? [named(address)] : own.map(({ object }) => named(titleOf(object)));
  }
  const tenants = own.filter(({ object }) => object.kind === "Namespace" && tenantOf(object) === object.metadata.name);
  return tenants.length === 0
    ? [named(address)]
    : tenants.map(({ whole, object }) => named(whole, object.metadata.name));
}
