// What a provider is written with.
export type {
  Attribute,
  AttributeChange,
  AttributeFlags,
  BigintAttribute,
  Block,
  BoolAttribute,
  CollectionAttribute,
  DefaultRequest,
  DynamicAttribute,
  ExactAttribute,
  NestedAttribute,
  NestedBlock,
  NumberAttribute,
  NumberKind,
  Schema,
  StringAttribute,
  TypedAttribute,
} from "./schema";
export type { Type } from "./types";
export type { ConfigOf, GivenOf, IdentityValues, PlannedOf, PlanOf, StateOf } from "./infer";
export type {
  AnyDataSource,
  AnyEphemeral,
  AnyProvider,
  AnyResource,
  ConfigureRequest,
  CreateRequest,
  DataSource,
  DeleteRequest,
  Identity,
  IdentityAttribute,
  IdentityAttributes,
  Imported,
  ModifiedPlan,
  ModifyPlanRequest,
  MovedState,
  MoveRequest,
  MoveSource,
  PlanRequest,
  PrivateState,
  Provider,
  ReadRequest,
  ReadTimeout,
  Request,
  Resource,
  Stored,
  Timed,
  Timeouts,
  UpdateRequest,
  UpgradeRequest,
  ValidateRequest,
} from "./provider";

export type { Ephemeral, Opened, OpenRequest, OpenTimeout, Renewed } from "./ephemeral";
export { fn, FunctionError, type FunctionParameter, type ProviderFunction } from "./functions";
export { deferred, Deferral, type DeferralReason } from "./deferral";

export { forClient, type Definitions } from "./define";
export { from, type UpgradeContext, type Upgrader } from "./upgrade-from";
export { byId, type ImportById } from "./import-by";

// Checks of configurations.
export { between, each, length, matches, oneOf, warning, type Check, type Finding, type Verdict } from "./validators";
export {
  atLeastOneOf,
  conflicts,
  exactlyOneOf,
  preferWriteOnly,
  requires,
  together,
  when,
  type ClientFacts,
  type Part,
  type Rule,
} from "./rules";

// Secrets.
export { secret, secretOf, type SecretAttributes, type SecretOptions, type SecretValues } from "./secret";
export { Redacted } from "./redacted";

// Values.
export {
  Decimal,
  Dynamic,
  isUnknown,
  UNKNOWN,
  UnknownValue,
  type NumberBound,
  type NumberValue,
  type Refinement,
  type Value,
  type ValueRecord,
} from "./value";
export { dynamicOf } from "./values/dynamic";
export { isList, isRecord } from "./values/guards";
export { typeOfAttribute, typeOfBlock } from "./values/implied-type";

// What a user reads.
export type { Log, LogFields, LogLevel } from "./log";
export { DiagnosticError, type Diagnostic, type Diagnostics, type Path } from "./diagnostic";

// Schemas of other providers.
export { schemaFromJson } from "./values/schema-json";

// Serving.
export { serve, type ServeOptions } from "./serve";
export { reattachVariable, serveInProcess, type Reattach, type ReattachEntry, type Served } from "./serve-in-process";
