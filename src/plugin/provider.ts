import type { Deferral } from "./deferral";
import type { Diagnostics, Path } from "./diagnostic";
import type { EphemeralWith } from "./ephemeral";
import type { ProviderFunction } from "./functions";
import type { AnyShape, IdentityValues, Shape, ShapeOf } from "./infer";
import type { Log } from "./log";
import type { Schema } from "./schema";
import type { Type } from "./types";
import type { Upgrader } from "./upgrade-from";
import type { Value, ValueRecord } from "./value";

// The interfaces are written over a `Shape` and not over the schema itself: so a resource of any schema
// is an `AnyResource` by its structure, and the compiler never has to compare two open schemas.

/** Bytes a provider keeps beside a resource's state, hidden from users. JSON-serialisable. */
export type PrivateState = Readonly<Record<string, unknown>>;

/** What every call brings along. */
export interface Request<Client> {
  /** What `configure` returned for this provider instance. */
  readonly client: Client;
  /** Collects warnings, and errors that do not end the call at once. */
  readonly diagnostics: Diagnostics;
  /** Writes to Terraform's log. */
  readonly log: Log;
  /**
   * To be passed on, to `fetch` for instance. Aborts when the time of `timeouts` is over. Where nothing
   * is written (read, plan, import, data sources) it also aborts when Terraform asks to stop. A write goes on then:
   * what is cut off may have been done by the server, and Terraform would not know of it.
   */
  readonly signal: AbortSignal;
  /** Aborts when Terraform asks to stop, also while something is written: to end a wait, and return what was done. */
  readonly stopping: AbortSignal;
  /** Where a stop or a restart leaves nothing behind: what was stored by the last write. */
  readonly private: PrivateState;
}

interface StoredWith<V extends Shape> {
  /** What is there now, whole: every attribute of the schema, null where it is not set. */
  readonly state: V["state"];
  /** @default - unchanged */
  readonly private?: PrivateState;
}

interface CreateWith<V extends Shape, Client> extends Request<Client> {
  /** The configuration as written; the one place where write-only values can be read. */
  readonly config: V["given"];
  /** What Terraform expects: every known value in it must come back unchanged. */
  readonly plan: V["planned"];
  /**
   * Whether `ignore_changes` names what only the provider says (`computed`, not `optional`). It is planned and stored as it
   * was stored, whatever is answered; the next `read` tells it as it is. @default false
   */
  readonly ignoring?: boolean;
}

interface ReadWith<V extends Shape, Client> extends Request<Client> {
  /** What is stored. In a `read` after an import what `import` left out is null, whatever its type says. */
  readonly state: V["state"];
}

interface UpdateWith<V extends Shape, Client> extends CreateWith<V, Client> {
  /** What is stored before the update. */
  readonly state: V["state"];
}

type ModifyPlanWith<V extends Shape, Client> = Request<Client | undefined> & PlannedAction<V>;

/** What is to happen to the resource. `config` and `plan` are null where it is destroyed, `state` where it is created. */
export type PlannedAction<V extends Shape = AnyShape> =
  | { readonly action: "create"; readonly config: V["config"]; readonly state: null; readonly plan: V["plan"] }
  | { readonly action: "update"; readonly config: V["config"]; readonly state: V["state"]; readonly plan: V["plan"] }
  | { readonly action: "delete"; readonly config: null; readonly state: V["state"]; readonly plan: null };

interface PlanWith<V extends Shape, Client> extends Request<Client | undefined> {
  /** The configuration; anything in it may be unknown. */
  readonly config: V["config"];
  /** `null` where the resource is to be created. */
  readonly state: V["state"] | null;
}

interface ModifiedWith<V extends Shape> {
  /** @default - as planned by the generic rules */
  readonly plan?: V["plan"];
  /** Paths whose change replaces the resource, beside those of the schema. */
  readonly requiresReplace?: readonly Path[];
  /** @default - unchanged */
  readonly private?: PrivateState;
}

type PlannedWith<V extends Shape> = ModifiedWith<V> & Required<Pick<ModifiedWith<V>, "plan">>;

interface ImportedWith<V extends Shape> {
  /** What is known of it: `read` follows at once, and what is left out is null there. */
  readonly state: V["part"];
  /** @default - none */
  readonly private?: PrivateState;
  /** @default - the imported resource's own type */
  readonly typeName?: string;
}

export interface ValidateWith<V extends Shape> {
  /** The configuration; anything in it may be unknown. */
  readonly config: V["config"];
  /** Takes what is wrong with it. */
  readonly diagnostics: Diagnostics;
}

/** One attribute of an identity; an import needs either it or may do without it. */
export interface IdentityAttribute {
  /** The type of its values: a primitive one, or a list of such. */
  readonly type: Type;
  /** Shown by Terraform in schemas. @default - none */
  readonly description?: string;
  /** @default - the attribute is optional for an import */
  readonly requiredForImport?: boolean;
}

