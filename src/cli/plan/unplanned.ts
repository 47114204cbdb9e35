import { tenantsOfTitles } from "../../provider/tenant/protected-words";
import { TerraformError, type Terraform } from "../../terraform/terraform";
import type { Stack } from "../project/stacks";
import type { PlannedStack } from "./plan-file";
import type { Readdressed } from "./readdressed";
import { removalReasons, type RemovalReason } from "./removal-reasons";
import type { RemovalReport } from "./report";

/** A stack of which Terraform made no plan, because its provider refuses to remove protected tenants, or to make some that are there. */
export interface Unplanned {
  readonly plan: PlannedStack;
  readonly removals: readonly RemovalReport[];
  /** Those whose address alone changed. @default - none */
  readonly readdressed?: readonly Readdressed[];
  /** Those that it would make, and that are there: refused by its own words, unless another stack removes them. @default - none */
  readonly held?: readonly string[];
}

const NOTE =
  "terraform made no plan of it, because a protected tenant would be removed; what else it changes is not known";
const NOTE_OF_HELD =
  "terraform made no plan of it, because a tenant that it would make is there; what else it changes is not known";

/**
 * @param isEnd - whether all of the stack was to be removed
 * @returns nothing where terraform failed for anything else, too: then its words are told
 */
export async function unplanned(
  stack: Stack,
  terraform: Terraform,
  error: unknown,
  isEnd = false,
): Promise<Unplanned | undefined> {
  if (!(error instanceof TerraformError)) return undefined;
  const found = tenantsOfTitles(error.diagnostics.map(({ summary }) => summary));
  if (found.rest.length > 0) return undefined;
  const names = [...found.protected];
  if (names.length === 0 && found.held.size > 0) {
    return { plan: withoutPlan(stack, NOTE_OF_HELD), removals: [], held: [...found.held] };
  }
  // At its new address a tenant is there already, if it is to become another one at the same time.
  if (names.length === 0 || [...found.held].some((name) => !found.protected.has(name))) {
    return undefined;
  }
  const none: ReadonlyMap<string, RemovalReason> = new Map();
  const reasons = isEnd ? none : await removalReasons(stack, terraform, names).catch(() => none);
  const moves = [...reasons].flatMap(([namespace, { moved }]) =>
    moved === undefined ? [] : [{ ...moved, namespace }],
  );
  return {
    plan: withoutPlan(stack, NOTE),
    removals: names.map((namespace) => {
      const of = { namespace, isProtected: true, isFirst: false, isUnplanned: !isEnd };
      return { ...of, ...reasons.get(namespace) };
    }),
    ...(moves.length === 0 ? {} : { readdressed: moves }),
  };
}

function withoutPlan(stack: Stack, note: string): PlannedStack {
  const unread = [{ address: `stack ${stack.name}`, note }];
  const plan = { changes: [], objects: [], beside: [], unread, commands: [], hasEffect: true };
  return { stack, file: "", plan };
}
