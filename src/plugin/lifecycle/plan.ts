import type { Path } from "../diagnostic";
import { sameValue } from "../values/equal";
import { isNull } from "../values/guards";
import { typeOfBlock } from "../values/implied-type";
import { normalized } from "../values/unicode";
import type { AnyResource, PrivateState } from "../provider";
import { UNKNOWN, type ValueRecord } from "../value";
import { checkPlan } from "./check-plan";
import { received, type Fault } from "./conformance";
import { mapPlan, type ObjectPlace, type Visit } from "./elements";
import { kept, keptPlan } from "./keep";
import { acceptsNumbers, shown } from "./numbers";
import { changedPaths, replacingPaths } from "./replace";
import { reportFaults } from "./report";
import type { Call } from "./session";
import { stepsOf } from "./steps";

export interface PlanRequest {
  readonly config: ValueRecord | null;
  /** `null` where the resource is to be created. */
  readonly prior: ValueRecord | null;
  /** Terraform's own merge of configuration and prior state; `null` where it is to be destroyed. */
  readonly proposed: ValueRecord | null;
  readonly private: PrivateState;
}

export interface Plan {
  readonly planned: ValueRecord | null;
  readonly requiresReplace: readonly Path[];
  /** `undefined` where it is unchanged. */
  readonly private: PrivateState | undefined;
}

const NO_PLAN: Plan = { planned: null, requiresReplace: [], private: undefined };

/**
 * Plans a change in the order of Terraform's own framework: proposed values, defaults, write-only
 * values out, unknown where something changes, the resource's own `modifyPlan`, replacements last.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/framework/resources/plan-modification
 */
export async function planResource(call: Call, resource: AnyResource, request: PlanRequest): Promise<Plan> {
  const { config, prior } = request;
  if (config !== null && !acceptsNumbers(call.diagnostics, resource.schema, config)) {
    return NO_PLAN;
  }
  const generic = genericPlan(resource, request);
  const { plan: answer, requiresReplace: reasons = [], ...beside } = await proposal(call, resource, request, generic);
  const proposed = planOf(call, resource, { answer, generic, prior, config });
  if (proposed === undefined) return NO_PLAN;
  const { planned } = proposed;
  const place = { config, prior, planned };
  checkPlan(call.diagnostics, resource, place);
  reportFaults(call.diagnostics, "plan", misplaced(resource, reasons));
  const replaced = call.diagnostics.hasErrors ? [] : replacements(resource, place);
  return { planned, requiresReplace: [...replaced, ...reasons], private: beside.private };
}

interface Proposal {
  readonly plan: ValueRecord | null;
  readonly requiresReplace?: readonly Path[];
  readonly private?: PrivateState;
}

/** What the resource's own planner says, else the generic rules and what the resource makes of their plan. */
async function proposal(
  call: Call,
  resource: AnyResource,
  request: PlanRequest,
  generic: ValueRecord | null,
): Promise<Proposal> {
  if (resource.modifyPlan === undefined && (resource.plan === undefined || generic === null)) return { plan: generic };
  const { schema } = resource;
  const config = shown(schema, request.config);
  const common = {
    client: call.session.clientIfAny,
    diagnostics: call.diagnostics,
    signal: call.session.signal,
    private: request.private,
    state: shown(schema, request.prior),
  };
  if (resource.plan !== undefined) return config === null ? { plan: null } : resource.plan({ ...common, config });
  const plan = shown(schema, generic);
  const modified = await resource.modifyPlan?.({ ...common, config, plan });
  // A destroy plan stays null, whatever the author says.
  return { ...modified, plan: plan === null ? null : (modified?.plan ?? plan) };
}

interface Proposed {
  readonly answer: ValueRecord | null;
  readonly generic: ValueRecord | null;
  readonly prior: ValueRecord | null;
  readonly config: ValueRecord | null;
}

/** The plan as it is sent; `undefined` where it cannot be. */
function planOf(
  { diagnostics }: Call,
  { schema }: AnyResource,
  { answer, generic, prior, config }: Proposed,
): Pick<Plan, "planned"> | undefined {
  if (answer === null) return { planned: null };
  const planned = received(diagnostics, "plan", schema, answer);
  return planned && { planned: answer === generic ? planned : kept(schema, planned, [generic, config, prior]) };
}

/** Without a step a path would name the whole resource, and replace it whatever changes. */
function misplaced({ schema }: AnyResource, reasons: readonly Path[]): readonly Fault[] {
  const lost = reasons.filter((path) => path.length > 0 && stepsOf(schema, path).length === 0);
  return lost.map((path) => ({ path, text: "is a reason for a replacement, but is not in the schema" }));
}

function genericPlan(resource: AnyResource, { config, prior, proposed }: PlanRequest): ValueRecord | null {
  if (proposed === null || config === null) return null;
  const place: ObjectPlace = { config, prior, plan: proposed };
  const complete = keptPlan(resource.schema, mapPlan(resource.schema, place, completed), prior);
  if (prior !== null && sameValue(typeOfBlock(resource.schema), complete, prior)) return complete;
  return mapPlan(resource.schema, { ...place, plan: complete }, opened);
}

/** Defaults in, write-only values out. */
const completed: Visit = (attribute, { config }) => {
  if (attribute.writeOnly) return null;
  return isNull(config) ? normalized(attribute.default) : undefined;
};

/** Makes unknown what the provider alone can say, where something changes at all. */
const opened: Visit = (attribute, { config, prior, plan }, exists) => {
  const open = attribute.computed === true && isNull(config) && attribute.default === undefined;
  if (!open || attribute.writeOnly) return attribute.writeOnly || attribute.default !== undefined ? plan : undefined;
  return exists && attribute.stable === true ? prior : UNKNOWN;
};

function replacements(
  resource: AnyResource,
  { prior, planned }: { readonly prior: ValueRecord | null; readonly planned: ValueRecord | null },
): readonly Path[] {
  if (prior === null || planned === null) return [];
  const flagged = replacingPaths(resource.schema, prior, planned);
  return flagged.length > 0 || resource.update !== undefined ? flagged : changedPaths(resource.schema, prior, planned);
}
