import type { Issue } from "../../issue";
import { compareQuantities, isMultipleOf, parseQuantity } from "../../kubernetes/quantity";
import { stepOf } from "../resolve/quota";
import type { ContainerResourcesSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import { issueUnless, show, type RuleContext } from "./rule";

const FIELDS: readonly { readonly field: keyof ContainerResourcesSpec; readonly name: string }[] = [
  { field: "cpu", name: "cpu" },
  { field: "memory", name: "memory" },
  { field: "ephemeralStorage", name: "ephemeral-storage" },
];

/** The LimitRange must not contradict itself: request <= limit <= quota, or the API server refuses it. */
export function containerRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { containerDefaults } = tenant.spec;
  if (containerDefaults === undefined || !context.isKnown(containerDefaults)) return [];
  const path = `${tenant.path}.containerDefaults`;
  return FIELDS.flatMap(({ field, name }) => {
    const limit = containerDefaults.limits?.[field];
    const request = containerDefaults.requests?.[field];
    return [
      ...value(`${path}.limits.${field}`, limit, { bound: tenant.container.max[name], of: "quota's limits" }, context),
      ...value(
        `${path}.requests.${field}`,
        request,
        { bound: tenant.container.default[name], of: "default limit" },
        context,
      ),
    ];
  });
}

interface Bound {
  readonly bound: string | undefined;
  readonly of: string;
}

function value(path: string, given: unknown, { bound, of }: Bound, context: RuleContext): readonly Issue[] {
  if (given === undefined || !context.isKnown(given)) return [];
  const quantity = parseQuantity(given);
  if (quantity === undefined || quantity.nano <= 0n || !isMultipleOf(quantity, stepOf(path))) {
    return [
      {
        path,
        message: "this is no quantity that a container can run with",
        given: show(given),
        allowed: `a Kubernetes quantity of more than 0, such as "100m" or "256Mi", nothing finer than a thousandth core or a byte`,
        mend: "write the amount as a text",
      },
    ];
  }
  const most = parseQuantity(bound);
  const fits = most === undefined || most.nano <= 0n || compareQuantities(quantity, most) <= 0;
  return issueUnless(fits, path, () => ({
    message: `this is more than the ${of}`,
    given: show(given),
    allowed: `at most ${bound ?? ""}`,
    mend: "lower it, or raise the bound",
  }));
}
