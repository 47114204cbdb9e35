import { setMaxListeners } from "node:events";
import { DiagnosticError } from "../diagnostic";
import type { AnyDataSource, AnyProvider, AnyResource, PrivateState, Request } from "../provider";
import type { Collector } from "./collector";

/**
 * One configured instance of a provider. Terraform opens a connection for each: its own process where
 * it launches the provider, a connection of its own for each alias where it attaches to a running one.
 */
export class Session {
  readonly #stop = new AbortController();
  #client: { readonly value: unknown } | undefined;

  constructor(readonly provider: AnyProvider) {
    // One signal for all calls side by side; Node would take their listeners for a leak.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Aborts once Terraform asked to stop or went away. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort(new DiagnosticError("The operation was interrupted", "Terraform asked the provider to stop."));
  }

  configured(client: unknown): void {
    this.#client = { value: client };
  }

  /** What `configure` returned, or undefined before. */
  get clientIfAny(): unknown {
    return this.#client?.value;
  }

  /** @throws DiagnosticError before `configure` */
  get client(): unknown {
    if (this.#client !== undefined) return this.#client.value;
    throw new DiagnosticError(
      "The provider is not configured",
      `Terraform used the provider ${this.provider.name} before it sent the provider's configuration.`,
    );
  }

  /** @throws DiagnosticError where the provider has no such resource type */
  resource(typeName: string): AnyResource {
    const resources = this.provider.resources ?? {};
    const found = Object.hasOwn(resources, typeName) ? resources[typeName] : undefined;
    if (found !== undefined) return found;
    throw unknownType("resource", typeName, resources);
  }

  /** @throws DiagnosticError where the provider has no such data source */
  dataSource(typeName: string): AnyDataSource {
    const sources = this.provider.dataSources ?? {};
    const found = Object.hasOwn(sources, typeName) ? sources[typeName] : undefined;
    if (found !== undefined) return found;
    throw unknownType("data source", typeName, sources);
  }
}

/** One call: on which session, where its diagnostics go, what ends it early. */
export interface Call {
  readonly session: Session;
  readonly diagnostics: Collector;
}

/** What every method of a resource is given. */
export function requestOf({ session, diagnostics }: Call, privateState: PrivateState): Request<unknown> {
  return { client: session.client, diagnostics, signal: session.signal, private: privateState };
}

function unknownType(kind: string, typeName: string, known: object): DiagnosticError {
  const names = Object.keys(known).sort().join(", ");
  return new DiagnosticError(
    `Unknown ${kind} type`,
    `The provider has no ${kind} ${JSON.stringify(typeName)}. It has: ${names === "" ? "none" : names}.`,
  );
}
