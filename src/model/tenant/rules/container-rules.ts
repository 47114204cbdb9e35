import { issueUnless, show, type Issue, type Path } from "../../issue";
import { compareQuantities, isMultipleOf, parseQuantity } from "../../kubernetes/quantity";
import { stepOf } from "../resolve/quota";
import type { ContainerResourcesSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import { UNLIMITED } from "../spec/quota-spec";
import type { RuleContext } from "./rule";

const FIELDS: readonly { readonly field: keyof ContainerResourcesSpec; readonly name: string }[] = [
  { field: "cpu", name: "cpu" },
  { field: "memory", name: "memory" },
  { field: "ephemeralStorage", name: "ephemeral-storage" },
];

/** The LimitRange must not contradict itself: request <= limit <= quota, or the API server refuses it. */
export function containerRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { containerDefaults } = tenant.spec;
  if (containerDefaults === undefined || !context.isKnown(containerDefaults)) return [];
  const path = [tenant.path, "containerDefaults"];
  return FIELDS.flatMap(({ field, name }) => {
    const limit = containerDefaults.limits?.[field];
    const request = containerDefaults.requests?.[field];
    return [
      ...limitValue(
        [...path, "limits", field],
        limit,
        { name, bound: tenant.container.max[name], of: "quota's limit", code: "container-exceeds-quota" },
        context,
      ),
      ...value(
        [...path, "requests", field],
        request,
        { name, bound: tenant.container.default[name], of: "default limit", code: "requests-exceed-limits" },
        context,
      ),
    ];
  });
}

/** A limit may be lifted where the quota bounds none; else the quota would refuse the container. */
function limitValue(path: Path, given: unknown, bound: Bound, context: RuleContext): readonly Issue[] {
  if (given !== UNLIMITED) return value(path, given, bound, context);
  return issueUnless(bound.bound === undefined, path, () => ({
    code: bound.code,
    message: `unlimited where the ${bound.of} is bounded`,
    received: show(given),
    expected: `at most ${bound.bound ?? ""}`,
    hint: "give an amount, or make the quota's limits unlimited too",
  }));
}

interface Bound {
  readonly name: string;
  readonly bound: string | undefined;
  readonly of: string;
  readonly code: "container-exceeds-quota" | "requests-exceed-limits";
}

function value(path: Path, given: unknown, { name, bound, of, code }: Bound, context: RuleContext): readonly Issue[] {
  if (given === undefined || !context.isKnown(given)) return [];
  const quantity = parseQuantity(given);
  if (quantity === undefined || quantity.nano <= 0n || !isMultipleOf(quantity, stepOf(`limits.${name}`))) {
    return [
      {
        path,
        code: "invalid-quantity",
        message: "invalid amount for a container",
        received: show(given),
        expected: `a Kubernetes quantity of more than 0, such as "100m" or "256Mi", no finer than a thousandth of a core or one byte`,
        hint: "write the amount as a string",
      },
    ];
  }
  const most = parseQuantity(bound);
  const fits = most === undefined || most.nano <= 0n || compareQuantities(quantity, most) <= 0;
  return issueUnless(fits, path, () => ({
    code,
    message: `more than the ${of}`,
    received: show(given),
    expected: `at most ${bound ?? ""}`,
    hint: "lower it, or raise the bound",
  }));
}