/** The attributes of an identity by name. */
export type IdentityAttributes = Readonly<Record<string, IdentityAttribute>>;

/** The attributes of an identity and the types of their values: for the same reason as a `Shape`. */
interface IdentityShape {
  /** The attributes as they are declared. */
  readonly attributes: IdentityAttributes;
  /** The values that they have. */
  readonly values: ValueRecord;
}

/** The shape of an identity with these attributes. */
interface IdentityShapeOf<A extends IdentityAttributes> {
  /** The attributes as they are declared. */
  readonly attributes: A;
  /** The values that they have. */
  readonly values: IdentityValues<A>;
}

/** What an import by identity is given. */
type ImportByIdentityWith<I extends IdentityShape, Client> = Request<Client> & {
  /** As the user wrote it; an attribute that is not required may be null. */
  readonly identity: I["values"];
};

/**
 * What names a resource for good, kept beside its state by Terraform and OpenTofu from 1.12 on.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/framework/resources/identity
 */
interface IdentityWith<V extends Shape, Client, I extends IdentityShape> {
  /** Raise it when attributes change. @default 0 */
  readonly version?: number;
  /** What an identity consists of, by name. */
  readonly attributes: I["attributes"];
  /** The identity of a stored resource. It must not change as long as the resource exists. */
  of(state: V["state"]): I["values"];
  /** Imports by identity, as the resource's `import` does by id. @default - by `importId` */
  import?(request: ImportByIdentityWith<I, Client>): Answer<readonly ImportedWith<V>[]>;
  /** The id that the resource's `import` takes for an identity. @default - import by identity is refused */
  importId?(identity: I["values"]): string;
}

/** A value at once, or once it is there. */
type Answer<T> = T | Promise<T>;

/** The actions of a resource that may have a time. */
export type Timed = "create" | "read" | "update" | "delete";

/** How long each action may take, such as `20m`, `1h30m` or `90s`, where the user sets no other time. */
export interface Timeouts extends Readonly<Partial<Record<Timed, string>>> {
  /** What users write: `timeouts { create = "1h" }` or `timeouts = { create = "1h" }`. @default "block" */
  readonly as?: "block" | "attribute";
}

/** How long a data source may be read, where the user sets no other time. */
export interface ReadTimeout extends Pick<Timeouts, "as"> {
  /** Such as `20m`, `1h30m` or `90s`. */
  readonly read: string;
}

interface ResourceWith<V extends Shape, Client, I extends IdentityShape = IdentityShape> {
  /** Its arguments and results. */
  readonly schema: V["schema"];
  /** `undefined`: nothing was created; `diagnostics` say why. */
  create(request: CreateWith<V, Client>): Promise<StoredWith<V> | undefined>;
  /** `null`: the resource is gone. */
  read(request: ReadWith<V, Client>): Promise<StoredWith<V> | null>;
  /** `undefined`: nothing was changed; `diagnostics` say why. @default - every change replaces the resource */
  update?(request: UpdateWith<V, Client>): Promise<StoredWith<V> | undefined>;
  /** Removes it; it may be gone already. */
  delete(request: ReadWith<V, Client>): Promise<void>;
  /** Faults that concern several attributes; unknown values may still come. */
  validate?(request: ValidateWith<V>): void | Promise<void>;
  /** Changes what the generic rules planned. An update of which nothing is left is none: it is asked all the same. */
  modifyPlan?(request: ModifyPlanWith<V, Client>): ModifiedWith<V> | Promise<ModifiedWith<V>>;
  /**
   * Plans a create or an update in place of the generic rules and of `modifyPlan`, for resources whose plans follow
   * other rules. A destroy needs no plan. @default - the generic rules, then `modifyPlan`
   */
  plan?(request: PlanWith<V, Client>): PlannedWith<V> | Promise<PlannedWith<V>>;
  /**
   * Lets users set a time for the actions that are named, and aborts their `signal` when it is over. The schema gets
   * `timeouts`, of which config, plan and state show the methods nothing.
   *
   * @default - `signal` has no time
   * @see https://developer.hashicorp.com/terraform/language/resources/configure#operation-timeouts
   */
  readonly timeouts?: Timeouts;
  /** @default - the resource has no identity */
  readonly identity?: IdentityWith<V, Client, I>;
  /**
   * Finds what an id stands for. What it leaves out of the state is null in `read`, which follows at once; so
   * `byId("id")` is often enough. An empty list: there is nothing.
   *
   * @default - import is refused with a message that says so
   */
  import?(request: Request<Client> & { readonly id: string }): Answer<readonly ImportedWith<V>[]>;
  /**
   * Brings state of an older schema version to the current one: by one function for each old version, typed by the old
   * schema (`{ 0: from(oldSchema, (old) => …) }`), or by one for all, which gets the state as it was stored. There is no
   * private state here: Terraform sends none.
   *
   * @default - attributes of the current schema are taken over as they are, missing ones become null
   */
  readonly upgrade?:
    | ((request: UpgradeRequest) => Answer<Readonly<Record<string, Value | undefined>>>)
    | Readonly<Record<number, Upgrader<V["part"]>>>;
  /**
   * Is told each state that Terraform has of the resource, before it reads or plans that: also where it does not refresh, and
   * where it then plans as if there were none, as of what is tainted. There is no client before the provider is configured.
   *
   * @default - nothing is done
   */
  stored?(request: { readonly client: Client | undefined; readonly state: V["state"] }): void;
  /**
   * Is told each configuration that has no faults, whenever Terraform has it checked: by itself, and again just before its plan.
   * There is no client before the provider is configured.
   *
   * @default - nothing is done
   */
  declared?(request: { readonly client: Client | undefined; readonly config: V["config"] }): void;
  /**
   * Makes the state from that of a resource of another type or provider, for a `moved` block between the two;
   * `undefined` where it is none that this resource can come from. What is left out of the state becomes null, and
   * `read` follows at once. Needs Terraform 1.8 or OpenTofu 1.10.
   * @default - moves from other types are refused with a message that says so
   */
  move?(request: MoveRequest): MovedState | undefined | Promise<MovedState | undefined>;
  /**
   * The configuration that is written for an imported resource by `-generate-config-out`. Needs Terraform 1.14.
   * @default - the state, without what is only computed, write-only, deprecated or at its default
   */
  generateConfig?(request: { readonly state: V["state"] }): V["given"] | Promise<V["given"]>;
  /**
   * Tells Terraform that the resource keeps the state shape of a provider written with its old SDK, e.g. zero values
   * for optional attributes that are not set. Values are then not checked against the configuration and the plan.
   * It changes no plan: give `plan` for that. @default false
   */
  readonly legacyTypeSystem?: boolean;
}

