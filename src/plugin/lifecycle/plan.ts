import { isPath, type Path } from "../diagnostic";
import { isList } from "../values/guards";
import type { AnyResource, PlannedAction, PrivateState } from "../provider";
import type { ValueRecord } from "../value";
import { checkPlan, type PlanPlace } from "./check-plan";
import { received, type Fault } from "./conformance";
import { genericPlan } from "./generic-plan";
import { isIgnoring, markedPrivate, withGiven, withoutMark } from "./ignored";
import { kept } from "./keep";
import { acceptsNumbers, shown } from "./numbers";
import { changedPaths, replacingPaths } from "./replace";
import { partIn, plainOf } from "../values/plain";
import { invalidAnswer, reportFaults } from "./report";
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
  /** As the author answered it; `undefined` where it is unchanged. */
  readonly private: unknown;
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
  const generic = genericPlan(resource.schema, request);
  const ignoring = isIgnoring(resource.schema, config);
  const { plan: answer, reasons, private: kept } = await proposal(call, resource, request, generic);
  const proposed = planOf(call, resource, { answer, generic, prior, config, ignoring });
  if (proposed === undefined) return NO_PLAN;
  const { planned } = proposed;
  const place = { config, prior, planned };
  checkPlan(call.diagnostics, resource, place);
  reportFaults(call.diagnostics, "plan", misplaced(resource, reasons));
  const replaced = call.diagnostics.hasErrors ? [] : replacements(resource, place);
  return {
    planned,
    requiresReplace: [...replaced, ...reasons],
    private: markedPrivate(kept, request.private, ignoring),
  };
}

/** What the author's code answered, which may be anything. */
interface Proposal {
  readonly plan: unknown;
  readonly reasons: readonly Path[];
  readonly private?: unknown;
}

/** What the resource's own planner says, else the generic rules and what the resource makes of their plan. */
async function proposal(
  call: Call,
  resource: AnyResource,
  request: PlanRequest,
  generic: ValueRecord | null,
): Promise<Proposal> {
  if (resource.modifyPlan === undefined && (resource.plan === undefined || generic === null))
    return { plan: generic, reasons: [] };
  const { schema } = resource;
  const config = shown(schema, request.config);
  const common = {
    client: call.session.clientIfAny,
    diagnostics: call.diagnostics,
    log: call.diagnostics.log,
    signal: call.session.signal,
    stopping: call.session.signal,
    private: withoutMark(request.private),
    state: shown(schema, request.prior),
  };
  if (resource.plan !== undefined) {
    return config === null ? { plan: null, reasons: [] } : proposedBy(await resource.plan({ ...common, config }));
  }
  const plan = shown(schema, generic);
  const { plan: answer, ...beside } = proposedBy(
    await resource.modifyPlan?.({ ...common, ...actionOf(config, common.state, plan) }),
  );
  // A destroy plan stays null, whatever the author says.
  return { ...beside, plan: plan === null ? null : (answer ?? plan) };
}

function proposedBy(answer: unknown): Proposal {
  const reasons = plainOf(partIn(answer, "requiresReplace")) ?? [];
  if (!isList(reasons) || !reasons.every(isPath)) {
    throw invalidAnswer("plan", "requiresReplace must be a list of paths, such as [['rules', 0, 'port']]");
  }
  return { plan: partIn(answer, "plan"), reasons, private: partIn(answer, "private") };
}

function actionOf(config: ValueRecord | null, state: ValueRecord | null, plan: ValueRecord | null): PlannedAction {
  if (config === null || plan === null) return { action: "delete", config: null, state: state ?? {}, plan: null };
  return state === null ? { action: "create", config, state, plan } : { action: "update", config, state, plan };
}

interface Proposed {
  readonly answer: unknown;
  readonly generic: ValueRecord | null;
  readonly prior: ValueRecord | null;
  readonly config: ValueRecord | null;
  /** Whether what only the provider says stays as it is stored. */
  readonly ignoring: boolean;
}

/** The plan as it is sent; `undefined` where it cannot be. */
function planOf(
  { diagnostics }: Call,
  { schema }: AnyResource,
  { answer, generic, prior, config, ignoring }: Proposed,
): Pick<Plan, "planned"> | undefined {
  if (answer === null) return { planned: null };
  const planned = received(diagnostics, "plan", schema, answer);
  if (planned === undefined) return undefined;
  const whole = answer === generic ? planned : kept(schema, planned, [generic, config, prior]);
  return { planned: ignoring && config !== null ? withGiven(schema, whole, config) : whole };
}

/** Without a step a path would name the whole resource, and replace it whatever changes. */
function misplaced({ schema }: AnyResource, reasons: readonly Path[]): readonly Fault[] {
  const lost = reasons.filter((path) => path.length > 0 && stepsOf(schema, path).length === 0);
  return lost.map((path) => ({ path, text: "is a reason for a replacement, but is not in the schema" }));
}

function replacements(resource: AnyResource, { config, prior, planned }: PlanPlace): readonly Path[] {
  if (config === null || prior === null || planned === null) return [];
  const { schema } = resource;
  const change = { config, prior, plan: planned };
  const flagged = replacingPaths(schema, change);
  return flagged.length > 0 || resource.update !== undefined ? flagged : changedPaths(schema, change);
}
