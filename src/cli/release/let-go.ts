import { streamProgress } from "../../support/progress";
import { messageLines } from "../../support/errors";
import type { Terraform } from "../../terraform/terraform";
import { ifStopped, ProjectError, type Io } from "../command";
import { counted } from "../text";
import type { Leaving, ReleasePlan } from "./release-tenants";
import { forget } from "./state-tenants";
import { markReleased, removeWalls } from "./walls";

/** With what tenants are let go, and who is told. */
export interface LetGo {
  readonly terraform: Terraform;
  readonly mayRemove: boolean;
  readonly io: Io;
}

/**
 * The states forget all of them before any wall goes: from then on nothing can destroy or mend them half-way.
 * @throws ProjectError that says what was done and what is left
 */
export async function letGo({ cluster, tenants }: ReleasePlan, { terraform, mayRemove, io }: LetGo): Promise<void> {
  const now = new Date();
  const done = new Done(tenants, mayRemove);
  const step = (title: string, result: string | undefined, work: () => Promise<void>) =>
    attempt({ title, result, done, io }, work);
  for (const { namespace, held } of tenants) {
    await step(`releasing ${namespace}`, undefined, async () => {
      await markReleased(cluster, namespace, now);
      for (const each of held) await forget(each, terraform);
    });
    done.released.push(namespace);
  }
  if (!mayRemove) return;
  for (const { namespace, walls } of tenants) {
    await step(`removing the walls of ${namespace}`, counted(walls.length, "object"), () =>
      removeWalls(cluster, namespace, walls, (count) => {
        done.removing = { namespace, count };
        ifStopped(io, done.text);
      }),
    );
    done.bare.push(namespace);
    done.removing = undefined;
  }
}

interface Attempt {
  readonly title: string;
  readonly result: string | undefined;
  readonly done: Done;
  readonly io: Io;
}

async function attempt({ title, result, done, io }: Attempt, work: () => Promise<void>): Promise<void> {
  const step = streamProgress(io.stderr).step(title);
  ifStopped(io, done.text);
  try {
    await work();
  } catch (error) {
    step.done("failed");
    throw new ProjectError([...messageLines(error), `  ${done.text}`]);
  }
  step.done(result);
}

/** How far it is. */
class Done {
  /** Those that no state holds any more. */
  readonly released: string[] = [];
  /** Those whose walls are gone. */
  readonly bare: string[] = [];
  /** The one whose walls are going, and how many objects are gone. */
  removing: { readonly namespace: string; readonly count: number } | undefined;

  constructor(
    private readonly tenants: readonly Leaving[],
    private readonly mayRemove: boolean,
  ) {}

  /** What is true now, and how to go on. */
  get text(): string {
    const parts = [
      part("out of the state", this.released),
      part("still in the state", this.without(this.released)),
      ...(this.mayRemove ? this.wallParts() : []),
    ];
    const told = parts.filter((each) => each !== undefined).join("; ");
    return `${told}; no namespace and nothing that runs in it was destroyed; run the command again to go on`;
  }

  private wallParts(): readonly (string | undefined)[] {
    const { namespace, count } = this.removing ?? {};
    const walls = this.tenants.find((each) => each.namespace === namespace)?.walls.length ?? 0;
    const going = namespace === undefined ? [] : [namespace];
    return [
      part("without walls", this.bare),
      namespace === undefined
        ? undefined
        : `of ${namespace} at least ${String(count)} of ${counted(walls, "object")} removed`,
      part("with all walls", this.without([...this.bare, ...going])),
    ];
  }

  private without(names: readonly string[]): readonly string[] {
    return this.tenants.map(({ namespace }) => namespace).filter((each) => !names.includes(each));
  }
}

function part(title: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${title}: ${names.join(", ")}`;
}
