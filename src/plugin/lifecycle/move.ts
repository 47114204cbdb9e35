import { DiagnosticError } from "../diagnostic";
import type { AnyResource, MoveSource } from "../provider";
import type { ValueRecord } from "../value";
import type { Collector } from "./collector";
import { partIn } from "../values/plain";
import { madeState } from "./upgrade";

/** What a resource takes over from one of another type. */
export interface Moved {
  readonly state: ValueRecord;
  /** As the author answered it; `undefined` where there is none. */
  readonly private: unknown;
}

/**
 * Makes the state of a resource from that of one of another type or provider, for a `moved` block.
 *
 * @throws DiagnosticError where the resource does not take it
 */
export async function moveState(
  diagnostics: Collector,
  resource: AnyResource,
  { typeName, from }: { readonly typeName: string; readonly from: MoveSource },
): Promise<Moved> {
  const moved: unknown = await resource.move?.({ from });
  if (moved !== undefined) {
    return {
      state: madeState(diagnostics, resource.schema, partIn(moved, "state")),
      private: partIn(moved, "private"),
    };
  }
  throw new DiagnosticError(
    "The resource cannot be moved",
    `A ${from.type} of ${from.provider} (schema version ${from.version}) cannot become a ${typeName}. ` +
      "Remove the moved block, and import the resource in its place if it can be imported.",
  );
}
