import { sameValue } from "../values/equal";
import { isNull } from "../values/guards";
import { typeOfAttribute } from "../values/implied-type";
import type { AnyResource } from "../provider";
import type { ValueRecord } from "../value";
import type { Collector } from "./collector";
import { judgeBlock, type Judge } from "./compare";
import { reportFaults } from "./report";

export interface PlanPlace {
  readonly config: ValueRecord | null;
  readonly prior: ValueRecord | null;
  readonly planned: ValueRecord | null;
}

/**
 * Refuses a plan that Terraform would refuse, in words that name the attribute. Of a resource in the
 * legacy type system Terraform forgives the values, but not their types.
 *
 * @see https://github.com/hashicorp/terraform/blob/main/docs/resource-instance-change-lifecycle.md
 */
export function checkPlan(diagnostics: Collector, resource: AnyResource, { config, prior, planned }: PlanPlace): void {
  if (planned === null || config === null) return;
  if (resource.legacyTypeSystem) return;
  const measured = { expected: config, actual: planned, prior };
  reportFaults(diagnostics, "plan", judgeBlock(resource.schema, measured, judgePlanned));
}

const judgePlanned: Judge = (attribute, { expected: config, prior, actual: plan }) => {
  if (attribute.writeOnly) return undefined;
  const type = typeOfAttribute(attribute);
  if (sameValue(type, config, plan)) return undefined;
  if (attribute.computed === true && isNull(config)) return undefined;
  if (config !== null && prior !== null && sameValue(type, prior, plan)) return undefined;
  return config === null
    ? "is planned with a value though it is neither configured nor computed"
    : "is planned with another value than the configured one";
};
