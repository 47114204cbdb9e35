import { chmodSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { validateClusterFacts } from "../../model/cluster/cluster-facts-rules";
import { textIfAny } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { streamProgress } from "../../support/progress";
import { ProjectError, type Io } from "../command";
import { stateProviders } from "../project/provider-ref";
import { withPrivateFolder } from "../project/private-folder";
import type { Diagnostic } from "../../terraform/diagnostics";
import { captureJson, runFailure, runWithMessages, type Terraform } from "../../terraform/terraform";
import type { Stack } from "../project/stacks";
import { withForgotten } from "./forgotten";
import { hiddenIn } from "./hidden";
import { withLive } from "./live-before";
import { parsePlan, withProviders, type Plan, type PlannedChange } from "./plan";

/** A plan as it will be applied. */
export interface PlannedStack {
  readonly stack: Stack;
  /** The file that terraform applies. It contains values of the state, so it never outlives the command. */
  readonly file: string;
  readonly plan: Plan;
  /** What terraform and its providers warned of when it was made. @default - nothing */
  readonly warnings?: readonly Diagnostic[];
}

/** Runs a function with a private folder for plan files, which is removed afterwards. */
export function withPlanFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  return withPrivateFolder({ start: join(tmpdir(), "hikube-plan-") }, use);
}

export interface PlanOptions {
  readonly folder: string;
  /** Further arguments of `terraform plan`. @default - none */
  readonly args?: readonly string[];
  readonly io: Io;
}

/** Plans one stack, whose folder is initialised. @throws ProjectError with the errors of terraform */
export async function planStack(terraform: Terraform, stack: Stack, options: PlanOptions): Promise<PlannedStack> {
  const step = streamProgress(options.io.stderr).step(`planning ${stack.name}`);
  try {
    const planned = await makePlan(terraform, stack, options, step.update);
    step.done();
    return planned;
  } catch (error) {
    step.done("failed");
    throw error;
  }
}

async function makePlan(
  terraform: Terraform,
  stack: Stack,
  { folder, args = [] }: PlanOptions,
  update: (detail: string) => void,
): Promise<PlannedStack> {
  const file = join(folder, `${stack.name}.plan`);
  let read = 0;
  const call: [string, ...string[]] = ["plan", "-input=false", `-out=${file}`, ...args];
  const run = await runWithMessages(terraform, stack, call, ({ type }) => {
    if (type === "refresh_complete") update(`${(read += 1)} resources read`);
  });
  if (run.code !== 0) throw runFailure(stack, call, run);
  if (!existsSync(file)) throw noPlan(stack, terraform);
  chmodSync(file, 0o600);
  const warnings = run.diagnostics.filter(({ severity }) => severity === "warning");
  const planned = await readPlannedStack(terraform, stack, { file, warnings });
  return warnings.length === 0 ? planned : { ...planned, warnings };
}

/** A file that terraform wrote, and what was warned of then. */
type PlanFile = Pick<PlannedStack, "file" | "warnings">;

/** Reads a file that terraform wrote. The stack's folder is initialised. */
export async function readPlannedStack(
  terraform: Terraform,
  stack: Stack,
  { file, warnings = [] }: PlanFile,
): Promise<PlannedStack> {
  const shown = await captureJson(terraform, stack, ["show", "-json", file]);
  const [text, facts] = [withForgotten(shown, warnings), factsIn(stack)];
  const hidden = hiddenIn(stack.config.ignored, text);
  const plan = { ...parsePlan(text, facts), hidden };
  if (!needsState(plan)) return withLive({ stack, file, plan }, terraform);
  const state = await captureJson(terraform, stack, ["state", "pull"]);
  const whole = withProviders({ ...parsePlan(text, facts, state), hidden }, stateProviders(state));
  return withLive({ stack, file, plan: whole }, terraform);
}

/** The facts that the stack's block of the provider `hikube` gives, if they stand there. */
function factsIn({ config }: Stack): ClusterFacts | undefined {
  const [text] = (config.hikube?.blocks ?? []).flatMap((block) => textIfAny(block.cluster_facts) ?? []);
  try {
    const facts: unknown = parseJson(text ?? "");
    return validateClusterFacts(facts, ["cluster_facts"]).length === 0 ? (facts as ClusterFacts) : undefined;
  } catch {
    return undefined; // An expression, or nothing: only the provider knows them.
  }
}

/** A program of that name that ends well and does nothing. */
function noPlan({ name }: Stack, { path }: Terraform): ProjectError {
  const hint = "  hint: name a terraform or tofu by HIKUBE_TERRAFORM, or put one first on PATH";
  return new ProjectError([`${path} wrote no plan of stack "${name}": is it a terraform?`, hint], "terraform-failed");
}

/** The JSON of a plan has no alias for resources that left the configuration, and of a tenant that is taken over the name alone. */
function needsState({ changes, unread }: Plan): boolean {
  const isKnown = ({ provider, before, after }: PlannedChange) => provider !== undefined || !(before ?? after);
  return !changes.every(isKnown) || unread.some(({ tenant }) => tenant !== undefined);
}
