import { tenantsOfTitles } from "../../provider/tenant/protected-words";
import { TerraformError, type Terraform } from "../../terraform/terraform";
import type { Stack } from "../project/stacks";
import type { PlannedStack } from "./plan-file";
import type { Readdressed } from "./readdressed";
import { renamedTenants } from "./renamed-tenants";
import type { RemovalReport } from "./report";

/** A stack of which Terraform made no plan, because its provider refuses to remove protected tenants. */
export interface Unplanned {
  readonly plan: PlannedStack;
  readonly removals: readonly RemovalReport[];
  /** Those whose address alone changed. @default - none */
  readonly readdressed?: readonly Readdressed[];
}

const NOTE =
  "terraform made no plan of it, because a protected tenant would be removed; what else it changes is not known";

/** @returns nothing where terraform failed for anything else, too: then its words are told */
export async function unplanned(stack: Stack, terraform: Terraform, error: unknown): Promise<Unplanned | undefined> {
  if (!(error instanceof TerraformError)) return undefined;
  const found = tenantsOfTitles(error.diagnostics.map(({ summary }) => summary));
  const names = [...found.protected];
  // At its new address a tenant is there already, if it is to become another one at the same time.
  if (names.length === 0 || found.rest.length > 0 || [...found.held].some((name) => !found.protected.has(name))) {
    return undefined;
  }
  const moves = await renamedTenants(stack, terraform, names).catch(() => []);
  const unread = [{ address: `stack ${stack.name}`, note: NOTE }];
  return {
    plan: {
      ...{ stack, file: "" },
      plan: { changes: [], objects: [], beside: [], unread, commands: [], hasEffect: true },
    },
    removals: names.map((namespace) => {
      const moved = moves.find((move) => move.namespace === namespace);
      const of = { namespace, isProtected: true, isFirst: false, isUnplanned: true };
      return { ...of, ...(moved === undefined ? {} : { moved }) };
    }),
    ...(moves.length === 0 ? {} : { readdressed: moves }),
  };
}
