import { DiagnosticError } from "../diagnostic";
import type { AnyResource, MoveSource, PrivateState } from "../provider";
import type { ValueRecord } from "../value";
import { upgradeState } from "./upgrade";

/** What a resource takes over from one of another type. */
export interface Moved {
  readonly state: ValueRecord;
  readonly private: PrivateState | undefined;
}

/**
 * Makes the state of a resource from that of one of another type or provider, for a `moved` block.
 *
 * @throws DiagnosticError where the resource does not take it
 */
export async function moveState(resource: AnyResource, typeName: string, from: MoveSource): Promise<Moved> {
  const moved = await resource.move?.({ from });
  if (moved !== undefined) {
    // The same shape as a stored state of the current version: what is missing becomes null.
    const version = resource.schema.version ?? 0;
    return { state: await upgradeState(resource, { version, state: moved.state }), private: moved.private };
  }
  throw new DiagnosticError(
    "The resource cannot be moved",
    `A ${from.type} of ${from.provider} (schema version ${from.version}) cannot become a ${typeName}. ` +
      "Remove the moved block, and import the resource in its place if it can be imported.",
  );
}
