import {
  namedFaults,
  planFaults,
  shownChanges,
  stateFaults,
  taintedFaults,
  warningFaults,
  type PlanChecks,
} from "./checks";
import { changesOf, plannedOutputs, valuesOf, type CliDiagnostic, type StoredValues } from "./cli-json";
import { echoConfiguration } from "./echo";
import type { Expected } from "./expected";
import { assertNoError, failedAsExpected, type ExpectedDiagnostics } from "./failure";
import { assertNone, StepFaults } from "./scenario-error";
import type { Workspace } from "./workspace";

/** What a step must lead to; what is not given is not looked at. */
export interface Expectation extends ExpectedDiagnostics {
  /** What the plan of the step says, by address of the resource. */
  readonly plan?: PlanChecks;
  /** Stored values by address of the resource, after the step; `absent` for one that is not in the state. */
  readonly state?: Readonly<Record<string, Expected>>;
  /** Values of outputs after the step; while planning the planned ones, with `unknown` for what is not known yet. */
  readonly outputs?: Readonly<Record<string, Expected>>;
  /** Values of ephemeral resources by their address without `ephemeral.`, e.g. `notes_token.t`. */
  readonly ephemeral?: Readonly<Record<string, Expected>>;
  /** Addresses of all resources that are stored as tainted: to be made anew. */
  readonly tainted?: readonly string[];
  /** Whether a second plan has nothing to do; `false` demands that it has. @default true */
  readonly emptyPlan?: boolean;
}

/** What a plan must lead to: nothing is stored by it. */
export type PlanExpectation = Omit<Expectation, "state" | "tainted" | "emptyPlan">;
/** What a refresh must lead to: it changes nothing but the state. */
export type RefreshExpectation = Omit<Expectation, "plan" | "emptyPlan" | "ephemeral">;
/** What a destroy must lead to. */
export type DestroyExpectation = Pick<Expectation, "warnings" | "error">;

const PLAN = "scenario.tfplan";

/** Plans a configuration and looks at the plan. */
export async function planStep(workspace: Workspace, configuration: string, expected: PlanExpectation): Promise<void> {
  const planned = await madePlan(workspace, configuration, expected);
  if (planned === undefined) return;
  assertNoError(expected.error);
  const { outputs = {} } = expected;
  const given = Object.keys(outputs).length === 0 ? {} : plannedOutputs(await shown(workspace, PLAN));
  assertNone([
    ...warningsOf(expected, planned),
    ...namedFaults("output", outputs, given),
    ...ephemeralFaults(workspace, expected),
  ]);
}

/** Plans and applies a configuration, looks at what is stored, and plans again. */
export async function applyStep(workspace: Workspace, configuration: string, expected: Expectation): Promise<void> {
  const planned = await madePlan(workspace, configuration, expected);
  if (planned === undefined) return stateStep(workspace, expected);
  workspace.applied = configuration;
  const applied = await workspace.run("apply", "-json", "-input=false", PLAN);
  if (failedAsExpected("apply", applied, expected)) return stateStep(workspace, expected);
  assertNoError(expected.error);
  assertNone(warningsOf(expected, [...planned, ...applied.diagnostics]));
  await stateStep(workspace, expected);
  await secondPlan(workspace, expected.emptyPlan ?? true);
  assertNone(ephemeralFaults(workspace, expected));
}

/** Reads what is there into the state, and looks at that. */
export async function refreshStep(workspace: Workspace, expected: RefreshExpectation): Promise<void> {
  await workspace.restore();
  const refreshed = await workspace.run("apply", "-json", "-refresh-only", "-auto-approve", "-input=false");
  if (failedAsExpected("refresh", refreshed, expected)) return stateStep(workspace, expected);
  assertNoError(expected.error);
  assertNone(warningsOf(expected, refreshed.diagnostics));
  await stateStep(workspace, expected);
}

/** Destroys everything; nothing may stay in the state. */
export async function destroyStep(workspace: Workspace, expected: DestroyExpectation): Promise<void> {
  await workspace.restore();
  const destroyed = await workspace.run("destroy", "-json", "-auto-approve", "-input=false");
  if (failedAsExpected("destroy", destroyed, expected)) return;
  assertNoError(expected.error);
  const { resources } = await storedValues(workspace);
  const left = [...resources.keys()].map((address) => `expected an empty state after destroy, received ${address}`);
  assertNone([...warningsOf(expected, destroyed.diagnostics), ...left]);
}

/** The state as it is now. */
export async function storedValues(workspace: Workspace, ...file: readonly string[]): Promise<StoredValues> {
  return valuesOf(await shown(workspace, ...file));
}

/** The diagnostics of a plan that is as expected; `undefined` where it failed as expected. */
async function madePlan(
  workspace: Workspace,
  configuration: string,
  expected: PlanExpectation,
): Promise<readonly CliDiagnostic[] | undefined> {
  workspace.echo.clear();
  await workspace.write("main.tf", configuration);
  await workspace.write("echo.tf", echoConfiguration(Object.keys(expected.ephemeral ?? {})));
  const result = await workspace.run("plan", "-json", "-input=false", `-out=${PLAN}`);
  if (failedAsExpected("plan", result, expected)) return undefined;
  assertNone(planFaults(expected.plan ?? {}, expected.plan === undefined ? [] : await changes(workspace)));
  return result.diagnostics;
}

async function secondPlan(workspace: Workspace, mustBeEmpty: boolean): Promise<void> {
  const again = await workspace.run("plan", "-json", "-input=false", "-detailed-exitcode", `-out=${PLAN}`);
  failedAsExpected("plan", again, {});
  const isEmpty = again.code === 0;
  if (isEmpty && !mustBeEmpty) assertNone(["expected changes in a second plan, received none"]);
  if (!isEmpty && mustBeEmpty) {
    assertNone([`expected no changes in a second plan, received:\n${shownChanges(await changes(workspace))}`]);
  }
}

async function stateStep(workspace: Workspace, expected: Expectation): Promise<void> {
  const { state = {}, outputs = {}, tainted } = expected;
  if (tainted === undefined && Object.keys({ ...state, ...outputs }).length === 0) return;
  const stored = await storedValues(workspace);
  assertNone([
    ...stateFaults(state, stored),
    ...namedFaults("output", outputs, stored.outputs),
    ...(tainted === undefined ? [] : taintedFaults(tainted, stored)),
  ]);
}

function ephemeralFaults({ echo }: Workspace, { ephemeral = {} }: PlanExpectation): readonly string[] {
  return namedFaults("ephemeral", ephemeral, echo.seen);
}

function warningsOf(
  { warnings }: Pick<Expectation, "warnings">,
  diagnostics: readonly CliDiagnostic[],
): readonly string[] {
  return warnings === undefined ? [] : warningFaults(warnings, diagnostics);
}

async function changes(workspace: Workspace) {
  return changesOf(await shown(workspace, PLAN));
}

async function shown(workspace: Workspace, ...file: readonly string[]): Promise<string> {
  const { code, output, errors } = await workspace.run("show", "-json", ...file);
  if (code !== 0) throw new StepFaults([`show failed:\n${errors}${output}`]);
  return output;
}