interface DataSourceWith<V extends Shape, Client> {
  /** Its arguments and results. */
  readonly schema: V["schema"];
  /** Looks it up, and returns all of it: what is configured comes back as it was. */
  read(request: Request<Client> & { readonly config: V["given"] }): Promise<V["state"]>;
  /**
   * Lets users set a time for `read`, and aborts its `signal` when it is over. The schema gets `timeouts`, of which
   * config and answer know nothing.
   *
   * @default - `signal` has no time
   */
  readonly timeouts?: ReadTimeout;
  /** Faults that concern several attributes; unknown values may still come. */
  validate?(request: ValidateWith<V>): void | Promise<void>;
}

interface ConfigureWith<V extends Shape> extends ValidateWith<V> {
  /** The version of Terraform or OpenTofu that asks, e.g. `1.11.4`. */
  readonly terraformVersion: string;
  /** Writes to Terraform's log. */
  readonly log: Log;
}

interface ProviderWith<V extends Shape, Client> {
  /** Type name, the prefix of all its resource types, e.g. `hikube`. */
  readonly name: string;
  /** The arguments of its own `provider` block. */
  readonly schema: V["schema"];
  /** Faults that concern several attributes; unknown values may still come. */
  validate?(request: ValidateWith<V>): void | Promise<void>;
  /**
   * Makes the client that every method is given. Where the configuration holds unknown values that it needs, it
   * returns `deferred("provider config unknown")`.
   */
  configure(request: ConfigureWith<V>): Client | Deferral | Promise<Client | Deferral>;
  /**
   * Sentences of the provider's own messages that stay as they are where a secret is a word of them. Nothing that comes from
   * elsewhere may be among them. @default - none: secrets are taken out of whatever is told
   */
  readonly ownWords?: readonly string[];
  /**
   * Makes readable what is told to users: what nobody sees in it, such as control characters in a value that was received, is
   * to be escaped. Line breaks are to stay. @default - all is told as it is
   */
  readonly printed?: (text: string) => string;
  /** By type name with the provider's prefix, e.g. `hikube_tenant`. */
  readonly resources?: Readonly<Record<string, AnyResource<Client>>>;
  /** By type name with the provider's prefix, e.g. `hikube_tenant`. */
  readonly dataSources?: Readonly<Record<string, AnyDataSource<Client>>>;
  /** By type name with the provider's prefix, e.g. `hikube_token`. */
  readonly ephemerals?: Readonly<Record<string, AnyEphemeral<Client>>>;
  /** By name without a prefix: `slug` is called as `provider::notes::slug(...)`. */
  readonly functions?: Readonly<Record<string, ProviderFunction>>;
}

