import { BASE_ISOLATION } from "../../tenant/objects/base-isolation";
import { firstOf } from "./allow-list";
import type { Guardrail, Validation, Variable } from "./guardrail";

/** CEL: containers of a template; its init containers first, as they run first. */
const CONTAINERS = "variables.pod.?initContainers.orValue([]) + variables.pod.?containers.orValue([])";

/** CEL: what the LimitRange of the tenant says of containers: a list, for a field may be missing. */
const ofContainers = (field: "default" | "max") =>
  `dyn(params).spec.limits.filter(one, one.type == 'Container' && has(one.${field})).map(one, one.${field})`;

const given = (side: "requests" | "limits", name: string) => `one.?resources.?${side}[?${name}]`;
const amount = (value: string) => `quantity(string(${value}))`;

/**
 * CEL: a sentence for each amount of a container that is more than the amount of the same name in some map.
 *
 * @param isAsked CEL: whether it is looked at, by `one`, a container, and `name`, of a resource
 */
function tooMuch(list: string, side: "requests" | "limits", isAsked: string, told: string): string {
  const value = `one.resources.${side}[name]`;
  const names = `most.filter(name, ${given(side, "name")}.hasValue() && ${isAsked} && ${amount(value)}.isGreaterThan(${amount("most[name]")}))`;
  const sentence = `'container ' + one.name + ' ${side} ' + string(${value}) + ' of ' + name + ${told}`;
  return `variables.containers.map(one, variables.${list}.map(most, ${names}.map(name, ${sentence})).flatten()).flatten()`;
}

/** The LimitRange that every tenant has. */
export const LIMIT_RANGE: Pick<Guardrail, "paramKind" | "paramName"> = {
  paramKind: { apiVersion: "v1", kind: "LimitRange" },
  paramName: BASE_ISOLATION.LimitRange[0],
};

/**
 * What Kubernetes refuses of a pod by the tenant's LimitRange: a container that requests more than the limit it gets, as
 * it says none of its own, or has a limit beyond the largest.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export const LIMIT_CHECKS: { readonly variables: readonly Variable[]; readonly validations: readonly Validation[] } = {
  variables: [
    { name: "containers", expression: CONTAINERS },
    { name: "initial", expression: ofContainers("default") },
    { name: "largest", expression: ofContainers("max") },
    {
      name: "withoutLimit",
      expression: tooMuch(
        "initial",
        "requests",
        `!${given("limits", "name")}.hasValue()`,
        "', more than the limit of ' + string(most[name]) + ' that it gets; allowed here: less, or a limit of its own'",
      ),
    },
    {
      name: "tooLarge",
      expression: tooMuch(
        "largest",
        "limits",
        "true",
        "'; allowed here: at most ' + string(most[name]) + ' in a container'",
      ),
    },
  ],
  validations: [
    {
      expression: "size(variables.withoutLimit) == 0",
      message: "a container requests more than the limit that it gets; allowed here: less, or a limit of its own",
      messageExpression: firstOf("variables.withoutLimit"),
    },
    {
      expression: "size(variables.tooLarge) == 0",
      message: "the limit of a container is too large; allowed here: at most what the LimitRange says",
      messageExpression: firstOf("variables.tooLarge"),
    },
  ],
};
