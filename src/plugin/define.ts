import type { Ephemeral } from "./ephemeral";
import type { DataSource, IdentityAttributes, Provider, Resource } from "./provider";
import type { Schema } from "./schema";

/** The schema alone tells what S is; looking for it in the results of the methods as well never ends. */
type Defined<S extends Schema, Definition> = Definition & { readonly schema: S };

/** Helpers that infer the types of config, plan and state from the schema written in their argument. */
export interface Definitions<Client> {
  /** A provider. */
  readonly provider: <const S extends Schema>(
    definition: Defined<S, Provider<NoInfer<S>, Client>>,
  ) => Provider<S, Client>;
  /** A managed resource. */
  readonly resource: <const S extends Schema, const I extends IdentityAttributes = IdentityAttributes>(
    definition: Defined<S, Resource<NoInfer<S>, Client, NoInfer<I>>> & {
      readonly identity?: { readonly attributes: I };
    },
  ) => Resource<S, Client, I>;
  /** Something that is only read. */
  readonly dataSource: <const S extends Schema>(
    definition: Defined<S, DataSource<NoInfer<S>, Client>>,
  ) => DataSource<S, Client>;
  /** A value that is never stored. */
  readonly ephemeral: <const S extends Schema>(
    definition: Defined<S, Ephemeral<NoInfer<S>, Client>>,
  ) => Ephemeral<S, Client>;
}

/**
 * The helpers with which a provider is written, for one kind of client, which is what the provider's
 * `configure` returns.
 *
 * @example
 * const { provider, resource } = forClient<ApiClient>();
 * const widget = resource({ schema: { attributes: { name: { type: "string", required: true } } }, ... });
 */
export function forClient<Client>(): Definitions<Client> {
  return {
    provider: (definition) => definition,
    resource: (definition) => definition,
    dataSource: (definition) => definition,
    ephemeral: (definition) => definition,
  };
}