/** What a write or a read found: the state, and private state where it changed. */
export type Stored<S extends Schema> = StoredWith<ShapeOf<S>>;
/** What `create` is given. */
export type CreateRequest<S extends Schema, Client> = CreateWith<ShapeOf<S>, Client>;
/** What `read` is given: the state as stored, or as `import` left it. */
export type ReadRequest<S extends Schema, Client> = ReadWith<ShapeOf<S>, Client>;
/** What `update` is given: as `create`, and the state before it. */
export type UpdateRequest<S extends Schema, Client> = UpdateWith<ShapeOf<S>, Client>;
/** What `delete` is given: the last state. */
export type DeleteRequest<S extends Schema, Client> = ReadWith<ShapeOf<S>, Client>;
/** What `plan` is given, which plans in place of the bridge. */
export type PlanRequest<S extends Schema, Client> = PlanWith<ShapeOf<S>, Client>;
/** What `modifyPlan` is given; its `action` tells what is null. */
export type ModifyPlanRequest<S extends Schema, Client> = ModifyPlanWith<ShapeOf<S>, Client>;
/** What `modifyPlan` answers. */
export type ModifiedPlan<S extends Schema> = ModifiedWith<ShapeOf<S>>;
/** How a resource is named for good, see `identity` of a resource. */
export type Identity<
  S extends Schema,
  Client = unknown,
  I extends IdentityAttributes = IdentityAttributes,
> = IdentityWith<ShapeOf<S>, Client, IdentityShapeOf<I>>;
/** A resource that an `import` found, with what is known of it. */
export type Imported<S extends Schema> = ImportedWith<ShapeOf<S>>;
/** What `configure` of the provider is given. */
export type ConfigureRequest<S extends Schema> = ConfigureWith<ShapeOf<S>>;
/** What `validate` of a provider, a resource or a data source is given. */
export type ValidateRequest<S extends Schema> = ValidateWith<ShapeOf<S>>;

/** What an `upgrade` that is one function for all versions is given. */
export interface UpgradeRequest {
  /** Schema version that wrote the state. */
  readonly version: number;
  /** State as stored, parsed without loss of digits. A dynamic value in it is a record of its `type` and `value`. */
  readonly state: Readonly<Record<string, Value>>;
  /** Takes warnings, and errors that end the upgrade. */
  readonly diagnostics: Diagnostics;
}

/** What `move` is given. */
export interface MoveRequest {
  /** The resource as its own provider stored it. */
  readonly from: MoveSource;
}

/** The resource that a `moved` block names as the origin. */
export interface MoveSource {
  /** Address of its provider, e.g. `registry.terraform.io/hashicorp/null`. */
  readonly provider: string;
  /** Its type, e.g. `null_resource`. */
  readonly type: string;
  /** Schema version that wrote its state. */
  readonly version: number;
  /** State as stored, parsed without loss of digits. A dynamic value in it is a record of its `type` and `value`. */
  readonly state: ValueRecord;
  /** What its provider kept beside the state. */
  readonly private: PrivateState;
}

/** What a moved resource starts with. */
export interface MovedState {
  /** What is left out becomes null. */
  readonly state: ValueRecord;
  /** @default - none */
  readonly private?: PrivateState;
}

/**
 * A managed resource. The required part is small; each capability beside it is opt-in.
 * Thrown errors become diagnostics. After a failed create nothing is stored, unless errors were
 * collected in `diagnostics` and a state was returned: then it is stored and marked tainted. Errors and no state:
 * nothing was created.
 */
export type Resource<
  S extends Schema = Schema,
  Client = unknown,
  I extends IdentityAttributes = IdentityAttributes,
> = ResourceWith<ShapeOf<S>, Client, IdentityShapeOf<I>>;
/** Something that is only read. */
export type DataSource<S extends Schema = Schema, Client = unknown> = DataSourceWith<ShapeOf<S>, Client>;
/** A Terraform provider: its own configuration and what it manages. `Client` is what `configure` makes. */
export type Provider<S extends Schema = Schema, Client = unknown> = ProviderWith<ShapeOf<S>, Client>;

/** A resource of a schema that the compiler need not know. Every `Resource<S, Client>` is one. */
export type AnyResource<Client = unknown> = ResourceWith<AnyShape, Client>;
/** A data source of a schema that the compiler need not know. */
export type AnyDataSource<Client = unknown> = DataSourceWith<AnyShape, Client>;
/** An ephemeral resource of a schema that the compiler need not know. */
export type AnyEphemeral<Client = unknown> = EphemeralWith<AnyShape, Client>;
/** A provider of a schema and a client that the compiler need not know. */
export type AnyProvider = ProviderWith<AnyShape, unknown>;
