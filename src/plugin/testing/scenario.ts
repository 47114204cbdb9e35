import type { AnyProvider } from "../provider";
import { importStep, type ImportVerify } from "./import-verify";
import { saidBy, ScenarioError, StepFaults } from "./scenario-error";
import {
  applyStep,
  destroyStep,
  planStep,
  refreshStep,
  type DestroyExpectation,
  type Expectation,
  type PlanExpectation,
  type RefreshExpectation,
} from "./steps";
import { storeStep, type StoredStates } from "./stored-state";
import { Workspace, type CommandResult, type WorkspaceOptions } from "./workspace";

/** Which command runs the steps, and what it is given in each. */
export type ScenarioOptions = WorkspaceOptions;

/** What an action between two steps is given. */
export interface ScenarioGround {
  /** Where the configuration and the state are. */
  readonly folder: string;
  /** Runs a command, e.g. `run("taint", "notes_note.a")`; a failure is an answer, not an error. */
  readonly run: (...args: readonly string[]) => Promise<CommandResult>;
}

interface Step {
  readonly title: string;
  /** Made where the step was written, for its stack. */
  readonly written: Error;
  run(workspace: Workspace): Promise<void>;
}

/**
 * Steps that real commands take with a provider of this process. It runs when it is awaited, once; everything is
 * destroyed at the end, also after a step that failed.
 */
export class Scenario implements PromiseLike<undefined> {
  readonly #steps: Step[] = [];
  #running: Promise<undefined> | undefined;

  /** As `scenario(provider, options)`. Nothing runs before it is awaited. */
  constructor(
    private readonly provider: AnyProvider,
    private readonly options: ScenarioOptions,
  ) {}

  /** Plans and applies a configuration; a second plan must then have nothing to do. */
  apply(configuration: string, expected: Expectation = {}): this {
    return this.#add("apply", (workspace) => applyStep(workspace, configuration, expected));
  }

  /** Plans a configuration and applies nothing. */
  plan(configuration: string, expected: PlanExpectation = {}): this {
    return this.#add("plan", (workspace) => planStep(workspace, configuration, expected));
  }

  /** Reads what is there into the state, as `apply -refresh-only` does. */
  refresh(expected: RefreshExpectation = {}): this {
    return this.#add("refresh", (workspace) => refreshStep(workspace, expected));
  }

  /**
   * Puts what an older version of the provider stored in the place of what is stored. A step after it reads it, and so
   * has the provider upgrade it.
   */
  state(stored: StoredStates): this {
    return this.#add("state", (workspace) => storeStep(workspace, stored));
  }

  /** Imports a stored resource into an empty state; both must be the same but for what is ignored. */
  importVerify(address: string, options: ImportVerify = {}): this {
    return this.#add(`import of ${address}`, (workspace) => importStep(workspace, address, options));
  }

  /** Destroys everything before the end. */
  destroy(expected: DestroyExpectation = {}): this {
    return this.#add("destroy", (workspace) => destroyStep(workspace, expected));
  }

  /** Does something between two steps, such as a change behind Terraform's back. What it throws fails the scenario. */
  do(action: (ground: ScenarioGround) => unknown): this {
    return this.#add("do", async (workspace) => {
      await action({ folder: workspace.folder, run: (...args) => workspace.run(...args) });
    });
  }

  /**
   * Runs the steps, the first time that it is called, which `await` does. Rejects with the `ScenarioError` of the step that
   * failed, or with an `Error` where `init` did.
   */
  then<A = undefined, B = never>(
    fulfilled?: ((value: undefined) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#running ??= this.#run();
    return this.#running.then(fulfilled, rejected);
  }

  #add(title: string, run: Step["run"]): this {
    if (this.#running !== undefined) throw new Error("The scenario runs already: add steps before it is awaited.");
    this.#steps.push({ title, run, written: new Error(title) });
    return this;
  }

  async #run(): Promise<undefined> {
    const workspace = await Workspace.open(this.provider, this.options);
    try {
      const init = await workspace.run("init", "-input=false", "-no-color");
      if (init.code !== 0) throw new Error(`init failed:\n${saidBy(init)}`);
      await this.#runSteps(workspace);
      return undefined;
    } finally {
      await workspace.close();
    }
  }

  async #runSteps(workspace: Workspace): Promise<void> {
    try {
      for (const [index, step] of this.#steps.entries()) await taken(workspace, step, index);
    } catch (error) {
      // What failed first is told; a provider with that fault may well fail here too.
      await destroyStep(workspace, {}).catch(() => undefined);
      throw error;
    }
    const end = { title: "destroy at the end", written: new Error(), run: (on: Workspace) => destroyStep(on, {}) };
    await taken(workspace, end, this.#steps.length);
  }
}

/** Lines of a stack before the one that wrote the step: the message and two calls in this file. */
const FRAMES_HERE = 3;

async function taken(workspace: Workspace, step: Step, index: number): Promise<void> {
  try {
    await step.run(workspace);
  } catch (cause) {
    const faults =
      cause instanceof StepFaults ? cause.faults : [cause instanceof Error ? cause.message : String(cause)];
    const error = new ScenarioError(index + 1, step.title, faults, cause instanceof StepFaults ? {} : { cause });
    error.stack = `${error.name}: ${error.message}\n${(step.written.stack ?? "").split("\n").slice(FRAMES_HERE).join("\n")}`;
    throw error;
  }
}

/**
 * Runs steps of configuration against a provider with the real `terraform` or `tofu`. No test framework is needed: what
 * is not as expected is thrown.
 *
 * @example
 * await scenario(notes, { terraform: "terraform", common: 'provider "notes" { folder = "/tmp/notes" }' })
 *   .apply('resource "notes_note" "a" { name = "a" }', {
 *     plan: { "notes_note.a": { action: "create", after: { bytes: unknown } } },
 *     state: { "notes_note.a": { bytes: 0 } },
 *   })
 *   .apply('resource "notes_note" "a" {}', { error: /The argument "name" is required/ });
 */
export function scenario(provider: AnyProvider, options: ScenarioOptions): Scenario {
  return new Scenario(provider, options);
}
