import { TerraformResource, type TerraformStack } from "cdktf";
import type { Issue, Path } from "../src/model/issue";
import { addressOf } from "./resource-id";

/** One resource that has another address now. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A tenant that was at another path of its stack. */
export interface MovedTenant {
  /** Path of its construct. */
  readonly tenant: string;
  /** The former path, as it was given. */
  readonly former: string;
  readonly stack: TerraformStack;
  /** Its resources as they are now: some may still be added. */
  readonly moves: () => readonly Move[];
}

/**
 * Faults that only show when all constructs are there: Terraform takes nothing from an address that is still declared,
 * and gives away what was at an address once.
 * @see https://developer.hashicorp.com/terraform/language/block/moved
 */
export function moveIssues(tenants: readonly MovedTenant[]): readonly Issue[] {
  const stacks = [...new Set(tenants.map(({ stack }) => stack))];
  return stacks.flatMap((stack) => {
    const declared = declaredIn(stack);
    const taken = new Map<string, string>();
    return tenants.filter((one) => one.stack === stack).flatMap((one) => issueOf(one, declared, taken) ?? []);
  });
}

/**
 * @param declared - path of the resource at each address
 * @param taken - the tenant that each address was moved to before; those of this one are added
 */
function issueOf(
  { tenant, former, moves }: MovedTenant,
  declared: ReadonlyMap<string, string>,
  taken: Map<string, string>,
): Issue | undefined {
  const path = [tenant, "movedFrom"];
  const all = moves();
  const user = all.map(({ from }) => declared.get(from)).find((one) => one !== undefined);
  const other = all.map(({ from }) => taken.get(from)).find((one) => one !== undefined);
  for (const { from } of all) taken.set(from, taken.get(from) ?? tenant);
  if (all.some(({ from, to }) => from === to)) return invalidMove(path, former);
  if (user !== undefined) return stillInUse(path, former, user);
  return other === undefined ? undefined : movedTwice(path, former, other);
}

function declaredIn(stack: TerraformStack): ReadonlyMap<string, string> {
  const elements = stack.node.findAll().filter((one) => TerraformResource.isTerraformResource(one));
  const own = elements.filter(({ cdktfStack }) => cdktfStack === stack);
  return new Map(own.map((resource) => [addressOf(resource), resource.node.path]));
}

export function invalidMove(path: Path, received: unknown): Issue {
  return {
    path,
    code: "invalid-move",
    message: "invalid path of a construct",
    received: JSON.stringify(received),
    expected: `the path that the tenant had in this stack, such as "production/shop", not the one that it has`,
    hint: "take it from `path` in the hikube.json of the last synth",
  };
}

/** Terraform gives one resource what was at one address. */
export function movedWithEngine(path: Path, former: string): Issue {
  return {
    path,
    code: "invalid-move",
    message: "a tenant cannot move while its engine changes",
    received: `${JSON.stringify(former)}, on a platform with a \`formerEngine\``,
    expected: "one after the other",
    hint: "apply the move with the former engine and remove `movedFrom`, or apply the new engine and remove `formerEngine`",
  };
}

function stillInUse(path: Path, former: string, user: string): Issue {
  return {
    path,
    code: "move-from-used-path",
    message: "the former path is in use",
    received: `${JSON.stringify(former)}, where ${user} is declared`,
    expected: "a path at which this stack declares nothing any more",
    hint: "correct the path, or give what is declared there another id; two constructs change places in two applies",
  };
}

function movedTwice(path: Path, former: string, other: string): Issue {
  return {
    path,
    code: "duplicate-move",
    message: "another tenant is moved from this path",
    received: `${JSON.stringify(former)}, as for ${other}`,
    expected: "a former path for each tenant that no other one has",
    hint: "keep it at the tenant that was there, and remove it from the other one",
  };
}
