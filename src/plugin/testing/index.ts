export { scenario, type Scenario, type ScenarioGround, type ScenarioOptions } from "./scenario";
export { ScenarioError } from "./scenario-error";
export type { DestroyExpectation, Expectation, PlanExpectation, RefreshExpectation } from "./steps";
export type { PlanCheck, PlanChecks } from "./checks";
export type { ImportVerify } from "./import-verify";
export type { CommandResult } from "./workspace";
export type { Action, CliDiagnostic } from "./cli-json";
export { absent, unknown, type Expected, type Mark } from "./expected";
export { planOf, type PlanOfOptions, type PlanOutcome } from "./plan-of";
