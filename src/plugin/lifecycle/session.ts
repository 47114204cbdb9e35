import { setMaxListeners } from "node:events";
import { Deferral } from "../deferral";
import { DiagnosticError } from "../diagnostic";
import type { AnyDataSource, AnyEphemeral, AnyProvider, AnyResource, PrivateState, Request } from "../provider";
import type { Collector } from "./collector";
import { timedProvider } from "./timed-provider";

/**
 * One configured instance of a provider. Terraform opens a connection for each: its own process where
 * it launches the provider, a connection of its own for each alias where it attaches to a running one.
 */
export class Session {
  readonly #stop = new AbortController();
  #client: { readonly value: unknown } | undefined;

  readonly provider: AnyProvider;

  /** @param declared the provider as its author wrote it */
  constructor(readonly declared: AnyProvider) {
    this.provider = timedProvider(declared);
    // One signal for all calls side by side; Node would take their listeners for a leak.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Sentences of the provider in which no secret is looked for. */
  get ownWords(): readonly string[] {
    return this.declared.ownWords ?? [];
  }

  /** A text as users are to read it. */
  readonly printed = (text: string): string => this.declared.printed?.(text) ?? text;

  /** Aborts once Terraform asked to stop or went away. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Calls under way. */
  readonly #calls = new Set<Call>();
  #fault: Fault | undefined;

  /**
   * Counts a call as one under way until `ended` is called.
   *
   * @throws DiagnosticError where the provider's code failed outside of any call: nothing is begun after that
   */
  begin(call: Call): void {
    if (this.#fault !== undefined) {
      throw new DiagnosticError("The provider failed before, and begins nothing new", this.#fault.detail);
    }
    this.#calls.add(call);
  }

  ended(call: Call): void {
    this.#calls.delete(call);
  }

  /**
   * Takes note of a failure that belongs to no call: those under way are told, and go on; none begins after it.
   */
  failed(fault: Fault): void {
    this.#fault = fault;
    for (const { diagnostics } of this.#calls) {
      diagnostics.warning("The provider failed beside this operation", fault.detail);
    }
  }

  stop(): void {
    this.#stop.abort(new DiagnosticError("The operation was interrupted", "Terraform asked the provider to stop."));
  }

  configured(client: unknown): void {
    this.#client = { value: client };
  }

  readonly #secrets = new Set<string>();

  /** Texts of the provider's configuration, and of what it said later, that no message may show. */
  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  hide(texts: readonly string[]): void {
    for (const text of texts) this.#secrets.add(text);
  }

  /** What `configure` returned, or undefined before. */
  get clientIfAny(): unknown {
    return this.deferral === undefined ? this.#client?.value : undefined;
  }

  /** Why there is no client yet, where `configure` said so. */
  get deferral(): Deferral | undefined {
    return this.#client?.value instanceof Deferral ? this.#client.value : undefined;
  }

  /** @throws DiagnosticError before `configure` */
  get client(): unknown {
    if (this.deferral !== undefined) throw deferredError(this.deferral);
    if (this.#client !== undefined) return this.#client.value;
    throw new DiagnosticError(
      "The provider is not configured",
      `Terraform used the provider ${this.provider.name} before it sent the provider's configuration.`,
    );
  }

  /** @throws DiagnosticError where the provider has no such resource type */
  resource(typeName: string): AnyResource {
    return find("resource", typeName, this.provider.resources);
  }

  /** @throws DiagnosticError where the provider has no such data source */
  dataSource(typeName: string): AnyDataSource {
    return find("data source", typeName, this.provider.dataSources);
  }

  /** @throws DiagnosticError where the provider has no such ephemeral resource */
  ephemeral(typeName: string): AnyEphemeral {
    return find("ephemeral resource", typeName, this.provider.ephemerals);
  }
}

/** What is known of a failure of the provider's code outside of any call. */
export interface Fault {
  readonly detail: string;
}

/** One call: on which session, where its diagnostics go, what ends it early. */
export interface Call {
  readonly session: Session;
  readonly diagnostics: Collector;
}

/** Makes one part of an answer; where that fails, the answer has another in its place, and a diagnostic. */
export function attempt<T>({ diagnostics }: Pick<Call, "diagnostics">, otherwise: T, make: () => T): T {
  try {
    return make();
  } catch (error) {
    diagnostics.thrown(error);
    return otherwise;
  }
}

/** What every method is given that writes nothing. */
export function requestOf({ session, diagnostics }: Call, privateState: PrivateState): Request<unknown> {
  const { client, signal } = session;
  return { client, diagnostics, log: diagnostics.log, signal, stopping: signal, private: privateState };
}

/** What a method is given that writes: what it began goes on when Terraform asks to stop. */
export function writeRequestOf(call: Call, privateState: PrivateState): Request<unknown> {
  return { ...requestOf(call, privateState), signal: new AbortController().signal };
}

function find<T>(kind: string, typeName: string, known: Readonly<Record<string, T>> = {}): T {
  const found = Object.hasOwn(known, typeName) ? known[typeName] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(known).sort().join(", ");
  throw new DiagnosticError(
    `Unknown ${kind} type`,
    `The provider has no ${kind} ${JSON.stringify(typeName)}. It has: ${names === "" ? "none" : names}.`,
  );
}

function deferredError({ reason }: Deferral): DiagnosticError {
  return new DiagnosticError(
    reason === "provider config unknown" ? "The provider's configuration is not known yet" : "The provider has to wait",
    "A value that the provider needs is only known after something else was applied. " +
      "Apply what it depends on first, for instance with -target, then the rest.",
  );
}
