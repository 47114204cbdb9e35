import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { runScript } from "./guide";

export type Texts = Readonly<Record<string, string | undefined>>;

/** A step of a workflow that runs something here. */
export interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

/** What GitHub knows when a job begins, by the expression that asks for it. */
export type Context = Readonly<Record<string, string>>;

/** How the steps' conditions end, by their text. Any other one is the test's fault. */
const CONDITIONS: Readonly<Record<string, (event: string) => boolean>> = {
  "github.event_name == 'pull_request'": (event) => event === "pull_request",
  "github.event_name == 'push'": (event) => event === "push",
  "!cancelled()": () => true,
};

export interface Job {
  readonly file: string;
  readonly job: string;
  readonly folder: string;
  readonly event: string;
  readonly context: Context;
  readonly env: Texts;
}

/** Runs all `run:` of a job in their order, as GitHub does with `shell: bash`. @returns the outputs of its steps */
export async function runJob({
  file,
  job,
  folder,
  event,
  context,
  env,
}: Job): Promise<Readonly<Record<string, string>>> {
  const workflow = parse(readFileSync(join(folder, file), "utf8")) as Workflow;
  const outputs = join(folder, ".outputs");
  rmSync(outputs, { force: true });
  const files = { GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: join(folder, ".summary") };
  for (const step of workflow.jobs[job]?.steps ?? []) {
    // init.test.ts runs the tests of the repository.
    if (step.run === undefined || step.run === "npm test") continue;
    if (step.if !== undefined && !condition(step.if)(event)) continue;
    // An expression in a command would be code of whoever wrote the pull request.
    expect(step.run).not.toContain("${{");
    const given = filled({ ...workflow.env, ...step.env }, { ...context, "github.workspace": folder });
    await runScript(step.run, folder, { ...env, ...files, ...given });
  }
  const lines = existsSync(outputs) ? readFileSync(outputs, "utf8").trim().split("\n") : [];
  return Object.fromEntries(lines.map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)]));
}

function condition(text: string): (event: string) => boolean {
  const found = CONDITIONS[text];
  if (found === undefined) throw new Error(`a condition that this test does not know: ${text}`);
  return found;
}

function filled(texts: Readonly<Record<string, string>>, context: Context): Readonly<Record<string, string>> {
  const value = (text: string) =>
    text.replace(/\$\{\{ (.*?) \}\}/g, (_all, name: string) => {
      const found = context[name];
      if (found === undefined) throw new Error(`an expression that this test does not know: ${name}`);
      return found;
    });
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, value(text)]));
}
