import type { Diagnostics, Path } from "./diagnostic";
import type { Schema } from "./schema";
import type { ConfigOf, PlanOf, StateOf } from "./infer";
import type { Value } from "./value";

/** Bytes a provider keeps beside a resource's state, hidden from users. JSON-serialisable. */
export type PrivateState = Readonly<Record<string, unknown>>;

/** What every call brings along. */
export interface Request<Client> {
  /** What `configure` returned for this provider instance. */
  readonly client: Client;
  readonly diagnostics: Diagnostics;
  /** Aborts when Terraform asks to stop. */
  readonly signal: AbortSignal;
  /** Where a stop or a restart leaves nothing behind: what was stored by the last write. */
  readonly private: PrivateState;
}

/** What a write or a read found: the state, and private state where it changed. */
export interface Stored<S extends Schema> {
  readonly state: StateOf<S>;
  /** @default - unchanged */
  readonly private?: PrivateState;
}

export interface CreateRequest<S extends Schema, Client> extends Request<Client> {
  readonly config: ConfigOf<S>;
  readonly plan: PlanOf<S>;
}

export interface ReadRequest<S extends Schema, Client> extends Request<Client> {
  readonly state: StateOf<S>;
}

export interface UpdateRequest<S extends Schema, Client> extends CreateRequest<S, Client> {
  readonly state: StateOf<S>;
}

export interface DeleteRequest<S extends Schema, Client> extends Request<Client> {
  readonly state: StateOf<S>;
}

export interface ModifyPlanRequest<S extends Schema, Client> extends Request<Client | undefined> {
  readonly config: ConfigOf<S> | null;
  /** `null` where the resource is to be created. */
  readonly state: StateOf<S> | null;
  /** What the generic rules planned; `null` where the resource is to be destroyed. */
  readonly plan: PlanOf<S> | null;
}

export interface ModifiedPlan<S extends Schema> {
  /** @default - as planned by the generic rules */
  readonly plan?: PlanOf<S>;
  /** Paths whose change replaces the resource, beside those of the schema. */
  readonly requiresReplace?: readonly Path[];
  readonly private?: PrivateState;
}

export interface UpgradeRequest {
  /** Schema version that wrote the state. */
  readonly version: number;
  /** State as stored, parsed without loss of digits. */
  readonly state: Readonly<Record<string, Value>>;
}

export interface Imported<S extends Schema> extends Stored<S> {
  /** @default - the imported resource's own type */
  readonly typeName?: string;
}

/**
 * A managed resource. The required part is small; each capability beside it is opt-in.
 * Thrown errors become diagnostics. After a failed create nothing is stored, unless errors were
 * collected in `diagnostics` and a state was returned: then it is stored and marked tainted.
 */
export interface Resource<S extends Schema = Schema, Client = unknown> {
  readonly schema: S;
  create(request: CreateRequest<S, Client>): Promise<Stored<S>>;
  /** `null`: the resource is gone. */
  read(request: ReadRequest<S, Client>): Promise<Stored<S> | null>;
  /** @default - every change replaces the resource */
  update?(request: UpdateRequest<S, Client>): Promise<Stored<S>>;
  delete(request: DeleteRequest<S, Client>): Promise<void>;
  /** Faults that concern several attributes; unknown values may still come. */
  validate?(request: { readonly config: ConfigOf<S>; readonly diagnostics: Diagnostics }): void | Promise<void>;
  modifyPlan?(request: ModifyPlanRequest<S, Client>): ModifiedPlan<S> | Promise<ModifiedPlan<S>>;
  /** @default - import is refused with a message that says so */
  import?(request: Request<Client> & { readonly id: string }): Promise<readonly Imported<S>[]>;
  /** Brings state of an older schema version to the current one. */
  upgrade?(request: UpgradeRequest): Readonly<Record<string, Value>> | Promise<Readonly<Record<string, Value>>>;
  /**
   * Keeps the state shape of a provider written with Terraform's old SDK: zero values for optional
   * attributes that are not set, prior values for computed ones on update. @default false
   */
  readonly legacyTypeSystem?: boolean;
}

export interface DataSource<S extends Schema = Schema, Client = unknown> {
  readonly schema: S;
  read(request: Request<Client> & { readonly config: ConfigOf<S> }): Promise<StateOf<S>>;
  validate?(request: { readonly config: ConfigOf<S>; readonly diagnostics: Diagnostics }): void | Promise<void>;
}

export interface ConfigureRequest<S extends Schema> {
  readonly config: ConfigOf<S>;
  readonly terraformVersion: string;
  readonly diagnostics: Diagnostics;
}

/** A Terraform provider: its own configuration and what it manages. `Client` is what `configure` makes. */
export interface Provider<S extends Schema = Schema, Client = unknown> {
  /** Type name, the prefix of all its resource types, e.g. `hikube`. */
  readonly name: string;
  readonly schema: S;
  validate?(request: { readonly config: ConfigOf<S>; readonly diagnostics: Diagnostics }): void | Promise<void>;
  configure(request: ConfigureRequest<S>): Client | Promise<Client>;
  readonly resources?: Readonly<Record<string, Resource<any, Client>>>; // eslint-disable-line @typescript-eslint/no-explicit-any
  readonly dataSources?: Readonly<Record<string, DataSource<any, Client>>>; // eslint-disable-line @typescript-eslint/no-explicit-any
}
