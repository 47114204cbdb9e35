import { UsageError, type Io, type OptionSpec, wholeNumber } from "../command";
import type { Stack } from "./stacks";

/** Terraform takes about a core while it plans, and mostly waits for the cluster while it applies. */
export const DEFAULT_PARALLELISM = 4;
const MAX_PARALLELISM = 32;

export const PARALLELISM_OPTION: OptionSpec = {
  flags: "--parallelism <count>",
  description: `stacks that are processed in parallel, 1 to ${MAX_PARALLELISM} (default: ${DEFAULT_PARALLELISM})`,
  parse(text) {
    const count = wholeNumber(text);
    if (count >= 1 && count <= MAX_PARALLELISM) return count;
    throw new UsageError(`received "${text}"; expected 1 to ${MAX_PARALLELISM}`);
  },
};

export interface Order<R> {
  /** How many stacks are worked on at a time. */
  readonly parallelism: number;
  /** What depends on others goes first. @default false */
  readonly reverse?: boolean;
  /** Whether a result is a reason to begin no further stack. @default - only an error is */
  readonly endsWith?: (result: R) => boolean;
}

/** Something that is done with a stack. */
interface Task {
  readonly stack: Stack;
}

/**
 * Works on stacks side by side, each after those that it waits for. After a failure none is begun, and those that are
 * under way are waited for: terraform must not be left alone with a cluster.
 *
 * @returns the results in the order of the tasks; those that were not begun have none
 * @throws what the first failure threw
 */
export async function runStacks<T extends Task, R>(
  tasks: readonly T[],
  { parallelism, reverse = false, endsWith = () => false }: Order<R>,
  work: (task: T) => Promise<R>,
): Promise<readonly R[]> {
  const waiting = reverse ? [...tasks].reverse() : [...tasks];
  const running = new Map<T, Promise<void>>();
  const results = new Map<T, R>();
  const failures: unknown[] = [];
  const progress = { isOver: false };
  const begin = async (task: T): Promise<void> => {
    try {
      const result = await work(task);
      results.set(task, result);
      progress.isOver ||= endsWith(result);
    } catch (error) {
      failures.push(error);
      progress.isOver = true;
    } finally {
      running.delete(task);
    }
  };
  const isReady = (task: T) => ![...waiting, ...running.keys()].some((other) => mustWait(task, other, reverse));
  const fill = () => {
    while (!progress.isOver && running.size < parallelism) {
      const next = waiting.find(isReady);
      if (next === undefined) return;
      waiting.splice(waiting.indexOf(next), 1);
      running.set(next, begin(next));
    }
  };
  fill();
  while (running.size > 0) {
    await Promise.race(running.values());
    fill();
  }
  if (failures.length > 0) throw failures[0];
  return tasks.flatMap((task) => (results.has(task) ? [results.get(task) as R] : []));
}

function mustWait({ stack }: Task, { stack: other }: Task, reverse: boolean): boolean {
  return reverse ? other.dependencies.includes(stack.name) : stack.dependencies.includes(other.name);
}

/** Lines that several stacks write at once cannot be drawn in place. */
export function sharedBy(
  { stacks, parallelism }: { readonly stacks: readonly Stack[]; readonly parallelism: number },
  io: Io,
): Io {
  if (stacks.length < 2 || parallelism < 2) return io;
  return { ...io, stderr: { write: (text) => io.stderr.write(text) } };
}
