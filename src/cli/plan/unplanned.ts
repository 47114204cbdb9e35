import { tenantOfTitle } from "../../provider/tenant/protected-words";
import { TerraformError } from "../../terraform/terraform";
import type { Stack } from "../project/stacks";
import type { PlannedStack } from "./plan-file";
import type { RemovalReport } from "./report";

/** A stack of which Terraform made no plan, because its provider refuses to remove protected tenants. */
export interface Unplanned {
  readonly plan: PlannedStack;
  readonly removals: readonly RemovalReport[];
}

const NOTE =
  "terraform made no plan of it, because a protected tenant would be removed; what else it changes is not known";

/** @returns nothing where terraform failed for anything else, too: then its words are told */
export function unplanned(stack: Stack, error: unknown): Unplanned | undefined {
  if (!(error instanceof TerraformError)) return undefined;
  const tenants = error.diagnostics.map(({ summary }) => tenantOfTitle(summary));
  const names = [...new Set(tenants.filter((name) => name !== undefined))];
  if (names.length === 0 || tenants.includes(undefined)) return undefined;
  const unread = [{ address: `stack ${stack.name}`, note: NOTE }];
  return {
    plan: {
      ...{ stack, file: "" },
      plan: { changes: [], objects: [], beside: [], unread, commands: [], hasEffect: true },
    },
    removals: names.map((namespace) => ({ namespace, isProtected: true, isFirst: false, isUnplanned: true })),
  };
}
