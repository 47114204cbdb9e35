import type { Migration } from "../project/migration-file";
import { withoutKeys } from "../project/provider-ref";

/** Instances that leave the state while others of their resource stay in the code. */
export interface Parked extends Pick<Migration, "moved" | "forgotten"> {
  /** Addresses of those for which there is no way. */
  readonly refused: readonly string[];
}

const INSTANCE = /^([a-z0-9_]+)\.([\w-]+)(\["(?:[^"\\]|\\.)*"\]|\[\d+\])$/;

/**
 * A `removed` block means all instances of a resource. So those that leave move to an address that no code has, and all of that leaves.
 * Instances of modules are not moved: the provider of what is in them may be theirs.
 *
 * @param addresses - of instances
 * @param configured - addresses that the code has
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export function parked(addresses: readonly string[], configured: ReadonlySet<string>): Parked {
  const moves = addresses.map((from) => {
    const [, type = "", name = "", key = ""] = INSTANCE.exec(from) ?? [];
    return { from, to: key === "" ? undefined : `${type}.${freeName(type, name, configured)}${key}` };
  });
  const moved = moves.flatMap(({ from, to }) => (to === undefined ? [] : [{ from, to }]));
  return {
    moved,
    forgotten: [...new Set(moved.map(({ to }) => withoutKeys(to)))],
    refused: moves.flatMap(({ from, to }) => (to === undefined ? [from] : [])),
  };
}

function freeName(type: string, name: string, configured: ReadonlySet<string>): string {
  const next = `${name}_forgotten`;
  return configured.has(`${type}.${next}`) ? freeName(type, next, configured) : next;
}
