import type { Attribute, NestedBlock, Schema } from "./schema";
import type { Type } from "./types";
import type { Decimal, Dynamic, UnknownValue, Value, ValueRecord } from "./value";

/**
 * At which moment a value is looked at; it decides where unknown and null may stand.
 * `config` and `plan` are seen while planning, `given` and `planned` are the same two while applying,
 * when all but computed values are known, and `state` is what is stored.
 */
type Moment = "config" | "plan" | "given" | "planned" | "state";

/** A schema and the types of its values at each moment. */
export interface Shape {
  /** The schema itself. */
  readonly schema: Schema;
  /** The configuration: what is not set is null, what is not known yet is unknown. */
  readonly config: unknown;
  /** Planned values: known after the schema's rules, or unknown until applied. */
  readonly plan: unknown;
  /** The configuration while it is applied or read: wholly known. */
  readonly given: unknown;
  /** The plan while it is applied: only computed values without a default may be unknown. */
  readonly planned: unknown;
  /** Stored values: wholly known. */
  readonly state: unknown;
  /** Some of the stored values. */
  readonly part: unknown;
}

/** The shape of which nothing is known but that its values are records. */
export interface AnyShape extends Shape {
  /** The configuration. */
  readonly config: ValueRecord;
  /** Planned values. */
  readonly plan: ValueRecord;
  /** The configuration while it is applied or read. */
  readonly given: ValueRecord;
  /** The plan while it is applied. */
  readonly planned: ValueRecord;
  /** Stored values. */
  readonly state: ValueRecord;
  /** Some of the stored values. */
  readonly part: Readonly<Record<string, Value | undefined>>;
}

/**
 * The shape of a schema that is written `as const satisfies Schema`. A schema that is only known as
 * `Schema` (read from JSON, say) says nothing about its values: its two parts are optional there.
 */
export type ShapeOf<S extends Schema> = S extends { readonly attributes: object } | { readonly blocks: object }
  ? {
      readonly schema: S;
      readonly config: BlockValue<S, "config">;
      readonly plan: BlockValue<S, "plan">;
      readonly given: BlockValue<S, "given">;
      readonly planned: BlockValue<S, "planned">;
      readonly state: BlockValue<S, "state">;
      readonly part: Partial<BlockValue<S, "state">>;
    }
  : AnyShape;

/** The configuration while planning: what is not set is null, and anything may be unknown. */
export type ConfigOf<S extends Schema> = ShapeOf<S>["config"];
/** The planned values while planning, as `modifyPlan` sees them: anything may be unknown. */
export type PlanOf<S extends Schema> = ShapeOf<S>["plan"];
/** The configuration in `create`, `update` and of data sources: wholly known, with the write-only values. */
export type GivenOf<S extends Schema> = ShapeOf<S>["given"];
/** The `plan` of `create` and `update`: only computed values without a default may be unknown. */
export type PlannedOf<S extends Schema> = ShapeOf<S>["planned"];
/** The stored values: wholly known, write-only ones null. Of a resource: `StateOf<typeof note.schema>`. */
export type StateOf<S extends Schema> = ShapeOf<S>["state"];

/** Levels of nesting that are followed; below them a value is any `Value`. Without it the compiler never ends. */
type Depth = [never, 0, 1, 2, 3, 4, 5, 6];
type Less<D extends number> = Depth[D];

type BlockValue<B, M extends Moment, D extends number = 7> = Attributes<Part<B, "attributes">, M, D> &
  Blocks<Part<B, "blocks">, M, D>;
type Part<B, K extends string> = B extends Readonly<Record<K, infer P>> ? P : object;
type Attributes<A, M extends Moment, D extends number> = [D] extends [never]
  ? ValueRecord
  : { readonly [K in keyof A]: AttributeValue<A[K], M, D> };
type Blocks<B, M extends Moment, D extends number> = [D] extends [never]
  ? ValueRecord
  : { readonly [K in keyof B]: NestedBlockValue<B[K], M, D> };

type AttributeValue<A, M extends Moment, D extends number> = A extends Attribute
  ? A extends { readonly writeOnly: true }
    ? M extends "config" | "given"
      ? Present<A, M, D> | Absent<A, M>
      : null
    : Present<A, M, D> | Absent<A, M>
  : never;

type Present<A extends Attribute, M extends Moment, D extends number> =
  | UnknownIn<A, M>
  | (A extends { readonly nested: { readonly nesting: infer N; readonly attributes: infer Inner } }
      ? Nest<N, Attributes<Inner, M, Less<D>>, UnknownIn<A, M> | null>
      : A extends { readonly type: infer T }
        ? TypedValue<T, UnknownIn<A, M>, NumberIn<A>, D>
        : never);

type Absent<A extends Attribute, M extends Moment> = A extends { readonly required: true }
  ? never
  : M extends "config" | "given"
    ? null
    : A extends { readonly notNull: true }
      ? never
      : A extends { readonly default: infer D }
        ? D extends (...request: never) => infer Answer
          ? undefined extends Answer
            ? null
            : Extract<Answer, null>
          : Extract<D, null>
        : null;

type UnknownIn<A extends Attribute, M extends Moment> = M extends "config" | "plan"
  ? UnknownValue
  : M extends "planned"
    ? A extends { readonly default: unknown }
      ? never
      : A extends { readonly computed: true }
        ? UnknownValue
        : never
    : never;

type Nest<N, Inner, Hole> = N extends "list" | "set"
  ? readonly (Inner | Hole)[]
  : N extends "map"
    ? Readonly<Record<string, Inner | Hole>>
    : Inner;

type NestedBlockValue<B, M extends Moment, D extends number> = B extends NestedBlock
  ? | Nest<B["nesting"], BlockValue<B["block"], M, Less<D>>, never>
    | (B["nesting"] extends "single" ? null : never)
    | (M extends "config" | "plan" ? UnknownValue : never)
  : never;

/** What the numbers of an attribute or a parameter are. */
export type NumberIn<A> = A extends { readonly as: "bigint" }
  ? bigint
  : A extends { readonly as: "exact" }
    ? Decimal
    : number;

interface Identifying {
  /** The type of its values. */
  readonly type: Type;
  /** Whether an import must give it. @default false */
  readonly requiredForImport?: boolean;
}

/** The values of an identity: one that an import may do without may be null. */
export type IdentityValues<I extends Readonly<Record<string, Identifying>>> = string extends keyof I
  ? ValueRecord
  : {
      readonly [K in keyof I]:
        TypedValue<I[K]["type"], never, number, 1> | (I[K] extends { readonly requiredForImport: true } ? never : null);
    };

/**
 * The JavaScript type of a Terraform type; `U` is what may stand in the place of a part not known yet, `N` what its
 * numbers are.
 */
export type TypedValue<T, U, N, D extends number> = [D] extends [never]
  ? Value
  : T extends "string"
    ? string
    : T extends "number"
      ? N
      : T extends "bool"
        ? boolean
        : T extends "dynamic"
          ? Dynamic
          : T extends readonly ["list" | "set", infer E]
            ? readonly (TypedValue<E, U, N, Less<D>> | U | null)[]
            : T extends readonly ["map", infer E]
              ? Readonly<Record<string, TypedValue<E, U, N, Less<D>> | U | null>>
              : T extends readonly ["tuple" | "object", infer E, ...unknown[]]
                ? { readonly [K in keyof E]: TypedValue<E[K], U, N, Less<D>> | U | null }
                : Value;
